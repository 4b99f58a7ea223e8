//! Which fields records have, and what they hold when nobody has filled them in.

use baton_contract::Members;
use baton_model::{Kind, Record};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::sync::{LazyLock, Mutex, PoisonError};

/// Deepest nesting of fields that is filled in.
const DEEPEST: usize = 12;

static SCHEMAS: LazyLock<BTreeMap<Kind, Value>> = LazyLock::new(|| {
    let schema = |kind: &Kind| (*kind, json!(Record::json_schema(*kind)));
    Kind::ALL.iter().map(schema).collect()
});

/// The word that a field of a closed list of words holds when it is left out, by kind and place. The schema does not say it.
static DEFAULT_WORDS: Mutex<BTreeMap<(Kind, String), Value>> = Mutex::new(BTreeMap::new());

/// A field that a kind does not have, and those that it has there.
pub(super) struct NoSuchField {
    pub field: String,
    pub there: Vec<String>,
}

/// Looks a chain of fields up in the records of a kind. `names` are the fields alone, `[]` for each item of a list.
pub(super) fn check(kind: Kind, names: &[String]) -> Result<(), NoSuchField> {
    let Some(root) = SCHEMAS.get(&kind) else {
        return Ok(());
    };
    let mut schema = root;
    for name in names {
        schema = resolved(root, schema);
        if name == "[]" {
            match schema.get("items") {
                Some(items) => schema = items,
                None => return Ok(()),
            }
            continue;
        }
        let Some(properties) = schema.get("properties").and_then(Value::as_object) else {
            return Ok(());
        };
        match properties.get(name) {
            Some(field) => schema = field,
            None if schema.get("additionalProperties") == Some(&Value::Bool(false)) => {
                return Err(NoSuchField {
                    field: name.clone(),
                    there: properties.keys().cloned().collect(),
                });
            }
            None => return Ok(()),
        }
    }
    Ok(())
}

/// Whether a chain names a field that every record has, so that asking for its presence says nothing.
pub(super) fn is_field(kind: Kind, members: &Members, skip: usize) -> bool {
    let Some(root) = SCHEMAS.get(&kind) else {
        return false;
    };
    let mut schema = root;
    for name in &members.names[skip..] {
        schema = resolved(root, schema);
        let next = match name.as_str() {
            "[]" => schema.get("items"),
            name => schema.get("properties").and_then(|fields| fields.get(name)),
        };
        match next {
            Some(next) => schema = next,
            None => return false,
        }
    }
    true
}

/// A record's fields, with those that files leave out because nobody has filled them in.
pub(super) fn complete(record: &Record) -> Value {
    let kind = record.kind();
    let mut fields = record.to_json();
    if let Some(root) = SCHEMAS.get(&kind) {
        let mut filling = Filling {
            kind,
            root,
            record,
            place: Vec::new(),
        };
        filling.fill(root, &mut fields, 0);
    }
    fields
}

struct Filling<'a> {
    kind: Kind,
    root: &'a Value,
    record: &'a Record,
    /// The way to the value that is filled in: fields, and numbers in lists.
    place: Vec<String>,
}

impl Filling<'_> {
    fn fill(&mut self, schema: &Value, value: &mut Value, depth: usize) {
        let schema = resolved(self.root, schema);
        if depth > DEEPEST {
            return;
        }
        match value {
            Value::Object(members) => {
                let Some(properties) = schema.get("properties").and_then(Value::as_object) else {
                    return;
                };
                for (name, field) in properties {
                    self.place.push(name.clone());
                    if !members.contains_key(name) {
                        let default = self.default_of(field);
                        members.insert(name.clone(), default);
                    }
                    if let Some(member) = members.get_mut(name) {
                        self.fill(field, member, depth + 1);
                    }
                    self.place.pop();
                }
            }
            Value::Array(items) => {
                if let Some(of_item) = schema.get("items") {
                    for (number, item) in items.iter_mut().enumerate() {
                        self.place.push(number.to_string());
                        self.fill(of_item, item, depth + 1);
                        self.place.pop();
                    }
                }
            }
            _ => {}
        }
    }

    fn default_of(&self, field: &Value) -> Value {
        if let Some(default) = field.get("default") {
            return default.clone();
        }
        let is_optional = |schema: &Value| {
            let alternatives = schema.get("anyOf").and_then(Value::as_array);
            alternatives.is_some_and(|all| {
                all.iter()
                    .any(|one| one.get("type") == Some(&json!("null")))
            })
        };
        if is_optional(field) {
            return Value::Null;
        }
        let schema = resolved(self.root, field);
        match schema.get("type").and_then(Value::as_str) {
            Some("array") => json!([]),
            Some("object") => Value::Object(Map::new()),
            Some("boolean") => json!(false),
            Some("string") if schema.get("enum").is_none() => json!(""),
            Some("integer" | "number") => json!(0),
            _ => self.word(schema).unwrap_or(Value::Null),
        }
    }

    /// The word of a closed list that a record does not write because it is the default: the one that vanishes when it is written.
    fn word(&self, schema: &Value) -> Option<Value> {
        let place: Vec<&str> = self.place.iter().map(String::as_str).collect();
        let named = place.iter().filter(|name| name.parse::<usize>().is_err());
        let key = (self.kind, named.copied().collect::<Vec<_>>().join("/"));
        let known = |words: &BTreeMap<(Kind, String), Value>| words.get(&key).cloned();
        if let Some(word) = known(&DEFAULT_WORDS.lock().unwrap_or_else(PoisonError::into_inner)) {
            return Some(word);
        }
        let words = schema.get("oneOf")?.as_array()?;
        let words = words.iter().filter_map(|word| word.get("const"));
        let found = words.into_iter().find(|word| {
            let mut fields = self.record.to_json();
            if !write(&mut fields, &place, (*word).clone()) {
                return false;
            }
            let read = Record::from_json(self.kind, fields);
            read.is_ok_and(|record| record.to_json() == self.record.to_json())
        })?;
        DEFAULT_WORDS
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(key, found.clone());
        Some(found.clone())
    }
}

/// Writes a value at a place, with the objects on the way to it.
fn write(fields: &mut Value, place: &[&str], value: Value) -> bool {
    let Some((last, way)) = place.split_last() else {
        return false;
    };
    let mut at = fields;
    for step in way {
        at = match at {
            Value::Array(items) => {
                let number = step.parse::<usize>().ok();
                match number.and_then(|number| items.get_mut(number)) {
                    Some(item) => item,
                    None => return false,
                }
            }
            Value::Object(members) => members
                .entry(*step)
                .or_insert_with(|| Value::Object(Map::new())),
            _ => return false,
        };
    }
    match at {
        Value::Object(members) => {
            members.insert((*last).to_owned(), value);
            true
        }
        _ => false,
    }
}

/// The schema behind references, and behind "or nothing".
fn resolved<'s>(root: &'s Value, schema: &'s Value) -> &'s Value {
    let mut schema = schema;
    for _ in 0..DEEPEST {
        let referred = schema.get("$ref").and_then(Value::as_str);
        if let Some(target) = referred.and_then(|reference| reference.strip_prefix('#')) {
            match root.pointer(target) {
                Some(target) => schema = target,
                None => return schema,
            }
            continue;
        }
        let alternatives = schema.get("anyOf").and_then(Value::as_array);
        let mut solid = alternatives
            .into_iter()
            .flatten()
            .filter(|one| one.get("type") != Some(&json!("null")));
        match (solid.next(), solid.next()) {
            (Some(only), None) => schema = only,
            _ => return schema,
        }
    }
    schema
}

#[cfg(test)]
mod tests {
    use super::*;

    fn completed(kind: Kind, fields: Value) -> Value {
        complete(&Record::from_json(kind, fields).unwrap())
    }

    #[test]
    fn what_nobody_filled_in_is_there() {
        let handoff = completed(
            Kind::Handoff,
            json!({"id": "h", "topology": "t", "from": "a", "to": "b"}),
        );
        for (pointer, expected) in [
            ("/mode", json!("transfer")),
            ("/context_mode", json!("typed")),
            ("/criticality", json!("medium")),
            ("/policy/timeout_ms", Value::Null),
            ("/policy/retries", json!(0)),
            ("/trigger/on", json!("done")),
            ("/contract", Value::Null),
            ("/owners", json!([])),
            ("/discloses", json!(false)),
        ] {
            assert_eq!(handoff.pointer(pointer), Some(&expected), "{pointer}");
        }
        let agent = completed(
            Kind::Agent,
            json!({"id": "a", "name": "A", "tools": [{"name": "refund"}]}),
        );
        assert_eq!(agent.pointer("/tools/0/irreversible"), Some(&json!(false)));
        assert_eq!(agent.pointer("/role/scope/text"), Some(&json!("")));
    }

    #[test]
    fn completed_records_say_the_same() {
        for (kind, fields) in [
            (
                Kind::Handoff,
                json!({"id": "h", "topology": "t", "from": "a", "to": "b"}),
            ),
            (Kind::Agent, json!({"id": "a", "name": "A"})),
            (Kind::Team, json!({"id": "t", "name": "T"})),
        ] {
            let record = Record::from_json(kind, fields).unwrap();
            let again = Record::from_json(kind, complete(&record));
            assert_eq!(again.map_err(|error| error.to_string()), Ok(record));
        }
    }
}
