//! What differs between two JSON values, field by field.

use crate::json::Json;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// One field that differs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct FieldChange {
    /// JSON pointer.
    pub pointer: String,
    /// The value before; absent when the field is new.
    pub before: Option<Json>,
    /// The value after; absent when the field is gone.
    pub after: Option<Json>,
}

/// The fields that differ, in order of their pointers. Objects are entered; lists count as one value,
/// because their items have no identity.
pub fn field_diff(before: &Value, after: &Value) -> Vec<FieldChange> {
    let mut out = Vec::new();
    walk(String::new(), Some(before), Some(after), &mut out);
    out
}

fn walk(at: String, before: Option<&Value>, after: Option<&Value>, out: &mut Vec<FieldChange>) {
    match (before, after) {
        (Some(Value::Object(old)), Some(Value::Object(new))) => {
            let mut names: Vec<&String> = old.keys().chain(new.keys()).collect();
            names.sort_unstable();
            names.dedup();
            for name in names {
                walk(
                    format!("{at}/{}", escape(name)),
                    old.get(name),
                    new.get(name),
                    out,
                );
            }
        }
        (old, new) if old == new => {}
        (old, new) => out.push(FieldChange {
            pointer: at,
            before: old.cloned().map(Json),
            after: new.cloned().map(Json),
        }),
    }
}

/// A name as a step of a JSON pointer (RFC 6901).
pub(crate) fn escape(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

/// Puts `value` at `pointer`, making objects on the way; `None` removes the field.
pub(crate) fn set(root: &mut Value, pointer: &str, value: Option<Value>) {
    let Some((parents, last)) = pointer.rsplit_once('/') else {
        if let Some(value) = value {
            *root = value;
        }
        return;
    };
    let mut place = root;
    for step in parents.split('/').skip(1) {
        let step = unescape(step);
        if !place.is_object() {
            *place = Value::Object(serde_json::Map::new());
        }
        let Value::Object(fields) = place else { return };
        place = fields
            .entry(step)
            .or_insert_with(|| Value::Object(serde_json::Map::new()));
    }
    if !place.is_object() {
        *place = Value::Object(serde_json::Map::new());
    }
    let Value::Object(fields) = place else { return };
    match value {
        Some(value) => {
            fields.insert(unescape(last), value);
        }
        None => {
            fields.remove(&unescape(last));
        }
    }
}

fn unescape(step: &str) -> String {
    step.replace("~1", "/").replace("~0", "~")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn objects_are_entered_and_lists_are_one_value() {
        let changes = field_diff(
            &json!({"name": "A", "role": {"scope": {"text": "x"}}, "tags": [1, 2]}),
            &json!({"name": "B", "role": {"scope": {"text": "x"}, "discloses": true}, "tags": [2]}),
        );
        let pointers: Vec<_> = changes.iter().map(|c| c.pointer.as_str()).collect();
        assert_eq!(pointers, ["/name", "/role/discloses", "/tags"]);
    }

    #[test]
    fn set_makes_parents_and_removes() {
        let mut value = json!({});
        set(&mut value, "/a/b~1c", Some(json!(1)));
        assert_eq!(value, json!({"a": {"b/c": 1}}));
        set(&mut value, "/a/b~1c", None);
        assert_eq!(value, json!({"a": {}}));
    }
}
