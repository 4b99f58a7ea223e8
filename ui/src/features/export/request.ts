/** What is asked of an export: chosen once for each topology, kept across restarts, shared by the list of files and the differences of one. */
import { useEffect, useMemo, useState } from "react";
import { report } from "../../document/commit";
import { useDocument } from "../../document/store";
import { asPlatformError, type ExportChoice, type ExportKindInfo, platform } from "../../platform";
import { session, useSession } from "../../session/store";

export interface ExportRequest {
  /** False until it is known what was chosen before. */
  readonly ready: boolean;
  readonly folder: string | null;
  /** Everything that can be exported, family by family; null until it is known. */
  readonly known: readonly ExportKindInfo[] | null;
  readonly kinds: readonly string[];
  /** The topology whose needs are exported; null for the whole registry. */
  readonly topology: string | null;
}

const NOTHING_CHOSEN: ExportChoice = { folder: null, kinds: null, whole: false };

export function useRequest(): ExportRequest {
  const topology = useSession((state) => state.topology);
  const registry = useDocument((state) => state.info?.registry);
  const choice = useSession((state) => state.exports[keyOf(registry, topology)]);
  const known = useKnown();
  useEffect(() => {
    if (registry !== undefined) void recall(registry, topology);
  }, [registry, topology]);
  return useMemo(() => {
    const { folder = null, kinds, whole } = choice ?? NOTHING_CHOSEN;
    const all = known?.map(({ id }) => id) ?? [];
    return {
      ready: choice !== undefined,
      folder,
      known,
      kinds: all.filter((id) => kinds?.includes(id) ?? true),
      topology: whole ? null : topology,
    };
  }, [choice, topology, known]);
}

/** Chooses for the open topology, for now and for the next start. */
export function choose(change: Partial<ExportChoice>): void {
  const { topology, exports } = session.get();
  const key = keyOf(useDocument.getState().info?.registry, topology);
  const choice = { ...(exports[key] ?? NOTHING_CHOSEN), ...change };
  session.set({ exports: { ...exports, [key]: choice } });
  platform()
    .rememberExport(topology, choice)
    .catch((reason: unknown) =>
      report(asPlatformError(reason), "It holds until the window is closed"),
    );
}

/** The folder that the open topology is exported to. */
export function chosenFolder(): string | null {
  const { topology, exports } = session.get();
  return exports[keyOf(useDocument.getState().info?.registry, topology)]?.folder ?? null;
}

export async function chooseFolder(): Promise<void> {
  try {
    const folder = await platform().chooseFolder("Choose the folder to export to");
    if (folder !== null) choose({ folder });
  } catch (reason) {
    report(asPlatformError(reason), "No folder was chosen");
  }
}

/** Shows it in the system's file manager. */
export async function openFolder(folder: string): Promise<void> {
  try {
    await platform().openExportFolder(folder);
  } catch (reason) {
    report(asPlatformError(reason), "Nothing was opened");
  }
}

async function recall(registry: string, topology: string | null): Promise<void> {
  const key = keyOf(registry, topology);
  if (session.get().exports[key]) return;
  let choice = NOTHING_CHOSEN;
  try {
    choice = await platform().exportChoice(topology);
  } catch (reason) {
    report(asPlatformError(reason), "What was chosen last is not known; choose again");
  }
  const { exports } = session.get();
  // Whoever has chosen meanwhile keeps that.
  if (!exports[key]) session.set({ exports: { ...exports, [key]: choice } });
}

function keyOf(registry: string | undefined, topology: string | null): string {
  return `${registry ?? ""}\n${topology ?? ""}`;
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
