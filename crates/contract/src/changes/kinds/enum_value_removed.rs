//! Some of the listed values are no longer accepted.

#[cfg(test)]
use crate::changes::kind::Case;
use crate::changes::kind::{BACKWARD, Kind, Told};
use crate::changes::pair::Pair;
use crate::changes::values::{listed, named, without};

pub(super) const KIND: Kind = Kind {
    name: "enum_value_removed",
    find,
    #[cfg(test)]
    cases: &[
        Case {
            old: r#"{"type":"object","properties":{"a":{"enum":["x","y"]}}}"#,
            new: r#"{"type":"object","properties":{"a":{"enum":["x"]}}}"#,
            told: &[(
                "/properties/a/enum",
                r#"The field a may not be "y" any more."#,
                BACKWARD,
                BACKWARD,
            )],
        },
        Case {
            old: r#"{"enum":[1,2,3]}"#,
            new: r#"{"const":1}"#,
            told: &[(
                "/enum",
                "The payload may not be 2 or 3 any more.",
                BACKWARD,
                BACKWARD,
            )],
        },
    ],
};

fn find(pair: &Pair<'_>) -> Vec<Told> {
    let (Some(old), Some(new)) = (listed(&pair.old), listed(&pair.new)) else {
        return Vec::new();
    };
    let gone = without(&old, &new);
    if gone.is_empty() || (old.len() == 1 && new.len() == 1) {
        return Vec::new();
    }
    let message = format!(
        "{} may not be {} any more.",
        pair.subject.text(),
        named(&gone)
    );
    vec![pair.told("enum", BACKWARD, message)]
}
