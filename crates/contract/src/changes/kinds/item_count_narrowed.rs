//! A limit of arrays leaves less room.

use crate::changes::bounds::ITEM_COUNT;
#[cfg(test)]
use crate::changes::kind::{BACKWARD, Case};
use crate::changes::kind::{Kind, Told};
use crate::changes::pair::Pair;

pub(super) const KIND: Kind = Kind {
    name: "item_count_narrowed",
    find,
    #[cfg(test)]
    cases: &[
        Case {
            old: r#"{"type":"object","properties":{"a":{"type":"array","maxItems":2}}}"#,
            new: r#"{"type":"object","properties":{"a":{"type":"array","maxItems":1}}}"#,
            told: &[(
                "/properties/a/maxItems",
                "The field a may have at most 1 items now; before, it may have at most 2 items.",
                BACKWARD,
                BACKWARD,
            )],
        },
        Case {
            old: r#"{"minItems":1}"#,
            new: r#"{"minItems":1,"maxItems":9}"#,
            told: &[(
                "/maxItems",
                "The payload may have at most 9 items now.",
                BACKWARD,
                BACKWARD,
            )],
        },
        Case {
            old: r#"{"minItems":1}"#,
            new: r#"{"minItems":2}"#,
            told: &[(
                "/minItems",
                "The payload needs at least 2 items now; before, it needs at least 1 items.",
                BACKWARD,
                BACKWARD,
            )],
        },
    ],
};

fn find(pair: &Pair<'_>) -> Vec<Told> {
    ITEM_COUNT.narrowed(pair)
}
