//! The format of a string is another one.

#[cfg(test)]
use crate::changes::kind::{BACKWARD, BOTH, Case, FORWARD};
use crate::changes::kind::{Kind, Told, breaks};
use crate::changes::pair::Pair;
use serde_json::Value;

pub(super) const KIND: Kind = Kind {
    name: "format_changed",
    find,
    #[cfg(test)]
    cases: &[
        Case {
            old: r#"{"type":"object","properties":{"a":{"type":"string"}}}"#,
            new: r#"{"type":"object","properties":{"a":{"type":"string","format":"date"}}}"#,
            told: &[(
                "/properties/a/format",
                "The field a is of the format date now.",
                BACKWARD,
                BACKWARD,
            )],
        },
        Case {
            old: r#"{"format":"uri"}"#,
            new: r#"{"format":"uri-reference"}"#,
            told: &[(
                "/format",
                "The payload is of the format uri-reference now; before, it was of the format uri.",
                FORWARD,
                FORWARD,
            )],
        },
        Case {
            old: r#"{"format":"ipv4"}"#,
            new: "{}",
            told: &[(
                "/format",
                "The payload is no longer of the format ipv4.",
                FORWARD,
                FORWARD,
            )],
        },
        Case {
            old: r#"{"format":"date"}"#,
            new: r#"{"format":"time"}"#,
            told: &[(
                "/format",
                "The payload is of the format time now; before, it was of the format date.",
                BOTH,
                BOTH,
            )],
        },
    ],
};

fn find(pair: &Pair<'_>) -> Vec<Told> {
    let (old, new) = pair.both("format");
    let (old, new) = (old.and_then(Value::as_str), new.and_then(Value::as_str));
    let subject = pair.subject.text();
    let message = match (old, new) {
        (Some(old), Some(new)) if old != new => {
            format!("{subject} is of the format {new} now; before, it was of the format {old}.")
        }
        (None, Some(new)) => format!("{subject} is of the format {new} now."),
        (Some(old), None) => format!("{subject} is no longer of the format {old}."),
        _ => return Vec::new(),
    };
    // Whether one of two formats is within the other is proven, where it is.
    vec![pair.told("format", breaks(new.is_some(), old.is_some()), message)]
}
