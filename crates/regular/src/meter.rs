//! What operations on languages may cost.

use crate::language::TooLarge;
use std::cell::Cell;

/// Transitions that operations may still follow. What one of them follows is taken away, and one that runs out of them is
/// [`TooLarge`]. The same languages cost the same on every machine.
#[derive(Debug)]
pub struct Meter(Cell<u64>);

impl Meter {
    /// So many transitions.
    pub fn new(transitions: u64) -> Self {
        Self(Cell::new(transitions))
    }

    /// How many are left.
    pub fn left(&self) -> u64 {
        self.0.get()
    }

    /// Takes transitions away.
    pub(crate) fn take(&self, transitions: usize) -> Result<(), TooLarge> {
        let left = self.0.get().checked_sub(transitions as u64);
        self.0.set(left.unwrap_or(0));
        left.map(drop).ok_or(TooLarge)
    }
}

impl Default for Meter {
    /// As many as there are: only the limits of each operation hold.
    fn default() -> Self {
        Self::new(u64::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Language;

    #[test]
    fn what_runs_out_stays_out() {
        let meter = Meter::new(3);
        assert_eq!(meter.take(2), Ok(()));
        assert_eq!(meter.take(2), Err(TooLarge));
        assert_eq!((meter.left(), meter.take(1)), (0, Err(TooLarge)));
    }

    #[test]
    fn operations_cost_what_they_follow_and_end_when_it_is_spent() {
        let pattern = |text: &str| Language::pattern(text).unwrap();
        let cost = |left: &str, right: &str| {
            let meter = Meter::default();
            pattern(left).and_within(&pattern(right), &meter).unwrap();
            u64::MAX - meter.left()
        };
        assert!(cost("a.{3}$", "b.{3}$") < cost("a.{6}$", "b.{6}$"));
        assert_eq!(cost("^a$", "^(a|b)$"), 0);
        let short = Meter::new(100);
        let (left, right) = (pattern("a.{6}$"), pattern("b.{6}$"));
        assert_eq!(left.and_within(&right, &short), Err(TooLarge));
        assert_eq!(left.is_subset_within(&right, &Meter::new(1)), Err(TooLarge));
        assert_eq!(
            Language::pattern_within("^(a{1,50}){1,50}$", &short)
                .unwrap_err()
                .reason,
            "needs an automaton that is too large"
        );
        assert_eq!(
            left.word_of_length_within(5_000, None, &short),
            Err(TooLarge)
        );
    }
}
