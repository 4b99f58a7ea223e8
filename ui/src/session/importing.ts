/** Imports as the window knows them. */
import type { ImportStep } from "../platform";

/** Files that are being read, or stored. */
export interface ImportRun {
  readonly id: string;
  readonly does: "reading" | "storing";
  /** How far it is; null before anything is known of it. */
  readonly step: ImportStep | null;
  /** It ends as soon as it can. */
  readonly ends: boolean;
  readonly end: () => void;
}
