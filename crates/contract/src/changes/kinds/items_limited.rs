//! The items of an array have to be of a schema.

use crate::changes::fields::Others;
use crate::changes::items::{rest, rest_keyword_of};
#[cfg(test)]
use crate::changes::kind::Case;
use crate::changes::kind::{BACKWARD, Kind, Told};
use crate::changes::pair::Pair;

pub(super) const KIND: Kind = Kind {
    name: "items_limited",
    find,
    #[cfg(test)]
    cases: &[
        Case {
            old: r#"{"type":"object","properties":{"a":{"type":"array"}}}"#,
            new: r#"{"type":"object","properties":{"a":{"type":"array","items":{"type":"string"}}}}"#,
            told: &[(
                "/properties/a/items",
                "The items of the field a are limited now.",
                BACKWARD,
                BACKWARD,
            )],
        },
        Case {
            old: r#"{"items":true}"#,
            new: r#"{"items":{}}"#,
            told: &[],
        },
    ],
};

fn find(pair: &Pair<'_>) -> Vec<Told> {
    if rest(&pair.old) == Others::Open && matches!(rest(&pair.new), Others::Of(_)) {
        let message = format!("The items of {} are limited now.", pair.subject.inner());
        vec![pair.told(rest_keyword_of(pair), BACKWARD, message)]
    } else {
        Vec::new()
    }
}
