//! The fields of a contract version.

use super::check::read_draft;
use super::compare::with_deep_stack;
use super::verdict::find;
use crate::{AppError, Registry};
use baton_contract::{FieldRow, fields};
use baton_model::{ContractVersion, Json};

/// The payload's fields in words, parents before children.
pub fn contract_fields(
    registry: &Registry,
    contract: &str,
    version: &str,
) -> Result<Vec<FieldRow>, AppError> {
    let version = registry.read(|document| find(document, contract, version).cloned())?;
    rows(&version)
}

/// The same of the fields of a version that is being written; nothing of it has to be in the registry.
pub fn draft_fields(draft: &Json) -> Result<Vec<FieldRow>, AppError> {
    rows(&read_draft(draft)?)
}

fn rows(version: &ContractVersion) -> Result<Vec<FieldRow>, AppError> {
    let sensitive = version.sensitive.iter().map(|field| field.pointer.as_str());
    with_deep_stack(|| fields(&version.payload_schema.0, sensitive))
}
