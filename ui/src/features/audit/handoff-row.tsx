/** One audited handoff: its risk, from whom to whom, the answers, who owns it. */
import { LocateFixed, Siren } from "lucide-react";
import { memo, type ReactNode } from "react";
import type { AuditQuestion, AuditRow } from "../../platform";
import { ownerStyle } from "../shell/owner";
import { AnswerMark } from "./answer-mark";
import { RiskFigure } from "./risk-figure";
import { counted } from "./words";

export interface HandoffRowProps {
  readonly id: string;
  readonly row: AuditRow;
  readonly questions: readonly AuditQuestion[];
  /** From whom to whom. */
  readonly name: string;
  /** Its topology, where there are several. */
  readonly place: string | null;
  readonly owners: string;
  /** The colour of the first owner. */
  readonly colour: number | null;
  readonly index: number;
  /** Pixels from the first row. */
  readonly top: number;
  readonly chosen: boolean;
  readonly onChoose: (id: string) => void;
  readonly onShow: (id: string) => void;
}

export const HandoffRow = memo(function HandoffRow(props: HandoffRowProps) {
  const { row, name, place, owners, questions, chosen } = props;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a row of a grid that is no <table>.
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid has the keys.
    // biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus and names its row.
    <div
      id={props.id}
      role="row"
      aria-rowindex={props.index + 2}
      aria-selected={chosen}
      className="risks__row risks__tracks"
      data-testid={`audit-${row.id}`}
      style={{ transform: `translateY(${props.top}px)` }}
      onClick={() => props.onChoose(row.id)}
      onDoubleClick={() => props.onShow(row.id)}
    >
      <Cell>
        <RiskFigure risk={row.risk} />
      </Cell>
      <Cell className="risks__name" title={place ? `${name}, in ${place}` : name}>
        <bdi>{name}</bdi>
        {place && <span className="risks__place">{place}</span>}
      </Cell>
      {questions.map(({ question, title }) => (
        <Cell key={question} className="risks__answer">
          <AnswerMark title={title} yes={row.answers[question]} />
        </Cell>
      ))}
      <Cell className="risks__owner" title={owners}>
        <span className="team-dot" style={ownerStyle(props.colour)} aria-hidden />
        <span>{owners || "Nobody"}</span>
      </Cell>
      <Cell className="risks__tools">
        {row.open_incidents > 0 && (
          <span
            className="risks__incidents"
            title={counted(row.open_incidents, "open incident", "open incidents")}
          >
            <Siren size={13} aria-hidden />
            {row.open_incidents}
            <span className="visually-hidden">
              {row.open_incidents === 1 ? " open incident" : " open incidents"}
            </span>
          </span>
        )}
        <button
          type="button"
          tabIndex={-1}
          className="risks__show"
          aria-label={`Show ${name} on the drawing`}
          title="Show on the drawing"
          onClick={(event) => {
            event.stopPropagation();
            props.onShow(row.id);
          }}
        >
          <LocateFixed size={14} aria-hidden />
        </button>
      </Cell>
    </div>
  );
});

interface CellProps {
  readonly className?: string;
  readonly title?: string;
  readonly children: ReactNode;
}

function Cell({ className = "", title, children }: CellProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a cell of a grid that is no <table>.
    // biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus.
    <div role="gridcell" className={`risks__cell ${className}`} title={title}>
      {children}
    </div>
  );
}
