//! Parts of drawings as text: copied out of one topology, pasted into another one or another registry.

pub mod copy;
pub mod outside;
pub mod paste;
mod rewire;

use crate::{AppError, ErrorCode, Registry};
use baton_model::{Kind, Record, RecordKey, parse_json, parse_record};
use baton_store::LogQuery;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// What a clip says that it is.
const FORMAT: &str = "clip/1";
/// Largest clip, in bytes.
const MOST_BYTES: usize = 64 << 20;
/// Most records in a clip.
const MOST_RECORDS: usize = 50_000;

/// Records that were copied, with where they stood.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Clip {
    /// The registry that they come from, as [`identity`] tells it.
    registry: Option<String>,
    /// The topology that they come from.
    topology: String,
    /// Agents, handoffs, entries, outcomes, notes and groups, each once, and placements of them.
    records: Vec<Record>,
}

impl Clip {
    /// The text that travels.
    fn to_text(&self) -> String {
        let records: Vec<Value> = self
            .records
            .iter()
            .map(|record| json!({"kind": record.kind(), "record": record.to_json()}))
            .collect();
        let mut fields = Map::new();
        fields.insert("baton".to_owned(), json!(FORMAT));
        if let Some(registry) = &self.registry {
            fields.insert("registry".to_owned(), json!(registry));
        }
        fields.insert("topology".to_owned(), json!(self.topology));
        fields.insert("records".to_owned(), Value::Array(records));
        Value::Object(fields).to_string()
    }

    /// Reads a text that may come from anywhere.
    fn parse(text: &str) -> Result<Self, AppError> {
        if text.len() > MOST_BYTES {
            return Err(refused(format!(
                "it has {} MiB; {} MiB is the limit",
                text.len() >> 20,
                MOST_BYTES >> 20
            )));
        }
        let Ok(Value::Object(mut fields)) = parse_json(text) else {
            return Err(refused("it is no clip"));
        };
        match fields.remove("baton") {
            Some(Value::String(format)) if format == FORMAT => {}
            Some(Value::String(format)) if format.starts_with("clip/") => {
                return Err(refused(format!(
                    "it is a {:?} of a newer Baton",
                    format.chars().take(20).collect::<String>()
                )));
            }
            _ => return Err(refused("it is no clip")),
        }
        let mut text = |name: &str| match fields.remove(name) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(_) => Err(refused(format!("{name} is no text"))),
        };
        let (registry, topology) = (text("registry")?, text("topology")?);
        let topology = topology.ok_or_else(|| refused("it names no topology"))?;
        let Some(Value::Array(items)) = fields.remove("records") else {
            return Err(refused("it holds no records"));
        };
        if let Some(name) = fields.keys().next() {
            return Err(refused(format!("the field {name:?} is unknown")));
        }
        if items.len() > MOST_RECORDS {
            return Err(refused(format!(
                "it holds {} records; {MOST_RECORDS} is the limit",
                items.len()
            )));
        }
        let mut seen: BTreeSet<RecordKey> = BTreeSet::new();
        let mut records = Vec::with_capacity(items.len());
        for (index, item) in items.into_iter().enumerate() {
            let record = record_of(item)
                .map_err(|reason| refused(format!("record {}: {reason}", index + 1)))?;
            if !seen.insert(record.key()) {
                return Err(refused(format!("{} is there twice", record.key())));
            }
            records.push(record);
        }
        Ok(Self {
            registry,
            topology,
            records,
        })
    }
}

fn record_of(item: Value) -> Result<Record, String> {
    let Value::Object(mut item) = item else {
        return Err("not an object".to_owned());
    };
    let kind = item.remove("kind");
    let kind = kind.as_ref().and_then(Value::as_str).and_then(Kind::parse);
    let (Some(kind), Some(fields), true) = (kind, item.remove("record"), item.is_empty()) else {
        return Err("it is {\"kind\", \"record\"} and nothing else".to_owned());
    };
    if !copied(kind) && kind != Kind::Placement {
        return Err(format!("a {kind} is not copied"));
    }
    parse_record(kind, fields).map_err(|error| error.to_string())
}

/// The kinds of which a drawing is made.
fn copied(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Agent | Kind::Handoff | Kind::Entry | Kind::Outcome | Kind::Note | Kind::Group
    )
}

fn refused(reason: impl std::fmt::Display) -> AppError {
    AppError::new(
        ErrorCode::InvalidInput,
        format!("this cannot be pasted: {reason}"),
        "copy it again; nothing was changed",
    )
}

/// Tells registries apart, and copies of one not; none for a registry without commits. Nothing about it can be read from it.
async fn identity(registry: &Registry) -> Result<Option<String>, AppError> {
    let query = LogQuery {
        before_revision: Some(2),
        ..LogQuery::newest(1)
    };
    let first = registry.store().headlines(&query).await?;
    Ok(first.first().map(|commit| {
        let commit = json!([commit.operation_id, commit.author, commit.at.as_str()]);
        baton_contract::content_hash(&commit)
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clip_is_what_it_was() {
        let text = r#"{"baton":"clip/1","topology":"t","records":[{"kind":"note","record":{"id":"n","topology":"t","text":"<b>"}}]}"#;
        let clip = Clip::parse(text).unwrap();
        assert_eq!(clip.records.len(), 1);
        assert_eq!(Clip::parse(&clip.to_text()).unwrap(), clip);
    }

    #[test]
    fn hostile_text_is_refused_with_a_reason() {
        let with =
            |record: &str| format!(r#"{{"baton":"clip/1","topology":"t","records":[{record}]}}"#);
        let note = r#"{"kind":"note","record":{"id":"n","topology":"t"}}"#;
        for (text, reason) in [
            (String::new(), "no clip"),
            ("[]".to_owned(), "no clip"),
            ("{}".to_owned(), "no clip"),
            ("[".repeat(100_000), "no clip"),
            (r#"{"baton":"clip/9"}"#.to_owned(), "newer"),
            (r#"{"baton":"clip/1"}"#.to_owned(), "topology"),
            (r#"{"baton":"clip/1","topology":3}"#.to_owned(), "topology"),
            (r#"{"baton":"clip/1","topology":"t"}"#.to_owned(), "records"),
            (with("7"), "record 1"),
            (
                with(r#"{"kind":"team","record":{"id":"a","name":"A"}}"#),
                "not copied",
            ),
            (
                with(r#"{"kind":"note","record":{"id":"../x","topology":"t"}}"#),
                "record 1",
            ),
            (
                with(r#"{"kind":"note","record":{"id":"n","topology":"t","x":1}}"#),
                "record 1",
            ),
            (
                with(r#"{"kind":"note","record":{},"more":1}"#),
                "nothing else",
            ),
            (with(&format!("{note},{note}")), "twice"),
            (
                r#"{"baton":"clip/1","topology":"t","records":[],"x":1}"#.to_owned(),
                "unknown",
            ),
        ] {
            let error = Clip::parse(&text).unwrap_err();
            let shown: String = text.chars().take(80).collect();
            assert_eq!(error.code, ErrorCode::InvalidInput, "{shown}");
            assert!(error.message.contains(reason), "{shown}: {}", error.message);
        }
    }
}
