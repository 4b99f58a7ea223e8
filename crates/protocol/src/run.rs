//! One run of a protocol.

use crate::state::{State, Step};

/// One run: where it starts, what happens, and what is seen after each step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// Where it starts.
    pub start: State,
    /// What happens, and where that leads.
    pub steps: Vec<(Step, State)>,
    /// From which step on it goes round for ever, if it does.
    pub repeats_from: Option<usize>,
}

impl Run {
    /// Where it stands before a step.
    pub fn before(&self, step: usize) -> &State {
        match step.checked_sub(1) {
            Some(last) => &self.steps[last].1,
            None => &self.start,
        }
    }
}
