//! A field may not be there any more, by name.

use crate::changes::fields::declared;
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
    let before = pair.maps("properties").0;
    let was_forbidden = |name: &str| before.contains(&(name, &Value::Bool(false)));
    let was_declared: Vec<&str> = declared(&pair.old)
        .into_iter()
        .map(|(name, _)| name)
        .collect();
    pair.maps("properties")
        .1
        .into_iter()
        .filter(|(name, schema)| **schema == Value::Bool(false) && !was_forbidden(name))
        .map(|(name, _)| Told {
            pointer: pair.new.pointer(&["properties", name]),
            // Nobody who writes strictly wrote what was not declared.
            breaks: if pair.is_strict() && !was_declared.contains(&name) {
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
