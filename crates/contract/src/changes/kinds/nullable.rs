//! Null is accepted beside what was.

#[cfg(test)]
use crate::changes::kind::Case;
use crate::changes::kind::{FORWARD, Kind, Told};
use crate::changes::pair::Pair;
use crate::changes::types;

pub(super) const KIND: Kind = Kind {
    name: "nullable",
    find,
    #[cfg(test)]
    cases: &[
        Case {
            old: r#"{"type":"object","properties":{"a":{"type":"string"}}}"#,
            new: r#"{"type":"object","properties":{"a":{"type":["string","null"]}}}"#,
            told: &[(
                "/properties/a/type",
                "The field a may be null now.",
                FORWARD,
                FORWARD,
            )],
        },
        Case {
            old: r#"{"type":"object","properties":{"a":{"type":"string"}}}"#,
            new: r#"{"type":"object","properties":{"a":{"type":["integer","null"]}}}"#,
            told: &[],
        },
    ],
};

fn find(pair: &Pair<'_>) -> Vec<Told> {
    let change = types::change(pair);
    if change.adds && change.is_about_null {
        vec![pair.told(
            "type",
            FORWARD,
            format!("{} may be null now.", pair.subject.text()),
        )]
    } else {
        Vec::new()
    }
}
