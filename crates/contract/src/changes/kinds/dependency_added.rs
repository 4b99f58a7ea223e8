//! A field needs others beside it.

use crate::changes::dependencies::missing;
#[cfg(test)]
use crate::changes::kind::Case;
use crate::changes::kind::{BACKWARD, Kind, Told};
use crate::changes::pair::Pair;

pub(super) const KIND: Kind = Kind {
    name: "dependency_added",
    find,
    #[cfg(test)]
    cases: &[
        Case {
            old: r#"{"properties":{"a":{},"b":{},"c":{}},"dependentRequired":{"a":["b"]}}"#,
            new: r#"{"properties":{"a":{},"b":{},"c":{}},"dependentRequired":{"a":["b","c"]}}"#,
            told: &[(
                "/dependentRequired/a",
                "Where the field a is there, c has to be there too now.",
                BACKWARD,
                BACKWARD,
            )],
        },
        Case {
            old: r#"{"properties":{"a":{},"b":{},"c":{}}}"#,
            new: r#"{"properties":{"a":{},"b":{},"c":{}},"dependencies":{"a":["b"]},"$schema":"http://json-schema.org/draft-07/schema#"}"#,
            told: &[(
                "/dependencies/a",
                "Where the field a is there, b has to be there too now.",
                BACKWARD,
                BACKWARD,
            )],
        },
    ],
};

fn find(pair: &Pair<'_>) -> Vec<Told> {
    let told = missing(&pair.new, &pair.old);
    told.into_iter()
        .map(|(pointer, name, needs)| Told {
            pointer,
            breaks: BACKWARD,
            message: format!(
                "Where the field {} is there, {} has to be there too now.",
                pair.subject.field_path(name),
                needs
            ),
        })
        .collect()
}
