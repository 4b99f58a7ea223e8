//! One use of a handoff: steps 5 to 8, attempt by attempt.

use super::LoadCause;
use super::breaker::Passage;
use super::engine::Engine;
use super::events::What;
use super::token::{Payload, Try, Via};
use crate::fate::Fate;
use crate::network::{End, Taint};

/// Milliseconds of a minute.
const MINUTE: f64 = 60_000.0;

impl Engine<'_> {
    /// Begins the use of a handoff: loop guard, receiver, debounce.
    pub(super) fn hand_over(&mut self, number: u32, handoff: u32) {
        let queues = self.queues;
        let numbers = &queues.network.handoffs[handoff as usize];
        let way = &queues.ways[handoff as usize];
        if let (Some(limit), Some(limited)) = (numbers.limit, queues.limited[handoff as usize]) {
            let uses = self.uses(number, limited);
            if *uses >= limit {
                return self.guard(number, way.human);
            }
            *uses += 1;
        }
        let counts = self.tokens[number as usize].counts;
        self.result.ways[handoff as usize].uses += u64::from(counts);
        if !self.tokens[number as usize].is_branch() {
            self.result.transfers += u64::from(counts);
        }
        let end = self.receiver(handoff);
        self.tokens[number as usize].begin(handoff, end);
        if end == End::Nobody {
            return self.lost(number);
        }
        if way.debounce > 0.0 {
            self.events
                .add(self.now + way.debounce, What::Attempt, number);
        } else {
            self.attempt(number);
        }
    }

    /// The loop limit is used up: a person takes the request, or it is killed.
    fn guard(&mut self, number: u32, human: Option<u32>) {
        let Some(human) = human else {
            return self.end(number, Fate::Killed);
        };
        self.tokens[number as usize].via = Via::LoopGuard;
        if let Err(cause) = self.offer(number, human) {
            self.tokens[number as usize].cause = Some(cause);
            self.end(number, Fate::Dropped);
        }
    }

    fn receiver(&mut self, handoff: u32) -> End {
        let to = &self.queues.network.handoffs[handoff as usize].to;
        let candidates = &self.queues.ways[handoff as usize].least_loaded;
        let load = |agent: &u32| self.stations[*agent as usize].load();
        // The first by id of those with the least load.
        let least = candidates.iter().min_by(|a, b| load(a).total_cmp(&load(b)));
        if let Some(agent) = least {
            return End::Agent(*agent);
        }
        if let [(end, _)] = to[..] {
            return end;
        }
        let mut left = self.dice.uniform();
        for (end, share) in to {
            left -= share;
            if left < 0.0 {
                return *end;
            }
        }
        to.last().map_or(End::Nobody, |(end, _)| *end)
    }

    /// The next attempt sets out, unless a breaker is open.
    pub(super) fn attempt(&mut self, number: u32) {
        let token = &mut self.tokens[number as usize];
        let handoff = token.handoff as usize;
        let counts = u64::from(token.counts);
        if let (Try::Receiver(_), Some(breaker)) = (token.tried, &mut self.breakers[handoff]) {
            match breaker.ask(self.now) {
                Passage::Free => token.is_probe = false,
                Passage::Probe => token.is_probe = true,
                Passage::Blocked => {
                    token.cause = Some(LoadCause::BreakerOpen);
                    self.result.ways[handoff].refused[LoadCause::BreakerOpen as usize] += counts;
                    return self.fall_back(number);
                }
            }
        }
        self.result.ways[handoff].attempts += counts;
        let latency = self.queues.network.handoffs[handoff].latency_ms;
        self.events.add(self.now + latency, What::Delivered, number);
    }

    /// An attempt has crossed the way: steps 6 and 7, and the gate of step 8.
    pub(super) fn delivered(&mut self, number: u32) {
        let token = &mut self.tokens[number as usize];
        let handoff = &self.queues.network.handoffs[token.handoff as usize];
        if self.dice.happens(handoff.unavailable) {
            return self.failed(number, None);
        }
        let is_branch = token.is_branch();
        if matches!(token.tried, Try::Receiver(_)) {
            if token.payload == Payload::Unknown {
                token.payload = Payload::WellFormed;
                if self.dice.happens(handoff.malformed) {
                    token.payload = Payload::Malformed;
                    if !handoff.is_validated && is_branch {
                        token.is_spoilt = true;
                    } else if !handoff.is_validated {
                        token.taint = Taint::Tainted;
                    }
                }
            }
            if token.payload == Payload::Malformed && handoff.is_validated {
                // The receiver is well; it is the message that is not.
                self.settle(number, true);
                return self.fall_back(number);
            }
            if let (Some(gate), false) = (&handoff.gate, token.was_reviewed) {
                token.was_reviewed = true;
                if token.taint == Taint::Tainted && self.dice.happens(gate.catches) {
                    token.taint = Taint::Clean;
                }
                if gate.minutes > 0.0 {
                    self.events
                        .add(self.now + gate.minutes * MINUTE, What::Reviewed, number);
                    return;
                }
            }
        }
        self.arrive_at_end(number);
    }

    /// The message stands before its receiver.
    pub(super) fn arrive_at_end(&mut self, number: u32) {
        let token = &self.tokens[number as usize];
        match token.end {
            End::Agent(agent) => {
                if let Err(cause) = self.offer(number, agent) {
                    self.failed(number, Some(cause));
                }
            }
            End::Outcome { good } => {
                let fate = if good {
                    token.taint.resolved()
                } else {
                    Fate::Dropped
                };
                self.reached(number);
                self.tokens[number as usize].cause = None;
                self.end(number, fate);
            }
            End::Nobody => self.lost(number),
        }
    }

    /// The receiver has taken the message: whether context was lost on the way.
    pub(super) fn reached(&mut self, number: u32) -> bool {
        self.settle(number, true);
        let token = &self.tokens[number as usize];
        let loss = self.queues.network.handoffs[token.handoff as usize].context_loss;
        let is_lost = self.dice.happens(loss);
        let is_itself = matches!(token.tried, Try::Receiver(_));
        let is_whole = is_itself && token.payload == Payload::WellFormed && !is_lost;
        if token.counts && !token.is_branch() && is_whole {
            self.result.successes += 1;
        }
        is_lost
    }

    /// Tells the breaker how an attempt at the receiver went.
    fn settle(&mut self, number: u32, well: bool) {
        let token = &mut self.tokens[number as usize];
        let handoff = token.handoff as usize;
        if let (Try::Receiver(_), Some(breaker)) = (token.tried, &mut self.breakers[handoff]) {
            if well {
                breaker.succeeded(token.is_probe);
            } else if breaker.failed(token.is_probe, self.now) {
                self.result.ways[handoff].openings += u64::from(self.is_measuring);
            }
            token.is_probe = false;
        }
    }

    /// An attempt has failed, by load or, without a cause, by itself.
    pub(super) fn failed(&mut self, number: u32, cause: Option<LoadCause>) {
        self.settle(number, false);
        let token = &mut self.tokens[number as usize];
        let handoff = token.handoff as usize;
        if let Some(cause) = cause {
            token.cause = Some(cause);
            self.result.ways[handoff].refused[cause as usize] += u64::from(token.counts);
        }
        let Try::Receiver(failed) = token.tried else {
            return self.fall_back(number);
        };
        if failed + 1 >= self.queues.network.handoffs[handoff].attempts {
            return self.fall_back(number);
        }
        token.tried = Try::Receiver(failed + 1);
        let way = &self.queues.ways[handoff];
        let wait = way.wait(failed, self.dice.uniform());
        if wait > 0.0 {
            self.events.add(self.now + wait, What::Attempt, number);
        } else {
            self.attempt(number);
        }
    }

    /// The next fallback is tried.
    fn fall_back(&mut self, number: u32) {
        let token = &mut self.tokens[number as usize];
        let next = match token.tried {
            Try::Receiver(_) => 0,
            Try::Fallback(before) => before + 1,
        };
        let fallbacks = &self.queues.network.handoffs[token.handoff as usize].fallbacks;
        let Some(agent) = fallbacks.get(next as usize) else {
            return self.lost(number);
        };
        token.tried = Try::Fallback(next);
        token.end = End::Agent(*agent);
        self.attempt(number);
    }

    /// Nobody can be reached.
    fn lost(&mut self, number: u32) {
        if self.tokens[number as usize].is_branch() {
            self.back(number, None);
        } else {
            self.end(number, Fate::Dropped);
        }
    }
}
