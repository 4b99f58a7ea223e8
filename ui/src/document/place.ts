/** Keeps where the window is, and brings it back there: after a restart, and after its page or the program has died. */
import { retain } from "../canvas/selection";
import { platform, type Stop } from "../platform";
import { type Place, placeOf, samePlace } from "../session/place";
import { session, useSession } from "../session/store";
import { recordOfBox } from "./boxes";
import { recordsOf, useDocument } from "./store";

const DELAY_MS = 250;

/** Goes to a place, as far as it still exists. The topology is open already. */
export function comeBackTo(place: Place): void {
  const state = useDocument.getState();
  const { page, view, kind, query, boxes, edges } = place;
  const known = page !== null && recordsOf(state, page.kind).has(page.id);
  const { topology, registry } = session.get();
  session.set({
    view: topology === null && view === "drawing" ? "registry" : view,
    page: known ? page : null,
    registry: { ...registry, kind, query },
    startOpen: topology === null || place.start,
  });
  if (topology !== place.topology) return;
  session.select(
    retain(
      { boxes, edges },
      (key) => {
        const record = recordOfBox(key);
        return recordsOf(state, record.kind).has(record.id);
      },
      (id) => recordsOf(state, "handoff").has(id),
    ),
  );
}

/** Tells the desktop of every place where the window stays for a moment. An earlier state is no place to come back to. */
export function followPlace(): Stop {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let kept: Place | null = null;
  const keep = () => {
    const registry = useDocument.getState().info?.registry;
    if (registry === undefined || session.get().past !== null) return;
    const place = placeOf(session.get(), registry);
    if (kept !== null && samePlace(kept, place)) return;
    kept = place;
    // A place that cannot be kept costs the way back after the next start, and the log says why.
    platform()
      .keepPlace(place)
      .catch(() => {});
  };
  const stop = useSession.subscribe((state, before) => {
    const moved =
      state.topology !== before.topology ||
      state.view !== before.view ||
      state.page !== before.page ||
      state.registry !== before.registry ||
      state.selection !== before.selection ||
      state.startOpen !== before.startOpen;
    if (!moved) return;
    clearTimeout(timer);
    timer = setTimeout(keep, DELAY_MS);
  });
  return () => {
    clearTimeout(timer);
    stop();
  };
}
