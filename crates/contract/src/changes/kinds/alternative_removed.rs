//! There is one alternative less.

#[cfg(test)]
use crate::changes::kind::Case;
use crate::changes::kind::{BACKWARD, Kind, Told};
use crate::changes::pair::Pair;

pub(super) const KIND: Kind = Kind {
    name: "alternative_removed",
    find,
    #[cfg(test)]
    cases: &[
        Case {
            old: r#"{"oneOf":[{"type":"string"},{"type":"null"}]}"#,
            new: r#"{"oneOf":[{"type":"string"}]}"#,
            told: &[(
                "/oneOf/1",
                "The payload has one alternative less: null.",
                BACKWARD,
                BACKWARD,
            )],
        },
        Case {
            old: r#"{"oneOf":[{"properties":{"k":{"const":1},"a":{"type":"string"}},"required":["k","a"],"type":"object"},{"properties":{"k":{"const":2}},"required":["k"],"type":"object"}]}"#,
            new: r#"{"oneOf":[{"properties":{"k":{"const":2}},"required":["k"],"type":"object"}]}"#,
            told: &[(
                "/oneOf/0",
                "The payload has one alternative less: object with k, a.",
                BACKWARD,
                BACKWARD,
            )],
        },
    ],
};

fn find(pair: &Pair<'_>) -> Vec<Told> {
    pair.alternatives
        .removed
        .iter()
        .map(|part| Told {
            pointer: part.at().to_owned(),
            breaks: BACKWARD,
            message: format!(
                "{} has one alternative less: {}.",
                pair.subject.text(),
                part.summary()
            ),
        })
        .collect()
}
