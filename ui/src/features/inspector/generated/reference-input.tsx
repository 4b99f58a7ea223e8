/** References to other records: found by typing, opened by a click. */
import { ArrowUpRight, X } from "lucide-react";
import { useMemo, useState } from "react";
import { IconButton } from "../../../components/button";
import { Select } from "../../../components/field";
import { Picker } from "../../../components/picker";
import { agentOf, kindName, outcomeOf } from "../../../document/records";
import type { Kind, RecordKey, Responder, Target } from "../../../platform";
import { openRecord } from "../record/open";
import { useIdOptions, useRecordOptions } from "../record/options";
import { RecordLink } from "../record/record-link";
import { KINDS } from "./schemas";

interface NamedProps {
  readonly id: string;
  readonly "aria-label": string;
  readonly "aria-describedby"?: string | undefined;
}

type Commit<T> = (value: T) => Promise<boolean>;

export interface ReferenceInputProps extends NamedProps {
  readonly kind: Kind;
  readonly value: string;
  readonly required?: boolean;
  /** Words for no reference at all. */
  readonly none?: string | undefined;
  /** Empty for none. */
  readonly onCommit: Commit<string>;
  /** Which records can be chosen; all when left out. */
  readonly keep?: (record: unknown) => boolean;
}

export function ReferenceInput({
  kind,
  value,
  required = false,
  none = "None",
  onCommit,
  keep,
  ...named
}: ReferenceInputProps) {
  const options = useIdOptions(kind, keep);
  return (
    <div className="reference">
      <Picker
        {...named}
        value={value}
        options={options}
        placeholder={required ? `Choose: ${kindName(kind).toLowerCase()}` : none}
        {...(required ? {} : { none })}
        onChange={(id) => void onCommit(id)}
      />
      {value !== "" && <OpenButton subject={{ kind, id: value }} />}
    </div>
  );
}

export function OpenButton({ subject }: { readonly subject: RecordKey }) {
  const label = `Open ${kindName(subject.kind).toLowerCase()} ${subject.id}`;
  return (
    // A link, because a form that is locked can still be followed.
    <a
      className="icon-button"
      href={`#${subject.kind}/${subject.id}`}
      aria-label={label}
      title={label}
      onClick={(event) => {
        event.preventDefault();
        openRecord(subject);
      }}
    >
      <ArrowUpRight size={14} aria-hidden />
    </a>
  );
}

export interface ReferencesInputProps extends NamedProps {
  readonly kind: Kind;
  readonly values: readonly string[];
  readonly onCommit: Commit<readonly string[]>;
}

export function ReferencesInput({ kind, values, onCommit, ...named }: ReferencesInputProps) {
  const options = useIdOptions(kind);
  const free = useMemo(
    () => options.filter(({ value }) => !values.includes(value)),
    [options, values],
  );
  return (
    <div className="references">
      {values.map((id) => (
        <span key={id} className="references__one">
          <RecordLink subject={{ kind, id }} />
          <IconButton
            icon={X}
            label={`Remove ${id}`}
            size={12}
            onClick={() => void onCommit(values.filter((other) => other !== id))}
          />
        </span>
      ))}
      <Picker
        {...named}
        value=""
        options={free}
        placeholder={`Add: ${kindName(kind).toLowerCase()}`}
        onChange={(id) => void onCommit([...values, id])}
      />
    </div>
  );
}

const RESPONDERS: readonly Kind[] = ["rotation", "team", "person"];

export interface ResponderInputProps extends NamedProps {
  readonly value: Responder | undefined;
  readonly required?: boolean;
  readonly onCommit: Commit<Responder | null>;
}

/** Somebody who can be called: a person, a rotation or a team. */
export function ResponderInput({ value, required, onCommit, ...named }: ResponderInputProps) {
  const options = useRecordOptions(RESPONDERS);
  return (
    <div className="reference">
      <Picker
        {...named}
        value={value ? keyText(value) : ""}
        options={options}
        placeholder="Nobody yet"
        {...(required ? {} : { none: "Nobody" })}
        onChange={(text) => void onCommit(keyFrom(text) as Responder | null)}
      />
      {value && <OpenButton subject={value} />}
    </div>
  );
}

export interface RecordInputProps extends NamedProps {
  readonly value: RecordKey | undefined;
  readonly onCommit: Commit<RecordKey>;
}

/** A record of any kind: first the kind, then which one. */
export function RecordInput({ value, onCommit, id, ...named }: RecordInputProps) {
  const kinds = useMemo(
    () =>
      KINDS.map((kind) => ({ value: kind, label: kindName(kind) })).sort((a, b) =>
        a.label.localeCompare(b.label),
      ),
    [],
  );
  const [other, setOther] = useState<Kind | null>(null);
  const kind = other ?? value?.kind ?? "handoff";
  const options = useIdOptions(kind);
  return (
    <div className="record-input">
      <Select
        aria-label={`Kind of record: ${named["aria-label"]}`}
        value={kind}
        options={kinds}
        onChange={(word) => setOther(word as Kind)}
      />
      <div className="reference">
        <Picker
          id={id}
          {...named}
          value={value?.kind === kind ? value.id : ""}
          options={options}
          placeholder="Choose which"
          onChange={(chosen) => {
            setOther(null);
            void onCommit({ kind, id: chosen });
          }}
        />
        {value?.kind === kind && <OpenButton subject={value} />}
      </div>
    </div>
  );
}

const TARGETS: readonly Kind[] = ["agent", "outcome"];

export interface TargetInputProps extends NamedProps {
  readonly value: Target | undefined;
  readonly onCommit: Commit<Target>;
}

/** Where a handoff leads: to an agent, or to an outcome. */
export function TargetInput({ value, onCommit, ...named }: TargetInputProps) {
  const options = useRecordOptions(TARGETS);
  const agent = value === undefined ? null : agentOf(value);
  const outcome = value === undefined ? null : outcomeOf(value);
  return (
    <Picker
      {...named}
      value={agent ? `agent:${agent}` : outcome ? `outcome:${outcome}` : ""}
      options={options}
      placeholder="An agent or an outcome"
      onChange={(text) => {
        const key = keyFrom(text);
        if (key) void onCommit(key.kind === "agent" ? key.id : { outcome: key.id });
      }}
    />
  );
}

function keyText({ kind, id }: RecordKey): string {
  return `${kind}:${id}`;
}

function keyFrom(text: string): RecordKey | null {
  const colon = text.indexOf(":");
  return colon < 0 ? null : { kind: text.slice(0, colon) as Kind, id: text.slice(colon + 1) };
}
