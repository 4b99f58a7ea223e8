//! The default is another one; validation does not see it.

#[cfg(test)]
use crate::changes::kind::Case;
use crate::changes::kind::{Kind, NEITHER, Told};
use crate::changes::pair::Pair;
use crate::changes::wording;

pub(super) const KIND: Kind = Kind {
    name: "default_changed",
    find,
    #[cfg(test)]
    cases: &[
        Case {
            old: r#"{"type":"object","properties":{"a":{"default":1}}}"#,
            new: r#"{"type":"object","properties":{"a":{"default":2}}}"#,
            told: &[(
                "/properties/a/default",
                "The default of the field a is 2 now; before, it was 1.",
                NEITHER,
                NEITHER,
            )],
        },
        Case {
            old: r#"{"default":1}"#,
            new: "{}",
            told: &[(
                "/default",
                "The default of the payload is gone; it was 1.",
                NEITHER,
                NEITHER,
            )],
        },
    ],
};

fn find(pair: &Pair<'_>) -> Vec<Told> {
    let subject = pair.subject.inner();
    let message = match pair.both("default") {
        (Some(old), Some(new)) if old != new => format!(
            "The default of {subject} is {} now; before, it was {}.",
            wording::value(new),
            wording::value(old)
        ),
        (None, Some(new)) => format!("The default of {subject} is {} now.", wording::value(new)),
        (Some(old), None) => format!(
            "The default of {subject} is gone; it was {}.",
            wording::value(old)
        ),
        _ => return Vec::new(),
    };
    vec![pair.told("default", NEITHER, message)]
}
