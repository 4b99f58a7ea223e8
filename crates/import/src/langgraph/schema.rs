//! The schemas of the whole graph's input and output become draft contracts.

use super::Run;
use super::graph::REMOVED;
use crate::text::{looks_secret, visible};
use baton_model::{
    Contract, ContractId, ContractState, ContractVersion, ContractVersionId, Json, Kind, Level,
    RecordKey, TopologyId, Version,
};
use serde_json::Value;

const DRAFT_VERSION: &str = "0.1.0";

/// Whether a file holds `input` and `output` schemas.
pub(super) fn is_schema(value: &Value) -> bool {
    value["input"].is_object() || value["output"].is_object()
}

/// Carries both schemas; they are kept as drafts, because the file knows no handoff that they belong to.
pub(super) fn carry(run: &mut Run<'_>, topology: &TopologyId, file: &str, value: &Value) {
    for name in value
        .as_object()
        .into_iter()
        .flat_map(serde_json::Map::keys)
    {
        if !["input", "output"].contains(&name.as_str()) {
            run.notes.warning(
                &format!("/{}", crate::read::escape(name)),
                format!("{:?} was left out", visible(name, 60)),
            );
        }
    }
    let same = value["input"] == value["output"];
    if value["input"].is_object() {
        draft(
            run,
            topology,
            file,
            "/input",
            "state",
            "What goes into the graph.",
            &value["input"],
        );
    }
    if value["output"].is_object() && same {
        run.notes.info(
            "/output",
            "the output is the same schema as the input; one contract stands for both",
        );
    } else if value["output"].is_object() {
        draft(
            run,
            topology,
            file,
            "/output",
            "result",
            "What comes out of the graph.",
            &value["output"],
        );
    }
}

fn draft(
    run: &mut Run<'_>,
    topology: &TopologyId,
    file: &str,
    pointer: &str,
    part: &str,
    purpose: &str,
    schema: &Value,
) {
    let ids = (
        ContractId::new(format!("{topology}-{part}")),
        ContractVersionId::new(format!("{topology}-{part}@{DRAFT_VERSION}")),
        Version::new(DRAFT_VERSION),
    );
    let (Ok(contract), Ok(id), Ok(version)) = ids else {
        run.notes.warning(
            pointer,
            "the topology's id is too long to name a contract after it; the schema was left out",
        );
        return;
    };
    let subject = Some(RecordKey::new(Kind::ContractVersion, id.as_str()));
    if run.existing.find::<Contract>(&contract).is_none() {
        let mut record = Contract::new(contract.clone(), format!("{topology} {part}"));
        purpose.clone_into(&mut record.purpose);
        run.put(record);
    }
    let known = run.existing.find::<ContractVersion>(&id).cloned();
    let mut record = known.unwrap_or_else(|| {
        let mut record = ContractVersion::new(id, contract, version);
        record.change_note = format!(
            "Imported from {}.",
            visible(crate::text::base_name(file), 200)
        );
        record
    });
    let mut schema = schema.clone();
    if remove_secrets(&mut schema) {
        run.notes.push(
            Level::Warning,
            pointer,
            "values that look like secrets were not stored",
            subject.clone(),
        );
    }
    if record.payload_schema.0 == schema {
        return;
    }
    if !matches!(record.state, ContractState::Draft | ContractState::InReview) {
        let message = format!(
            "{} differs from the file, but is published and stays; draft a new version to follow the file",
            record.id
        );
        run.notes.push(Level::Warning, pointer, message, subject);
        return;
    }
    record.payload_schema = Json(schema);
    let message = format!(
        "became the draft {}; it describes the whole graph's state, so no handoff was pinned to it",
        record.id
    );
    run.notes.push(Level::Info, pointer, message, subject);
    run.put(record);
}

/// Replaces texts that look like secrets; says whether there were any.
fn remove_secrets(value: &mut Value) -> bool {
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
