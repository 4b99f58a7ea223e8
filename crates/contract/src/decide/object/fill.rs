//! Names for members of which only a region is known, and further members where an object needs more.

use super::Search;
use super::choice::{Member, Name};
use crate::decide::{Answer, Children, Gap, metered};
use baton_regular::{Language, TooLarge};
use serde_json::{Map, Value};
use std::collections::{HashMap, HashSet};

/// An object that needs more members of any names than this is not written out.
const MOST_MEMBERS: u64 = 10_000;

impl Search<'_> {
    /// A different name for each member, in their order; `None` if there are too few.
    pub(super) fn spell(&mut self, members: &[Member]) -> Result<Option<Vec<String>>, Gap> {
        let regions: Vec<Option<&Language>> = members
            .iter()
            .map(|member| match &member.name {
                Name::Fixed(_) => None,
                Name::In(names) => Some(names),
            })
            .collect();
        // Of as many words as there are members to be named, any of these finds a free one.
        let unnamed = regions.iter().flatten().count();
        let mut candidates = Vec::with_capacity(members.len());
        for names in regions {
            match names.map(|names| first_names(names, unnamed, self.children)) {
                None => candidates.push(Vec::new()),
                Some(Err(gap)) => return Err(gap),
                Some(Ok(Ok(words))) => candidates.push(words),
                Some(Ok(Err(large))) => {
                    self.give_up(Gap::new(large.to_string()));
                    return Ok(None);
                }
            }
        }
        let mut owners = HashMap::new();
        for (index, member) in members.iter().enumerate() {
            if matches!(member.name, Name::In(_)) {
                self.children.step()?;
                if !take_name(index, &candidates, &mut owners, &mut HashSet::new()) {
                    return Ok(None);
                }
            }
        }
        let mut names: Vec<String> = members
            .iter()
            .map(|member| match &member.name {
                Name::Fixed(name) => name.to_string(),
                Name::In(_) => String::new(),
            })
            .collect();
        for (word, owner) in owners {
            word.clone_into(&mut names[owner]);
        }
        Ok(Some(names))
    }

    /// Adds members until there are enough; `false` if there are no more names for them.
    pub(super) fn fill(&mut self, object: &mut Map<String, Value>) -> Result<bool, Gap> {
        if self.missing(object) == 0 {
            return Ok(true);
        }
        let names = self.names;
        let mut unclear = None;
        for name in names.mentioned() {
            if object.contains_key(&**name) {
                continue;
            }
            match self.ask(names.demands(name))? {
                Answer::Found(value) => {
                    object.insert(name.to_string(), value);
                }
                Answer::Empty => {}
                Answer::Unknown(gap) => unclear = Some(gap),
            }
            if self.missing(object) == 0 {
                return Ok(true);
            }
        }
        let mut regions = names.regions(&Language::all(), self.children)?;
        for index in 0.. {
            let Some(region) = regions.nth(index, names, self.children)? else {
                break;
            };
            match self.ask(region.demands)? {
                Answer::Found(value) => {
                    if let Err(gap) = self.add(&region.names, &value, object) {
                        unclear = Some(gap);
                    }
                }
                Answer::Empty => {}
                Answer::Unknown(gap) => unclear = Some(gap),
            }
            if self.missing(object) == 0 {
                return Ok(true);
            }
        }
        match unclear.or_else(|| regions.gap().cloned()) {
            Some(gap) => self.give_up(gap),
            None => self.too_few = true,
        }
        Ok(false)
    }

    fn missing(&self, object: &Map<String, Value>) -> u64 {
        self.problem.min.saturating_sub(object.len() as u64)
    }

    /// Adds as many of these names as are missing, or all.
    fn add(
        &mut self,
        names: &Language,
        value: &Value,
        object: &mut Map<String, Value>,
    ) -> Result<(), Gap> {
        let missing = self.missing(object);
        self.children.steps(missing.min(MOST_MEMBERS))?;
        if missing > MOST_MEMBERS && names.count(MOST_MEMBERS as usize).is_none() {
            return Err(Gap::new("an object of so many members is not written out"));
        }
        let taken = object.keys().filter(|name| names.contains(name)).count();
        let wanted = missing.min(MOST_MEMBERS) as usize;
        let words = first_names(names, taken + wanted, self.children)?
            .map_err(|large| Gap::new(large.to_string()))?;
        let free: Vec<String> = words
            .into_iter()
            .filter(|word| !object.contains_key(word))
            .take(wanted)
            .collect();
        self.children.copies(value, free.len() as u64)?;
        object.extend(free.into_iter().map(|word| (word, value.clone())));
        Ok(())
    }
}

/// The most readable names; the empty one comes last.
fn first_names(
    names: &Language,
    count: usize,
    children: &mut dyn Children,
) -> Result<Result<Vec<String>, TooLarge>, Gap> {
    let words = metered(children, |meter| {
        names.some_words_within(count, 1, None, meter)
    })?;
    Ok(words.map(|mut words| {
        if words.len() < count && names.contains("") {
            words.push(String::new());
        }
        words
    }))
}

/// Finds a name for a member among its candidates; the owner of a name takes another one if it has one.
fn take_name<'a>(
    member: usize,
    candidates: &'a [Vec<String>],
    owners: &mut HashMap<&'a str, usize>,
    seen: &mut HashSet<&'a str>,
) -> bool {
    for word in &candidates[member] {
        if !seen.insert(word) {
            continue;
        }
        let free = match owners.get(word.as_str()).copied() {
            None => true,
            Some(owner) => take_name(owner, candidates, owners, seen),
        };
        if free {
            owners.insert(word, member);
            return true;
        }
    }
    false
}
