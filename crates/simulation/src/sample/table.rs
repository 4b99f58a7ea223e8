//! Steps worked out beforehand, so that one die decides all of a step.
//!
//! A visit and a handoff leave a dozen things to chance. Going through every way in which those dice can fall, with the very steps that a
//! request walks, gives all that can come out, and how probable each is; an alias table then picks one with one throw. What can fall in too many
//! ways is left out and walked die by die.

use super::chance::EveryWay;
use super::step::{Mark, Next, Step, Steps};
use crate::network::Taint;
use rand::Rng;
use std::collections::BTreeMap;

/// Ways through one step at most.
const WAYS: usize = 4096;
/// Results of all steps at most; what comes after is walked die by die.
const RESULTS: usize = 1 << 20;

/// The tables of a network.
#[derive(Default)]
pub(super) struct Tables {
    /// By agent and taint, then by handoff and taint; none where a step is walked die by die.
    places: Vec<Option<Table>>,
    handoffs_from: usize,
    results: Vec<Listed>,
    /// What is counted of the results, those of each in a row.
    marks: Vec<Mark>,
}

/// Where a table stands among all results.
#[derive(Clone, Copy)]
struct Table {
    start: u32,
    count: u32,
}

/// A result, and the place of an alias table that bears its number. (A. J. Walker, ACM Transactions on Mathematical Software 3, 1977.)
#[derive(Clone, Copy)]
struct Listed {
    step: Step,
    /// What is counted of it: from where on, and how many.
    marks: (u32, u32),
    /// Below it a die picks this result, from it on the other one.
    threshold: u64,
    other: u32,
}

/// A result that was picked.
pub(super) struct Picked<'t> {
    pub step: &'t Step,
    pub marks: &'t [Mark],
}

impl Tables {
    pub fn new(steps: &Steps<'_>) -> Self {
        let network = steps.network;
        let mut all = Self {
            handoffs_from: network.agents.len() * 2,
            ..Self::default()
        };
        for agent in 0..network.agents.len() as u32 {
            for taint in Taint::BOTH {
                let table = all.list(|way, marks| steps.visit(agent, taint, way, marks));
                all.places.push(table);
            }
        }
        for handoff in 0..network.handoffs.len() as u32 {
            for taint in Taint::BOTH {
                let table = all.list(|way, marks| {
                    let mut step = steps.hand_over(handoff, taint, way, marks);
                    // Where times do not count, what differs in time alone is the same.
                    step.time = if steps.times { step.time } else { 0.0 };
                    step
                });
                all.places.push(table);
            }
        }
        all
    }

    /// A result of a visit; none where it is walked die by die.
    pub fn visit(&self, agent: u32, taint: Taint, dice: &mut impl Rng) -> Option<Picked<'_>> {
        self.pick(agent as usize * 2 + taint as usize, dice)
    }

    /// A result of a handoff; none where it is walked die by die.
    pub fn hand_over(&self, handoff: u32, taint: Taint, dice: &mut impl Rng) -> Option<Picked<'_>> {
        let place = self.handoffs_from + handoff as usize * 2 + taint as usize;
        self.pick(place, dice)
    }

    fn pick(&self, place: usize, dice: &mut impl Rng) -> Option<Picked<'_>> {
        let table = self.places[place]?;
        // The upper half of the product is a place, the lower half a fraction, both uniform.
        let product = u128::from(dice.next_u64()) * u128::from(table.count);
        let mut listed = &self.results[table.start as usize + (product >> 64) as usize];
        if product as u64 >= listed.threshold {
            listed = &self.results[listed.other as usize];
        }
        let (from, count) = listed.marks;
        Some(Picked {
            step: &listed.step,
            marks: &self.marks[from as usize..(from + count) as usize],
        })
    }

    fn list(&mut self, mut go: impl FnMut(&mut EveryWay, &mut Vec<Mark>) -> Step) -> Option<Table> {
        let mut results: BTreeMap<Key, (Step, f64)> = BTreeMap::new();
        let is_whole = self.results.len() < RESULTS
            && EveryWay::all(
                WAYS,
                |way| {
                    let mut marks = Vec::new();
                    (go(way, &mut marks), marks)
                },
                |(step, marks), weight| {
                    let entry = results.entry(Key::of(&step, marks));
                    entry.or_insert((step, 0.0)).1 += weight;
                },
            );
        if !is_whole {
            return None;
        }
        results.retain(|_, (_, weight)| *weight > 0.0);
        let weights: Vec<f64> = results.values().map(|(_, weight)| *weight).collect();
        let start = self.results.len() as u32;
        for ((key, (step, _)), (threshold, other)) in results.into_iter().zip(alias(&weights)) {
            let from = self.marks.len() as u32;
            let count = key.marks.len() as u32;
            self.marks.extend(key.marks);
            self.results.push(Listed {
                step,
                marks: (from, count),
                threshold,
                other: start + other,
            });
        }
        Some(Table {
            start,
            count: weights.len() as u32,
        })
    }
}

/// What tells results apart.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    next: Next,
    taint: Taint,
    arrived: [bool; 3],
    numbers: [u64; 2],
    marks: Vec<Mark>,
}

impl Key {
    fn of(step: &Step, marks: Vec<Mark>) -> Self {
        Self {
            next: step.next,
            taint: step.taint,
            arrived: [step.arrived, step.lost, step.succeeded],
            numbers: [step.cost, step.time].map(f64::to_bits),
            marks,
        }
    }
}

/// For each of some weights: the threshold below which its place picks it, and what the place picks otherwise.
/// (M. D. Vose, IEEE Transactions on Software Engineering 17, 1991.)
pub(super) fn alias(weights: &[f64]) -> Vec<(u64, u32)> {
    let mean = weights.iter().sum::<f64>() / weights.len() as f64;
    let mut left: Vec<f64> = weights.iter().map(|weight| weight / mean).collect();
    let mut places: Vec<(u64, u32)> = (0..weights.len() as u32).map(|at| (u64::MAX, at)).collect();
    let (mut small, mut large): (Vec<usize>, Vec<usize>) =
        (0..weights.len()).partition(|at| left[*at] < 1.0);
    while let (Some(poor), Some(rich)) = (small.pop(), large.pop()) {
        // A float of 2^64 becomes the largest number.
        places[poor] = ((left[poor] * 2.0_f64.powi(64)) as u64, rich as u32);
        left[rich] -= 1.0 - left[poor];
        if left[rich] < 1.0 {
            small.push(rich);
        } else {
            large.push(rich);
        }
    }
    places
}
