//! Null is no longer accepted.

#[cfg(test)]
use crate::changes::kind::Case;
use crate::changes::kind::{BACKWARD, Kind, Told};
use crate::changes::pair::Pair;
use crate::changes::types;

pub(super) const KIND: Kind = Kind {
    name: "not_nullable",
    find,
    #[cfg(test)]
    cases: &[Case {
        old: r#"{"type":"object","properties":{"a":{"type":["string","null"]}}}"#,
        new: r#"{"type":"object","properties":{"a":{"type":"string"}}}"#,
        told: &[(
            "/properties/a/type",
            "The field a may not be null any more.",
            BACKWARD,
            BACKWARD,
        )],
    }],
};

fn find(pair: &Pair<'_>) -> Vec<Told> {
    let change = types::change(pair);
    if change.takes && change.is_about_null {
        vec![pair.told(
            "type",
            BACKWARD,
            format!("{} may not be null any more.", pair.subject.text()),
        )]
    } else {
        Vec::new()
    }
}
