//! More types are accepted.

#[cfg(test)]
use crate::changes::kind::Case;
use crate::changes::kind::{FORWARD, Kind, Told};
use crate::changes::pair::Pair;
use crate::changes::types;

pub(super) const KIND: Kind = Kind {
    name: "type_widened",
    find,
    #[cfg(test)]
    cases: &[
        Case {
            old: r#"{"type":"object","properties":{"a":{"type":"integer"}}}"#,
            new: r#"{"type":"object","properties":{"a":{"type":"number"}}}"#,
            told: &[(
                "/properties/a/type",
                "The field a is a number now; before, it was an integer.",
                FORWARD,
                FORWARD,
            )],
        },
        Case {
            old: r#"{"type":"object","properties":{"a":{"type":"string"}}}"#,
            new: r#"{"type":"object","properties":{"a":{"type":["string","array"]}}}"#,
            told: &[(
                "/properties/a/type",
                "The field a is a string or an array now; before, it was a string.",
                FORWARD,
                FORWARD,
            )],
        },
    ],
};

fn find(pair: &Pair<'_>) -> Vec<Told> {
    let change = types::change(pair);
    if change.adds && !change.takes && !change.is_about_null {
        vec![pair.told("type", FORWARD, change.sentence(pair))]
    } else {
        Vec::new()
    }
}
