//! A tuple may go on behind its positions.

use crate::changes::fields::Others;
use crate::changes::items::{rest, rest_keyword_of};
#[cfg(test)]
use crate::changes::kind::Case;
use crate::changes::kind::{FORWARD, Kind, Told};
use crate::changes::pair::Pair;

pub(super) const KIND: Kind = Kind {
    name: "tuple_opened",
    find,
    #[cfg(test)]
    cases: &[Case {
        old: r#"{"prefixItems":[{}],"items":false}"#,
        new: r#"{"prefixItems":[{}]}"#,
        told: &[(
            "/items",
            "More items may follow in the payload than the described ones.",
            FORWARD,
            FORWARD,
        )],
    }],
};

fn find(pair: &Pair<'_>) -> Vec<Told> {
    if rest(&pair.old) == Others::Closed && rest(&pair.new) != Others::Closed {
        let message = format!(
            "More items may follow in {} than the described ones.",
            pair.subject.inner()
        );
        vec![pair.told(rest_keyword_of(pair), FORWARD, message)]
    } else {
        Vec::new()
    }
}
