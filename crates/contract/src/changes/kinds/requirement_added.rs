//! Another schema has to fit too.

#[cfg(test)]
use crate::changes::kind::Case;
use crate::changes::kind::{BACKWARD, Kind, Told};
use crate::changes::pair::Pair;

pub(super) const KIND: Kind = Kind {
    name: "requirement_added",
    find,
    #[cfg(test)]
    cases: &[Case {
        old: r#"{"allOf":[{"type":"string"}]}"#,
        new: r#"{"allOf":[{"type":"string"},{"minLength":1}]}"#,
        told: &[(
            "/allOf/1",
            "The payload has to meet one more requirement: minLength.",
            BACKWARD,
            BACKWARD,
        )],
    }],
};

fn find(pair: &Pair<'_>) -> Vec<Told> {
    pair.requirements
        .added
        .iter()
        .filter(|part| !part.is_open())
        .map(|part| Told {
            pointer: part.at().to_owned(),
            breaks: BACKWARD,
            message: format!(
                "{} has to meet one more requirement: {}.",
                pair.subject.text(),
                part.summary()
            ),
        })
        .collect()
}
