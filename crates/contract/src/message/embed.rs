//! A payload schema as a resource inside another schema.
//!
//! With an `$id` of its own, references such as `#/$defs/x` inside it keep pointing into it.

use super::convert::to_2020_12;
use super::walk::{Holds, holds};
use crate::draft::Draft;
use serde_json::{Map, Value, json};

/// Base for schemas that name others by relative paths; the top-level domain is reserved and leads nowhere (RFC 2606).
const RELATIVE_BASE: &str = "https://baton.invalid/";

/// The identifier to refer to, and the schema under it. `fallback` names a schema that has no identifier. The schema has been compiled
/// before, so its references hold.
pub(super) fn embed(schema: &Value, fallback: &str) -> (String, Value) {
    let Value::Object(fields) = schema else {
        let members = if *schema == Value::Bool(false) {
            json!({"not": {}})
        } else {
            json!({})
        };
        let mut members = members.as_object().cloned().unwrap_or_default();
        members.insert("$id".to_owned(), json!(fallback));
        return (fallback.to_owned(), Value::Object(members));
    };
    let draft = Draft::of(schema).unwrap_or(Draft::Draft202012);
    let written = fields
        .get(draft.id_keyword())
        .and_then(Value::as_str)
        .unwrap_or_default();
    let id = identifier(schema, written.trim_end_matches('#'), fallback);
    let body = match draft {
        Draft::Draft202012 => Some(schema.clone()),
        older => to_2020_12(schema, older),
    };
    // What cannot be said in 2020-12 stays as it is and names its draft, as the standard provides for.
    let (body, keyword, own_draft) = match body {
        Some(body) => (body, "$id", None),
        None => (schema.clone(), draft.id_keyword(), Some(draft.uri())),
    };
    let mut members = Map::new();
    members.insert(keyword.to_owned(), json!(id));
    if let Some(uri) = own_draft {
        members.insert("$schema".to_owned(), json!(uri));
    }
    if let Value::Object(body) = body {
        members.extend(
            body.into_iter()
                .filter(|(name, _)| name != keyword && name != "$schema"),
        );
    }
    (id, Value::Object(members))
}

fn identifier(schema: &Value, written: &str, fallback: &str) -> String {
    if is_absolute(written) {
        written.to_owned()
    } else if !written.is_empty() || names_relatives(schema) {
        let path = fallback.replace(':', "/");
        let written = written.trim_start_matches(['/', '.']);
        format!(
            "{RELATIVE_BASE}{path}/{}",
            if written.is_empty() {
                "schema.json"
            } else {
                written
            }
        )
    } else {
        fallback.to_owned()
    }
}

fn is_absolute(uri: &str) -> bool {
    uri.split_once(':').is_some_and(|(scheme, _)| {
        scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b))
    })
}

/// Whether a schema inside names another by a relative path, which needs a base that paths can be resolved against.
fn names_relatives(schema: &Value) -> bool {
    let Value::Object(fields) = schema else {
        return false;
    };
    fields
        .iter()
        .any(|(name, value)| match (name.as_str(), value) {
            ("$id" | "id" | "$ref" | "$dynamicRef", Value::String(uri)) => {
                !uri.is_empty() && !uri.starts_with('#') && !is_absolute(uri)
            }
            (_, Value::Object(named))
                if matches!(holds(name), Holds::Named | Holds::Dependencies) =>
            {
                named.values().any(names_relatives)
            }
            (_, Value::Array(items))
                if matches!(holds(name), Holds::List | Holds::SchemaOrList) =>
            {
                items.iter().any(names_relatives)
            }
            (_, value) if matches!(holds(name), Holds::Schema | Holds::SchemaOrList) => {
                names_relatives(value)
            }
            _ => false,
        })
}
