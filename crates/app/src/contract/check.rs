//! Whether a contract version, or a schema by itself, says what can be kept.

use super::compare::with_deep_stack;
use super::verdict;
use crate::{AppError, ErrorCode, Registry};
use baton_contract::{schema_problems, version_problems};
use baton_model::{
    Capability, ContractVersion, Diagnostic, Document, Json, Kind, Level, Limits, Record,
    parse_json, parse_record,
};
use serde::Serialize;
use serde_json::{Value, json};
use std::path::Path;

/// What was checked, and what is wrong with it.
#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
pub struct ContractCheck {
    /// The file, or the version's id.
    pub subject: String,
    /// Whether nothing is wrong that keeps it from being published.
    pub holds: bool,
    /// Errors and warnings. Paths are JSON pointers in the record, or in the schema where the subject is one.
    pub problems: Vec<Diagnostic>,
}

impl ContractCheck {
    fn of(subject: String, problems: Vec<Diagnostic>) -> Self {
        Self {
            subject,
            holds: problems.iter().all(|problem| problem.level != Level::Error),
            problems,
        }
    }
}

/// Checks a version of the registry.
pub fn check_version(
    registry: &Registry,
    contract: &str,
    version: &str,
) -> Result<ContractCheck, AppError> {
    let version = registry.read(|document| verdict::find(document, contract, version).cloned())?;
    checked(registry, &version)
}

/// Checks the fields of a version that is being written; nothing of it has to be in the registry.
pub fn check_draft(registry: &Registry, draft: &Json) -> Result<ContractCheck, AppError> {
    checked(registry, &read_draft(draft)?)
}

/// Checks a version at hand; nothing of it has to be in the registry.
pub(super) fn checked(
    registry: &Registry,
    version: &ContractVersion,
) -> Result<ContractCheck, AppError> {
    let mut problems = with_deep_stack(|| version_problems(version))?;
    problems.extend(registry.read(|document| unknown_tags(document, version)));
    Ok(ContractCheck::of(version.id.to_string(), problems))
}

/// The version that its fields say.
pub(super) fn read_draft(draft: &Json) -> Result<ContractVersion, AppError> {
    read_version(draft.0.clone()).map_err(|message| {
        AppError::new(
            ErrorCode::InvalidInput,
            message,
            "a draft has the fields of a contract version",
        )
    })
}

/// Checks a file: a contract version as a record, or a payload schema. A value with `payload_schema` in it is a version.
pub fn check_file(path: &Path) -> Result<ContractCheck, AppError> {
    let text = crate::read_input(path)?;
    let wrong = |message: String| {
        AppError::new(
            ErrorCode::InvalidFile,
            format!("{}: {message}", path.display()),
            "the file is one JSON value: a payload schema, or a contract version with `contract`, `version` and `payload_schema`",
        )
    };
    if text.len() > Limits::DEFAULT.record_bytes {
        return Err(wrong(format!(
            "it is larger than {} MiB",
            Limits::DEFAULT.record_bytes >> 20
        )));
    }
    let value = parse_json(&text).map_err(|error| wrong(error.to_string()))?;
    let subject = path.display().to_string();
    if value.get("payload_schema").is_none() {
        let problems = with_deep_stack(|| schema_problems(&value))?;
        return Ok(ContractCheck::of(subject, problems));
    }
    let version = read_version(value).map_err(wrong)?;
    let problems = with_deep_stack(|| version_problems(&version))?;
    Ok(ContractCheck::of(subject, problems))
}

/// A version as people write it: its id follows from contract and version.
fn read_version(mut value: Value) -> Result<ContractVersion, String> {
    if value.get("id").is_none() {
        let part = |name: &str| value.get(name).and_then(Value::as_str).unwrap_or_default();
        value["id"] = json!(format!("{}@{}", part("contract"), part("version")));
    }
    match parse_record(Kind::ContractVersion, value) {
        Ok(Record::ContractVersion(version)) => Ok(*version),
        Ok(other) => Err(format!("it is a {}", other.kind())),
        Err(error) => Err(error.to_string()),
    }
}

/// Required tags that the shared vocabulary does not have, where there is one.
fn unknown_tags(document: &Document, version: &ContractVersion) -> Vec<Diagnostic> {
    if document.capabilities().next().is_none() {
        return Vec::new();
    }
    let is_known = |tag: &str| {
        document
            .capabilities()
            .any(|one: &Capability| one.tag == tag || one.synonyms.iter().any(|other| other == tag))
    };
    let tags = version.required_capabilities.iter().enumerate();
    tags.filter(|(_, tag)| !is_known(tag))
        .map(|(index, tag)| Diagnostic {
            subject: Some(baton_model::RecordKey::new(
                Kind::ContractVersion,
                version.id.as_str(),
            )),
            ..Diagnostic::new(
                Level::Warning,
                format!("/required_capabilities/{index}"),
                format!("the tag {tag} is not in the vocabulary; add it, or write it as others do"),
            )
        })
        .collect()
}
