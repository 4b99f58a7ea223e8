//! Where gates belong, and which are superfluous; applied on request.

use crate::contract::compare::with_deep_stack;
use crate::registry::{EditReply, EditRequest};
use crate::{AppError, ErrorCode, Registry, topology};
use baton_analysis::gate::propose;

pub use baton_analysis::gate::{GateAct, GateAdvice, GateProposal, ReviewCost};

/// Proposals for a topology; for the only one if none is named.
pub fn advice(registry: &Registry, topology: Option<&str>) -> Result<GateAdvice, AppError> {
    let topology = topology::choose(registry, topology)?;
    let document = registry.document();
    with_deep_stack(|| propose(&document, &topology))
}

/// Applies proposals by their ids as one group, each on the revision that was looked at; with `dry_run` nothing is written.
pub async fn apply(
    registry: &Registry,
    topology: Option<&str>,
    ids: &[String],
    dry_run: bool,
) -> Result<(Vec<GateProposal>, EditReply), AppError> {
    registry.follow().await?;
    let mut advice = advice(registry, topology)?;
    let chosen = ids.iter().map(|id| {
        let at = advice.proposals.iter().position(|one| one.id == *id);
        let at = at.ok_or_else(|| unknown(id, &advice))?;
        Ok(advice.proposals.swap_remove(at))
    });
    let chosen: Vec<GateProposal> = chosen.collect::<Result<_, AppError>>()?;
    let edits = chosen.iter().flat_map(|one| one.edits.clone()).collect();
    let reply = registry
        .edit(EditRequest {
            dry_run,
            ..EditRequest::edit(edits)
        })
        .await?;
    Ok((chosen, reply))
}

fn unknown(id: &str, advice: &GateAdvice) -> AppError {
    let ids: Vec<&str> = advice.proposals.iter().map(|one| one.id.as_str()).collect();
    let hint = if ids.is_empty() {
        "nothing is proposed for this topology".to_owned()
    } else {
        format!("proposed are: {}", ids.join(", "))
    };
    AppError::new(
        ErrorCode::NotFound,
        format!("there is no proposal {id:?}"),
        hint,
    )
}
