//! An array problem in the form in which it is solved: segments of positions that nothing tells apart, and marks that items bear.

use super::ArrayProblem;
use crate::set::{Demand, NodeId};
use std::collections::{BTreeMap, BTreeSet};

/// Marks are bits of a set.
pub(super) const MOST_MARKS: usize = 64;

/// Positions that no demand tells apart.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Segment {
    /// The first position.
    pub(super) from: u64,
    /// The position behind the last one, if there is one.
    pub(super) to: Option<u64>,
    /// What every item there has to meet.
    pub(super) each: Vec<Demand>,
}

impl Segment {
    /// How many positions of an array of `items` items lie in it.
    pub(super) fn length(&self, items: u64) -> u64 {
        self.to
            .map_or(items, |to| to.min(items))
            .saturating_sub(self.from)
    }
}

/// A demand that some items have to meet, whichever they are.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Mark {
    pub(super) demand: Demand,
    /// The first position that counts.
    pub(super) from: u64,
    /// The position behind the last one that counts.
    pub(super) to: Option<u64>,
    pub(super) need: Need,
}

/// How many items have to bear a mark. More never help: an item without the mark may be any item with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Need {
    Fixed(u64),
    /// All but so many.
    AllBut(u64),
}

impl Need {
    /// How many it are in an array of `items` items.
    pub(super) fn of(self, items: u64) -> u64 {
        match self {
            Need::Fixed(count) => count,
            Need::AllBut(count) => items.saturating_sub(count),
        }
    }
}

impl Mark {
    /// Whether items of the segment count.
    pub(super) fn counts_in(&self, segment: &Segment) -> bool {
        self.from <= segment.from
            && self
                .to
                .is_none_or(|to| segment.to.is_some_and(|end| end <= to))
    }
}

/// What has to be found.
#[derive(Debug)]
pub(super) struct Plan {
    pub(super) min: u64,
    pub(super) max: Option<u64>,
    /// In order and without gaps; the last one has no end.
    pub(super) segments: Vec<Segment>,
    pub(super) marks: Vec<Mark>,
}

impl Plan {
    /// `None` if the numbers alone contradict each other.
    pub(super) fn of(problem: &ArrayProblem) -> Option<Plan> {
        let mut min = problem.min.max(if problem.repeated { 2 } else { 0 });
        let mut each: Vec<(u64, Option<u64>, &Demand)> = Vec::new();
        for (from, to, demand) in &problem.each {
            if to.is_none_or(|to| *from < to) {
                each.push((*from, *to, demand));
            }
        }
        let mut marks = Vec::new();
        let some: BTreeSet<&(u64, Option<u64>, Demand)> = problem.some.iter().collect();
        for (from, to, demand) in some {
            if to.is_some_and(|to| to <= *from) {
                return None;
            }
            min = min.max(from.checked_add(1)?);
            if *to == Some(from + 1) {
                // Only one position counts.
                each.push((*from, *to, demand));
            } else {
                marks.push(Mark {
                    demand: demand.clone(),
                    from: *from,
                    to: *to,
                    need: Need::Fixed(1),
                });
            }
        }
        let mut most: BTreeMap<NodeId, u64> = BTreeMap::new();
        for (count, what) in &problem.at_most {
            let most = most.entry(*what).or_insert(*count);
            *most = (*most).min(*count);
        }
        let mut least: BTreeMap<NodeId, u64> = BTreeMap::new();
        for (count, what) in &problem.at_least {
            let least = least.entry(*what).or_insert(0);
            *least = (*least).max(*count);
        }
        let none: Vec<Demand> = most
            .iter()
            .filter(|(_, most)| **most == 0)
            .map(|(what, _)| Demand::Rejects(*what))
            .collect();
        each.extend(none.iter().map(|demand| (0, None, demand)));
        for (what, count) in least {
            if most.get(&what).is_some_and(|most| *most < count) {
                return None;
            }
            min = min.max(count);
            if count > 0 {
                marks.push(Mark {
                    demand: Demand::Accepts(what),
                    from: 0,
                    to: None,
                    need: Need::Fixed(count),
                });
            }
        }
        for (what, count) in most {
            if count > 0 && problem.max.is_none_or(|max| count < max) {
                marks.push(Mark {
                    demand: Demand::Rejects(what),
                    from: 0,
                    to: None,
                    need: Need::AllBut(count),
                });
            }
        }
        let segments = segments(&each, &marks);
        let fits = problem.max.is_none_or(|max| min <= max);
        fits.then_some(Plan {
            min,
            max: problem.max,
            segments,
            marks,
        })
    }

    /// How many items have to bear a mark however long the array is, at most.
    pub(super) fn fixed(&self) -> u64 {
        self.marks
            .iter()
            .map(|mark| match mark.need {
                Need::Fixed(count) => count,
                Need::AllBut(_) => 0,
            })
            .fold(0, u64::saturating_add)
    }
}

fn segments(each: &[(u64, Option<u64>, &Demand)], marks: &[Mark]) -> Vec<Segment> {
    let ranges = each.iter().map(|(from, to, _)| (*from, *to));
    let ends = ranges
        .chain(marks.iter().map(|mark| (mark.from, mark.to)))
        .flat_map(|(from, to)| [Some(from), to])
        .flatten();
    let cuts: BTreeSet<u64> = ends.chain([0]).collect();
    let cuts: Vec<u64> = cuts.into_iter().collect();
    let mut segments: Vec<Segment> = cuts
        .iter()
        .enumerate()
        .map(|(index, from)| Segment {
            from: *from,
            to: cuts.get(index + 1).copied(),
            each: Vec::new(),
        })
        .collect();
    for (from, to, demand) in each {
        let first = cuts.partition_point(|cut| cut < from);
        let behind = to.map_or(cuts.len(), |to| cuts.partition_point(|cut| *cut < to));
        for segment in &mut segments[first..behind] {
            segment.each.push((*demand).clone());
        }
    }
    segments
}
