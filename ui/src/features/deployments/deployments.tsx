/** Which version of every agent runs where: agents down, environments across. A cell opens what may run there instead. */
import { CircleAlert, Plus, Rocket } from "lucide-react";
import { type KeyboardEvent, useMemo, useRef, useState } from "react";
import { Button } from "../../components/button";
import { Empty } from "../../components/empty";
import { RecordIcon } from "../../components/kind-icon";
import { useLock } from "../../document/lock";
import { type DeploymentMatrix, type MatrixCell, platform } from "../../platform";
import { session, useSession } from "../../session/store";
import { useAnswer } from "../audit/use-answer";
import { ago } from "../history/ago";
import { DeskFrame } from "../registry/desk-frame";
import { showPage, showTable } from "../registry/places";
import { type Step, stepIn } from "./step";
import { STATE_WORDS } from "./words";
import "./deployments.css";

export function DeploymentsSurface() {
  const { answer, failure } = useAnswer("deployments", () => platform().deploymentMatrix());
  const locked = useLock() !== null;
  return (
    <DeskFrame
      title="What runs where"
      icon={Rocket}
      testid="deployments"
      about="Which version of every agent runs in which environment. Choose a cell to see whether another version may run there."
      tools={
        <Button
          icon={Plus}
          disabled={locked}
          onClick={() => session.show({ show: "create", kind: "environment" })}
        >
          New environment
        </Button>
      }
    >
      {failure && (
        <p className="dock-error" role="alert">
          {failure.message}
        </p>
      )}
      {answer && <Body matrix={answer} />}
    </DeskFrame>
  );
}

function Body({ matrix }: { readonly matrix: DeploymentMatrix }) {
  const [query, setQuery] = useState("");
  if (matrix.environments.length === 0)
    return (
      <Empty title="No environment yet">
        <p>
          An environment is a place where versions run, such as staging and then production. Make
          one, and say on it which version of each agent runs there.
        </p>
        <Button
          icon={Plus}
          onClick={() => session.show({ show: "create", kind: "environment" })}
          data-testid="first-environment"
        >
          New environment
        </Button>
      </Empty>
    );
  if (matrix.agents.length === 0)
    return (
      <Empty title="No agent has a version yet">
        <p>
          A version says what an agent sends and takes. Add one on an agent's page; then it can be
          deployed.
        </p>
        <Button onClick={() => showTable("agent")}>All agents</Button>
      </Empty>
    );
  const wanted = query.trim().toLowerCase();
  const agents = matrix.agents.filter(({ name, team }) =>
    `${name} ${team}`.toLowerCase().includes(wanted),
  );
  return (
    <div className="desk__body">
      <div className="matrix__tools">
        <input
          type="search"
          className="input matrix__filter"
          aria-label="Only agents or teams with these words"
          placeholder="Filter by agent or team"
          value={query}
          onChange={(event) => setQuery(event.target.value)}
        />
        <p className="muted" role="status">
          {agents.length === matrix.agents.length
            ? `${agents.length} agents`
            : `${agents.length} of ${matrix.agents.length} agents`}
          {matrix.without_versions > 0 && `; ${matrix.without_versions} more have no version`}
        </p>
      </div>
      <Grid matrix={matrix} agents={agents} />
    </div>
  );
}

interface GridProps {
  readonly matrix: DeploymentMatrix;
  readonly agents: DeploymentMatrix["agents"];
}

function Grid({ matrix: { environments }, agents }: GridProps) {
  const [at, setAt] = useState<Step>({ row: 0, column: 0 });
  const grid = useRef<HTMLTableElement>(null);
  const shown = useSession(({ dock }) => (dock.show === "deploy" ? dock : null));
  const now = useMemo(() => Date.now(), []);
  const onKeyDown = (event: KeyboardEvent) => {
    const next = stepIn(at, event.key, agents.length, environments.length);
    if (!next) return;
    event.preventDefault();
    setAt(next);
    grid.current
      ?.querySelector<HTMLElement>(`[data-cell="${next.row}:${next.column}"]`)
      ?.focus({ preventScroll: false });
  };
  return (
    <div className="matrix__scroll">
      <table
        ref={grid}
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: arrows go from cell to cell.
        role="grid"
        className="matrix"
        aria-label="Versions by agent and environment"
        onKeyDown={onKeyDown}
      >
        <thead>
          <tr>
            <th scope="col">Agent</th>
            {environments.map(({ id, name, deployed, behind }) => (
              <th key={id} scope="col">
                <button
                  type="button"
                  className="duty__name"
                  onClick={() => showPage({ kind: "environment", id })}
                >
                  <bdi>{name}</bdi>
                </button>
                <small>
                  {deployed} deployed{behind > 0 && `, ${behind} behind`}
                </small>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {agents.map((agent, row) => (
            <tr key={agent.id}>
              <th scope="row">
                <button
                  type="button"
                  className="matrix__agent"
                  onClick={() => showPage({ kind: "agent", id: agent.id })}
                >
                  <RecordIcon kind="agent" id={agent.id} size={14} />
                  <bdi>{agent.name}</bdi>
                </button>
                {agent.team !== "" && <small>{agent.team}</small>}
              </th>
              {environments.map((environment, column) => (
                <td key={environment.id} className="matrix__cell">
                  <Cell
                    cell={agent.cells[column]}
                    label={`${agent.name} in ${environment.name}`}
                    place={`${row}:${column}`}
                    reached={at.row === row && at.column === column}
                    chosen={shown?.agent === agent.id && shown.environment === environment.id}
                    now={now}
                    onChoose={() => {
                      setAt({ row, column });
                      session.show({
                        show: "deploy",
                        agent: agent.id,
                        environment: environment.id,
                      });
                    }}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface CellProps {
  readonly cell: MatrixCell | undefined;
  readonly label: string;
  readonly place: string;
  readonly reached: boolean;
  readonly chosen: boolean;
  readonly now: number;
  readonly onChoose: () => void;
}

function Cell({ cell, label, place, reached, chosen, now, onChoose }: CellProps) {
  if (!cell) return null;
  const { version, since, state } = cell;
  const words = STATE_WORDS[state];
  const age = since ? ago(Date.parse(since), now) : "";
  return (
    <button
      type="button"
      data-cell={place}
      data-testid={`deployment-${place}`}
      tabIndex={reached ? 0 : -1}
      aria-pressed={chosen}
      title={words || undefined}
      className={`matrix__version matrix__version--${state}`}
      onClick={onChoose}
    >
      <span>{version ?? "–"}</span>
      {words && state !== "absent" && state !== "newest" && <CircleAlert size={12} aria-hidden />}
      {age !== "" && <small>{age}</small>}
      <span className="visually-hidden"> {[words, label].filter(Boolean).join(", ")}</span>
    </button>
  );
}
