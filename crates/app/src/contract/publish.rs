//! Publishing a version: sound, far enough from those before it, its renames acknowledged, and cleared by those who have to agree.

use super::number::numbering;
use super::renumber::{RenumberRequest, read_number, renumber};
use super::weigh::{Weighed, as_numbered};
use crate::notice::hit::hit;
use crate::registry::{EditReply, Plan};
use crate::review::ask::{AskReview, ask_review};
use crate::review::clearance::{Clearance, clearance, closing};
use crate::review::overrule::override_review;
use crate::{AppError, ErrorCode, Registry};
use baton_contract::Judgement;
use baton_model::{Contract, ContractState, ContractVersion, Document, EditCommand, RecordKey};
use baton_store::Action;
use serde::Deserialize;

/// Which version is published, and what was decided about it.
#[derive(Clone, Debug, Default, Deserialize, specta::Type)]
pub struct PublishRequest {
    /// The contract.
    pub contract: String,
    /// The version.
    pub version: String,
    /// The number that it gets before it is published; its own when left out.
    pub number: Option<String>,
    /// JSON pointers of possible renames that are meant; `*` for all of them.
    pub acknowledged: Vec<String>,
    /// Why it is published without everybody's word.
    pub override_reason: Option<String>,
    /// The platform team that decides so; the author's only one when left out.
    pub override_team: Option<String>,
    /// Stop before writing.
    pub dry_run: bool,
}

/// A version that was published.
#[derive(Debug)]
pub struct Published {
    /// What was written.
    pub reply: EditReply,
    /// The version as it was published.
    pub version: ContractVersion,
    /// How it was judged.
    pub judgement: Judgement,
    /// How it stood with those who have to agree.
    pub clearance: Clearance,
}

/// Publishes a draft or a version in review. What stands in the way is an error, and nothing is written; the judgement is in its details.
///
/// Under another number everything is looked at first as it would be then; only if nothing stands in the way it is renumbered, and published.
pub async fn publish(registry: &Registry, request: &PublishRequest) -> Result<Published, AppError> {
    registry.follow().await?;
    let Some(number) = other_number(request)? else {
        return under_its_number(registry, request).await;
    };
    let rehearsal = PublishRequest {
        dry_run: true,
        ..request.clone()
    };
    let rehearsed = under_its_number(registry, &rehearsal).await?;
    if request.dry_run {
        return Ok(rehearsed);
    }
    let renaming = RenumberRequest {
        contract: request.contract.clone(),
        version: request.version.clone(),
        number: number.clone(),
        dry_run: false,
    };
    renumber(registry, &renaming).await?;
    let renumbered = PublishRequest {
        version: number,
        number: None,
        ..request.clone()
    };
    under_its_number(registry, &renumbered).await
}

/// The number that is asked for, where it is not the version's own.
fn other_number(request: &PublishRequest) -> Result<Option<String>, AppError> {
    let number = request.number.as_deref().map(read_number).transpose()?;
    let number = number.map(|number| number.to_string());
    Ok(number.filter(|number| *number != request.version))
}

async fn under_its_number(
    registry: &Registry,
    request: &PublishRequest,
) -> Result<Published, AppError> {
    let stored = registry.document();
    let (document, _) = as_numbered(&stored, request)?;
    let weighed = Weighed::of(registry, &document, request)?;
    let judgement = weighed.publishable(request)?.clone();
    let key = weighed.seen.key();
    let standing = match &request.override_reason {
        Some(reason) if !request.dry_run => {
            overrule(registry, request, &key, reason).await?;
            registry
                .read(|document| weighed.cleared(document, request))?
                .0
        }
        _ => weighed.cleared(&document, request)?.0,
    };
    let hit_by_it = weighed.teams_hit(registry, &document)?;
    // An edit copies the records as long as somebody holds them.
    drop(document);
    drop(stored);
    let version = &weighed.seen.version;
    let published = ContractVersion {
        state: ContractState::Published,
        notice_date: None,
        sunset_date: None,
        ..version.clone()
    };
    let plan = |stored: &Document| {
        let (document, mut edits) = as_numbered(stored, request)?;
        if !weighed.seen.is_still_so(&document, request)? {
            return Err(AppError::new(
                ErrorCode::Conflict,
                format!(
                    "somebody changed {} or another version of it meanwhile",
                    version.id
                ),
                "nothing was published; look at it again",
            ));
        }
        let (_, notes) = weighed.cleared(&document, request)?;
        edits.push(EditCommand::put(published.clone()));
        let contract = document.find::<Contract>(&published.contract);
        edits
            .extend(contract.and_then(|contract| numbering(&document, contract, Some(&published))));
        edits.extend(closing(&document, &key));
        edits.extend(hit(&document, version, &hit_by_it)?);
        Ok(Plan {
            edits,
            action: Action::Edit,
            summary: format!("Publish {}", version.id),
            mark: None,
            notes,
        })
    };
    let reply = registry.commit(None, request.dry_run, plan).await?;
    Ok(Published {
        reply,
        judgement,
        clearance: standing,
        version: published,
    })
}

/// Records that a platform team goes on, in the review that is open, or in one that is asked for now.
async fn overrule(
    registry: &Registry,
    request: &PublishRequest,
    key: &RecordKey,
    reason: &str,
) -> Result<(), AppError> {
    let (standing, is_asked) =
        registry.read(|document| (clearance(document, key), !closing(document, key).is_empty()));
    if standing.holds() {
        return Ok(());
    }
    let team = registry.read(|document| super::weigh::platform_team(document, request))?;
    if !is_asked || standing == Clearance::Stale {
        let request = AskReview {
            subject: key.clone(),
            message: reason.to_owned(),
            baseline: None,
        };
        ask_review(registry, &request).await?;
    }
    override_review(registry, &key.to_string().replace(' ', ":"), &team, reason).await?;
    Ok(())
}
