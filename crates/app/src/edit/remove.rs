//! Deleting records with all that cannot stand without them.

use crate::registry::{EditReply, EditRequest, Registry};
use crate::{AppError, ErrorCode};
use baton_model::{RecordKey, delete_with_dependents};

/// Deletes `keys` and what needs them, as one group. With `dry_run` the reply lists what would go.
pub async fn remove_with_dependents(
    registry: &Registry,
    keys: &[RecordKey],
    dry_run: bool,
) -> Result<EditReply, AppError> {
    let edits = registry.read(|document| {
        if let Some(missing) = keys.iter().find(|key| document.get(key).is_none()) {
            return Err(AppError::new(
                ErrorCode::NotFound,
                format!("{missing} does not exist"),
                "check its kind and id",
            ));
        }
        Ok(delete_with_dependents(document, keys))
    })?;
    registry
        .edit(EditRequest {
            dry_run,
            ..EditRequest::edit(edits)
        })
        .await
}
