//! A field no longer needs others beside it.

use crate::changes::dependencies::missing;
#[cfg(test)]
use crate::changes::kind::Case;
use crate::changes::kind::{FORWARD, Kind, Told};
use crate::changes::pair::Pair;

pub(super) const KIND: Kind = Kind {
    name: "dependency_removed",
    find,
    #[cfg(test)]
    cases: &[Case {
        old: r#"{"properties":{"a":{},"b":{},"c":{}},"dependentRequired":{"a":["b","c"]}}"#,
        new: r#"{"properties":{"a":{},"b":{},"c":{}},"dependentRequired":{"a":["b"]}}"#,
        told: &[(
            "/dependentRequired/a",
            "Where the field a is there, c no longer has to be there too.",
            FORWARD,
            FORWARD,
        )],
    }],
};

fn find(pair: &Pair<'_>) -> Vec<Told> {
    let told = missing(&pair.old, &pair.new);
    told.into_iter()
        .map(|(pointer, name, needs)| Told {
            pointer,
            breaks: FORWARD,
            message: format!(
                "Where the field {} is there, {} no longer has to be there too.",
                pair.subject.field_path(name),
                needs
            ),
        })
        .collect()
}
