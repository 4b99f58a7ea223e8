//! Numbers: bounds, grids of multiples, and what is left out.
//!
//! On a grid `k * step` every question becomes one about the integer `k`: the bounds are bounds of `k`, and "no multiple of `n`" is "`k` is
//! not divisible by `m`". Of `2^j` consecutive integers at least one is divisible by none of `j` divisors above one (Kanold's bound of
//! Jacobsthal's function), so a walk along the grid ends soon, however far apart the bounds are.
//!
//! A witness is a number that JSON can write and that the validator computes with exactly; where only others are left the answer is open,
//! never empty.

use super::{Answer, Children, Gap};
use crate::set::{Types, is_multiple, written};
use num_bigint::BigInt;
use num_integer::Integer;
use num_rational::BigRational;
use num_traits::{One, Pow, Signed, Zero};
use serde_json::{Number, Value};
use std::collections::HashSet;

/// Numbers that fit but cannot be written are passed over this often before the search gives up.
const MOST_UNWRITTEN: u32 = 1_000;

/// Most digits behind the point that are worth looking at: the smallest number above zero is 5e-324.
const MOST_DECIMALS: u32 = 330;

/// The largest power of two between neighbouring numbers that JSON can write.
const WIDEST_GAP: u32 = 971;

/// What is asked of a number.
#[derive(Clone, Debug)]
pub(crate) struct NumberProblem {
    /// Whether it may be integral, and whether it may have a fractional part: bits of [`Types::NUMBER`].
    pub(crate) types: Types,
    /// It is at least this, or above it.
    pub(crate) lower: Option<Bound>,
    /// It is at most this, or below it.
    pub(crate) upper: Option<Bound>,
    /// It is a multiple of each; all are above zero.
    pub(crate) multiples: Vec<BigRational>,
    /// It is a multiple of none; all are above zero.
    pub(crate) not_multiples: Vec<BigRational>,
    /// It is none of these.
    pub(crate) not: Vec<BigRational>,
}

/// One end of a range.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Bound {
    /// Where it ends.
    pub(crate) at: BigRational,
    /// Whether the end itself is left out.
    pub(crate) open: bool,
}

/// The simplest number that meets the problem: zero, small integers, what is next to a bound, fractions with few digits.
pub(crate) fn solve(problem: &NumberProblem, children: &mut dyn Children) -> Answer {
    attempt(problem, children).unwrap_or_else(Answer::Unknown)
}

fn attempt(problem: &NumberProblem, children: &mut dyn Children) -> Result<Answer, Gap> {
    children.step()?;
    let integral = problem.types.0 & Types::INTEGER.0 != 0;
    let fractional = problem.types.0 & Types::FRACTION.0 != 0;
    if !integral && !fractional {
        return Ok(Answer::Empty);
    }
    let whole = BigRational::one();
    let multiples = problem
        .multiples
        .iter()
        .chain((!fractional).then_some(&whole));
    let step = multiples.fold(None, |step: Option<BigRational>, next| {
        Some(step.map_or_else(|| next.clone(), |step| common_multiple(&step, next)))
    });
    let mut not_multiples: Vec<&BigRational> = problem.not_multiples.iter().collect();
    if !integral {
        not_multiples.push(&whole);
    }
    let search = Search {
        problem,
        not_multiples,
        not: problem.not.iter().collect(),
    };
    let outcome = match step {
        Some(step) => search.grid(&step, children)?,
        None => search.dense(children)?,
    };
    Ok(match outcome {
        Outcome::Found(number) => Answer::Found(Value::Number(number)),
        Outcome::Empty => Answer::Empty,
        Outcome::Unwritten => Answer::Unknown(Gap::new(
            "the numbers that are left cannot be written exactly in JSON",
        )),
    })
}

/// What the search for a number came to.
enum Outcome {
    Found(Number),
    Empty,
    /// There are numbers, but none of those that were tried can be written exactly.
    Unwritten,
}

struct Search<'a> {
    problem: &'a NumberProblem,
    not_multiples: Vec<&'a BigRational>,
    not: HashSet<&'a BigRational>,
}

impl Search<'_> {
    /// The simplest number on the grid of all multiples of `step`: an integer if there is one.
    fn grid(&self, step: &BigRational, children: &mut dyn Children) -> Result<Outcome, Gap> {
        let coarse = common_multiple(step, &BigRational::one());
        if coarse != *step
            && let Outcome::Found(integer) = self.walk(&coarse, children)?
        {
            return Ok(Outcome::Found(integer));
        }
        self.walk(step, children)
    }

    /// The number with the fewest digits behind the point. Between two different bounds there always is one.
    fn dense(&self, children: &mut dyn Children) -> Result<Outcome, Gap> {
        if let (Some(lower), Some(upper)) = (&self.problem.lower, &self.problem.upper) {
            if lower.at > upper.at || (lower.at == upper.at && (lower.open || upper.open)) {
                return Ok(Outcome::Empty);
            }
            if lower.at == upper.at {
                return Ok(if !self.allows(&lower.at) {
                    Outcome::Empty
                } else if let Some(number) = self.written(&lower.at) {
                    Outcome::Found(number)
                } else {
                    Outcome::Unwritten
                });
            }
        }
        for decimals in 0..=MOST_DECIMALS {
            children.step()?;
            let step = BigRational::new(BigInt::one(), Pow::pow(BigInt::from(10), decimals));
            match self.walk(&step, children)? {
                Outcome::Empty => {}
                outcome => return Ok(outcome),
            }
        }
        Ok(Outcome::Unwritten)
    }

    /// Whether a number within the bounds is left out neither by itself nor as a multiple.
    fn allows(&self, value: &BigRational) -> bool {
        !self.not.contains(value)
            && !self
                .not_multiples
                .iter()
                .any(|multiple| (value / *multiple).is_integer())
    }

    /// The number of this value, if there is one that the validator takes for the multiples that it is.
    fn written(&self, value: &BigRational) -> Option<Number> {
        let problem = self.problem;
        written(value).filter(|number| {
            let is = |step| is_multiple(number, step);
            problem.multiples.iter().all(|step| is(step) == Some(true))
                && problem
                    .not_multiples
                    .iter()
                    .all(|step| is(step) == Some(false))
        })
    }

    /// The first number on the grid that can be written. Where numbers are so large that JSON cannot write all integers, it is one on a
    /// grid that is wider by a power of two.
    fn walk(&self, step: &BigRational, children: &mut dyn Children) -> Result<Outcome, Gap> {
        let outcome = self.scan(step, MOST_UNWRITTEN, children)?;
        if !matches!(outcome, Outcome::Unwritten) {
            return Ok(outcome);
        }
        let mut wider = step.clone();
        for _ in 0..WIDEST_GAP {
            wider *= BigInt::from(2);
            let outcome = self.scan(&wider, 1, children)?;
            if matches!(outcome, Outcome::Found(_)) {
                return Ok(outcome);
            }
        }
        Ok(Outcome::Unwritten)
    }

    /// The first number that fits and can be written, of those next to zero in turn (`0, step, -step, 2 * step, ...`), or from the bound
    /// that is next to zero on. `most` numbers that cannot be written end the search.
    fn scan(
        &self,
        step: &BigRational,
        most: u32,
        children: &mut dyn Children,
    ) -> Result<Outcome, Gap> {
        // `k * step` is a multiple of `n` exactly when the denominator of `step / n` divides `k`.
        let divisors: Vec<BigInt> = self
            .not_multiples
            .iter()
            .map(|multiple| (step / *multiple).denom().clone())
            .collect();
        if divisors.iter().any(One::is_one) {
            return Ok(Outcome::Empty);
        }
        let low = self.problem.lower.as_ref().map(|bound| {
            let least = (&bound.at / step).ceil().to_integer();
            let excluded = bound.open && on_grid(&bound.at, step);
            if excluded { least + 1 } else { least }
        });
        let high = self.problem.upper.as_ref().map(|bound| {
            let most = (&bound.at / step).floor().to_integer();
            let excluded = bound.open && on_grid(&bound.at, step);
            if excluded { most - 1 } else { most }
        });
        let mut unwritten = 0;
        for index in Outward::new(low, high) {
            children.step()?;
            if divisors.iter().any(|divisor| (&index % divisor).is_zero()) {
                continue;
            }
            let value = step * BigRational::from_integer(index);
            if self.not.contains(&value) {
                continue;
            }
            if let Some(number) = self.written(&value) {
                return Ok(Outcome::Found(number));
            }
            unwritten += 1;
            if unwritten == most {
                break;
            }
        }
        Ok(if unwritten == 0 {
            Outcome::Empty
        } else {
            Outcome::Unwritten
        })
    }
}

fn on_grid(value: &BigRational, step: &BigRational) -> bool {
    (value / step).is_integer()
}

/// The least number above zero that is a multiple of both, which are above zero: in lowest terms the common multiple of the numerators over
/// the common divisor of the denominators.
fn common_multiple(left: &BigRational, right: &BigRational) -> BigRational {
    BigRational::new(
        left.numer().lcm(right.numer()),
        left.denom().gcd(right.denom()),
    )
}

/// The integers from `low` to `high`, those next to zero first, of two opposite ones the positive one.
struct Outward {
    low: Option<BigInt>,
    high: Option<BigInt>,
    /// How far from zero the next one is.
    distance: BigInt,
    /// Whether the positive one of that distance is done.
    opposite: bool,
}

impl Outward {
    fn new(low: Option<BigInt>, high: Option<BigInt>) -> Self {
        let distance = match (&low, &high) {
            (Some(low), _) if low.is_positive() => low.clone(),
            (_, Some(high)) if high.is_negative() => -high,
            _ => BigInt::zero(),
        };
        Self {
            low,
            high,
            distance,
            opposite: false,
        }
    }

    fn within(&self, index: &BigInt) -> bool {
        self.low.as_ref().is_none_or(|low| low <= index)
            && self.high.as_ref().is_none_or(|high| index <= high)
    }
}

impl Iterator for Outward {
    type Item = BigInt;

    fn next(&mut self) -> Option<BigInt> {
        if !self.opposite {
            self.opposite = true;
            if self.within(&self.distance) {
                return Some(self.distance.clone());
            }
        }
        let opposite = -&self.distance;
        let inside = self.within(&opposite) && !opposite.is_zero();
        // The numbers on either side have no gaps: beyond a distance at which there is none there are no others.
        if !inside && !self.within(&self.distance) {
            return None;
        }
        self.distance += 1;
        self.opposite = false;
        if inside { Some(opposite) } else { self.next() }
    }
}

#[cfg(test)]
mod tests;
