//! Solving what elimination leaves of a part, where it is wired too widely to go on.
//!
//! H. A. van der Vorst, "Bi-CGSTAB", SIAM Journal on Scientific and Statistical Computing 13 (1992), with a symmetric Gauss-Seidel sweep as preconditioner. Wide wiring
//! mixes fast, or has few ways of mixing slowly, and both end after a few steps. Nothing is promised of how near it comes: [`super::chain`] measures that and asks again.
//! Where steps do not get on, the core is eliminated after all.

use super::eliminate::{Eliminated, Ways};
use std::sync::OnceLock;

/// The residual is lowered by no more than this factor in one go.
const LOWER: f64 = 1e-12;
/// Or by this one at least, so that going again gets on.
const NEAR: f64 = 1e-2;
/// Most steps of one run.
const MOST_STEPS: usize = 400;
/// Steps without getting nearer after which a run ends.
const PATIENCE: usize = 30;
/// Times that iteration may begin again where it is.
const RESTARTS: usize = 1;
/// Most ways between the states of a core that is eliminated after all; about a gigabyte.
const MOST_WAYS: usize = 40_000_000;

/// The states that are left of a part, and what leads from one to another.
pub(super) struct Core {
    /// Numbers within the part.
    states: Vec<u32>,
    /// Beside the states: the probability of leaving each.
    leaves: Vec<f64>,
    /// Ways from each state, over the probability of leaving it.
    rows: Matrix,
    /// The same by where they lead.
    columns: Matrix,
    /// Beside the states: the probability of leaving the part.
    out: Vec<f64>,
    /// Where iteration has failed once; none inside where elimination takes too much as well.
    eliminated: OnceLock<Option<Eliminated>>,
}

impl Core {
    /// `places` has room for a number for every state of the part.
    pub fn new(mut places: Vec<u32>, states: Vec<u32>, ways: Ways) -> Self {
        for (place, state) in (0..).zip(&states) {
            places[*state as usize] = place;
        }
        let Ways { mut rows, out } = ways;
        let mut leaves = Vec::with_capacity(states.len());
        for (row, out) in rows.iter_mut().zip(&out) {
            let sum = out + row.iter().map(|(_, probability)| probability).sum::<f64>();
            leaves.push(sum);
            for (to, probability) in &mut *row {
                *to = places[*to as usize];
                *probability /= sum;
            }
            row.sort_unstable_by_key(|(to, _)| *to);
        }
        let rows = Matrix::new(&rows);
        Self {
            columns: rows.transposed(),
            rows,
            states,
            leaves,
            out,
            eliminated: OnceLock::new(),
        }
    }

    /// Solves `(1 - Q) y = b` for the states of the core.
    pub fn forward(&self, values: &mut [f64], enough: f64) {
        if self.eliminated.get().is_none() {
            let places = self.states.iter().zip(&self.leaves);
            let gives: Vec<f64> = places
                .map(|(state, leaves)| values[*state as usize] / leaves)
                .collect();
            if let Some(found) = self.rows.solve(&gives, largest, enough) {
                for (state, value) in self.states.iter().zip(found) {
                    values[*state as usize] = value;
                }
                return;
            }
        }
        self.directly(values, |whole, own| whole.forward(own, enough));
    }

    /// Solves `x (1 - Q) = e` for the states of the core.
    pub fn backward(&self, values: &mut [f64], enough: f64) {
        if self.eliminated.get().is_none() {
            let arrivals = self.states.iter().map(|state| values[*state as usize]);
            let arrivals: Vec<f64> = arrivals.collect();
            if let Some(found) = self.columns.solve(&arrivals, total, enough) {
                let places = self.states.iter().zip(&self.leaves);
                for ((state, leaves), value) in places.zip(found) {
                    values[*state as usize] = value / leaves;
                }
                return;
            }
        }
        self.directly(values, |whole, own| whole.backward(own, enough));
    }

    /// Solves by elimination; leaves zeros where that takes too much.
    fn directly(&self, values: &mut [f64], solve: impl Fn(&Eliminated, &mut [f64])) {
        let eliminated = self.eliminated.get_or_init(|| {
            let rows = self.leaves.iter().enumerate().map(|(state, leaves)| {
                let ways = self.rows.of(state);
                ways.map(|(to, share)| (to, share * leaves)).collect()
            });
            let ways = Ways {
                rows: rows.collect(),
                out: self.out.clone(),
            };
            Eliminated::whole(ways, MOST_WAYS)
        });
        let own = self.states.iter().map(|state| values[*state as usize]);
        let mut own: Vec<f64> = own.collect();
        match eliminated {
            Some(eliminated) => solve(eliminated, &mut own),
            None => own.fill(0.0),
        }
        for (state, value) in self.states.iter().zip(own) {
            values[*state as usize] = value;
        }
    }
}

/// A matrix with zeros on its diagonal and nothing below zero, taken from 1 where it is solved.
struct Matrix {
    starts: Vec<usize>,
    /// Beside the rows: the first place right of the diagonal.
    middles: Vec<usize>,
    to: Vec<u32>,
    shares: Vec<f64>,
}

impl Matrix {
    /// The columns of each row are in order.
    fn new(rows: &[Vec<(u32, f64)>]) -> Self {
        let mut matrix = Self {
            starts: vec![0],
            middles: Vec::with_capacity(rows.len()),
            to: Vec::new(),
            shares: Vec::new(),
        };
        for (at, row) in rows.iter().enumerate() {
            let left = row.partition_point(|(to, _)| (*to as usize) < at);
            matrix.middles.push(matrix.to.len() + left);
            matrix.to.extend(row.iter().map(|(to, _)| *to));
            matrix.shares.extend(row.iter().map(|(_, share)| *share));
            matrix.starts.push(matrix.to.len());
        }
        matrix
    }

    fn transposed(&self) -> Self {
        let size = self.middles.len();
        let mut starts = vec![0_usize; size + 1];
        for to in &self.to {
            starts[*to as usize + 1] += 1;
        }
        for at in 0..size {
            starts[at + 1] += starts[at];
        }
        let mut next = starts.clone();
        let mut middles = starts[..size].to_vec();
        let mut from = vec![0; self.to.len()];
        let mut shares = vec![0.0; self.to.len()];
        for at in 0..size {
            for (to, share) in self.of(at) {
                let place = &mut next[to as usize];
                from[*place] = at as u32;
                shares[*place] = share;
                *place += 1;
                middles[to as usize] += usize::from(at < to as usize);
            }
        }
        Self {
            starts,
            middles,
            to: from,
            shares,
        }
    }

    fn of(&self, row: usize) -> impl Iterator<Item = (u32, f64)> + '_ {
        let range = self.starts[row]..self.starts[row + 1];
        let shares = &self.shares[range.clone()];
        self.to[range].iter().copied().zip(shares.iter().copied())
    }

    fn dot(&self, from: usize, to: usize, values: &[f64]) -> f64 {
        let columns = self.to[from..to].iter().zip(&self.shares[from..to]);
        columns
            .map(|(column, share)| share * values[*column as usize])
            .sum()
    }

    /// `(1 - M) v`.
    fn apply(&self, values: &[f64], result: &mut [f64]) {
        for (row, result) in result.iter_mut().enumerate() {
            *result = values[row] - self.dot(self.starts[row], self.starts[row + 1], values);
        }
    }

    /// About `v` over `1 - M`: a sweep down and a sweep up.
    fn sweep(&self, values: &[f64], result: &mut [f64]) {
        result.copy_from_slice(values);
        for row in 0..result.len() {
            result[row] += self.dot(self.starts[row], self.middles[row], result);
        }
        for row in (0..result.len()).rev() {
            result[row] += self.dot(self.middles[row], self.starts[row + 1], result);
        }
    }

    /// Solves `(1 - M) x = b` until the residual is little enough in some measure, or lowered by [`LOWER`]; none where that does not succeed.
    fn solve(&self, wanted: &[f64], measure: fn(&[f64]) -> f64, enough: f64) -> Option<Vec<f64>> {
        let size = wanted.len();
        let mut found = vec![0.0; size];
        let mut left = wanted.to_vec();
        let enough = enough.max(LOWER * measure(wanted));
        let mut steps = Steps::new(size);
        for _ in 0..=RESTARTS {
            if steps.run(self, &mut found, &mut left, measure, enough) {
                return Some(found);
            }
            self.apply(&found, &mut left);
            for (left, wanted) in left.iter_mut().zip(wanted) {
                *left = wanted - *left;
            }
            if !measure(&left).is_finite() {
                return None;
            }
        }
        // As near as floats come may be short of that, and is asked again for the rest.
        (measure(&left) <= NEAR * measure(wanted)).then_some(found)
    }
}

/// What a run of steps works with.
struct Steps {
    shadow: Vec<f64>,
    direction: Vec<f64>,
    swept: Vec<f64>,
    image: Vec<f64>,
    further: Vec<f64>,
}

impl Steps {
    fn new(size: usize) -> Self {
        let zeros = || vec![0.0; size];
        Self {
            shadow: zeros(),
            direction: zeros(),
            swept: zeros(),
            image: zeros(),
            further: zeros(),
        }
    }

    /// Steps until no more than enough is left; whether that was reached.
    fn run(
        &mut self,
        matrix: &Matrix,
        found: &mut [f64],
        left: &mut [f64],
        measure: fn(&[f64]) -> f64,
        enough: f64,
    ) -> bool {
        let mut best = measure(left);
        let mut idle = 0;
        if best <= enough {
            return true;
        }
        self.shadow.copy_from_slice(left);
        self.direction.copy_from_slice(left);
        let mut along = product(&self.shadow, left);
        for _ in 0..MOST_STEPS {
            matrix.sweep(&self.direction, &mut self.swept);
            matrix.apply(&self.swept, &mut self.image);
            let alpha = along / product(&self.shadow, &self.image);
            if !alpha.is_finite() {
                return false;
            }
            add(found, alpha, &self.swept);
            add(left, -alpha, &self.image);
            if measure(left) <= enough {
                return true;
            }
            matrix.sweep(left, &mut self.swept);
            matrix.apply(&self.swept, &mut self.further);
            let omega = product(&self.further, left) / product(&self.further, &self.further);
            if !omega.is_finite() || omega == 0.0 {
                return false;
            }
            add(found, omega, &self.swept);
            add(left, -omega, &self.further);
            let now = measure(left);
            if now <= enough {
                return true;
            }
            idle += 1;
            if now < best {
                (best, idle) = (now, 0);
            }
            if idle > PATIENCE {
                return false;
            }
            let next = product(&self.shadow, left);
            let beta = next / along * (alpha / omega);
            along = next;
            let images = self.image.iter().zip(&*left);
            for (direction, (image, left)) in self.direction.iter_mut().zip(images) {
                *direction = left + beta * (*direction - omega * image);
            }
        }
        false
    }
}

fn product(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn add(values: &mut [f64], factor: f64, more: &[f64]) {
    for (value, more) in values.iter_mut().zip(more) {
        *value += factor * more;
    }
}

fn largest(values: &[f64]) -> f64 {
    values.iter().fold(0.0, |most, value| value.abs().max(most))
}

fn total(values: &[f64]) -> f64 {
    values.iter().map(|value| value.abs()).sum()
}
