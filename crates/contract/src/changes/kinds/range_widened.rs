//! A limit of numbers leaves more room.

use crate::changes::bounds::RANGE;
#[cfg(test)]
use crate::changes::kind::{Case, FORWARD};
use crate::changes::kind::{Kind, Told};
use crate::changes::pair::Pair;

pub(super) const KIND: Kind = Kind {
    name: "range_widened",
    find,
    #[cfg(test)]
    cases: &[
        Case {
            old: r#"{"type":"object","properties":{"a":{"type":"number","maximum":1}}}"#,
            new: r#"{"type":"object","properties":{"a":{"type":"number","maximum":2}}}"#,
            told: &[(
                "/properties/a/maximum",
                "The field a has to be at most 2 now; before, it has to be at most 1.",
                FORWARD,
                FORWARD,
            )],
        },
        Case {
            old: r#"{"minimum":3}"#,
            new: "{}",
            told: &[(
                "/minimum",
                "The payload has a limit less; before, it has to be at least 3.",
                FORWARD,
                FORWARD,
            )],
        },
        Case {
            old: r#"{"maximum":5}"#,
            new: r#"{"maximum":5.5}"#,
            told: &[(
                "/maximum",
                "The payload has to be at most 5.5 now; before, it has to be at most 5.",
                FORWARD,
                FORWARD,
            )],
        },
    ],
};

fn find(pair: &Pair<'_>) -> Vec<Told> {
    RANGE.widened(pair)
}
