//! Resolving an incident.

use crate::registry::{EditReply, Plan};
use crate::{AppError, ErrorCode, Registry};
use baton_model::{Document, EditCommand, Incident};
use baton_store::Action;

/// Notes that the cause of an incident was taken away, and what was learnt, or opens it again. An empty lesson leaves the one that is there.
pub async fn resolve_incident(
    registry: &Registry,
    id: &str,
    resolved: bool,
    lesson: &str,
) -> Result<EditReply, AppError> {
    registry.follow().await?;
    let now = registry.host().now();
    let plan = |document: &Document| {
        let incident = document.find::<Incident>(id).ok_or_else(|| {
            AppError::new(
                ErrorCode::NotFound,
                format!("there is no incident {id:?}"),
                "check its id; it may have been deleted meanwhile",
            )
            .in_terminal("`baton incident list` shows all")
        })?;
        let mut changed = incident.clone();
        // Resolved once more, it keeps the first time.
        changed.resolved_at = resolved.then(|| incident.resolved_at.clone().unwrap_or(now.clone()));
        if !lesson.trim().is_empty() {
            lesson.trim().clone_into(&mut changed.lesson);
        }
        let word = if resolved { "Resolve" } else { "Open again" };
        Ok(Plan {
            edits: vec![EditCommand::put(changed)],
            action: Action::Edit,
            summary: format!("{word} the incident {id}"),
            mark: None,
            notes: Vec::new(),
        })
    };
    registry.commit(None, false, plan).await
}
