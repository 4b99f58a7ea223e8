//! A tuple may not go on behind its positions.

use crate::changes::fields::Others;
use crate::changes::items::{rest, rest_keyword_of};
#[cfg(test)]
use crate::changes::kind::Case;
use crate::changes::kind::{BACKWARD, Kind, Told};
use crate::changes::pair::Pair;

pub(super) const KIND: Kind = Kind {
    name: "tuple_closed",
    find,
    #[cfg(test)]
    cases: &[Case {
        old: r#"{"prefixItems":[{}]}"#,
        new: r#"{"prefixItems":[{}],"items":false}"#,
        told: &[(
            "/items",
            "No more items may follow in the payload than the described ones.",
            BACKWARD,
            BACKWARD,
        )],
    }],
};

fn find(pair: &Pair<'_>) -> Vec<Told> {
    if rest(&pair.old) != Others::Closed && rest(&pair.new) == Others::Closed {
        let message = format!(
            "No more items may follow in {} than the described ones.",
            pair.subject.inner()
        );
        vec![pair.told(rest_keyword_of(pair), BACKWARD, message)]
    } else {
        Vec::new()
    }
}
