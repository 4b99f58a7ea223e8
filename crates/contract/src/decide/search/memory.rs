//! What was found out about states, and which states are being asked about.
//!
//! A value of least size does not contain another one of the same state. So a state that is met again below itself counts as empty there. What
//! was refuted on such an assumption holds as long as the state that it rests on is open; when that one turns out empty it holds for good,
//! and otherwise it is forgotten.

use super::super::Answer;
use crate::set::Demand;
use std::collections::HashMap;

/// Answers that are remembered.
const MOST_ANSWERS: usize = 200_000;

/// How many states lie above the one that an answer rests on; [`NOTHING`] if it rests on none.
pub(super) type Height = usize;

/// The answer holds for good.
pub(super) const NOTHING: Height = usize::MAX;

#[derive(Default)]
pub(super) struct Memory {
    known: HashMap<Box<[Demand]>, Entry>,
    /// States that were refuted on an assumption, in the order in which that happened.
    provisional: Vec<Box<[Demand]>>,
    /// States that are open.
    open: usize,
    /// The lowest open state that was assumed to be empty since the innermost open one was entered.
    lowest: Height,
}

enum Entry {
    Open(Height),
    Settled(Answer),
    /// Empty, if the open state of that height is.
    Provisional(Height),
}

/// A state that was entered, to be left with [`Memory::leave`].
pub(super) struct Visit {
    height: Height,
    provisional: usize,
    lowest: Height,
}

impl Memory {
    pub(super) fn new() -> Self {
        Self {
            lowest: NOTHING,
            ..Self::default()
        }
    }

    /// The answer about a state, if there is one.
    pub(super) fn recall(&mut self, state: &[Demand]) -> Option<Answer> {
        match self.known.get(state)? {
            Entry::Settled(answer) => Some(answer.clone()),
            Entry::Open(height) | Entry::Provisional(height) => {
                self.lowest = self.lowest.min(*height);
                Some(Answer::Empty)
            }
        }
    }

    /// Opens a state.
    pub(super) fn enter(&mut self, state: &[Demand]) -> Visit {
        let height = self.open;
        self.open += 1;
        self.known.insert(state.into(), Entry::Open(height));
        Visit {
            height,
            provisional: self.provisional.len(),
            lowest: std::mem::replace(&mut self.lowest, NOTHING),
        }
    }

    /// Closes the state that was entered last. `lasting` says whether the answer would be the same at any other time.
    pub(super) fn leave(
        &mut self,
        visit: &Visit,
        state: &[Demand],
        answer: &Answer,
        lasting: bool,
    ) {
        self.open -= 1;
        let rests_on = if self.lowest < visit.height {
            self.lowest
        } else {
            NOTHING
        };
        self.lowest = visit.lowest;
        let since = self.provisional.split_off(visit.provisional);
        if *answer != Answer::Empty {
            for key in since {
                self.known.remove(&key);
            }
            if lasting && rests_on == NOTHING || matches!(answer, Answer::Found(_)) {
                self.settle(state, answer);
            } else {
                self.known.remove(state);
            }
        } else if rests_on == NOTHING {
            for key in since {
                self.settle(&key, answer);
            }
            self.settle(state, answer);
        } else {
            self.lowest = self.lowest.min(rests_on);
            for key in since.into_iter().chain([state.into()]) {
                self.known.insert(key.clone(), Entry::Provisional(rests_on));
                self.provisional.push(key);
            }
        }
    }

    fn settle(&mut self, state: &[Demand], answer: &Answer) {
        if self.known.len() > MOST_ANSWERS {
            self.known.remove(state);
        } else {
            self.known
                .insert(state.into(), Entry::Settled(answer.clone()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::set::NodeId;
    use serde_json::json;

    fn state(id: u32) -> [Demand; 1] {
        [Demand::Accepts(NodeId(id))]
    }

    #[test]
    fn a_state_below_itself_is_empty_until_it_is_known_better() {
        let mut memory = Memory::new();
        let outer = memory.enter(&state(1));
        let inner = memory.enter(&state(2));
        assert_eq!(memory.recall(&state(1)), Some(Answer::Empty));
        memory.leave(&inner, &state(2), &Answer::Empty, true);
        assert_eq!(memory.recall(&state(2)), Some(Answer::Empty));
        let found = Answer::Found(json!(1));
        memory.leave(&outer, &state(1), &found, true);
        assert_eq!(memory.recall(&state(1)), Some(found));
        assert_eq!(memory.recall(&state(2)), None);
    }

    #[test]
    fn what_rests_on_an_empty_state_is_empty_for_good() {
        let mut memory = Memory::new();
        let first = memory.enter(&state(1));
        let second = memory.enter(&state(2));
        let third = memory.enter(&state(3));
        memory.recall(&state(2));
        memory.leave(&third, &state(3), &Answer::Empty, true);
        memory.recall(&state(1));
        memory.leave(&second, &state(2), &Answer::Empty, true);
        memory.leave(&first, &state(1), &Answer::Empty, true);
        for id in 1..=3 {
            assert_eq!(memory.recall(&state(id)), Some(Answer::Empty));
        }
        assert_eq!(memory.lowest, NOTHING);
        assert_eq!(memory.open, 0);
    }

    #[test]
    fn an_answer_that_a_spent_budget_gave_is_not_remembered() {
        let mut memory = Memory::new();
        let visit = memory.enter(&state(1));
        let open = Answer::Unknown(super::super::super::Gap::new("spent"));
        memory.leave(&visit, &state(1), &open, false);
        assert_eq!(memory.recall(&state(1)), None);
    }
}
