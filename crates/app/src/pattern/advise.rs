//! Which patterns are there, and which would fit.

use crate::contract::compare::with_deep_stack;
use crate::{AppError, ErrorCode, Registry, topology};
use baton_analysis::pattern::advise as advice;
use baton_model::{AgentId, Kind};
use std::collections::BTreeSet;

pub use baton_analysis::pattern::{Advice, Coupled, Fit, NatureRead, Recognised, Trait};

/// What a recommendation hangs on, as the end of a sentence.
pub const WHAT_TO_DECLARE: &str = "declare the nature of the work in the topology: whether its steps follow from each other or are independent, whether they share state, how many flows run at once, how long users wait, whether it is regulated, and over how many fields it goes";

/// Advice for a topology (the only one if none is named); for a part of it if agents are named, each of which has to exist.
pub fn advise(
    registry: &Registry,
    topology: Option<&str>,
    agents: &[String],
) -> Result<Advice, AppError> {
    let topology = topology::choose(registry, topology)?;
    let part: BTreeSet<AgentId> = agents
        .iter()
        .map(|id| {
            crate::record::list::show(registry, Kind::Agent, id)?;
            AgentId::new(id.as_str()).map_err(|error| {
                AppError::new(ErrorCode::InvalidInput, error.to_string(), "check the id")
            })
        })
        .collect::<Result<_, AppError>>()?;
    let part = (!part.is_empty()).then_some(&part);
    let document = registry.document();
    with_deep_stack(|| advice(&document, &topology, part))
}
