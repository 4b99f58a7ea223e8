//! A supervisor turned into a chain, or back, as one group of edits, with what the rules say of it.

use crate::contract::compare::with_deep_stack;
use crate::registry::{EditReply, EditRequest};
use crate::{AppError, ErrorCode, Registry, topology};
use baton_analysis::pattern::restructure as planned;
use baton_model::{AgentId, EditCommand, Pattern, apply};
use baton_rules::Finding;
use serde::Serialize;
use std::collections::HashSet;
use std::sync::Arc;

pub use baton_analysis::pattern::MovedHandoff;

/// What a restructuring would do: a group of edits, what the rules say of it, and what somebody has to look at afterwards.
#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
pub struct Restructured {
    /// The pattern that comes out.
    pub pattern: Pattern,
    /// The agents in their order: the controller first, or the chain from its beginning.
    pub agents: Vec<String>,
    /// How each handoff that changes is joined, before and after; everything else of it stays.
    pub moves: Vec<MovedHandoff>,
    /// The edits, all or nothing.
    pub edits: Vec<EditCommand>,
    /// What does not carry over by itself, a sentence each.
    pub notes: Vec<String>,
    /// Findings that it would add, the gravest first; silenced ones are left out.
    #[specta(optional)]
    pub adds: Option<Vec<Finding>>,
    /// Findings that it would end.
    #[specta(optional)]
    pub ends: Option<Vec<Finding>>,
}

/// Restructures what begins at an agent, and says what does not carry over by itself; with `dry_run` nothing is written.
pub async fn restructure(
    registry: &Registry,
    topology: Option<&str>,
    head: &str,
    into: Pattern,
    dry_run: bool,
) -> Result<(Restructured, EditReply), AppError> {
    registry.follow().await?;
    let plan = plan(registry, topology, head, into)?;
    let reply = registry
        .edit(EditRequest {
            dry_run,
            ..EditRequest::edit(plan.edits.clone())
        })
        .await?;
    Ok((plan, reply))
}

/// What restructuring would do, and which findings it would add and end.
pub fn plan(
    registry: &Registry,
    topology: Option<&str>,
    head: &str,
    into: Pattern,
) -> Result<Restructured, AppError> {
    let topology = topology::choose(registry, topology)?;
    let wrong =
        |message: String, remedy: &str| AppError::new(ErrorCode::InvalidInput, message, remedy);
    let head = AgentId::new(head).map_err(|error| wrong(error.to_string(), "check the id"))?;
    let document = registry.document();
    let plan = with_deep_stack(|| planned(&document, &topology, &head, into))?
        .map_err(|error| wrong(error.to_string(), error.remedy()))?;
    let then = registry.preview(&apply(&document, &plan.edits)?);
    let before = then.findings_before.unwrap_or_default();
    Ok(Restructured {
        pattern: plan.pattern,
        agents: plan.agents,
        moves: plan.moves,
        edits: plan.edits,
        notes: plan.notes,
        adds: Some(only_in(&then.findings, &before)),
        ends: Some(only_in(&before, &then.findings)),
    })
}

/// Findings that hold in one and not in the other, the gravest first.
fn only_in(these: &[Arc<Finding>], others: &[Arc<Finding>]) -> Vec<Finding> {
    let counts = |finding: &&Arc<Finding>| finding.silenced.is_none();
    let known: HashSet<&str> = others
        .iter()
        .filter(counts)
        .map(|finding| finding.key.as_str())
        .collect();
    let mut only: Vec<Finding> = these
        .iter()
        .filter(counts)
        .filter(|finding| !known.contains(finding.key.as_str()))
        .map(|finding| Finding::clone(finding))
        .collect();
    only.sort_by_key(|finding| finding.severity);
    only
}
