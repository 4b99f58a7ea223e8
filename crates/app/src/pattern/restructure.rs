//! A supervisor turned into a chain, or back, as one group of edits.

use crate::registry::{EditReply, EditRequest};
use crate::{AppError, ErrorCode, Registry, topology};
use baton_analysis::pattern::restructure as planned;
use baton_model::{AgentId, Pattern};

pub use baton_analysis::pattern::{MovedHandoff, Restructured};

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

/// What restructuring would do.
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
    registry
        .read(|document| planned(document, &topology, &head, into))
        .map_err(|error| {
            wrong(
                error.to_string(),
                "name the agent that delegates, or the first of a chain",
            )
        })
}
