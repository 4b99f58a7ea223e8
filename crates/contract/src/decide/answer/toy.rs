//! Stand-ins for the search: so that a theory can be tested alone.

use super::{Answer, Children, Gap};
use crate::set::{Demand, NodeId, Schemas};
use serde_json::{Value, json};

/// A budget, and nothing to ask for.
pub(crate) struct Steps(pub(crate) u64);

impl Steps {
    /// What a spent budget says.
    pub(crate) const SPENT: &'static str = "the steps are spent";

    fn take(&mut self, count: u64) -> Result<(), Gap> {
        let left = self.0.checked_sub(count);
        self.0 = left.ok_or_else(|| Gap::new(Self::SPENT))?;
        Ok(())
    }
}

impl Children for Steps {
    fn solve(&mut self, demands: &[Demand]) -> Answer {
        panic!("no value has parts here: {demands:?}")
    }

    fn constant(&mut self, value: &Value) -> NodeId {
        panic!("no value has parts here: {value}")
    }

    fn steps(&mut self, count: u64) -> Result<(), Gap> {
        self.take(count)
    }

    fn left(&self) -> u64 {
        self.0
    }
}

/// The values are the integers below `values`, at most 30 of them; [`Bits::set`] names their sets.
pub(crate) struct Bits {
    /// How many values there are.
    pub(crate) values: u32,
    /// The budget.
    pub(crate) steps: Steps,
    /// Demands of this set are not understood.
    pub(crate) blurred: Option<NodeId>,
    /// How often a value was asked for.
    pub(crate) asked: usize,
}

impl Bits {
    pub(crate) fn new(values: u32) -> Self {
        Self {
            values,
            steps: Steps(1_000_000),
            blurred: None,
            asked: 0,
        }
    }

    /// The set of the values that are bits of `mask`; beside [`Schemas::ALWAYS`] and [`Schemas::NEVER`].
    pub(crate) fn set(mask: u32) -> NodeId {
        NodeId(mask + 2)
    }

    /// Whether a value meets a demand.
    pub(crate) fn meets(value: u32, demand: &Demand) -> bool {
        let within = |node: &NodeId| match *node {
            Schemas::ALWAYS => true,
            Schemas::NEVER => false,
            NodeId(id) => (id - 2) >> value & 1 == 1,
        };
        match demand {
            Demand::Accepts(node) => within(node),
            Demand::Rejects(node) => !within(node),
            Demand::Writes(nodes) => nodes.iter().all(within),
        }
    }
}

impl Children for Bits {
    fn solve(&mut self, demands: &[Demand]) -> Answer {
        assert_eq!(
            super::gather(demands.iter().cloned()),
            demands,
            "not gathered"
        );
        self.asked += 1;
        let blurred = |demand: &Demand| match demand {
            Demand::Accepts(node) | Demand::Rejects(node) => Some(*node) == self.blurred,
            Demand::Writes(_) => false,
        };
        if demands.iter().any(blurred) {
            return Answer::Unknown(Gap::new("blurred"));
        }
        (0..self.values)
            .find(|value| demands.iter().all(|demand| Self::meets(*value, demand)))
            .map_or(Answer::Empty, |value| Answer::Found(json!(value)))
    }

    fn constant(&mut self, value: &Value) -> NodeId {
        let value = value.as_u64().expect("a value of this universe");
        Self::set(1 << value)
    }

    fn steps(&mut self, count: u64) -> Result<(), Gap> {
        self.steps.take(count)
    }

    fn left(&self) -> u64 {
        self.steps.0
    }
}
