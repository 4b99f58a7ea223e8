/** What becomes of mistakes at each agent that requests come to, the most dangerous first. */
import { useMemo } from "react";
import { nameOf, useDocument } from "../../document/store";
import type { AgentFate, Simulated } from "../../platform";
import { CutList } from "../impact/cut-list";
import { FateBar } from "./fate-bar";
import { goTo } from "./show";

const FIRST = 5;

export function AgentFates({ found: { agents, topology } }: { readonly found: Simulated }) {
  const worst = useMemo(
    () =>
      agents
        .filter(({ visits }) => visits !== 0)
        .sort((a, b) => b.digs_deeper - a.digs_deeper || a.id.localeCompare(b.id)),
    [agents],
  );
  if (worst.length === 0) return null;
  return (
    <section aria-label="What becomes of mistakes">
      <h3 className="sim__title">Recovers, or digs deeper</h3>
      <p className="sim__aside">
        Say a request carries a mistake when it comes to an agent, like a made-up fact. It{" "}
        <b>recovers</b> if it still ends resolved or with a person; it <b>digs deeper</b> if it ends
        wrong, lost or given up.
      </p>
      <CutList
        className="sim-agents"
        items={worst}
        keyOf={({ id }) => id}
        first={FIRST}
        row={(fate) => <Row fate={fate} topology={topology} />}
      />
    </section>
  );
}

function Row({ fate, topology }: { readonly fate: AgentFate; readonly topology: string }) {
  const name = useDocument((state) => nameOf(state, "agent", fate.id));
  return (
    <button
      type="button"
      className="sim-row"
      title="Show it on the drawing"
      data-testid={`fate-${fate.id}`}
      onClick={() => goTo({ kind: "agent", id: fate.id }, topology)}
    >
      <bdi className="sim-row__name">{name}</bdi>
      <FateBar {...fate} />
    </button>
  );
}
