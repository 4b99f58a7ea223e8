//! The schema is written in another draft, which may read its keywords otherwise.

#[cfg(test)]
use crate::changes::kind::Case;
use crate::changes::kind::{Kind, NEITHER, Told};
use crate::changes::pair::Pair;
use crate::changes::wording;
use serde_json::Value;

pub(super) const KIND: Kind = Kind {
    name: "draft_changed",
    find,
    #[cfg(test)]
    cases: &[
        Case {
            old: r#"{"$schema":"http://json-schema.org/draft-06/schema#"}"#,
            new: r#"{"$schema":"http://json-schema.org/draft-07/schema#"}"#,
            told: &[(
                "/$schema",
                r#"The schema is written in "http://json-schema.org/draft-07/schema#" now; before, in "http://json-schema.org/draft-06/schema#"."#,
                NEITHER,
                NEITHER,
            )],
        },
        Case {
            old: r#"{"$schema":"http://json-schema.org/draft-07/schema"}"#,
            new: r#"{"$schema":"http://json-schema.org/draft-07/schema#"}"#,
            told: &[],
        },
    ],
};

fn find(pair: &Pair<'_>) -> Vec<Told> {
    match pair.both("$schema") {
        (Some(old), Some(new)) if plain(old) != plain(new) => {
            let message = format!(
                "The schema is written in {} now; before, in {}.",
                wording::value(new),
                wording::value(old)
            );
            vec![pair.told("$schema", NEITHER, message)]
        }
        _ => Vec::new(),
    }
}

/// The address without what makes no difference.
fn plain(address: &Value) -> Option<&str> {
    let address = address.as_str()?.trim_end_matches('#');
    let bare = address.strip_prefix("https://");
    Some(
        bare.or_else(|| address.strip_prefix("http://"))
            .unwrap_or(address),
    )
}
