/** What can be done with handoffs. */
import {
  ArrowRightFromLine,
  ArrowRightToLine,
  CornerUpRight,
  Diamond,
  GitFork,
  MoveRight,
  Radar,
  Repeat2,
  Split,
} from "lucide-react";
import { commit } from "../document/commit";
import type { Draft } from "../document/drafts";
import { canRunTogether, runAlone, runTogether, setMode, toggleGates } from "../document/handoffs";
import { type DocumentState, recordOf, useDocument } from "../document/store";
import { askForTags } from "../features/canvas/making";
import { session } from "../session/store";
import type { Action } from "./action";
import { editing, editingEdges, editingOneAgent, selectedBoxes, selectedEdges } from "./when";

/** The one handoff selected: its line, or the box of its capability query. */
function oneHandoff(): string | null {
  const ids = new Set([
    ...selectedEdges(),
    ...selectedBoxes().map((key) => (key.startsWith("query:") ? key.slice("query:".length) : "")),
  ]);
  const [only, ...more] = ids;
  return only && more.length === 0 ? only : null;
}

function modes(): Set<string> {
  const state = useDocument.getState();
  return new Set(selectedEdges().map((id) => recordOf(state, "handoff", id)?.mode ?? "transfer"));
}

function edit(drafts: (state: DocumentState, handoffs: readonly string[]) => Draft[]): () => void {
  return () => void commit(drafts(useDocument.getState(), selectedEdges()));
}

function askForEnd(end: "from" | "to"): () => void {
  return () => {
    const handoff = oneHandoff();
    if (handoff) session.set({ question: { ask: "end", handoff, end } });
  };
}

export const HANDOFF_ACTIONS: readonly Action[] = [
  {
    id: "hand-over",
    title: "Draw handoff to …",
    group: "Handoff",
    icon: MoveRight,
    shortcut: "H",
    enabled: editingOneAgent,
    needs: "Select one agent first",
    perform: () => {
      const [from] = selectedBoxes();
      if (from) session.set({ question: { ask: "receiver", from } });
    },
  },
  {
    id: "set-delegate",
    title: "Delegate: call and return",
    group: "Handoff",
    icon: Repeat2,
    shortcut: "D",
    enabled: () => editingEdges() && modes().has("transfer"),
    needs: "Select a transfer first",
    perform: edit((state, handoffs) => setMode(state, handoffs, "delegate")),
  },
  {
    id: "set-transfer",
    title: "Transfer: hand over control",
    group: "Handoff",
    icon: CornerUpRight,
    shortcut: "Shift+D",
    enabled: () => editingEdges() && modes().has("delegate"),
    needs: "Select a delegation first",
    perform: edit((state, handoffs) => setMode(state, handoffs, "transfer")),
  },
  {
    id: "run-together",
    title: "Call in parallel",
    group: "Handoff",
    icon: GitFork,
    enabled: () => editing() && canRunTogether(useDocument.getState(), selectedEdges()),
    needs: "Select delegations of one agent first",
    perform: edit(runTogether),
  },
  {
    id: "run-alone",
    title: "Take out of the parallel call",
    group: "Handoff",
    icon: Split,
    enabled: () => editing() && selectedEdges().some(isParallel),
    needs: "Select a parallel call first",
    perform: edit(runAlone),
  },
  {
    id: "toggle-gate",
    title: "Add or remove human gate",
    group: "Handoff",
    icon: Diamond,
    shortcut: "G",
    enabled: editingEdges,
    needs: "Select a handoff first",
    perform: edit(toggleGates),
  },
  {
    id: "change-sender",
    title: "Change the sender …",
    group: "Handoff",
    icon: ArrowRightFromLine,
    enabled: () => editing() && oneHandoff() !== null,
    needs: "Select one handoff first",
    perform: askForEnd("from"),
  },
  {
    id: "change-receiver",
    title: "Change the receiver …",
    group: "Handoff",
    icon: ArrowRightToLine,
    enabled: () => editing() && oneHandoff() !== null,
    needs: "Select one handoff first",
    perform: askForEnd("to"),
  },
  {
    id: "ask-capabilities",
    title: "Hand over to any agent that can …",
    group: "Handoff",
    icon: Radar,
    enabled: () => editing() && oneHandoff() !== null,
    needs: "Select one handoff first",
    perform: () => {
      const handoff = oneHandoff();
      if (handoff) askForTags(handoff);
    },
  },
];

function isParallel(id: string): boolean {
  return Boolean(recordOf(useDocument.getState(), "handoff", id)?.parallel_group);
}
