"""rustworkx on the graph of crates/analysis/benches/impact.rs; prints one line of JSON with medians in milliseconds."""

import json
import statistics
import time

import rustworkx

AGENTS = 100_000
HANDOFFS = 1_000_000
MASK = (1 << 64) - 1


def random_numbers():
    """The seeded xorshift generator of the benchmark."""
    state = 0x9E37_79B9_7F4A_7C15

    def below(limit):
        nonlocal state
        state ^= (state << 13) & MASK
        state ^= state >> 7
        state ^= (state << 17) & MASK
        return state % limit

    return below


def median_ms(work, times):
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        taken.append((time.perf_counter() - start) * 1000)
    return statistics.median(taken)


def built(ends):
    graph = rustworkx.PyDiGraph(node_count_hint=AGENTS, edge_count_hint=HANDOFFS)
    graph.add_nodes_from(range(AGENTS))
    graph.add_edges_from_no_data(ends)
    return graph


random = random_numbers()
ends = []
for _ in range(HANDOFFS):
    sender = random(AGENTS)
    ends.append((sender, random(AGENTS)))
graph = built(ends)
start = ends[0][0]


def three_hops():
    """Agents within three hops: a walk that stops after the third layer."""
    seen = {start}
    layer = {start}
    for _ in range(3):
        layer = set().union(*(graph.successor_indices(agent) for agent in layer)) - seen
        seen |= layer
    return seen


print(
    json.dumps(
        {
            "build": median_ms(lambda: built(ends), 3),
            "three_hops": median_ms(three_hops, 20),
            "downstream": median_ms(lambda: rustworkx.descendants(graph, start), 20),
            "reached": len(rustworkx.descendants(graph, start) | {start}),
            "near": len(three_hops()),
        }
    )
)
