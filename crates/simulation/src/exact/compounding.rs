//! How far a taint carries.
//!
//! From the step that taints a request until it recovers, a gate catches it, a delegation brings a clean answer, or it ends, every handoff that it uses is counted: a transfer
//! that begins while the request is tainted. One whose payload is spoilt on the way has begun before. A second taint on top of the first starts nothing.
//!
//! The walk of a tainted request that stays so is a chain of its own, over tainted states alone; one solution gives the transfers from every state on.

use super::chain::Chain;
use super::rows::Rows;
use super::sensitivity::Subject;
use super::space::{Choice, Space};
use crate::network::{Agent, Branch, End, Joined, Network, Taint, joined, power};
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

/// Every way in which requests of the mix become tainted, the one that makes for most tainted transfers first; none where some stay tainted for ever.
pub(super) fn compounding(
    network: &Network,
    space: &Space,
    visits: &[f64],
) -> Option<Vec<Compounding>> {
    let agents = network.agents.iter();
    let walk = Walk {
        network,
        space,
        visits,
        stays: agents
            .map(|agent| Stay::new(network, space, agent))
            .collect(),
    };
    let transfers = walk.transfers()?;
    Some(walk.origins(&transfers))
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

struct Walk<'a> {
    network: &'a Network,
    space: &'a Space,
    visits: &'a [f64],
    /// By agent.
    stays: Vec<Stay>,
}

impl Walk<'_> {
    /// By state: expected transfers of a request that arrives tainted, until it is clean or ends.
    fn transfers(&self) -> Option<Vec<f64>> {
        let states = self.space.states.iter().zip(self.visits).enumerate();
        let tainted = states
            .filter(|(_, (state, visits))| state.taint == Taint::Tainted && **visits > 0.0)
            .map(|(at, _)| at);
        let tainted: Vec<usize> = tainted.collect();
        let mut places = vec![u32::MAX; self.space.states.len()];
        for (place, at) in (0..).zip(&tainted) {
            places[*at] = place;
        }
        let mut rows = Rows::new();
        let mut used = Vec::with_capacity(tainted.len());
        for at in &tainted {
            let (mut transfers, mut stays) = (0.0, 0.0);
            self.each_tainted_transfer(*at, |is_forced, weight, arrivals| {
                let weight = weight * self.stays_tainted(*at, is_forced);
                transfers += weight;
                for (next, share) in arrivals {
                    stays += weight * share;
                    if weight * share > 0.0 {
                        rows.lead(places[next], weight * share);
                    }
                }
            });
            rows.close((1.0 - stays).max(0.0));
            used.push(transfers);
        }
        let chain = Chain::new(&rows);
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

    /// Every handoff that a state uses for tainted requests: whether it is forced, the probability of it given that the agent decides, or is forced, with a
    /// tainted request, and the states at which it arrives tainted, with shares.
    fn each_tainted_transfer(
        &self,
        at: usize,
        mut each: impl FnMut(bool, f64, &mut dyn Iterator<Item = (usize, f64)>),
    ) {
        let state = self.space.states[at];
        let (agent, taint) = (state.agent as usize, state.taint as usize);
        let effect = &self.space.effects[agent][taint];
        let forced = self.network.agents[agent].forced;
        self.space.each_use(self.network, at, |choice, next| {
            let Some(next) = next.filter(|_| choice.taint == Taint::Tainted) else {
                return;
            };
            let is_forced = forced == Some(choice.handoff);
            let given = if is_forced {
                effect.forced[1]
            } else {
                effect.decides[1]
            };
            let mut arrivals = self.tainted_arrivals(choice, next);
            each(is_forced, choice.probability / given, &mut arrivals);
        });
    }

    /// Where requests that use a handoff arrive tainted, of all the states to which it leads.
    fn tainted_arrivals<'s>(
        &'s self,
        choice: &'s Choice,
        next: &'s [u32],
    ) -> impl Iterator<Item = (usize, f64)> + 's {
        let passage = &self.space.passages[choice.handoff as usize][choice.taint as usize];
        let arrivals = passage.arrivals.iter();
        arrivals
            .filter(|(_, _, share)| choice.probability * share > 0.0)
            .zip(next)
            .filter(|((_, taint, _), _)| *taint == Taint::Tainted)
            .map(|((_, _, share), next)| (*next as usize, *share))
    }

    fn origins(&self, transfers: &[f64]) -> Vec<Compounding> {
        let mut origins = Origins::new(self.network);
        for (at, visits) in self.visits.iter().enumerate() {
            if *visits > 0.0 {
                self.taints_at_visit(at, *visits, transfers, &mut origins);
                self.taints_on_the_way(at, *visits, transfers, &mut origins);
            }
        }
        let mut all = origins.all();
        all.sort_unstable_by(|a, b| {
            let heavier = (b.times * b.each()).total_cmp(&(a.times * a.each()));
            let order = heavier.then_with(|| b.times.total_cmp(&a.times));
            // Agents and handoffs are in the order of their ids.
            order.then_with(|| a.place().cmp(&b.place()))
        });
        let told = all.into_iter().map(|origin| Compounding {
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

    /// Steps 2 and 3: making something up, tools that fail silently, delegations.
    fn taints_at_visit(&self, at: usize, visits: f64, transfers: &[f64], origins: &mut Origins) {
        let state = self.space.states[at];
        let agent = &self.network.agents[state.agent as usize];
        let stay = &self.stays[state.agent as usize];
        let mut onward = [0.0; 2];
        self.each_tainted_transfer(at, |is_forced, weight, arrivals| {
            let further: f64 = arrivals.map(|(next, share)| share * transfers[next]).sum();
            onward[usize::from(is_forced)] += weight * (1.0 + further);
        });
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

    /// Step 7: malformed payloads that are not rejected.
    fn taints_on_the_way(&self, at: usize, visits: f64, transfers: &[f64], origins: &mut Origins) {
        self.space.each_use(self.network, at, |choice, next| {
            let handoff = &self.network.handoffs[choice.handoff as usize];
            let is_open = !handoff.is_validated && handoff.malformed > 0.0;
            let Some(next) = next.filter(|_| is_open && choice.taint == Taint::Clean) else {
                return;
            };
            let known = handoff.to.iter().filter(|(end, _)| *end != End::Nobody);
            let known: f64 = known.map(|(_, share)| share).sum();
            let arrives = 1.0 - power(handoff.unavailable, handoff.attempts);
            let spoilt = known * arrives * handoff.malformed;
            let further: f64 = self
                .tainted_arrivals(choice, next)
                .map(|(next, share)| share * transfers[next])
                .sum();
            let times = visits * choice.probability * spoilt;
            if times > 0.0 {
                origins.add(Cause::Malformed, choice.handoff, times, further / spoilt);
            }
        });
    }
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
