//! A field is no longer named.

use crate::changes::fields::{Others, removed, required, unnamed};
#[cfg(test)]
use crate::changes::kind::{BACKWARD, Case, FORWARD, NEITHER};
use crate::changes::kind::{Kind, Told, breaks};
use crate::changes::pair::Pair;
use crate::changes::side::is_open;

pub(super) const KIND: Kind = Kind {
    name: "field_removed",
    find,
    #[cfg(test)]
    cases: &[
        Case {
            old: r#"{"type":"object","properties":{"a":{},"b":{"type":"string"}}}"#,
            new: r#"{"type":"object","properties":{"a":{}}}"#,
            told: &[(
                "/properties/b",
                "The optional field b is gone.",
                FORWARD,
                NEITHER,
            )],
        },
        Case {
            old: r#"{"type":"object","properties":{"a":{},"b":{"type":"string"}},"additionalProperties":false}"#,
            new: r#"{"type":"object","properties":{"a":{}},"additionalProperties":false}"#,
            told: &[(
                "/properties/b",
                "The optional field b is gone.",
                BACKWARD,
                BACKWARD,
            )],
        },
        Case {
            old: r#"{"type":"object","properties":{"a":{},"b":{"type":"string"}},"required":["b"]}"#,
            new: r#"{"type":"object","properties":{"a":{}}}"#,
            told: &[(
                "/properties/b",
                "The required field b is gone.",
                FORWARD,
                FORWARD,
            )],
        },
        Case {
            old: r#"{"type":"object","properties":{"a":{},"b":{"type":"string"}}}"#,
            new: r#"{"type":"object","properties":{"a":{},"b":false}}"#,
            told: &[],
        },
    ],
};

fn find(pair: &Pair<'_>) -> Vec<Told> {
    let (was_required, is_required) = (required(&pair.old), required(&pair.new));
    let tell = |(name, schema): (&str, _)| {
        let released = was_required.contains(name) && !is_required.contains(name);
        let (takes, adds) = match unnamed(&pair.new, name) {
            Others::Open => (false, !pair.is_strict() && !is_open(schema)),
            Others::Closed => (true, false),
            Others::Of(now) => (now != schema, now != schema),
        };
        let what = if was_required.contains(name) {
            "required"
        } else {
            "optional"
        };
        Told {
            pointer: pair.old.pointer(&["properties", name]),
            breaks: breaks(takes, adds || released),
            message: format!(
                "The {what} field {} is gone.",
                pair.subject.field_path(name)
            ),
        }
    };
    removed(pair).into_iter().map(tell).collect()
}
