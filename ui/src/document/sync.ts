/** Keeps the document in step with the registry: first snapshot, own replies, other people's commits. */

import { retain } from "../canvas/selection";
import {
  asPlatformError,
  type DeskReply,
  type FirstLook,
  type OpenRegistry,
  platform,
  type RegistryAway,
  type Stop,
} from "../platform";
import { mark } from "../platform/timing";
import { type Place, placeFrom } from "../session/place";
import { session, useSession } from "../session/store";
import { recordOfBox } from "./boxes";
import { firstLook } from "./first-look";
import { followOthers } from "./others";
import { readPastEdit } from "./past";
import { comeBackTo, followPlace } from "./place";
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
  const looking = firstLook();
  // Until something is shown there is nothing that news could change; what they would have told is asked for below.
  const isShown = () => useDocument.getState().info !== null;
  const following = Promise.all([
    platform().onRegistryChanged((change) => {
      if (isShown()) void receive(change);
    }),
    platform().onRegistryTurned((turn) => {
      if (isShown() && turn !== useDocument.getState().info?.turn) void turnToOpen();
    }),
    platform().onRegistryAway(noteAway),
  ]);
  const [look, stops] = await Promise.all([looking.then(show), following]);
  await catchUp(look);
  void readCustomRules();
  const stopPlaces = followPlace();
  const stopOthers = followOthers();
  const back = () => void readCustomRules();
  window.addEventListener("focus", back);
  return () => {
    window.removeEventListener("focus", back);
    stopOthers();
    stopPlaces();
    for (const stop of stops) stop();
  };
}

/** Shows a registry for the first time, all at once. */
function show(look: FirstLook): FirstLook {
  mark("records-arrived");
  const { info, snapshot, place } = look;
  const nothing = { ...useDocument.getState(), info, drawings: new Map(), custom: null };
  const { topology } = session.get();
  useDocument.setState(fromSnapshot(nothing, snapshot), true);
  openLast(info, placeFrom(place, info.registry));
  settleSelection();
  // Turning to another topology asks for its drawing.
  if (session.get().topology === topology) void refreshDrawing();
  return look;
}

/** Takes in what happened after the first look was answered and before news were heard. */
async function catchUp({ info }: FirstLook): Promise<void> {
  try {
    const now = await platform().registryInfo();
    const { info: known, revision } = useDocument.getState();
    // Something else was turned to meanwhile, which read everything anew.
    if (known?.turn !== info.turn) return;
    if (now.turn !== info.turn) await turnToOpen();
    else if (now.revision > revision) await resnapshot();
    else if ((now.away === null) !== (known.away === null)) noteAway(now);
  } catch (reason) {
    showsWhatItKnew(reason);
  }
}

/** Whether the server can be asked; news of a registry that lies open no more are none. */
function noteAway({ away, turn }: RegistryAway): void {
  const { info } = useDocument.getState();
  if (info === null || info.turn !== turn) return;
  useDocument.setState({ info: { ...info, away } });
  session.announce(away === null ? "The server is back" : "The server cannot be reached");
}

/** Asks whether the server can be reached by now. */
export async function askAgain(): Promise<void> {
  try {
    noteAway(await platform().registryInfo());
  } catch (reason) {
    const { message, hints } = asPlatformError(reason).detail;
    session.notify({ tone: "error", title: message, detail: "", hints });
  }
}

/** Turns to what lies open now: another registry, or the same one with a copy in its place. */
export async function turnToOpen(): Promise<void> {
  session.set({
    past: null,
    view: "drawing",
    simulated: {},
    loaded: {},
    refused: null,
    page: null,
  });
  session.closeDock();
  try {
    await adopt(await platform().registryInfo());
  } catch (reason) {
    showsWhatItKnew(reason);
  }
}

function showsWhatItKnew(reason: unknown): void {
  const { message, hints } = asPlatformError(reason).detail;
  const detail = "The window shows what it knew before.";
  session.notify({ tone: "error", title: message, detail, hints });
}

/** Turns the window to a registry: its records, and the topology that was open in it last. */
export async function adopt(info: OpenRegistry): Promise<void> {
  // Nothing of the other registry's revisions says anything about this one's.
  useDocument.setState({ info, revision: 0, drawings: new Map(), custom: null });
  await resnapshot();
  void readCustomRules();
  openLast(info, null);
}

/** Opens the topology that was open last, or goes to the place where the window was. */
function openLast({ registry }: OpenRegistry, place: Place | null): void {
  const { topologies } = session.get();
  const ids = [...recordsOf(useDocument.getState(), "topology").keys()].sort();
  const last = place?.topology ?? topologies[registry];
  const open = last !== undefined && ids.includes(last) ? last : ids[0];
  if (open === undefined) session.set({ topology: null, startOpen: true });
  else session.openTopology(registry, open);
  if (place) comeBackTo(place);
}

/** Writes a reply or an event. A gap or a repeated event does no harm. */
export async function receive(reply: DeskReply): Promise<void> {
  // What happens meanwhile is read at once when an earlier state is left.
  if (session.get().past !== null) return;
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
      // What they could not tell may be another record now.
      if (state.custom?.there) void readCustomRules();
      if (reply.diff.some((change) => DRAWN_KINDS.has(change.kind))) await refreshDrawing();
  }
}

/** Reads the file of custom rules again; true where that was possible. What it finds differently comes with a snapshot. */
export async function readCustomRules(): Promise<boolean> {
  const { info } = useDocument.getState();
  try {
    const { state, changed } = await platform().customRules();
    if (useDocument.getState().info?.registry !== info?.registry) return true;
    useDocument.setState({ custom: state });
    if (changed) await resnapshot();
    return true;
  } catch (reason) {
    const { message, hints } = asPlatformError(reason).detail;
    session.notify({
      tone: "error",
      title: message,
      detail: "The custom rules were not read again.",
      hints,
    });
    return false;
  }
}

/** Reads everything anew. What was overtaken on its way by a newer reply, or by another registry, is dropped. */
export async function resnapshot(): Promise<void> {
  const { info } = useDocument.getState();
  const snapshot = await platform().snapshot();
  if (session.get().past !== null) return;
  const state = useDocument.getState();
  if (state.info?.registry !== info?.registry || snapshot.revision < state.revision) return;
  useDocument.setState(fromSnapshot(useDocument.getState(), snapshot), true);
  settleSelection();
  await refreshDrawing();
}

let asked = 0;

/** Asks for the open topology's drawing; of several answers under way only the last one counts. */
export async function refreshDrawing(): Promise<void> {
  const { topology, past } = session.get();
  if (!topology || !recordsOf(useDocument.getState(), "topology").has(topology)) return;
  asked += 1;
  const turn = asked;
  try {
    const drawing = await (past === null
      ? platform().drawing(topology)
      : platform().drawingAt(topology, past));
    if (turn === asked) {
      mark("drawing-arrived");
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

let looked = 0;

/** Shows everything as it was at a revision, to be looked at only. Of several asked for the last one counts. */
export async function showPast(revision: number): Promise<void> {
  looked += 1;
  const turn = looked;
  const { topology } = session.get();
  const reading = platform().snapshotAt(revision);
  const drawn = reading.then(async ({ records }) => {
    const there = records.some(({ kind, id }) => kind === "topology" && id === topology);
    return there && topology ? platform().drawingAt(topology, revision) : null;
  });
  const [snapshot, drawing, pastEdit] = await Promise.all([
    reading,
    drawn,
    readPastEdit(revision, topology, reading, drawn),
  ]);
  if (turn !== looked) return;
  asked += 1;
  session.set({ past: revision, pastEdit, view: "drawing" });
  useDocument.setState((state) => ({
    ...fromSnapshot(state, snapshot),
    drawings: new Map(drawing && topology ? [[topology, drawing]] : []),
    canUndo: false,
    canRedo: false,
  }));
  settleSelection();
}

/** Leaves the earlier state: what happened meanwhile is read anew. */
export async function showNow(): Promise<void> {
  looked += 1;
  session.set({ past: null, pastEdit: null });
  // The earlier state's revision says nothing about what is newer now.
  useDocument.setState({ revision: 0 });
  await resnapshot();
  const { topology } = session.get();
  useDocument.setState(({ drawings }) => ({
    drawings: new Map([...drawings].filter(([id]) => id === topology)),
  }));
}

/** Follows the open topology: each one's drawing is read when it is opened. */
export function followTopology(): Stop {
  return useSession.subscribe((state, before) => {
    if (state.topology && state.topology !== before.topology) void refreshDrawing();
  });
}

function settleSelection(): void {
  const state = useDocument.getState();
  const { selection, topology, past, findingKey, path } = session.get();
  if (path.length > 0 && !state.findings.some(({ key }) => key === findingKey))
    session.set({ path: [] });
  if (topology && past === null && !recordsOf(state, "topology").has(topology)) {
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
