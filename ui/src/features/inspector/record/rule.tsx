/** Settings of rules and findings that were silenced: both name a rule, which is explained beside them. */
import { useMemo } from "react";
import { Markdown } from "../../../components/markdown";
import { Picker } from "../../../components/picker";
import { SeverityMark } from "../../../components/severity";
import { useRecord } from "../../../document/store";
import { useRules } from "../../findings/rules";
import { AutoField } from "../generated/auto-field";
import { phrase } from "../generated/words";
import { RecordHead } from "../head";
import type { InspectorProps } from "../record";
import { Columns, Section } from "../section";
import { RecordLink } from "./record-link";

export function RuleSettingInspector({ id, onClose }: InspectorProps) {
  const setting = useRecord("rule_setting", id);
  if (!setting) return null;
  return (
    <>
      <RecordHead onClose={onClose}>
        <p className="inspector__route">
          <RuleName code={setting.code} />
        </p>
      </RecordHead>
      <Columns
        main={
          <Section title="How it is set" name="rule_setting.set">
            <RuleField />
            <AutoField name="severity" />
            <AutoField name="topology" title="Holds for" placeholder="Every topology" />
            <AutoField name="options" />
          </Section>
        }
        side={<Explanation code={setting.code} />}
      />
    </>
  );
}

export function SilenceInspector({ id, onClose }: InspectorProps) {
  const silence = useRecord("silence", id);
  if (!silence) return null;
  return (
    <>
      <RecordHead what="Silenced finding" onClose={onClose}>
        <p className="inspector__route">
          <RecordLink subject={silence.subject} />
        </p>
      </RecordHead>
      <Columns
        main={
          <Section title="Why it may stand" name="silence.why">
            <AutoField name="reason" />
            <RuleField />
            <AutoField name="subject" title="About" />
            <AutoField name="topology" title="Holds for" placeholder="Every topology" />
          </Section>
        }
        side={<Explanation code={silence.code} />}
      />
    </>
  );
}

function RuleField() {
  return (
    <AutoField name="code" title="Rule">
      {({ id, describedBy, value, save }) => (
        <RulePicker
          id={id}
          aria-describedby={describedBy}
          value={typeof value === "string" ? value : ""}
          onCommit={(code) => save(() => code)}
        />
      )}
    </AutoField>
  );
}

export interface RulePickerProps {
  readonly id: string;
  readonly value: string;
  readonly onCommit: (code: string) => Promise<boolean>;
  readonly "aria-describedby"?: string | undefined;
}

/** The rules of the catalogue, by code and by what they find. */
export function RulePicker({ id, value, onCommit, ...rest }: RulePickerProps) {
  const rules = useRules();
  const options = useMemo(
    () =>
      [...rules.values()].map((rule) => ({
        value: rule.code,
        label: rule.code,
        note: phrase(rule.name.replaceAll("-", "_")),
      })),
    [rules],
  );
  return (
    <Picker
      id={id}
      {...rest}
      aria-label="Rule"
      placeholder="Choose a rule"
      value={value}
      options={options}
      onChange={(code) => void onCommit(code)}
    />
  );
}

function RuleName({ code }: { readonly code: string }) {
  const rule = useRules().get(code);
  return (
    <>
      <code>{code}</code> {rule && phrase(rule.name.replaceAll("-", "_"))}
    </>
  );
}

function Explanation({ code }: { readonly code: string }) {
  const rule = useRules().get(code);
  if (!rule) return null;
  return (
    <Section title="What the rule says" name="rule.explanation">
      <p className="inspector__hint">
        <SeverityMark severity={rule.severity} size={12} /> Usually{" "}
        {phrase(rule.severity).toLowerCase()}. {rule.summary}
      </p>
      <Markdown text={rule.explanation} />
    </Section>
  );
}
