//! A team's word on a review.

use super::clearance::{Clearance, needed, standing};
use super::{find, told};
use crate::registry::{EditReply, Plan};
use crate::{AppError, ErrorCode, Registry};
use baton_model::{Approval, Decision, Document, EditCommand, Review, ReviewState, TeamId};
use baton_store::Action;

/// What a team says.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The team; it must be one of those whose word is needed.
    pub team: String,
    /// Yes, no, or not yet.
    pub decision: Decision,
    /// Why; needed for a no and a not yet.
    pub comment: String,
}

/// Notes a team's word. The review has to be of what stands there now.
pub async fn answer_review(
    registry: &Registry,
    review: &str,
    answer: &Answer,
) -> Result<EditReply, AppError> {
    if answer.decision != Decision::Approve && answer.comment.trim().is_empty() {
        return Err(AppError::new(
            ErrorCode::InvalidInput,
            "a team that does not approve says why",
            "say what is in the way",
        )
        .in_terminal("give the reason with --comment"));
    }
    registry.follow().await?;
    let (by, at) = (registry.host().author(), registry.host().now());
    let plan = |document: &Document| {
        let review = find::open_review(document, review)?;
        not_stale(document, review)?;
        let team = asked_team(document, review, &answer.team)?;
        let mut answered = review.clone();
        answered.approvals.push(Approval {
            at: Some(at.clone()),
            reason: answer.comment.trim().to_owned(),
            ..Approval::new(team.clone(), by.clone(), answer.decision)
        });
        answered.state = state(document, &answered);
        let mut edits = told::answered(document, review, &answered)?;
        let summary = format!("{} {} {}", team, verb(answer.decision), review.id);
        edits.insert(0, EditCommand::put(answered));
        Ok(Plan {
            edits,
            action: Action::Edit,
            summary,
            mark: None,
            notes: Vec::new(),
        })
    };
    registry.commit(None, false, plan).await
}

/// Where a review stands by what was said in it.
pub(super) fn state(document: &Document, review: &Review) -> ReviewState {
    match standing(document, review) {
        Clearance::Approved | Clearance::Overridden { .. } => ReviewState::Approved,
        Clearance::Rejected => ReviewState::Rejected,
        Clearance::NotNeeded | Clearance::Waiting { .. } | Clearance::Stale => ReviewState::Open,
    }
}

/// Refuses where the subject is not what was reviewed.
pub(super) fn not_stale(document: &Document, review: &Review) -> Result<(), AppError> {
    if standing(document, review) != Clearance::Stale {
        return Ok(());
    }
    Err(AppError::new(
        ErrorCode::Conflict,
        format!(
            "review {} is stale: {} {} was changed since it was asked for",
            review.id, review.subject.kind, review.subject.id
        ),
        "ask again; what was said stays in the log",
    )
    .in_terminal(format!("`baton review ask {}` asks", review.subject.id)))
}

fn asked_team(document: &Document, review: &Review, team: &str) -> Result<TeamId, AppError> {
    let needed = needed(document, review);
    if let Some(team) = needed.get(team) {
        return Ok(team.clone());
    }
    let asked: Vec<&str> = needed.iter().map(TeamId::as_str).collect();
    Err(AppError::new(
        ErrorCode::InvalidInput,
        format!("team {team:?} is not asked in review {}", review.id),
        format!("asked are: {}", asked.join(", ")),
    ))
}

fn verb(decision: Decision) -> &'static str {
    match decision {
        Decision::Approve => "approves",
        Decision::Reject => "objects to",
        Decision::RequestChanges => "wants changes in",
    }
}
