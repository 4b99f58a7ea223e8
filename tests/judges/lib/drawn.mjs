// What is drawn, worked out from the records alone, to hold exports of topologies against.

/** By topology `{ agents, handoffs }`: ids of who takes part, and handoffs with `tos`, the agents that each may lead to. */
export function drawn(exported) {
  const list = (kind) => exported.baton("list", kind).records;
  const agents = list("agent");
  const kinds = new Map(agents.map((agent) => [agent.id, agent]));
  const declares = (agent, tags) => tags.every((tag) => agent.capabilities?.includes(tag));
  const tos = ({ from, to }) => {
    if (typeof to === "string") return [to];
    if (to.outcome) return [];
    const found = agents.filter((agent) => agent.id !== from && declares(agent, to.capabilities));
    return [...new Set([...found.map(({ id }) => id), ...(to.default ? [to.default] : [])])];
  };
  const topologies = new Map(
    list("topology").map((topology) => [
      topology.id,
      { topology, agents: new Set(), handoffs: [] },
    ]),
  );
  for (const handoff of list("handoff")) {
    const { agents, handoffs } = topologies.get(handoff.topology);
    const receivers = tos(handoff);
    handoffs.push({ ...handoff, tos: receivers });
    const gates = (handoff.gate?.branches ?? []).map((branch) => branch.goes_to);
    const ends = [handoff.from, ...receivers, ...(handoff.fallbacks ?? []), ...gates];
    for (const agent of ends) if (typeof agent === "string") agents.add(agent);
  }
  for (const { topology, agent } of list("entry")) topologies.get(topology).agents.add(agent);
  for (const { topology, subject } of list("placement")) {
    if (subject.kind === "agent") topologies.get(topology).agents.add(subject.id);
  }
  return { topologies, agents: kinds };
}

/** `from -> to` of pairs, sorted, each once. */
export const arrows = (pairs) => [...new Set(pairs.map(([from, to]) => `${from} -> ${to}`))].sort();
