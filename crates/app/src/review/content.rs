//! The name of what was reviewed: a hash of its content.

use super::scope;
use baton_model::{ContractVersion, Document, Kind, RecordKey, TopologyId};
use serde_json::{Map, Value};

/// SHA-256 of what reviewers of `subject` are shown, in hexadecimal; `None` where it is not there or cannot be reviewed.
///
/// Of a contract version everything but its state and dates, which move on by themselves. Of a topology everything that
/// [`scope::drawn`] names: its records and the agents in it, but not where boxes stand.
pub(super) fn content_hash(document: &Document, subject: &RecordKey) -> Option<String> {
    let content = match subject.kind {
        Kind::ContractVersion => version_content(document, &subject.id)?,
        Kind::Topology => topology_content(document, &subject.id)?,
        _ => return None,
    };
    Some(baton_contract::content_hash(&content))
}

fn version_content(document: &Document, id: &str) -> Option<Value> {
    document.find::<ContractVersion>(id)?;
    let mut content = document.entry(Kind::ContractVersion, id)?.record.to_json();
    let fields = content.as_object_mut()?;
    for moving in ["state", "notice_date", "sunset_date"] {
        fields.remove(moving);
    }
    Some(content)
}

fn topology_content(document: &Document, id: &str) -> Option<Value> {
    let topology = TopologyId::new(id).ok()?;
    document.entry(Kind::Topology, id)?;
    let records: Map<String, Value> = scope::drawn(document, &topology)
        .into_iter()
        .map(|(key, fields)| (key.to_string(), fields))
        .collect();
    Some(Value::Object(records))
}
