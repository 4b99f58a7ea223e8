//! Some types are no longer accepted.

#[cfg(test)]
use crate::changes::kind::Case;
use crate::changes::kind::{BACKWARD, Kind, Told};
use crate::changes::pair::Pair;
use crate::changes::types;

pub(super) const KIND: Kind = Kind {
    name: "type_narrowed",
    find,
    #[cfg(test)]
    cases: &[
        Case {
            old: r#"{"type":"object","properties":{"a":{"type":"number"}}}"#,
            new: r#"{"type":"object","properties":{"a":{"type":"integer"}}}"#,
            told: &[(
                "/properties/a/type",
                "The field a is an integer now; before, it was a number.",
                BACKWARD,
                BACKWARD,
            )],
        },
        Case {
            old: r#"{"type":"object","properties":{"a":{}}}"#,
            new: r#"{"type":"object","properties":{"a":{"type":"string"}}}"#,
            told: &[(
                "/properties/a/type",
                "The field a is a string now; before, it was of any type.",
                BACKWARD,
                BACKWARD,
            )],
        },
        Case {
            old: r#"{"type":"object","properties":{"a":{"enum":["x"]}}}"#,
            new: r#"{"type":"object","properties":{"a":{"type":"string","enum":["x"]}}}"#,
            told: &[],
        },
    ],
};

fn find(pair: &Pair<'_>) -> Vec<Told> {
    let change = types::change(pair);
    if change.takes && !change.adds && !change.is_about_null {
        vec![pair.told("type", BACKWARD, change.sentence(pair))]
    } else {
        Vec::new()
    }
}
