/** The rows that are picked in the table that is shown. */
import { useCallback, useMemo, useRef, useState } from "react";
import type { Kind, RegistryTable } from "../../platform";
import { session } from "../../session/store";
import { countOf } from "./kinds";
import { showPicked } from "./picked";
import { among, NOTHING_PICKED, type Picked, type PickWay, ranged, toggled } from "./picking";
import { keepTable } from "./places";

export interface Picks {
  /** In the order of the rows. */
  readonly ids: ReadonlySet<string>;
  /** Goes to a row, and takes it in as the way says. */
  readonly take: (id: string, way: PickWay) => void;
  /** Goes to a row, and leaves what is picked. */
  readonly goTo: (id: string) => void;
  /** Takes in, or leaves out, the row that is looked at. */
  readonly toggle: (id: string) => void;
  readonly all: () => void;
  readonly clear: () => void;
}

export function usePicks(kind: Kind, table: RegistryTable | null, chosen: string | null): Picks {
  const [held, setHeld] = useState({ kind, picked: NOTHING_PICKED });
  const listed = useMemo(() => table?.rows.map(({ id }) => id) ?? [], [table]);
  const picked = useMemo(
    () => (held.kind === kind ? among(held.picked, listed) : NOTHING_PICKED),
    [held, kind, listed],
  );
  // The handlers stay the same, so that only the rows that change are drawn anew.
  const now = useRef({ kind, listed, picked, chosen });
  now.current = { kind, listed, picked, chosen };

  const set = useCallback((next: Picked, at: string | null) => {
    const { kind, listed, picked } = now.current;
    setHeld({ kind, picked: next });
    if (at !== null) keepTable(kind, { row: at });
    const { ids } = among(next, listed);
    showPicked(kind, [...ids], at);
    if (ids.size > 0) session.announce(`${countOf(kind, ids.size)} selected`);
    else if (picked.ids.size > 0) session.announce("Nothing is selected");
  }, []);

  const take = useCallback(
    (id: string, way: PickWay) => {
      const { listed, picked, chosen } = now.current;
      const known = chosen !== null && chosen !== id && listed.includes(chosen) ? chosen : null;
      if (way === "alone") set({ ...NOTHING_PICKED, from: id }, id);
      else if (way === "toggle") set(toggled(picked, id, known), id);
      else set(ranged(picked, id, { ids: listed, chosen }, way === "add-range"), id);
    },
    [set],
  );
  const goTo = useCallback(
    (id: string) => {
      const { picked } = now.current;
      set({ ids: picked.ids, from: picked.ids.size === 0 ? id : picked.from }, id);
    },
    [set],
  );
  const toggle = useCallback((id: string) => set(toggled(now.current.picked, id, null), id), [set]);
  const all = useCallback(() => {
    const { listed, chosen } = now.current;
    set({ ids: new Set(listed), from: chosen }, chosen);
  }, [set]);
  const clear = useCallback(() => set(NOTHING_PICKED, now.current.chosen), [set]);
  return useMemo(
    () => ({ ids: picked.ids, take, goTo, toggle, all, clear }),
    [picked, take, goTo, toggle, all, clear],
  );
}
