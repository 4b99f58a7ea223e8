//! Different values for items of given classes: a matching of items and values.

use super::classes::{ClassId, Classes, Different, Nth};
use crate::decide::{Children, Gap};
use serde_json::Value;
use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::Arc;

/// Items that get values one after the other; an item may make earlier ones give theirs away for another one.
#[derive(Default)]
pub(super) struct Matching {
    items: Vec<Item>,
    owners: HashMap<Arc<str>, usize>,
}

struct Item {
    class: ClassId,
    value: Option<Different>,
}

/// Whether one more item could get a value of its own.
pub(super) enum Placed {
    Yes,
    /// No values are left: proven.
    No,
    /// None is known to be left.
    Unclear(Gap),
}

impl Matching {
    /// Adds an item of the class. After [`Placed::No`] or [`Placed::Unclear`] the matching is of no further use.
    pub(super) fn add(
        &mut self,
        class: ClassId,
        classes: &mut Classes,
        children: &mut dyn Children,
    ) -> Result<Placed, Gap> {
        let added = self.items.len();
        self.items.push(Item { class, value: None });
        // Breadth first over items that could give their value away, from the item that needs one.
        let mut waiting = VecDeque::from([added]);
        let mut seen: HashSet<Arc<str>> = HashSet::new();
        let mut wants: HashMap<usize, (usize, Different)> = HashMap::new();
        let mut unclear = None;
        while let Some(item) = waiting.pop_front() {
            children.step()?;
            let class = self.items[item].class;
            for index in 0.. {
                match classes.nth(class, index, children)? {
                    Nth::None => break,
                    Nth::Gap(gap) => {
                        unclear = Some(gap);
                        break;
                    }
                    Nth::Value(value) => {
                        if !seen.insert(Arc::clone(&value.text)) {
                            continue;
                        }
                        let Some(&owner) = self.owners.get(&value.text) else {
                            self.hand_over(item, value, &wants);
                            return Ok(Placed::Yes);
                        };
                        wants.insert(owner, (item, value));
                        waiting.push_back(owner);
                    }
                }
            }
        }
        Ok(unclear.map_or(Placed::No, Placed::Unclear))
    }

    /// `item` takes a free value, and leaves the one it has to the item that wanted it, and so on.
    fn hand_over(
        &mut self,
        item: usize,
        free: Different,
        wants: &HashMap<usize, (usize, Different)>,
    ) {
        let mut next = Some((item, free));
        while let Some((item, value)) = next {
            self.owners.insert(Arc::clone(&value.text), item);
            self.items[item].value = Some(value);
            next = wants.get(&item).cloned();
        }
    }

    /// The values, in the order in which their items were added.
    pub(super) fn values(self) -> Vec<Value> {
        self.items
            .into_iter()
            .filter_map(|item| item.value)
            .map(|different| different.value)
            .collect()
    }
}
