//! Other types are accepted, and some no longer.

#[cfg(test)]
use crate::changes::kind::Case;
use crate::changes::kind::{BOTH, Kind, Told};
use crate::changes::pair::Pair;
use crate::changes::types;

pub(super) const KIND: Kind = Kind {
    name: "type_changed",
    find,
    #[cfg(test)]
    cases: &[
        Case {
            old: r#"{"type":"object","properties":{"a":{"type":"string"}}}"#,
            new: r#"{"type":"object","properties":{"a":{"type":"integer"}}}"#,
            told: &[(
                "/properties/a/type",
                "The field a is an integer now; before, it was a string.",
                BOTH,
                BOTH,
            )],
        },
        Case {
            old: r#"{"type":["string","null"]}"#,
            new: r#"{"type":["string","boolean"]}"#,
            told: &[(
                "/type",
                "The payload is a boolean or a string now; before, it was null or a string.",
                BOTH,
                BOTH,
            )],
        },
    ],
};

fn find(pair: &Pair<'_>) -> Vec<Told> {
    let change = types::change(pair);
    if change.takes && change.adds {
        vec![pair.told("type", BOTH, change.sentence(pair))]
    } else {
        Vec::new()
    }
}
