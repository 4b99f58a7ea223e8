/** Keeps the document in step with the registry: first snapshot, own replies, other people's commits. */

import { retain } from "../canvas/selection";
import {
  asPlatformError,
  type EditReply,
  type OpenRegistry,
  platform,
  type Stop,
} from "../platform";
import { session, useSession } from "../session/store";
import { recordOfBox } from "./boxes";
import {
  type DocumentState,
  fromDiff,
  fromSnapshot,
  outcomeOfDiff,
  recordsOf,
  useDocument,
} from "./store";

const DRAWN_KINDS = new Set([
  "agent",
  "handoff",
  "placement",
  "entry",
  "outcome",
  "group",
  "note",
  "topology",
]);

/** Reads the registry that is open and follows it until stopped. */
export async function start(): Promise<Stop> {
  const stop = await platform().onRegistryChanged((change) => {
    void receive(change);
  });
  await adopt(await platform().registryInfo());
  return stop;
}

/** Turns the window to a registry: its records, and the topology that was open in it last. */
export async function adopt(info: OpenRegistry): Promise<void> {
  useDocument.setState({ info, drawings: new Map() });
  await resnapshot();
  const { topologies } = session.get();
  const ids = [...recordsOf(useDocument.getState(), "topology").keys()].sort();
  const last = topologies[info.registry];
  const open = last !== undefined && ids.includes(last) ? last : ids[0];
  if (open === undefined) session.set({ topology: null, startOpen: true });
  else session.openTopology(info.registry, open);
}

/** Writes a reply or an event. A gap or a repeated event does no harm. */
export async function receive(reply: EditReply): Promise<void> {
  const state = useDocument.getState();
  switch (outcomeOfDiff(state, reply)) {
    case "known":
      return;
    case "gap":
      await resnapshot();
      return;
    case "applied":
      useDocument.setState(fromDiff(state, reply), true);
      settleSelection();
      if (reply.diff.some((change) => DRAWN_KINDS.has(change.kind))) await refreshDrawing();
  }
}

async function resnapshot(): Promise<void> {
  const snapshot = await platform().snapshot();
  useDocument.setState(fromSnapshot(useDocument.getState(), snapshot), true);
  settleSelection();
  await refreshDrawing();
}

let asked = 0;

/** Asks for the open topology's drawing; of several answers under way only the last one counts. */
export async function refreshDrawing(): Promise<void> {
  const { topology } = session.get();
  if (!topology || !recordsOf(useDocument.getState(), "topology").has(topology)) return;
  asked += 1;
  const turn = asked;
  try {
    const drawing = await platform().drawing(topology);
    if (turn === asked) {
      useDocument.setState((state) => ({
        drawings: new Map(state.drawings).set(topology, drawing),
      }));
    }
  } catch (reason) {
    const { message, hints } = asPlatformError(reason).detail;
    session.notify({
      tone: "error",
      title: message,
      detail: "The drawing shows its last state.",
      hints,
    });
  }
}

/** Follows the open topology: each one's drawing is read when it is opened. */
export function followTopology(): Stop {
  return useSession.subscribe((state, before) => {
    if (state.topology && state.topology !== before.topology) void refreshDrawing();
  });
}

function settleSelection(): void {
  const state = useDocument.getState();
  const { selection, topology } = session.get();
  if (topology && !recordsOf(state, "topology").has(topology)) {
    const next = [...recordsOf(state, "topology").keys()].sort()[0] ?? null;
    session.set({ topology: next, startOpen: next === null });
  }
  const kept = retain(
    selection,
    (key) => boxExists(state, key),
    (id) => recordsOf(state, "handoff").has(id),
  );
  if (kept !== selection) session.select(kept);
}

function boxExists(state: DocumentState, key: string): boolean {
  const { kind, id } = recordOfBox(key);
  return recordsOf(state, kind).has(id);
}
