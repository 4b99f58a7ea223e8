//! A limit of objects leaves more room.

use crate::changes::bounds::FIELD_COUNT;
#[cfg(test)]
use crate::changes::kind::{Case, FORWARD};
use crate::changes::kind::{Kind, Told};
use crate::changes::pair::Pair;

pub(super) const KIND: Kind = Kind {
    name: "field_count_widened",
    find,
    #[cfg(test)]
    cases: &[
        Case {
            old: r#"{"type":"object","properties":{"a":{"type":"object","maxProperties":1}}}"#,
            new: r#"{"type":"object","properties":{"a":{"type":"object","maxProperties":2}}}"#,
            told: &[(
                "/properties/a/maxProperties",
                "The field a may have at most 2 fields now; before, it may have at most 1 fields.",
                FORWARD,
                FORWARD,
            )],
        },
        Case {
            old: r#"{"minProperties":3}"#,
            new: "{}",
            told: &[(
                "/minProperties",
                "The payload has a limit less; before, it needs at least 3 fields.",
                FORWARD,
                FORWARD,
            )],
        },
    ],
};

fn find(pair: &Pair<'_>) -> Vec<Told> {
    FIELD_COUNT.widened(pair)
}
