//! Names of members: the ones that somebody mentions, and regions of others that no demand tells apart.

use crate::decide::{Children, Gap, metered};
use crate::set::{Demand, Schemas};
use baton_regular::{Language, Meter, TooLarge};
use std::collections::HashMap;

/// Where a region is too intricate to be split exactly, so many of its names are tried one by one.
const MOST_TRIED: usize = 8;

/// Every member whose name is in the language meets the demand.
type Each = (Language, Demand);

/// What is asked of members by their names.
pub(super) struct Names<'a> {
    /// Names in the order in which they are mentioned.
    mentioned: Vec<Box<str>>,
    /// What is asked of a mentioned name by lists of names.
    listed: HashMap<Box<str>, Vec<&'a Demand>>,
    /// What is asked of all names of a language that is no list; the demands that nothing meets come first.
    wide: Vec<&'a Each>,
}

impl<'a> Names<'a> {
    /// The names of `each`, and those in `others`.
    pub(super) fn of(each: &'a [Each], others: impl IntoIterator<Item = Box<str>>) -> Self {
        let mut names = Self {
            mentioned: Vec::new(),
            listed: HashMap::new(),
            wide: Vec::new(),
        };
        for name in others {
            names.mention(&name);
        }
        for entry in each {
            let (language, demand) = entry;
            if let Some(words) = language.listed() {
                for name in words {
                    names.mention(name).push(demand);
                }
            } else {
                names.wide.push(entry);
            }
        }
        names.wide.sort_by_key(|(_, demand)| !is_impossible(demand));
        names
    }

    fn mention(&mut self, name: &str) -> &mut Vec<&'a Demand> {
        if !self.listed.contains_key(name) {
            self.mentioned.push(name.into());
        }
        self.listed.entry(name.into()).or_default()
    }

    /// The names that somebody mentions.
    pub(super) fn mentioned(&self) -> &[Box<str>] {
        &self.mentioned
    }

    /// What is asked of a member of this name.
    pub(super) fn demands(&self, name: &str) -> Vec<Demand> {
        let listed = self.listed.get(name).into_iter().flatten().copied();
        let wide = self
            .wide
            .iter()
            .filter(|(language, _)| language.contains(name))
            .map(|(_, demand)| demand);
        listed.chain(wide).cloned().collect()
    }

    /// The regions of the names in `within` that nobody mentions.
    pub(super) fn regions(
        &self,
        within: &Language,
        children: &mut dyn Children,
    ) -> Result<Regions, Gap> {
        let mut regions = Regions {
            open: Vec::new(),
            done: Vec::new(),
            gap: None,
        };
        let mentioned = Language::words(self.mentioned.iter().cloned());
        let rest = metered(children, |meter| within.minus_within(&mentioned, meter))?;
        if let Ok(rest) = rest {
            regions.open.push(Part {
                names: rest,
                next: 0,
                demands: Vec::new(),
            });
        } else {
            regions.try_some(within, self, children)?;
        }
        Ok(regions)
    }
}

fn is_impossible(demand: &Demand) -> bool {
    matches!(
        demand,
        Demand::Accepts(Schemas::NEVER) | Demand::Rejects(Schemas::ALWAYS)
    )
}

/// Names of which the same is asked.
#[derive(Clone, Debug)]
pub(super) struct Region {
    pub(super) names: Language,
    pub(super) demands: Vec<Demand>,
}

/// The regions of a language, made one by one as they are asked for, those first of which least is asked.
pub(super) struct Regions {
    open: Vec<Part>,
    done: Vec<Region>,
    gap: Option<Gap>,
}

/// A part of the language that some demands are still to split.
struct Part {
    names: Language,
    /// The first of the wide demands that was not looked at.
    next: usize,
    demands: Vec<Demand>,
}

impl Regions {
    /// The region at `index`; `None` if there are fewer.
    pub(super) fn nth(
        &mut self,
        index: usize,
        names: &Names,
        children: &mut dyn Children,
    ) -> Result<Option<Region>, Gap> {
        while self.done.len() <= index {
            let Some(part) = self.open.pop() else {
                return Ok(None);
            };
            self.split(part, names, children)?;
        }
        Ok(self.done.get(index).cloned())
    }

    /// Why there may be names in none of the regions.
    pub(super) fn gap(&self) -> Option<&Gap> {
        self.gap.as_ref()
    }

    /// Follows the names of a part that are in as few of the languages as possible, and leaves the others for later.
    fn split(
        &mut self,
        mut part: Part,
        names: &Names,
        children: &mut dyn Children,
    ) -> Result<(), Gap> {
        while let Some((language, demand)) = names.wide.get(part.next) {
            if part.names.is_empty() {
                return Ok(());
            }
            children.step()?;
            part.next += 1;
            let divided = metered(children, |meter| divide(&part.names, language, meter))?;
            let Ok((inside, outside)) = divided else {
                return self.try_some(&part.names, names, children);
            };
            if !inside.is_empty() && !is_impossible(demand) {
                let mut demands = part.demands.clone();
                demands.push(demand.clone());
                self.open.push(Part {
                    names: inside,
                    next: part.next,
                    demands,
                });
            }
            part.names = outside;
        }
        if !part.names.is_empty() {
            self.done.push(Region {
                names: part.names,
                demands: part.demands,
            });
        }
        Ok(())
    }

    fn try_some(
        &mut self,
        within: &Language,
        names: &Names,
        children: &mut dyn Children,
    ) -> Result<(), Gap> {
        self.gap = Some(Gap::new(
            "the patterns of the names together take more states than allowed",
        ));
        let words = metered(children, |meter| {
            within.some_words_within(MOST_TRIED, 1, None, meter)
        })?;
        for word in words.unwrap_or_default() {
            if !names.listed.contains_key(word.as_str()) {
                self.done.push(Region {
                    names: Language::word(&word),
                    demands: names.demands(&word),
                });
            }
        }
        Ok(())
    }
}

/// The names of a part that are in the language, and those that are not.
fn divide(
    part: &Language,
    language: &Language,
    meter: &Meter,
) -> Result<(Language, Language), TooLarge> {
    if part.is_disjoint_within(language, meter)? {
        return Ok((Language::none(), part.clone()));
    }
    if part.is_subset_within(language, meter)? {
        return Ok((part.clone(), Language::none()));
    }
    let inside = part.and_within(language, meter)?;
    Ok((inside, part.minus_within(language, meter)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decide::answer::toy::{Bits, Steps};

    fn pattern(text: &str) -> Language {
        Language::pattern(text).unwrap()
    }

    fn accepts(mask: u32) -> Demand {
        Demand::Accepts(Bits::set(mask))
    }

    #[test]
    fn lists_and_patterns_meet_in_a_name() {
        let each = [
            (Language::words(["a", "b"]), accepts(1)),
            (pattern("^a"), accepts(2)),
            (Language::words(["a", "x"]).complement(), accepts(4)),
        ];
        let names = Names::of(&each, [Box::from("z")]);
        let mentioned: Vec<&str> = names.mentioned().iter().map(|name| &**name).collect();
        assert_eq!(mentioned[..3], ["z", "a", "b"]);
        assert_eq!(names.demands("a"), [accepts(1), accepts(2)]);
        assert_eq!(names.demands("b"), [accepts(1), accepts(4)]);
        assert_eq!(names.demands("ab"), [accepts(2), accepts(4)]);
        assert_eq!(names.demands("z"), [accepts(4)]);
    }

    #[test]
    fn regions_are_disjoint_and_leave_nothing_out() {
        let each = [
            (pattern("^a"), accepts(1)),
            (pattern("b$"), accepts(2)),
            (pattern("c"), Demand::Accepts(Schemas::NEVER)),
            (Language::word("ab"), accepts(4)),
        ];
        let names = Names::of(&each, []);
        let mut regions = names.regions(&Language::all(), &mut Steps(100)).unwrap();
        let mut found = Vec::new();
        while let Some(region) = regions.nth(found.len(), &names, &mut Steps(100)).unwrap() {
            found.push(region);
        }
        assert!(regions.gap().is_none());
        let demands: Vec<usize> = found.iter().map(|region| region.demands.len()).collect();
        assert_eq!(demands, [0, 1, 1, 2]);
        for (name, expected) in [
            ("", Some(vec![])),
            ("a", Some(vec![accepts(1)])),
            ("b", Some(vec![accepts(2)])),
            ("aab", Some(vec![accepts(1), accepts(2)])),
            ("ab", None),
            ("acb", None),
        ] {
            let within: Vec<&Region> = found
                .iter()
                .filter(|region| region.names.contains(name))
                .collect();
            assert_eq!(within.len(), usize::from(expected.is_some()), "{name}");
            let demands = within.first().map(|region| region.demands.clone());
            assert_eq!(demands, expected, "{name}");
        }
    }
}
