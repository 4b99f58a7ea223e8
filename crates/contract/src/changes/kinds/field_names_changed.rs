//! Whether the names of fields have to be of a schema.

#[cfg(test)]
use crate::changes::kind::Case;
use crate::changes::kind::{BACKWARD, FORWARD, Kind, Told};
use crate::changes::pair::Pair;

pub(super) const KIND: Kind = Kind {
    name: "field_names_changed",
    find,
    #[cfg(test)]
    cases: &[
        Case {
            old: "{}",
            new: r#"{"propertyNames":{"maxLength":3}}"#,
            told: &[(
                "/propertyNames",
                "The names of fields of the payload are limited now.",
                BACKWARD,
                BACKWARD,
            )],
        },
        Case {
            old: r#"{"propertyNames":{"maxLength":3}}"#,
            new: "{}",
            told: &[(
                "/propertyNames",
                "The names of fields of the payload are no longer limited.",
                FORWARD,
                FORWARD,
            )],
        },
    ],
};

fn find(pair: &Pair<'_>) -> Vec<Told> {
    match pair.both("propertyNames") {
        (None, Some(_)) => vec![pair.told(
            "propertyNames",
            BACKWARD,
            format!(
                "The names of fields of {} are limited now.",
                pair.subject.inner()
            ),
        )],
        (Some(_), None) => vec![pair.told(
            "propertyNames",
            FORWARD,
            format!(
                "The names of fields of {} are no longer limited.",
                pair.subject.inner()
            ),
        )],
        _ => Vec::new(),
    }
}
