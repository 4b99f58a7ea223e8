//! The whole chain: its strongly connected parts solved one after the other, and how far that is off.
//!
//! Each part is eliminated, or what elimination leaves of it is iterated ([`super::eliminate`], [`super::iterate`]), in two halves where it can be ([`super::twins`]); either way the result is only a proposal. What it leaves
//! unexplained is measured with [`super::certify`], solved for in turn and added, until it is small enough or no longer shrinks.
//!
//! **The bound of visits.** Let `P` be the probabilities between the states that can end, `D` those of leaving each state, summed up, and `e` the arrivals from outside: the expected visits
//! are `x` with `x (D - P) = e`. If proposed visits leave `r = e - x (D - P)`, they are off by `r (D - P)^-1`: by the visits of requests that start as `r`
//! says, signs included. An outcome is off by the same requests that end in it, and as each ends once, by the sum of `|r|` at most, however long the
//! chain takes to end.
//!
//! **The bound of values.** What is expected from a state on is `y` with `(D - P) y = b`. If proposed values leave `r = b - (D - P) y`, they are off by `(D - P)^-1 r`. For
//! `t` with `(D - P) t >= (1 - s) d`, `d` the diagonal of `D`, that is nowhere more than `t / (1 - s)` times the largest of `|r| / d`, since `(D - P)^-1` has nothing below zero. The expected
//! moves to an end are such a `t`, with `s = 0`; they need not be known well, only `s`.
//!
//! Both bounds are about the chain whose probabilities are the floats that stand in it.

use super::certify::{Long, leaves, left_of_arrivals, left_of_gifts};
use super::eliminate::Eliminated;
use super::go_on::GoOn;
use super::pairs::Pairs;
use super::parts::Parts;
use super::rows::Rows;
use super::twins::Twins;

/// Nothing is improved that is off by less.
const ENOUGH: f64 = 1e-11;
/// Improvements after which a solution is what it is.
const MOST_ROUNDS: usize = 8;

/// A chain that was taken apart once and is solved as often as needed.
pub(super) struct Chain<'r> {
    rows: &'r Rows,
    go_on: &'r GoOn<'r>,
    parts: Parts,
    /// By state: the probability of leaving it.
    leaves: Vec<Long>,
    /// By part, where it has several states.
    solvers: Vec<Option<Box<Solver>>>,
}

/// A part that was made ready to be solved.
enum Solver {
    Whole(Eliminated),
    Halved(Twins),
}

/// The expected visits of each state.
pub(super) struct Visits {
    /// By state. Traps are not visited.
    pub values: Vec<f64>,
    /// By how much no probability of an end that is read from them is off.
    pub error: f64,
}

/// The expected moves from each state to an end, near enough to bound other values with.
pub(super) struct Moves {
    /// By state, with all that is not known of them.
    most: Vec<f64>,
}

impl<'r> Chain<'r> {
    /// The chain of some ways. Where `pairs` tells which states differ in their taint alone, those that are solved together are taken as such.
    pub fn new(rows: &'r Rows, pairs: Option<&Pairs>, go_on: &'r GoOn<'r>) -> Self {
        let parts = Parts::new(rows);
        let mut places = Places {
            number: vec![0; rows.len()],
            way: vec![0; rows.len()],
        };
        let solvers = (0..parts.len()).map(|part| {
            if parts.states(part).len() == 1 {
                return None;
            }
            let twins = pairs.and_then(|pairs| {
                let twins = Twins::new(rows, pairs, &parts, part, &mut places, go_on);
                places.way[..parts.states(part).len()].fill(0);
                twins
            });
            Some(Box::new(twins.map_or_else(
                || {
                    Solver::Whole(Eliminated::new(
                        &ways(rows, &parts, part, &mut places),
                        go_on,
                    ))
                },
                Solver::Halved,
            )))
        });
        Self {
            solvers: solvers.collect(),
            leaves: leaves(rows),
            go_on,
            rows,
            parts,
        }
    }

    /// Whether nobody waits any more; what is solved from then on is no solution.
    pub fn is_over(&self) -> bool {
        self.go_on.is_over()
    }

    /// Whether a request can go round for ever once it is in the state.
    pub fn is_trap(&self, state: usize) -> bool {
        self.parts.is_trap(state)
    }

    /// By state: the probability of leaving it for another or for an end.
    pub fn leaves(&self, state: usize) -> f64 {
        self.leaves[state].high
    }

    /// Whether some part is too widely wired to be eliminated.
    #[cfg(test)]
    pub fn iterates(&self) -> bool {
        let mut parts = self.solvers.iter().flatten();
        parts.any(|part| match &**part {
            Solver::Whole(whole) => whole.has_core(),
            Solver::Halved(twins) => twins.has_core(),
        })
    }

    /// Whether some part is solved in pairs.
    #[cfg(test)]
    pub fn has_pairs(&self) -> bool {
        let mut parts = self.solvers.iter().flatten();
        parts.any(|part| matches!(&**part, Solver::Halved(_)))
    }

    /// Expected visits of each state, when requests start as `starts` says (weights beside the states).
    pub fn visits(&self, starts: &[f64]) -> Visits {
        let left = |visits: &[Long]| {
            left_of_arrivals(self.rows, &self.parts, &self.leaves, starts, visits)
        };
        let (values, error) = improve(
            starts,
            left,
            |left| left.iter().map(|left| left.abs()).sum(),
            |left| self.backward(left, ENOUGH / 2.0),
            ENOUGH,
        );
        // Adding up shares of them rounds once per state.
        let rounds = values.len() as f64 * f64::EPSILON;
        Visits {
            values,
            error: error + rounds,
        }
    }

    /// What is expected from each state on, when each visit gives so much, off by [`ENOUGH`] or so where the end takes no more than `moves`. Traps give nothing.
    pub fn values(&self, gives: &[f64], moves: f64) -> Vec<f64> {
        self.values_and_left(gives, ENOUGH / moves.max(1.0)).0
    }

    /// The same, and by how much it is off at most in some states.
    pub fn certain_values(&self, gives: &[f64], moves: &Moves, states: &[u32]) -> (Vec<f64>, f64) {
        let most = states.iter().map(|state| moves.most[*state as usize]);
        let most = most.fold(1.0, f64::max);
        let (values, left) = self.values_and_left(gives, ENOUGH / most);
        (values, left * most + f64::EPSILON)
    }

    /// The expected moves to an end from each state; none where they cannot be told even roughly.
    pub fn moves(&self) -> Option<Moves> {
        let gives: Vec<f64> = self.leaves.iter().map(|leaves| leaves.high).collect();
        let (mut most, slack) = self.values_and_left(&gives, 0.1);
        if slack > 0.5 {
            return None;
        }
        for most in &mut most {
            *most /= 1.0 - slack;
        }
        Some(Moves { most })
    }

    /// Values, and the largest part that they leave unexplained, over the probability of leaving.
    fn values_and_left(&self, gives: &[f64], enough: f64) -> (Vec<f64>, f64) {
        let left =
            |values: &[Long]| left_of_gifts(self.rows, &self.parts, &self.leaves, gives, values);
        let most = |left: &[f64]| {
            let relative = left.iter().zip(&self.leaves);
            relative
                .filter(|(left, _)| **left != 0.0)
                .map(|(left, leaves)| left.abs() / leaves.high)
                .fold(0.0, f64::max)
        };
        improve(
            gives,
            left,
            most,
            |left| self.forward(left, enough / 2.0),
            enough,
        )
    }

    /// Values that leave so much unexplained of what cores give, over the probability of leaving.
    fn forward(&self, gives: &[f64], enough: f64) -> Vec<f64> {
        let mut values = vec![0.0; self.rows.len()];
        let mut local = Vec::new();
        for (part, solver) in self.solvers.iter().enumerate() {
            let states = self.parts.states(part);
            local.clear();
            for state in states {
                // States of the part itself are still zero.
                let after = self.rows.of(*state as usize);
                let after: f64 = after
                    .map(|(to, probability)| probability * values[to as usize])
                    .sum();
                local.push(gives[*state as usize] + after);
            }
            match solver.as_deref() {
                Some(Solver::Whole(whole)) => whole.forward(&mut local, enough, self.go_on),
                Some(Solver::Halved(twins)) => twins.forward(&mut local, enough, self.go_on),
                None => local[0] /= self.leaves(states[0] as usize),
            }
            for (state, value) in states.iter().zip(&local) {
                values[*state as usize] = *value;
            }
        }
        values
    }

    /// Visits that leave so much unexplained of the arrivals in each core.
    fn backward(&self, starts: &[f64], enough: f64) -> Vec<f64> {
        let mut values = starts.to_vec();
        let mut local = Vec::new();
        for (part, solver) in self.solvers.iter().enumerate().rev() {
            let states = self.parts.states(part);
            local.clear();
            local.extend(states.iter().map(|state| values[*state as usize]));
            match solver.as_deref() {
                Some(Solver::Whole(whole)) => whole.backward(&mut local, enough, self.go_on),
                Some(Solver::Halved(twins)) => twins.backward(&mut local, enough, self.go_on),
                None => local[0] /= self.leaves(states[0] as usize),
            }
            for (state, value) in states.iter().zip(&local) {
                values[*state as usize] = *value;
                for (to, probability) in self.rows.of(*state as usize) {
                    if self.parts.of(to as usize) != part as u32 {
                        values[to as usize] += value * probability;
                    }
                }
            }
        }
        for (state, value) in values.iter_mut().enumerate() {
            if self.is_trap(state) {
                *value = 0.0;
            }
        }
        values
    }
}

/// Solves, and adds solutions for what is left until that is little enough or shrinks no more.
fn improve(
    wanted: &[f64],
    left: impl Fn(&[Long]) -> Vec<f64>,
    measure: impl Fn(&[f64]) -> f64,
    solve: impl Fn(&[f64]) -> Vec<f64>,
    enough: f64,
) -> (Vec<f64>, f64) {
    let first = solve(wanted);
    let mut best: Vec<Long> = first.into_iter().map(Long::from).collect();
    let mut rest = left(&best);
    let mut error = measure(&rest);
    for _ in 0..MOST_ROUNDS {
        if error <= enough {
            break;
        }
        let mut better = best.clone();
        for (value, more) in better.iter_mut().zip(solve(&rest)) {
            value.add(more);
            value.settle();
        }
        let rest_now = left(&better);
        let error_now = measure(&rest_now);
        if error_now.is_nan() || error_now >= error {
            break;
        }
        (best, rest, error) = (better, rest_now, error_now);
    }
    (best.into_iter().map(|value| value.high).collect(), error)
}

/// Where states stand in the part that is looked at.
pub(super) struct Places {
    /// By state: its number within its part.
    pub number: Vec<u32>,
    /// By state, or by number of a pair: the last way to it among those of its part, plus one; zero in between.
    pub way: Vec<usize>,
}

/// The ways of a part between its states, numbered in order, each to another one; two of the same are one.
fn ways(rows: &Rows, parts: &Parts, part: usize, places: &mut Places) -> Rows {
    let states = parts.states(part);
    for (number, state) in (0..).zip(states) {
        places.number[*state as usize] = number;
    }
    let most = states.iter().map(|state| rows.after(*state as usize).len());
    let mut ways = Rows::with_room(states.len(), most.sum());
    for state in states {
        let start = ways.ways();
        let mut out = rows.out(*state as usize);
        for (to, probability) in rows.of(*state as usize) {
            if to == *state {
                // A way back to itself only makes the stay longer.
                continue;
            }
            if parts.of(to as usize) != part as u32 {
                out += probability;
                continue;
            }
            let known = &mut places.way[to as usize];
            if *known > start {
                ways.add(*known - 1, probability);
            } else {
                ways.lead(places.number[to as usize], probability);
                *known = ways.ways();
            }
        }
        ways.close(out);
    }
    ways
}
