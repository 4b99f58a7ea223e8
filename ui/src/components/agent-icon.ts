import { Bot, Globe, Inbox, Network, UserRound, Wrench } from "lucide-react";
import type { AgentKind } from "../platform";
import type { Icon } from "./icon";

/** The sign of each kind of agent, the same wherever it is listed. */
export const AGENT_ICONS: Readonly<Record<AgentKind, Icon>> = {
  ai: Bot,
  supervisor: Network,
  human: UserRound,
  tool: Wrench,
  external: Globe,
  queue: Inbox,
};
