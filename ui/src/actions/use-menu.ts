/** The native menu, built once the first picture is there, so that it does not keep it waiting. */
import { useEffect, useState } from "react";
import { useDocument } from "../document/store";
import { useSession } from "../session/store";
import { followMenu } from "./menu";

const SETTLED_MS = 200;

export function useMenu(): void {
  const topology = useSession((state) => state.topology);
  const shown = useDocument(
    (state) => state.info !== null && (topology === null || state.drawings.has(topology)),
  );
  const [ready, setReady] = useState(false);
  useEffect(() => {
    if (!shown || ready) return;
    const timer = setTimeout(() => setReady(true), SETTLED_MS);
    return () => clearTimeout(timer);
  }, [shown, ready]);
  useEffect(() => (ready ? followMenu() : undefined), [ready]);
}
