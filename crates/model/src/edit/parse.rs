//! Edits and records from JSON text. The text is hostile until it has passed here.

use super::EditCommand;
use crate::document::Document;
use crate::kind::{Kind, Record};
use crate::limits::Limits;
use crate::shorthand::resolve_shorthand;
use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::map::Entry;
use serde_json::{Map, Value};
use std::fmt;

/// Why a text is no list of edits.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {message}")]
pub struct EditSyntaxError {
    /// Line and column, or edit and JSON pointer.
    pub place: String,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub hint: String,
}

const SHAPE: &str = r#"an edit is {"op": "put", "kind": ..., "id": ..., "record": {...}} or {"op": "delete", "kind": ..., "id": ...}"#;

/// Reads edits: a JSON array, or one JSON object a line.
///
/// Plain ids where a record needs `{kind, id}` or `{outcome}` are looked up in `document` and in
/// the edits themselves. Duplicate keys, unknown fields and wrong types are refused with their place.
pub fn parse_edits(text: &str, document: &Document) -> Result<Vec<EditCommand>, EditSyntaxError> {
    let mut values = read_values(text)?;
    if values.len() > Limits::DEFAULT.edits {
        return Err(EditSyntaxError {
            place: format!("edit {}", Limits::DEFAULT.edits),
            message: "too many edits in one group".to_owned(),
            hint: "split the file".to_owned(),
        });
    }
    resolve_shorthand(document, &mut values);
    values
        .into_iter()
        .enumerate()
        .map(|(index, value)| {
            edit_from_value(value).map_err(|e| e.within(&format!("edit {}", index + 1)))
        })
        .collect()
}

fn read_values(text: &str) -> Result<Vec<Value>, EditSyntaxError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.trim_start().starts_with('[') {
        return match parse_strict(text, 0)? {
            Value::Array(values) => Ok(values),
            other => Ok(vec![other]),
        };
    }
    // One object a line; a single object over several lines is read as well. Where the first line is no whole object, the
    // text is meant as one, and its own mistake is the one to tell.
    let first = text.lines().find(|line| !line.trim().is_empty());
    match parse_strict(text, 0) {
        Ok(value) => return Ok(vec![value]),
        Err(error) if first.is_some_and(|line| parse_strict(line, 0).is_err()) => {
            return Err(error);
        }
        Err(_) => {}
    }
    text.lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(index, line)| parse_strict(line, index))
        .collect()
}

impl EditSyntaxError {
    fn within(mut self, place: &str) -> Self {
        self.place = if self.place.is_empty() {
            place.to_owned()
        } else {
            format!("{place}: {}", self.place)
        };
        self
    }
}

/// Reads a record's fields; the error names the field.
pub fn parse_record(kind: Kind, fields: Value) -> Result<Record, EditSyntaxError> {
    Record::from_json(kind, fields).map_err(|error| EditSyntaxError {
        place: format!("{kind}: {}", pointer_of(error.path())),
        message: error.inner().to_string(),
        hint: format!("see schemas/{kind}.schema.json"),
    })
}

fn pointer_of(path: &serde_path_to_error::Path) -> String {
    let mut out = String::new();
    for segment in path {
        out.push('/');
        out.push_str(
            &segment
                .to_string()
                .trim_matches(|c| c == '[' || c == ']')
                .replace('~', "~0")
                .replace('/', "~1"),
        );
    }
    if out.is_empty() { "/".to_owned() } else { out }
}

fn edit_from_value(value: Value) -> Result<EditCommand, EditSyntaxError> {
    let wrong = |place: &str, message: String| EditSyntaxError {
        place: place.to_owned(),
        message,
        hint: SHAPE.to_owned(),
    };
    let Value::Object(mut fields) = value else {
        return Err(wrong("", "not an object".to_owned()));
    };
    let mut text = |name: &str| match fields.remove(name) {
        Some(Value::String(text)) => Ok(Some(text)),
        None | Some(Value::Null) => Ok(None),
        Some(_) => Err(wrong(&format!("/{name}"), "a text is needed".to_owned())),
    };
    let op = text("op")?.ok_or_else(|| wrong("/op", "missing".to_owned()))?;
    let kind = text("kind")?.ok_or_else(|| wrong("/kind", "missing".to_owned()))?;
    let kind = Kind::parse(&kind).ok_or_else(|| {
        wrong(
            "/kind",
            format!(
                "{:?} is no kind of record",
                kind.chars().take(40).collect::<String>()
            ),
        )
    })?;
    let id = text("id")?;
    let operation_id = text("operation_id")?.unwrap_or_default();
    if operation_id.len() > 200 {
        return Err(wrong("/operation_id", "longer than 200 bytes".to_owned()));
    }
    let base_revision = match fields.remove("base_revision") {
        None | Some(Value::Null) => None,
        Some(value) => Some(
            value
                .as_u64()
                .and_then(|n| u32::try_from(n).ok())
                .ok_or_else(|| wrong("/base_revision", "a revision number is needed".to_owned()))?,
        ),
    };
    let record = fields.remove("record");
    if let Some(name) = fields.keys().next() {
        return Err(wrong(&format!("/{name}"), "unknown field".to_owned()));
    }
    match op.as_str() {
        "put" => {
            let Some(Value::Object(mut record)) = record else {
                return Err(wrong(
                    "/record",
                    "an object with the record's fields is needed".to_owned(),
                ));
            };
            if let (Some(id), false) = (&id, record.contains_key("id")) {
                record.insert("id".to_owned(), Value::String(id.clone()));
            }
            let record =
                parse_record(kind, Value::Object(record)).map_err(|e| e.within("/record"))?;
            Ok(EditCommand::Put {
                id: id.unwrap_or_else(|| record.id().to_owned()),
                record: Box::new(record),
                base_revision,
                operation_id,
            })
        }
        "delete" if record.is_some_and(|r| !r.is_null()) => {
            Err(wrong("/record", "a deletion has no record".to_owned()))
        }
        "delete" => Ok(EditCommand::Delete {
            kind,
            id: id.ok_or_else(|| wrong("/id", "missing".to_owned()))?,
            base_revision,
            operation_id,
        }),
        other => Err(wrong(
            "/op",
            format!(
                "{:?} is neither put nor delete",
                other.chars().take(40).collect::<String>()
            ),
        )),
    }
}

impl<'de> Deserialize<'de> for EditCommand {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        edit_from_value(Value::deserialize(d)?).map_err(D::Error::custom)
    }
}

/// Parses JSON and refuses duplicate keys. Depth is bounded by `serde_json` at 128.
fn parse_strict(text: &str, line_offset: usize) -> Result<Value, EditSyntaxError> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let value = Strict.deserialize(&mut deserializer).and_then(|value| {
        deserializer.end()?;
        Ok(value)
    });
    value.map_err(|error| EditSyntaxError {
        place: format!(
            "line {}, column {}",
            error.line() + line_offset,
            error.column()
        ),
        message: error
            .to_string()
            .split(" at line ")
            .next()
            .unwrap_or_default()
            .to_owned(),
        hint: "edits are a JSON array, or one JSON object a line".to_owned(),
    })
}

struct Strict;

impl<'de> DeserializeSeed<'de> for Strict {
    type Value = Value;
    fn deserialize<D: Deserializer<'de>>(self, d: D) -> Result<Value, D::Error> {
        d.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Strict {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_bool<E>(self, v: bool) -> Result<Value, E> {
        Ok(Value::Bool(v))
    }

    fn visit_i64<E>(self, v: i64) -> Result<Value, E> {
        Ok(v.into())
    }

    fn visit_u64<E>(self, v: u64) -> Result<Value, E> {
        Ok(v.into())
    }

    fn visit_f64<E>(self, v: f64) -> Result<Value, E> {
        Ok(serde_json::Number::from_f64(v).map_or(Value::Null, Value::Number))
    }

    fn visit_str<E>(self, v: &str) -> Result<Value, E> {
        Ok(Value::String(v.to_owned()))
    }

    fn visit_string<E>(self, v: String) -> Result<Value, E> {
        Ok(Value::String(v))
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element_seed(Strict)? {
            items.push(item);
        }
        Ok(Value::Array(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut fields = Map::new();
        while let Some(name) = map.next_key::<String>()? {
            match fields.entry(name) {
                Entry::Vacant(place) => {
                    place.insert(map.next_value_seed(Strict)?);
                }
                Entry::Occupied(place) => {
                    let name = place.key();
                    return Err(A::Error::custom(format!(
                        "the key {name:?} stands here twice"
                    )));
                }
            }
        }
        Ok(Value::Object(fields))
    }
}

/// Reads one JSON text with duplicate keys refused; for files that hold a single record.
pub fn parse_json(text: &str) -> Result<Value, EditSyntaxError> {
    parse_strict(text.strip_prefix('\u{feff}').unwrap_or(text), 0)
}
