//! The first records of a registry.

use super::{EditReply, EditRequest, Registry};
use crate::template::Template;
use crate::{AppError, ErrorCode};
use baton_store::Action;

/// Fills an empty registry with a template; without one it stays empty.
pub async fn init(registry: &Registry, template: Option<&Template>) -> Result<EditReply, AppError> {
    if !registry.read(baton_model::Document::is_empty) {
        return Err(AppError::new(
            ErrorCode::AlreadyExists,
            format!("{} holds records already", registry.info().registry),
            "choose another file, or delete the records first",
        ));
    }
    let Some(template) = template else {
        return Ok(registry.reply(Vec::new()));
    };
    let edits = registry.read(|document| template.edits(document))?;
    let request = EditRequest {
        action: Action::Init,
        summary: format!("Start from the template {}", template.name),
        ..EditRequest::edit(edits)
    };
    registry.edit(request).await
}
