//! The items of an array may be anything.

use crate::changes::fields::Others;
use crate::changes::items::{rest, rest_keyword_of};
#[cfg(test)]
use crate::changes::kind::Case;
use crate::changes::kind::{FORWARD, Kind, Told};
use crate::changes::pair::Pair;

pub(super) const KIND: Kind = Kind {
    name: "items_freed",
    find,
    #[cfg(test)]
    cases: &[Case {
        old: r#"{"type":"object","properties":{"a":{"type":"array","items":{"type":"string"}}}}"#,
        new: r#"{"type":"object","properties":{"a":{"type":"array"}}}"#,
        told: &[(
            "/properties/a/items",
            "The items of the field a may be anything now.",
            FORWARD,
            FORWARD,
        )],
    }],
};

fn find(pair: &Pair<'_>) -> Vec<Told> {
    if matches!(rest(&pair.old), Others::Of(_)) && rest(&pair.new) == Others::Open {
        let message = format!("The items of {} may be anything now.", pair.subject.inner());
        vec![pair.told(rest_keyword_of(pair), FORWARD, message)]
    } else {
        Vec::new()
    }
}
