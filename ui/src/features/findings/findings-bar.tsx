/** Counts, filters and the order of the findings, and all safe fixes at once. */
import { ChevronDown, ListFilter, VolumeX, Wand2 } from "lucide-react";
import { useMemo } from "react";
import { Button, IconButton } from "../../components/button";
import { FilterChoice } from "../../components/filter-choice";
import { SEVERITIES, SEVERITY_NAMES, SeverityMark } from "../../components/severity";
import { useLock } from "../../document/lock";
import { useDocument } from "../../document/store";
import type { Severity } from "../../platform";
import {
  FINDING_GROUPS,
  FINDING_SORTS,
  type FindingGroup,
  type FindingSort,
} from "../../session/persist";
import { session, useSession } from "../../session/store";
import { safeFixes } from "./fix-all";
import type { Counts } from "./list";

const GROUP_NAMES: Record<FindingGroup, string> = {
  severity: "By severity",
  family: "By family",
  rule: "By rule",
  subject: "By subject",
  place: "By topology",
};
const SORT_NAMES: Record<FindingSort, string> = {
  severity: "Gravest first",
  code: "Rule by rule",
  place: "Name by name",
};

export interface FindingsBarProps {
  /** There is nothing to filter and to order. */
  readonly nothing: boolean;
  readonly counts: Counts;
  readonly severity: Severity | null;
  readonly onSeverity: (severity: Severity | null) => void;
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly silenced: boolean;
  readonly onSilenced: (shown: boolean) => void;
}

export function FindingsBar(props: FindingsBarProps) {
  const { nothing, counts, severity, onSeverity, text, onText, silenced, onSilenced } = props;
  const group = useSession((state) => state.findingsGroup);
  const sort = useSession((state) => state.findingsSort);
  return (
    <header className="panel-head findings__bar">
      <h2>Findings</h2>
      <div className="findings__filters" role="toolbar" aria-label="Show by severity">
        {SEVERITIES.map((each) => (
          <button
            key={each}
            type="button"
            className="findings__filter"
            data-testid={`count-${each}`}
            aria-pressed={severity === each}
            disabled={counts[each] === 0 && severity !== each}
            onClick={() => onSeverity(severity === each ? null : each)}
          >
            <SeverityMark severity={each} />
            {counts[each]}{" "}
            <span className="findings__word">
              {SEVERITY_NAMES[each][counts[each] === 1 ? "one" : "many"]}
            </span>
          </button>
        ))}
        {counts.silenced > 0 && (
          <button
            type="button"
            className="findings__filter"
            data-testid="count-silenced"
            aria-pressed={silenced}
            title="Show what was silenced, and why"
            onClick={() => onSilenced(!silenced)}
          >
            <VolumeX size={14} aria-hidden />
            {counts.silenced} <span className="findings__word">silenced</span>
          </button>
        )}
      </div>
      {!nothing && (
        <div className="findings__order">
          <FixAllButton />
          <label className="filter-field">
            <ListFilter size={13} aria-hidden />
            <input
              type="search"
              aria-label="Filter findings"
              placeholder="Filter"
              data-testid="findings-filter"
              value={text}
              onChange={(event) => onText(event.target.value)}
            />
          </label>
          <FilterChoice
            label="Divide findings"
            value={group}
            nameOf={(each) => GROUP_NAMES[each]}
            values={FINDING_GROUPS}
            onChange={(findingsGroup) => session.set({ findingsGroup })}
          />
          <FilterChoice
            label="Order of findings"
            value={sort}
            nameOf={(each) => SORT_NAMES[each]}
            values={FINDING_SORTS}
            onChange={(findingsSort) => session.set({ findingsSort })}
          />
        </div>
      )}
      <IconButton
        icon={ChevronDown}
        label="Hide findings"
        shortcut="Ctrl+J"
        onClick={() => session.toggle("findings")}
      />
    </header>
  );
}

function FixAllButton() {
  const findings = useDocument((state) => state.findings);
  const safe = useMemo(() => safeFixes(findings).length, [findings]);
  const lock = useLock();
  if (safe === 0 || lock !== null) return null;
  return (
    <Button
      look="quiet"
      icon={Wand2}
      className="findings__all"
      data-testid="fix-all"
      title="Look at every fix that needs nobody's decision, then apply them together"
      onClick={() => session.show({ show: "fix-all" })}
    >
      Fix {safe} safe
    </Button>
  );
}
