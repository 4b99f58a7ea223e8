//! Who answers for what, who is called, and what runs where.

use super::{Desk, Reply};
use crate::open::DeskReply;
use baton_app::capability::list::{CapabilityTag, capability_tags as tags};
use baton_app::capability::rename::rename_capabilities as rename;
use baton_app::on_call::calendar::{OnCallCalendar, calendar};
use baton_app::on_call::ladder::{OnCallLadder, ladders};
use baton_app::on_call::shifts::{ShiftChange, plan_rotation as plan};
use baton_app::on_call::who::{WhoAnswers, who as answer};
use baton_app::ownership::owned::{OwnedRecord, owned};
use baton_app::ownership::transfer::transfer_ownership as transfer;
use baton_app::record::csv::csv;
use baton_app::record::table::Sorting;
use baton_app::rollout::deployments::{DeploymentMatrix, deployments};
use baton_app::runbook::{RunbookLine, RunbookPage, runbook as page, runbook_lines as lines};
use baton_model::{Kind, RecordKey};

/// What the person on call sees of a handoff, at a time on the wall clock of a zone; now where it is empty.
#[tauri::command]
#[specta::specta]
pub async fn runbook(
    desk: Desk<'_>,
    handoff: String,
    at: String,
    zone: String,
) -> Reply<RunbookPage> {
    let open = desk.open().await?;
    Ok(page(&open.registry, &handoff, &at, &zone).await?)
}

/// All handoffs with what there is of their runbooks.
#[tauri::command]
#[specta::specta]
pub async fn runbook_lines(desk: Desk<'_>) -> Reply<Vec<RunbookLine>> {
    let open = desk.open().await?;
    Ok(lines(&open.registry))
}

/// Who answers for a handoff or an agent at a time.
#[tauri::command]
#[specta::specta]
pub async fn who(desk: Desk<'_>, subject: String, at: String, zone: String) -> Reply<WhoAnswers> {
    let open = desk.open().await?;
    Ok(answer(&open.registry, &subject, &at, &zone).await?)
}

/// Who would be called on every escalation path at a time.
#[tauri::command]
#[specta::specta]
pub async fn escalation_ladders(
    desk: Desk<'_>,
    at: String,
    zone: String,
) -> Reply<Vec<OnCallLadder>> {
    let open = desk.open().await?;
    Ok(ladders(&open.registry, &at, &zone)?)
}

/// The rotations over some days, or one of them.
#[tauri::command]
#[specta::specta]
pub async fn on_call_calendar(
    desk: Desk<'_>,
    rotation: Option<String>,
    at: String,
    zone: String,
    days: u32,
) -> Reply<OnCallCalendar> {
    let open = desk.open().await?;
    let rotation = rotation.as_deref();
    Ok(calendar(&open.registry, rotation, &at, &zone, days)?)
}

/// Plans turns of a rotation, or lets somebody stand in.
#[tauri::command]
#[specta::specta]
pub async fn plan_rotation(
    desk: Desk<'_>,
    rotation: String,
    change: ShiftChange,
    dry_run: bool,
) -> Reply<DeskReply> {
    let open = desk.open().await?;
    let done = plan(&open.registry, &rotation, &change, dry_run).await;
    open.answer(done, dry_run).await
}

/// Which version of every agent runs where.
#[tauri::command]
#[specta::specta]
pub async fn deployment_matrix(desk: Desk<'_>) -> Reply<DeploymentMatrix> {
    let open = desk.open().await?;
    Ok(deployments(&open.registry))
}

/// Every capability tag with who declares it and who asks for it, the oddest first.
#[tauri::command]
#[specta::specta]
pub async fn capability_tags(desk: Desk<'_>) -> Reply<Vec<CapabilityTag>> {
    let open = desk.open().await?;
    Ok(tags(&open.registry))
}

/// Writes another word for tags everywhere, as one edit.
#[tauri::command]
#[specta::specta]
pub async fn rename_capabilities(
    desk: Desk<'_>,
    from: Vec<String>,
    to: String,
    keep: bool,
    dry_run: bool,
) -> Reply<DeskReply> {
    let open = desk.open().await?;
    let done = rename(&open.registry, &from, &to, keep, dry_run).await;
    open.answer(done, dry_run).await
}

/// What a team answers for.
#[tauri::command]
#[specta::specta]
pub async fn owned_records(desk: Desk<'_>, team: String) -> Reply<Vec<OwnedRecord>> {
    let open = desk.open().await?;
    Ok(owned(&open.registry, &team)?)
}

/// Gives what a team answers for to another team, as one edit; only some records where any are named.
#[tauri::command]
#[specta::specta]
pub async fn transfer_ownership(
    desk: Desk<'_>,
    from: String,
    to: String,
    only: Vec<RecordKey>,
    dry_run: bool,
) -> Reply<DeskReply> {
    let open = desk.open().await?;
    let done = transfer(&open.registry, &from, &to, &only, dry_run).await;
    open.answer(done, dry_run).await
}

/// A table as comma-separated values: the columns that are named, in their order, or all.
#[tauri::command]
#[specta::specta]
pub async fn table_csv(
    desk: Desk<'_>,
    kind: Kind,
    query: String,
    sort: Option<String>,
    descending: bool,
    columns: Vec<String>,
) -> Reply<String> {
    let sorting = Sorting {
        column: sort,
        descending,
    };
    let open = desk.open().await?;
    Ok(csv(&open.registry, kind, &query, &sorting, &columns)?)
}
