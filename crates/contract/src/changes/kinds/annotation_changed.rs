//! A keyword changed that no validator looks at.

#[cfg(test)]
use crate::changes::kind::Case;
use crate::changes::kind::{Kind, NEITHER, Told};
use crate::changes::kinds::is_known;
use crate::changes::pair::Pair;
use std::collections::BTreeSet;

pub(super) const KIND: Kind = Kind {
    name: "annotation_changed",
    find,
    #[cfg(test)]
    cases: &[Case {
        old: r#"{"type":"object","properties":{"a":{"readOnly":true}}}"#,
        new: r#"{"type":"object","properties":{"a":{"deprecated":true}}}"#,
        told: &[
            (
                "/properties/a/deprecated",
                "The annotation deprecated of the field a changed.",
                NEITHER,
                NEITHER,
            ),
            (
                "/properties/a/readOnly",
                "The annotation readOnly of the field a changed.",
                NEITHER,
                NEITHER,
            ),
        ],
    }],
};

fn find(pair: &Pair<'_>) -> Vec<Told> {
    let keywords = [&pair.old, &pair.new]
        .into_iter()
        .filter_map(|side| side.schema.as_object());
    let keywords: BTreeSet<&String> = keywords.flat_map(serde_json::Map::keys).collect();
    keywords
        .into_iter()
        .filter(|keyword| !is_known(keyword) && pair.old.get(keyword) != pair.new.get(keyword))
        .map(|keyword| {
            let message = format!(
                "The annotation {keyword} of {} changed.",
                pair.subject.inner()
            );
            pair.told(keyword, NEITHER, message)
        })
        .collect()
}
