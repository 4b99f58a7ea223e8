//! Dice, and every way that dice can fall.

use super::step::{Branch, Chance, Mark, Steps};
use super::table::Listing;
use crate::network::{LogNormal, Taint};
use rand::Rng;
use rand_distr::{Distribution, StandardNormal};

/// So many tries are thrown one by one.
const FEW: u32 = 8;

/// Chance by dice, delegations by the tables that there are of them.
pub(super) struct Thrown<'d, R>(pub &'d mut R, pub &'d Listing<Branch>);

impl<R: Rng> Chance for Thrown<'_, R> {
    fn happens(&mut self, probability: f64) -> bool {
        probability > 0.0 && (probability >= 1.0 || uniform(self.0) < probability)
    }

    fn one_of(&mut self, count: usize, weight: impl Fn(usize) -> f64) -> usize {
        let mut left = uniform(self.0) * (0..count).map(&weight).sum::<f64>();
        let mut chosen = 0;
        for at in (0..count).filter(|at| weight(*at) > 0.0) {
            chosen = at;
            left -= weight(at);
            if left < 0.0 {
                break;
            }
        }
        chosen
    }

    fn in_a_row(&mut self, probability: f64, tries: u32) -> u32 {
        if probability <= 0.0 {
            0
        } else if probability >= 1.0 {
            tries
        } else if tries <= FEW {
            let mut happened = 0;
            while happened < tries && uniform(self.0) < probability {
                happened += 1;
            }
            happened
        } else {
            // Geometric; a float that is too large becomes the largest number.
            (((1.0 - uniform(self.0)).ln() / probability.ln()) as u32).min(tries)
        }
    }

    fn work_time(&mut self, steps: &Steps<'_>, agent: u32, _: &mut Vec<Mark>) -> f64 {
        drawn(steps.network.agents[agent as usize].latency, self.0)
    }

    fn at_once(&mut self) {}

    fn listed(
        &mut self,
        steps: &Steps<'_>,
        handoff: u32,
        taint: Taint,
        marks: &mut Vec<Mark>,
    ) -> Option<Branch> {
        let (branch, more) = self.1.pick(handoff, taint, self.0)?;
        let mut branch = *branch;
        for mark in more {
            match *mark {
                Mark::Worked(agent) => {
                    branch.time += drawn(steps.network.agents[agent as usize].latency, self.0);
                }
                mark => marks.push(mark),
            }
        }
        Some(branch)
    }
}

/// A log-normal time in milliseconds.
pub(super) fn drawn(time: LogNormal, dice: &mut impl Rng) -> f64 {
    if time.sigma == 0.0 {
        return time.median;
    }
    let z: f64 = StandardNormal.sample(dice);
    time.median * (time.sigma * z).exp()
}

/// Between 0 and 1, 1 left out, in steps of 2^-53.
fn uniform(dice: &mut impl Rng) -> f64 {
    (dice.next_u64() >> 11) as f64 * (1.0 / (1_u64 << 53) as f64)
}

/// Chance that goes through all the ways in which dice can fall, one after the other.
pub(super) struct EveryWay<'b> {
    /// Delegations whose ways are known.
    branches: &'b Listing<Branch>,
    /// For each die of the way: how it falls, and in how many ways it can.
    dice: Vec<(usize, usize)>,
    thrown: usize,
    /// Probability of the way so far.
    weight: f64,
    /// Whether something was asked that can fall in too many ways.
    is_endless: bool,
}

impl<'b> EveryWay<'b> {
    /// Goes through all ways; says for each what came out and how probable it is. False where there are more than `most`.
    pub fn all<T>(
        branches: &'b Listing<Branch>,
        most: usize,
        mut go: impl FnMut(&mut Self) -> T,
        mut tell: impl FnMut(T, f64),
    ) -> bool {
        let mut way = Self {
            branches,
            dice: Vec::new(),
            thrown: 0,
            weight: 1.0,
            is_endless: false,
        };
        for _ in 0..most {
            way.thrown = 0;
            way.weight = 1.0;
            let out = go(&mut way);
            if way.is_endless {
                return false;
            }
            tell(out, way.weight);
            while let Some((fell, ways)) = way.dice.last_mut() {
                *fell += 1;
                if fell < ways {
                    break;
                }
                way.dice.pop();
            }
            if way.dice.is_empty() {
                return true;
            }
        }
        false
    }

    fn fall(&mut self, ways: usize) -> usize {
        if self.thrown == self.dice.len() {
            self.dice.push((0, ways));
        }
        let (fell, _) = self.dice[self.thrown];
        self.thrown += 1;
        fell
    }
}

impl Chance for EveryWay<'_> {
    fn happens(&mut self, probability: f64) -> bool {
        if probability <= 0.0 || probability >= 1.0 {
            return probability > 0.0;
        }
        let happens = self.fall(2) == 0;
        self.weight *= if happens {
            probability
        } else {
            1.0 - probability
        };
        happens
    }

    fn one_of(&mut self, count: usize, weight: impl Fn(usize) -> f64) -> usize {
        let chosen = self.fall(count);
        self.weight *= weight(chosen) / (0..count).map(&weight).sum::<f64>();
        chosen
    }

    fn in_a_row(&mut self, probability: f64, tries: u32) -> u32 {
        if probability <= 0.0 || probability >= 1.0 {
            return if probability > 0.0 { tries } else { 0 };
        }
        self.is_endless |= tries > FEW;
        let mut happened = 0;
        while happened < tries.min(FEW) && self.happens(probability) {
            happened += 1;
        }
        happened
    }

    fn work_time(&mut self, _: &Steps<'_>, agent: u32, marks: &mut Vec<Mark>) -> f64 {
        marks.push(Mark::Worked(agent));
        0.0
    }

    fn at_once(&mut self) {
        self.is_endless = true;
    }

    fn listed(
        &mut self,
        _: &Steps<'_>,
        handoff: u32,
        taint: Taint,
        marks: &mut Vec<Mark>,
    ) -> Option<Branch> {
        let fell = self.branches.count(handoff, taint)?;
        let fell = self.fall(fell);
        let (branch, more, probability) = self.branches.result(handoff, taint, fell)?;
        self.weight *= probability;
        marks.extend_from_slice(more);
        Some(*branch)
    }
}
