//! Solving one strongly connected part of a chain by eliminating its states.
//!
//! Grassmann, Taksar and Heyman, "Regenerative analysis and steady state distributions for Markov chains", Operations Research 33 (1985): a state
//! is taken out by sending every way into it on to where it leads. The probability of leaving a state is summed up, never taken from 1, so
//! nothing is ever subtracted and chains that mix slowly lose no digits. States with few ways go first (H. M. Markowitz, Management
//! Science 3, 1957), which keeps long and narrow chains sparse.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// A part, its states eliminated in an order that was chosen once for all solutions.
pub(super) struct Eliminated {
    /// In the order of elimination.
    steps: Vec<Step>,
}

struct Step {
    state: u32,
    /// Probability of leaving the state, for the part's states that are left or out of the part.
    leaves: f64,
    /// States that are left and lead into it, with probabilities.
    from: Vec<(u32, f64)>,
    /// States that are left and follow on it, with probabilities.
    to: Vec<(u32, f64)>,
}

impl Eliminated {
    /// Eliminates the states of a part: `rows[i]` are the ways from state `i` to others of the part and itself, `out[i]` is the probability of
    /// leaving the part from it. From every state there is a way out.
    pub fn new(rows: Vec<Vec<(u32, f64)>>, out: Vec<f64>) -> Self {
        let mut part = Part::new(rows, out);
        let mut order: BinaryHeap<Reverse<(usize, u32)>> = (0..part.rows.len())
            .map(|state| Reverse((part.weight(state), state as u32)))
            .collect();
        let mut steps = Vec::with_capacity(part.rows.len());
        while let Some(Reverse((weight, state))) = order.pop() {
            if part.is_gone[state as usize] {
                continue;
            }
            let now = part.weight(state as usize);
            if now > weight {
                order.push(Reverse((now, state)));
                continue;
            }
            steps.push(part.eliminate(state));
        }
        Self { steps }
    }

    /// Solves `(1 - Q) y = b`: what is expected from each state on, when `b` is what each visit gives.
    pub fn forward(&self, values: &mut [f64]) {
        for step in &self.steps {
            let here = values[step.state as usize] / step.leaves;
            for (from, probability) in &step.from {
                values[*from as usize] += probability * here;
            }
        }
        for step in self.steps.iter().rev() {
            let after: f64 = step
                .to
                .iter()
                .map(|(to, probability)| probability * values[*to as usize])
                .sum();
            values[step.state as usize] = (values[step.state as usize] + after) / step.leaves;
        }
    }

    /// Solves `x (1 - Q) = e`: the expected visits of each state, when `e` are the arrivals from outside.
    pub fn backward(&self, values: &mut [f64]) {
        for step in &self.steps {
            let here = values[step.state as usize] / step.leaves;
            for (to, probability) in &step.to {
                values[*to as usize] += probability * here;
            }
        }
        for step in self.steps.iter().rev() {
            let before: f64 = step
                .from
                .iter()
                .map(|(from, probability)| probability * values[*from as usize])
                .sum();
            values[step.state as usize] = (values[step.state as usize] + before) / step.leaves;
        }
    }
}

struct Part {
    rows: Vec<Vec<(u32, f64)>>,
    /// States with a way into each; some may be gone.
    into: Vec<Vec<u32>>,
    out: Vec<f64>,
    is_gone: Vec<bool>,
    /// Where a state stands in the row that is worked on, plus one.
    place: Vec<u32>,
}

impl Part {
    fn new(rows: Vec<Vec<(u32, f64)>>, out: Vec<f64>) -> Self {
        let mut into = vec![Vec::new(); rows.len()];
        let mut merged = Vec::with_capacity(rows.len());
        let mut place = vec![0_u32; rows.len()];
        for (from, row) in rows.into_iter().enumerate() {
            let mut whole: Vec<(u32, f64)> = Vec::with_capacity(row.len());
            for (to, probability) in row {
                // A way back to itself only makes the stay longer.
                if to as usize == from {
                    continue;
                }
                match place[to as usize] {
                    0 => {
                        whole.push((to, probability));
                        place[to as usize] = whole.len() as u32;
                        into[to as usize].push(from as u32);
                    }
                    at => whole[at as usize - 1].1 += probability,
                }
            }
            for (to, _) in &whole {
                place[*to as usize] = 0;
            }
            merged.push(whole);
        }
        Self {
            is_gone: vec![false; merged.len()],
            rows: merged,
            into,
            out,
            place,
        }
    }

    /// How much work eliminating a state is: pairs of a way in and a way out.
    fn weight(&self, state: usize) -> usize {
        self.rows[state].len() * self.into[state].len()
    }

    fn eliminate(&mut self, state: u32) -> Step {
        let here = state as usize;
        self.is_gone[here] = true;
        let row = std::mem::take(&mut self.rows[here]);
        let mut into = std::mem::take(&mut self.into[here]);
        into.retain(|from| !self.is_gone[*from as usize]);
        into.sort_unstable();
        let leaves = self.out[here] + row.iter().map(|(_, probability)| probability).sum::<f64>();
        let mut from_all = Vec::with_capacity(into.len());
        for from in into {
            from_all.push((from, self.send_on(from, state, &row, leaves)));
        }
        for (to, _) in &row {
            let is_gone = &self.is_gone;
            self.into[*to as usize].retain(|from| !is_gone[*from as usize]);
        }
        Step {
            state,
            leaves,
            from: from_all,
            to: row,
        }
    }

    /// Sends the way of `from` into `state` on to where that leads; gives its probability.
    fn send_on(&mut self, from: u32, state: u32, row: &[(u32, f64)], leaves: f64) -> f64 {
        let mut own = std::mem::take(&mut self.rows[from as usize]);
        let Some(at) = own.iter().position(|(to, _)| *to == state) else {
            self.rows[from as usize] = own;
            return 0.0;
        };
        let (_, probability) = own.swap_remove(at);
        let each = probability / leaves;
        for (at, (to, _)) in own.iter().enumerate() {
            self.place[*to as usize] = at as u32 + 1;
        }
        for (to, share) in row.iter().filter(|(to, _)| *to != from) {
            match self.place[*to as usize] {
                0 => {
                    own.push((*to, each * share));
                    self.place[*to as usize] = own.len() as u32;
                    self.into[*to as usize].push(from);
                }
                at => own[at as usize - 1].1 += each * share,
            }
        }
        for (to, _) in &own {
            self.place[*to as usize] = 0;
        }
        self.out[from as usize] += each * self.out[state as usize];
        self.rows[from as usize] = own;
        probability
    }
}
