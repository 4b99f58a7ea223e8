//! Any other fields than the named ones may be there.

use crate::changes::fields::{Others, others, others_keyword};
#[cfg(test)]
use crate::changes::kind::Case;
use crate::changes::kind::{FORWARD, Kind, NEITHER, Told};
use crate::changes::pair::Pair;

pub(super) const KIND: Kind = Kind {
    name: "opened",
    find,
    #[cfg(test)]
    cases: &[
        Case {
            old: r#"{"type":"object","properties":{"a":{}},"additionalProperties":false}"#,
            new: r#"{"type":"object","properties":{"a":{}}}"#,
            told: &[(
                "/additionalProperties",
                "The payload may have any other fields than the named ones now.",
                FORWARD,
                NEITHER,
            )],
        },
        Case {
            old: r#"{"type":"object","properties":{"a":{}},"additionalProperties":false}"#,
            new: r#"{"type":"object","properties":{"a":{}},"additionalProperties":true}"#,
            told: &[(
                "/additionalProperties",
                "The payload may have any other fields than the named ones now.",
                FORWARD,
                NEITHER,
            )],
        },
    ],
};

fn find(pair: &Pair<'_>) -> Vec<Told> {
    let breaks = match (others(&pair.old), others(&pair.new)) {
        (Others::Closed | Others::Of(_), Others::Open) if pair.is_strict() => NEITHER,
        (Others::Closed | Others::Of(_), Others::Open) => FORWARD,
        _ => return Vec::new(),
    };
    vec![pair.told(
        others_keyword(pair),
        breaks,
        format!(
            "{} may have any other fields than the named ones now.",
            pair.subject.text()
        ),
    )]
}
