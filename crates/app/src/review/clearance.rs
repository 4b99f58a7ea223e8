//! Whether a change may be published, by what its reviewers said.

use super::content::content_hash;
use super::owners;
use baton_model::{
    ContractVersion, Decision, Document, EditCommand, Kind, RecordKey, Review, ReviewState, Team,
    TeamId,
};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// How a subject stands with those who have to agree.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, specta::Type)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Clearance {
    /// No two teams own a side of it, and nobody was asked.
    NotNeeded,
    /// Everybody who was asked agreed to exactly this.
    Approved,
    /// These teams have not agreed yet; all of them where nobody was asked.
    Waiting {
        /// Their ids, in order.
        teams: Vec<TeamId>,
    },
    /// What was reviewed is not what stands there now.
    Stale,
    /// A team refused.
    Rejected,
    /// A platform team decided to go on without everybody's word.
    Overridden {
        /// Why.
        reason: String,
        /// Who decided; claimed, not proven, on an embedded registry.
        by: String,
    },
}

impl Clearance {
    /// Whether the change may be published.
    pub fn holds(&self) -> bool {
        matches!(
            self,
            Clearance::NotNeeded | Clearance::Approved | Clearance::Overridden { .. }
        )
    }
}

/// Whether `subject`, a contract version or a topology, may be published as it stands.
///
/// A contract version needs a review where two teams or more own a side of it: the contract's own team, and the owners of the handoffs that
/// use the contract. A review that was asked for counts in any case.
pub fn clearance(document: &Document, subject: &RecordKey) -> Clearance {
    if let Some(review) = current_review(document, subject) {
        return standing(document, review);
    }
    let teams = owners_now(document, subject);
    if teams.len() < 2 {
        return Clearance::NotNeeded;
    }
    Clearance::Waiting {
        teams: teams.into_iter().collect(),
    }
}

/// The edits that close the review of what is published in the same group; none where none is open.
pub fn closing(document: &Document, subject: &RecordKey) -> Vec<EditCommand> {
    let closed = current_review(document, subject).map(|review| Review {
        state: ReviewState::Published,
        ..review.clone()
    });
    closed.map(EditCommand::put).into_iter().collect()
}

/// The review of a subject that counts: the newest that was neither taken back nor published.
pub(super) fn current_review<'a>(
    document: &'a Document,
    subject: &RecordKey,
) -> Option<&'a Review> {
    document
        .referrers(subject)
        .filter(|key| key.kind == Kind::Review)
        .filter_map(|key| document.find::<Review>(&key.id))
        .filter(|review| review.subject == *subject && is_open(review))
        .max_by(|a, b| (&a.asked_at, &a.id).cmp(&(&b.asked_at, &b.id)))
}

/// Whether a review still counts.
pub(super) fn is_open(review: &Review) -> bool {
    !matches!(
        review.state,
        ReviewState::Withdrawn | ReviewState::Published
    )
}

/// How one review stands.
pub(super) fn standing(document: &Document, review: &Review) -> Clearance {
    let now = content_hash(document, &review.subject);
    if now.is_none_or(|now| now != review.content_hash) {
        return Clearance::Stale;
    }
    if let Some(decision) = &review.overridden
        && is_platform(document, &decision.team)
    {
        return Clearance::Overridden {
            reason: decision.reason.clone(),
            by: decision.by.clone(),
        };
    }
    let needed = needed(document, review);
    if needed.is_empty() {
        return Clearance::NotNeeded;
    }
    let said = last_words(review);
    let refused = |team: &TeamId| said.get(team) == Some(&Decision::Reject);
    if needed.iter().any(refused) {
        return Clearance::Rejected;
    }
    let teams: Vec<TeamId> = needed
        .into_iter()
        .filter(|team| said.get(team) != Some(&Decision::Approve))
        .collect();
    if teams.is_empty() {
        Clearance::Approved
    } else {
        Clearance::Waiting { teams }
    }
}

/// The teams whose word counts: those that were asked, and those that became owners since.
pub(super) fn needed(document: &Document, review: &Review) -> BTreeSet<TeamId> {
    let asked = review.asked.iter().map(|asked| asked.team.clone());
    asked.chain(owners_now(document, &review.subject)).collect()
}

/// Whether a team may decide for others.
pub(super) fn is_platform(document: &Document, team: &TeamId) -> bool {
    document
        .find::<Team>(team)
        .is_some_and(|team| team.platform)
}

/// What each team said last.
fn last_words(review: &Review) -> BTreeMap<&TeamId, Decision> {
    let said = review.approvals.iter();
    said.map(|word| (&word.team, word.decision)).collect()
}

/// The owners of both sides as they are now. Those of a topology depend on what it is compared with, and are known only when asked.
fn owners_now(document: &Document, subject: &RecordKey) -> BTreeSet<TeamId> {
    let version = (subject.kind == Kind::ContractVersion)
        .then(|| document.find::<ContractVersion>(&subject.id))
        .flatten();
    version.map_or_else(BTreeSet::new, |version| {
        owners::of_contract(document, &version.contract)
            .into_keys()
            .collect()
    })
}
