//! A place where requests wait: its slots, its queue, and what was measured there.

use super::histogram::Histogram;
use super::token::Token;
use super::{LoadCause, Place};
use std::collections::VecDeque;

/// Who waits. It is out of date once its token has moved on.
#[derive(Clone, Copy, Debug)]
struct Waiting {
    token: u32,
    ticket: u32,
    /// Whether the message stays when its sender gives it up.
    leaves_a_copy: bool,
}

/// Whose turn it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Turn {
    Token(u32),
    /// A message that its sender has given up, and that nobody has withdrawn.
    Copy,
}

/// A bucket that fills with one token of permission for each request that may come; it holds those of a second, and at least one.
#[derive(Clone, Copy, Debug)]
struct Bucket {
    rate: f64,
    most: f64,
    level: f64,
    at: f64,
}

impl Bucket {
    fn take(&mut self, now: f64) -> bool {
        self.level = (self.level + (now - self.at) * self.rate).min(self.most);
        self.at = now;
        // Filling up in parts may end a rounding error below a whole one.
        let has_one = self.level >= 1.0 - 1e-9;
        if has_one {
            self.level -= 1.0;
        }
        has_one
    }
}

/// Times that numbers held, added up: milliseconds times how many.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Areas {
    pub busy: f64,
    pub waiting: f64,
    pub slots: f64,
}

impl Areas {
    pub fn since(self, before: Areas) -> Areas {
        Areas {
            busy: self.busy - before.busy,
            waiting: self.waiting - before.waiting,
            slots: self.slots - before.slots,
        }
    }
}

/// What happened to the requests that count.
#[derive(Clone, Debug, Default)]
pub(super) struct StationCounts {
    pub offered: u64,
    /// Visits that began while time was measured, whoever they were for.
    pub begun: u64,
    /// By [`LoadCause`].
    pub refused: [u64; 4],
    pub waits: Histogram,
    pub copies: u64,
    pub most_waiting: u32,
}

#[derive(Clone, Debug)]
pub(super) struct Station {
    /// `u32::MAX` without limit.
    pub slots: u32,
    pub busy: u32,
    pub waiting: u32,
    queue: VecDeque<Waiting>,
    limit: u32,
    bucket: Option<Bucket>,
    changed_at: f64,
    areas: Areas,
    pub counts: StationCounts,
}

impl Station {
    pub fn new(place: &Place) -> Self {
        let mut station = Self {
            slots: 0,
            busy: 0,
            waiting: 0,
            queue: VecDeque::new(),
            limit: place.queue_limit,
            bucket: place.rate_per_ms.map(|rate| {
                let most = (rate * 1000.0).max(1.0);
                Bucket {
                    rate,
                    most,
                    level: most,
                    at: 0.0,
                }
            }),
            changed_at: 0.0,
            areas: Areas::default(),
            counts: StationCounts::default(),
        };
        station.staff(place, 0.0);
        station
    }

    /// Gives it the slots of a time. Who is at work goes on, even without a slot.
    pub fn staff(&mut self, place: &Place, now: f64) {
        self.touch(now);
        self.slots = match (place.slots, &place.staffing) {
            (None, _) => u32::MAX,
            (Some(slots), None) => slots,
            (Some(slots), Some(staffing)) => slots.saturating_mul(staffing.people(now)),
        };
    }

    /// Adds up how long everything has been as it is.
    fn touch(&mut self, now: f64) {
        let time = now - self.changed_at;
        self.changed_at = now;
        self.areas.busy += time * f64::from(self.busy);
        self.areas.waiting += time * f64::from(self.waiting);
        self.areas.slots += time * f64::from(self.slots);
    }

    /// The areas until now.
    pub fn areas(&mut self, now: f64) -> Areas {
        self.touch(now);
        self.areas
    }

    /// Whether the rate limit lets one more in; that one counts.
    pub fn permits(&mut self, now: f64) -> bool {
        self.bucket.as_mut().is_none_or(|bucket| bucket.take(now))
    }

    /// Takes a slot, if there is a free one.
    pub fn seize(&mut self, now: f64) -> bool {
        let has_one = self.busy < self.slots;
        if has_one {
            self.touch(now);
            self.busy += 1;
        }
        has_one
    }

    pub fn release(&mut self, now: f64) {
        self.touch(now);
        self.busy -= 1;
    }

    /// Lets a token wait, if there is room.
    pub fn queue(
        &mut self,
        now: f64,
        number: u32,
        token: &Token,
        leaves_a_copy: bool,
    ) -> Result<(), LoadCause> {
        if self.waiting >= self.limit {
            return Err(LoadCause::QueueFull);
        }
        self.touch(now);
        self.waiting += 1;
        self.counts.most_waiting = self.counts.most_waiting.max(self.waiting);
        self.queue.push_back(Waiting {
            token: number,
            ticket: token.ticket,
            leaves_a_copy,
        });
        Ok(())
    }

    /// A token has given up waiting, and its ticket is about to change.
    pub fn give_up(&mut self, now: f64, leaves_a_copy: bool) {
        if !leaves_a_copy {
            self.touch(now);
            self.waiting -= 1;
        }
    }

    /// The next one that waits takes a slot, where there are both.
    pub fn next(&mut self, now: f64, tokens: &[Token]) -> Option<Turn> {
        while self.busy < self.slots {
            let next = self.queue.pop_front()?;
            let is_there = tokens[next.token as usize].ticket == next.ticket;
            if is_there || next.leaves_a_copy {
                self.touch(now);
                self.waiting -= 1;
                self.busy += 1;
                return Some(if is_there {
                    Turn::Token(next.token)
                } else {
                    Turn::Copy
                });
            }
        }
        None
    }

    /// How full it is: those inside for each slot, 0 without limit.
    pub fn load(&self) -> f64 {
        if self.slots == u32::MAX {
            return 0.0;
        }
        let inside = f64::from(self.busy) + f64::from(self.waiting);
        if self.slots == 0 {
            // Nobody is there: fuller than anything that has a slot.
            return 1e12 + inside;
        }
        inside / f64::from(self.slots)
    }
}
