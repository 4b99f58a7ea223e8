//! How far a taint carries.
//!
//! From the step that taints a request until it recovers, a gate catches it, a delegation brings a clean answer, or it ends, every handoff that it uses is counted: a transfer
//! that begins while the request is tainted. One whose payload is spoilt on the way has begun before. A second taint on top of the first starts nothing.
//!
//! The walk of a tainted request that stays so is a chain of its own, over tainted states alone; one solution gives the transfers from every state on.

use super::chain::Chain;
use super::go_on::GoOn;
use super::rows::Rows;
use super::sensitivity::Subject;
use super::space::Space;
use super::turns::Choice;
use crate::network::{Agent, Branch, End, Handoff, Joined, Network, Taint, joined, power};
use rayon::prelude::*;
use serde::Serialize;

/// How a request becomes tainted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// An agent makes something up.
    Hallucination,
    /// An agent's tools fail, and it does not notice.
    SilentFailure,
    /// A malformed payload is taken as it is.
    Malformed,
    /// A delegation's answer is tainted; a parallel group stands at its first handoff.
    Delegation,
}

/// How often requests become tainted in one way, and how far that carries.
#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
pub struct Compounding {
    /// The agent or handoff.
    pub subject: Subject,
    /// How.
    pub cause: Cause,
    /// Expected times per request of the mix.
    pub per_request: f64,
    /// Expected transfers from there until the request is clean again or ends.
    pub transfers: f64,
}

/// What the calls of a visit make of a request that has become tainted.
struct Stay {
    /// By call: what it gives to a clean and to a tainted request.
    calls: Vec<[Joined; 2]>,
    /// Probability that the tools fail, and that this is noticed as well.
    exhausted: f64,
    loud: f64,
    /// Probability that a request that is tainted before the first call decides so, or is forced to hand off so.
    tail: [f64; 2],
    /// The same after each call.
    tails: Vec<[f64; 2]>,
}

impl Stay {
    fn new(network: &Network, space: &Space, agent: &Agent) -> Self {
        let calls = agent.calls.iter().map(|call| {
            let (members, join) = call.branches();
            Taint::BOTH.map(|taint| {
                let branches = members.iter();
                let branches: Vec<Branch> = branches
                    .map(|handoff| network.branch(&space.effects, *handoff, taint))
                    .collect();
                joined(&branches, join)
            })
        });
        let calls: Vec<[Joined; 2]> = calls.collect();
        let mut tail = [1.0, 0.0];
        let mut tails = Vec::with_capacity(calls.len());
        for [_, call] in calls.iter().rev() {
            tails.push(tail);
            let [decides, forced] = tail;
            let goes_on = call.back[1] + call.uncalled;
            tail = [goes_on * decides, call.unmet + goes_on * forced];
        }
        tails.reverse();
        let exhausted = agent.exhaustion();
        Self {
            calls,
            exhausted,
            loud: exhausted * (1.0 - agent.silent),
            tail,
            tails,
        }
    }
}

/// What becomes of taints, whatever the visits are.
pub(super) struct Carried<'a> {
    network: &'a Network,
    space: &'a Space,
    /// By agent.
    stays: Vec<Stay>,
    /// By handoff: the probability that it taints a clean request by a payload that nobody rejects.
    spoilt: Vec<f64>,
    /// By state: expected transfers of a request that arrives tainted, until it is clean or ends.
    transfers: Vec<f64>,
}

impl<'a> Carried<'a> {
    /// None where some requests stay tainted for ever.
    pub fn new(network: &'a Network, space: &'a Space, go_on: &GoOn<'_>) -> Option<Self> {
        let agents = network.agents.iter();
        let mut carried = Self {
            network,
            space,
            stays: agents
                .map(|agent| Stay::new(network, space, agent))
                .collect(),
            spoilt: network.handoffs.iter().map(spoilt).collect(),
            transfers: Vec::new(),
        };
        carried.transfers = carried.transfers(go_on)?;
        Some(carried)
    }

    fn transfers(&self, go_on: &GoOn<'_>) -> Option<Vec<f64>> {
        let of_mix = self.space.states[..self.space.of_mix].iter().enumerate();
        let tainted = of_mix.filter(|(_, state)| state.taint == Taint::Tainted);
        let tainted: Vec<usize> = tainted.map(|(at, _)| at).collect();
        let mut places = vec![u32::MAX; self.space.states.len()];
        for (place, at) in (0..).zip(&tainted) {
            places[*at] = place;
        }
        let mut rows = Rows::new();
        let mut used = Vec::with_capacity(tainted.len());
        for at in &tainted {
            let (mut transfers, mut stays) = (0.0, 0.0);
            self.space.each_use(self.network, *at, |choice, next| {
                let Some(next) = next.filter(|_| choice.taint == Taint::Tainted) else {
                    return;
                };
                let (is_forced, weight) = self.given_tainted(*at, choice);
                let weight = weight * self.stays_tainted(*at, is_forced);
                transfers += weight;
                for (next, share) in self.tainted_arrivals(choice, next) {
                    stays += weight * share;
                    if weight * share > 0.0 {
                        rows.lead(places[next], weight * share);
                    }
                }
            });
            rows.close((1.0 - stays).max(0.0));
            used.push(transfers);
        }
        let chain = Chain::new(&rows, None, go_on);
        if (0..rows.len()).any(|state| chain.is_trap(state)) {
            return None;
        }
        let found = chain.values(&used, 1.0);
        let mut transfers = vec![0.0; self.space.states.len()];
        for (at, found) in tainted.iter().zip(found) {
            transfers[*at] = found;
        }
        Some(transfers)
    }

    /// Probability that a request that arrives tainted at a state is still so when the agent decides, or is forced to hand off.
    fn stays_tainted(&self, at: usize, is_forced: bool) -> f64 {
        let number = self.space.states[at].agent as usize;
        let agent = &self.network.agents[number];
        let stay = &self.stays[number];
        let (loud, [decides, forced]) = (stay.loud, stay.tail);
        let stays = if is_forced {
            loud + (1.0 - loud) * forced
        } else {
            (1.0 - loud) * decides
        };
        (1.0 - agent.recovery) * stays
    }

    /// Whether a tainted request that uses a handoff is forced to, and the probability of that given that the agent decides, or is forced, with a tainted request.
    fn given_tainted(&self, at: usize, choice: &Choice) -> (bool, f64) {
        let state = self.space.states[at];
        let (agent, taint) = (state.agent as usize, state.taint as usize);
        let effect = &self.space.effects[agent][taint];
        let is_forced = self.network.agents[agent].forced == Some(choice.handoff);
        let given = if is_forced {
            effect.forced[1]
        } else {
            effect.decides[1]
        };
        (is_forced, choice.probability / given)
    }

    /// Where requests that use a handoff arrive tainted, of all the states to which it leads.
    fn tainted_arrivals<'s>(
        &'s self,
        choice: &'s Choice,
        next: &'s [u32],
    ) -> impl Iterator<Item = (usize, f64)> + 's {
        let arrivals = self.space.passages.arrivals(choice.handoff, choice.taint);
        arrivals
            .iter()
            .filter(|(_, _, share)| choice.probability * share > 0.0)
            .zip(next)
            .filter(|((_, taint, _), _)| *taint == Taint::Tainted)
            .map(|((_, _, share), next)| (*next as usize, *share))
    }

    /// Every way in which requests of the mix become tainted, the one that makes for most tainted transfers first.
    pub fn origins(&self, visits: &[f64]) -> Vec<Compounding> {
        let mut origins = Origins::new(self.network);
        for (at, visits) in visits.iter().enumerate() {
            if *visits > 0.0 {
                let onward = self.taints_on_the_way(at, *visits, &mut origins);
                self.taints_at_visit(at, *visits, onward, &mut origins);
            }
        }
        let mut all = origins.all();
        all.sort_unstable_by(|a, b| {
            let heavier = (b.times * b.each()).total_cmp(&(a.times * a.each()));
            let order = heavier.then_with(|| b.times.total_cmp(&a.times));
            // Agents and handoffs are in the order of their ids.
            order.then_with(|| a.place().cmp(&b.place()))
        });
        let told = all.into_par_iter().map(|origin| Compounding {
            subject: match origin.cause {
                Cause::Hallucination | Cause::SilentFailure => {
                    Subject::Agent(self.network.agents[origin.number as usize].id.clone())
                }
                Cause::Malformed | Cause::Delegation => {
                    Subject::Handoff(self.network.handoffs[origin.number as usize].id.clone())
                }
            },
            cause: origin.cause,
            per_request: origin.times,
            transfers: origin.each(),
        });
        told.collect()
    }

    /// Steps 2 and 3: making something up, tools that fail silently, delegations. `onward` are the transfers of a request that the agent decides about, or is forced to hand
    /// off, when it is tainted.
    fn taints_at_visit(&self, at: usize, visits: f64, onward: [f64; 2], origins: &mut Origins) {
        let state = self.space.states[at];
        let agent = &self.network.agents[state.agent as usize];
        let stay = &self.stays[state.agent as usize];
        let from = |tail: [f64; 2]| tail[0] * onward[0] + tail[1] * onward[1];
        let arrives_clean = match state.taint {
            Taint::Clean => 1.0,
            Taint::Tainted => agent.recovery,
        };
        let (exhausted, loud) = (stay.exhausted, stay.loud);
        let made_up = arrives_clean * agent.hallucination;
        let far = loud * onward[1] + (1.0 - loud) * from(stay.tail);
        origins.add(Cause::Hallucination, state.agent, visits * made_up, far);
        let clean = arrives_clean - made_up;
        let silent = clean * exhausted * agent.silent;
        let far = from(stay.tail);
        origins.add(Cause::SilentFailure, state.agent, visits * silent, far);
        let mut clean = clean * (1.0 - exhausted);
        let mut tainted = 1.0 - loud - clean;
        for ((call, results), tail) in agent.calls.iter().zip(&stay.calls).zip(&stay.tails) {
            let handoff = call.branches().0[0];
            let [of_clean, of_tainted] = results;
            let taints = visits * clean * of_clean.back[1];
            origins.add(Cause::Delegation, handoff, taints, from(*tail));
            (clean, tainted) = (
                clean * (of_clean.back[0] + of_clean.uncalled) + tainted * of_tainted.back[0],
                clean * of_clean.back[1] + tainted * (of_tainted.back[1] + of_tainted.uncalled),
            );
        }
    }

    /// Step 7: malformed payloads that are not rejected. Gives the transfers of a request that the agent decides about, or is forced to hand off, when it is tainted.
    fn taints_on_the_way(&self, at: usize, visits: f64, origins: &mut Origins) -> [f64; 2] {
        let mut onward = [0.0; 2];
        self.space.each_use(self.network, at, |choice, next| {
            let spoilt = self.spoilt[choice.handoff as usize];
            let is_tainted = choice.taint == Taint::Tainted;
            let Some(next) = next.filter(|_| is_tainted || spoilt > 0.0) else {
                return;
            };
            let arrivals = self.tainted_arrivals(choice, next);
            let further: f64 = arrivals
                .map(|(next, share)| share * self.transfers[next])
                .sum();
            if is_tainted {
                let (is_forced, weight) = self.given_tainted(at, choice);
                onward[usize::from(is_forced)] += weight * (1.0 + further);
            } else {
                let times = visits * choice.probability * spoilt;
                origins.add(Cause::Malformed, choice.handoff, times, further / spoilt);
            }
        });
        onward
    }
}

/// The probability that a handoff taints a clean request that uses it.
fn spoilt(handoff: &Handoff) -> f64 {
    if handoff.is_validated || handoff.malformed == 0.0 {
        return 0.0;
    }
    let known = handoff.to.iter().filter(|(end, _)| *end != End::Nobody);
    let known: f64 = known.map(|(_, share)| share).sum();
    known * (1.0 - power(handoff.unavailable, handoff.attempts)) * handoff.malformed
}

/// A way in which requests become tainted.
struct Origin {
    cause: Cause,
    /// The agent or handoff.
    number: u32,
    /// How often it taints.
    times: f64,
    /// The transfers that follow on all of that.
    transfers: f64,
}

impl Origin {
    /// The transfers that follow on one taint.
    fn each(&self) -> f64 {
        self.transfers / self.times
    }

    /// Agents first, then handoffs.
    fn place(&self) -> (bool, u32, Cause) {
        let is_handoff = matches!(self.cause, Cause::Malformed | Cause::Delegation);
        (is_handoff, self.number, self.cause)
    }
}

/// How often each origin taints, and the transfers that follow on all of that.
struct Origins {
    /// By agent: making something up, and silent failures.
    agents: Vec<[(f64, f64); 2]>,
    /// By handoff: malformed payloads, and delegations.
    handoffs: Vec<[(f64, f64); 2]>,
}

impl Origins {
    fn new(network: &Network) -> Self {
        Self {
            agents: vec![Default::default(); network.agents.len()],
            handoffs: vec![Default::default(); network.handoffs.len()],
        }
    }

    fn add(&mut self, cause: Cause, number: u32, times: f64, transfers: f64) {
        if times > 0.0 {
            let sum = match cause {
                Cause::Hallucination => &mut self.agents[number as usize][0],
                Cause::SilentFailure => &mut self.agents[number as usize][1],
                Cause::Malformed => &mut self.handoffs[number as usize][0],
                Cause::Delegation => &mut self.handoffs[number as usize][1],
            };
            sum.0 += times;
            sum.1 += times * transfers;
        }
    }

    fn all(&self) -> Vec<Origin> {
        let agents = [Cause::Hallucination, Cause::SilentFailure];
        let handoffs = [Cause::Malformed, Cause::Delegation];
        let mut all = Vec::new();
        for (causes, sums) in [(agents, &self.agents), (handoffs, &self.handoffs)] {
            for (number, sums) in (0..).zip(sums) {
                for (cause, (times, transfers)) in causes.into_iter().zip(*sums) {
                    if times > 0.0 {
                        all.push(Origin {
                            cause,
                            number,
                            times,
                            transfers,
                        });
                    }
                }
            }
        }
        all
    }
}
