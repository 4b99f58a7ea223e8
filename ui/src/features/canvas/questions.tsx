/** What the drawing has to be told before an edit can be made, asked where it is about to happen. */
import { toScreen } from "../../canvas/camera";
import type { DrawingView } from "../../canvas/view/view";
import { AGENT_ICONS } from "../../components/agent-icon";
import { Menu, type MenuRow } from "../../components/menu";
import { AGENT_KIND_NAMES } from "../../document/records";
import type { AgentKind, ContactChannel } from "../../platform";
import { type Question, session, type Tool, useSession } from "../../session/store";
import { CHANNELS } from "./channels";
import { clientPoint } from "./client-point";
import { LayoutQuestion } from "./layout-question";
import { beginNew, finishEntry } from "./making";
import { TagsQuestion } from "./tags-question";
import { OUTCOME_ICON, QUERY_ICON } from "./tools";
import { EndQuestion, GroupQuestion, ReceiverQuestion } from "./which-question";

export function Questions({ view }: { readonly view: DrawingView }) {
  const question = useSession((state) => state.question);
  switch (question?.ask) {
    case "what":
      return <WhatQuestion question={question} view={view} />;
    case "channel":
      return <ChannelQuestion question={question} view={view} />;
    case "tags":
      return <TagsQuestion question={question} view={view} />;
    case "receiver":
      return <ReceiverQuestion question={question} view={view} />;
    case "end":
      return <EndQuestion question={question} view={view} />;
    case "group":
      return <GroupQuestion question={question} view={view} />;
    case "layout":
      return <LayoutQuestion pinned={question.pinned} />;
    case undefined:
      return null;
  }
}

type Asked<Name extends Question["ask"]> = {
  readonly question: Extract<Question, { ask: Name }>;
  readonly view: DrawingView;
};

/** A choice leaves its question; what it opens asks the next one. */
function giveUp(): void {
  session.set({ question: null });
}

const KINDS: readonly AgentKind[] = ["ai", "supervisor", "human", "tool", "external", "queue"];

/** What to make where a new handoff was dropped. The first one is what Enter makes. */
function WhatQuestion({ question, view }: Asked<"what">) {
  const { at, from } = question;
  const make = (tool: Tool) => () => beginNew(tool, at, from);
  const rows: MenuRow[] = [
    ...KINDS.map(
      (kind): MenuRow => ({
        row: "item",
        id: `make-${kind}`,
        label: AGENT_KIND_NAMES[kind],
        icon: AGENT_ICONS[kind],
        perform: make({ make: "agent", kind }),
      }),
    ),
    { row: "gap", id: "gap" },
    {
      row: "item",
      id: "make-outcome",
      label: "Outcome",
      icon: OUTCOME_ICON,
      perform: make({ make: "outcome" }),
    },
    {
      row: "item",
      id: "make-query",
      label: "Any agent that can …",
      icon: QUERY_ICON,
      perform: () =>
        session.set({ question: { ask: "tags", at, from, handoff: null, placed: true } }),
    },
  ];
  return (
    <Menu
      label="Hand over to"
      rows={rows}
      at={clientPoint(toScreen(view.camera, at))}
      onClose={giveUp}
      data-testid="drop-menu"
    />
  );
}

/** How requests come in. */
function ChannelQuestion({ question, view }: Asked<"channel">) {
  const rows = (Object.keys(CHANNELS) as ContactChannel[]).map(
    (channel): MenuRow => ({
      row: "item",
      id: `channel-${channel}`,
      label: CHANNELS[channel].name,
      icon: CHANNELS[channel].icon,
      perform: () => void finishEntry(question.agent, channel),
    }),
  );
  return (
    <Menu
      label="Requests come in by"
      rows={rows}
      at={clientPoint(toScreen(view.camera, question.at))}
      onClose={giveUp}
      data-testid="channel-menu"
    />
  );
}
