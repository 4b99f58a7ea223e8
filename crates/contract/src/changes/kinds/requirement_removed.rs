//! A schema no longer has to fit too.

#[cfg(test)]
use crate::changes::kind::Case;
use crate::changes::kind::{FORWARD, Kind, Told};
use crate::changes::pair::Pair;

pub(super) const KIND: Kind = Kind {
    name: "requirement_removed",
    find,
    #[cfg(test)]
    cases: &[Case {
        old: r#"{"allOf":[{"type":"string"},{"minLength":1}]}"#,
        new: r#"{"allOf":[{"type":"string"}]}"#,
        told: &[(
            "/allOf/1",
            "The payload has to meet one requirement less: minLength.",
            FORWARD,
            FORWARD,
        )],
    }],
};

fn find(pair: &Pair<'_>) -> Vec<Told> {
    pair.requirements
        .removed
        .iter()
        .filter(|part| !part.is_open())
        .map(|part| Told {
            pointer: part.at().to_owned(),
            breaks: FORWARD,
            message: format!(
                "{} has to meet one requirement less: {}.",
                pair.subject.text(),
                part.summary()
            ),
        })
        .collect()
}
