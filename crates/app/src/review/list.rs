//! Which reviews there are.

use super::clearance::{Clearance, is_open, standing};
use crate::Registry;
use crate::record::words::called;
use baton_model::{Document, RecordKey, Review, ReviewId, ReviewState, Timestamp};
use serde::Serialize;

/// A review as lists show it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, specta::Type)]
pub struct ReviewRow {
    /// Its id.
    pub id: ReviewId,
    /// What would change.
    pub subject: RecordKey,
    /// What that is called.
    pub subject_name: String,
    /// Why the change is wanted.
    pub message: String,
    /// Who asked; claimed, not proven, on an embedded registry.
    pub asked_by: String,
    /// When.
    pub asked_at: Option<Timestamp>,
    /// Where it stands.
    pub state: ReviewState,
    /// What that means for publishing; left out where the review does not count any more.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[specta(optional)]
    pub clearance: Option<Clearance>,
}

/// Reviews of one subject or of all, the newest first; only those that still count unless `all`.
pub fn reviews(registry: &Registry, subject: Option<&RecordKey>, all: bool) -> Vec<ReviewRow> {
    registry.read(|document| {
        let mut rows: Vec<ReviewRow> = document
            .reviews()
            .filter(|review| subject.is_none_or(|subject| review.subject == *subject))
            .filter(|review| all || is_open(review))
            .map(|review| row(document, review))
            .collect();
        rows.sort_by(|a, b| (&b.asked_at, &a.id).cmp(&(&a.asked_at, &b.id)));
        rows
    })
}

/// One review as lists show it.
pub(super) fn row(document: &Document, review: &Review) -> ReviewRow {
    ReviewRow {
        id: review.id.clone(),
        subject: review.subject.clone(),
        subject_name: called(document, &review.subject),
        message: review.message.clone(),
        asked_by: review.asked_by.clone(),
        asked_at: review.asked_at.clone(),
        state: review.state,
        clearance: is_open(review).then(|| standing(document, review)),
    }
}
