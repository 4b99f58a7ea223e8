//! One visit and one handoff, step by step as the definition has them. What is left to chance is asked of a [`Chance`].

use crate::fate::Fate;
use crate::network::{Agent, Call, End, Handoff, Join, Network, Taint};

/// Milliseconds of a minute.
const MINUTE: f64 = 60_000.0;

/// Whatever decides what is left to chance.
pub(super) trait Chance {
    /// Whether something of that probability happens.
    fn happens(&mut self, probability: f64) -> bool;
    /// One of several by their weights, which are not all zero.
    fn one_of(&mut self, count: usize, weight: impl Fn(usize) -> f64) -> usize;
    /// How often something of that probability happens in a row, in so many tries at most.
    fn in_a_row(&mut self, probability: f64, tries: u32) -> u32;
    /// Milliseconds that a called agent works, or nothing where that is marked instead and drawn later.
    fn work_time(&mut self, steps: &Steps<'_>, agent: u32, marks: &mut Vec<Mark>) -> f64;
    /// Hears that times are not added up from here on: the longest of several branches counts.
    fn at_once(&mut self);
    /// A delegation that was worked out beforehand.
    fn listed(
        &mut self,
        steps: &Steps<'_>,
        handoff: u32,
        taint: Taint,
        marks: &mut Vec<Mark>,
    ) -> Option<Branch>;
}

/// What a visit or a handoff did.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Step {
    pub next: Next,
    pub taint: Taint,
    /// Whether somebody was reached, and whether context was lost on the way there.
    pub arrived: bool,
    pub lost: bool,
    /// Whether the receiver itself got a well-formed payload with context kept.
    pub succeeded: bool,
    pub cost: f64,
    /// Milliseconds; the time of the visited agent itself is left out, and what is marked to be drawn.
    pub time: f64,
}

/// Where a request stands after a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Next {
    End(Fate),
    Visit(u32),
    HandOver(u32),
}

/// What is counted of a step beside what it did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Mark {
    /// A delegation was used.
    Called(u32),
    /// The request became tainted, at a place as [`Steps::places`] counts them.
    Tainted(u32),
    /// A called agent worked, for a time that is still to be drawn.
    Worked(u32),
}

/// Whose work is done: that of the agent that holds the request, or of one that it calls.
#[derive(Clone, Copy, PartialEq)]
enum Whose {
    Own,
    Called,
}

/// What a delegation gives back.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Branch {
    /// The taint of the answer; none where it is missing.
    pub answer: Option<Taint>,
    pub cost: f64,
    pub time: f64,
}

/// The steps of a network.
pub(super) struct Steps<'n> {
    pub network: &'n Network,
    /// Whether times are drawn.
    pub times: bool,
    /// By agent: probability that a visit's tools are exhausted.
    exhaustion: Vec<f64>,
    /// By agent: whether it can choose a transfer.
    goes_on: Vec<bool>,
}

impl<'n> Steps<'n> {
    pub fn new(network: &'n Network, times: bool) -> Self {
        let has_share = |handoff: &u32| network.handoffs[*handoff as usize].share > 0.0;
        let agents = network.agents.iter();
        Self {
            network,
            times,
            exhaustion: agents.clone().map(Agent::exhaustion).collect(),
            goes_on: agents
                .map(|agent| agent.transfers.iter().any(has_share))
                .collect(),
        }
    }

    /// Where requests can become tainted: by what each agent makes up, by number; by what its tools do unnoticed; at each handoff.
    pub fn places(network: &Network) -> usize {
        2 * network.agents.len() + network.handoffs.len()
    }

    fn failed_silently(&self, agent: u32) -> u32 {
        self.network.agents.len() as u32 + agent
    }

    fn at_handoff(&self, handoff: u32) -> u32 {
        2 * self.network.agents.len() as u32 + handoff
    }

    /// Steps 1 to 4 at an agent. What is to be counted is added to `marks`.
    pub fn visit<C: Chance>(
        &self,
        at: u32,
        taint: Taint,
        chance: &mut C,
        marks: &mut Vec<Mark>,
    ) -> Step {
        let agent = &self.network.agents[at as usize];
        let mut step = Step::new(taint);
        let is_forced = self.work(at, Whose::Own, &mut step, chance, marks);
        step.next = if is_forced {
            match agent.forced {
                Some(handoff) => Next::HandOver(handoff),
                None => Next::End(Fate::Dropped),
            }
        } else if chance.happens(agent.resolves) {
            Next::End(match step.taint {
                Taint::Clean => Fate::Resolved,
                Taint::Tainted => Fate::Wrong,
            })
        } else if self.goes_on[at as usize] {
            let transfers = &agent.transfers;
            let share = |at: usize| self.network.handoffs[transfers[at] as usize].share;
            Next::HandOver(transfers[chance.one_of(transfers.len(), share)])
        } else {
            Next::End(Fate::Stuck)
        };
        step
    }

    /// Steps 1 to 3: whether the agent has to hand off.
    fn work<C: Chance>(
        &self,
        at: u32,
        whose: Whose,
        step: &mut Step,
        chance: &mut C,
        marks: &mut Vec<Mark>,
    ) -> bool {
        let agent = &self.network.agents[at as usize];
        step.cost += agent.cost_usd;
        if step.taint == Taint::Tainted && chance.happens(agent.recovery) {
            step.taint = Taint::Clean;
        }
        if step.taint == Taint::Clean && chance.happens(agent.hallucination) {
            step.becomes(Taint::Tainted, whose, at, marks);
        }
        if chance.happens(self.exhaustion[at as usize]) {
            if !chance.happens(agent.silent) {
                return true;
            }
            step.becomes(Taint::Tainted, whose, self.failed_silently(at), marks);
        }
        agent.calls.iter().any(|call| {
            let joined = self.call(call, step, chance, marks);
            joined.is_none_or(|taint| {
                let (members, _) = call.branches();
                step.becomes(taint, whose, self.at_handoff(members[0]), marks);
                false
            })
        })
    }

    /// One delegation, or several at once: the taint after it; none where the join is not met.
    fn call<C: Chance>(
        &self,
        call: &Call,
        step: &mut Step,
        chance: &mut C,
        marks: &mut Vec<Mark>,
    ) -> Option<Taint> {
        let (members, join) = call.branches();
        if self.times && members.len() > 1 {
            chance.at_once();
        }
        let (mut missing, mut clean, mut tainted) = (0_u32, 0_u32, 0_u32);
        let mut longest = 0.0_f64;
        for handoff in members {
            if !chance.happens(self.network.handoffs[*handoff as usize].share.min(1.0)) {
                continue;
            }
            marks.push(Mark::Called(*handoff));
            let listed = chance.listed(self, *handoff, step.taint, marks);
            let branch = listed.unwrap_or_else(|| self.branch(*handoff, step.taint, chance, marks));
            match branch.answer {
                None => missing += 1,
                Some(Taint::Clean) => clean += 1,
                Some(Taint::Tainted) => tainted += 1,
            }
            step.cost += branch.cost;
            longest = longest.max(branch.time);
        }
        step.time += longest;
        let back = clean + tainted;
        if back + missing == 0 {
            return Some(step.taint);
        }
        let is_tainted = match join {
            Join::All if missing > 0 => return None,
            Join::All => tainted > 0,
            Join::Some(needed) if back < needed => return None,
            // Taken one after the other, without putting back; the first tainted one decides.
            Join::Some(needed) => (0..needed)
                .any(|taken| chance.happens(f64::from(tainted) / f64::from(back - taken))),
        };
        Some(if is_tainted {
            Taint::Tainted
        } else {
            Taint::Clean
        })
    }

    /// A delegation that is called, for a caller of that taint.
    pub fn branch<C: Chance>(
        &self,
        number: u32,
        taint: Taint,
        chance: &mut C,
        marks: &mut Vec<Mark>,
    ) -> Branch {
        let handoff = &self.network.handoffs[number as usize];
        let mut branch = Branch {
            answer: None,
            cost: 0.0,
            time: 0.0,
        };
        let End::Agent(receiver) = receiver(handoff, chance) else {
            return branch;
        };
        let mut spoilt = false;
        let mut time = 0.0;
        let mut reached = attempt(handoff, handoff.attempts, &mut time, chance).then_some(receiver);
        if reached.is_some() && chance.happens(handoff.malformed) {
            spoilt = !handoff.is_validated;
            if handoff.is_validated {
                reached = None;
            }
        }
        if reached.is_none() {
            reached = fall_back(handoff, &mut time, chance);
        }
        // Where times do not count, what differs in time alone is the same.
        branch.time = if self.times { time } else { 0.0 };
        let Some(agent) = reached else {
            return branch;
        };
        let lost = chance.happens(handoff.context_loss);
        let mut answer = Taint::Clean;
        if !self.network.agents[agent as usize].is_human {
            if self.times {
                branch.time += chance.work_time(self, agent, marks);
            }
            let mut step = Step::new(taint);
            let is_forced = self.work(agent, Whose::Called, &mut step, chance, marks);
            branch.cost += step.cost;
            branch.time += step.time;
            if is_forced {
                return branch;
            }
            answer = step.taint;
        }
        branch.answer = Some(if spoilt || lost {
            Taint::Tainted
        } else {
            answer
        });
        branch
    }

    /// Steps 6 to 9; the loop guard comes before, the cap of hops after.
    pub fn hand_over<C: Chance>(
        &self,
        number: u32,
        taint: Taint,
        chance: &mut C,
        marks: &mut Vec<Mark>,
    ) -> Step {
        let handoff = &self.network.handoffs[number as usize];
        let mut step = Step::new(taint);
        step.next = Next::End(Fate::Dropped);
        let end = receiver(handoff, chance);
        if end == End::Nobody {
            return step;
        }
        let mut is_there = attempt(handoff, handoff.attempts, &mut step.time, chance);
        let mut well_formed = true;
        if is_there && chance.happens(handoff.malformed) {
            well_formed = false;
            if handoff.is_validated {
                is_there = false;
            } else {
                let place = self.at_handoff(number);
                step.becomes(Taint::Tainted, Whose::Own, place, marks);
            }
        }
        let arrives_at = if is_there {
            Some(end)
        } else {
            fall_back(handoff, &mut step.time, chance).map(End::Agent)
        };
        let Some(arrives_at) = arrives_at else {
            return step;
        };
        let lost = chance.happens(handoff.context_loss);
        if let Some(gate) = handoff.gate.as_ref().filter(|_| is_there) {
            step.time += gate.minutes * MINUTE;
            if step.taint == Taint::Tainted && chance.happens(gate.catches) {
                step.taint = Taint::Clean;
            }
        }
        step.succeeded = is_there && well_formed && !lost;
        let agent = match arrives_at {
            End::Agent(agent) => agent,
            End::Nobody => return step,
            End::Outcome { good } => {
                step.next = Next::End(match (good, step.taint) {
                    (true, Taint::Clean) => Fate::Resolved,
                    (true, Taint::Tainted) => Fate::Wrong,
                    (false, _) => Fate::Dropped,
                });
                return step;
            }
        };
        step.arrived = true;
        step.lost = lost;
        step.next = if self.network.agents[agent as usize].is_human {
            Next::End(if lost { Fate::HumanRepeat } else { Fate::Human })
        } else if lost && chance.happens(self.network.abandon) {
            Next::End(Fate::Abandoned)
        } else {
            Next::Visit(agent)
        };
        step
    }
}

impl Step {
    fn new(taint: Taint) -> Self {
        Self {
            next: Next::End(Fate::Stuck),
            taint,
            arrived: false,
            lost: false,
            succeeded: false,
            cost: 0.0,
            time: 0.0,
        }
    }

    /// Takes on a taint that was made at a place. What a called agent makes up is its caller's once the answer is joined.
    fn becomes(&mut self, taint: Taint, whose: Whose, place: u32, marks: &mut Vec<Mark>) {
        let begins = self.taint == Taint::Clean && taint == Taint::Tainted;
        if begins && whose == Whose::Own {
            marks.push(Mark::Tainted(place));
        }
        self.taint = taint;
    }
}

/// Whether one of several attempts gets through; adds the time of each.
fn attempt(handoff: &Handoff, attempts: u32, time: &mut f64, chance: &mut impl Chance) -> bool {
    let failures = chance.in_a_row(handoff.unavailable, attempts);
    *time += f64::from(failures.saturating_add(1).min(attempts)) * handoff.latency_ms;
    failures < attempts
}

/// One attempt at each fallback in turn.
fn fall_back(handoff: &Handoff, time: &mut f64, chance: &mut impl Chance) -> Option<u32> {
    let mut fallbacks = handoff.fallbacks.iter().copied();
    fallbacks.find(|_| attempt(handoff, 1, time, chance))
}

fn receiver(handoff: &Handoff, chance: &mut impl Chance) -> End {
    let ends = &handoff.to;
    match ends[..] {
        [(end, _)] => end,
        _ => ends[chance.one_of(ends.len(), |at| ends[at].1)].0,
    }
}
