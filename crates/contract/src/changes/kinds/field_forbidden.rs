//! A field may not be there any more, by name.

use crate::changes::kind::{BACKWARD, Kind, Told};
#[cfg(test)]
use crate::changes::kind::{Case, NEITHER};
use crate::changes::pair::Pair;
use serde_json::Value;

pub(super) const KIND: Kind = Kind {
    name: "field_forbidden",
    find,
    #[cfg(test)]
    cases: &[
        Case {
            old: r#"{"type":"object","properties":{"a":{},"b":{"type":"string"}}}"#,
            new: r#"{"type":"object","properties":{"a":{},"b":false}}"#,
            told: &[(
                "/properties/b",
                "The field b may not be there any more.",
                BACKWARD,
                BACKWARD,
            )],
        },
        Case {
            old: r#"{"type":"object","properties":{"a":{}}}"#,
            new: r#"{"type":"object","properties":{"a":{},"b":false}}"#,
            told: &[(
                "/properties/b",
                "The field b may not be there any more.",
                BACKWARD,
                NEITHER,
            )],
        },
    ],
};

fn find(pair: &Pair<'_>) -> Vec<Told> {
    let before = pair.old.get("properties");
    let before = |name: &str| before.and_then(|fields| fields.get(name));
    let was_forbidden = |name: &str| before(name) == Some(&Value::Bool(false));
    pair.maps("properties")
        .1
        .into_iter()
        .filter(|(name, schema)| **schema == Value::Bool(false) && !was_forbidden(name))
        .map(|(name, _)| Told {
            pointer: pair.new.pointer(&["properties", name]),
            // Nobody who writes strictly wrote what was not declared.
            breaks: if pair.is_strict() && before(name).is_none() {
                &[]
            } else {
                BACKWARD
            },
            message: format!(
                "The field {} may not be there any more.",
                pair.subject.field_path(name)
            ),
        })
        .collect()
}
