//! A version that would come, judged by the contract's mode and writers: what publishing it would say.

use super::compare::with_deep_stack;
use super::compared::Compared;
use super::renumber::version_id;
use crate::{AppError, ErrorCode, Registry};
use baton_contract::{Bump, Judgement, SchemaProblem, judge_by, next_version, predecessor};
use baton_model::{Contract, ContractVersion, Document, Json, Kind, RecordKey, Version};

/// Judges a version of the registry against the versions that its contract's mode names.
pub fn version_verdict(
    registry: &Registry,
    contract: &str,
    version: &str,
) -> Result<Judgement, AppError> {
    let (contract, version, others) = registry.read(|document| {
        let version = find(document, contract, version)?;
        Ok::<_, AppError>((
            contract_of(document, contract)?.clone(),
            version.clone(),
            cloned(document, contract),
        ))
    })?;
    judge_with(registry.compared(), &contract, &version, &others)
}

/// Judges the fields of a version that is being written.
pub fn fields_verdict(registry: &Registry, draft: &Json) -> Result<Judgement, AppError> {
    let version = super::check::read_draft(draft)?;
    let (contract, others) = registry.read(|document| {
        let contract = contract_of(document, version.contract.as_str())?;
        let others = cloned(document, version.contract.as_str());
        Ok::<_, AppError>((contract.clone(), others))
    })?;
    judge_with(registry.compared(), &contract, &version, &others)
}

/// Judges a draft of a payload schema: the version before it, with this schema, one minor number up. What would be the first version is
/// compared with none.
pub fn draft_verdict(
    registry: &Registry,
    contract: &str,
    schema: &Json,
) -> Result<Judgement, AppError> {
    let (contract, others) = registry.read(|document| {
        Ok::<_, AppError>((
            contract_of(document, contract)?.clone(),
            cloned(document, contract),
        ))
    })?;
    let mut draft = draft_after(&contract, &others)?;
    draft.payload_schema = schema.clone();
    judge_with(registry.compared(), &contract, &draft, &others)
}

/// The same for a version at hand, in a document that is no registry's own.
pub(crate) fn judged(
    document: &Document,
    version: &ContractVersion,
) -> Result<Judgement, AppError> {
    let contract = contract_of(document, version.contract.as_str())?;
    let others = cloned(document, version.contract.as_str());
    judge_with(&Compared::default(), contract, version, &others)
}

pub(super) fn judge_with(
    compared: &Compared,
    contract: &Contract,
    version: &ContractVersion,
    others: &[ContractVersion],
) -> Result<Judgement, AppError> {
    tried(compared, contract, version, others)?.map_err(|problem| unusable(contract, &problem))
}

/// The same, with what cannot be compared for the caller to tell.
pub(super) fn tried(
    compared: &Compared,
    contract: &Contract,
    version: &ContractVersion,
    others: &[ContractVersion],
) -> Result<Result<Judgement, SchemaProblem>, AppError> {
    let others: Vec<&ContractVersion> = others.iter().collect();
    let compare = |old: &ContractVersion, new: &ContractVersion, mode, writers| {
        compared.compare(old, new, mode, writers)
    };
    with_deep_stack(|| judge_by(contract, version, &others, compare))
}

/// The next draft of a contract: what is in use now, one minor number up; empty and 1.0.0 where nothing is.
pub(super) fn draft_after(
    contract: &Contract,
    versions: &[ContractVersion],
) -> Result<ContractVersion, AppError> {
    let all: Vec<&ContractVersion> = versions.iter().collect();
    let top = versions.iter().map(|version| &version.version).max();
    let above = top.map(|top| next_version(top, Bump::Major));
    let before = above.and_then(|above| predecessor(&above, &all));
    let number = match before {
        Some(before) => next_version(&before.version, Bump::Minor),
        None => first_number(),
    };
    numbered(contract, before, &number)
}

/// A draft of a number with the content of another version.
pub(super) fn numbered(
    contract: &Contract,
    content: Option<&ContractVersion>,
    number: &Version,
) -> Result<ContractVersion, AppError> {
    let id = version_id(contract.id.as_str(), number)?;
    let empty = ContractVersion::new(id.clone(), contract.id.clone(), number.clone());
    Ok(match content {
        Some(content) => ContractVersion {
            payload_schema: content.payload_schema.clone(),
            task_states: content.task_states.clone(),
            transitions: content.transitions.clone(),
            invariants: content.invariants.clone(),
            required_capabilities: content.required_capabilities.clone(),
            sensitive: content.sensitive.clone(),
            examples: content.examples.clone(),
            ..empty
        },
        None => empty,
    })
}

#[allow(clippy::expect_used)] // a constant
fn first_number() -> Version {
    Version::new("1.0.0").expect("a constant version")
}

/// The contract with an id.
pub(super) fn contract_of<'d>(
    document: &'d Document,
    contract: &str,
) -> Result<&'d Contract, AppError> {
    document.find::<Contract>(contract).ok_or_else(|| {
        AppError::new(
            ErrorCode::NotFound,
            format!("there is no contract {contract:?}"),
            "check its id",
        )
        .in_terminal("`baton list contract` shows all")
    })
}

/// The version of a contract.
pub(super) fn find<'d>(
    document: &'d Document,
    contract: &str,
    version: &str,
) -> Result<&'d ContractVersion, AppError> {
    contract_of(document, contract)?;
    document
        .find::<ContractVersion>(format!("{contract}@{version}"))
        .ok_or_else(|| {
            let numbers: Vec<String> = versions(document, contract)
                .map(|v| v.version.to_string())
                .collect();
            let missing = |hint: String| {
                let message = format!("contract {contract} has no version {version:?}");
                AppError::new(ErrorCode::NotFound, message, hint)
            };
            if numbers.is_empty() {
                missing("it has none yet; draft the first one".to_owned())
                    .in_terminal(format!("`baton contract draft {contract}` drafts one"))
            } else {
                missing(format!("it has {}", numbers.join(", ")))
            }
        })
}

/// The versions of a contract, the lowest first.
pub(super) fn versions<'d>(
    document: &'d Document,
    contract: &str,
) -> impl Iterator<Item = &'d ContractVersion> {
    let key = RecordKey::new(Kind::Contract, contract);
    let mut found: Vec<&ContractVersion> = document
        .referrers(&key)
        .filter(|key| key.kind == Kind::ContractVersion)
        .filter_map(|key| document.find(&key.id))
        .collect();
    found.sort_by(|a, b| a.version.cmp(&b.version));
    found.into_iter()
}

pub(super) fn cloned(document: &Document, contract: &str) -> Vec<ContractVersion> {
    versions(document, contract).cloned().collect()
}

/// Why versions cannot be compared.
pub(super) fn unusable(contract: &Contract, problem: &SchemaProblem) -> AppError {
    AppError::new(
        ErrorCode::InvalidInput,
        format!("a version of {} cannot be compared: {problem}", contract.id),
        "mend what is named there, then compare again",
    )
    .in_terminal(format!(
        "`baton contract check {}@VERSION` tells what is wrong with each",
        contract.id
    ))
}
