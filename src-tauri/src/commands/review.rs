//! Reviews, baselines and remarks.

use super::{Desk, Reply};
use crate::open::DeskReply;
use baton_app::review::answer::{Answer, answer_review as answer};
use baton_app::review::ask::{AskReview, ask_review as ask};
use baton_app::review::baseline::{
    BaselineRow, NewBaseline, baselines as rows, set_baseline as set,
};
use baton_app::review::changes::{TopologyDiff, topology_changes as changes};
use baton_app::review::comment::{
    CommentRow, NewComment, comment, comments as remarks, resolve_comment as resolve,
};
use baton_app::review::list::{ReviewRow, reviews as list};
use baton_app::review::overrule::override_review as overrule;
use baton_app::review::page::{ReviewPage, review_page as page};
use baton_app::review::withdraw::withdraw_review as withdraw;
use baton_model::{Decision, RecordKey};

/// Reviews of one subject or of all, the newest first; only those that still count unless `all`.
#[tauri::command]
#[specta::specta]
pub async fn reviews(
    desk: Desk<'_>,
    subject: Option<RecordKey>,
    all: bool,
) -> Reply<Vec<ReviewRow>> {
    let open = desk.open().await?;
    Ok(list(&open.registry, subject.as_ref(), all))
}

/// Who is asked, who said what, whether it is stale, the verdict and the impact.
#[tauri::command]
#[specta::specta]
pub async fn review_page(desk: Desk<'_>, review: String) -> Reply<ReviewPage> {
    let open = desk.open().await?;
    Ok(page(&open.registry, &review)?)
}

/// Asks the owning teams of both sides for their word on a contract version or a topology.
#[tauri::command]
#[specta::specta]
pub async fn ask_review(
    desk: Desk<'_>,
    subject: RecordKey,
    message: String,
    baseline: Option<String>,
) -> Reply<DeskReply> {
    let open = desk.open().await?;
    let request = AskReview {
        subject,
        message,
        baseline,
    };
    let asked = ask(&open.registry, &request).await;
    open.answer(asked.map(|asked| asked.reply), false).await
}

/// Notes a team's word on a review.
#[tauri::command]
#[specta::specta]
pub async fn answer_review(
    desk: Desk<'_>,
    review: String,
    team: String,
    decision: Decision,
    comment: String,
) -> Reply<DeskReply> {
    let open = desk.open().await?;
    let words = Answer {
        team,
        decision,
        comment,
    };
    open.answer(answer(&open.registry, &review, &words).await, false)
        .await
}

/// Goes on without everybody's word, for a platform team.
#[tauri::command]
#[specta::specta]
pub async fn override_review(
    desk: Desk<'_>,
    review: String,
    team: String,
    reason: String,
) -> Reply<DeskReply> {
    let open = desk.open().await?;
    let done = overrule(&open.registry, &review, &team, &reason).await;
    open.answer(done, false).await
}

/// Ends a review without a result.
#[tauri::command]
#[specta::specta]
pub async fn withdraw_review(desk: Desk<'_>, review: String) -> Reply<DeskReply> {
    let open = desk.open().await?;
    open.answer(withdraw(&open.registry, &review).await, false)
        .await
}

/// Baselines of one topology or of all, the newest first.
#[tauri::command]
#[specta::specta]
pub async fn baselines(desk: Desk<'_>, topology: Option<String>) -> Reply<Vec<BaselineRow>> {
    let open = desk.open().await?;
    Ok(rows(&open.registry, topology.as_deref()))
}

/// Names a topology's state as it is now, or as it was at a revision.
#[tauri::command]
#[specta::specta]
pub async fn set_baseline(
    desk: Desk<'_>,
    topology: String,
    name: String,
    note: String,
    revision: Option<u32>,
) -> Reply<DeskReply> {
    let open = desk.open().await?;
    let new = NewBaseline {
        topology,
        name,
        note,
        revision,
    };
    let done = set(&open.registry, &new).await;
    open.answer(done.map(|(_, reply)| reply), false).await
}

/// What became of a topology since a baseline; since its newest when none is named.
#[tauri::command]
#[specta::specta]
pub async fn topology_changes(
    desk: Desk<'_>,
    topology: String,
    baseline: Option<String>,
) -> Reply<TopologyDiff> {
    let open = desk.open().await?;
    Ok(changes(&open.registry, &topology, baseline.as_deref()).await?)
}

/// Remarks on one record or on all, oldest first.
#[tauri::command]
#[specta::specta]
pub async fn comments(desk: Desk<'_>, subject: Option<RecordKey>) -> Reply<Vec<CommentRow>> {
    let open = desk.open().await?;
    Ok(remarks(&open.registry, subject.as_ref()))
}

/// Writes a remark on a record, or on a place in it.
#[tauri::command]
#[specta::specta]
pub async fn add_comment(
    desk: Desk<'_>,
    subject: RecordKey,
    text: String,
    pointer: Option<String>,
) -> Reply<DeskReply> {
    let open = desk.open().await?;
    let new = NewComment {
        subject,
        text,
        pointer,
    };
    open.answer(comment(&open.registry, &new).await, false)
        .await
}

/// Settles a remark, or opens it again.
#[tauri::command]
#[specta::specta]
pub async fn resolve_comment(desk: Desk<'_>, id: String, resolved: bool) -> Reply<DeskReply> {
    let open = desk.open().await?;
    open.answer(resolve(&open.registry, &id, resolved).await, false)
        .await
}
