/** Which handoffs the audit lists: of a topology, of a team, with an answer missing. */
import { useMemo } from "react";
import { FilterChoice } from "../../components/filter-choice";
import { nameOf, useDocument } from "../../document/store";
import type { AuditTable, Kind, Question } from "../../platform";
import { useSession } from "../../session/store";
import { changeAudit } from "./places";
import { counted } from "./words";

export interface FiltersProps {
  readonly table: AuditTable | null;
  readonly asking: boolean;
}

export function Filters({ table, asking }: FiltersProps) {
  const { topology, team, missing } = useSession((state) => state.audit);
  return (
    <div className="audit__filters">
      <p className="audit__count" role="status" aria-busy={asking}>
        {table && shownOf(table)}
      </p>
      <RecordChoice
        kind="topology"
        all="All topologies"
        value={topology}
        onChange={(id) => changeAudit({ topology: id })}
      />
      <RecordChoice
        kind="team"
        all="All teams"
        value={team}
        onChange={(id) => changeAudit({ team: id })}
      />
      {table && <QuestionChoice table={table} value={missing} />}
    </div>
  );
}

function shownOf({ rows, total }: AuditTable): string {
  const words = counted(total, "handoff", "handoffs");
  if (rows.length === total) return `${words}, the riskiest first`;
  return `${rows.length.toLocaleString("en")} of ${words}, the riskiest first`;
}

interface RecordChoiceProps {
  readonly kind: Kind & ("topology" | "team");
  readonly all: string;
  readonly value: string | null;
  readonly onChange: (id: string | null) => void;
}

function RecordChoice({ kind, all, value, onChange }: RecordChoiceProps) {
  const records = useDocument((state) => state.records.get(kind));
  const known = useMemo(() => {
    const state = useDocument.getState();
    const named = [...(records?.keys() ?? [])].map((id) => [id, nameOf(state, kind, id)] as const);
    return new Map(named.sort(([, a], [, b]) => a.localeCompare(b, "en")));
  }, [records, kind]);
  if (known.size < 2 && value === null) return null;
  return (
    <FilterChoice
      label={`Only the handoffs of a ${kind}`}
      value={value ?? ""}
      values={["", ...known.keys()]}
      nameOf={(id) => (id === "" ? all : (known.get(id) ?? id))}
      data-testid={`audit-${kind}`}
      onChange={(id) => onChange(id === "" ? null : id)}
    />
  );
}

interface QuestionChoiceProps {
  readonly table: AuditTable;
  readonly value: Question | null;
}

function QuestionChoice({ table, value }: QuestionChoiceProps) {
  const { questions, missing } = table;
  const nameOfQuestion = (question: Question | "") => {
    const at = questions.findIndex((each) => each.question === question);
    const found = questions[at];
    if (!found) return "Every answer";
    return `Missing: ${found.title.toLowerCase()} (${missing[at]})`;
  };
  return (
    <FilterChoice<Question | "">
      label="Only handoffs where an answer is missing"
      value={value ?? ""}
      values={["", ...questions.map(({ question }) => question)]}
      nameOf={nameOfQuestion}
      data-testid="audit-missing"
      onChange={(question) => changeAudit({ missing: question === "" ? null : question })}
    />
  );
}
