//! A circuit breaker on the way of a handoff.

use std::collections::VecDeque;

/// When it opens and closes, in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct BreakerLimits {
    pub threshold: u32,
    pub window: f64,
    pub reset: f64,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum State {
    Closed,
    /// Until when.
    Open(f64),
    /// One attempt is out to see whether the receiver is back.
    HalfOpen,
}

/// What an attempt may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Passage {
    Free,
    /// It goes alone, to see whether the receiver is back.
    Probe,
    Blocked,
}

/// Closed, it counts failures; open, it lets nothing through; half open, a single attempt, which decides.
#[derive(Clone, Debug)]
pub(super) struct Breaker {
    limits: BreakerLimits,
    state: State,
    /// When attempts failed, latest last; no more than the threshold.
    failures: VecDeque<f64>,
}

impl Breaker {
    pub fn new(limits: BreakerLimits) -> Self {
        Self {
            limits,
            state: State::Closed,
            failures: VecDeque::new(),
        }
    }

    /// Asks for an attempt.
    pub fn ask(&mut self, now: f64) -> Passage {
        match self.state {
            State::Closed => Passage::Free,
            State::Open(until) if now >= until => {
                self.state = State::HalfOpen;
                Passage::Probe
            }
            State::Open(_) | State::HalfOpen => Passage::Blocked,
        }
    }

    /// An attempt was taken up. Only the probe has a say once the breaker has opened.
    pub fn succeeded(&mut self, is_probe: bool) {
        if is_probe {
            self.state = State::Closed;
            self.failures.clear();
        }
    }

    /// An attempt failed; whether that opens it.
    pub fn failed(&mut self, is_probe: bool, now: f64) -> bool {
        if is_probe {
            self.state = State::Open(now + self.limits.reset);
            return true;
        }
        if self.state != State::Closed {
            return false;
        }
        self.failures.push_back(now);
        while self
            .failures
            .front()
            .is_some_and(|at| *at <= now - self.limits.window)
        {
            self.failures.pop_front();
        }
        if self.failures.len() < self.limits.threshold as usize {
            return false;
        }
        self.failures.clear();
        self.state = State::Open(now + self.limits.reset);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_opens_half_opens_and_closes() {
        let mut breaker = Breaker::new(BreakerLimits {
            threshold: 3,
            window: 10.0,
            reset: 100.0,
        });
        // The first failure is out of the window once the third comes.
        assert!(!breaker.failed(false, 0.0));
        assert!(!breaker.failed(false, 5.0));
        assert!(!breaker.failed(false, 11.0));
        assert_eq!(breaker.ask(12.0), Passage::Free);
        assert!(breaker.failed(false, 14.0));
        assert_eq!(breaker.ask(113.0), Passage::Blocked);
        // What was under way when it opened decides nothing.
        assert!(!breaker.failed(false, 113.0));
        breaker.succeeded(false);
        assert_eq!(breaker.ask(114.0), Passage::Probe);
        assert_eq!(breaker.ask(114.0), Passage::Blocked);
        assert!(breaker.failed(true, 120.0));
        assert_eq!(breaker.ask(219.0), Passage::Blocked);
        assert_eq!(breaker.ask(220.0), Passage::Probe);
        breaker.succeeded(true);
        assert_eq!(breaker.ask(221.0), Passage::Free);
        assert!(!breaker.failed(false, 222.0));
    }
}
