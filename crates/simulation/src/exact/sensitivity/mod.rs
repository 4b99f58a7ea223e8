//! On which parameters the bad outcomes hang most.
//!
//! The chain is solved once for the expected visits of each state and once, the other way round, for the probability that a request in a state ends
//! badly (the adjoint). A parameter changes the ways from some states; each change weighs the visits of the state times what it makes worse, so the
//! derivative of the whole is a sum over states of the derivatives of their own formulas, and the chain is never solved again. Those formulas are
//! differentiated term by term: [`passage`] for a handoff, [`visit`] and [`join`] for a visit with its delegations.
//!
//! A parameter is taken as used: where a floor of the profile has raised it, the derivative is that at the floor. Numbers of things (retries, tool calls, limits) have no
//! derivative and are not among them, nor has an agent's way out of a circle that nothing else leaves.

mod join;
mod passage;
#[cfg(test)]
mod tests;
mod visit;

use super::space::{Space, State};
use crate::name::Name;
use crate::network::{Network, Taint};
use rayon::prelude::*;
use serde::Serialize;

/// What a number belongs to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, specta::Type)]
#[serde(tag = "kind", content = "id", rename_all = "snake_case")]
pub enum Subject {
    /// An agent, by id.
    Agent(Name),
    /// A handoff, by id.
    Handoff(Name),
    /// The scenario of the run.
    Scenario,
}

/// A parameter, by the name of its field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum Parameter {
    /// Of an agent: a tainted request becomes clean.
    Recovery,
    /// Of an agent: a clean request becomes tainted.
    Hallucination,
    /// Of an agent: one attempt of a tool call fails.
    ToolFailure,
    /// Of an agent: an exhausted call goes unnoticed.
    Silent,
    /// Of an agent: it ends the request.
    Resolves,
    /// Of a handoff: its weight among the sender's, or the probability of a delegation.
    Share,
    /// Of a handoff: one attempt fails.
    Unavailable,
    /// Of a handoff: the payload is malformed.
    Malformed,
    /// Of a handoff: context is lost.
    ContextLoss,
    /// Of a handoff's gate: a tainted request becomes clean.
    #[serde(rename = "gate.catches")]
    Catches,
    /// Of the scenario: a user who is asked again gives up.
    AbandonOnRepeat,
}

impl Parameter {
    /// The name in files, output and columns.
    pub fn name(self) -> &'static str {
        match self {
            Parameter::Recovery => "recovery",
            Parameter::Hallucination => "hallucination",
            Parameter::ToolFailure => "tool_failure",
            Parameter::Silent => "silent",
            Parameter::Resolves => "resolves",
            Parameter::Share => "share",
            Parameter::Unavailable => "unavailable",
            Parameter::Malformed => "malformed",
            Parameter::ContextLoss => "context_loss",
            Parameter::Catches => "gate.catches",
            Parameter::AbandonOnRepeat => "abandon_on_repeat",
        }
    }

    /// A tenth of the parameter, or of what it lacks to 1.
    fn step(self, value: f64) -> f64 {
        match self {
            Parameter::Recovery | Parameter::Catches | Parameter::Resolves => (1.0 - value) / 10.0,
            _ => value / 10.0,
        }
    }
}

/// How much the bad outcomes of the mix hang on one parameter.
#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
pub struct Sensitivity {
    /// Whose parameter.
    pub subject: Subject,
    /// Which.
    pub parameter: Parameter,
    /// As used: as drawn, or raised to the floor of the profile.
    pub value: f64,
    /// By how much the probability of a bad outcome grows with the parameter.
    pub derivative: f64,
    /// The parameter one step better: by a tenth of itself, or of its distance to 1 for `recovery`, `catches` and `resolves`, in the direction that lowers the
    /// bad outcomes, and never out of its range.
    pub improved: f64,
    /// The derivative times that step: by how much the probability of a bad outcome changes to first order. Below 0.
    pub effect: f64,
}

/// The parameters whose step changes anything, the largest effect first. `visits` are those of the mix, `bad` is the probability of a bad outcome from
/// each state on.
pub(super) fn sensitivities(
    network: &Network,
    space: &Space,
    visits: &[f64],
    bad: &[f64],
) -> Vec<Sensitivity> {
    let sums = Sums::new(network, space, visits, bad);
    let mut slopes = Slopes {
        agents: vec![AgentSlopes::default(); network.agents.len()],
        handoffs: vec![HandoffSlopes::default(); network.handoffs.len()],
        abandon: 0.0,
    };
    for handoff in 0..network.handoffs.len() {
        for taint in Taint::BOTH {
            if sums.used[handoff][taint as usize] > 0.0 {
                passage::differentiate(network, space, &sums, handoff, taint, &mut slopes);
            }
        }
    }
    visit::differentiate(network, space, &sums, &mut slopes);
    slopes.ranked(network)
}

/// The derivative of the probability of a bad outcome with respect to every parameter.
struct Slopes {
    agents: Vec<AgentSlopes>,
    handoffs: Vec<HandoffSlopes>,
    abandon: f64,
}

#[derive(Clone, Copy, Default)]
struct AgentSlopes {
    recovery: f64,
    hallucination: f64,
    tool_failure: f64,
    silent: f64,
    resolves: f64,
}

#[derive(Clone, Copy, Default)]
struct HandoffSlopes {
    share: f64,
    unavailable: f64,
    malformed: f64,
    context_loss: f64,
    catches: f64,
}

impl Slopes {
    fn ranked(&self, network: &Network) -> Vec<Sensitivity> {
        let mut ranked: Vec<(Owner, Stepped)> = Vec::new();
        for (number, (agent, slopes)) in (0..).zip(network.agents.iter().zip(&self.agents)) {
            for (parameter, value, slope) in [
                (Parameter::Recovery, agent.recovery, slopes.recovery),
                (
                    Parameter::Hallucination,
                    agent.hallucination,
                    slopes.hallucination,
                ),
                (
                    Parameter::ToolFailure,
                    agent.tool_failure,
                    slopes.tool_failure,
                ),
                (Parameter::Silent, agent.silent, slopes.silent),
                (Parameter::Resolves, agent.resolves, slopes.resolves),
            ] {
                let is_fixed = agent.is_queue && parameter == Parameter::Resolves;
                let step = stepped(parameter, value, slope, 1.0).filter(|_| !is_fixed);
                ranked.extend(step.map(|step| (Owner::Agent(number), step)));
            }
        }
        for (number, (handoff, slopes)) in (0..).zip(network.handoffs.iter().zip(&self.handoffs)) {
            let most = if handoff.is_delegation {
                1.0
            } else {
                f64::INFINITY
            };
            let catches = handoff.gate.map_or(1.0, |gate| gate.catches);
            for (parameter, value, slope, most) in [
                (Parameter::Share, handoff.share, slopes.share, most),
                (
                    Parameter::Unavailable,
                    handoff.unavailable,
                    slopes.unavailable,
                    1.0,
                ),
                (
                    Parameter::Malformed,
                    handoff.malformed,
                    slopes.malformed,
                    1.0,
                ),
                (
                    Parameter::ContextLoss,
                    handoff.context_loss,
                    slopes.context_loss,
                    1.0,
                ),
                (Parameter::Catches, catches, slopes.catches, 1.0),
            ] {
                let step = stepped(parameter, value, slope, most);
                ranked.extend(step.map(|step| (Owner::Handoff(number), step)));
            }
        }
        let patience = stepped(
            Parameter::AbandonOnRepeat,
            network.abandon,
            self.abandon,
            1.0,
        );
        ranked.extend(patience.map(|step| (Owner::Scenario, step)));
        // They are in the order of their owners and names, which settles equal effects.
        let mut order: Vec<(f64, u32)> = ranked
            .iter()
            .zip(0..)
            .map(|((_, step), at)| (step.effect, at))
            .collect();
        order.par_sort_unstable_by(|(a, at), (b, before)| {
            a.total_cmp(b).then_with(|| at.cmp(before))
        });
        let told = order.into_par_iter().map(|(_, at)| {
            let (of, step) = &ranked[at as usize];
            let subject = match of {
                Owner::Agent(number) => Subject::Agent(network.agents[*number].id.clone()),
                Owner::Handoff(number) => Subject::Handoff(network.handoffs[*number].id.clone()),
                Owner::Scenario => Subject::Scenario,
            };
            step.of(subject)
        });
        told.collect()
    }
}

/// Whose a parameter is, by number.
enum Owner {
    Agent(usize),
    Handoff(usize),
    Scenario,
}

/// A parameter one step better.
struct Stepped {
    parameter: Parameter,
    value: f64,
    derivative: f64,
    improved: f64,
    effect: f64,
}

/// None where a step changes nothing.
fn stepped(parameter: Parameter, value: f64, derivative: f64, most: f64) -> Option<Stepped> {
    let step = parameter.step(value);
    let improved = if derivative > 0.0 {
        (value - step).max(0.0)
    } else {
        (value + step).min(most.max(value))
    };
    let effect = derivative * (improved - value);
    (effect < 0.0).then_some(Stepped {
        parameter,
        value,
        derivative,
        improved,
        effect,
    })
}

impl Stepped {
    fn of(&self, subject: Subject) -> Sensitivity {
        Sensitivity {
            subject,
            parameter: self.parameter,
            value: self.value,
            derivative: self.derivative,
            improved: self.improved,
            effect: self.effect,
        }
    }
}

/// What the formulas of agents and handoffs are weighed with, summed over counters.
struct Sums {
    /// By agent and taint on arrival: visits.
    visits: Vec<[f64; 2]>,
    /// By handoff, taint on the sender's arrival, and taint when it is chosen: visits, each times the probability of a bad end if it is chosen then.
    chosen: Vec<[[f64; 2]; 2]>,
    /// By handoff and taint: uses.
    used: Vec<[f64; 2]>,
    /// By handoff and taint: where its arrivals begin in `arrived`.
    places: Vec<[usize; 2]>,
    /// By arrival: uses, each times the probability of a bad end from there on.
    arrived: Vec<f64>,
}

impl Sums {
    fn new(network: &Network, space: &Space, visits: &[f64], bad: &[f64]) -> Self {
        let possible = &space.possible;
        let mut count = 0;
        let places = (0..network.handoffs.len() as u32).map(|handoff| {
            Taint::BOTH.map(|taint| {
                let place = count;
                count += possible.arrivals(space, handoff, taint).len();
                place
            })
        });
        let places = places.collect();
        let mut sums = Self {
            visits: vec![[0.0; 2]; network.agents.len()],
            chosen: vec![Default::default(); network.handoffs.len()],
            used: vec![[0.0; 2]; network.handoffs.len()],
            places,
            arrived: vec![0.0; count],
        };
        let odds = Odds::new(network);
        for (at, visits) in visits.iter().enumerate() {
            if *visits > 0.0 {
                sums.visit(network, space, &odds, at, *visits, bad);
            }
        }
        sums
    }

    fn visit(
        &mut self,
        network: &Network,
        space: &Space,
        odds: &Odds,
        at: usize,
        visits: f64,
        bad: &[f64],
    ) {
        let state = space.states[at];
        // Where nothing else is possible, the ways of the state are all that is asked for, in this order.
        let mut ways = space
            .possible
            .is_empty()
            .then(|| space.rows.after(at).iter());
        let on_arrival = state.taint as usize;
        self.visits[state.agent as usize][on_arrival] += visits;
        for (handoff, taint) in space.possible.choices(space, state) {
            let chosen = &mut self.chosen[handoff as usize][on_arrival][taint as usize];
            if space.is_stopped(network, state, handoff) {
                *chosen += visits * network.handoffs[handoff as usize].stopped().ends.bad();
                continue;
            }
            let passage = space.passages.of(handoff, taint);
            let used = visits * odds.of(network, space, state, handoff, taint);
            let counters = space.counters_after(state, handoff);
            let mut worse = passage.ends.bad();
            let arrivals = space.possible.arrivals(space, handoff, taint).iter();
            let place = self.places[handoff as usize][taint as usize];
            for ((agent, taint, share), arrived) in arrivals.zip(&mut self.arrived[place..]) {
                let next = match &mut ways {
                    Some(ways) => ways.next().copied(),
                    None => counters.and_then(|counters| {
                        space.find(State {
                            agent: *agent,
                            taint: *taint,
                            counters,
                        })
                    }),
                };
                // What is not in the space is reached by no step of any parameter.
                let bad = next.map_or(0.0, |next| bad[next as usize]);
                worse += share * bad;
                *arrived += used * bad;
            }
            *chosen += visits * worse;
            self.used[handoff as usize][taint as usize] += used;
        }
    }
}

/// How probably agents choose among their handoffs.
struct Odds {
    /// By handoff: its share of what the sender passes on; none for error handoffs.
    shares: Vec<Option<f64>>,
}

impl Odds {
    fn new(network: &Network) -> Self {
        let mut shares = vec![None; network.handoffs.len()];
        for agent in &network.agents {
            let sum = agent.share_sum(network);
            for handoff in agent.transfers.iter().filter(|_| sum > 0.0) {
                let share = network.handoffs[*handoff as usize].share;
                shares[*handoff as usize] = Some(share / sum);
            }
        }
        Self { shares }
    }

    fn of(
        &self,
        network: &Network,
        space: &Space,
        state: State,
        handoff: u32,
        taint: Taint,
    ) -> f64 {
        let effect = &space.effects[state.agent as usize][state.taint as usize];
        match self.shares[handoff as usize] {
            Some(share) => {
                let left = 1.0 - network.agents[state.agent as usize].resolves;
                effect.decides[taint as usize] * left * share
            }
            None => effect.forced[taint as usize],
        }
    }
}
