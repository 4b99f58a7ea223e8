//! Whether items may be equal.

#[cfg(test)]
use crate::changes::kind::Case;
use crate::changes::kind::{BACKWARD, FORWARD, Kind, Told};
use crate::changes::pair::Pair;
use serde_json::Value;

pub(super) const KIND: Kind = Kind {
    name: "unique_items_changed",
    find,
    #[cfg(test)]
    cases: &[
        Case {
            old: r#"{"type":"array"}"#,
            new: r#"{"type":"array","uniqueItems":true}"#,
            told: &[(
                "/uniqueItems",
                "The items of the payload have to be different now.",
                BACKWARD,
                BACKWARD,
            )],
        },
        Case {
            old: r#"{"type":"array","uniqueItems":true}"#,
            new: r#"{"type":"array","uniqueItems":false}"#,
            told: &[(
                "/uniqueItems",
                "The items of the payload may be equal now.",
                FORWARD,
                FORWARD,
            )],
        },
    ],
};

fn find(pair: &Pair<'_>) -> Vec<Told> {
    let (old, new) = pair.both("uniqueItems");
    let subject = pair.subject.inner();
    match (
        old == Some(&Value::Bool(true)),
        new == Some(&Value::Bool(true)),
    ) {
        (false, true) => {
            vec![pair.told(
                "uniqueItems",
                BACKWARD,
                format!("The items of {subject} have to be different now."),
            )]
        }
        (true, false) => {
            vec![pair.told(
                "uniqueItems",
                FORWARD,
                format!("The items of {subject} may be equal now."),
            )]
        }
        _ => Vec::new(),
    }
}
