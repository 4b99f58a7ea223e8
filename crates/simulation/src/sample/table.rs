//! Steps worked out beforehand, so that one die decides all of a step.
//!
//! A visit, a handoff and a delegation leave a dozen things each to chance. Going through every way in which those dice can fall, with the very
//! steps that a request walks, gives all that can come out, and how probable each is; an alias table then picks one with one throw. What can
//! fall in too many ways is left out and walked die by die, with its delegations still taken from their tables.

use super::chance::EveryWay;
use super::step::{Branch, Mark, Next, Step, Steps};
use crate::network::Taint;
use rand::Rng;
use std::collections::BTreeMap;
use std::hint::select_unpredictable;

/// Ways through one step at most.
const WAYS: usize = 4096;
/// Results of all steps at most; what comes after is walked die by die.
const RESULTS: usize = 1 << 20;

/// The tables of a network, each by number and taint.
pub(super) struct Tables {
    pub visits: Listing<Step>,
    pub handoffs: Listing<Step>,
    pub branches: Listing<Branch>,
}

impl Tables {
    pub fn new(steps: &Steps<'_>) -> Self {
        let network = steps.network;
        let mut branches = Listing::new(network.handoffs.len());
        for agent in &network.callees_first {
            let calls = network.agents[*agent as usize].calls.iter();
            for handoff in calls.flat_map(|call| call.branches().0) {
                branches.fill(*handoff, |known, taint| {
                    known.ways(|way, marks| steps.branch(*handoff, taint, way, marks))
                });
            }
        }
        let mut visits = Listing::new(network.agents.len());
        for agent in 0..network.agents.len() as u32 {
            visits.fill(agent, |_, taint| {
                branches.ways(|way, marks| steps.visit(agent, taint, way, marks))
            });
        }
        let mut handoffs = Listing::new(network.handoffs.len());
        for handoff in 0..network.handoffs.len() as u32 {
            handoffs.fill(handoff, |_, taint| {
                branches.ways(|way, marks| {
                    let mut step = steps.hand_over(handoff, taint, way, marks);
                    // Where times do not count, what differs in time alone is the same.
                    step.time = if steps.times { step.time } else { 0.0 };
                    step
                })
            });
        }
        Self {
            visits,
            handoffs,
            branches,
        }
    }
}

/// What can come out of a step.
pub(super) trait Result: Copy {
    /// What tells results apart.
    type Key: Ord;
    fn key(&self) -> Self::Key;
}

impl Result for Step {
    type Key = (Next, Taint, [bool; 3], [u64; 2]);

    fn key(&self) -> Self::Key {
        let numbers = [self.cost, self.time].map(f64::to_bits);
        let flags = [self.arrived, self.lost, self.succeeded];
        (self.next, self.taint, flags, numbers)
    }
}

impl Result for Branch {
    type Key = (Option<Taint>, [u64; 2]);

    fn key(&self) -> Self::Key {
        (self.answer, [self.cost, self.time].map(f64::to_bits))
    }
}

/// Results with what is counted of them, and their probabilities.
type Ways<R> = BTreeMap<(<R as Result>::Key, Vec<Mark>), (R, f64)>;

/// The results of many steps.
pub(super) struct Listing<R> {
    /// By number and taint; none where a step is walked die by die.
    tables: Vec<Option<Table>>,
    places: Vec<Place>,
    results: Vec<Listed<R>>,
    /// What is counted of the results, that of each in a row.
    marks: Vec<Mark>,
}

/// Where a table stands among all results.
#[derive(Clone, Copy)]
struct Table {
    start: u32,
    count: u32,
}

/// A place of an alias table: a die below the threshold picks the result of the same number, any other that of the other one.
/// (A. J. Walker, ACM Transactions on Mathematical Software 3, 1977.)
#[derive(Clone, Copy)]
pub(super) struct Place {
    threshold: u64,
    other: u32,
}

#[derive(Clone, Copy)]
struct Listed<R> {
    result: R,
    probability: f64,
    /// What is counted of it: from where on, and to where.
    marks: (u32, u32),
}

impl<R: Result> Listing<R> {
    fn new(numbers: usize) -> Self {
        Self {
            tables: vec![None; numbers * 2],
            places: Vec::new(),
            results: Vec::new(),
            marks: Vec::new(),
        }
    }

    /// A result; none where the step is walked die by die.
    #[inline]
    pub fn pick(&self, number: u32, taint: Taint, dice: &mut impl Rng) -> Option<(&R, &[Mark])> {
        let table = self.tables[place(number, taint)]?;
        let start = table.start as usize;
        let places = &self.places[start..start + table.count as usize];
        Some(self.at(start + throw(places, dice)))
    }

    /// How many results there are; none where the step is walked die by die.
    pub fn count(&self, number: u32, taint: Taint) -> Option<usize> {
        self.tables[place(number, taint)].map(|table| table.count as usize)
    }

    /// One of the results, and how probable it is.
    pub fn result(&self, number: u32, taint: Taint, at: usize) -> Option<(&R, &[Mark], f64)> {
        let table = self.tables[place(number, taint)]?;
        let at = table.start as usize + at;
        let (result, marks) = self.at(at);
        Some((result, marks, self.results[at].probability))
    }

    fn at(&self, at: usize) -> (&R, &[Mark]) {
        let listed = &self.results[at];
        let (from, to) = listed.marks;
        (&listed.result, &self.marks[from as usize..to as usize])
    }

    /// Lists the results of one number for both taints.
    fn fill(&mut self, number: u32, ways: impl Fn(&Self, Taint) -> Option<Ways<R>>) {
        for taint in Taint::BOTH {
            if self.results.len() >= RESULTS {
                return;
            }
            self.tables[place(number, taint)] = ways(self, taint).map(|ways| self.list(ways));
        }
    }

    fn list(&mut self, ways: Ways<R>) -> Table {
        let start = self.results.len() as u32;
        for ((_, marks), (result, probability)) in ways {
            let from = self.marks.len() as u32;
            self.marks.extend(marks);
            self.results.push(Listed {
                result,
                probability,
                marks: (from, self.marks.len() as u32),
            });
        }
        let listed = &self.results[start as usize..];
        let weights: Vec<f64> = listed.iter().map(|listed| listed.probability).collect();
        self.places.extend(alias(&weights));
        Table {
            start,
            count: weights.len() as u32,
        }
    }
}

impl Listing<Branch> {
    /// Everything that can come out of a step whose delegations are listed here; none where there are too many ways.
    fn ways<R: Result>(
        &self,
        mut go: impl FnMut(&mut EveryWay<'_>, &mut Vec<Mark>) -> R,
    ) -> Option<Ways<R>> {
        let mut ways = Ways::<R>::new();
        let is_whole = EveryWay::all(
            self,
            WAYS,
            |way| {
                let mut marks = Vec::new();
                (go(way, &mut marks), marks)
            },
            |(result, marks), weight| {
                let way = ways.entry((result.key(), marks));
                way.or_insert((result, 0.0)).1 += weight;
            },
        );
        ways.retain(|_, (_, weight)| *weight > 0.0);
        is_whole.then_some(ways)
    }
}

fn place(number: u32, taint: Taint) -> usize {
    number as usize * 2 + taint as usize
}

/// Throws a die over an alias table: the number of the result.
#[inline]
pub(super) fn throw(places: &[Place], dice: &mut impl Rng) -> usize {
    // The upper half of the product is a place, the lower half a fraction, both uniform.
    let product = u128::from(dice.next_u64()) * places.len() as u128;
    let at = (product >> 64) as usize;
    let Place { threshold, other } = places[at];
    select_unpredictable((product as u64) < threshold, at, other as usize)
}

/// An alias table over some weights. (M. D. Vose, IEEE Transactions on Software Engineering 17, 1991.)
pub(super) fn alias(weights: &[f64]) -> Vec<Place> {
    let mean = weights.iter().sum::<f64>() / weights.len() as f64;
    let mut left: Vec<f64> = weights.iter().map(|weight| weight / mean).collect();
    let mut places: Vec<Place> = (0..weights.len() as u32)
        .map(|other| Place {
            threshold: u64::MAX,
            other,
        })
        .collect();
    let (mut small, mut large): (Vec<usize>, Vec<usize>) =
        (0..weights.len()).partition(|at| left[*at] < 1.0);
    while let (Some(poor), Some(rich)) = (small.pop(), large.pop()) {
        places[poor] = Place {
            // A float of 2^64 becomes the largest number.
            threshold: (left[poor] * 2.0_f64.powi(64)) as u64,
            other: rich as u32,
        };
        left[rich] -= 1.0 - left[poor];
        if left[rich] < 1.0 {
            small.push(rich);
        } else {
            large.push(rich);
        }
    }
    places
}
