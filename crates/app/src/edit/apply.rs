//! Edits from files.

use crate::files::read_input;
use crate::registry::{EditReply, EditRequest};
use crate::{AppError, Registry};
use baton_model::{EditCommand, Rejected, apply, parse_edits};
use std::path::PathBuf;

/// Applies all edits of all files as one group; `-` is standard input.
pub async fn apply_files(
    registry: &Registry,
    files: &[PathBuf],
    dry_run: bool,
) -> Result<EditReply, AppError> {
    registry.follow().await?;
    let mut edits = Vec::new();
    let mut places = Vec::new();
    for file in files {
        let name = if file.as_os_str() == "-" {
            "standard input".to_owned()
        } else {
            file.display().to_string()
        };
        let text = read_input(file)?;
        let parsed = registry
            .read(|document| parse_edits(&text, document))
            .map_err(|error| within(&name, AppError::from(error)))?;
        places.extend((1..=parsed.len()).map(|number| format!("{name}: edit {number}")));
        edits.extend(parsed);
    }
    let request = EditRequest {
        dry_run,
        ..EditRequest::edit(edits.clone())
    };
    registry
        .edit(request)
        .await
        .map_err(|error| match refused_at(registry, &edits) {
            Some(index) => within(&places[index], error),
            None => error,
        })
}

fn within(place: &str, mut error: AppError) -> AppError {
    error.message = format!("{place}: {}", error.message);
    error
}

/// The edit for which a group is refused: the last one on the record that the refusal names.
fn refused_at(registry: &Registry, edits: &[EditCommand]) -> Option<usize> {
    let rejected = registry.read(|document| apply(document, edits)).err()?;
    let key = match &rejected {
        Rejected::Invalid { key, .. }
        | Rejected::MissingReference { key, .. }
        | Rejected::Referenced { key, .. }
        | Rejected::Unknown { key }
        | Rejected::Conflict { key, .. } => key,
    };
    edits.iter().rposition(|edit| edit.key() == *key)
}
