//! States that differ in nothing but the taint of the request.

use crate::network::Taint;

/// The clean and the tainted state of each agent and each combination of counters, where there are both.
#[derive(Default)]
pub(super) struct Pairs {
    /// By pair and taint: the state; [`NOBODY`] where no request is there so.
    states: Vec<[u32; 2]>,
    /// By state: its pair.
    of: Vec<u32>,
}

const NOBODY: u32 = u32::MAX;

impl Pairs {
    /// A pair of which no state is known.
    pub fn open(&mut self) -> u32 {
        self.states.push([NOBODY; 2]);
        self.states.len() as u32 - 1
    }

    /// A state of a pair, if there is one.
    pub fn state(&self, pair: u32, taint: Taint) -> Option<u32> {
        let state = self.states[pair as usize][taint as usize];
        (state != NOBODY).then_some(state)
    }

    /// The next state belongs to a pair; gives its number.
    pub fn seat(&mut self, pair: u32, taint: Taint) -> u32 {
        let state = self.of.len() as u32;
        self.of.push(pair);
        self.states[pair as usize][taint as usize] = state;
        state
    }

    /// The clean and the tainted state that a state is one of, if there are both.
    pub fn of(&self, state: u32) -> Option<[u32; 2]> {
        let both = self.states[self.of[state as usize] as usize];
        (!both.contains(&NOBODY)).then_some(both)
    }
}
