/** A topology in memory under load: the first agent cannot keep up, the others are half as busy as the one before; the first handoff loses. */
import type {
  Agent,
  AgentLoad,
  Handoff,
  LoadComparison,
  LoadMoment,
  LoadRequest,
  SimulatedLoad,
  Team,
} from "../platform";

const sure = (mean: number) => ({ mean, interval: { low: mean * 0.98, high: mean * 1.02 } });
const spread = (mean: number) => ({
  ...sure(mean),
  p50: mean * 0.7,
  p95: mean * 2.6,
  p99: mean * 4.2,
});
const near = (mean: number) => ({
  low: Math.max(0, mean - 0.002),
  high: Math.min(1, mean + 0.002),
});

const OUTCOMES = {
  resolved: 0.78,
  wrong: 0.05,
  human: 0.06,
  human_repeat: 0,
  abandoned: 0.01,
  dropped: 0.1,
  killed: 0,
  stuck: 0,
};

export function loaded(
  asked: LoadRequest,
  agents: readonly Agent[],
  handoffs: readonly Handoff[],
  teams: readonly Team[],
): SimulatedLoad {
  const rate = asked.rate_per_second ?? 1;
  const seconds = asked.seconds ?? 3600;
  const [team] = teams;
  const ofAgents = agents.slice(0, 6).map((agent, i) => agentLoad(agent.id, i, rate));
  return {
    topology: asked.topology ?? "",
    method: "queues",
    rate_per_second: rate,
    seed: asked.seed ?? 1,
    service: asked.service ?? "log_normal",
    replications: asked.replications ?? 20,
    seconds,
    warm_up_seconds: seconds / 10,
    requests: Math.round(rate * seconds * (asked.replications ?? 20)),
    outcomes: OUTCOMES,
    intervals: {
      resolved: near(0.78),
      wrong: near(0.05),
      human: near(0.06),
      human_repeat: near(0),
      abandoned: near(0.01),
      dropped: near(0.1),
      killed: near(0),
      stuck: near(0),
    },
    inside: 0,
    by_load: [
      { cause: "queue_full", outcome: "dropped", share: 0.062, interval: near(0.062) },
      { cause: "timed_out", outcome: "dropped", share: 0.021, interval: near(0.021) },
    ],
    throughput_per_second: sure(rate * 0.9),
    latency_ms: spread(48_000),
    waiting_ms: spread(31_000),
    hops: 1.6,
    cost_usd: 0.012,
    handoff_success: 0.91,
    context_fidelity: 0.99,
    amplification: 1.34,
    agents: ofAgents,
    teams: team
      ? [
          {
            id: team.id,
            agents: ofAgents.slice(0, 2).map(({ id }) => id),
            utilisation: sure(0.81),
            waiting_ms: spread(22_000),
            queue: sure(9.4),
            series: [],
          },
        ]
      : [],
    handoffs: handoffs.map(({ id }, i) => ({
      id,
      uses: 1 / (1 + i),
      amplification: i === 0 ? 2.4 : 1,
      queue_full: i === 0 ? 0.18 : 0,
      rate_limited: 0,
      timed_out: i === 0 ? 0.09 : 0,
      breaker_open: i === 0 ? 0.04 : 0,
      openings_per_hour: i === 0 ? 3.2 : 0,
      lost: i === 0 ? 0.083 : 0,
    })),
    series_step_seconds: (seconds * 1.1) / POINTS,
    notes: [],
  };
}

/** The same design, in which the first agent keeps up and nothing is turned away. */
export function calmer(found: SimulatedLoad): SimulatedLoad {
  const { dropped, resolved, ...others } = found.outcomes;
  return {
    ...found,
    outcomes: { ...others, resolved: resolved + dropped, dropped: 0 },
    agents: found.agents.map((agent, i) =>
      i > 0
        ? agent
        : {
            ...agent,
            demand: 0.6,
            utilisation: sure(0.6),
            waiting_ms: spread(2000),
            queue_full: 0,
          },
    ),
  };
}

export function loadsCompared(a: SimulatedLoad, b: SimulatedLoad): LoadComparison {
  const row = (figure: string, x: number, y: number, moreIsBetter: boolean) => ({
    figure,
    a: x,
    b: y,
    difference: y - x,
    interval: { low: (y - x) * 0.9, high: (y - x) * 1.1 },
    is_better: x === y ? null : y > x === moreIsBetter,
  });
  return {
    a,
    b,
    differences: [
      row("resolved", a.outcomes.resolved, b.outcomes.resolved, true),
      row("dropped", a.outcomes.dropped, b.outcomes.dropped, false),
      row("waiting_ms.mean", 31_000, 4000, false),
      row("throughput_per_second", 0.9, 0.9, true),
    ],
  };
}

const POINTS = 60;

function agentLoad(id: string, i: number, rate: number): AgentLoad {
  const demand = 1.3 / 2 ** i;
  return {
    id,
    slots: 4,
    busy: sure(4 * Math.min(1, demand)),
    utilisation: sure(Math.min(0.998, demand)),
    demand,
    arrivals_per_second: rate,
    waiting_ms: spread(31_000 / 5 ** i),
    queue: sure(18 / 4 ** i),
    most_waiting: Math.round(20 / 2 ** i),
    queue_full: i === 0 ? 0.18 : 0,
    rate_limited: 0,
    timed_out: i === 0 ? 0.09 : 0,
    wasted_per_second: i === 0 ? 0.02 : 0,
    series: Array.from({ length: POINTS }, (_, step): LoadMoment => {
      const wave = 1 + 0.4 * Math.sin(step / 3 + i) + 0.2 * Math.sin(step * 1.7);
      const queue = Math.min(20, i === 0 ? step * 0.8 * wave : (6 / 3 ** i) * wave);
      return { queue, busy: 4 * Math.min(1, demand), slots: 4 };
    }),
  };
}
