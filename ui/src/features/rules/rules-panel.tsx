/** All rules by family: how grave each is, how much it finds; each leads to its own panel. */
import { CircleSlash, ListFilter } from "lucide-react";
import { useMemo, useState } from "react";
import { DockPanel } from "../../components/dock-panel";
import { Empty } from "../../components/empty";
import { SeverityMark } from "../../components/severity";
import { useDocument } from "../../document/store";
import { session } from "../../session/store";
import { CustomFile } from "./custom-file";
import { byFamily, countByRule, isMeant, type KnownRule, useKnownRules } from "./known";
import { isSet, saidBy, settingsOf } from "./settings";
import "./rules.css";

export function RulesPanel() {
  const rules = useKnownRules();
  const findings = useDocument((state) => state.findings);
  const [text, setText] = useState("");
  const counts = useMemo(() => countByRule(findings), [findings]);
  const shown = rules.filter((rule) => isMeant(rule, text));
  return (
    <DockPanel title="Rules" onClose={session.closeDock}>
      <label className="filter-field">
        <ListFilter size={13} aria-hidden />
        <input
          type="search"
          aria-label="Filter rules"
          placeholder="Filter by code, name or words"
          data-testid="rules-filter"
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      </label>
      {text === "" && <CustomFile />}
      {rules.length > 0 && shown.length === 0 && (
        <Empty title="No rule fits">
          <p>Codes, names and what rules find are searched.</p>
        </Empty>
      )}
      {byFamily(shown).map(([family, members]) => (
        <section key={family} className="rules__family" aria-label={family}>
          <h3>
            {family} <span className="rules__members">{members.length}</span>
          </h3>
          <ul>
            {members.map((rule) => (
              <li key={rule.code}>
                <Row rule={rule} count={counts.get(rule.code) ?? 0} />
              </li>
            ))}
          </ul>
        </section>
      ))}
    </DockPanel>
  );
}

function Row({ rule, count }: { readonly rule: KnownRule; readonly count: number }) {
  const set = useDocument((state) => isSet(state, rule));
  const severity = useDocument(
    (state) => saidBy(settingsOf(state, rule, null)).severity ?? rule.severity,
  );
  return (
    <button
      type="button"
      className={`rules__row ${severity === "off" ? "is-off" : ""}`}
      title={rule.summary}
      data-testid={`rules-row-${rule.code}`}
      onClick={() => session.show({ show: "rule", code: rule.code })}
    >
      {severity === "off" ? (
        <CircleSlash size={14} aria-label="off" />
      ) : (
        <SeverityMark severity={severity} />
      )}
      <span className="rules__code">{rule.code}</span>
      <span className="rules__name">{rule.name}</span>
      {set && (
        <span className="rules__set" title="Changed here">
          <span className="visually-hidden">, changed</span>
        </span>
      )}
      <span className="rules__count">
        {count > 0 && (
          <>
            {count}
            <span className="visually-hidden">{count === 1 ? " finding" : " findings"}</span>
          </>
        )}
      </span>
    </button>
  );
}
