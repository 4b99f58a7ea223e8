//! How long the search may go on.

use super::Gap;

/// The stop is asked for once in so many steps.
const STEPS_BETWEEN_QUESTIONS: u64 = 256;

/// Steps that may be taken: the same number gives the same answer on every machine. A stop, such as a time limit, can only end it earlier.
pub(crate) struct Budget<'a> {
    allowed: u64,
    taken: u64,
    stop: Option<&'a dyn Fn() -> bool>,
    until_question: u64,
    stopped: bool,
}

impl<'a> Budget<'a> {
    /// So many steps.
    pub(crate) fn new(steps: u64) -> Self {
        Self {
            allowed: steps,
            taken: 0,
            stop: None,
            until_question: STEPS_BETWEEN_QUESTIONS,
            stopped: false,
        }
    }

    /// Ends earlier when `stop` says so.
    pub(crate) fn with_stop(mut self, stop: &'a dyn Fn() -> bool) -> Self {
        self.stop = Some(stop);
        self
    }

    /// Whether no more steps may be taken.
    pub(crate) fn is_spent(&self) -> bool {
        self.stopped || self.taken >= self.allowed
    }

    /// Steps that were taken.
    pub(crate) fn taken(&self) -> u64 {
        self.taken
    }

    /// Steps that may still be taken.
    pub(crate) fn left(&self) -> u64 {
        if self.stopped {
            0
        } else {
            self.allowed.saturating_sub(self.taken)
        }
    }

    /// Takes steps.
    ///
    /// # Errors
    /// Why no more may be taken.
    pub(crate) fn take(&mut self, steps: u64) -> Result<(), Gap> {
        if self.is_spent() {
            return Err(self.spent());
        }
        self.taken = self.taken.saturating_add(steps);
        self.until_question = self.until_question.saturating_sub(steps);
        if self.until_question == 0 {
            self.until_question = STEPS_BETWEEN_QUESTIONS;
            self.stopped = self.stop.is_some_and(|stop| stop());
        }
        if self.is_spent() {
            return Err(self.spent());
        }
        Ok(())
    }

    fn spent(&self) -> Gap {
        Gap::new(if self.stopped {
            format!("the time limit was reached after {} steps", self.taken)
        } else {
            format!("the budget of {} steps is spent", self.allowed)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;

    #[test]
    fn steps_end() {
        let mut budget = Budget::new(3);
        assert!(budget.take(2).is_ok());
        assert!(!budget.is_spent());
        let gap = budget.take(1).unwrap_err();
        assert_eq!(gap.reason, "the budget of 3 steps is spent");
        assert!(budget.take(1).is_err());
    }

    #[test]
    fn a_stop_ends_it_earlier_and_says_so() {
        let asked = Cell::new(0);
        let stop = || {
            asked.set(asked.get() + 1);
            asked.get() == 2
        };
        let mut budget = Budget::new(1_000_000).with_stop(&stop);
        let steps = (1..1_000).take_while(|_| budget.take(1).is_ok()).count();
        assert_eq!(steps, 511);
        assert_eq!(
            budget.take(1).unwrap_err().reason,
            "the time limit was reached after 512 steps"
        );
    }
}
