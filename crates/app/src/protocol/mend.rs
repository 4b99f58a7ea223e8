//! Changing records so that handoffs transfer cleanly.

use super::verify::{Detail, Verified, verify};
use crate::registry::{EditReply, EditRequest};
use crate::{AppError, Registry};
use baton_model::RecordKey;

/// Applies what mends the handoffs as one group, each on the revision that was explored; with `dry_run` nothing is written. Tells what was found before.
pub async fn mend(
    registry: &Registry,
    subject: &RecordKey,
    dry_run: bool,
) -> Result<(Verified, EditReply), AppError> {
    registry.follow().await?;
    let found = verify(registry, subject, Detail::Runs)?;
    let fixes = found.fixes.iter();
    let edits = fixes.flat_map(|one| one.fix.commands()).collect();
    let reply = registry
        .edit(EditRequest {
            dry_run,
            ..EditRequest::edit(edits)
        })
        .await?;
    Ok((found, reply))
}
