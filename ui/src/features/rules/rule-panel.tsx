/** One rule: how grave it is and how it is set, for the registry and a topology, what it says and what it finds. */
import { ArrowLeft, ListFilter } from "lucide-react";
import { useState } from "react";
import { Button } from "../../components/button";
import { DockPanel } from "../../components/dock-panel";
import { Markdown } from "../../components/markdown";
import { SEVERITY_NAMES } from "../../components/severity";
import { attempt } from "../../document/commit";
import { useLock } from "../../document/lock";
import { nameOf, useDocument } from "../../document/store";
import { asPlatformError, type Json, platform, type RuleSeverity } from "../../platform";
import { EVERY_FINDING } from "../../session/persist";
import { session, useSession } from "../../session/store";
import { familyOf } from "../findings/list";
import { CustomRuleText } from "./custom-rule-text";
import { countByRule, type KnownRule, useKnownRules } from "./known";
import { OptionField } from "./option-field";
import { draftsOf, type Said, saidBy, settingsOf, without } from "./settings";
import { SeverityChoice } from "./severity-choice";
import { useRuleOptions } from "./use-options";
import "./rules.css";

export function RulePanel({ code }: { readonly code: string }) {
  const rule = useKnownRules().find((each) => each.code === code);
  return (
    <DockPanel title={code} onClose={session.closeDock}>
      <Button
        look="quiet"
        icon={ArrowLeft}
        className="rule__back"
        data-testid="rules-back"
        onClick={() => session.show({ show: "rules" })}
      >
        All rules
      </Button>
      {rule ? <Rule rule={rule} /> : <p className="muted">There is no rule of this code.</p>}
    </DockPanel>
  );
}

function Rule({ rule }: { readonly rule: KnownRule }) {
  const topology = useSession((state) => state.topology);
  const [here, setHere] = useState(false);
  const count = useDocument((state) => countByRule(state.findings).get(rule.code) ?? 0);
  const place = here ? topology : null;
  return (
    <>
      <header className="rule__head">
        <h3>{rule.name}</h3>
        <p>{rule.summary}</p>
        <p className="muted">
          {rule.family} · usually {SEVERITY_NAMES[rule.severity].one}
          {rule.info?.has_fix ? " · offers a fix" : ""}
        </p>
      </header>
      {count > 0 && (
        <Button
          look="quiet"
          icon={ListFilter}
          className="rule__found"
          data-testid="rule-findings"
          onClick={() => showFindings(rule)}
        >
          {count === 1 ? "1 finding" : `${count} findings`}
        </Button>
      )}
      {topology !== null && <PlaceChoice topology={topology} here={here} onHere={setHere} />}
      <Setting key={place ?? ""} rule={rule} topology={place} />
      {rule.custom ? <CustomRuleText rule={rule.custom} /> : null}
      {rule.info && (
        <details className="rule__explained" open>
          <summary>What the rule says</summary>
          <Markdown text={withoutOptions(rule.info.explanation)} />
        </details>
      )}
    </>
  );
}

interface PlaceChoiceProps {
  readonly topology: string;
  readonly here: boolean;
  readonly onHere: (here: boolean) => void;
}

function PlaceChoice({ topology, here, onHere }: PlaceChoiceProps) {
  const name = useDocument((state) => nameOf(state, "topology", topology));
  return (
    <fieldset className="choices rule__place">
      <legend>Change it</legend>
      {[false, true].map((own) => (
        <label key={String(own)} className="choices__one">
          <input
            type="radio"
            name="rule-place"
            checked={here === own}
            data-testid={own ? "rule-here" : "rule-everywhere"}
            onChange={() => onHere(own)}
          />
          {own ? `In ${name} only` : "In the whole registry"}
        </label>
      ))}
    </fieldset>
  );
}

function Setting({
  rule,
  topology,
}: {
  readonly rule: KnownRule;
  readonly topology: string | null;
}) {
  const records = useDocument((state) => state.records);
  const lock = useLock();
  const { options, failure } = useRuleOptions(rule.code);
  const [refused, setRefused] = useState<string | null>(null);
  const state = { ...useDocument.getState(), records };
  const own = saidBy(settingsOf(state, rule, topology));
  const shared = saidBy(topology === null ? [] : settingsOf(state, rule, null));
  const isOwn = own.severity !== null || Object.keys(own.options).length > 0;

  const say = async (said: Said): Promise<string | null> => {
    const drafts = draftsOf(useDocument.getState(), rule, topology, said);
    const error = await attempt(drafts);
    return error?.message ?? null;
  };
  const sayOr = (said: Said) => void say(said).then(setRefused);
  const setOption = async (name: string, value: Json): Promise<string | null> => {
    try {
      const problems = await platform().checkRuleOptions(rule.code, { [name]: value });
      const [problem] = problems;
      if (problem) return problem.message;
    } catch (reason) {
      return asPlatformError(reason).message;
    }
    return say({ ...own, options: { ...own.options, [name]: value } });
  };
  return (
    <section className="rule__setting" aria-label="How the rule is set">
      <SeverityChoice
        own={own.severity}
        usual={shared.severity ?? rule.severity}
        disabled={lock !== null}
        onChange={(severity: RuleSeverity | null) => sayOr({ ...own, severity })}
      />
      {failure && <p className="dock-error">The options cannot be told: {failure}</p>}
      {options.map((option) => {
        const usual = shared.options[option.name] ?? option.default;
        const value = own.options[option.name];
        return (
          <OptionField
            key={option.name}
            option={option}
            value={value ?? usual}
            usual={usual}
            own={value !== undefined}
            disabled={lock !== null}
            onChange={(next) => setOption(option.name, next)}
            onReset={() => sayOr({ ...own, options: without(own.options, option.name) })}
          />
        );
      })}
      {refused && (
        <p className="dock-error" role="alert">
          {refused}
        </p>
      )}
      {isOwn && lock === null && (
        <Button
          look="quiet"
          className="rule__reset"
          data-testid="rule-reset"
          onClick={() => sayOr({ severity: null, options: {} })}
        >
          Reset all to default
        </Button>
      )}
    </section>
  );
}

/** The findings of the rule alone, in the panel below. */
function showFindings(rule: KnownRule): void {
  const family = familyOf(rule.code, { isCustom: () => rule.custom !== null });
  session.set((state) => ({
    findingsFilter: { ...EVERY_FINDING, families: [family] },
    findingsGroup: "rule",
    panels: { ...state.panels, findings: true },
  }));
}

/** Options stand above as a form. */
function withoutOptions(explanation: string): string {
  return explanation.replace(/## Options\n[\s\S]*?(?=\n## |$)/, "").trim();
}
