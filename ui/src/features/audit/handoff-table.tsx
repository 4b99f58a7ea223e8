/** The audited handoffs, of which only the rows in sight are in the document. */
import { useVirtualizer } from "@tanstack/react-virtual";
import {
  type KeyboardEvent,
  type ReactNode,
  useCallback,
  useEffect,
  useRef,
  useState,
} from "react";
import { useRem } from "../../components/rem";
import { ownerIndex } from "../../document/owners";
import { nameOf, recordsOf, useDocument } from "../../document/store";
import type { AuditTable } from "../../platform";
import { useSession } from "../../session/store";
import { ends } from "../impact/words";
import { showOnDrawing } from "../registry/show";
import { HandoffRow } from "./handoff-row";
import { showRisk, useExplained } from "./places";
import { QUESTION_ICONS } from "./words";
import "./risks.css";

export interface HandoffTableProps {
  readonly table: AuditTable;
  readonly waiting: boolean;
}

/** Heights in rem, as the stylesheet has them. */
const ROW = 2.25;
const HEAD = 2;
const OVERSCAN = 4;

export function HandoffTable({ table, waiting }: HandoffTableProps) {
  const { rows, questions } = table;
  const scroller = useRef<HTMLDivElement>(null);
  const rem = useRem();
  const filter = useSession((state) => state.audit);
  // Once for all rows in sight: they come and go while somebody scrolls.
  const state = useDocument();
  const several = recordsOf(state, "topology").size > 1;
  const [cursor, setCursor] = useState<string | null>(null);
  const explained = useExplained();
  const chosen = explained ?? cursor;
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW * rem,
    getItemKey: (index) => rows[index]?.id ?? index,
    overscan: OVERSCAN,
    scrollPaddingStart: HEAD * rem,
    scrollMargin: HEAD * rem,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: rows are as high as the text asks for.
  useEffect(() => virtualizer.measure(), [virtualizer, rem]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another filter begins at the top.
  useEffect(() => {
    scroller.current?.scrollTo({ top: 0 });
  }, [filter]);

  const at = rows.findIndex((row) => row.id === chosen);
  const choose = useCallback((id: string) => {
    setCursor(id);
    showRisk(id);
  }, []);
  const show = useCallback((id: string) => {
    setCursor(id);
    showOnDrawing({ kind: "handoff", id });
  }, []);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget || event.altKey) return;
    const page = Math.max(1, Math.floor((virtualizer.scrollRect?.height ?? 0) / (ROW * rem)) - 2);
    const next: Partial<Record<string, number>> = {
      ArrowDown: at + 1,
      ArrowUp: at < 0 ? 0 : at - 1,
      PageDown: at + page,
      PageUp: at - page,
      Home: 0,
      End: rows.length - 1,
    };
    const to = next[event.key];
    const current = rows[at];
    if (to !== undefined) {
      const index = Math.max(0, Math.min(rows.length - 1, to));
      const row = rows[index];
      if (row) choose(row.id);
      virtualizer.scrollToIndex(index);
    } else if (event.key === "Enter" && current) {
      if (event.ctrlKey || event.metaKey) show(current.id);
      else choose(current.id);
    } else return;
    event.preventDefault();
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: rows that are not in the document cannot be rows of a <table>.
    <div
      ref={scroller}
      role="grid"
      tabIndex={0}
      aria-label="Handoffs, the riskiest first"
      aria-rowcount={rows.length + 1}
      aria-busy={waiting}
      aria-activedescendant={at >= 0 ? rowId(rows[at]?.id ?? "") : undefined}
      className="risks"
      data-testid="audit-rows"
      onKeyDown={onKeyDown}
    >
      {/* biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus; the rows are its own. */}
      {/* biome-ignore lint/a11y/useSemanticElements: see the grid. */}
      <div role="row" aria-rowindex={1} className="risks__head risks__tracks">
        <Title>Risk</Title>
        <Title>Handoff</Title>
        {questions.map(({ question, title, asks }) => {
          const Mark = QUESTION_ICONS[question];
          return (
            <Title key={question} className="risks__question" hint={`${title}: ${asks}`}>
              <Mark size={13} aria-hidden />
              <span className="risks__word">{title}</span>
            </Title>
          );
        })}
        <Title className="risks__owner">Team</Title>
        <Title className="risks__tools">
          <span className="visually-hidden">Incidents and place</span>
        </Title>
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: see the grid. */}
      <div role="rowgroup" className="risks__body" style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map((item) => {
          const row = rows[item.index];
          return row ? (
            <HandoffRow
              key={row.id}
              id={rowId(row.id)}
              row={row}
              questions={questions}
              name={ends(state, row.id)}
              place={several ? nameOf(state, "topology", row.topology) : null}
              owners={row.teams.map((team) => nameOf(state, "team", team)).join(", ")}
              colour={ownerIndex(state, row.teams[0])}
              index={item.index}
              top={item.start - HEAD * rem}
              chosen={row.id === chosen}
              onChoose={choose}
              onShow={show}
            />
          ) : null;
        })}
      </div>
    </div>
  );
}

interface TitleProps {
  readonly className?: string;
  readonly hint?: string;
  readonly children: ReactNode;
}

function Title({ className = "", hint, children }: TitleProps) {
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus.
    // biome-ignore lint/a11y/useSemanticElements: a cell of a grid that is no <table>.
    <div role="columnheader" className={`risks__title ${className}`} title={hint}>
      {children}
    </div>
  );
}

function rowId(id: string): string {
  return `risk-${id}`;
}
