/** What is done with versions of a contract as a whole. */
import { perform, report } from "../../document/commit";
import { recordOf, useDocument } from "../../document/store";
import {
  type ContractState,
  type ContractVersion,
  type ErrorReply,
  PlatformError,
  type PublishRequest,
  platform,
  type RecordKey,
} from "../../platform";
import { type RegistryPlace, session } from "../../session/store";
import { openRecord } from "../inspector/record/open";

/** What can be done with a version, by where it stands. */
export type VersionAct = "publish" | "deprecate" | "retire";

const ACTS: Record<ContractState, readonly VersionAct[]> = {
  draft: ["publish"],
  in_review: ["publish"],
  published: ["deprecate"],
  deprecated: ["deprecate", "retire"],
  retired: [],
};

export function actsOf({ state = "draft" }: ContractVersion): readonly VersionAct[] {
  return ACTS[state];
}

/** The panel in which an act is decided. */
export function showAct(act: VersionAct, { id }: ContractVersion): void {
  session.show({ show: "version", act, version: id });
}

/** The version that is looked at: on its page, else beside the drawing or a table. */
export function versionAtHand(): ContractVersion | null {
  const subject = subjectAtHand();
  if (subject?.kind !== "contract_version") return null;
  return recordOf(useDocument.getState(), "contract_version", subject.id) ?? null;
}

/** The contract that is looked at, or whose version is. */
export function contractAtHand(): string | null {
  const subject = subjectAtHand();
  return subject?.kind === "contract" ? subject.id : (versionAtHand()?.contract ?? null);
}

function subjectAtHand(): RecordKey | null {
  const { view, page, dock } = session.get();
  if (view === "registry" && page) return page;
  return dock.show === "record" ? dock.subject : null;
}

/** Makes the next draft with what is in use now, and opens it. */
export async function draftNext(contract: string): Promise<void> {
  let drafted: RecordKey | undefined;
  const refusal = await perform(async () => {
    const reply = await platform().draftVersion(contract, null, null, null);
    drafted = reply.diff.find(({ kind, after }) => kind === "contract_version" && after !== null);
    return reply;
  });
  if (refusal) report(new PlatformError(refusal), "Nothing was drafted");
  else if (drafted) openRecord({ kind: drafted.kind, id: drafted.id });
}

/** Publishes a version, under the number that is asked for; what shows it follows it there. */
export async function publish(
  { id, contract }: ContractVersion,
  request: PublishRequest,
): Promise<ErrorReply | null> {
  const refusal = await perform(() => platform().publishVersion({ ...request, dry_run: false }));
  if (refusal === null && request.number !== null) follow(id, `${contract}@${request.number}`);
  return refusal;
}

/** Gives a version another number; what shows it follows it there. */
export async function renumber(
  { id, contract, version }: ContractVersion,
  number: string,
): Promise<ErrorReply | null> {
  let named: string | undefined;
  const refusal = await perform(async () => {
    const reply = await platform().renumberVersion(contract, version, number);
    const fresh = reply.diff.find(
      ({ kind, before, after }) => VERSION === kind && !before && after,
    );
    named = fresh?.id;
    return reply;
  });
  if (named !== undefined) follow(id, named);
  return refusal;
}

const VERSION = "contract_version";

/** Whatever shows a version, and the way back to it, leads to the id that it has now. */
function follow(from: string, to: string): void {
  const led = (key: RecordKey): RecordKey =>
    key.kind === VERSION && key.id === from ? { kind: VERSION, id: to } : key;
  const place = (at: RegistryPlace): RegistryPlace => ({ ...at, page: at.page && led(at.page) });
  session.set(({ page, dock, trail }) => ({
    page: page && led(page),
    dock:
      dock.show === "record"
        ? { ...dock, subject: led(dock.subject) }
        : dock.show === "version" && dock.version === from
          ? { ...dock, version: to }
          : dock,
    trail: { back: trail.back.map(place), ahead: trail.ahead.map(place) },
  }));
}
