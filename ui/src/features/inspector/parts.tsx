/** What inspectors are built of. */
import { Trash2 } from "lucide-react";
import { type ReactNode, useMemo } from "react";
import { IconButton } from "../../components/button";
import { type Option, TextInput } from "../../components/field";
import { SeverityMark } from "../../components/severity";
import { Words } from "../../components/words";
import type { TypedKind } from "../../document/records";
import { useDocument, useRecords } from "../../document/store";
import type { Kind, Responder } from "../../platform";
import { deleteSelection } from "../canvas/intents";
import { goToFinding } from "../findings/go";

export interface HeadProps {
  readonly what: string;
  readonly id: string;
  readonly children?: ReactNode;
}

/** What is shown, its id, and the way to delete it. */
export function Head({ what, id, children }: HeadProps) {
  return (
    <header className="inspector__head">
      <div className="inspector__kind">
        <span>{what}</span>
        <code className="selectable" title="Its id, which never changes">
          {id}
        </code>
        <IconButton
          icon={Trash2}
          label={`Delete this ${what.toLowerCase()}`}
          shortcut="Delete"
          size={14}
          data-testid="inspector-delete"
          onClick={() => void deleteSelection()}
        />
      </div>
      {children}
    </header>
  );
}

export interface TitleProps {
  readonly name: string;
  readonly label: string;
  readonly onCommit: (name: string) => void;
}

export function Title({ name, label, onCommit }: TitleProps) {
  return (
    <TextInput
      value={name}
      required
      className="input--title"
      data-testid="inspector-name"
      aria-label={label}
      onCommit={onCommit}
    />
  );
}

export function Section({
  title,
  children,
}: {
  readonly title: string;
  readonly children: ReactNode;
}) {
  return (
    <section className="inspector__section" aria-label={title}>
      <h3>{title}</h3>
      {children}
    </section>
  );
}

/** The findings of one record, each leading to its place in the list. */
export function FindingsOf({ kind, id }: { readonly kind: Kind; readonly id: string }) {
  const all = useDocument((state) => state.findings);
  const findings = useMemo(
    () =>
      all.filter(
        ({ subject, silenced }) => subject.kind === kind && subject.id === id && !silenced,
      ),
    [all, kind, id],
  );
  if (findings.length === 0) return null;
  return (
    <ul className="inspector__findings" aria-label="Findings">
      {findings.map((finding) => (
        <li key={finding.key}>
          <button type="button" onClick={() => goToFinding(finding)}>
            <SeverityMark severity={finding.severity} />
            <span>
              <Words text={finding.message} />
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}

/** Records of a kind as options, by name. */
export function useOptions(
  kind: Extract<
    TypedKind,
    "agent" | "contract" | "escalation_path" | "person" | "rotation" | "team" | "topology"
  >,
): Option[] {
  const records = useRecords(kind);
  return useMemo(
    () =>
      [...records.values()]
        .map(({ record }) => ({ value: record.id, label: record.name }))
        .sort((a, b) => a.label.localeCompare(b.label)),
    [records],
  );
}

/** People, rotations and teams as one list; a value is `kind:id`. */
export function useResponders(): Option[] {
  const people = useOptions("person");
  const rotations = useOptions("rotation");
  const teams = useOptions("team");
  return useMemo(
    () => [
      ...rotations.map(({ value, label }) => ({
        value: `rotation:${value}`,
        label: `${label} (rotation)`,
      })),
      ...teams.map(({ value, label }) => ({ value: `team:${value}`, label: `${label} (team)` })),
      ...people.map(({ value, label }) => ({ value: `person:${value}`, label })),
    ],
    [people, rotations, teams],
  );
}

export function responderValue(responder: Responder | null | undefined): string {
  return responder ? `${responder.kind}:${responder.id}` : "";
}

export function responderOf(value: string): Responder | null {
  const colon = value.indexOf(":");
  const kind = value.slice(0, colon);
  const id = value.slice(colon + 1);
  return kind === "person" || kind === "rotation" || kind === "team" ? { kind, id } : null;
}

/** A number typed into a field; null for an empty one. */
export function numberOf(text: string): number | null {
  const value = Number.parseInt(text, 10);
  return Number.isFinite(value) ? value : null;
}

/** Words of a closed list as options: `in_review` becomes "In review". */
export function wordOptions(words: readonly string[]): Option[] {
  return words.map((word) => ({ value: word, label: sentence(word) }));
}

export function sentence(word: string): string {
  const text = word.replaceAll("_", " ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}
