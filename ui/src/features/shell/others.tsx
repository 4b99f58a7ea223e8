/** Who else has the registry open: a press goes to where they look. */
import type { CSSProperties } from "react";
import { selectionOf } from "../../canvas/selection";
import { boxOfRecord } from "../../document/boxes";
import { colourOf, initialsOf, useOthers } from "../../document/others";
import { recordOf, useDocument } from "../../document/store";
import type { Present } from "../../platform";
import { showInTopology } from "./topology";
import "./others.css";

/** As many as have room; how many more there are is told. */
const MOST_SHOWN = 5;

export function Others() {
  const others = useOthers((state) => state.others);
  if (others.length === 0) return null;
  const more = others.slice(MOST_SHOWN);
  return (
    <ul className="others" aria-label="Who else has this registry open" data-testid="others">
      {others.slice(0, MOST_SHOWN).map((other) => (
        <li key={other.session}>
          <Other other={other} />
        </li>
      ))}
      {more.length > 0 && (
        <li className="others__more" title={more.map(({ author }) => author).join(", ")}>
          +{more.length}
        </li>
      )}
    </ul>
  );
}

function Other({ other }: { readonly other: Present }) {
  const { author, login, place } = other;
  const topology = useDocument((state) =>
    place.topology === null ? undefined : recordOf(state, "topology", place.topology),
  );
  const name = login === "" || login === author ? author : `${author} (${login})`;
  const where = topology ? ` looks at ${topology.name}` : " is here too";
  return (
    <button
      type="button"
      className="others__person"
      style={{ "--person": colourOf(other) } as CSSProperties}
      title={`${name}${where}`}
      aria-label={`${name}${where}`}
      disabled={topology === undefined}
      data-initials={initialsOf(author)}
      onClick={() => goTo(other)}
    />
  );
}

/** To the topology that they look at, with the same selected. */
function goTo({ place: { topology, selection } }: Present): void {
  if (topology === null) return;
  const boxes = selection.flatMap(({ kind, id }) => boxOfRecord(kind, id) ?? []);
  const handoffs = selection.flatMap(({ kind, id }) => (kind === "handoff" ? [id] : []));
  const there = selectionOf(boxes, handoffs);
  showInTopology(topology, there, there);
}
