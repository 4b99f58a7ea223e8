//! A limit of arrays leaves more room.

use crate::changes::bounds::ITEM_COUNT;
#[cfg(test)]
use crate::changes::kind::{Case, FORWARD};
use crate::changes::kind::{Kind, Told};
use crate::changes::pair::Pair;

pub(super) const KIND: Kind = Kind {
    name: "item_count_widened",
    find,
    #[cfg(test)]
    cases: &[
        Case {
            old: r#"{"type":"object","properties":{"a":{"type":"array","maxItems":1}}}"#,
            new: r#"{"type":"object","properties":{"a":{"type":"array","maxItems":2}}}"#,
            told: &[(
                "/properties/a/maxItems",
                "The field a may have at most 2 items now; before, it may have at most 1 items.",
                FORWARD,
                FORWARD,
            )],
        },
        Case {
            old: r#"{"minItems":3}"#,
            new: "{}",
            told: &[(
                "/minItems",
                "The payload has a limit less; before, it needs at least 3 items.",
                FORWARD,
                FORWARD,
            )],
        },
    ],
};

fn find(pair: &Pair<'_>) -> Vec<Told> {
    ITEM_COUNT.widened(pair)
}
