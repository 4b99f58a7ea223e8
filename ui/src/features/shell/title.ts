/** What the window is called: where one is, so that several windows can be told apart. */
import { useEffect } from "react";
import { nameOf, useDocument } from "../../document/store";
import { useSession } from "../../session/store";
import { namedFile } from "../start/paths";

export function useWindowTitle(): void {
  const topology = useSession((state) => state.topology);
  const title = useDocument((state) => {
    if (!state.info) return "Baton";
    const { name } = namedFile(state.info.registry);
    const drawing = topology === null ? [] : [nameOf(state, "topology", topology)];
    return [...drawing, name, "Baton"].join(" — ");
  });
  useEffect(() => {
    document.title = title;
  }, [title]);
}
