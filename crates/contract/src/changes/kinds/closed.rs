//! No other fields than the named ones may be there any more.

use crate::changes::fields::{Others, others, others_keyword};
#[cfg(test)]
use crate::changes::kind::Case;
use crate::changes::kind::{BACKWARD, Kind, NEITHER, Told};
use crate::changes::pair::Pair;

pub(super) const KIND: Kind = Kind {
    name: "closed",
    find,
    #[cfg(test)]
    cases: &[
        Case {
            old: r#"{"type":"object","properties":{"a":{}}}"#,
            new: r#"{"type":"object","properties":{"a":{}},"additionalProperties":false}"#,
            told: &[(
                "/additionalProperties",
                "The payload may not have other fields than the named ones any more.",
                BACKWARD,
                NEITHER,
            )],
        },
        Case {
            old: r#"{"type":"object","properties":{"a":{}},"additionalProperties":{"type":"string"}}"#,
            new: r#"{"type":"object","properties":{"a":{}},"additionalProperties":false}"#,
            told: &[(
                "/additionalProperties",
                "The payload may not have other fields than the named ones any more.",
                BACKWARD,
                BACKWARD,
            )],
        },
    ],
};

fn find(pair: &Pair<'_>) -> Vec<Told> {
    let breaks = match (others(&pair.old), others(&pair.new)) {
        (Others::Open, Others::Closed) if pair.is_strict() => NEITHER,
        (Others::Open | Others::Of(_), Others::Closed) => BACKWARD,
        _ => return Vec::new(),
    };
    vec![pair.told(
        others_keyword(pair),
        breaks,
        format!(
            "{} may not have other fields than the named ones any more.",
            pair.subject.text()
        ),
    )]
}
