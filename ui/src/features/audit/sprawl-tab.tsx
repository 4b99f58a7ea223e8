/** Agents that the registry would be clearer without, or that nobody answers for. */
import { CircleCheck } from "lucide-react";
import { Button } from "../../components/button";
import { Empty } from "../../components/empty";
import { RecordIcon } from "../../components/kind-icon";
import { nameOf, useDocument } from "../../document/store";
import { platform, type Sprawl, type SprawlReason } from "../../platform";
import { session } from "../../session/store";
import { CutList } from "../impact/cut-list";
import { showPage } from "../registry/places";
import { useAnswer } from "./use-answer";
import { counted } from "./words";
import "./sprawl.css";

const FIRST = 20;

interface Reason {
  readonly reason: SprawlReason;
  readonly title: string;
  /** What it means, and what to do. */
  readonly means: string;
  /** What is said where there is none. */
  readonly none: string;
}

const REASONS: readonly Reason[] = [
  {
    reason: "unowned",
    title: "Unowned",
    means: "No team owns them, so nobody is called when they fail. Give each a team.",
    none: "Every agent has a team.",
  },
  {
    reason: "unused",
    title: "Unused",
    means: "They stand in no topology. Draw them where they work, or retire them.",
    none: "Every agent stands in a topology.",
  },
  {
    reason: "duplicate",
    title: "Alike",
    means:
      "Another agent of their kind has the same capabilities, languages and channels. Keep one, or say what tells them apart.",
    none: "No two agents declare the same.",
  },
  {
    reason: "stale_health",
    title: "Health not checked",
    means: "They serve requests, and nobody has looked at their health for 30 days.",
    none: "The health of every agent in production was checked within 30 days.",
  },
];

export function SprawlTab() {
  const { answer, failure } = useAnswer("", () => platform().auditScores());
  if (failure)
    return (
      <p className="dock-error audit__failure" role="alert">
        The agents cannot be looked at: {failure.message}
      </p>
    );
  if (!answer) return null;
  if (answer.agents === 0)
    return (
      <Empty title="There are no agents yet">
        <p>Draw the first one, or import what your teams have.</p>
      </Empty>
    );
  const agents = new Set(answer.sprawl.map(({ agent }) => agent)).size;
  return (
    <>
      <div className="audit__filters">
        <p className="audit__count" role="status">
          {agents === 0
            ? `None of ${counted(answer.agents, "agent", "agents")} stands out`
            : `${agents} of ${counted(answer.agents, "agent", "agents")} ${agents === 1 ? "stands" : "stand"} out`}
        </p>
      </div>
      <div className="sprawl">
        {REASONS.map((reason) => (
          <Group
            key={reason.reason}
            {...reason}
            found={answer.sprawl.filter((each) => each.reason === reason.reason)}
          />
        ))}
      </div>
    </>
  );
}

interface GroupProps extends Reason {
  readonly found: readonly Sprawl[];
}

function Group({ reason, title, means, none, found }: GroupProps) {
  return (
    <section className="sprawl__group" aria-label={title} data-testid={`sprawl-${reason}`}>
      <h2>
        {title} <span className="sprawl__count">{found.length}</span>
      </h2>
      {found.length === 0 ? (
        <p className="sprawl__none">
          <CircleCheck size={14} aria-hidden />
          {none}
        </p>
      ) : (
        <>
          <p className="muted">{means}</p>
          <CutList
            className="sprawl__list"
            items={found}
            keyOf={({ agent }) => agent}
            first={FIRST}
            row={(each) => <AgentLine found={each} />}
          />
        </>
      )}
    </section>
  );
}

function AgentLine({ found: { agent, like } }: { readonly found: Sprawl }) {
  const name = useDocument((state) => nameOf(state, "agent", agent));
  const others = useDocument((state) => like.map((id) => nameOf(state, "agent", id)).join(", "));
  const key = { kind: "agent", id: agent } as const;
  return (
    <div className="sprawl__agent">
      <button type="button" className="sprawl__name" title="Its page" onClick={() => showPage(key)}>
        <RecordIcon kind="agent" id={agent} size={14} />
        <bdi>{name}</bdi>
      </button>
      {others !== "" && <span className="muted">like {others}</span>}
      <Button
        look="quiet"
        aria-label={`Change ${name}`}
        onClick={() => session.show({ show: "record", subject: key })}
      >
        Change
      </Button>
    </div>
  );
}
