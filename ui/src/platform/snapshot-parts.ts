/** Snapshots that come in parts, put together: the desktop sends a large registry so, since one long answer takes far longer on its way. */
import type { SnapshotPart, SnapshotStart } from "./bindings";

/** All of a snapshot; `next` asks for the part that follows. */
export async function wholeSnapshot(
  start: SnapshotStart,
  next: (ticket: number) => Promise<SnapshotPart>,
): Promise<SnapshotStart> {
  if (!start.rest) return start;
  const records = [...start.records];
  const findings = [...start.findings];
  for (let isLast = false; !isLast; ) {
    const part = await next(start.rest);
    for (const record of part.records) records.push(record);
    for (const finding of part.findings) findings.push(finding);
    isLast = part.last;
  }
  return { ...start, records, findings, rest: null };
}
