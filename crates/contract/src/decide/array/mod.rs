//! Arrays: which items there are, and which demands meet in one item.
//!
//! Positions that no demand tells apart form a segment. What only some items have to meet (`contains` with its counts, "one of them does
//! not") are marks that items bear. An array is then a number of items for each segment and set of marks, and a value for each; of the
//! shortest arrays that work the first is taken.
//!
//! Taking an item away keeps everything that is asked of the others, as long as it bears no mark that somebody counts on and all behind it
//! are in its own segment. So only lengths have to be looked at that are the least one of a segment or that marks fill up.

mod classes;
mod distinct;
mod items;
mod place;
mod plan;

use super::{Answer, Children, Gap};
use crate::set::{Demand, NodeId};
use classes::{ClassId, Classes};
use place::Group;
use plan::{MOST_MARKS, Need, Plan};
use serde_json::Value;
use std::collections::HashMap;

/// A longer array is not written out.
const MOST_ITEMS: u64 = 20_000;

/// What is asked of an array.
#[derive(Clone, Debug, Default)]
pub(crate) struct ArrayProblem {
    /// Least number of items.
    pub(crate) min: u64,
    /// Largest number of items.
    pub(crate) max: Option<u64>,
    /// Every item from the first index to before the second one (to the end, if left out) meets the demand.
    pub(crate) each: Vec<(u64, Option<u64>, Demand)>,
    /// There is an item in that range that meets the demand.
    pub(crate) some: Vec<(u64, Option<u64>, Demand)>,
    /// At least so many items are in the set.
    pub(crate) at_least: Vec<(u64, NodeId)>,
    /// At most so many items are in the set.
    pub(crate) at_most: Vec<(u64, NodeId)>,
    /// No two items are equal.
    pub(crate) unique: bool,
    /// Two items are equal.
    pub(crate) repeated: bool,
}

/// The shortest array that meets the problem.
pub(crate) fn solve(problem: &ArrayProblem, children: &mut dyn Children) -> Answer {
    attempt(problem, children).unwrap_or_else(Answer::Unknown)
}

fn attempt(problem: &ArrayProblem, children: &mut dyn Children) -> Result<Answer, Gap> {
    children.step()?;
    if problem.unique && problem.repeated {
        return Ok(Answer::Empty);
    }
    let Some(plan) = Plan::of(problem) else {
        return Ok(Answer::Empty);
    };
    if plan.marks.len() > MOST_MARKS {
        return Err(Gap::new(
            "too many different things are asked of single items",
        ));
    }
    let mut search = Search {
        plan: &plan,
        unique: problem.unique,
        repeated: problem.repeated,
        classes: Classes::default(),
        placed: HashMap::new(),
        ways: 0,
        gap: None,
        children,
    };
    Ok(match (search.run()?, search.gap) {
        (Some(items), _) => Answer::Found(Value::Array(items)),
        (None, None) => Answer::Empty,
        (None, Some(gap)) => Answer::Unknown(gap),
    })
}

struct Search<'a> {
    plan: &'a Plan,
    unique: bool,
    repeated: bool,
    classes: Classes,
    /// The class of the items of a segment with a set of marks.
    placed: HashMap<(usize, u64), ClassId>,
    /// Ways to give marks that were tried for the length at hand.
    ways: u32,
    /// Why some array that was given up may still be one.
    gap: Option<Gap>,
    children: &'a mut dyn Children,
}

/// What a length came to.
enum Length {
    Works(Vec<Value>),
    Fails,
    /// Marks are short of so many items, of which the last segment has more.
    Short(u64),
    /// Nor does any longer one that ends in the same segment.
    EndOfSegment,
    /// Nor does any longer one.
    End,
}

impl Search<'_> {
    fn run(&mut self) -> Result<Option<Vec<Value>>, Gap> {
        let fixed = self.plan.fixed();
        if self.plan.min == 0 && fixed == 0 {
            return Ok(Some(Vec::new()));
        }
        let filled = fixed.saturating_add(if self.repeated { 2 } else { 0 });
        for (last, segment) in self.plan.segments.iter().enumerate() {
            if self.plan.max.is_some_and(|max| max <= segment.from) {
                break;
            }
            let class = self.class(last, 0);
            if self.classes.is_empty(class, self.children)? {
                break;
            }
            let first = self.plan.min.max(segment.from + 1);
            let most = first.max(segment.from.saturating_add(filled));
            let most = most.min(segment.to.unwrap_or(u64::MAX));
            let most = most.min(self.plan.max.unwrap_or(u64::MAX));
            let mut items = first;
            while items <= most {
                self.children.step()?;
                items = match self.of_length(items, last)? {
                    Length::Works(found) => return Ok(Some(found)),
                    Length::Fails => items + 1,
                    Length::Short(missing) => items.saturating_add(missing),
                    Length::EndOfSegment => break,
                    Length::End => return Ok(None),
                };
            }
        }
        Ok(None)
    }

    /// An array of `items` items, the last of which is in the segment `last`.
    fn of_length(&mut self, items: u64, last: usize) -> Result<Length, Gap> {
        for (index, mark) in self.plan.marks.iter().enumerate() {
            let need = mark.need.of(items);
            let mut room = 0;
            let mut grows = false;
            for at in (0..=last).rev() {
                if room >= need {
                    break;
                }
                if self.may_bear(at, 0, index)? {
                    room += self.plan.segments[at].length(items);
                    grows |= at == last;
                }
            }
            if room < need {
                return Ok(match mark.need {
                    // The next item is one more that needs it, at best one more that bears it.
                    Need::AllBut(_) => Length::End,
                    Need::Fixed(_) if grows => Length::Short(need - room),
                    Need::Fixed(_) => Length::EndOfSegment,
                });
            }
        }
        let groups: Vec<Group> = (0..=last)
            .map(|at| Group {
                segment: at,
                marks: 0,
                count: self.plan.segments[at].length(items),
            })
            .collect();
        if self.unique
            && let Some(end) = self.too_few_values(&groups, items)?
        {
            return Ok(end);
        }
        self.ways = 0;
        let needed = (0..self.plan.marks.len())
            .filter(|mark| self.plan.marks[*mark].need.of(items) > 0)
            .fold(0, |needed, mark| needed | 1 << mark);
        let found = self.spread(needed, groups, items)?;
        Ok(found.map_or(Length::Fails, Length::Works))
    }

    /// The class of the items of a segment that bear these marks.
    fn class(&mut self, segment: usize, marks: u64) -> ClassId {
        if let Some(class) = self.placed.get(&(segment, marks)) {
            return *class;
        }
        let borne = self
            .plan
            .marks
            .iter()
            .enumerate()
            .filter(|(index, _)| marks >> index & 1 == 1)
            .map(|(_, mark)| &mark.demand);
        let demands = self.plan.segments[segment]
            .each
            .iter()
            .chain(borne)
            .cloned();
        let class = self.classes.of(demands);
        self.placed.insert((segment, marks), class);
        class
    }

    /// Whether items of a segment with these marks may bear one more; also where nobody knows.
    fn may_bear(&mut self, segment: usize, marks: u64, mark: usize) -> Result<bool, Gap> {
        if !self.plan.marks[mark].counts_in(&self.plan.segments[segment]) {
            return Ok(false);
        }
        self.children.step()?;
        let class = self.class(segment, marks | 1 << mark);
        Ok(!self.classes.is_empty(class, self.children)?)
    }

    /// Goes on without an array that may be one after all.
    fn give_up(&mut self, gap: Gap) -> Option<Vec<Value>> {
        self.gap.get_or_insert(gap);
        None
    }
}

#[cfg(test)]
mod tests;
