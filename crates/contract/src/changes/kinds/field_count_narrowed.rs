//! A limit of objects leaves less room.

use crate::changes::bounds::FIELD_COUNT;
#[cfg(test)]
use crate::changes::kind::{BACKWARD, Case};
use crate::changes::kind::{Kind, Told};
use crate::changes::pair::Pair;

pub(super) const KIND: Kind = Kind {
    name: "field_count_narrowed",
    find,
    #[cfg(test)]
    cases: &[
        Case {
            old: r#"{"type":"object","properties":{"a":{"type":"object","maxProperties":2}}}"#,
            new: r#"{"type":"object","properties":{"a":{"type":"object","maxProperties":1}}}"#,
            told: &[(
                "/properties/a/maxProperties",
                "The field a may have at most 1 fields now; before, it may have at most 2 fields.",
                BACKWARD,
                BACKWARD,
            )],
        },
        Case {
            old: r#"{"minProperties":1}"#,
            new: r#"{"minProperties":1,"maxProperties":9}"#,
            told: &[(
                "/maxProperties",
                "The payload may have at most 9 fields now.",
                BACKWARD,
                BACKWARD,
            )],
        },
        Case {
            old: r#"{"minProperties":1}"#,
            new: r#"{"minProperties":2}"#,
            told: &[(
                "/minProperties",
                "The payload needs at least 2 fields now; before, it needs at least 1 fields.",
                BACKWARD,
                BACKWARD,
            )],
        },
    ],
};

fn find(pair: &Pair<'_>) -> Vec<Told> {
    FIELD_COUNT.narrowed(pair)
}
