//! All that is known of one review.

use super::clearance::needed;
use super::comment::{CommentRow, rows};
use super::find;
use super::list::{ReviewRow, row};
use crate::record::words::called;
use crate::{AppError, Registry};
use baton_model::{
    Approval, BaselineId, Decision, Document, Json, Kind, Override, RecordKey, Review, TeamId,
    Timestamp,
};
use serde::Serialize;

/// A review with who is asked and what was said.
#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
pub struct ReviewPage {
    /// What lists show of it.
    #[serde(flatten)]
    pub row: ReviewRow,
    /// Every team whose word is needed, in order of id.
    pub asked: Vec<AskedRow>,
    /// Everything that was said, in order.
    pub said: Vec<Approval>,
    /// The compatibility verdict at the time of asking.
    pub verdict: Option<Json>,
    /// Who is hit, at the time of asking.
    pub impact: Option<Json>,
    /// What a topology is compared with.
    pub baseline: Option<BaselineId>,
    /// A platform team's decision to go on.
    pub overridden: Option<Override>,
    /// Remarks on the review and on its subject, oldest first.
    pub comments: Vec<CommentRow>,
}

/// A team whose word is needed, and its last word.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, specta::Type)]
pub struct AskedRow {
    /// The team.
    pub team: TeamId,
    /// What it is called.
    pub name: String,
    /// Whether it owns what is reviewed.
    pub owns_subject: bool,
    /// Records through which it is concerned, as `kind id`; the first twenty.
    pub because: Vec<String>,
    /// How many such records there are.
    pub because_count: u32,
    /// It became an owner only after the review was asked for.
    pub since: bool,
    /// What it said last; none while it is waited for.
    pub decision: Option<Decision>,
    /// Who spoke; claimed, not proven, on an embedded registry.
    pub by: Option<String>,
    /// When.
    pub at: Option<Timestamp>,
    /// Why.
    pub comment: String,
}

/// The review with an id, or the open one of the subject of that name.
pub fn review_page(registry: &Registry, review: &str) -> Result<ReviewPage, AppError> {
    registry.read(|document| {
        let review = find::review(document, review)?;
        let own = RecordKey::new(Kind::Review, review.id.as_str());
        let meant = |key: &RecordKey| *key == own || *key == review.subject;
        Ok(ReviewPage {
            row: row(document, review),
            asked: asked(document, review),
            said: review.approvals.clone(),
            verdict: review.verdict.clone(),
            impact: review.impact.clone(),
            baseline: review.baseline.clone(),
            overridden: review.overridden.clone(),
            comments: rows(document, meant),
        })
    })
}

fn asked(document: &Document, review: &Review) -> Vec<AskedRow> {
    let row = |team: TeamId| {
        let asked = review.asked.iter().find(|asked| asked.team == team);
        let said = review.approvals.iter().rfind(|said| said.team == team);
        AskedRow {
            name: called(document, &RecordKey::new(Kind::Team, team.as_str())),
            owns_subject: asked.is_some_and(|asked| asked.owns_subject),
            because: asked.map(|asked| asked.because.clone()).unwrap_or_default(),
            because_count: asked.map_or(0, |asked| asked.because_count),
            since: asked.is_none(),
            decision: said.map(|said| said.decision),
            by: said.map(|said| said.by.clone()),
            at: said.and_then(|said| said.at.clone()),
            comment: said.map(|said| said.reason.clone()).unwrap_or_default(),
            team,
        }
    };
    needed(document, review).into_iter().map(row).collect()
}
