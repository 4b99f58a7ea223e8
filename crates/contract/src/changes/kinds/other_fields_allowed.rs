//! Other fields than the named ones may be there, of a schema.

use crate::changes::fields::{Others, others, others_keyword};
#[cfg(test)]
use crate::changes::kind::Case;
use crate::changes::kind::{FORWARD, Kind, Told};
use crate::changes::pair::Pair;

pub(super) const KIND: Kind = Kind {
    name: "other_fields_allowed",
    find,
    #[cfg(test)]
    cases: &[Case {
        old: r#"{"type":"object","properties":{"a":{}},"additionalProperties":false}"#,
        new: r#"{"type":"object","properties":{"a":{}},"additionalProperties":{"type":"string"}}"#,
        told: &[(
            "/additionalProperties",
            "The payload may have some other fields than the named ones now.",
            FORWARD,
            FORWARD,
        )],
    }],
};

fn find(pair: &Pair<'_>) -> Vec<Told> {
    let breaks = match (others(&pair.old), others(&pair.new)) {
        (Others::Closed, Others::Of(_)) => FORWARD,
        _ => return Vec::new(),
    };
    vec![pair.told(
        others_keyword(pair),
        breaks,
        format!(
            "{} may have some other fields than the named ones now.",
            pair.subject.text()
        ),
    )]
}
