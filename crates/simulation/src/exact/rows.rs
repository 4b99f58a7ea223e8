//! The ways between the states of a chain, and out of it.

/// A chain as it is solved: from each state, probabilities of others and of the end.
#[derive(Clone, Debug)]
pub(super) struct Rows {
    /// Beside the states: where their ways begin; one more than there are states.
    starts: Vec<usize>,
    to: Vec<u32>,
    probability: Vec<f64>,
    out: Vec<f64>,
}

impl Rows {
    pub fn new() -> Self {
        Self {
            starts: vec![0],
            to: Vec::new(),
            probability: Vec::new(),
            out: Vec::new(),
        }
    }

    /// The same, with room for so many states and ways.
    pub fn with_room(states: usize, ways: usize) -> Self {
        let mut starts = Vec::with_capacity(states + 1);
        starts.push(0);
        Self {
            starts,
            to: Vec::with_capacity(ways),
            probability: Vec::with_capacity(ways),
            out: Vec::with_capacity(states),
        }
    }

    /// A way from the state that is written, of positive probability.
    pub fn lead(&mut self, to: u32, probability: f64) {
        self.to.push(to);
        self.probability.push(probability);
    }

    /// The end of the state that is written, with the probability of ending there.
    pub fn close(&mut self, out: f64) {
        self.out.push(out);
        self.starts.push(self.to.len());
    }

    /// The number of states.
    pub fn len(&self) -> usize {
        self.out.len()
    }

    /// The number of ways.
    pub fn ways(&self) -> usize {
        self.to.len()
    }

    /// Makes a way that is written already more probable.
    pub fn add(&mut self, way: usize, probability: f64) {
        self.probability[way] += probability;
    }

    /// The ways from a state.
    pub fn of(&self, state: usize) -> impl Iterator<Item = (u32, f64)> + Clone {
        let range = self.places(state);
        let ways = self.to[range.clone()].iter().zip(&self.probability[range]);
        ways.map(|(to, probability)| (*to, *probability))
    }

    /// Where the ways from a state stand among all.
    pub fn places(&self, state: usize) -> std::ops::Range<usize> {
        self.starts[state]..self.starts[state + 1]
    }

    /// The states that a state leads to.
    pub fn after(&self, state: usize) -> &[u32] {
        &self.to[self.places(state)]
    }

    /// The probability of ending in a state.
    pub fn out(&self, state: usize) -> f64 {
        self.out[state]
    }
}
