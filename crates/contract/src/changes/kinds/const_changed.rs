//! The only accepted value is another one.

#[cfg(test)]
use crate::changes::kind::Case;
use crate::changes::kind::{BOTH, Kind, Told};
use crate::changes::pair::Pair;
use crate::changes::values::{equal, listed, named};

pub(super) const KIND: Kind = Kind {
    name: "const_changed",
    find,
    #[cfg(test)]
    cases: &[
        Case {
            old: r#"{"type":"object","properties":{"a":{"const":"x"}}}"#,
            new: r#"{"type":"object","properties":{"a":{"const":"y"}}}"#,
            told: &[(
                "/properties/a/const",
                r#"The field a is "y" now; before, it was "x"."#,
                BOTH,
                BOTH,
            )],
        },
        Case {
            old: r#"{"const":1}"#,
            new: r#"{"const":1.0}"#,
            told: &[],
        },
    ],
};

fn find(pair: &Pair<'_>) -> Vec<Told> {
    match (listed(&pair.old).as_deref(), listed(&pair.new).as_deref()) {
        (Some([old]), Some([new])) if !equal(old, new) => {
            let subject = pair.subject.text();
            let message = format!(
                "{subject} is {} now; before, it was {}.",
                named(&[new]),
                named(&[old])
            );
            let keyword = if pair.new.get("const").is_some() {
                "const"
            } else {
                "enum"
            };
            vec![pair.told(keyword, BOTH, message)]
        }
        _ => Vec::new(),
    }
}
