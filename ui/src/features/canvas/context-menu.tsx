/** The menu of what is selected, or of the empty drawing. */
import { useCallback, useMemo } from "react";
import { type Action, shortcutText } from "../../actions/action";
import { action as actionOf } from "../../actions/all";
import { toWorld } from "../../canvas/camera";
import type { Point } from "../../canvas/geometry";
import { isEmpty } from "../../canvas/selection";
import type { DrawingView } from "../../canvas/view/view";
import { Menu, type MenuRow } from "../../components/menu";
import { session, useSession } from "../../session/store";
import { clientPoint } from "./client-point";
import { type Offer, offersFor } from "./context-menu-rows";
import { performAt } from "./scene-now";

export function ContextMenu({ view }: { readonly view: DrawingView }) {
  const at = useSession((state) => state.menu);
  return at && <OpenMenu at={at} view={view} />;
}

function OpenMenu({ at, view }: { readonly at: Point; readonly view: DrawingView }) {
  const selection = useSession((state) => state.selection);
  const client = clientPoint(at);
  const close = useCallback(() => session.set({ menu: null }), []);
  const rows = useMemo(() => {
    const place = isEmpty(selection) ? toWorld(view.camera, at) : null;
    return rowsOf(offersFor(selection), place);
  }, [selection, at, view]);
  return (
    <Menu
      label={isEmpty(selection) ? "Drawing" : "Selection"}
      rows={rows}
      at={client}
      onClose={close}
      data-testid="context-menu"
    />
  );
}

/** Sections with a gap between them; what cannot be done is left out. */
function rowsOf(sections: readonly (readonly Offer[])[], at: Point | null): MenuRow[] {
  const filled = sections
    .map((section) => section.flatMap((offer) => rowOf(offer, at) ?? []))
    .filter((section) => section.length > 0);
  return filled.flatMap((section, i): MenuRow[] =>
    i === 0 ? section : [{ row: "gap", id: `gap-${i}` }, ...section],
  );
}

function rowOf(offer: Offer, at: Point | null): MenuRow | null {
  if (typeof offer === "string") {
    const found = actionOf(offer);
    return found.enabled() ? itemOf(found, at) : null;
  }
  const rows = offer.of.map(actionOf).filter((each) => each.enabled());
  if (rows.length === 0) return null;
  return {
    row: "more",
    id: offer.title.toLowerCase().replaceAll(" ", "-"),
    label: offer.title,
    icon: rows[0]?.icon,
    rows: rows.map((each) => itemOf(each, at)),
  };
}

function itemOf(action: Action, at: Point | null): MenuRow {
  const { id, title, icon, perform } = action;
  return {
    row: "item",
    id,
    label: title,
    icon,
    keys: shortcutText(action),
    perform: () => performAt(at, perform),
  };
}
