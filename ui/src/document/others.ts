/** Who else has the registry open and where they look: asked while somebody may be there. Where it fails, nobody is seen. */
import { create } from "zustand";
import { type Present, platform, type Stop, type Whereabouts } from "../platform";
import { session, useSession } from "../session/store";
import { recordOfBox } from "./boxes";
import { useDocument } from "./store";

/** Between two questions; whoever was not heard of for fifteen seconds is forgotten. */
const PERIOD_MS = 4000;
/** After this window has turned to something else, so that others see it soon. */
const SOON_MS = 400;
/** As many records as are told to others. */
const MOST_TOLD = 20;
const COLOURS = 6;

interface OthersState {
  readonly others: readonly Present[];
}

export const useOthers = create<OthersState>(() => ({ others: [] }));

/** Where this window looks, for others. */
export function lookingAt(): Whereabouts {
  const { topology, selection, view, page, startOpen } = session.get();
  if (startOpen) return { topology: null, selection: [] };
  if (view !== "drawing") return { topology: null, selection: page === null ? [] : [page] };
  const boxes = selection.boxes.map(recordOfBox);
  const handoffs = selection.edges.map((id) => ({ kind: "handoff" as const, id }));
  return { topology, selection: [...boxes, ...handoffs].slice(0, MOST_TOLD) };
}

/** Looks for others until stopped, in every registry where somebody else can be. */
export function followOthers(): Stop {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let stopped = false;
  /** The registry in which nobody else can be, by its turn. */
  let alone: number | null = null;
  const turn = () => useDocument.getState().info?.turn ?? null;
  const later = (ms: number) => {
    clearTimeout(timer);
    if (!stopped && turn() !== alone) timer = setTimeout(() => void look(), ms);
  };
  const look = async () => {
    const asked = turn();
    // A window that nobody looks at is nowhere.
    if (asked !== null && document.visibilityState !== "hidden") {
      const met = await platform()
        .meet(lookingAt())
        .catch(() => []);
      if (stopped) return;
      if (asked === turn()) {
        alone = met === null ? asked : null;
        show(met ?? []);
      }
    }
    later(PERIOD_MS);
  };
  const stopSession = useSession.subscribe((state, before) => {
    const turned =
      state.topology !== before.topology ||
      state.selection !== before.selection ||
      state.view !== before.view ||
      state.page !== before.page ||
      state.startOpen !== before.startOpen;
    if (turned) later(SOON_MS);
  });
  const stopDocument = useDocument.subscribe((state, before) => {
    if (state.info?.turn === before.info?.turn) return;
    alone = null;
    show([]);
    later(SOON_MS);
  });
  later(SOON_MS);
  const stop = () => {
    stopped = true;
    clearTimeout(timer);
    stopSession();
    stopDocument();
    window.removeEventListener("pagehide", stop);
    show([]);
  };
  window.addEventListener("pagehide", stop);
  return stop;
}

/** Nothing is drawn anew while everybody stays where they were. */
function show(others: readonly Present[]): void {
  const before = useOthers.getState().others;
  if (JSON.stringify(before) !== JSON.stringify(others)) useOthers.setState({ others });
}

/** The colour of somebody: the same in every window, as long as they stay. */
export function colourOf({ session: theirs }: Present): string {
  let sum = 0;
  for (const letter of theirs) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 65_521;
  return `var(--person-${(sum % COLOURS) + 1})`;
}

/** One or two letters for a name: of its first and its last word. */
export function initialsOf(name: string): string {
  const words = name.split(/[\s._@-]+/).filter((word) => word !== "");
  const letters = [words[0], words.length > 1 ? words.at(-1) : ""].map(
    (word) => [...(word ?? "")][0],
  );
  return letters.join("").toUpperCase() || "?";
}
