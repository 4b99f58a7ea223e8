/** Keeps what outlives a restart, and follows other windows in what all of them share. */
import { lean } from "./lean";
import { KEPT_FIELDS, type Kept, load, SESSION_KEY, save } from "./persist";
import type { SessionState } from "./store";
import { joinedBy } from "./unsent";

/** What is needed of the store. */
interface Store {
  readonly getState: () => SessionState;
  readonly setState: (change: Partial<SessionState>) => void;
  readonly subscribe: (heard: (state: SessionState, before: SessionState) => void) => unknown;
}

const DELAY_MS = 300;

/** Until the page is gone. `tell` is told of what is kept, so that it outlives a program that is killed. */
export function keepSession(store: Store, storage: Storage, tell: (kept: Kept) => void): void {
  const changed = new Set<keyof Kept>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let fromElsewhere = false;

  /** What this window changed, beside what others have kept. */
  const keep = () => {
    if (changed.size === 0) return;
    const state = store.getState();
    const layer = state.layer === "traffic" ? state.layerBefore : state.layer;
    const now = { ...state, layer };
    const own = Object.fromEntries([...changed].map((field) => [field, now[field]]));
    const kept = { ...load(storage, window.innerWidth), ...own, at: Date.now() };
    save(storage, kept);
    tell(lean(kept));
    changed.clear();
  };
  store.subscribe((state, before) => {
    const fields = KEPT_FIELDS.filter((field) => state[field] !== before[field]);
    if (fields.length === 0 || fromElsewhere) return;
    for (const field of fields) changed.add(field);
    clearTimeout(timer);
    timer = setTimeout(keep, DELAY_MS);
  });
  // A page that is left or loaded again keeps what changed a moment ago.
  window.addEventListener("pagehide", keep);

  window.addEventListener("storage", ({ key }) => {
    if (key !== SESSION_KEY) return;
    fromElsewhere = true;
    store.setState(shared(load(storage, window.innerWidth), store.getState()));
    fromElsewhere = false;
  });
}

/** What all windows share; the view of the open drawing is this window's own. */
function shared(kept: Kept, state: SessionState): Partial<SessionState> {
  const { topology, cameras } = state;
  const own = topology === null ? undefined : cameras[topology];
  const { theme, density, textSize, tour, firstSteps, choices, topologies } = kept;
  return {
    ...{ theme, density, textSize, tour, firstSteps, choices, topologies },
    unsentTexts: joinedBy(kept.unsentTexts, state.unsentTexts),
    unsentEdits: joinedBy(kept.unsentEdits, state.unsentEdits),
    cameras: topology !== null && own ? { ...kept.cameras, [topology]: own } : kept.cameras,
  };
}
