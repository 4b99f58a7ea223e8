//! Values are no longer listed; others are accepted too.

#[cfg(test)]
use crate::changes::kind::Case;
use crate::changes::kind::{FORWARD, Kind, Told};
use crate::changes::pair::Pair;
use crate::changes::values::listed;

pub(super) const KIND: Kind = Kind {
    name: "enum_removed",
    find,
    #[cfg(test)]
    cases: &[Case {
        old: r#"{"type":"object","properties":{"a":{"type":"string","enum":["x"]}}}"#,
        new: r#"{"type":"object","properties":{"a":{"type":"string"}}}"#,
        told: &[(
            "/properties/a/enum",
            "The field a is no longer limited to listed values.",
            FORWARD,
            FORWARD,
        )],
    }],
};

fn find(pair: &Pair<'_>) -> Vec<Told> {
    let (Some(_), None) = (listed(&pair.old), listed(&pair.new)) else {
        return Vec::new();
    };
    let keyword = if pair.old.get("const").is_some() {
        "const"
    } else {
        "enum"
    };
    let message = format!(
        "{} is no longer limited to listed values.",
        pair.subject.text()
    );
    vec![pair.told(keyword, FORWARD, message)]
}
