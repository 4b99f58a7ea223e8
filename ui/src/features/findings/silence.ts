/** Putting a finding away with a reason, and letting it speak again. */
import { commit } from "../../document/commit";
import { put, remove } from "../../document/drafts";
import { freshId, slug } from "../../document/records";
import { recordsOf, useDocument } from "../../document/store";
import type { Finding, Silence } from "../../platform";

/** `topology` is where it holds; everywhere without one. */
export function silence(
  finding: Pick<Finding, "code" | "subject">,
  reason: string,
  topology: string | null,
): Promise<boolean> {
  const { code, subject } = finding;
  const known = recordsOf(useDocument.getState(), "silence");
  const id = freshId(slug(`${code}-${subject.id}`, "silence"), (taken) => known.has(taken));
  const record: Silence = { id, code, subject, reason, ...(topology === null ? {} : { topology }) };
  return commit([put("silence", record)]);
}

/** Takes away what silences it. */
export function speakAgain(finding: Finding): Promise<boolean> {
  const silences = [...recordsOf(useDocument.getState(), "silence").values()];
  return commit(
    silences
      .filter(({ record }) => isSilencedBy(finding, record))
      .map(({ record }) => remove("silence", record.id)),
  );
}

/** A finding names no record, only the reason that it was given. */
function isSilencedBy({ subject, topology, silenced }: Finding, record: Silence): boolean {
  return (
    record.subject.kind === subject.kind &&
    record.subject.id === subject.id &&
    record.reason === silenced &&
    (!record.topology || record.topology === topology)
  );
}
