/** What the side panel can show. */
import type { Point } from "../canvas/geometry";
import type { Draft } from "../document/drafts";
import type {
  ConflictValues,
  Gate,
  ImpactQuestion,
  ImpactReport,
  ImportReply,
  Kind,
  PickedFile,
  Recognised,
  RecordChange,
  RecordKey,
  Restructured,
  SimulationImprovement,
  TopologyDiff,
} from "../platform";
import type { Conditions } from "./simulation";

export type Dock =
  | { readonly show: "inspector" }
  | { readonly show: "fix"; readonly finding: string; readonly fix: number }
  /** Every fix that needs nobody's decision, to be applied at once. */
  | { readonly show: "fix-all" }
  /** `file` is the one whose differences are shown beside it, by its path. */
  | { readonly show: "export"; readonly file?: string }
  /** The fields of a record that stands on no drawing. */
  | { readonly show: "record"; readonly subject: RecordKey }
  /** Records that a table listed, to be given fields together. */
  | {
      readonly show: "listed";
      readonly kind: "agent" | "handoff";
      readonly ids: readonly string[];
    }
  /** A record that does not exist yet, with what is known of it. */
  | {
      readonly show: "create";
      readonly kind: Kind;
      readonly given?: Readonly<Record<string, unknown>>;
      /** What was being typed in its fields when its page died, by field. */
      readonly typing?: Readonly<Record<string, string>>;
      /** The name under which what is filled in was kept. */
      readonly kept?: string;
    }
  /** What is to be decided before a contract version is published, deprecated or retired. */
  | {
      readonly show: "version";
      readonly act: "publish" | "deprecate" | "retire";
      readonly version: string;
    }
  | { readonly show: "silence"; readonly finding: string }
  /** Who a change hits; the drawing is coloured by it meanwhile. */
  | { readonly show: "impact"; readonly question: ImpactQuestion; readonly report: ImpactReport }
  /** What became of a topology since a baseline; the drawing is coloured by it once that is known. */
  | {
      readonly show: "changes";
      readonly topology: string;
      readonly baseline: string | null;
      readonly diff: TopologyDiff | null;
    }
  /** Pieces to put into a drawing: at an agent, at a point, or wherever there is room. */
  | {
      readonly show: "parts";
      readonly topology: string;
      readonly agent: string | null;
      readonly at: Point | null;
    }
  /** Where gates belong, and which nothing needs. */
  | { readonly show: "gates"; readonly topology: string }
  /** A gate being designed, beside what its reviewer sees of a sample. */
  | {
      readonly show: "gate";
      readonly handoff: string;
      /** What is typed and not stored yet. */
      readonly typed: Partial<Gate>;
      readonly sample: number;
    }
  /** Which patterns a topology has, or the part of it that some agents form; what is looked at colours the drawing. */
  | {
      readonly show: "patterns";
      readonly topology: string;
      /** All of it where there are none. */
      readonly agents: readonly string[];
      readonly shown: Recognised | null;
      /** What turning a part of it into another pattern would do. */
      readonly plan: Restructured | null;
    }
  /** Whether a handoff, or every handoff of a topology, transfers cleanly. */
  | { readonly show: "transfer"; readonly subject: RecordKey }
  /** All rules, and what each says about one of them. */
  | { readonly show: "rules" }
  | { readonly show: "rule"; readonly code: string }
  /** How requests fare in a topology. */
  | {
      readonly show: "simulation";
      readonly topology: string;
      /** Under load, where requests wait for agents and people; one by one without. */
      readonly load?: boolean;
    }
  /** What an improvement would change, in records and in what becomes of requests. */
  | {
      readonly show: "improvement";
      readonly topology: string;
      readonly improvement: SimulationImprovement;
    }
  /** A topology beside another one, or beside itself under other conditions. */
  | {
      readonly show: "comparison";
      readonly topology: string;
      readonly other: string;
      readonly conditions: Conditions | null;
      /** Both under the load that is chosen; one by one without. */
      readonly load?: boolean;
    }
  /** What goes wrong in a scenario of one's own. */
  | { readonly show: "scenario"; readonly topology: string; readonly scenario: string }
  /** The program as a whole: how it looks, where things are, copies, what it did. */
  | { readonly show: "settings" }
  /** Copies of the registry; `look` is the path of the one that is looked at. */
  | { readonly show: "backups"; readonly look?: string }
  | { readonly show: "log" }
  | { readonly show: "reviews" }
  /** Why a handoff is as risky as it is. */
  | { readonly show: "risk"; readonly handoff: string }
  /** What a team answers for, to be given to another team. */
  | { readonly show: "transfer-ownership"; readonly from: string | null }
  /** Another word for capability tags. */
  | { readonly show: "rename-tags"; readonly tags: readonly string[] }
  /** Which version of an agent runs in an environment. */
  | { readonly show: "deploy"; readonly agent: string; readonly environment: string }
  /** An incident to be recorded, at a handoff if one is known. */
  | { readonly show: "incident"; readonly handoff: string | null }
  | { readonly show: "notices" }
  | { readonly show: "history" }
  /** What making an earlier state the present one again would change. */
  | { readonly show: "rewind"; readonly revision: number }
  | {
      readonly show: "import";
      readonly files: readonly PickedFile[];
      /** The topology to import into; the files choose where there is none. */
      readonly topology: string | null;
      /** What it would do, from a rehearsal; null while the files are read for the first time. */
      readonly preview: ImportReply | null;
    }
  /** A text from elsewhere that is to come onto the drawing, at a place if it was pasted there. */
  | { readonly show: "paste"; readonly text: string; readonly at: Point | null }
  | {
      readonly show: "delete";
      readonly keys: readonly RecordKey[];
      /** What goes along, from a dry run. */
      readonly along: readonly RecordChange[];
    }
  | {
      readonly show: "conflict";
      readonly conflict: ConflictValues;
      readonly drafts: readonly Draft[];
    };
