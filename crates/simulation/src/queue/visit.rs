//! What happens at an agent: steps 1 to 4 and 9.

use super::engine::Engine;
use super::events::What;
use super::token::{NONE, Token, Via};
use crate::fate::Fate;
use crate::network::{Call, Join, Taint};

impl Engine<'_> {
    /// An agent takes up a token, for which a slot has been seized: the arrival of step 9, then the visit begins.
    pub(super) fn take_up(&mut self, number: u32) {
        let queues = self.queues;
        let waited = self.wait_ended(number);
        let token = &mut self.tokens[number as usize];
        token.ticket = token.ticket.wrapping_add(1);
        token.timeout = NONE;
        let (agent, via, counts) = (token.agent, token.via, token.counts);
        if counts {
            self.stations[agent as usize].counts.waits.add(waited);
        }
        let is_lost = via == Via::Handoff && self.reached(number);
        let is_human = queues.network.agents[agent as usize].is_human;
        let token = &mut self.tokens[number as usize];
        if token.is_branch() {
            token.is_spoilt |= is_lost;
        } else if let Some(fate) = self.arrival(number, is_human, is_lost) {
            if is_human {
                let time = self.visit_time(agent);
                self.events.add(self.now + time, What::Released, agent);
            } else {
                // Nobody waits where a slot was free a moment ago, or whoever does is looked at next.
                self.stations[agent as usize].release(self.now);
            }
            self.end(number, fate);
            return;
        }
        if !is_human {
            let root = self.tokens[number as usize].root;
            self.tokens[root as usize].cost += queues.network.agents[agent as usize].cost_usd;
        }
        let time = if self.tokens[number as usize].is_branch() {
            self.answer_time(agent)
        } else {
            self.visit_time(agent)
        };
        self.events.add(self.now + time, What::Served, number);
    }

    /// The outcome that taking up a request is, if it is one.
    fn arrival(&mut self, number: u32, is_human: bool, is_lost: bool) -> Option<Fate> {
        let network = &self.queues.network;
        let token = &mut self.tokens[number as usize];
        let is_entry = token.via == Via::Entry;
        if !is_entry {
            token.arrivals += 1;
            if token.counts {
                self.result.arrivals += 1;
                self.result.lost += u64::from(is_lost);
            }
        }
        if is_human {
            return Some(if is_lost {
                Fate::HumanRepeat
            } else {
                Fate::Human
            });
        }
        if is_lost && self.dice.happens(network.abandon) {
            return Some(Fate::Abandoned);
        }
        (!is_entry && token.arrivals >= network.hop_cap).then_some(Fate::Stuck)
    }

    /// The agent's own work is done: steps 1 to 3, then its delegations.
    pub(super) fn served(&mut self, number: u32) {
        let at = self.tokens[number as usize].agent as usize;
        let agent = &self.queues.network.agents[at];
        let token = &mut self.tokens[number as usize];
        if agent.is_human {
            token.taint = Taint::Clean;
            return self.finished(number, false);
        }
        if token.taint == Taint::Tainted && self.dice.happens(agent.recovery) {
            token.taint = Taint::Clean;
        }
        if token.taint == Taint::Clean && self.dice.happens(agent.hallucination) {
            token.taint = Taint::Tainted;
        }
        if self.dice.happens(self.queues.exhaustion[at]) {
            if !self.dice.happens(agent.silent) {
                return self.finished(number, true);
            }
            token.taint = Taint::Tainted;
        }
        token.call = 0;
        self.delegate(number);
    }

    /// Makes one call after the other, until one has to be waited for.
    fn delegate(&mut self, number: u32) {
        let queues = self.queues;
        loop {
            let token = &mut self.tokens[number as usize];
            let calls = &queues.network.agents[token.agent as usize].calls;
            let members = match calls.get(token.call as usize) {
                None => return self.finished(number, false),
                Some(Call::One(handoff)) => std::slice::from_ref(handoff),
                Some(Call::Group { members, .. }) => &members[..],
            };
            // One of its own until all are out: a branch may be back at once.
            token.pending = 1;
            (token.clean, token.tainted, token.missing) = (0, 0, 0);
            for handoff in members {
                let share = queues.network.handoffs[*handoff as usize].share;
                if self.dice.happens(share.min(1.0)) {
                    self.tokens[number as usize].pending += 1;
                    let caller = self.tokens[number as usize];
                    let branch = self.place(Token::branch(&caller, number));
                    self.hand_over(branch, *handoff);
                }
            }
            let token = &mut self.tokens[number as usize];
            token.pending -= 1;
            if token.pending > 0 {
                return;
            }
            if !self.joined(number) {
                return self.finished(number, true);
            }
        }
    }

    /// A branch is over: with a taint, or missing.
    pub(super) fn back(&mut self, branch: u32, result: Option<Taint>) {
        let caller = self.tokens[branch as usize].parent;
        self.take_back(branch);
        let token = &mut self.tokens[caller as usize];
        match result {
            None => token.missing += 1,
            Some(Taint::Clean) => token.clean += 1,
            Some(Taint::Tainted) => token.tainted += 1,
        }
        token.pending -= 1;
        if token.pending > 0 {
            return;
        }
        if self.joined(caller) {
            self.delegate(caller);
        } else {
            self.finished(caller, true);
        }
    }

    /// Joins the branches of a call; whether the join is met.
    fn joined(&mut self, number: u32) -> bool {
        let token = &mut self.tokens[number as usize];
        let calls = &self.queues.network.agents[token.agent as usize].calls;
        let join = match &calls[token.call as usize] {
            Call::One(_) => Join::All,
            Call::Group { join, .. } => *join,
        };
        token.call += 1;
        let returned = token.clean + token.tainted;
        if returned + token.missing == 0 {
            return true;
        }
        let is_tainted = match join {
            Join::All if token.missing > 0 => return false,
            Join::All => token.tainted > 0,
            Join::Some(needed) if returned < needed => return false,
            // Taken one after the other, without putting back; the first tainted one decides.
            Join::Some(needed) => (0..needed).any(|taken| {
                let left = f64::from(returned - taken);
                self.dice.happens(f64::from(token.tainted) / left)
            }),
        };
        token.taint = if is_tainted {
            Taint::Tainted
        } else {
            Taint::Clean
        };
        true
    }

    /// A visit is over: its slot is free, and the request goes on as step 4 has it, or as a forced handoff.
    fn finished(&mut self, number: u32, is_forced: bool) {
        let queues = self.queues;
        let token = &mut self.tokens[number as usize];
        // What load did to the transfer that brought it here is over.
        token.cause = None;
        let (at, taint) = (token.agent, token.taint);
        if token.is_branch() {
            let result = if token.is_spoilt {
                Taint::Tainted
            } else {
                taint
            };
            self.release(at);
            return self.back(number, (!is_forced).then_some(result));
        }
        self.release(at);
        let agent = &queues.network.agents[at as usize];
        if is_forced {
            return match agent.forced {
                Some(handoff) => self.hand_over(number, handoff),
                None => self.end(number, Fate::Dropped),
            };
        }
        if self.dice.happens(agent.resolves) {
            return self.end(number, taint.resolved());
        }
        let sum = queues.shares[at as usize];
        let mut chosen = None;
        if sum > 0.0 {
            let mut left = self.dice.uniform() * sum;
            for handoff in &agent.transfers {
                let share = queues.network.handoffs[*handoff as usize].share;
                if share > 0.0 {
                    chosen = Some(*handoff);
                    left -= share;
                    if left < 0.0 {
                        break;
                    }
                }
            }
        }
        match chosen {
            Some(handoff) => self.hand_over(number, handoff),
            None => self.end(number, Fate::Stuck),
        }
    }
}

impl Taint {
    /// How a request ends that is done.
    pub(super) fn resolved(self) -> Fate {
        match self {
            Taint::Clean => Fate::Resolved,
            Taint::Tainted => Fate::Wrong,
        }
    }
}
