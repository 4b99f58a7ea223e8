/** How to read the widths of lines and the bars of boxes while the drawing shows simulated traffic. */
import { Button } from "../../components/button";
import { isStale } from "../../document/simulated";
import { useDocument } from "../../document/store";
import { busiestOf, WIDEST, widthOf } from "../../document/traffic";
import type { Simulated } from "../../platform";
import { useSession } from "../../session/store";
import { runSimulation } from "./show";
import "./traffic-scale.css";

export interface TrafficScaleProps {
  readonly topology: string;
  readonly found: Simulated;
}

/** Shares of the busiest handoff's traffic. */
const SAMPLES = [1, 0.4, 0.1];

export function TrafficScale({ topology, found }: TrafficScaleProps) {
  const result = useSession((state) => state.simulated[topology]);
  const stale = useDocument((state) => result !== undefined && isStale(state, result));
  const busiest = busiestOf(found.handoffs);
  return (
    <div className="traffic-scale">
      {busiest > 0 && (
        <>
          <p>Width: how often 100 requests take it</p>
          <ul>
            {SAMPLES.map((part) => (
              <li key={part}>
                <span
                  className="traffic-scale__line"
                  style={{ height: widthOf(part * busiest, busiest), maxHeight: WIDEST }}
                  aria-hidden
                />
                {timesIn100(part * busiest)}
              </li>
            ))}
          </ul>
        </>
      )}
      <p>
        <span className="traffic-scale__bar" aria-hidden />
        Bar: mistakes there that <b>recover</b>, and that <b>dig deeper</b>
      </p>
      {stale && <p className="traffic-scale__stale">The design has changed since.</p>}
    </div>
  );
}

function timesIn100(uses: number): string {
  const times = uses * 100;
  return String(times < 10 ? Number(times.toPrecision(1)) : Math.round(times));
}

/** Nothing was simulated yet. */
export function NoTraffic({ topology }: { readonly topology: string }) {
  const running = useSession((state) => state.run !== null);
  const past = useSession((state) => state.past !== null);
  if (past)
    return (
      <p id="legend-entries" className="layers__none">
        Earlier states are not simulated; owners colour them.
      </p>
    );
  return (
    <div id="legend-entries" className="layers__none traffic-scale">
      <p>Nothing was simulated yet: simulate to see where requests go, and where they die.</p>
      <Button disabled={running} onClick={() => runSimulation(topology)}>
        Simulate
      </Button>
    </div>
  );
}
