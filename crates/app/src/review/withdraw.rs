//! Taking a question back.

use super::find;
use crate::registry::{EditReply, Plan};
use crate::{AppError, Registry};
use baton_model::{
    ContractState, ContractVersion, Document, EditCommand, Kind, Review, ReviewState,
};
use baton_store::Action;

/// Ends a review without a result; a version that was in review is a draft again.
pub async fn withdraw_review(registry: &Registry, review: &str) -> Result<EditReply, AppError> {
    registry.follow().await?;
    let plan = |document: &Document| {
        let review = find::open_review(document, review)?;
        let mut edits = vec![EditCommand::put(withdrawn(review))];
        let version = (review.subject.kind == Kind::ContractVersion)
            .then(|| document.find::<ContractVersion>(&review.subject.id))
            .flatten()
            .filter(|version| version.state == ContractState::InReview);
        edits.extend(version.map(|version| {
            EditCommand::put(ContractVersion {
                state: ContractState::Draft,
                ..version.clone()
            })
        }));
        Ok(Plan {
            edits,
            action: Action::Edit,
            summary: format!("Withdraw {}", review.id),
            mark: None,
            notes: Vec::new(),
        })
    };
    registry.commit(None, false, plan).await
}

/// A review that does not count any more.
pub(super) fn withdrawn(review: &Review) -> Review {
    Review {
        state: ReviewState::Withdrawn,
        ..review.clone()
    }
}
