//! Edits from files.

use crate::files::{read_stdin, read_text};
use crate::registry::{EditReply, EditRequest};
use crate::{AppError, Registry};
use baton_model::parse_edits;
use std::path::PathBuf;

/// Applies all edits of all files as one group; `-` is standard input.
pub async fn apply_files(
    registry: &Registry,
    files: &[PathBuf],
    dry_run: bool,
) -> Result<EditReply, AppError> {
    registry.follow().await?;
    let mut edits = Vec::new();
    for file in files {
        let text = if file.as_os_str() == "-" {
            read_stdin()?
        } else {
            read_text(file)?
        };
        let parsed = registry
            .read(|document| parse_edits(&text, document))
            .map_err(|error| {
                let mut error = AppError::from(error);
                error.message = format!("{}: {}", file.display(), error.message);
                error
            })?;
        edits.extend(parsed);
    }
    registry
        .edit(EditRequest {
            dry_run,
            ..EditRequest::edit(edits)
        })
        .await
}
