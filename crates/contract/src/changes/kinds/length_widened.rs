//! A limit of strings leaves more room.

use crate::changes::bounds::LENGTH;
#[cfg(test)]
use crate::changes::kind::{Case, FORWARD};
use crate::changes::kind::{Kind, Told};
use crate::changes::pair::Pair;

pub(super) const KIND: Kind = Kind {
    name: "length_widened",
    find,
    #[cfg(test)]
    cases: &[
        Case {
            old: r#"{"type":"object","properties":{"a":{"type":"string","maxLength":1}}}"#,
            new: r#"{"type":"object","properties":{"a":{"type":"string","maxLength":2}}}"#,
            told: &[(
                "/properties/a/maxLength",
                "The field a may have at most 2 characters now; before, it may have at most 1 characters.",
                FORWARD,
                FORWARD,
            )],
        },
        Case {
            old: r#"{"minLength":3}"#,
            new: "{}",
            told: &[(
                "/minLength",
                "The payload has a limit less; before, it needs at least 3 characters.",
                FORWARD,
                FORWARD,
            )],
        },
    ],
};

fn find(pair: &Pair<'_>) -> Vec<Told> {
    LENGTH.widened(pair)
}
