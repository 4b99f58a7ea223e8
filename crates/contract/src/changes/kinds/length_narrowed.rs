//! A limit of strings leaves less room.

use crate::changes::bounds::LENGTH;
#[cfg(test)]
use crate::changes::kind::{BACKWARD, Case};
use crate::changes::kind::{Kind, Told};
use crate::changes::pair::Pair;

pub(super) const KIND: Kind = Kind {
    name: "length_narrowed",
    find,
    #[cfg(test)]
    cases: &[
        Case {
            old: r#"{"type":"object","properties":{"a":{"type":"string","maxLength":2}}}"#,
            new: r#"{"type":"object","properties":{"a":{"type":"string","maxLength":1}}}"#,
            told: &[(
                "/properties/a/maxLength",
                "The field a may have at most 1 characters now; before, it may have at most 2 characters.",
                BACKWARD,
                BACKWARD,
            )],
        },
        Case {
            old: r#"{"minLength":1}"#,
            new: r#"{"minLength":1,"maxLength":9}"#,
            told: &[(
                "/maxLength",
                "The payload may have at most 9 characters now.",
                BACKWARD,
                BACKWARD,
            )],
        },
        Case {
            old: r#"{"minLength":1}"#,
            new: r#"{"minLength":2}"#,
            told: &[(
                "/minLength",
                "The payload needs at least 2 characters now; before, it needs at least 1 characters.",
                BACKWARD,
                BACKWARD,
            )],
        },
    ],
};

fn find(pair: &Pair<'_>) -> Vec<Told> {
    LENGTH.narrowed(pair)
}
