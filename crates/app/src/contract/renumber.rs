//! Another number for a version that nobody can rely on yet.

use super::verdict::{find, versions};
use crate::registry::{EditReply, Plan};
use crate::{AppError, ErrorCode, Registry};
use baton_model::{
    ContractState, ContractVersion, ContractVersionId, Document, EditCommand, Kind, Record,
    RecordKey, Version,
};
use baton_store::Action;

/// Which version gets which number.
#[derive(Clone, Debug, Default)]
pub struct RenumberRequest {
    /// The contract.
    pub contract: String,
    /// The version, a draft or one in review.
    pub version: String,
    /// The number that it gets.
    pub number: String,
    /// Stop before writing.
    pub dry_run: bool,
}

/// Gives a version that is not published yet another number, and with it another id. In the same group, whatever refers to it goes along:
/// handoffs that pin it, agent versions that send it, comments, silenced findings, reviews. What was reviewed had the other number, so an open
/// review is stale from then on.
pub async fn renumber(
    registry: &Registry,
    request: &RenumberRequest,
) -> Result<EditReply, AppError> {
    registry.follow().await?;
    let plan = |document: &Document| {
        let version = find(document, &request.contract, &request.version)?;
        let (named, edits) = renumbered(document, version, &request.number)?;
        Ok(Plan {
            edits,
            action: Action::Edit,
            summary: format!("Renumber {} as {}", version.id, named.version),
            mark: None,
            notes: Vec::new(),
        })
    };
    registry.commit(None, request.dry_run, plan).await
}

/// The version under a number, and the edits that give it; none where it has that number already.
pub(super) fn renumbered(
    document: &Document,
    version: &ContractVersion,
    number: &str,
) -> Result<(ContractVersion, Vec<EditCommand>), AppError> {
    let number = read_number(number)?;
    if number == version.version {
        return Ok((version.clone(), Vec::new()));
    }
    if !matches!(
        version.state,
        ContractState::Draft | ContractState::InReview
    ) {
        return Err(AppError::new(
            ErrorCode::AlreadyExists,
            format!("{} was published and keeps its number", version.id),
            "draft another version under that number",
        ));
    }
    let numbers = versions(document, version.contract.as_str()).map(|other| &other.version);
    if numbers.into_iter().any(|taken| *taken == number) {
        return Err(AppError::new(
            ErrorCode::AlreadyExists,
            format!("{} has a version {number} already", version.contract),
            "choose a number that is free",
        ));
    }
    let id = version_id(version.contract.as_str(), &number)?;
    let named = ContractVersion {
        id,
        version: number,
        ..version.clone()
    };
    let old = RecordKey::new(Kind::ContractVersion, version.id.as_str());
    let new = RecordKey::new(Kind::ContractVersion, named.id.as_str());
    let mut edits = vec![EditCommand::put(named.clone()).on(0)];
    edits.extend(document.referrers(&old).filter_map(|referrer| {
        let record = document.get(referrer)?.record.as_ref();
        pointed(record, version, &named.version, &new).map(EditCommand::put)
    }));
    edits.push(EditCommand::delete(&old));
    Ok((named, edits))
}

/// The record with its reference to the version led to its next id; none for what holds no such reference.
fn pointed(
    record: &Record,
    version: &ContractVersion,
    number: &Version,
    new: &RecordKey,
) -> Option<Record> {
    let mut record = record.clone();
    match &mut record {
        Record::Handoff(handoff) => handoff.version = Some(number.clone()),
        Record::AgentVersion(agent) => {
            for emits in &mut agent.emits {
                if emits.contract == version.contract && emits.version == version.version {
                    emits.version = number.clone();
                }
            }
        }
        Record::Comment(comment) => comment.subject = new.clone(),
        Record::Silence(silence) => silence.subject = new.clone(),
        Record::Review(review) => review.subject = new.clone(),
        _ => return None,
    }
    Some(record)
}

/// A version number as people write it.
pub(super) fn read_number(number: &str) -> Result<Version, AppError> {
    Version::new(number.trim()).map_err(|message| {
        AppError::new(
            ErrorCode::InvalidInput,
            message,
            "write MAJOR.MINOR.PATCH, for example 1.4.0",
        )
    })
}

/// The id of a version of a contract.
pub(super) fn version_id(contract: &str, number: &Version) -> Result<ContractVersionId, AppError> {
    ContractVersionId::new(format!("{contract}@{number}")).map_err(|error| {
        AppError::new(
            ErrorCode::InvalidInput,
            error.to_string(),
            "choose a shorter number",
        )
    })
}
