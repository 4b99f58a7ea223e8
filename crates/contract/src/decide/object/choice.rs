//! Which member meets what some member has to meet.

use super::names::Region;
use super::{Names, Search};
use crate::decide::{Answer, Gap, metered};
use crate::set::Demand;
use baton_regular::Language;
use serde_json::{Map, Value};

/// So many members are tried for the choices of one object.
const MOST_TRIED: u32 = 20_000;

/// A member that will be there.
#[derive(Clone, Debug)]
pub(super) struct Member {
    pub(super) name: Name,
    pub(super) demands: Vec<Demand>,
    /// Its value, or why there is none yet.
    pub(super) value: Result<Value, Gap>,
}

/// The name of a member.
#[derive(Clone, Debug)]
pub(super) enum Name {
    Fixed(Box<str>),
    /// Any of these, none of which somebody mentions.
    In(Language),
}

/// What came of one way to meet a choice.
type Way = Result<Option<Map<String, Value>>, Gap>;

impl Search<'_> {
    /// Whether each choice could be met if it were the only one. Without this, one that cannot would be found out anew for every way to
    /// meet the others.
    pub(super) fn every_choice_has_a_name(&mut self) -> Result<bool, Gap> {
        if self.choices.len() < 2 {
            return Ok(true);
        }
        for choice in 0..self.choices.len() {
            if !self.has_a_name(choice)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn has_a_name(&mut self, choice: usize) -> Result<bool, Gap> {
        let (language, demand) = self.choices[choice];
        let names: &Names = self.names;
        for name in names.mentioned() {
            if language.contains(name) {
                let mut demands = names.demands(name);
                demands.push(demand.clone());
                if self.ask(demands)? != Answer::Empty {
                    return Ok(true);
                }
            }
        }
        for index in 0.. {
            let Some(region) = self.region(choice, index)? else {
                break;
            };
            let mut demands = region.demands;
            demands.push(demand.clone());
            if self.ask(demands)? != Answer::Empty {
                return Ok(true);
            }
        }
        // What the regions leave out is told when the ways are tried.
        Ok(self.regions[choice]
            .as_ref()
            .is_some_and(|regions| regions.gap().is_some()))
    }

    /// Meets the choices from `choice` on, in every way in turn, until the members make an object.
    pub(super) fn choose(&mut self, choice: usize, members: Vec<Member>) -> Way {
        let Some((language, demand)) = self.choices.get(choice).copied() else {
            return self.complete(members);
        };
        for index in 0..members.len() {
            self.children.step()?;
            let name = match &members[index].name {
                Name::Fixed(name) if language.contains(name) => Name::Fixed(name.clone()),
                Name::Fixed(_) => continue,
                Name::In(names) => {
                    match metered(self.children, |meter| names.and_within(language, meter))? {
                        Ok(both) if both.is_empty() => continue,
                        Ok(both) => Name::In(both),
                        Err(large) => {
                            self.give_up(Gap::new(large.to_string()));
                            continue;
                        }
                    }
                }
            };
            let demands = members[index].demands.clone();
            let found = self.try_member(choice, name, demands, demand, |member| {
                let mut members = members.clone();
                members[index] = member;
                members
            })?;
            if found.is_some() || self.too_few {
                return Ok(found);
            }
        }
        if !self.has_room(&members) {
            return Ok(None);
        }
        let one_more = |member: Member| members.iter().cloned().chain([member]).collect();
        let names: &Names = self.names;
        for name in names.mentioned() {
            if !language.contains(name) || members.iter().any(|member| member.is_named(name)) {
                continue;
            }
            let demands = names.demands(name);
            let name = Name::Fixed(name.clone());
            let found = self.try_member(choice, name, demands, demand, one_more)?;
            if found.is_some() || self.too_few {
                return Ok(found);
            }
        }
        for index in 0.. {
            let Some(region) = self.region(choice, index)? else {
                break;
            };
            let name = Name::In(region.names);
            let found = self.try_member(choice, name, region.demands, demand, one_more)?;
            if found.is_some() || self.too_few {
                return Ok(found);
            }
        }
        if let Some(gap) = self.regions[choice]
            .as_ref()
            .and_then(|regions| regions.gap())
            .cloned()
        {
            self.give_up(gap);
        }
        Ok(None)
    }

    /// Lets a member of this name and with these demands meet the choice, and goes on with the next one.
    fn try_member(
        &mut self,
        choice: usize,
        name: Name,
        mut demands: Vec<Demand>,
        demand: &Demand,
        place: impl FnOnce(Member) -> Vec<Member>,
    ) -> Way {
        self.children.step()?;
        self.tried += 1;
        if self.tried > MOST_TRIED {
            self.give_up(Gap::new("too many ways to share demands among members"));
            return Ok(None);
        }
        demands.push(demand.clone());
        match self.ask(demands.clone())? {
            Answer::Found(value) => {
                let member = Member {
                    name,
                    demands,
                    value: Ok(value),
                };
                self.choose(choice + 1, place(member))
            }
            Answer::Empty => Ok(None),
            Answer::Unknown(gap) => {
                self.give_up(gap);
                Ok(None)
            }
        }
    }

    /// The region of names at `index` that a choice may take a name from.
    fn region(&mut self, choice: usize, index: usize) -> Result<Option<Region>, Gap> {
        let (language, _) = self.choices[choice];
        let names: &Names = self.names;
        let regions = match &mut self.regions[choice] {
            Some(regions) => regions,
            none => none.insert(names.regions(language, self.children)?),
        };
        regions.nth(index, names, self.children)
    }
}

impl Member {
    pub(super) fn is_named(&self, other: &str) -> bool {
        matches!(&self.name, Name::Fixed(name) if **name == *other)
    }
}
