/** What the last simulation of the open topology says of one agent, in its inspector. */
import { isStale } from "../../document/simulated";
import { useDocument } from "../../document/store";
import { useSession } from "../../session/store";
import { Section } from "../inspector/section";
import { FateBar } from "./fate-bar";
import { share } from "./words";

export function AgentSimulated({ agent }: { readonly agent: string }) {
  const result = useSession(({ simulated, topology, past }) =>
    topology === null || past !== null ? undefined : simulated[topology],
  );
  const stale = useDocument((state) => result !== undefined && isStale(state, result));
  const fate = result?.found.agents.find(({ id }) => id === agent);
  if (!fate) return null;
  return (
    <Section
      title="In the last simulation"
      name="agent.simulated"
      summary={`${share(fate.recovers)} recovers`}
    >
      <FateBar {...fate} />
      <p className="inspector__hint">
        Of the requests that carry a mistake here, so many still end resolved or with a person; the
        others end wrong, lost or given up. {visitsWords(fate.visits)}
        {stale && " The design has changed since."}
      </p>
    </Section>
  );
}

function visitsWords(visits: number | null): string {
  if (visits === null) return "";
  if (visits === 0) return "No request is handed over to it.";
  return `A request comes here ${Number(visits.toFixed(2))} times on average.`;
}
