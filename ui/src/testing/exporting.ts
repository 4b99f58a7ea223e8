/** Exports of a registry in memory: two kinds, nothing to write, and choices that are remembered. Tests put their own answers in its place. */
import type { ExportChoice, ExportKindInfo, Platform } from "../platform";

export type Exporting = Pick<
  Platform,
  | "exportKinds"
  | "exportChoice"
  | "rememberExport"
  | "exportPlan"
  | "exportWrite"
  | "cancelExport"
  | "onExportProgress"
  | "openExportFolder"
>;

const KINDS: readonly ExportKindInfo[] = [
  {
    id: "contracts",
    title: "Contracts as JSON Schema",
    about: "JSON Schemas of payloads and messages, with examples.",
    family: "Contracts & types",
  },
  {
    id: "runbooks",
    title: "Runbooks",
    about: "A page for each handoff, for whoever is on call.",
    family: "Operations",
  },
];

export function exportingOf(): Exporting {
  const choices = new Map<string | null, ExportChoice>();
  const nothing = { files: [], current: true, notes: [] };
  return {
    exportKinds: async () => [...KINDS],
    exportChoice: async (topology) =>
      choices.get(topology) ?? { folder: null, kinds: null, whole: false },
    rememberExport: async (topology, choice) => {
      choices.set(topology, choice);
      return null;
    },
    exportPlan: async () => nothing,
    exportWrite: async () => nothing,
    cancelExport: async () => null,
    onExportProgress: async () => () => {},
    openExportFolder: async () => null,
  };
}
