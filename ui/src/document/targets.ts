/** Where on a drawing a finding shows. */
import { type Selection, selectionOf } from "../canvas/selection";
import type { Finding, RecordKey } from "../platform";
import { boxOfRecord } from "./boxes";
import { type DocumentState, recordOf, recordsOf } from "./store";

export interface Whereabouts {
  /** Null where the subject is on no drawing. */
  readonly topology: string | null;
  readonly selection: Selection;
}

/** The subject's place, in the open topology where it is there, else in the first one that shows it. */
export function whereabouts(
  state: DocumentState,
  finding: Pick<Finding, "subject" | "topology"> & Partial<Pick<Finding, "path">>,
  open: string | null,
): Whereabouts {
  const { kind, id } = finding.subject;
  const topologyOfWay = wayTopology(state, finding.path ?? []);
  if (kind === "topology") return { topology: id, selection: selectionOf([]) };
  if (kind === "handoff") {
    const topology = recordOf(state, "handoff", id)?.topology ?? null;
    return { topology, selection: selectionOf([], [id]) };
  }
  if (kind === "contract" || kind === "contract_version")
    return usesOfContract(state, kind, id, finding.topology ?? topologyOfWay ?? open);
  const box = boxOfRecord(kind, id);
  if (!box) return { topology: finding.topology, selection: selectionOf([]) };
  const owner =
    kind === "entry" || kind === "outcome" || kind === "group" || kind === "note"
      ? recordOf(state, kind, id)
      : undefined;
  return {
    topology:
      owner?.topology ?? finding.topology ?? topologyOfWay ?? topologyOfAgent(state, id, open),
    selection: selectionOf([box]),
  };
}

/** Where the way of a finding is drawn. */
function wayTopology(state: DocumentState, path: readonly RecordKey[]): string | undefined {
  const handoff = path.find(({ kind }) => kind === "handoff");
  return handoff && recordOf(state, "handoff", handoff.id)?.topology;
}

export function topologyOfAgent(
  state: DocumentState,
  agent: string,
  open: string | null,
): string | null {
  const shown = new Set<string>();
  for (const { record } of recordsOf(state, "handoff").values()) {
    if (record.from === agent || record.to === agent) shown.add(record.topology);
  }
  for (const { record } of recordsOf(state, "placement").values()) {
    if (record.subject.kind === "agent" && record.subject.id === agent) shown.add(record.topology);
  }
  return open && shown.has(open) ? open : ([...shown].sort()[0] ?? open);
}

function usesOfContract(
  state: DocumentState,
  kind: string,
  id: string,
  open: string | null,
): Whereabouts {
  const uses = [...recordsOf(state, "handoff").values()]
    .map(({ record }) => record)
    .filter((h) =>
      kind === "contract" ? h.contract === id : h.contract && `${h.contract}@${h.version}` === id,
    );
  const topology = uses.find((h) => h.topology === open)?.topology ?? uses[0]?.topology ?? null;
  return {
    topology,
    selection: selectionOf(
      [],
      uses.filter((h) => h.topology === topology).map((h) => h.id),
    ),
  };
}
