/** The guided sample: five short steps in the registry that a first start opens. Each is done by doing it, and can be skipped. */
import { type DocumentState, recordsOf, useDocument } from "../../document/store";
import type { TourStep } from "../../session/persist";
import { type SessionState, session } from "../../session/store";

/** The topology of the sample. */
export const SAMPLE = "sample-support";

export interface Step {
  readonly title: string;
  readonly words: string;
  /** What it asks for, where its button at the top may show no words. */
  readonly act?: { readonly action: string; readonly word: string };
  /** Whether it was done, by what the window shows before and after. */
  readonly done: (now: Seen, before: Seen) => boolean;
}

/** What a step looks at. */
export interface Seen {
  readonly session: SessionState;
  readonly document: DocumentState;
}

export const STEPS: readonly Step[] = [
  {
    title: "Look at a handoff",
    words:
      "Click a line of the drawing. The panel at the right is what the two sides agreed on: what is passed on, who owns it, what happens when it fails.",
    done: ({ session: { selection } }) => selection.edges.length === 1,
  },
  {
    title: "Let a finding show you its place",
    words:
      "The list at the bottom is what is missing in this design. Click a finding: the drawing flies to it and says why it matters.",
    done: (now, before) =>
      now.session.findingKey !== null && now.session.findingKey !== before.session.findingKey,
  },
  {
    title: "Mend it",
    words:
      "Press Fix at a finding, look at what would change, and apply it. It is stored at once; Ctrl+Z takes it back.",
    done: (now, before) =>
      now.document.revision > before.document.revision && before.document.revision > 0,
  },
  {
    title: "See what fails, before it does",
    words:
      "Press Simulate, here or at the top, and run it. You see how many requests are resolved, lost, or end with a person, and where.",
    act: { action: "simulate", word: "Simulate" },
    done: ({ session: { simulated } }) => simulated[SAMPLE] !== undefined,
  },
  {
    title: "Take it out into your repository",
    words:
      "Press Export, here or at the top. Contracts, guards, tests, runbooks and alerts are written into a folder, after you have seen every file.",
    act: { action: "export", word: "Export" },
    done: ({ session: { dock } }) => dock.show === "export",
  },
];

/** Whether the sample is what is open. */
export function tourIsHere(): boolean {
  return recordsOf(useDocument.getState(), "topology").has(SAMPLE);
}

/** Begins from the first step. */
export function startTour(): void {
  const { info } = useDocument.getState();
  if (!info || !tourIsHere()) return;
  session.openTopology(info.registry, SAMPLE);
  session.set({ tour: 0, view: "drawing" });
}

/** The step behind another one; null behind the last. */
export function after(step: number): TourStep {
  const next = step + 1;
  return next < STEPS.length ? (next as TourStep) : null;
}
