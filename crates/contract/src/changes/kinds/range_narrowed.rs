//! A limit of numbers leaves less room.

use crate::changes::bounds::RANGE;
#[cfg(test)]
use crate::changes::kind::{BACKWARD, Case};
use crate::changes::kind::{Kind, Told};
use crate::changes::pair::Pair;

pub(super) const KIND: Kind = Kind {
    name: "range_narrowed",
    find,
    #[cfg(test)]
    cases: &[
        Case {
            old: r#"{"type":"object","properties":{"a":{"type":"number","maximum":2}}}"#,
            new: r#"{"type":"object","properties":{"a":{"type":"number","maximum":1}}}"#,
            told: &[(
                "/properties/a/maximum",
                "The field a has to be at most 1 now; before, it has to be at most 2.",
                BACKWARD,
                BACKWARD,
            )],
        },
        Case {
            old: r#"{"minimum":1}"#,
            new: r#"{"minimum":1,"maximum":9}"#,
            told: &[(
                "/maximum",
                "The payload has to be at most 9 now.",
                BACKWARD,
                BACKWARD,
            )],
        },
        Case {
            old: r#"{"minimum":1}"#,
            new: r#"{"minimum":2}"#,
            told: &[(
                "/minimum",
                "The payload has to be at least 2 now; before, it has to be at least 1.",
                BACKWARD,
                BACKWARD,
            )],
        },
        Case {
            old: r#"{"minimum":1}"#,
            new: r#"{"exclusiveMinimum":1}"#,
            told: &[(
                "/exclusiveMinimum",
                "The payload has to be above 1 now; before, it has to be at least 1.",
                BACKWARD,
                BACKWARD,
            )],
        },
    ],
};

fn find(pair: &Pair<'_>) -> Vec<Told> {
    RANGE.narrowed(pair)
}
