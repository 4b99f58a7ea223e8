//! Objects: which members there are, and which demands meet in one member.
//!
//! Members that have to be there by name are clear. A demand that some member has to meet chooses one: of those that are there already, of
//! the names that somebody mentions, or of a region of other names; every way is tried before the answer is that there is none. How many
//! members there can be at most does not depend on that choice, because a member that meets more meets less as well.

mod choice;
mod fill;
mod names;

use super::{Answer, Children, Gap, gather};
use crate::set::Demand;
use baton_regular::Language;
use choice::{Member, Name};
use names::{Names, Regions};
use serde_json::{Map, Value};
use std::collections::HashMap;

/// So many demands that some member has to meet, of which nobody says which, are looked at.
const MOST_CHOICES: usize = 64;

/// What is asked of an object.
#[derive(Clone, Debug, Default)]
pub(crate) struct ObjectProblem {
    /// Least number of members.
    pub(crate) min: u64,
    /// Largest number of members.
    pub(crate) max: Option<u64>,
    /// There are members of these names.
    pub(crate) has: Vec<Box<str>>,
    /// Every member whose name is in the language meets the demand.
    pub(crate) each: Vec<(Language, Demand)>,
    /// There is a member whose name is in the language and that meets the demand.
    pub(crate) some: Vec<(Language, Demand)>,
}

/// The object with the fewest members that meets the problem, as far as that is found without looking at all of them.
pub(crate) fn solve(problem: &ObjectProblem, children: &mut dyn Children) -> Answer {
    attempt(problem, children).unwrap_or_else(Answer::Unknown)
}

fn attempt(problem: &ObjectProblem, children: &mut dyn Children) -> Result<Answer, Gap> {
    children.step()?;
    if problem.max.is_some_and(|max| max < problem.min) {
        return Ok(Answer::Empty);
    }
    let mut needed = Needed::default();
    for name in &problem.has {
        needed.name(name);
    }
    let mut choices: Vec<&(Language, Demand)> = Vec::new();
    for some in &problem.some {
        let (language, demand) = some;
        if language.is_empty() {
            return Ok(Answer::Empty);
        }
        if let Some(name) = language.single() {
            needed.name(name).push(demand.clone());
        } else if !choices.contains(&some) {
            choices.push(some);
        }
    }
    if problem
        .max
        .is_some_and(|max| max < needed.order.len() as u64)
    {
        return Ok(Answer::Empty);
    }
    if choices.len() > MOST_CHOICES {
        return Err(Gap::new(
            "too many different things are asked of single members",
        ));
    }
    let listed = choices.iter().filter_map(|(names, _)| names.listed());
    let listed: Vec<Box<str>> = listed.flatten().map(Box::from).collect();
    let names = Names::of(&problem.each, needed.order.iter().cloned().chain(listed));
    let mut search = Search {
        problem,
        regions: choices.iter().map(|_| None).collect(),
        choices,
        names: &names,
        known: HashMap::new(),
        tried: 0,
        gap: None,
        too_few: false,
        children,
    };
    let found = match search.required(&needed)? {
        Some(members) if search.every_choice_has_a_name()? => search.choose(0, members)?,
        _ => None,
    };
    Ok(match (found, search.gap) {
        (Some(object), _) => Answer::Found(Value::Object(object)),
        (None, None) => Answer::Empty,
        (None, Some(gap)) => Answer::Unknown(gap),
    })
}

/// The names that have to be there, in the order in which they were asked for, and what is asked of their members beyond the name.
#[derive(Default)]
struct Needed {
    order: Vec<Box<str>>,
    demands: HashMap<Box<str>, Vec<Demand>>,
}

impl Needed {
    fn name(&mut self, name: &str) -> &mut Vec<Demand> {
        if !self.demands.contains_key(name) {
            self.order.push(name.into());
        }
        self.demands.entry(name.into()).or_default()
    }
}

struct Search<'a> {
    problem: &'a ObjectProblem,
    /// What some member has to meet, where more than one name is possible.
    choices: Vec<&'a (Language, Demand)>,
    /// For each choice, the regions of its names, once somebody asked for them.
    regions: Vec<Option<Regions>>,
    names: &'a Names<'a>,
    known: HashMap<Vec<Demand>, Answer>,
    /// Members that were tried for the choices.
    tried: u32,
    /// Why some object that was given up may still be one.
    gap: Option<Gap>,
    /// There are fewer names than members have to be, whatever is chosen.
    too_few: bool,
    children: &'a mut dyn Children,
}

impl Search<'_> {
    fn ask(&mut self, demands: Vec<Demand>) -> Result<Answer, Gap> {
        let demands = gather(demands);
        if let Some(answer) = self.known.get(&demands) {
            return Ok(answer.clone());
        }
        self.children.step()?;
        let answer = self.children.solve(&demands);
        self.known.insert(demands, answer.clone());
        Ok(answer)
    }

    /// The members that have to be there by name; `None` if one of them cannot be. One that nobody knows about has no value yet.
    fn required(&mut self, needed: &Needed) -> Result<Option<Vec<Member>>, Gap> {
        let mut values = HashMap::new();
        // The members of which most is asked come first: if there is none, it is most likely one of them.
        let (more, less): (Vec<_>, Vec<_>) = needed
            .order
            .iter()
            .partition(|name| !needed.demands[&***name].is_empty());
        for name in more.into_iter().chain(less) {
            let mut demands = self.names.demands(name);
            demands.extend(needed.demands[&**name].iter().cloned());
            let value = match self.ask(demands.clone())? {
                Answer::Empty => return Ok(None),
                Answer::Found(value) => Ok(value),
                Answer::Unknown(gap) => Err(gap),
            };
            values.insert(name, (demands, value));
        }
        let in_order = needed.order.iter().filter_map(|name| {
            let (demands, value) = values.remove(name)?;
            Some(Member {
                name: Name::Fixed(name.clone()),
                demands,
                value,
            })
        });
        Ok(Some(in_order.collect()))
    }

    /// Goes on without an object that may be one after all.
    fn give_up(&mut self, gap: Gap) {
        self.gap.get_or_insert(gap);
    }

    /// Whether one more member would not be too many.
    fn has_room(&self, members: &[Member]) -> bool {
        self.problem
            .max
            .is_none_or(|max| (members.len() as u64) < max)
    }

    /// The object of these members and as many others as it needs to have.
    fn complete(&mut self, members: Vec<Member>) -> Result<Option<Map<String, Value>>, Gap> {
        let mut object = Map::new();
        let Some(words) = self.spell(&members)? else {
            return Ok(None);
        };
        for (member, word) in members.into_iter().zip(words) {
            match member.value {
                Ok(value) => object.insert(word, value),
                Err(gap) => {
                    self.give_up(gap);
                    return Ok(None);
                }
            };
        }
        Ok(self.fill(&mut object)?.then_some(object))
    }
}

#[cfg(test)]
mod tests;
