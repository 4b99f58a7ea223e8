/** What a record of any kind is called where it is listed: its name, or what it says where it has none. */
import type { Kind, RecordKey } from "../platform";
import { kindName } from "./records";
import { targetName } from "./scene-words";
import { type DocumentState, nameOf, recordOf } from "./store";

const LONGEST = 60;

export function labelOf(state: DocumentState, { kind, id }: RecordKey): string {
  const name = (of: Kind, other: string) => nameOf(state, of, other);
  switch (kind) {
    case "handoff": {
      const handoff = recordOf(state, kind, id);
      return handoff ? `${name("agent", handoff.from)} → ${targetName(state, handoff.to)}` : id;
    }
    case "agent_version": {
      const version = recordOf(state, kind, id);
      return version ? `${name("agent", version.agent)} ${version.version}` : id;
    }
    case "contract_version": {
      const version = recordOf(state, kind, id);
      return version ? `${name("contract", version.contract)} ${version.version}` : id;
    }
    case "deployment": {
      const deployed = recordOf(state, kind, id);
      return deployed
        ? `${name("agent", deployed.agent)} ${deployed.version} in ${name("environment", deployed.environment)}`
        : id;
    }
    case "entry": {
      const entry = recordOf(state, kind, id);
      return entry ? `${entry.channel ?? "Entry"} → ${name("agent", entry.agent)}` : id;
    }
    case "capability":
      return recordOf(state, kind, id)?.tag ?? id;
    case "note":
    case "comment":
    case "notice":
      return shortened(recordOf(state, kind, id)?.text) || id;
    case "incident": {
      const incident = recordOf(state, kind, id);
      return shortened(incident?.cause) || id;
    }
    case "observed_handoff": {
      const seen = recordOf(state, kind, id);
      return seen ? `${seen.from} → ${seen.to}` : id;
    }
    case "review":
      return about(state, recordOf(state, kind, id)?.subject) ?? id;
    case "placement":
      return about(state, recordOf(state, kind, id)?.subject) ?? id;
    case "silence": {
      const silence = recordOf(state, kind, id);
      return silence ? `${silence.code}: ${about(state, silence.subject) ?? id}` : id;
    }
    case "rule_setting":
      return recordOf(state, kind, id)?.code ?? id;
    default:
      return name(kind, id);
  }
}

function about(state: DocumentState, subject: RecordKey | undefined): string | null {
  if (!subject) return null;
  // A remark on a remark is told by its kind, so that no chain of them is followed.
  const indirect = subject.kind === "review" || subject.kind === "silence";
  return indirect ? kindName(subject.kind) : labelOf(state, subject);
}

function shortened(text: string | undefined): string {
  const line = (text ?? "").trim().replace(/\s+/g, " ");
  return line.length > LONGEST ? `${line.slice(0, LONGEST).trimEnd()}…` : line;
}
