//! Schemas of a file become draft contracts.

use crate::run::Run;
use crate::text::{base_name, looks_secret, visible};
use baton_model::{
    Contract, ContractId, ContractState, ContractVersion, ContractVersionId, Json, Kind, Level,
    RecordKey, Version,
};
use serde_json::Value;

/// The version that a draft gets.
pub(crate) const DRAFT_VERSION: &str = "0.1.0";

/// What stands where a secret stood.
pub(crate) const REMOVED: &str = "[removed: looks like a secret]";

/// A schema of the file that becomes a contract.
pub(crate) struct Draft<'s> {
    /// The contract's id.
    pub id: String,
    pub name: String,
    pub purpose: &'s str,
    /// The file that the schema stands in, with or without its folder.
    pub file: &'s str,
    /// Where it stands there.
    pub pointer: &'s str,
    pub schema: &'s Value,
    /// What the contract is for, as the note goes on after "became the draft ID;".
    pub told: &'s str,
}

/// Carries a schema; a published version stays as it is. `None`, with a note, where no contract came of it.
pub(crate) fn carry(run: &mut Run<'_>, draft: &Draft<'_>) -> Option<(ContractId, Version)> {
    let pointer = draft.pointer;
    let ids = (
        ContractId::new(draft.id.clone()),
        ContractVersionId::new(format!("{}@{DRAFT_VERSION}", draft.id)),
        Version::new(DRAFT_VERSION),
    );
    let (Ok(contract), Ok(id), Ok(version)) = ids else {
        run.notes.warning(
            pointer,
            "the ids are too long to name a contract after them; the schema was left out",
        );
        return None;
    };
    let subject = Some(RecordKey::new(Kind::ContractVersion, id.as_str()));
    if run.existing.find::<Contract>(&contract).is_none() {
        let mut record = Contract::new(contract.clone(), draft.name.clone());
        draft.purpose.clone_into(&mut record.purpose);
        run.put(record);
    }
    let known = run.existing.find::<ContractVersion>(&id).cloned();
    let mut record = known.unwrap_or_else(|| {
        let mut record = ContractVersion::new(id, contract.clone(), version.clone());
        record.change_note = format!("Imported from {}.", visible(base_name(draft.file), 200));
        record
    });
    let mut schema = draft.schema.clone();
    if remove_secrets(&mut schema) {
        run.notes.push(
            Level::Warning,
            pointer,
            "values that look like secrets were not stored",
            subject.clone(),
        );
    }
    if record.payload_schema.0 == schema {
        return Some((contract, version));
    }
    if !matches!(record.state, ContractState::Draft | ContractState::InReview) {
        let message = format!(
            "{} differs from the file, but is published and stays; draft a new version to follow the file",
            record.id
        );
        run.notes.push(Level::Warning, pointer, message, subject);
        return Some((contract, version));
    }
    record.payload_schema = Json(schema);
    let message = format!("became the draft {}; {}", record.id, draft.told);
    run.notes.push(Level::Info, pointer, message, subject);
    run.put(record);
    Some((contract, version))
}

/// Replaces texts that look like secrets; says whether there were any.
pub(crate) fn remove_secrets(value: &mut Value) -> bool {
    match value {
        Value::String(text) if looks_secret(text) => {
            REMOVED.clone_into(text);
            true
        }
        Value::Array(items) => {
            items
                .iter_mut()
                .filter_map(|item| remove_secrets(item).then_some(()))
                .count()
                > 0
        }
        Value::Object(fields) => {
            fields
                .values_mut()
                .filter_map(|item| remove_secrets(item).then_some(()))
                .count()
                > 0
        }
        _ => false,
    }
}
