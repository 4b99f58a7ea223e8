//! More values are listed.

#[cfg(test)]
use crate::changes::kind::Case;
use crate::changes::kind::{FORWARD, Kind, Told};
use crate::changes::pair::Pair;
use crate::changes::values::{listed, named, without};

pub(super) const KIND: Kind = Kind {
    name: "enum_value_added",
    find,
    #[cfg(test)]
    cases: &[
        Case {
            old: r#"{"type":"object","properties":{"a":{"enum":["x"]}}}"#,
            new: r#"{"type":"object","properties":{"a":{"enum":["x","y"]}}}"#,
            told: &[(
                "/properties/a/enum",
                r#"The field a may be "y" now."#,
                FORWARD,
                FORWARD,
            )],
        },
        Case {
            old: r#"{"const":1}"#,
            new: r#"{"enum":[1,2]}"#,
            told: &[("/enum", "The payload may be 2 now.", FORWARD, FORWARD)],
        },
    ],
};

fn find(pair: &Pair<'_>) -> Vec<Told> {
    let (Some(old), Some(new)) = (listed(&pair.old), listed(&pair.new)) else {
        return Vec::new();
    };
    let come = without(&new, &old);
    if come.is_empty() || (old.len() == 1 && new.len() == 1) {
        return Vec::new();
    }
    let message = format!("{} may be {} now.", pair.subject.text(), named(&come));
    vec![pair.told("enum", FORWARD, message)]
}
