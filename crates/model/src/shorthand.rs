//! Short forms that people write by hand, made full before records are read.
//!
//! `"to": "resolved"` may mean an agent or an outcome, `"fallback_owner": "payments"` a team,
//! a rotation or a person. The record model keeps only the full forms.

use crate::document::Document;
use crate::kind::Kind;
use crate::records::Contract;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// Completes edits in place: missing ids that follow from other fields, and plain ids where a
/// record needs to say what kind of thing it means. What cannot be resolved stays, and is refused later
/// with its place.
pub fn resolve_shorthand(document: &Document, edits: &mut [Value]) {
    let coming: BTreeSet<(Kind, String)> = edits
        .iter()
        .filter(|edit| edit["op"] == "put")
        .filter_map(|edit| {
            Some((
                Kind::parse(edit["kind"].as_str()?)?,
                edit["id"]
                    .as_str()
                    .or(edit["record"]["id"].as_str())?
                    .to_owned(),
            ))
        })
        .collect();
    let names = Names {
        document,
        coming: &coming,
    };
    for edit in edits {
        let Some(kind) = edit["kind"].as_str().and_then(Kind::parse) else {
            continue;
        };
        let edit_id = edit["id"].as_str().map(str::to_owned);
        let Some(Value::Object(record)) = edit.get_mut("record") else {
            continue;
        };
        names.complete(kind, record);
        if kind == Kind::Contract {
            names.keep_field_numbers(edit_id.as_deref(), record);
        }
        if let Some(derived) = derive_id(kind, record)
            && !record.contains_key("id")
            && edit.get("id").is_none_or(Value::is_null)
        {
            edit["id"] = Value::String(derived);
        }
    }
}

struct Names<'a> {
    document: &'a Document,
    coming: &'a BTreeSet<(Kind, String)>,
}

impl Names<'_> {
    fn is(&self, kind: Kind, id: &str) -> bool {
        self.coming.contains(&(kind, id.to_owned())) || self.document.contains(kind, id)
    }

    /// Nobody writes field numbers by hand: a contract without them keeps those that it has.
    fn keep_field_numbers(&self, id: Option<&str>, record: &mut Map<String, Value>) {
        let id = id.or_else(|| record.get("id").and_then(Value::as_str));
        let known = id.and_then(|id| self.document.find::<Contract>(id));
        if let Some(known) = known.filter(|known| !known.field_numbers.is_empty()) {
            record
                .entry("field_numbers")
                .or_insert_with(|| json!(known.field_numbers));
        }
    }

    fn complete(&self, kind: Kind, record: &mut Map<String, Value>) {
        match kind {
            Kind::Handoff => {
                self.target(record.get_mut("to"));
                self.responder(record.get_mut("fallback_owner"));
                self.responder(
                    record
                        .get_mut("disagreement")
                        .and_then(|d| d.get_mut("decides")),
                );
                if let Some(gate) = record.get_mut("gate") {
                    for reviewer in items(gate.get_mut("reviewers")) {
                        self.responder(Some(reviewer));
                    }
                    for branch in items(gate.get_mut("branches")) {
                        self.target(branch.get_mut("goes_to"));
                    }
                }
            }
            Kind::EscalationPath => {
                for step in items(record.get_mut("steps")) {
                    self.responder(step.get_mut("notify"));
                }
            }
            Kind::Placement => self.subject(
                record.get_mut("subject"),
                &[
                    Kind::Agent,
                    Kind::Outcome,
                    Kind::Entry,
                    Kind::Group,
                    Kind::Note,
                    Kind::Handoff,
                ],
            ),
            Kind::Comment | Kind::Silence | Kind::Review => {
                self.subject(record.get_mut("subject"), Kind::ALL);
            }
            _ => {}
        }
    }

    /// An agent stays a plain id; an outcome becomes `{outcome}`; `{agent: id}` becomes the id.
    fn target(&self, value: Option<&mut Value>) {
        let Some(value) = value else { return };
        if let Some(id) = value.as_str() {
            if !self.is(Kind::Agent, id) && self.is(Kind::Outcome, id) {
                *value = json!({ "outcome": id });
            }
        } else if let Some(fields) = value.as_object() {
            match (fields.len(), fields.get("agent"), fields.get("query")) {
                (1, Some(agent), _) => *value = agent.clone(),
                (1, _, Some(query)) => *value = query.clone(),
                _ => {}
            }
        }
    }

    fn responder(&self, value: Option<&mut Value>) {
        let Some(value) = value else { return };
        let kinds = [Kind::Team, Kind::Rotation, Kind::Person];
        if let Some(fields) = value.as_object() {
            if let (1, Some((kind, id))) = (fields.len(), fields.iter().next())
                && kinds.iter().any(|k| k.name() == kind)
            {
                *value = json!({ "kind": kind, "id": id });
            }
            return;
        }
        self.subject(Some(value), &kinds);
    }

    fn subject(&self, value: Option<&mut Value>, kinds: &[Kind]) {
        let Some(value) = value else { return };
        let Some(id) = value.as_str() else { return };
        if let Some(kind) = kinds.iter().find(|kind| self.is(**kind, id)) {
            *value = json!({ "kind": kind.name(), "id": id });
        }
    }
}

fn items(value: Option<&mut Value>) -> impl Iterator<Item = &mut Value> {
    value.and_then(Value::as_array_mut).into_iter().flatten()
}

fn derive_id(kind: Kind, record: &Map<String, Value>) -> Option<String> {
    let text = |name: &str| record.get(name).and_then(Value::as_str);
    Some(match kind {
        Kind::AgentVersion => format!("{}@{}", text("agent")?, text("version")?),
        Kind::ContractVersion => format!("{}@{}", text("contract")?, text("version")?),
        Kind::Deployment => format!("{}@{}", text("agent")?, text("environment")?),
        Kind::Capability => text("tag")?.to_owned(),
        Kind::Placement => {
            let subject = record.get("subject")?;
            format!(
                "{}.{}.{}",
                text("topology")?,
                subject.get("kind")?.as_str()?,
                subject.get("id")?.as_str()?
            )
        }
        _ => return None,
    })
}
