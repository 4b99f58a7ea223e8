//! A field that had to be there may be left out.

use crate::changes::fields::{removed, required};
#[cfg(test)]
use crate::changes::kind::Case;
use crate::changes::kind::{FORWARD, Kind, Told};
use crate::changes::pair::Pair;
use std::collections::BTreeSet;

pub(super) const KIND: Kind = Kind {
    name: "field_optional",
    find,
    #[cfg(test)]
    cases: &[Case {
        old: r#"{"type":"object","properties":{"a":{"type":"string"}},"required":["a"]}"#,
        new: r#"{"type":"object","properties":{"a":{"type":"string"}}}"#,
        told: &[(
            "/required",
            "The field a may be left out now.",
            FORWARD,
            FORWARD,
        )],
    }],
};

fn find(pair: &Pair<'_>) -> Vec<Told> {
    let is_required = required(&pair.new);
    let removed: BTreeSet<&str> = removed(pair).into_iter().map(|(name, _)| name).collect();
    required(&pair.old)
        .into_iter()
        .filter(|name| !is_required.contains(name) && !removed.contains(name))
        .map(|name| {
            pair.told(
                "required",
                FORWARD,
                format!(
                    "The field {} may be left out now.",
                    pair.subject.field_path(name)
                ),
            )
        })
        .collect()
}
