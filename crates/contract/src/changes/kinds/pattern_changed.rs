//! The pattern of a string is another one.

#[cfg(test)]
use crate::changes::kind::{BACKWARD, BOTH, Case, FORWARD, NEITHER};
use crate::changes::kind::{Kind, Told, breaks};
use crate::changes::pair::Pair;
use crate::changes::wording::cut;
use serde_json::Value;

pub(super) const KIND: Kind = Kind {
    name: "pattern_changed",
    find,
    #[cfg(test)]
    cases: &[
        Case {
            old: r#"{"type":"object","properties":{"a":{"type":"string","pattern":"^[a-z]+$"}}}"#,
            new: r#"{"type":"object","properties":{"a":{"type":"string","pattern":"^[a-z0-9]+$"}}}"#,
            told: &[(
                "/properties/a/pattern",
                "The field a has to match ^[a-z0-9]+$ now; before, it was ^[a-z]+$.",
                FORWARD,
                FORWARD,
            )],
        },
        Case {
            old: r#"{"pattern":"^a"}"#,
            new: r#"{"pattern":"b$"}"#,
            told: &[(
                "/pattern",
                "The payload has to match b$ now; before, it was ^a.",
                BOTH,
                BOTH,
            )],
        },
        Case {
            old: r#"{"pattern":"^[0-9]$"}"#,
            new: r#"{"pattern":"^\\d$"}"#,
            told: &[(
                "/pattern",
                r"The payload has to match ^\d$ now; before, it was ^[0-9]$.",
                NEITHER,
                NEITHER,
            )],
        },
        Case {
            old: "{}",
            new: r#"{"pattern":"^a"}"#,
            told: &[(
                "/pattern",
                "The payload has to match ^a now.",
                BACKWARD,
                BACKWARD,
            )],
        },
        Case {
            old: r#"{"pattern":"^a"}"#,
            new: "{}",
            told: &[(
                "/pattern",
                "The payload no longer has to match ^a.",
                FORWARD,
                FORWARD,
            )],
        },
    ],
};

fn find(pair: &Pair<'_>) -> Vec<Told> {
    let (old, new) = pair.both("pattern");
    let (old, new) = (old.and_then(Value::as_str), new.and_then(Value::as_str));
    let subject = pair.subject.text();
    let message = match (old, new) {
        (Some(old), Some(new)) if old != new => {
            format!(
                "{subject} has to match {} now; before, it was {}.",
                cut(new),
                cut(old)
            )
        }
        (None, Some(new)) => format!("{subject} has to match {} now.", cut(new)),
        (Some(old), None) => format!("{subject} no longer has to match {}.", cut(old)),
        _ => return Vec::new(),
    };
    // Whether one of two patterns is within the other is proven, where it is.
    vec![pair.told("pattern", breaks(new.is_some(), old.is_some()), message)]
}
