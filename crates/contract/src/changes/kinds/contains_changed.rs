//! Whether an array needs an item of a schema.

#[cfg(test)]
use crate::changes::kind::Case;
use crate::changes::kind::{BACKWARD, FORWARD, Kind, Told};
use crate::changes::pair::Pair;

pub(super) const KIND: Kind = Kind {
    name: "contains_changed",
    find,
    #[cfg(test)]
    cases: &[
        Case {
            old: "{}",
            new: r#"{"contains":{"const":1}}"#,
            told: &[(
                "/contains",
                "An item of a certain kind has to be in the payload now.",
                BACKWARD,
                BACKWARD,
            )],
        },
        Case {
            old: r#"{"contains":{"const":1}}"#,
            new: "{}",
            told: &[(
                "/contains",
                "No item of a certain kind has to be in the payload any more.",
                FORWARD,
                FORWARD,
            )],
        },
    ],
};

fn find(pair: &Pair<'_>) -> Vec<Told> {
    match pair.both("contains") {
        (None, Some(_)) => vec![pair.told(
            "contains",
            BACKWARD,
            format!(
                "An item of a certain kind has to be in {} now.",
                pair.subject.inner()
            ),
        )],
        (Some(_), None) => vec![pair.told(
            "contains",
            FORWARD,
            format!(
                "No item of a certain kind has to be in {} any more.",
                pair.subject.inner()
            ),
        )],
        _ => Vec::new(),
    }
}
