//! Classes of items: what meets in one item, and the values that there are for it.

use crate::canonical_json;
use crate::decide::{Answer, Children, Gap, gather};
use crate::set::Demand;
use serde_json::Value;
use std::collections::HashMap;
use std::sync::Arc;

/// So many different values of one class are made, one question each.
const MOST_VALUES: usize = 128;

/// Names a class of a [`Classes`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct ClassId(usize);

/// Items with the same demands, each asked for once.
#[derive(Default)]
pub(super) struct Classes {
    known: HashMap<Vec<Demand>, ClassId>,
    classes: Vec<Class>,
}

struct Class {
    demands: Vec<Demand>,
    values: Vec<Different>,
    end: End,
}

/// One value, and the text by which it is told from others.
#[derive(Clone)]
pub(super) struct Different {
    pub(super) value: Value,
    pub(super) text: Arc<str>,
}

/// What comes after the values of a class that are known.
enum End {
    /// Nobody asked yet.
    Open,
    /// Nothing: these are all.
    Closed,
    /// Nobody knows.
    Gap(Gap),
}

/// The value of a class that comes at some place in its order.
pub(super) enum Nth {
    Value(Different),
    /// There are fewer.
    None,
    /// Nobody knows whether there is one.
    Gap(Gap),
}

impl Classes {
    /// The class of the items that meet these demands.
    pub(super) fn of(&mut self, demands: impl IntoIterator<Item = Demand>) -> ClassId {
        let demands = gather(demands);
        if let Some(known) = self.known.get(&demands) {
            return *known;
        }
        let id = ClassId(self.classes.len());
        self.classes.push(Class {
            demands: demands.clone(),
            values: Vec::new(),
            end: End::Open,
        });
        self.known.insert(demands, id);
        id
    }

    /// The demands on an item of the class.
    pub(super) fn demands(&self, id: ClassId) -> &[Demand] {
        &self.classes[id.0].demands
    }

    /// Whether the class is proven to have no value.
    pub(super) fn is_empty(
        &mut self,
        id: ClassId,
        children: &mut dyn Children,
    ) -> Result<bool, Gap> {
        Ok(matches!(self.nth(id, 0, children)?, Nth::None))
    }

    /// The value at `index` in the order of the class; asks for all before it.
    pub(super) fn nth(
        &mut self,
        id: ClassId,
        index: usize,
        children: &mut dyn Children,
    ) -> Result<Nth, Gap> {
        let class = &mut self.classes[id.0];
        while class.values.len() <= index && matches!(class.end, End::Open) {
            class.ask(children)?;
        }
        Ok(match (class.values.get(index), &class.end) {
            (Some(value), _) => Nth::Value(value.clone()),
            (None, End::Gap(gap)) => Nth::Gap(gap.clone()),
            (None, _) => Nth::None,
        })
    }
}

impl Class {
    fn ask(&mut self, children: &mut dyn Children) -> Result<(), Gap> {
        children.step()?;
        if self.values.len() == MOST_VALUES {
            self.end = End::Gap(Gap::new("so many different items are not looked for"));
            return Ok(());
        }
        let mut demands = self.demands.clone();
        for known in &self.values {
            demands.push(Demand::Rejects(children.constant(&known.value)));
        }
        match children.solve(&gather(demands)) {
            Answer::Found(value) => {
                let text = canonical_json(&value).into();
                self.values.push(Different { value, text });
            }
            Answer::Empty => self.end = End::Closed,
            Answer::Unknown(gap) => self.end = End::Gap(gap),
        }
        Ok(())
    }
}
