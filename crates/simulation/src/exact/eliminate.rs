//! Solving one strongly connected part of a chain by eliminating its states.
//!
//! Grassmann, Taksar and Heyman, "Regenerative analysis and steady state distributions for Markov chains", Operations Research 33 (1985): a state
//! is taken out by sending every way into it on to where it leads. The probability of leaving a state is summed up, never taken from 1, so
//! nothing is ever subtracted and chains that mix slowly lose no digits. States with few ways go first (H. M. Markowitz, Management
//! Science 3, 1957), which keeps long and narrow chains sparse.
//!
//! Where the wiring is wide and random, every state that goes makes ways between many others, until everything is linked to everything. There elimination stops
//! at a core that [`super::iterate`] solves.

use super::iterate::Core;
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::ops::Range;

/// Most pairs of a way in and a way out at a state that is eliminated, as long as many are left.
const NARROW: usize = 400;
/// A core of so few states is eliminated as well.
const FEW: usize = 256;
/// Ways may grow by this factor before a core is left.
const GROWTH: usize = 2;

/// A part, its states eliminated in an order that was chosen once for all solutions.
pub(super) struct Eliminated {
    /// In the order of elimination.
    steps: Vec<Step>,
    /// Ways of states at their elimination, with probabilities.
    ways: Vec<(u32, f64)>,
    /// What is left.
    core: Option<Box<Core>>,
}

struct Step {
    state: u32,
    /// Probability of leaving the state, for the part's states that are left or out of the part.
    leaves: f64,
    /// States that are left and lead into it.
    from: Range<usize>,
    /// States that are left and follow on it.
    to: Range<usize>,
}

/// The ways of a part's states to each other and themselves, and beside them the probability of leaving the part. From every state there is a way out.
pub(super) struct Ways {
    pub rows: Vec<Vec<(u32, f64)>>,
    pub out: Vec<f64>,
}

impl Eliminated {
    /// Eliminates the states of a part, down to a core where that does not pay.
    pub fn new(ways: Ways) -> Self {
        let mut part = Part::new(ways);
        let most = GROWTH * part.count + FEW;
        let mut left: Vec<u32> = (0..part.rows.len() as u32).collect();
        loop {
            let before = left.len();
            if before <= FEW {
                part.eliminate_all(left, usize::MAX, usize::MAX);
                return part.finish(Vec::new());
            }
            left = part.eliminate_all(left, NARROW, most);
            if left.len() == before || part.count > most {
                return part.finish(left);
            }
        }
    }

    /// Eliminates every state, whatever that takes; none where it takes more than so many ways.
    pub fn whole(ways: Ways, most: usize) -> Option<Self> {
        let mut part = Part::new(ways);
        let all = (0..part.rows.len() as u32).collect();
        let left = part.eliminate_all(all, usize::MAX, most);
        left.is_empty().then(|| part.finish(left))
    }

    /// Whether elimination stopped at a core.
    #[cfg(test)]
    pub fn has_core(&self) -> bool {
        self.core.is_some()
    }

    /// Solves `(1 - Q) y = b`: what is expected from each state on, when `b` is what each visit gives. Of a core, no more than `enough` is left unexplained, over the
    /// probability of leaving each state, if floats come so near in one go.
    pub fn forward(&self, values: &mut [f64], enough: f64) {
        for step in &self.steps {
            let here = values[step.state as usize] / step.leaves;
            for (from, probability) in &self.ways[step.from.clone()] {
                values[*from as usize] += probability * here;
            }
        }
        if let Some(core) = &self.core {
            core.forward(values, enough);
        }
        for step in self.steps.iter().rev() {
            let after = self.ways[step.to.clone()].iter();
            let after: f64 = after
                .map(|(to, probability)| probability * values[*to as usize])
                .sum();
            values[step.state as usize] = (values[step.state as usize] + after) / step.leaves;
        }
    }

    /// Solves `x (1 - Q) = e`: the expected visits of each state, when `e` are the arrivals from outside. Of a core, no more than `enough` of these is left
    /// unexplained in sum, if floats come so near in one go.
    pub fn backward(&self, values: &mut [f64], enough: f64) {
        for step in &self.steps {
            let here = values[step.state as usize] / step.leaves;
            for (to, probability) in &self.ways[step.to.clone()] {
                values[*to as usize] += probability * here;
            }
        }
        if let Some(core) = &self.core {
            core.backward(values, enough);
        }
        for step in self.steps.iter().rev() {
            let before = self.ways[step.from.clone()].iter();
            let before: f64 = before
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
    /// Ways between states that are left.
    count: usize,
    steps: Vec<Step>,
    ways: Vec<(u32, f64)>,
}

impl Part {
    fn new(Ways { mut rows, out }: Ways) -> Self {
        let size = rows.len();
        let mut place = vec![0_u32; size];
        let mut degrees = vec![0_usize; size];
        for (from, row) in rows.iter_mut().enumerate() {
            let mut kept = 0;
            for at in 0..row.len() {
                let (to, probability) = row[at];
                // A way back to itself only makes the stay longer.
                if to as usize == from {
                    continue;
                }
                match place[to as usize] {
                    0 => {
                        row[kept] = (to, probability);
                        kept += 1;
                        place[to as usize] = kept as u32;
                        degrees[to as usize] += 1;
                    }
                    at => row[at as usize - 1].1 += probability,
                }
            }
            row.truncate(kept);
            for (to, _) in &*row {
                place[*to as usize] = 0;
            }
        }
        let mut into: Vec<Vec<u32>> = degrees.into_iter().map(Vec::with_capacity).collect();
        for (from, row) in (0..).zip(&rows) {
            for (to, _) in row {
                into[*to as usize].push(from);
            }
        }
        Self {
            count: rows.iter().map(Vec::len).sum(),
            is_gone: vec![false; size],
            steps: Vec::with_capacity(size),
            ways: Vec::new(),
            rows,
            into,
            out,
            place,
        }
    }

    fn finish(mut self, left: Vec<u32>) -> Eliminated {
        let core = (!left.is_empty()).then(|| {
            let rows = left
                .iter()
                .map(|state| std::mem::take(&mut self.rows[*state as usize]));
            let rows = rows.collect();
            let out = left.iter().map(|state| self.out[*state as usize]);
            let out = out.collect();
            Box::new(Core::new(self.place, left, Ways { rows, out }))
        });
        Eliminated {
            steps: self.steps,
            ways: self.ways,
            core,
        }
    }

    /// How much work eliminating a state is: pairs of a way in and a way out.
    fn weight(&self, state: u32) -> usize {
        self.rows[state as usize].len() * self.into[state as usize].len()
    }

    /// Eliminates states of at most some weight while there are no more than some ways; gives those that are left, in order.
    fn eliminate_all(&mut self, states: Vec<u32>, heaviest: usize, most: usize) -> Vec<u32> {
        let weighed = states
            .iter()
            .map(|state| Reverse((self.weight(*state), *state)));
        let mut order: BinaryHeap<Reverse<(usize, u32)>> = weighed.collect();
        while let Some(Reverse((weight, state))) = order.pop() {
            if self.count > most {
                break;
            }
            self.forget_gone(state);
            let now = self.weight(state);
            if now > weight && now <= heaviest {
                order.push(Reverse((now, state)));
            } else if now <= heaviest {
                self.eliminate(state);
            }
        }
        let left = states.into_iter();
        left.filter(|state| !self.is_gone[*state as usize])
            .collect()
    }

    fn forget_gone(&mut self, state: u32) {
        let is_gone = &self.is_gone;
        self.into[state as usize].retain(|from| !is_gone[*from as usize]);
    }

    fn eliminate(&mut self, state: u32) {
        let here = state as usize;
        self.is_gone[here] = true;
        let row = std::mem::take(&mut self.rows[here]);
        let mut into = std::mem::take(&mut self.into[here]);
        into.sort_unstable();
        self.count -= row.len();
        let leaves = self.out[here] + row.iter().map(|(_, probability)| probability).sum::<f64>();
        let start = self.ways.len();
        for from in into {
            let probability = self.send_on(from, state, &row, leaves);
            self.ways.push((from, probability));
        }
        let middle = self.ways.len();
        self.ways.extend(row);
        self.steps.push(Step {
            state,
            leaves,
            from: start..middle,
            to: middle..self.ways.len(),
        });
    }

    /// Sends the way of `from` into `state` on to where that leads; gives its probability.
    fn send_on(&mut self, from: u32, state: u32, row: &[(u32, f64)], leaves: f64) -> f64 {
        let mut own = std::mem::take(&mut self.rows[from as usize]);
        let Some(at) = own.iter().position(|(to, _)| *to == state) else {
            self.rows[from as usize] = own;
            return 0.0;
        };
        let before = own.len();
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
        self.count = self.count + own.len() - before;
        self.rows[from as usize] = own;
        probability
    }
}
