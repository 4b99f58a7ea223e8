//! Announcing that a version ends.

use super::verdict::find;
use crate::registry::{EditReply, Plan};
use crate::{AppError, ErrorCode, Registry};
use baton_model::{Date, Document, EditCommand};
use baton_store::Action;

/// Which version ends, and when.
#[derive(Clone, Debug)]
pub struct DeprecateRequest {
    /// The contract.
    pub contract: String,
    /// The version.
    pub version: String,
    /// The day from which it is announced; today when left out.
    pub notice: Option<Date>,
    /// The day on which it ends.
    pub sunset: Date,
    /// Stop before writing.
    pub dry_run: bool,
}

/// Deprecates a published version, or moves the sunset of a deprecated one. The teams that use it are told by the same commit.
pub async fn deprecate(
    registry: &Registry,
    request: &DeprecateRequest,
) -> Result<EditReply, AppError> {
    registry.follow().await?;
    let today = registry.host().today();
    let plan = |document: &Document| {
        let version = find(document, &request.contract, &request.version)?;
        let ending =
            baton_contract::deprecate(version, request.notice.as_ref(), &request.sunset, &today)
                .map_err(|refusal| {
                    AppError::new(ErrorCode::InvalidInput, refusal.message, refusal.hint)
                })?;
        Ok(Plan {
            summary: format!("Deprecate {} until {}", version.id, request.sunset),
            edits: vec![EditCommand::put(ending)],
            action: Action::Edit,
            mark: None,
            notes: Vec::new(),
        })
    };
    registry.commit(None, request.dry_run, plan).await
}
