//! From records to places where requests wait.

use super::breaker::BreakerLimits;
use super::staffing::{self, Staffing};
use super::{Place, Queues, Service, Way};
use crate::error::SimulationError;
use crate::network::{LogNormal, Network};
use crate::setup::Setup;
use baton_graph::TopologyGraph;
use baton_model::{
    Agent, AgentBehaviour, AgentKind, Backoff, Document, Handoff, IdempotentBy, Rotation, Target,
    Team, TieBreak, Timestamp, TopologyId,
};
use std::collections::BTreeSet;

/// Milliseconds of the first wait between attempts.
const BACKOFF_MS: f64 = 500.0;
/// Median and 95th percentile of the time that a person works on a ticket, in milliseconds, where the record says nothing: 5 and 15 minutes.
const PERSON_MS: (f64, f64) = (300_000.0, 900_000.0);
/// Most slots of an agent; more are as good as no limit.
const MOST_SLOTS: u32 = 1_000_000;

impl Queues {
    /// The queues of a topology. Schedules of people stand at `from` when a run begins, or where the earliest shift begins.
    pub fn new(
        document: &Document,
        topology: &TopologyId,
        setup: &Setup,
        from: Option<&Timestamp>,
    ) -> Result<Self, SimulationError> {
        let network = Network::new(document, topology, setup)?;
        let graph = TopologyGraph::new(document, topology);
        let rotation = |agent: &Agent| -> Option<&Rotation> {
            let team = document.find::<Team>(agent.team.as_ref()?.as_str())?;
            let is_person = agent.kind == AgentKind::Human;
            document.find::<Rotation>(team.rotation.as_ref().filter(|_| is_person)?.as_str())
        };
        let rotations: Vec<Option<&Rotation>> = graph.members().map(rotation).collect();
        let first_shifts = rotations
            .iter()
            .flatten()
            .filter_map(|one| staffing::first(one));
        let start = from.map_or_else(|| first_shifts.min().unwrap_or(0), Timestamp::milliseconds);
        let mut unsaid = Unsaid::default();
        let delegations = network.handoffs.iter().filter(|one| one.is_delegation);
        let called: BTreeSet<u32> = delegations
            .flat_map(|one| &one.may_reach)
            .copied()
            .collect();
        let places = graph
            .members()
            .zip(&rotations)
            .zip((0..).zip(&network.agents))
            .map(|((agent, rotation), (at, numbers))| {
                let staffing = rotation.and_then(|rotation| Staffing::new(rotation, start));
                unsaid.is_called = called.contains(&at);
                place(agent, staffing, numbers.latency, &mut unsaid)
            })
            .collect::<Result<Vec<_>, _>>()?;
        let ways = graph
            .handoffs()
            .iter()
            .zip(&network.handoffs)
            .map(|(drawn, numbers)| {
                let mut fallbacks = numbers.fallbacks.iter().copied();
                let human = fallbacks.find(|agent| network.agents[*agent as usize].is_human);
                let candidates = match &drawn.to {
                    Target::Query(query) if query.tie_break == TieBreak::LeastLoaded => {
                        graph.candidates(&drawn.id)
                    }
                    _ => &[],
                };
                let position = |agent: &&Agent| {
                    let found = network
                        .agents
                        .binary_search_by(|one| one.id.as_str().cmp(agent.id.as_str()));
                    found.ok().map(|at| at as u32)
                };
                let is_delegation = numbers.is_delegation;
                way(
                    drawn,
                    is_delegation,
                    human,
                    candidates.iter().filter_map(position).collect(),
                )
            })
            .collect::<Result<Vec<_>, _>>()?;
        let share = |handoff: &u32| network.handoffs[*handoff as usize].share;
        let shares = network
            .agents
            .iter()
            .map(|agent| agent.transfers.iter().map(share).sum());
        let exhaustion = network.agents.iter().map(crate::network::Agent::exhaustion);
        let mut limits = 0_u32;
        let limited = network.handoffs.iter().map(|handoff| {
            handoff.limit.map(|_| {
                limits += 1;
                limits - 1
            })
        });
        Ok(Self {
            limited: limited.collect(),
            shares: shares.collect(),
            exhaustion: exhaustion.collect(),
            limits: limits as usize,
            places,
            ways,
            network,
            notes: unsaid.notes(),
        })
    }
}

/// People whose records do not say how long something takes.
#[derive(Default)]
struct Unsaid {
    /// Whether the agent that is looked at is called by a delegation.
    is_called: bool,
    tickets: Vec<String>,
    answers: Vec<String>,
}

impl Unsaid {
    /// What was assumed.
    fn notes(self) -> Vec<String> {
        let fields =
            "behaviour.latency_p50_ms and latency_p95_ms; 800 and 2400 count as nothing said";
        let all = [
            (
                self.tickets,
                "how long a ticket takes",
                "5 minutes in the middle and 15 at most for 95 of 100 are assumed",
            ),
            (
                self.answers,
                "how long the answer to a call takes",
                "it is assumed to come at once, as without load",
            ),
        ];
        let told = all.into_iter().filter(|(people, ..)| !people.is_empty());
        told.map(|(people, what, assumed)| {
            let verb = if people.len() == 1 { "does" } else { "do" };
            format!(
                "agent {} {verb} not say {what} ({fields}): {assumed}",
                people.join(", ")
            )
        })
        .collect()
    }
}

fn place(
    agent: &Agent,
    staffing: Option<Staffing>,
    latency: LogNormal,
    unsaid: &mut Unsaid,
) -> Result<Place, SimulationError> {
    let subject = || format!("agent {}", agent.id);
    let out_of_range = |field, value, expected| SimulationError::OutOfRange {
        subject: subject(),
        field,
        value,
        expected,
    };
    let is_human = agent.kind == AgentKind::Human;
    let capacity = agent.capacity.as_ref();
    let at_once = capacity.map(|capacity| capacity.at_once);
    if let Some(at_once) = at_once.filter(|at_once| !(1..=MOST_SLOTS).contains(at_once)) {
        return Err(out_of_range(
            "capacity.at_once",
            f64::from(at_once),
            "between 1 and 1000000",
        ));
    }
    let rate = capacity.and_then(|capacity| capacity.rate_per_second);
    if let Some(rate) = rate.filter(|rate| !(rate.is_finite() && *rate > 0.0)) {
        return Err(out_of_range(
            "capacity.rate_per_second",
            rate,
            "a number above 0",
        ));
    }
    let (mut service, mut answer) = (latency, latency);
    if is_human {
        let default = AgentBehaviour::default();
        let (p50, p95) = (
            agent.behaviour.latency_p50_ms,
            agent.behaviour.latency_p95_ms,
        );
        let is_said = (p50, p95) != (default.latency_p50_ms, default.latency_p95_ms);
        if is_said {
            service = LogNormal::new(p50, p95);
            answer = service;
        } else {
            service = LogNormal::new(PERSON_MS.0, PERSON_MS.1);
            answer = LogNormal::new(0.0, 0.0);
            if at_once.is_some() || staffing.is_some() {
                unsaid.tickets.push(agent.id.to_string());
            }
            if unsaid.is_called {
                unsaid.answers.push(agent.id.to_string());
            }
        }
    }
    Ok(Place {
        team: agent.team.as_ref().map(ToString::to_string),
        slots: match (at_once, &staffing) {
            (Some(at_once), _) => Some(at_once),
            // Whoever is on shift takes one ticket.
            (None, Some(_)) => Some(1),
            (None, None) => None,
        },
        queue_limit: capacity
            .and_then(|capacity| capacity.queue_limit)
            .unwrap_or(u32::MAX),
        rate_per_ms: rate.map(|rate| rate / 1000.0),
        staffing,
        service: Service::new(service),
        answer: Service::new(answer),
    })
}

fn way(
    handoff: &Handoff,
    is_delegation: bool,
    human: Option<u32>,
    least_loaded: Vec<u32>,
) -> Result<Way, SimulationError> {
    let policy = &handoff.policy;
    let out_of_range = |field, value: u32| SimulationError::OutOfRange {
        subject: format!("handoff {}", handoff.id),
        field,
        value: f64::from(value),
        expected: "1 or more",
    };
    if let Some(breaker) = &policy.breaker {
        for (field, value) in [
            ("policy.breaker.threshold", breaker.threshold),
            ("policy.breaker.window_seconds", breaker.window_seconds),
        ] {
            if value == 0 {
                return Err(out_of_range(field, value));
            }
        }
    }
    if policy.timeout_ms == Some(0) {
        return Err(out_of_range("policy.timeout_ms", 0));
    }
    let debounce = handoff.trigger.debounce_seconds.filter(|_| !is_delegation);
    Ok(Way {
        timeout: policy.timeout_ms.map(f64::from),
        backoff: policy.backoff,
        breaker: policy.breaker.as_ref().map(|breaker| BreakerLimits {
            threshold: breaker.threshold,
            window: f64::from(breaker.window_seconds) * 1000.0,
            reset: f64::from(breaker.reset_seconds) * 1000.0,
        }),
        debounce: f64::from(debounce.unwrap_or(0)) * 1000.0,
        leaves_a_copy: policy.idempotent_by == IdempotentBy::None && !policy.rollback,
        least_loaded,
        human,
    })
}

impl Way {
    /// Milliseconds between a failure and the next attempt, the first being attempt 0; `dice` is between 0 and 1.
    pub fn wait(&self, failed: u32, dice: f64) -> f64 {
        match self.backoff {
            Backoff::None => 0.0,
            Backoff::Fixed => BACKOFF_MS,
            // The jitter takes away up to half, so that those who failed together do not come back together.
            Backoff::Exponential => {
                BACKOFF_MS * f64::from(failed.min(20)).exp2() * (0.5 + dice / 2.0)
            }
        }
    }
}
