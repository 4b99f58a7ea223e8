/** What becomes of a request that carries a mistake at an agent: it recovers, or it digs deeper. */
import type { AgentFate } from "../../platform";
import { share } from "./words";
import "./fate-bar.css";

export function FateBar({ recovers, digs_deeper }: Pick<AgentFate, "recovers" | "digs_deeper">) {
  return (
    <span className="fate">
      <span className="fate__bar" aria-hidden>
        <span className="fate__good" style={{ width: `${recovers * 100}%` }} />
        <span className="fate__bad" style={{ width: `${digs_deeper * 100}%` }} />
      </span>
      <span className="fate__words">
        <span>{share(recovers)} recovers</span>
        <span>{share(digs_deeper)} digs deeper</span>
      </span>
    </span>
  );
}
