/** A part of the handoff; closed, it says in a line what is set and how grave the findings inside are. */
import type { ReactNode } from "react";
import { SEVERITIES, SeverityMark } from "../../../components/severity";
import { useLock } from "../../../document/lock";
import { Section } from "../section";
import { useEdit } from "./edit";
import { answersTo, fieldsOf, SECTIONS, type SectionId, sectionKey } from "./fields";

export interface HandoffSectionProps {
  readonly id: SectionId;
  /** What is set, for a closed section; empty where nothing is. */
  readonly summary: string;
  readonly children: ReactNode;
}

export function HandoffSection({ id, summary, children }: HandoffSectionProps) {
  const { findings, filter } = useEdit();
  const locked = useLock() !== null;
  const { title, open } = SECTIONS[id];
  const names = fieldsOf(id);
  const body = (
    <fieldset className="handoff__fields" disabled={locked}>
      {children}
    </fieldset>
  );
  if (filter !== "") {
    // What was looked for is shown whether the section is open or not.
    return names.some((name) => answersTo(name, filter)) ? (
      <section className="section" aria-label={title}>
        <h3 className="section__title">{title}</h3>
        {body}
      </section>
    ) : null;
  }
  const found = names.flatMap((name) => findings.get(name) ?? []);
  const worst = SEVERITIES.find((severity) => found.some((one) => one.severity === severity));
  return (
    <Section
      title={title}
      name={sectionKey(id)}
      open={open}
      summary={summary || "not set"}
      mark={worst && <SeverityMark severity={worst} size={12} />}
    >
      {body}
    </Section>
  );
}
