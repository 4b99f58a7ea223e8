/** Copies of a registry in words. */
import type { Backup, BackupLook } from "../../platform";

const WHY: Readonly<Record<Backup["reason"], string>> = {
  copy: "",
  before_format: "before its format changed",
  before_restore: "before a copy took its place",
};

/** Day and time where the reader is. */
export function whenWords(made: string): string {
  const time = new Date(made);
  return Number.isNaN(time.getTime())
    ? made
    : time.toLocaleString("en-GB", { dateStyle: "medium", timeStyle: "short" });
}

/** What is known of a copy without reading it. */
export function aboutWords({ revision, kilobytes, reason }: Backup): string {
  const size =
    kilobytes < 1024
      ? `${kilobytes} KB`
      : `${(kilobytes / 1024).toLocaleString("en", { maximumFractionDigits: 1 })} MB`;
  return [revision === null ? "" : `revision ${revision}`, size, WHY[reason]]
    .filter(Boolean)
    .join(" · ");
}

/** What restoring it would do to the records. */
export function consequences({ returned, changed, removed }: BackupLook): string[] {
  const records = (count: number) =>
    `${count.toLocaleString("en")} ${count === 1 ? "record" : "records"}`;
  return [
    returned > 0 ? `${records(returned)} would come back` : "",
    changed > 0 ? `${records(changed)} would be as ${changed === 1 ? "it was" : "they were"}` : "",
    removed > 0 ? `${records(removed)} made since then would go` : "",
  ].filter(Boolean);
}
