//! From records to numbers, every one of them checked.

use super::{Agent, Call, End, Gate, Handoff, Join, LogNormal, Network};
use crate::error::SimulationError;
use crate::setup::Setup;
use baton_graph::TopologyGraph;
use baton_model::{
    AgentId, AgentKind, CapabilityQuery, Document, FaultProfile, HandoffMode, Join as DrawnJoin,
    Outcome, Target, TieBreak, TopologyId,
};
use std::collections::{BTreeMap, HashMap};

/// Probability that a gate's reviewer catches a tainted request, where nobody says otherwise.
pub const CATCHES: f64 = 0.9;
/// Minutes that a review takes, where nobody says otherwise.
const MINUTES: f64 = 2.0;
/// Most arrivals that a sampled request may be allowed.
const MOST_HOPS: u32 = 1_000_000;
/// Most of anything that is no probability, so that no sum of them is infinite.
const MOST: f64 = 1e12;
/// Least of a share that is not 0, by itself and as a part of all shares that it stands beside: below, rounding decides.
const LEAST_SHARE: f64 = 1e-12;
/// How many times the median a 95th percentile may be at most, so that its log-normal mean is a number.
const WIDEST: f64 = 1e6;

impl Network {
    /// The network of a topology.
    pub fn new(
        document: &Document,
        topology: &TopologyId,
        setup: &Setup,
    ) -> Result<Self, SimulationError> {
        let graph = TopologyGraph::new(document, topology);
        if graph.topology().is_none() {
            return Err(SimulationError::NoTopology(topology.to_string()));
        }
        if !(1..=MOST_HOPS).contains(&setup.hop_cap) {
            let cap = f64::from(setup.hop_cap);
            return Err(out_of_range(
                "the scenario",
                "hop_cap",
                cap,
                "between 1 and 1000000",
            ));
        }
        let builder = Builder::new(document, &graph, setup)?;
        let mut agents = graph
            .members()
            .map(|agent| builder.agent(agent))
            .collect::<Result<Vec<_>, _>>()?;
        let handoffs = graph
            .handoffs()
            .iter()
            .map(|handoff| builder.handoff(handoff))
            .collect::<Result<Vec<_>, _>>()?;
        builder.attach(&mut agents, &handoffs);
        for agent in &agents {
            let transfers = agent.transfers.iter().map(|at| &handoffs[*at as usize]);
            beside(transfers.map(|one| (format!("handoff {}", one.id), one.share)))?;
        }
        let callees_first = callees_first(&agents, &handoffs)?;
        let abandon = Builder::floor(
            "the scenario",
            "abandon_on_repeat",
            setup.abandon_on_repeat,
            setup.faults.abandon_on_repeat,
        )?;
        Ok(Self {
            entries: builder.entries(topology)?,
            agents,
            handoffs,
            abandon,
            hop_cap: setup.hop_cap,
            callees_first,
        })
    }
}

struct Builder<'a> {
    document: &'a Document,
    graph: &'a TopologyGraph<'a>,
    setup: &'a Setup,
    faults: &'a FaultProfile,
    /// Factor on the latencies of agents.
    slower: f64,
    positions: HashMap<&'a str, u32>,
}

impl<'a> Builder<'a> {
    fn new(
        document: &'a Document,
        graph: &'a TopologyGraph<'a>,
        setup: &'a Setup,
    ) -> Result<Self, SimulationError> {
        let numbered = graph.members().zip(0..);
        let faults = &setup.faults;
        let slower = faults.latency_factor.unwrap_or(1.0);
        if !(1.0..=WIDEST).contains(&slower) {
            return Err(out_of_range(
                "the fault profile",
                "latency_factor",
                slower,
                "between 1 and 1e6: a profile makes nothing faster",
            ));
        }
        Ok(Self {
            document,
            graph,
            setup,
            faults,
            slower,
            positions: numbered
                .map(|(agent, at)| (agent.id.as_str(), at))
                .collect(),
        })
    }

    fn position(&self, subject: &str, agent: &AgentId) -> Result<u32, SimulationError> {
        let found = self.positions.get(agent.as_str()).copied();
        found.ok_or_else(|| SimulationError::NoAgent {
            subject: subject.to_owned(),
            agent: agent.to_string(),
        })
    }

    /// A probability, raised to a floor.
    fn floor(
        subject: &str,
        field: &'static str,
        value: f64,
        floor: Option<f64>,
    ) -> Result<f64, SimulationError> {
        let value = probability(subject, field, value)?;
        let floor = probability("the fault profile", field, floor.unwrap_or(0.0))?;
        Ok(value.max(floor))
    }

    fn agent(&self, agent: &baton_model::Agent) -> Result<Agent, SimulationError> {
        let subject = format!("agent {}", agent.id);
        let is = &agent.behaviour;
        let faults = self.faults;
        if is.tool_limit == 0 {
            return Err(out_of_range(&subject, "tool_limit", 0.0, "1 or more"));
        }
        let p50 = amount(&subject, "latency_p50_ms", is.latency_p50_ms)?;
        let p95 = amount(&subject, "latency_p95_ms", is.latency_p95_ms)?;
        if p95 < p50 || p95 > p50 * WIDEST {
            return Err(out_of_range(
                &subject,
                "latency_p95_ms",
                p95,
                "at least latency_p50_ms and at most a million times as much, so 0 where that is 0",
            ));
        }
        let resolves = if agent.kind == AgentKind::Queue {
            0.0
        } else {
            is.resolves
        };
        Ok(Agent {
            id: agent.id.as_str().into(),
            is_human: agent.kind == AgentKind::Human,
            is_queue: agent.kind == AgentKind::Queue,
            resolves: probability(&subject, "resolves", resolves)?,
            recovery: probability(&subject, "recovery", is.recovery)?,
            hallucination: Self::floor(
                &subject,
                "hallucination",
                is.hallucination,
                faults.hallucination,
            )?,
            tool_calls: is.tool_calls,
            tool_failure: Self::floor(
                &subject,
                "tool_failure",
                is.tool_failure,
                faults.tool_failure,
            )?,
            tool_limit: is.tool_limit,
            silent: Self::floor(&subject, "silent", is.silent, faults.silent)?,
            latency: LogNormal::new(p50 * self.slower, p95 * self.slower),
            cost_usd: amount(&subject, "cost_usd", is.cost_usd)?,
            calls: Vec::new(),
            transfers: Vec::new(),
            forced: None,
        })
    }

    fn handoff(&self, handoff: &baton_model::Handoff) -> Result<Handoff, SimulationError> {
        let subject = format!("handoff {}", handoff.id);
        let is = &handoff.behaviour;
        let faults = self.faults;
        let is_delegation = handoff.mode == HandoffMode::Delegate;
        if is_delegation && matches!(handoff.to, Target::Outcome(_)) {
            return Err(SimulationError::DelegatesToOutcome(handoff.id.to_string()));
        }
        let fallbacks = handoff
            .fallbacks
            .iter()
            .map(|agent| self.position(&subject, agent))
            .collect::<Result<Vec<_>, _>>()?;
        let is_human = |agent: &AgentId| {
            let agent = self.graph.member(agent);
            agent.is_some_and(|agent| agent.kind == AgentKind::Human)
        };
        let gate = match &handoff.gate {
            Some(gate) => Some(Gate {
                catches: probability(&subject, "catches", gate.catches.unwrap_or(CATCHES))?,
                minutes: amount(&subject, "minutes", gate.minutes.unwrap_or(MINUTES))?,
            }),
            None => None,
        };
        let receivers = self.graph.receivers(handoff);
        let receivers = receivers
            .iter()
            .filter_map(|agent| self.positions.get(agent.id.as_str()));
        Ok(Handoff {
            may_reach: receivers.chain(&fallbacks).copied().collect(),
            id: handoff.id.as_str().into(),
            from: self.position(&subject, &handoff.from)?,
            to: self.ends(&subject, handoff)?,
            share: share(&subject, is.share)?,
            unavailable: Self::floor(&subject, "unavailable", is.unavailable, faults.unavailable)?,
            attempts: handoff.policy.retries.saturating_add(1),
            malformed: Self::floor(&subject, "malformed", is.malformed, faults.malformed)?,
            is_validated: handoff.policy.boundary_validation,
            context_loss: Self::floor(
                &subject,
                "context_loss",
                is.context_loss,
                faults.context_loss,
            )?,
            latency_ms: amount(&subject, "latency_ms", is.latency_ms)?,
            gate: gate.filter(|_| !is_delegation),
            limit: handoff.policy.loop_limit.filter(|_| !is_delegation),
            fallbacks,
            human_takes_over: handoff.fallbacks.iter().any(is_human),
            is_delegation,
        })
    }

    fn ends(
        &self,
        subject: &str,
        handoff: &baton_model::Handoff,
    ) -> Result<Vec<(End, f64)>, SimulationError> {
        match &handoff.to {
            Target::Agent(agent) => Ok(vec![(End::Agent(self.position(subject, agent)?), 1.0)]),
            Target::Outcome(target) => {
                let outcome = self.document.find::<Outcome>(&target.outcome);
                let good = outcome.is_some_and(|outcome| outcome.good);
                Ok(vec![(End::Outcome { good }, 1.0)])
            }
            Target::Query(query) => self.candidates(subject, handoff, query),
        }
    }

    fn candidates(
        &self,
        subject: &str,
        handoff: &baton_model::Handoff,
        query: &CapabilityQuery,
    ) -> Result<Vec<(End, f64)>, SimulationError> {
        let candidates = self.graph.candidates(&handoff.id);
        let chosen = match query.tie_break {
            TieBreak::Random => candidates.to_vec(),
            TieBreak::Cheapest => candidates
                .iter()
                .min_by(|a, b| {
                    let cost = a.behaviour.cost_usd.total_cmp(&b.behaviour.cost_usd);
                    cost.then_with(|| a.id.cmp(&b.id))
                })
                .copied()
                .into_iter()
                .collect(),
            // Load is known only with queues.
            TieBreak::First | TieBreak::LeastLoaded => {
                candidates.first().copied().into_iter().collect()
            }
        };
        if chosen.is_empty() {
            return Ok(match &query.default {
                Some(agent) => vec![(End::Agent(self.position(subject, agent)?), 1.0)],
                None => vec![(End::Nobody, 1.0)],
            });
        }
        let share = 1.0 / chosen.len() as f64;
        chosen
            .iter()
            .map(|agent| Ok((End::Agent(self.position(subject, &agent.id)?), share)))
            .collect()
    }

    /// Gives each agent its calls, its transfers and its way out on errors.
    fn attach(&self, agents: &mut [Agent], handoffs: &[Handoff]) {
        let mut groups: BTreeMap<(u32, &str), usize> = BTreeMap::new();
        for (at, (numbers, drawn)) in handoffs.iter().zip(self.graph.handoffs()).enumerate() {
            let agent = &mut agents[numbers.from as usize];
            if !numbers.is_delegation {
                if !drawn.trigger.on.is_error() {
                    agent.transfers.push(at as u32);
                } else if agent
                    .forced
                    .is_none_or(|best| handoffs[best as usize].share < numbers.share)
                {
                    agent.forced = Some(at as u32);
                }
                continue;
            }
            let Some(group) = drawn.parallel_group.as_deref() else {
                agent.calls.push(Call::One(at as u32));
                continue;
            };
            let place = groups.entry((numbers.from, group)).or_insert_with(|| {
                let join = match drawn.join {
                    DrawnJoin::All => Join::All,
                    DrawnJoin::Any => Join::Some(1),
                    DrawnJoin::N(n) => Join::Some(n.max(1)),
                };
                agent.calls.push(Call::Group {
                    members: Vec::new(),
                    join,
                });
                agent.calls.len() - 1
            });
            if let Call::Group { members, .. } = &mut agent.calls[*place] {
                members.push(at as u32);
            }
        }
    }

    fn entries(&self, topology: &TopologyId) -> Result<Vec<(u32, f64)>, SimulationError> {
        let drawn = self.graph.entries().iter();
        let drawn = drawn.map(|entry| (entry.agent.clone(), entry.share.unwrap_or(1.0)));
        let asked = if self.setup.entry.is_empty() {
            drawn.collect()
        } else {
            self.setup.entry.clone()
        };
        if asked.is_empty() {
            return Err(SimulationError::NoEntry(topology.to_string()));
        }
        let mut weights: BTreeMap<u32, f64> = BTreeMap::new();
        for (agent, share) in &asked {
            let subject = format!("the entry at {agent}");
            let share = self::share(&subject, *share)?;
            *weights.entry(self.position(&subject, agent)?).or_default() += share;
        }
        let sum: f64 = weights.values().sum();
        if sum <= 0.0 {
            return Err(SimulationError::NoEntryShare(topology.to_string()));
        }
        beside(
            asked
                .iter()
                .map(|(agent, share)| (format!("the entry at {agent}"), *share)),
        )?;
        Ok(weights
            .into_iter()
            .map(|(agent, weight)| (agent, weight / sum))
            .collect())
    }
}

fn out_of_range(
    subject: &str,
    field: &'static str,
    value: f64,
    expected: &'static str,
) -> SimulationError {
    SimulationError::OutOfRange {
        subject: subject.to_owned(),
        field,
        value,
        expected,
    }
}

fn probability(subject: &str, field: &'static str, value: f64) -> Result<f64, SimulationError> {
    if (0.0..=1.0).contains(&value) {
        Ok(value)
    } else {
        Err(out_of_range(subject, field, value, "between 0 and 1"))
    }
}

fn amount(subject: &str, field: &'static str, value: f64) -> Result<f64, SimulationError> {
    if (0.0..=MOST).contains(&value) {
        Ok(value)
    } else {
        Err(out_of_range(subject, field, value, "between 0 and 1e12"))
    }
}

fn share(subject: &str, value: f64) -> Result<f64, SimulationError> {
    let value = amount(subject, "share", value)?;
    if value == 0.0 || value >= LEAST_SHARE {
        Ok(value)
    } else {
        Err(out_of_range(
            subject,
            "share",
            value,
            "0, or between 1e-12 and 1e12",
        ))
    }
}

/// Refuses a share that is next to nothing beside the others.
fn beside(shares: impl Iterator<Item = (String, f64)> + Clone) -> Result<(), SimulationError> {
    let sum: f64 = shares.clone().map(|(_, share)| share).sum();
    let mut shares = shares.filter(|(_, share)| *share > 0.0);
    match shares.find(|(_, share)| share / sum < LEAST_SHARE) {
        None => Ok(()),
        Some((subject, share)) => Err(out_of_range(
            &subject,
            "share",
            share,
            "0, or at least 1e-12 of the sum of all shares beside it",
        )),
    }
}

/// Agents in an order in which every called agent stands before those that call it; the cycle if there is none.
fn callees_first(agents: &[Agent], handoffs: &[Handoff]) -> Result<Vec<u32>, SimulationError> {
    #[derive(Clone, Copy, PartialEq)]
    enum Mark {
        Unseen,
        Waiting,
        Done,
    }
    let called = |agent: u32| -> Vec<u32> {
        // A called person answers without calling anybody.
        if agents[agent as usize].is_human {
            return Vec::new();
        }
        let calls = agents[agent as usize].calls.iter();
        let delegations = calls.flat_map(|call| match call {
            Call::One(handoff) => std::slice::from_ref(handoff),
            Call::Group { members, .. } => members,
        });
        let reached = delegations.flat_map(|handoff| &handoffs[*handoff as usize].may_reach);
        let mut called: Vec<u32> = reached.copied().collect();
        called.sort_unstable();
        called.dedup();
        called
    };
    let mut marks = vec![Mark::Unseen; agents.len()];
    let mut order = Vec::with_capacity(agents.len());
    for start in 0..agents.len() as u32 {
        if marks[start as usize] != Mark::Unseen {
            continue;
        }
        marks[start as usize] = Mark::Waiting;
        let mut path = vec![(start, called(start))];
        while let Some((agent, left)) = path.last_mut() {
            let Some(next) = left.pop() else {
                marks[*agent as usize] = Mark::Done;
                order.push(*agent);
                path.pop();
                continue;
            };
            match marks[next as usize] {
                Mark::Done => {}
                Mark::Unseen => {
                    marks[next as usize] = Mark::Waiting;
                    path.push((next, called(next)));
                }
                Mark::Waiting => {
                    let from = path
                        .iter()
                        .position(|(agent, _)| *agent == next)
                        .unwrap_or(0);
                    let circle = path[from..].iter().map(|(agent, _)| *agent).chain([next]);
                    let names = circle.map(|agent| agents[agent as usize].id.to_string());
                    return Err(SimulationError::CallsItself(names.collect()));
                }
            }
        }
    }
    Ok(order)
}
