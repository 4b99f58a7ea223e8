//! Taking a version out of use.

use super::verdict::find;
use crate::registry::{EditReply, Plan};
use crate::{AppError, ErrorCode, Registry};
use baton_contract::Refusal;
use baton_model::{
    AgentVersion, ContractState, ContractVersion, Deployment, Document, EditCommand,
};
use baton_store::Action;

/// Most users of a version that an error lists.
const MOST_TOLD: usize = 10;

/// Which version goes.
#[derive(Clone, Debug, Default)]
pub struct RetireRequest {
    /// The contract.
    pub contract: String,
    /// The version.
    pub version: String,
    /// Go on before the sunset, and though somebody still uses it.
    pub anyway: bool,
    /// Stop before writing.
    pub dry_run: bool,
}

/// Retires a deprecated version after its sunset, once no handoff pins it and nothing deployed sends it.
pub async fn retire(registry: &Registry, request: &RetireRequest) -> Result<EditReply, AppError> {
    registry.follow().await?;
    let today = registry.host().today();
    let plan = |document: &Document| {
        let version = find(document, &request.contract, &request.version)?;
        let gone = baton_contract::retire(version, request.anyway, &today)
            .map_err(|refusal| refused(version, refusal))?;
        let users = users(document, version);
        if !users.is_empty() && !request.anyway {
            return Err(still_used(version, &users));
        }
        let note = |user: String| format!("{} is retired, and {user}", version.id);
        Ok(Plan {
            summary: format!("Retire {}", version.id),
            edits: vec![EditCommand::put(gone)],
            action: Action::Edit,
            mark: None,
            notes: users.into_iter().take(MOST_TOLD).map(note).collect(),
        })
    };
    registry.commit(None, request.dry_run, plan).await
}

fn refused(version: &ContractVersion, refusal: Refusal) -> AppError {
    let error = AppError::new(ErrorCode::InvalidInput, refusal.message, refusal.hint);
    match version.state {
        ContractState::Published => error.in_terminal(format!(
            "`baton contract deprecate {} {} --sunset YYYY-MM-DD` announces it",
            version.contract, version.version
        )),
        ContractState::Deprecated => error.in_terminal("--yes goes on before that day"),
        ContractState::Draft | ContractState::InReview | ContractState::Retired => error,
    }
}

fn still_used(version: &ContractVersion, users: &[String]) -> AppError {
    let mut error = AppError::new(
        ErrorCode::Referenced,
        format!("{} is still used: {}", version.id, users[0]),
        "move them first, or go on without them",
    )
    .in_terminal("--yes goes on though it is still used");
    error
        .hints
        .extend(users.iter().skip(1).take(MOST_TOLD).cloned());
    error
}

/// Who still uses a version: handoffs that pin it, and what is deployed and sends it. Each completes "it is retired, and ...".
fn users(document: &Document, version: &ContractVersion) -> Vec<String> {
    let handoffs = document.handoffs().filter(|handoff| {
        handoff.contract.as_ref() == Some(&version.contract)
            && handoff.version.as_ref() == Some(&version.version)
    });
    let pins = handoffs.map(|handoff| format!("handoff {} pins it", handoff.id));
    let deployed = document
        .deployments()
        .filter(|deployment| sends(document, deployment, version));
    let sends =
        deployed.map(|d| format!("{}@{} sends it in {}", d.agent, d.version, d.environment));
    pins.chain(sends).collect()
}

fn sends(document: &Document, deployment: &Deployment, version: &ContractVersion) -> bool {
    let running =
        document.find::<AgentVersion>(format!("{}@{}", deployment.agent, deployment.version));
    running.is_some_and(|running| {
        let mut emits = running.emits.iter();
        emits.any(|emits| emits.contract == version.contract && emits.version == version.version)
    })
}
