//! Values for items of which it is known what each has to meet.

use super::classes::{ClassId, Nth};
use super::distinct::{Matching, Placed};
use super::place::Group;
use super::plan::Need;
use super::{Length, MOST_ITEMS, Search};
use crate::decide::Gap;
use serde_json::Value;
use std::collections::HashSet;

impl Search<'_> {
    /// Whether there are not even enough different values for the items without their marks, or for those that bear one of them.
    pub(super) fn too_few_values(
        &mut self,
        groups: &[Group],
        items: u64,
    ) -> Result<Option<Length>, Gap> {
        let mut unmarked = Matching::default();
        'items: for group in groups {
            let class = self.class(group.segment, 0);
            for _ in 0..group.count {
                match unmarked.add(class, &mut self.classes, self.children)? {
                    Placed::Yes => {}
                    // The same items are in every longer array.
                    Placed::No => return Ok(Some(Length::End)),
                    Placed::Unclear(_) => break 'items,
                }
            }
        }
        for (index, mark) in self.plan.marks.iter().enumerate() {
            let mut bearers = Vec::new();
            for group in groups {
                if self.may_bear(group.segment, 0, index)? {
                    bearers.push(self.class(group.segment, 1 << index));
                }
            }
            let need = mark.need.of(items);
            if !self.has_values(&bearers, need)? {
                return Ok(Some(match mark.need {
                    Need::AllBut(_) => Length::Fails,
                    Need::Fixed(_) => Length::EndOfSegment,
                }));
            }
        }
        Ok(None)
    }

    /// Whether the classes together have so many different values; also where nobody knows.
    fn has_values(&mut self, classes: &[ClassId], need: u64) -> Result<bool, Gap> {
        let mut seen = HashSet::new();
        for class in classes {
            for index in 0.. {
                if seen.len() as u64 >= need {
                    return Ok(true);
                }
                match self.classes.nth(*class, index, self.children)? {
                    Nth::Value(value) => seen.insert(value.text),
                    Nth::None => break,
                    Nth::Gap(_) => return Ok(true),
                };
            }
        }
        Ok(seen.len() as u64 >= need)
    }

    /// Values for items that bear all their marks.
    pub(super) fn values(
        &mut self,
        groups: Vec<Group>,
        items: u64,
    ) -> Result<Option<Vec<Value>>, Gap> {
        self.children.step()?;
        let mut groups = groups;
        groups.sort_by_key(|group| group.segment);
        let mut classes = Vec::with_capacity(groups.len());
        for group in &groups {
            let class = self.class(group.segment, group.marks);
            match self.classes.nth(class, 0, self.children)? {
                Nth::Value(value) => classes.push((class, group.count, value.value)),
                Nth::None => return Ok(None),
                Nth::Gap(gap) => return Ok(self.give_up(gap)),
            }
        }
        if self.unique {
            return self.different_values(&classes);
        }
        if items > MOST_ITEMS {
            return Ok(self.give_up(Gap::new("an array of so many items is not written out")));
        }
        if self.repeated
            && classes.iter().all(|(_, count, _)| *count == 1)
            && !self.repeat(&mut classes)?
        {
            return Ok(None);
        }
        for (_, count, value) in &classes {
            self.children.copies(value, *count)?;
        }
        Ok(Some(
            classes
                .into_iter()
                .flat_map(|(_, count, value)| vec![value; count as usize])
                .collect(),
        ))
    }

    /// A different value for each item.
    fn different_values(
        &mut self,
        classes: &[(ClassId, u64, Value)],
    ) -> Result<Option<Vec<Value>>, Gap> {
        let mut matching = Matching::default();
        for (class, count, _) in classes {
            for _ in 0..*count {
                match matching.add(*class, &mut self.classes, self.children)? {
                    Placed::Yes => {}
                    Placed::No => return Ok(None),
                    Placed::Unclear(gap) => return Ok(self.give_up(gap)),
                }
            }
        }
        Ok(Some(matching.values()))
    }

    /// Gives two single items the same value.
    fn repeat(&mut self, classes: &mut [(ClassId, u64, Value)]) -> Result<bool, Gap> {
        for second in 1..classes.len() {
            for first in 0..second {
                self.children.step()?;
                let both = [classes[first].0, classes[second].0]
                    .map(|class| self.classes.demands(class).to_vec())
                    .concat();
                let both = self.classes.of(both);
                match self.classes.nth(both, 0, self.children)? {
                    Nth::Value(value) => {
                        classes[first].2 = value.value.clone();
                        classes[second].2 = value.value;
                        return Ok(true);
                    }
                    Nth::None => {}
                    Nth::Gap(gap) => {
                        self.give_up(gap);
                    }
                }
            }
        }
        Ok(false)
    }
}
