//! Only words changed: title, description, comment, examples.

#[cfg(test)]
use crate::changes::kind::Case;
use crate::changes::kind::{Kind, NEITHER, Told};
use crate::changes::pair::Pair;

pub(super) const KIND: Kind = Kind {
    name: "description_changed",
    find,
    #[cfg(test)]
    cases: &[
        Case {
            old: r#"{"type":"object","properties":{"a":{"description":"x"}}}"#,
            new: r#"{"type":"object","properties":{"a":{"description":"y"}}}"#,
            told: &[(
                "/properties/a/description",
                "The description of the field a changed.",
                NEITHER,
                NEITHER,
            )],
        },
        Case {
            old: r#"{"title":"A"}"#,
            new: "{}",
            told: &[(
                "/title",
                "The title of the payload changed.",
                NEITHER,
                NEITHER,
            )],
        },
    ],
};

fn find(pair: &Pair<'_>) -> Vec<Told> {
    ["title", "description", "$comment", "examples"]
        .into_iter()
        .filter(|keyword| {
            let (old, new) = pair.both(keyword);
            old != new
        })
        .map(|keyword| {
            let message = format!(
                "The {} of {} changed.",
                keyword.trim_start_matches('$'),
                pair.subject.inner()
            );
            pair.told(keyword, NEITHER, message)
        })
        .collect()
}
