/** What is asked of an export: chosen once, kept across restarts, shared by the list of files and the differences of one. */
import { useEffect, useMemo, useState } from "react";
import { type ExportKindInfo, platform } from "../../platform";
import { useSession } from "../../session/store";

export interface ExportRequest {
  readonly folder: string | null;
  /** Everything that can be exported; null until it is known. */
  readonly known: readonly ExportKindInfo[] | null;
  readonly kinds: readonly string[];
  readonly topology: string | null;
}

export function useRequest(): ExportRequest {
  const folder = useSession((state) => state.exportFolder);
  const kept = useSession((state) => state.exportKinds);
  const topology = useSession((state) => state.topology);
  const known = useKnown();
  return useMemo(() => {
    const all = known?.map(({ id }) => id) ?? [];
    return { folder, known, kinds: all.filter((id) => kept?.includes(id) ?? true), topology };
  }, [folder, kept, topology, known]);
}

function useKnown(): readonly ExportKindInfo[] | null {
  const [kinds, setKinds] = useState<readonly ExportKindInfo[] | null>(null);
  useEffect(() => {
    let current = true;
    platform()
      .exportKinds()
      .then(
        (list) => current && setKinds(list),
        () => current && setKinds([]),
      );
    return () => {
      current = false;
    };
  }, []);
  return kinds;
}
