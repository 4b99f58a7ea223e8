/** The sign of each kind of record, the same wherever it is listed. */
import {
  ArrowRight,
  Bell,
  BellOff,
  BellRing,
  Bookmark,
  Bot,
  Brain,
  CalendarClock,
  CircleCheck,
  CircleUserRound,
  FileJson,
  FileStack,
  FlaskConical,
  GitCommitVertical,
  GitPullRequest,
  Group,
  LogIn,
  MapPin,
  MessageSquare,
  Rocket,
  ScanEye,
  Server,
  ShieldCheck,
  Siren,
  SlidersHorizontal,
  StickyNote,
  Tag,
  Users,
  Workflow,
} from "lucide-react";
import { recordOf, useDocument } from "../document/store";
import type { Kind } from "../platform";
import { AGENT_ICONS } from "./agent-icon";
import type { Icon } from "./icon";

export const KIND_ICONS: Readonly<Record<Kind, Icon>> = {
  agent: Bot,
  agent_version: GitCommitVertical,
  baseline: Bookmark,
  capability: Tag,
  comment: MessageSquare,
  contract: FileJson,
  contract_version: FileStack,
  deployment: Rocket,
  entry: LogIn,
  environment: Server,
  escalation_path: BellRing,
  group: Group,
  handoff: ArrowRight,
  incident: Siren,
  memory: Brain,
  note: StickyNote,
  notice: Bell,
  observed_handoff: ScanEye,
  outcome: CircleCheck,
  person: CircleUserRound,
  placement: MapPin,
  review: GitPullRequest,
  rotation: CalendarClock,
  rule_setting: SlidersHorizontal,
  scenario: FlaskConical,
  silence: BellOff,
  team: Users,
  topology: Workflow,
  trust_domain: ShieldCheck,
};

export interface RecordIconProps {
  readonly kind: Kind;
  readonly id: string;
  readonly size?: number;
  readonly className?: string;
}

/** The sign of one record: agents show what sort of agent they are. */
export function RecordIcon({ kind, id, size = 16, className }: RecordIconProps) {
  const sort = useDocument((state) =>
    kind === "agent" ? (recordOf(state, "agent", id)?.kind ?? "ai") : null,
  );
  const Mark = sort === null ? KIND_ICONS[kind] : AGENT_ICONS[sort];
  return <Mark size={size} className={className} aria-hidden />;
}
