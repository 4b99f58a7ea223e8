//! What the search and the theories tell each other.
//!
//! A theory never looks into a schema: it puts the demands on a part of its value together and asks the search, through [`Children`], for a
//! value of that part.

use crate::set::{Demand, NodeId, size};
use baton_regular::{Meter, TooLarge};
use serde_json::Value;

/// Transitions of automata that are followed in one step: about as long as a look at a few sets takes.
const TRANSITIONS_A_STEP: u64 = 32;

/// JSON values that are copied in one step.
const VALUES_A_STEP: u64 = 4;

/// What is known about the values that meet some demands.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Answer {
    /// This one does.
    Found(Value),
    /// None does: proven.
    Empty,
    /// Neither was established.
    Unknown(Gap),
}

/// Why there is no answer, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Gap {
    /// One sentence without its full stop.
    pub(crate) reason: String,
    /// JSON pointer of the place in the schema, where it is known.
    pub(crate) pointer: Option<String>,
}

impl Gap {
    /// A gap whose place the caller knows better.
    pub(crate) fn new(reason: impl Into<String>) -> Self {
        Gap {
            reason: reason.into(),
            pointer: None,
        }
    }
}

/// How a theory asks for the parts of a value.
pub(crate) trait Children {
    /// Is there a value that meets all of these? They are as [`gather`] makes them.
    fn solve(&mut self, demands: &[Demand]) -> Answer;

    /// The set of this one value.
    fn constant(&mut self, value: &Value) -> NodeId;

    /// Takes steps from the budget.
    ///
    /// # Errors
    /// Why no more steps may be taken.
    fn steps(&mut self, count: u64) -> Result<(), Gap>;

    /// Steps that may still be taken.
    fn left(&self) -> u64;

    /// Takes the steps that so many copies of a value take as long as: they are put together, remembered, judged and dropped.
    ///
    /// # Errors
    /// Why no more steps may be taken.
    fn copies(&mut self, value: &Value, count: u64) -> Result<(), Gap> {
        self.steps(size(value).saturating_mul(count) / VALUES_A_STEP)
    }

    /// Takes one step from the budget.
    ///
    /// # Errors
    /// Why no more steps may be taken.
    fn step(&mut self) -> Result<(), Gap> {
        self.steps(1)
    }
}

/// What an operation on languages comes to. It may follow as many transitions as the budget has steps for, and pays for those that it followed.
///
/// # Errors
/// Why no more steps may be taken.
pub(crate) fn metered<T>(
    children: &mut dyn Children,
    work: impl FnOnce(&Meter) -> Result<T, TooLarge>,
) -> Result<Result<T, TooLarge>, Gap> {
    let allowed = children.left().saturating_mul(TRANSITIONS_A_STEP);
    let meter = Meter::new(allowed);
    let outcome = work(&meter);
    children.steps((allowed - meter.left()) / TRANSITIONS_A_STEP)?;
    Ok(outcome)
}

/// The demands on one value in their one form: in order, each once, and all of [`Demand::Writes`] as one, because what a sender may write
/// is asked of all schemas that govern the value together.
pub(crate) fn gather(demands: impl IntoIterator<Item = Demand>) -> Vec<Demand> {
    let mut gathered = Vec::new();
    let mut writes: Vec<NodeId> = Vec::new();
    for demand in demands {
        match demand {
            Demand::Writes(nodes) => writes.extend(nodes),
            other => gathered.push(other),
        }
    }
    if !writes.is_empty() {
        writes.sort_unstable();
        writes.dedup();
        gathered.push(Demand::Writes(writes.into()));
    }
    gathered.sort_unstable();
    gathered.dedup();
    gathered
}

#[cfg(test)]
pub(crate) mod toy;

#[cfg(test)]
mod tests {
    use super::*;
    use baton_regular::Language;

    #[test]
    fn operations_on_languages_are_paid_for_by_what_they_follow() {
        let pattern = |text: &str| Language::pattern(text).unwrap();
        let (left, right) = (pattern("a.{8}$"), pattern("b.{7}$"));
        let mut children = toy::Steps(20_000);
        let both = metered(&mut children, |meter| left.and_within(&right, meter));
        assert!(both.unwrap().is_ok());
        let spent = 20_000 - children.0;
        assert!((200..16_000).contains(&spent), "{spent}");
        let mut children = toy::Steps(spent - 1);
        let both = metered(&mut children, |meter| left.and_within(&right, meter));
        assert_eq!((both, children.0), (Ok(Err(TooLarge)), 0));
    }

    #[test]
    fn demands_have_one_form() {
        let writes = |ids: &[u32]| Demand::Writes(ids.iter().copied().map(NodeId).collect());
        let accepts = |id| Demand::Accepts(NodeId(id));
        let rejects = |id| Demand::Rejects(NodeId(id));
        let one = gather([
            writes(&[3, 1]),
            rejects(2),
            accepts(5),
            writes(&[1, 2]),
            accepts(5),
        ]);
        assert_eq!(one, [accepts(5), rejects(2), writes(&[1, 2, 3])]);
        assert_eq!(gather(one.clone()), one);
        assert_eq!(gather([]), []);
    }
}
