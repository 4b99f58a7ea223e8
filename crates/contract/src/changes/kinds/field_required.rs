//! A field that could be left out has to be there.

use crate::changes::fields::{added, required};
#[cfg(test)]
use crate::changes::kind::Case;
use crate::changes::kind::{BACKWARD, Kind, Told};
use crate::changes::pair::Pair;
use std::collections::BTreeSet;

pub(super) const KIND: Kind = Kind {
    name: "field_required",
    find,
    #[cfg(test)]
    cases: &[
        Case {
            old: r#"{"type":"object","properties":{"a":{"type":"string"}}}"#,
            new: r#"{"type":"object","properties":{"a":{"type":"string"}},"required":["a"]}"#,
            told: &[(
                "/required",
                "The field a is required now.",
                BACKWARD,
                BACKWARD,
            )],
        },
        Case {
            old: r#"{"type":"object","properties":{"a":{}},"required":["a"]}"#,
            new: r#"{"type":"object","properties":{"a":{},"b":{}},"required":["a","b"]}"#,
            told: &[],
        },
    ],
};

fn find(pair: &Pair<'_>) -> Vec<Told> {
    let was_required = required(&pair.old);
    let added: BTreeSet<&str> = added(pair).into_iter().map(|(name, _)| name).collect();
    required(&pair.new)
        .into_iter()
        .filter(|name| !was_required.contains(name) && !added.contains(name))
        .map(|name| {
            pair.told(
                "required",
                BACKWARD,
                format!(
                    "The field {} is required now.",
                    pair.subject.field_path(name)
                ),
            )
        })
        .collect()
}
