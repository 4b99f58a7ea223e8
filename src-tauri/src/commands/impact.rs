//! Who is hit by a change that nobody has made yet.

use super::{Desk, Reply};
use baton_app::impact::{ImpactQuestion, ImpactReport, ask};

/// Who is hit, with at most so many hits; versions are looked up in the environment, or in that of each topology.
#[tauri::command]
#[specta::specta]
pub async fn impact(
    desk: Desk<'_>,
    question: ImpactQuestion,
    environment: Option<String>,
    most_hits: u32,
) -> Reply<ImpactReport> {
    let open = desk.open().await?;
    Ok(ask::impact(
        &open.registry,
        &question,
        environment.as_deref(),
        most_hits,
    )?)
}
