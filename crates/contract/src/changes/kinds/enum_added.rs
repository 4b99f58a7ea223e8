//! Only listed values are accepted.

#[cfg(test)]
use crate::changes::kind::Case;
use crate::changes::kind::{BACKWARD, Kind, Told};
use crate::changes::pair::Pair;
use crate::changes::values::{listed, named};

pub(super) const KIND: Kind = Kind {
    name: "enum_added",
    find,
    #[cfg(test)]
    cases: &[Case {
        old: r#"{"type":"object","properties":{"a":{"type":"string"}}}"#,
        new: r#"{"type":"object","properties":{"a":{"type":"string","enum":["x","y"]}}}"#,
        told: &[(
            "/properties/a/enum",
            r#"The field a may only be "x" or "y" now."#,
            BACKWARD,
            BACKWARD,
        )],
    }],
};

fn find(pair: &Pair<'_>) -> Vec<Told> {
    let (None, Some(new)) = (listed(&pair.old), listed(&pair.new)) else {
        return Vec::new();
    };
    let keyword = if pair.new.get("const").is_some() {
        "const"
    } else {
        "enum"
    };
    let message = format!("{} may only be {} now.", pair.subject.text(), named(&new));
    vec![pair.told(keyword, BACKWARD, message)]
}
