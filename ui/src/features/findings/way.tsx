/** The way that a finding speaks of: as a chain where each handoff starts where the last one ended, else one by one. */
import { ChevronRight } from "lucide-react";
import { selectionOf } from "../../canvas/selection";
import { boxOfRecord } from "../../document/boxes";
import { targetName } from "../../document/scene-words";
import { type DocumentState, nameOf, recordOf, useDocument } from "../../document/store";
import type { Finding, RecordKey } from "../../platform";
import { session } from "../../session/store";
import { goToFinding } from "./go";
import { recordWords } from "./words";

export interface WayStop {
  readonly name: string;
  /** What to select when it is clicked: the handoff that leads there, or the record itself. */
  readonly key: RecordKey;
}

/** The stops of a way; `joined` where each handoff starts where the last one ended. */
export function stopsOf(
  state: DocumentState,
  path: readonly RecordKey[],
): { readonly joined: boolean; readonly stops: readonly WayStop[] } {
  const handoffs = path.map(({ kind, id }) =>
    kind === "handoff" ? recordOf(state, "handoff", id) : undefined,
  );
  const joined = handoffs.every(
    (handoff, i) => handoff && (i === 0 || handoffs[i - 1]?.to === handoff.from),
  );
  const [first] = handoffs;
  if (!joined || !first)
    return { joined: false, stops: path.map((key) => ({ name: recordWords(state, key), key })) };
  const start = { name: nameOf(state, "agent", first.from), key: agentKey(first.from) };
  const rest = handoffs.flatMap((handoff) =>
    handoff
      ? [{ name: targetName(state, handoff.to), key: { kind: "handoff" as const, id: handoff.id } }]
      : [],
  );
  return { joined: true, stops: [start, ...rest] };
}

function agentKey(id: string): RecordKey {
  return { kind: "agent", id };
}

/** Selects a stop and leaves the way on the drawing. */
function show(finding: Finding, { kind, id }: RecordKey): void {
  goToFinding(finding);
  const box = boxOfRecord(kind, id);
  const selection = kind === "handoff" ? selectionOf([], [id]) : box ? selectionOf([box]) : null;
  if (selection) session.set({ selection, path: [...finding.path] });
}

export function Way({ finding }: { readonly finding: Finding }) {
  const records = useDocument((state) => state.records);
  const { joined, stops } = stopsOf({ ...useDocument.getState(), records }, finding.path);
  return (
    <ol className={`way ${joined ? "way--joined" : ""}`} aria-label="Its way">
      {stops.map((stop, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a way may pass the same place twice.
        <li key={i}>
          {joined && i > 0 && <ChevronRight size={12} className="way__next" aria-hidden />}
          <button
            type="button"
            className="way__stop"
            title={stop.key.kind === "handoff" ? "Show this handoff" : "Show it"}
            onClick={() => show(finding, stop.key)}
          >
            {stop.name}
          </button>
        </li>
      ))}
    </ol>
  );
}
