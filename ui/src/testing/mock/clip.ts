/** Copying and pasting in a registry in memory: agents are drawn again where they can be, otherwise copied. */
import type {
  EditCommand,
  Handoff,
  Kind,
  Placement,
  Point,
  RecordKey,
  StoredRecord,
} from "../../platform";

interface Clip {
  readonly baton: "clip";
  readonly topology: string;
  readonly records: readonly Pick<StoredRecord, "kind" | "id" | "record">[];
}

const DRAWN: readonly Kind[] = ["agent", "outcome", "note", "group", "entry"];

export function copied(
  records: readonly StoredRecord[],
  topology: string,
  keys: readonly RecordKey[],
): string {
  const wanted = new Set(keys.map(({ kind, id }) => `${kind}:${id}`));
  const taken = records.filter(({ kind, id, record }) => {
    if (kind === "placement") {
      const { subject, topology: of } = record as unknown as Placement;
      return of === topology && wanted.has(`${subject.kind}:${subject.id}`);
    }
    if (kind !== "handoff") return wanted.has(`${kind}:${id}`);
    const { from, to, topology: of } = record as unknown as Handoff;
    const inside =
      wanted.has(`agent:${from}`) && typeof to === "string" && wanted.has(`agent:${to}`);
    return of === topology && (wanted.has(`handoff:${id}`) || inside);
  });
  const clip: Clip = {
    baton: "clip",
    topology,
    records: taken.map(({ kind, id, record }) => ({ kind, id, record })),
  };
  return JSON.stringify(clip);
}

export function pasteOf(
  records: readonly StoredRecord[],
  topology: string,
  text: string,
  at: Point | null,
  asCopies: boolean,
): { edits: EditCommand[]; pasted: RecordKey[] } {
  const clip = JSON.parse(text) as Clip;
  const taken = new Set(records.map(({ kind, id }) => `${kind}:${id}`));
  const again = asCopies || clip.topology === topology;
  const names = new Map<string, string>();
  for (const { kind, id } of clip.records) {
    if (kind === "placement") continue;
    const kept = kind === "agent" && !again;
    names.set(`${kind}:${id}`, kept ? id : fresh(id, (name) => taken.has(`${kind}:${name}`)));
  }
  const named = (kind: Kind, id: string) => names.get(`${kind}:${id}`) ?? id;
  const places = clip.records.flatMap(({ kind, record }) =>
    kind === "placement" ? [record as unknown as Placement] : [],
  );
  const left = Math.min(...places.map(({ x }) => x ?? 0));
  const top = Math.min(...places.map(({ y }) => y ?? 0));
  const edits: EditCommand[] = [];
  const pasted: RecordKey[] = [];
  const put = (kind: Kind, id: string, record: unknown) =>
    edits.push({
      op: "put",
      kind,
      id,
      record,
      base_revision: null,
      operation_id: "paste",
    } as unknown as EditCommand);
  let nth = 0;
  for (const { kind, id, record } of clip.records) {
    if (kind === "placement") continue;
    const next = named(kind, id);
    pasted.push({ kind, id: next });
    if (kind === "handoff") put(kind, next, handoffOf(record as unknown as Handoff));
    else if (next !== id || !taken.has(`${kind}:${id}`))
      put(kind, next, { ...(record as object), id: next, ...(kind !== "agent" && { topology }) });
    if (!DRAWN.includes(kind)) continue;
    const old = places.find(({ subject }) => subject.kind === kind && subject.id === id);
    const place = `${topology}.${kind}.${next}`;
    const step = 24 * nth++;
    put("placement", place, {
      id: place,
      topology,
      subject: { kind, id: next },
      x: (at?.x ?? 0) + (old ? (old.x ?? 0) - left : step),
      y: (at?.y ?? 0) + (old ? (old.y ?? 0) - top : step),
      pinned: true,
    });
  }
  return { edits, pasted };

  function handoffOf(handoff: Handoff): Handoff {
    const { id, from, to } = handoff;
    return {
      ...handoff,
      id: named("handoff", id),
      topology,
      from: named("agent", from),
      to: typeof to === "string" ? named("agent", to) : to,
    };
  }
}

function fresh(id: string, taken: (id: string) => boolean): string {
  if (!taken(id)) return id;
  for (let n = 2; ; n++) if (!taken(`${id}-${n}`)) return `${id}-${n}`;
}
