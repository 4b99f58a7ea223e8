//! Other fields than the named ones have to be of a schema.

use crate::changes::fields::{Others, others, others_keyword};
#[cfg(test)]
use crate::changes::kind::Case;
use crate::changes::kind::{BACKWARD, Kind, NEITHER, Told};
use crate::changes::pair::Pair;

pub(super) const KIND: Kind = Kind {
    name: "other_fields_limited",
    find,
    #[cfg(test)]
    cases: &[Case {
        old: r#"{"type":"object","properties":{"a":{}}}"#,
        new: r#"{"type":"object","properties":{"a":{}},"additionalProperties":{"type":"string"}}"#,
        told: &[(
            "/additionalProperties",
            "Other fields of the payload than the named ones are limited now.",
            BACKWARD,
            NEITHER,
        )],
    }],
};

fn find(pair: &Pair<'_>) -> Vec<Told> {
    let breaks = match (others(&pair.old), others(&pair.new)) {
        (Others::Open, Others::Of(_)) if pair.is_strict() => NEITHER,
        (Others::Open, Others::Of(_)) => BACKWARD,
        _ => return Vec::new(),
    };
    vec![pair.told(
        others_keyword(pair),
        breaks,
        format!(
            "Other fields of {} than the named ones are limited now.",
            pair.subject.inner()
        ),
    )]
}
