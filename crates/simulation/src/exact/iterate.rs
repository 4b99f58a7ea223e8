//! Solving what elimination leaves of a part, where it is wired too widely to go on.
//!
//! H. A. van der Vorst, "Bi-CGSTAB", SIAM Journal on Scientific and Statistical Computing 13 (1992), with symmetric Gauss-Seidel sweeps as
//! preconditioner, which cost no more than the product itself (S. C. Eisenstat, "Efficient implementation of a class of preconditioned conjugate gradient methods", the same
//! journal 2, 1981). Wide wiring
//! mixes fast, or has few ways of mixing slowly, and both end after a few steps. Nothing is promised of how near it comes: [`super::chain`] measures that and asks again.
//! Where steps do not get on, the core is eliminated after all.

use super::eliminate::Eliminated;
use super::go_on::GoOn;
use super::rows::Rows;
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
    /// `ways` are those between the states, by their order.
    pub fn new(states: Vec<u32>, ways: &Rows) -> Self {
        let leaves = (0..ways.len()).map(|state| {
            let after = ways.of(state).map(|(_, probability)| probability);
            ways.out(state) + after.sum::<f64>()
        });
        let leaves: Vec<f64> = leaves.collect();
        let rows = Matrix::new(ways, &leaves);
        Self {
            columns: rows.transposed(),
            rows,
            states,
            leaves,
            out: (0..ways.len()).map(|state| ways.out(state)).collect(),
            eliminated: OnceLock::new(),
        }
    }

    /// Solves `(1 - Q) y = b` for the states of the core.
    pub fn forward(&self, values: &mut [f64], enough: f64, go_on: &GoOn<'_>) {
        if self.eliminated.get().is_none() {
            let places = self.states.iter().zip(&self.leaves);
            let gives: Vec<f64> = places
                .map(|(state, leaves)| values[*state as usize] / leaves)
                .collect();
            if let Some(found) = self.rows.solve(&gives, largest, enough, go_on) {
                for (state, value) in self.states.iter().zip(found) {
                    values[*state as usize] = value;
                }
                return;
            }
        }
        self.directly(values, go_on, |whole, own| {
            whole.forward(own, enough, go_on);
        });
    }

    /// Solves `x (1 - Q) = e` for the states of the core.
    pub fn backward(&self, values: &mut [f64], enough: f64, go_on: &GoOn<'_>) {
        if self.eliminated.get().is_none() {
            let arrivals = self.states.iter().map(|state| values[*state as usize]);
            let arrivals: Vec<f64> = arrivals.collect();
            if let Some(found) = self.columns.solve(&arrivals, total, enough, go_on) {
                let places = self.states.iter().zip(&self.leaves);
                for ((state, leaves), value) in places.zip(found) {
                    values[*state as usize] = value / leaves;
                }
                return;
            }
        }
        self.directly(values, go_on, |whole, own| {
            whole.backward(own, enough, go_on);
        });
    }

    /// Solves by elimination; leaves zeros where that takes too much.
    fn directly(
        &self,
        values: &mut [f64],
        go_on: &GoOn<'_>,
        solve: impl Fn(&Eliminated, &mut [f64]),
    ) {
        let eliminated = self.eliminated.get_or_init(|| {
            let mut ways = Rows::with_room(self.leaves.len(), self.rows.to.len());
            for (state, (leaves, out)) in self.leaves.iter().zip(&self.out).enumerate() {
                for (to, share) in self.rows.of(state) {
                    ways.lead(to, share * leaves);
                }
                ways.close(*out);
            }
            Eliminated::whole(&ways, MOST_WAYS, go_on)
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
    /// The ways of each state over the probability of leaving it.
    fn new(ways: &Rows, leaves: &[f64]) -> Self {
        let mut matrix = Self {
            starts: Vec::with_capacity(leaves.len() + 1),
            middles: Vec::with_capacity(leaves.len()),
            to: Vec::with_capacity(ways.ways()),
            shares: Vec::with_capacity(ways.ways()),
        };
        matrix.starts.push(0);
        for (at, leaves) in leaves.iter().enumerate() {
            for is_left in [true, false] {
                let side = ways.of(at);
                for (to, probability) in side.filter(|(to, _)| ((*to as usize) < at) == is_left) {
                    matrix.to.push(to);
                    matrix.shares.push(probability / leaves);
                }
                if is_left {
                    matrix.middles.push(matrix.to.len());
                }
            }
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

    /// `v` over `1 - L`, the part left of the diagonal, in its place: a sweep down.
    fn sweep_down(&self, values: &mut [f64]) {
        for row in 0..values.len() {
            values[row] += self.dot(self.starts[row], self.middles[row], values);
        }
    }

    /// `v` over `1 - R`, the part right of the diagonal, in its place: a sweep up.
    fn sweep_up(&self, values: &mut [f64]) {
        for row in (0..values.len()).rev() {
            values[row] += self.dot(self.middles[row], self.starts[row + 1], values);
        }
    }

    /// `(1 - M) v` with sweeps before and after it, `(1 - L)^-1 (1 - M) (1 - R)^-1 v`, in one sweep up and one down: `1 - M` is `(1 - L) + (1 - R) - 1`.
    fn swept(&self, values: &[f64], scratch: &mut [f64], result: &mut [f64]) {
        scratch.copy_from_slice(values);
        self.sweep_up(scratch);
        for (result, (value, swept)) in result.iter_mut().zip(values.iter().zip(&*scratch)) {
            *result = value - swept;
        }
        self.sweep_down(result);
        for (result, swept) in result.iter_mut().zip(scratch) {
            *result += *swept;
        }
    }

    /// Solves `(1 - M) x = b` until the residual is little enough in some measure, or lowered by [`LOWER`]; none where that does not succeed.
    fn solve(
        &self,
        wanted: &[f64],
        measure: fn(&[f64]) -> f64,
        enough: f64,
        go_on: &GoOn<'_>,
    ) -> Option<Vec<f64>> {
        let size = wanted.len();
        let mut found = vec![0.0; size];
        let mut left = wanted.to_vec();
        let enough = enough.max(LOWER * measure(wanted));
        let mut steps = Steps::new(size);
        for _ in 0..=RESTARTS {
            if steps.run(self, &mut found, &mut left, measure, enough, go_on) {
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
    gone: Vec<f64>,
    image: Vec<f64>,
    further: Vec<f64>,
    scratch: Vec<f64>,
}

impl Steps {
    fn new(size: usize) -> Self {
        let zeros = || vec![0.0; size];
        Self {
            shadow: zeros(),
            direction: zeros(),
            gone: zeros(),
            image: zeros(),
            further: zeros(),
            scratch: zeros(),
        }
    }

    /// Steps until no more than enough is left; whether that was reached. `left` is used up.
    fn run(
        &mut self,
        matrix: &Matrix,
        found: &mut [f64],
        left: &mut [f64],
        measure: fn(&[f64]) -> f64,
        enough: f64,
        go_on: &GoOn<'_>,
    ) -> bool {
        if measure(left) <= enough {
            return true;
        }
        self.gone.fill(0.0);
        matrix.sweep_down(left);
        let is_done = self.go(matrix, left, measure, enough, go_on);
        matrix.sweep_up(&mut self.gone);
        add(found, 1.0, &self.gone);
        is_done
    }

    /// The same between the two sweeps. What is left before the first one is at most twice what is left after it, since nothing that `measure` adds up over a row of `M` or
    /// a column exceeds 1.
    fn go(
        &mut self,
        matrix: &Matrix,
        left: &mut [f64],
        measure: fn(&[f64]) -> f64,
        enough: f64,
        go_on: &GoOn<'_>,
    ) -> bool {
        let mut best = 2.0 * measure(left);
        let mut idle = 0;
        self.shadow.copy_from_slice(left);
        self.direction.copy_from_slice(left);
        let mut along = product(&self.shadow, left);
        for _ in 0..MOST_STEPS {
            if go_on.is_over() {
                return false;
            }
            matrix.swept(&self.direction, &mut self.scratch, &mut self.image);
            let alpha = along / product(&self.shadow, &self.image);
            if !alpha.is_finite() {
                return false;
            }
            add(&mut self.gone, alpha, &self.direction);
            add(left, -alpha, &self.image);
            if 2.0 * measure(left) <= enough {
                return true;
            }
            matrix.swept(left, &mut self.scratch, &mut self.further);
            let omega = product(&self.further, left) / product(&self.further, &self.further);
            if !omega.is_finite() || omega == 0.0 {
                return false;
            }
            add(&mut self.gone, omega, left);
            add(left, -omega, &self.further);
            let now = 2.0 * measure(left);
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
