//! How far a solution is off, in twice the digits of a float.
//!
//! Chains whose circles end once in a billion times visit their states a billion times; what a float cannot hold of such a number weighs more than the bound that is asked for. Sums and
//! products here carry their rounding errors with them (T. J. Dekker, "A floating-point technique for extending the available precision", Numerische Mathematik
//! 18, 1971), so that a residual is known to about 32 digits.

use super::parts::Parts;
use super::rows::Rows;

/// A number in two parts: what a float holds of it, and the rest.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Long {
    pub high: f64,
    pub low: f64,
}

impl Long {
    pub fn add(&mut self, more: f64) {
        let sum = self.high + more;
        let part = sum - self.high;
        self.low += (self.high - (sum - part)) + (more - part);
        self.high = sum;
    }

    /// Adds a product.
    fn add_product(&mut self, a: Halves, b: Halves) {
        let product = a.whole * b.whole;
        let error = a.low * b.low - (product - a.high * b.high - a.low * b.high - a.high * b.low);
        self.add(product);
        self.low += error + a.rest * b.whole + a.whole * b.rest;
    }

    /// Moves what fits into the float there.
    pub fn settle(&mut self) {
        let sum = self.high + self.low;
        self.low -= sum - self.high;
        self.high = sum;
    }

    fn value(self) -> f64 {
        self.high + self.low
    }
}

/// A number, its float in two halves whose products are exact.
#[derive(Clone, Copy)]
struct Halves {
    whole: f64,
    high: f64,
    low: f64,
    /// What the float does not hold.
    rest: f64,
}

impl From<Long> for Halves {
    fn from(
        Long {
            high: whole,
            low: rest,
        }: Long,
    ) -> Self {
        const SPLIT: f64 = 134_217_729.0;
        let big = SPLIT * whole;
        let high = big - (big - whole);
        Self {
            whole,
            high,
            low: whole - high,
            rest,
        }
    }
}

impl From<f64> for Halves {
    fn from(whole: f64) -> Self {
        Self::from(Long::from(whole))
    }
}

impl From<f64> for Long {
    fn from(high: f64) -> Self {
        Self { high, low: 0.0 }
    }
}

impl std::ops::Neg for Long {
    type Output = Self;

    fn neg(self) -> Self {
        Self {
            high: -self.high,
            low: -self.low,
        }
    }
}

/// By state: the probability of leaving it, for another or for an end.
pub(super) fn leaves(rows: &Rows) -> Vec<Long> {
    let one = |state: usize| {
        let mut leaves = Long::from(rows.out(state));
        for (_, probability) in rows.of(state).filter(|(to, _)| *to as usize != state) {
            leaves.add(probability);
        }
        leaves.settle();
        leaves
    };
    (0..rows.len()).map(one).collect()
}

/// What is left of the arrivals when the visits of each state have left it: zero for the expected visits. Traps have none.
pub(super) fn left_of_arrivals(
    rows: &Rows,
    parts: &Parts,
    leaves: &[Long],
    starts: &[f64],
    visits: &[Long],
) -> Vec<f64> {
    let mut left: Vec<Long> = starts.iter().copied().map(Long::from).collect();
    for (state, visits) in visits.iter().enumerate() {
        if visits.high == 0.0 {
            continue;
        }
        let visits = Halves::from(*visits);
        for (to, probability) in rows.of(state).filter(|(to, _)| *to as usize != state) {
            left[to as usize].add_product(visits, Halves::from(probability));
        }
        left[state].add_product(visits, Halves::from(-leaves[state]));
    }
    let left = left.iter().enumerate();
    left.map(|(state, left)| {
        if parts.is_trap(state) {
            0.0
        } else {
            left.value()
        }
    })
    .collect()
}

/// What each visit gives beyond what the values of the states say: zero for the expected values. Traps have none.
pub(super) fn left_of_gifts(
    rows: &Rows,
    parts: &Parts,
    leaves: &[Long],
    gives: &[f64],
    values: &[Long],
) -> Vec<f64> {
    let one = |state: usize| {
        if parts.is_trap(state) {
            return 0.0;
        }
        let mut left = Long::from(gives[state]);
        for (to, probability) in rows.of(state).filter(|(to, _)| *to as usize != state) {
            left.add_product(Halves::from(values[to as usize]), Halves::from(probability));
        }
        left.add_product(Halves::from(values[state]), Halves::from(-leaves[state]));
        left.value()
    };
    (0..rows.len()).map(one).collect()
}
