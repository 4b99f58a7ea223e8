/** What can be asked about taking a record out of use. */
import { type DocumentState, recordOf } from "../../document/store";
import type { ImpactQuestion, RecordKey } from "../../platform";

/** Null where nobody depends on records of the kind. */
export function questionAbout(state: DocumentState, subject: RecordKey): ImpactQuestion | null {
  const { kind, id } = subject;
  switch (kind) {
    case "agent":
      return { ask: "agent_retired", agent: id };
    case "contract":
      return { ask: "contract_retired", contract: id };
    case "contract_version": {
      const version = recordOf(state, kind, id);
      return version
        ? { ask: "version_retired", contract: version.contract, version: version.version }
        : null;
    }
    case "agent_version": {
      const version = recordOf(state, kind, id);
      return version
        ? { ask: "agent_moves", agent: version.agent, version: version.version }
        : null;
    }
    case "capability": {
      const tag = recordOf(state, kind, id)?.tag;
      return tag ? { ask: "capability_removed", tag, agent: null } : null;
    }
    case "team":
    case "person":
    case "rotation":
    case "escalation_path":
      return { ask: "responder_removed", kind, id };
    case "handoff":
      return { ask: "owners_removed", handoff: id };
    default:
      return null;
  }
}

/** The version of a contract that a handoff carries. */
export function carriedBy(state: DocumentState, handoff: string): RecordKey | null {
  const { contract, version } = recordOf(state, "handoff", handoff) ?? {};
  return contract && version ? { kind: "contract_version", id: `${contract}@${version}` } : null;
}
