//! A field is named that was not.

use crate::changes::fields::{Others, added, required, unnamed};
#[cfg(test)]
use crate::changes::kind::{BACKWARD, BOTH, Case, FORWARD, NEITHER};
use crate::changes::kind::{Kind, Told, breaks};
use crate::changes::pair::Pair;
use crate::changes::side::is_open;

pub(super) const KIND: Kind = Kind {
    name: "field_added",
    find,
    #[cfg(test)]
    cases: &[
        Case {
            old: r#"{"type":"object","properties":{"a":{}}}"#,
            new: r#"{"type":"object","properties":{"a":{},"b":{"type":"string"}}}"#,
            told: &[(
                "/properties/b",
                "The optional field b is there now.",
                BACKWARD,
                NEITHER,
            )],
        },
        Case {
            old: r#"{"type":"object","properties":{"a":{}},"additionalProperties":false}"#,
            new: r#"{"type":"object","properties":{"a":{},"b":{"type":"string"}},"additionalProperties":false}"#,
            told: &[(
                "/properties/b",
                "The optional field b is there now.",
                FORWARD,
                FORWARD,
            )],
        },
        Case {
            old: r#"{"type":"object","properties":{"a":{}}}"#,
            new: r#"{"type":"object","properties":{"a":{},"b":{"type":"string"}},"required":["b"]}"#,
            told: &[(
                "/properties/b",
                "The required field b is there now.",
                BACKWARD,
                BACKWARD,
            )],
        },
        Case {
            old: r#"{"type":"object","properties":{"a":{}},"additionalProperties":false}"#,
            new: r#"{"type":"object","properties":{"a":{},"b":{"type":"string"}},"required":["b"],"additionalProperties":false}"#,
            told: &[(
                "/properties/b",
                "The required field b is there now.",
                BOTH,
                BOTH,
            )],
        },
        Case {
            old: r#"{"type":"object","properties":{"a":{}}}"#,
            new: r#"{"type":"object","properties":{"a":{},"b":{}}}"#,
            told: &[(
                "/properties/b",
                "The optional field b is there now.",
                NEITHER,
                NEITHER,
            )],
        },
        Case {
            old: r#"{"type":"object","properties":{"a":{}},"additionalProperties":{"type":"string"}}"#,
            new: r#"{"type":"object","properties":{"a":{},"b":{"type":"string"}},"additionalProperties":{"type":"string"}}"#,
            told: &[(
                "/properties/b",
                "The optional field b is there now.",
                NEITHER,
                NEITHER,
            )],
        },
        Case {
            old: r#"{"type":"object","properties":{"o":{"properties":{"a":{}}}}}"#,
            new: r#"{"type":"object","properties":{"o":{"properties":{"a":{},"b":{"type":"null"}}}}}"#,
            told: &[(
                "/properties/o/properties/b",
                "The optional field o.b is there now.",
                BACKWARD,
                NEITHER,
            )],
        },
    ],
};

fn find(pair: &Pair<'_>) -> Vec<Told> {
    let (was_required, is_required) = (required(&pair.old), required(&pair.new));
    let tell = |(name, schema): (&str, _)| {
        let demanded = is_required.contains(name) && !was_required.contains(name);
        // What old senders may have written there, with another type, counts only if they may write what they do not declare.
        let (takes, adds) = match unnamed(&pair.old, name) {
            Others::Open => (!pair.is_strict() && !is_open(schema), false),
            Others::Closed => (false, true),
            Others::Of(before) => (before != schema, before != schema),
        };
        let what = if is_required.contains(name) {
            "required"
        } else {
            "optional"
        };
        Told {
            pointer: pair.new.pointer(&["properties", name]),
            breaks: breaks(takes || demanded, adds),
            message: format!(
                "The {what} field {} is there now.",
                pair.subject.field_path(name)
            ),
        }
    };
    added(pair).into_iter().map(tell).collect()
}
