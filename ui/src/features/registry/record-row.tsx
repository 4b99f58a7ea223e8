/** One record of the table. */
import { LocateFixed } from "lucide-react";
import { memo } from "react";
import { RecordIcon } from "../../components/kind-icon";
import { SeverityMark } from "../../components/severity";
import type { Kind, RecordKey, TableColumn, TableRow } from "../../platform";
import { type PickWay, pickWay } from "./picking";
import { isDrawable } from "./show";

export interface RecordRowProps {
  readonly id: string;
  readonly kind: Kind;
  readonly row: TableRow;
  readonly columns: readonly TableColumn[];
  /** Those that are shown, by their place; the first one names the record. */
  readonly shown: readonly number[];
  readonly index: number;
  /** Pixels from the first row. */
  readonly top: number;
  readonly template: string;
  /** The keys start from it. */
  readonly chosen: boolean;
  readonly selected: boolean;
  readonly onChoose: (id: string, way: PickWay) => void;
  readonly onOpen: (id: string) => void;
  readonly onShow: (subject: RecordKey) => void;
}

export const RecordRow = memo(function RecordRow(props: RecordRowProps) {
  const { kind, row, columns, shown, chosen, selected } = props;
  const show = () => props.onShow({ kind, id: row.id });
  return (
    // biome-ignore lint/a11y/useSemanticElements: a row of a grid that is no <table>.
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid has the keys.
    // biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus and names its row.
    <div
      id={props.id}
      role="row"
      aria-rowindex={props.index + 2}
      aria-selected={selected}
      className={`records__row ${chosen ? "is-chosen" : ""}`}
      data-testid={`row-${row.id}`}
      style={{ gridTemplateColumns: props.template, transform: `translateY(${props.top}px)` }}
      onClick={(event) => props.onChoose(row.id, pickWay(event))}
      onDoubleClick={(event) => {
        if (pickWay(event) === "alone") show();
      }}
    >
      {shown.map((i, place) => (
        // biome-ignore lint/a11y/useSemanticElements: a cell of a grid that is no <table>.
        // biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus.
        <div
          key={columns[i]?.id ?? i}
          role="gridcell"
          aria-colindex={place + 1}
          className={`records__cell ${columns[i]?.numeric ? "records__cell--numeric" : ""} ${i === 0 ? "records__cell--name" : ""}`}
          title={i === 0 ? undefined : row.cells[i]}
        >
          {i === 0 ? (
            <>
              <RecordIcon kind={kind} id={row.id} size={14} className="records__sign" />
              <button
                type="button"
                tabIndex={-1}
                className="records__name"
                title={row.cells[0] || row.name}
                onClick={(event) => {
                  // With a key held, the row is meant.
                  if (pickWay(event) !== "alone") return;
                  event.stopPropagation();
                  props.onOpen(row.id);
                }}
              >
                {row.cells[0] || row.name}
              </button>
              {row.worst && <SeverityMark severity={row.worst} size={13} />}
              {isDrawable(kind) && (
                <button
                  type="button"
                  tabIndex={-1}
                  className="records__show"
                  aria-label={`Show ${row.name} on the drawing`}
                  title="Show on the drawing"
                  onClick={(event) => {
                    event.stopPropagation();
                    show();
                  }}
                >
                  <LocateFixed size={14} aria-hidden />
                </button>
              )}
            </>
          ) : (
            row.cells[i]
          )}
        </div>
      ))}
    </div>
  );
});
