//! What is wrong with a schema, said so that its author finds the place.

use serde::Serialize;
use serde_json::Value;

/// Why a schema cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SchemaProblem {
    /// JSON pointer of the place in the schema.
    pub pointer: String,
    /// What is wrong there, and what to do.
    pub message: String,
}

impl SchemaProblem {
    pub(crate) fn new(pointer: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            pointer: pointer.into(),
            message: message.into(),
        }
    }

    pub(crate) fn from_error(schema: &Value, error: &jsonschema::ValidationError<'_>) -> Self {
        let text = error.to_string();
        if let jsonschema::error::ValidationErrorKind::Referencing(_) = error.kind() {
            let pointer = unresolved(schema, &text).unwrap_or_default();
            return Self::new(
                pointer,
                format!(
                    "{}; copy what it names into this schema, since Baton fetches nothing",
                    super::cut(&text)
                ),
            );
        }
        let at = error.instance_path().as_str();
        // A pattern that does not compile is told at the place of the keyword, anything else at the place of the value.
        let pointer = if at.is_empty() {
            error.schema_path().as_str()
        } else {
            at
        };
        let looks_around = schema
            .pointer(pointer)
            .and_then(Value::as_str)
            .is_some_and(|pattern| {
                ["(?=", "(?!", "(?<=", "(?<!"]
                    .iter()
                    .any(|mark| pattern.contains(mark))
            });
        let remedy = if looks_around {
            "; look-around cannot run in linear time, say it with another pattern or with 'not'"
        } else {
            ""
        };
        Self::new(pointer, format!("{}{remedy}", super::cut(&text)))
    }
}

impl std::fmt::Display for SchemaProblem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let place = if self.pointer.is_empty() {
            "the schema"
        } else {
            self.pointer.as_str()
        };
        write!(f, "{place}: {}", self.message)
    }
}

/// The pointer of the first reference that the message of the failure quotes.
fn unresolved(schema: &Value, message: &str) -> Option<String> {
    fn search(value: &Value, at: &mut String, message: &str) -> bool {
        let visit = |name: &str, member: &Value, at: &mut String| {
            let before = at.len();
            at.push('/');
            at.push_str(&name.replace('~', "~0").replace('/', "~1"));
            let is_reference = matches!(name, "$ref" | "$dynamicRef" | "$recursiveRef");
            let quoted = member.as_str().is_some_and(|target| {
                let plain = target.split('#').next().unwrap_or_default();
                let fragment = target.split_once('#').map_or("", |(_, fragment)| fragment);
                (!plain.is_empty() && message.contains(plain))
                    || (!fragment.is_empty() && message.contains(fragment))
            });
            if (is_reference && quoted) || search(member, at, message) {
                return true;
            }
            at.truncate(before);
            false
        };
        match value {
            Value::Object(members) => members.iter().any(|(name, member)| visit(name, member, at)),
            Value::Array(items) => items
                .iter()
                .enumerate()
                .any(|(index, item)| visit(&index.to_string(), item, at)),
            _ => false,
        }
    }
    let mut at = String::new();
    search(schema, &mut at, message).then_some(at)
}
