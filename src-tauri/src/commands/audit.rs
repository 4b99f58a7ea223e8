//! Which handoffs deserve attention first, scores over time, and incidents.

use super::{Desk, Reply};
use crate::open::DeskReply;
use baton_app::audit::explain::{HandoffExplained, audit_handoff as explain};
use baton_app::audit::series::{AuditSeries, SeriesRequest, Since, audit_series as series};
use baton_app::audit::table::{
    AuditFilter, AuditScores, AuditTable, audit_scores as scores, audit_table as table,
};
use baton_app::incident::list::{IncidentRow, incidents as list};
use baton_app::incident::record::{NewIncident, record_incident as record};
use baton_app::incident::resolve::resolve_incident as resolve;
use baton_model::RecordKey;

/// The handoffs that a filter lets through, the riskiest first.
#[tauri::command]
#[specta::specta]
pub async fn audit_table(desk: Desk<'_>, filter: AuditFilter) -> Reply<AuditTable> {
    let open = desk.open().await?;
    Ok(table(&open.registry, &filter)?)
}

/// Why a handoff is as risky as it is, term by term.
#[tauri::command]
#[specta::specta]
pub async fn audit_handoff(desk: Desk<'_>, handoff: String) -> Reply<HandoffExplained> {
    let open = desk.open().await?;
    Ok(explain(&open.registry, &handoff)?)
}

/// Scores of the registry, its topologies, teams and agents, and the agents that stand out.
#[tauri::command]
#[specta::specta]
pub async fn audit_scores(desk: Desk<'_>) -> Reply<AuditScores> {
    let open = desk.open().await?;
    Ok(scores(&open.registry)?)
}

/// Scores over the last days, or from the first commit on, at so many points at most: of one thing, or of all but handoffs.
#[tauri::command]
#[specta::specta]
pub async fn audit_series(
    desk: Desk<'_>,
    days: Option<u32>,
    points: u32,
    about: Option<RecordKey>,
) -> Reply<AuditSeries> {
    let open = desk.open().await?;
    let request = SeriesRequest {
        topology: None,
        since: days.map_or(Since::Start, Since::Days),
        points,
        about,
    };
    Ok(series(&open.registry, &request).await?)
}

/// Incidents of one handoff or of all, the newest first.
#[tauri::command]
#[specta::specta]
pub async fn incidents(desk: Desk<'_>, handoff: Option<String>) -> Reply<Vec<IncidentRow>> {
    let open = desk.open().await?;
    Ok(list(&open.registry, handoff.as_deref()))
}

/// Records an incident at a handoff.
#[tauri::command]
#[specta::specta]
pub async fn record_incident(desk: Desk<'_>, incident: NewIncident) -> Reply<DeskReply> {
    let open = desk.open().await?;
    open.answer(record(&open.registry, &incident).await, false)
        .await
}

/// Notes that the cause of an incident was taken away, and what was learnt, or opens it again.
#[tauri::command]
#[specta::specta]
pub async fn resolve_incident(
    desk: Desk<'_>,
    id: String,
    resolved: bool,
    lesson: String,
) -> Reply<DeskReply> {
    let open = desk.open().await?;
    let done = resolve(&open.registry, &id, resolved, &lesson).await;
    open.answer(done, false).await
}
