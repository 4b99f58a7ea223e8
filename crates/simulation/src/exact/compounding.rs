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
use std::collections::BTreeMap;

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
    /// By call, and after the last: probability that a request that is tainted before it decides so, or is forced to hand off so.
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
        let mut tails = vec![[1.0, 0.0]];
        for [_, call] in calls.iter().rev() {
            let [decides, forced] = tails[tails.len() - 1];
            let goes_on = call.back[1] + call.uncalled;
            tails.push([goes_on * decides, call.unmet + goes_on * forced]);
        }
        tails.reverse();
        let exhausted = agent.exhaustion();
        Self {
            calls,
            exhausted,
            loud: exhausted * (1.0 - agent.silent),
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
        let (loud, [decides, forced]) = (stay.loud, stay.tails[0]);
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
        let mut origins = Origins::default();
        for (at, visits) in self.visits.iter().enumerate() {
            if *visits > 0.0 {
                self.taints_at_visit(at, *visits, transfers, &mut origins);
                self.taints_on_the_way(at, *visits, transfers, &mut origins);
            }
        }
        let mut all: Vec<Compounding> = origins
            .sums
            .into_iter()
            .map(|((cause, number), (times, transfers))| Compounding {
                subject: match cause {
                    Cause::Hallucination | Cause::SilentFailure => {
                        Subject::Agent(self.network.agents[number as usize].id.clone())
                    }
                    Cause::Malformed | Cause::Delegation => {
                        Subject::Handoff(self.network.handoffs[number as usize].id.clone())
                    }
                },
                cause,
                per_request: times,
                transfers: transfers / times,
            })
            .collect();
        all.sort_by(|a, b| {
            let weight = |of: &Compounding| of.per_request * of.transfers;
            let heavier = weight(b).total_cmp(&weight(a));
            let order = heavier.then_with(|| b.per_request.total_cmp(&a.per_request));
            order.then_with(|| (&a.subject, a.cause).cmp(&(&b.subject, b.cause)))
        });
        all
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
        let far = loud * onward[1] + (1.0 - loud) * from(stay.tails[0]);
        origins.add(Cause::Hallucination, state.agent, visits * made_up, far);
        let clean = arrives_clean - made_up;
        let silent = clean * exhausted * agent.silent;
        let far = from(stay.tails[0]);
        origins.add(Cause::SilentFailure, state.agent, visits * silent, far);
        let mut clean = clean * (1.0 - exhausted);
        let mut tainted = 1.0 - loud - clean;
        for ((call, results), tail) in agent.calls.iter().zip(&stay.calls).zip(&stay.tails[1..]) {
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

/// How often each origin taints, and the transfers that follow on all of that.
#[derive(Default)]
struct Origins {
    sums: BTreeMap<(Cause, u32), (f64, f64)>,
}

impl Origins {
    fn add(&mut self, cause: Cause, number: u32, times: f64, transfers: f64) {
        if times > 0.0 {
            let sum = self.sums.entry((cause, number)).or_default();
            sum.0 += times;
            sum.1 += times * transfers;
        }
    }
}
