/** Teams whose agents have a limit, the busiest first. */
import { nameOf, useDocument } from "../../document/store";
import type { SimulatedLoad, TeamLoad } from "../../platform";
import { count } from "./load-words";
import { milliseconds, share } from "./words";

export function LoadTeams({ found: { teams } }: { readonly found: SimulatedLoad }) {
  if (teams.length === 0) return null;
  const busiest = [...teams].sort(
    (a, b) => (b.utilisation?.mean ?? 0) - (a.utilisation?.mean ?? 0) || a.id.localeCompare(b.id),
  );
  return (
    <section aria-label="Teams">
      <h3 className="sim__title">Teams</h3>
      <dl className="sim-figures">
        {busiest.map((team) => (
          <Row key={team.id} team={team} />
        ))}
      </dl>
    </section>
  );
}

function Row({ team }: { readonly team: TeamLoad }) {
  const name = useDocument((state) => nameOf(state, "team", team.id));
  const agents = team.agents.length === 1 ? "1 agent" : `${team.agents.length} agents`;
  const waits = team.waiting_ms ? `, ${milliseconds(team.waiting_ms.mean)} each` : "";
  return (
    <div data-testid={`load-team-${team.id}`}>
      <dt>
        <bdi>{name}</bdi> <small className="muted">{agents}</small>
      </dt>
      <dd className="load-figure">
        {team.utilisation ? `${share(team.utilisation.mean)} in use` : "nobody there"}
        <small className="muted">
          {count(team.queue.mean)} wait{waits}
        </small>
      </dd>
    </div>
  );
}
