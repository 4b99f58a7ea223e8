//! Whether some values are excluded.

#[cfg(test)]
use crate::changes::kind::Case;
use crate::changes::kind::{BACKWARD, FORWARD, Kind, Told};
use crate::changes::pair::Pair;

pub(super) const KIND: Kind = Kind {
    name: "exclusion_changed",
    find,
    #[cfg(test)]
    cases: &[
        Case {
            old: "{}",
            new: r#"{"not":{"type":"null"}}"#,
            told: &[(
                "/not",
                "Some values of the payload are excluded now.",
                BACKWARD,
                BACKWARD,
            )],
        },
        Case {
            old: r#"{"not":{"type":"null"}}"#,
            new: "{}",
            told: &[(
                "/not",
                "Values of the payload that were excluded are accepted now.",
                FORWARD,
                FORWARD,
            )],
        },
    ],
};

fn find(pair: &Pair<'_>) -> Vec<Told> {
    match pair.both("not") {
        (None, Some(_)) => vec![pair.told(
            "not",
            BACKWARD,
            format!("Some values of {} are excluded now.", pair.subject.inner()),
        )],
        (Some(_), None) => vec![pair.told(
            "not",
            FORWARD,
            format!(
                "Values of {} that were excluded are accepted now.",
                pair.subject.inner()
            ),
        )],
        _ => Vec::new(),
    }
}
