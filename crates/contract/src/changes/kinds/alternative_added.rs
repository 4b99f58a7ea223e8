//! There is one more alternative.

#[cfg(test)]
use crate::changes::kind::Case;
use crate::changes::kind::{FORWARD, Kind, Told};
use crate::changes::pair::Pair;

pub(super) const KIND: Kind = Kind {
    name: "alternative_added",
    find,
    #[cfg(test)]
    cases: &[
        Case {
            old: r#"{"anyOf":[{"type":"string"},{"type":"null"}]}"#,
            new: r#"{"anyOf":[{"type":"string"},{"type":"null"},{"type":"boolean"}]}"#,
            told: &[(
                "/anyOf/2",
                "The payload has one more alternative: boolean.",
                FORWARD,
                FORWARD,
            )],
        },
        Case {
            old: r#"{"type":"object","properties":{"a":{"type":"string"}}}"#,
            new: r#"{"type":"object","properties":{"a":{"anyOf":[{"type":"string"},{"type":"null"}]}}}"#,
            told: &[(
                "/properties/a/anyOf/1",
                "The field a has one more alternative: null.",
                FORWARD,
                FORWARD,
            )],
        },
    ],
};

fn find(pair: &Pair<'_>) -> Vec<Told> {
    pair.alternatives
        .added
        .iter()
        .map(|part| Told {
            pointer: part.at().to_owned(),
            breaks: FORWARD,
            message: format!(
                "{} has one more alternative: {}.",
                pair.subject.text(),
                part.summary()
            ),
        })
        .collect()
}
