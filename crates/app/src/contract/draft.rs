//! A draft of the next version.

use super::renumber::read_number;
use super::verdict::{cloned, contract_of, draft_after, find, judge_with, numbered};
use crate::registry::{EditReply, Plan};
use crate::{AppError, ErrorCode, Registry};
use baton_contract::Judgement;
use baton_model::{ContractState, ContractVersion, Document, EditCommand, Json, Version};
use baton_store::Action;

/// What is drafted, and from what.
#[derive(Clone, Debug, Default)]
pub struct DraftRequest {
    /// The contract.
    pub contract: String,
    /// The number. When left out, the lowest that the schema allows, and the next minor one where no schema is given. A draft of that number that is there is rewritten.
    pub version: Option<String>,
    /// The version that it starts from; the draft itself, else the highest one in use, when left out.
    pub from: Option<String>,
    /// The payload schema; that of the version it starts from when left out.
    pub schema: Option<Json>,
    /// What changes, in words.
    pub note: Option<String>,
    /// Stop before writing.
    pub dry_run: bool,
}

/// A draft that was written.
#[derive(Debug)]
pub struct Drafted {
    /// The draft.
    pub version: ContractVersion,
    /// What was written.
    pub reply: EditReply,
    /// How it is judged as it stands.
    pub judgement: Judgement,
}

/// Writes a draft, new or over one of the same number. A published version is never touched.
pub async fn draft(registry: &Registry, request: &DraftRequest) -> Result<Drafted, AppError> {
    registry.follow().await?;
    let (version, judgement) = drafted(registry, &registry.document(), request)?;
    let plan = |document: &Document| {
        let there = document.find::<ContractVersion>(&version.id);
        let base = document.entry(baton_model::Kind::ContractVersion, version.id.as_str());
        if let Some(there) = there {
            rewritable(there)?;
        }
        let edit = EditCommand::put(version.clone()).on(base.map_or(0, |held| held.revision));
        Ok(Plan {
            edits: vec![edit],
            action: Action::Edit,
            summary: format!("Draft {}", version.id),
            mark: None,
            notes: Vec::new(),
        })
    };
    let reply = registry.commit(None, request.dry_run, plan).await?;
    Ok(Drafted {
        version,
        reply,
        judgement,
    })
}

fn drafted(
    registry: &Registry,
    document: &Document,
    request: &DraftRequest,
) -> Result<(ContractVersion, Judgement), AppError> {
    let contract = contract_of(document, &request.contract)?;
    let others = cloned(document, &request.contract);
    let from = request
        .from
        .as_deref()
        .map(|from| find(document, &request.contract, from))
        .transpose()?;
    let number = request.version.as_deref().map(read_number).transpose()?;
    let there = number
        .as_ref()
        .and_then(|number| others.iter().find(|other| other.version == *number));
    if let Some(there) = there {
        rewritable(there)?;
    }
    let next = draft_after(contract, &others)?;
    let mut draft = match (from, there) {
        (Some(from), _) => numbered(contract, Some(from), &next.version)?,
        (None, Some(there)) => there.clone(),
        (None, None) => next,
    };
    if let Some(schema) = &request.schema {
        draft.payload_schema = schema.clone();
    }
    if let Some(note) = &request.note {
        draft.change_note.clone_from(note);
    }
    draft.state = ContractState::Draft;
    let rivals: Vec<ContractVersion> = others
        .iter()
        .filter(|other| Some(&other.version) != number.as_ref())
        .cloned()
        .collect();
    if let Some(number) = number {
        let named = numbered(contract, Some(&draft), &number)?;
        draft = ContractVersion {
            change_note: draft.change_note,
            ..named
        };
    } else if request.schema.is_some() {
        // The number follows from what the change needs. A copy, which is about to be changed, keeps the next minor one.
        let lowest = judge_with(registry.compared(), contract, &draft, &rivals)?.lowest;
        let lowest = Version::new(&lowest).unwrap_or_else(|_| draft.version.clone());
        let named = numbered(contract, Some(&draft), &lowest)?;
        draft = ContractVersion {
            change_note: draft.change_note,
            ..named
        };
    }
    let judgement = judge_with(registry.compared(), contract, &draft, &rivals)?;
    Ok((draft, judgement))
}

/// Refuses to write over what people rely on.
fn rewritable(there: &ContractVersion) -> Result<(), AppError> {
    if there.state == ContractState::Draft {
        return Ok(());
    }
    let (message, hint) = match there.state {
        ContractState::InReview => (
            format!("{} is in review", there.id),
            "withdraw the review first, or draft another number",
        ),
        _ => (
            format!("{} was published and never changes", there.id),
            "draft another number; left out, the lowest that fits is taken",
        ),
    };
    Err(AppError::new(ErrorCode::AlreadyExists, message, hint))
}
