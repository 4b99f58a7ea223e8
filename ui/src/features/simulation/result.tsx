/** What a simulation found, read from the top: how requests end, whether that is good enough, where they die, what would help. */
import type { Simulated } from "../../platform";
import { AgentFates } from "./agent-fates";
import { CompoundingList } from "./compounding-list";
import { Deaths } from "./deaths";
import { Figures } from "./figures";
import { Improvements } from "./improvements";
import { LatencyChart } from "./latency-chart";
import { OutcomeChart } from "./outcome-chart";
import { Sensitivities } from "./sensitivities";

export function Result({ found }: { readonly found: Simulated }) {
  return (
    <>
      <OutcomeChart {...found} />
      <Figures found={found} />
      <Deaths found={found} />
      <Sensitivities found={found} />
      <Improvements topology={found.topology} />
      {found.histogram.length > 0 ? (
        <LatencyChart {...found} />
      ) : (
        <p className="sim__aside">
          How long requests take is told as a chart when requests are walked.
        </p>
      )}
      <AgentFates found={found} />
      <CompoundingList found={found} />
      {found.notes.length > 0 && (
        <section aria-label="What the numbers do not say">
          <h3 className="sim__title">What the numbers do not say</h3>
          <ul className="sim-notes">
            {found.notes.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}
