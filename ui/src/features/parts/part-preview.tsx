/** What comes in, before it does. */
import { useState } from "react";
import { Button } from "../../components/button";
import { ChangeList } from "../../components/change-list";
import { useDocument } from "../../document/store";
import type { Kind, RecordChange } from "../../platform";
import { findingsAfter } from "../findings/rehearsal";
import { countOf } from "../registry/kinds";
import type { Preview } from "./use-part-preview";

/** In the order in which they are told; places on the drawing go without saying. */
const TOLD: readonly Kind[] = [
  "agent",
  "handoff",
  "memory",
  "contract",
  "contract_version",
  "team",
  "escalation_path",
];

export function PartPreview({ preview: { reply, error } }: { readonly preview: Preview }) {
  const findings = useDocument((state) => state.findings);
  const [details, setDetails] = useState(false);
  if (error !== null)
    return (
      <p className="dock-error" role="alert">
        {error} Nothing was changed.
      </p>
    );
  if (!reply) return <p role="status">Looking at what is there already …</p>;
  const after = findingsAfter(findings, reply);
  return (
    <section className="part__preview" aria-label="What comes in" data-testid="part-preview">
      <p>
        <strong>Comes in:</strong> {told(reply.diff).join(", ")}.
      </p>
      {after !== findings.length && (
        <p className="muted">
          Findings: {findings.length} now, {after} afterwards.
        </p>
      )}
      {reply.notes.map((note) => (
        <p key={note} className="dock-note">
          {note.charAt(0).toUpperCase() + note.slice(1)}.
        </p>
      ))}
      <Button aria-expanded={details} onClick={() => setDetails(!details)}>
        {details ? "Hide" : "Show"} the {reply.diff.length} records
      </Button>
      {details && <ChangeList changes={reply.diff} />}
    </section>
  );
}

function told(diff: readonly RecordChange[]): string[] {
  return TOLD.flatMap((kind) => {
    const count = diff.filter((change) => change.kind === kind).length;
    return count === 0 ? [] : [countOf(kind, count)];
  });
}
