//! Asking both sides for their word on a change.

use super::changes::{between, find_baseline};
use super::clearance::{current_review, is_open};
use super::content::content_hash;
use super::withdraw::withdrawn;
use super::{owners, told, verdict};
use crate::registry::{EditReply, Plan};
use crate::{AppError, ErrorCode, Registry};
use baton_model::{
    AskedTeam, BaselineId, ContractState, ContractVersion, Document, EditCommand, Json, Kind,
    RecordKey, Review, ReviewId, Topology,
};
use baton_store::Action;

/// What is asked about, and why.
#[derive(Clone, Debug)]
pub struct AskReview {
    /// A contract version that is not published yet, or a topology.
    pub subject: RecordKey,
    /// Why the change is wanted.
    pub message: String,
    /// What a topology is compared with; its newest baseline when left out.
    pub baseline: Option<String>,
}

/// A review that was asked for.
#[derive(Debug)]
pub struct Asked {
    /// Its id.
    pub id: ReviewId,
    /// What was written.
    pub reply: EditReply,
}

/// Stores the change with its verdict, its impact and the message, asks the owning teams, and sets a draft `in_review`. An earlier review of
/// the same subject that is still open is withdrawn with it.
pub async fn ask_review(registry: &Registry, request: &AskReview) -> Result<Asked, AppError> {
    if request.message.trim().is_empty() {
        return Err(AppError::new(
            ErrorCode::InvalidInput,
            "a review needs a message",
            "say why the change is wanted",
        )
        .in_terminal("give it with --message"));
    }
    registry.follow().await?;
    let shown = shown(registry, request).await?;
    let (by, at) = (registry.host().author(), registry.host().now());
    let plan = |document: &Document| {
        if content_hash(document, &request.subject).as_ref() != Some(&shown.hash) {
            return Err(AppError::new(
                ErrorCode::Conflict,
                format!("{} was changed while it was looked at", request.subject),
                "nothing was asked; ask again",
            ));
        }
        let review = Review {
            message: request.message.trim().to_owned(),
            asked_by: by.clone(),
            asked_at: Some(at.clone()),
            content_hash: shown.hash.clone(),
            baseline: shown.baseline.clone(),
            asked: shown.asked.clone(),
            verdict: shown.verdict.clone(),
            impact: shown.impact.clone(),
            ..Review::new(
                free_id(document, &request.subject)?,
                request.subject.clone(),
            )
        };
        let mut edits: Vec<EditCommand> = open_reviews(document, &request.subject)
            .map(|earlier| EditCommand::put(withdrawn(earlier)))
            .collect();
        edits.extend(in_review(document, &request.subject)?);
        edits.extend(told::asked(document, &review)?);
        let summary = format!("Ask for a review of {}", request.subject.id);
        edits.push(EditCommand::put(review));
        Ok(Plan {
            edits,
            action: Action::Edit,
            summary,
            mark: None,
            notes: Vec::new(),
        })
    };
    let reply = registry.commit(None, false, plan).await?;
    let id =
        registry.read(|document| current_review(document, &request.subject).map(|r| r.id.clone()));
    let id = id.ok_or_else(|| {
        AppError::new(
            ErrorCode::Conflict,
            "somebody withdrew the review in the same moment",
            "ask again",
        )
    })?;
    Ok(Asked { id, reply })
}

/// What reviewers are shown, worked out before anything is written.
struct Shown {
    hash: String,
    baseline: Option<BaselineId>,
    asked: Vec<AskedTeam>,
    verdict: Option<Json>,
    impact: Option<Json>,
}

async fn shown(registry: &Registry, request: &AskReview) -> Result<Shown, AppError> {
    let subject = &request.subject;
    let now = registry.read(Document::clone);
    let hash = content_hash(&now, subject).ok_or_else(|| {
        AppError::new(
            ErrorCode::InvalidInput,
            format!("{subject} cannot be reviewed, or does not exist"),
            "contract versions and topologies can be: name CONTRACT@VERSION, or a topology",
        )
    })?;
    let shown = if subject.kind == Kind::ContractVersion {
        let version = draft(&now, &subject.id)?.clone();
        let asked = owners::asked(owners::of_contract(&now, &version.contract));
        let today = registry.host().today();
        let (verdict, impact) = verdict::of_version(now, version, today).await?;
        Shown {
            hash,
            baseline: None,
            asked,
            verdict: Some(verdict),
            impact: Some(impact),
        }
    } else {
        let baseline = find_baseline(&now, &subject.id, request.baseline.as_deref())?;
        let past = registry.document_at(baseline.revision).await?;
        let diff = between(&past, &now, &baseline.topology);
        if diff.is_empty() {
            return Err(AppError::new(
                ErrorCode::InvalidInput,
                format!(
                    "nothing of topology {} changed since baseline {}",
                    subject.id, baseline.name
                ),
                "there is nothing to review; where boxes stand does not count",
            ));
        }
        let own = now
            .find::<Topology>(&subject.id)
            .and_then(|topology| topology.team.as_ref());
        let asked = owners::asked(owners::of_records([&past, &now], own, diff.touched()));
        Shown {
            hash,
            baseline: Some(baseline.id),
            asked,
            verdict: None,
            impact: None,
        }
    };
    if shown.asked.is_empty() {
        return Err(AppError::new(
            ErrorCode::InvalidInput,
            format!("nobody owns a side of {subject}, so nobody can be asked"),
            "name the owning teams first: of the contract, of the handoffs that use it, of the agents",
        ));
    }
    Ok(shown)
}

fn draft<'a>(document: &'a Document, id: &str) -> Result<&'a ContractVersion, AppError> {
    let version = document.find::<ContractVersion>(id);
    let version = version.filter(|version| {
        matches!(
            version.state,
            ContractState::Draft | ContractState::InReview
        )
    });
    version.ok_or_else(|| {
        AppError::new(
            ErrorCode::InvalidInput,
            format!("contract version {id} is published already and never changes"),
            "make a new version and ask for a review of that",
        )
    })
}

fn in_review(document: &Document, subject: &RecordKey) -> Result<Option<EditCommand>, AppError> {
    if subject.kind != Kind::ContractVersion {
        return Ok(None);
    }
    let version = draft(document, &subject.id)?;
    Ok((version.state == ContractState::Draft).then(|| {
        EditCommand::put(ContractVersion {
            state: ContractState::InReview,
            ..version.clone()
        })
    }))
}

fn open_reviews<'a>(
    document: &'a Document,
    subject: &'a RecordKey,
) -> impl Iterator<Item = &'a Review> {
    document
        .referrers(subject)
        .filter(|key| key.kind == Kind::Review)
        .filter_map(|key| document.find::<Review>(&key.id))
        .filter(move |review| review.subject == *subject && is_open(review))
}

fn free_id(document: &Document, subject: &RecordKey) -> Result<ReviewId, AppError> {
    super::free_id(&format!("{}-review", subject.id), |id| {
        document.contains(Kind::Review, id)
    })
}
