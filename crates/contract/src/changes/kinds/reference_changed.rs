//! Another definition is referred to. What differs between the two is told by itself.

#[cfg(test)]
use crate::changes::kind::Case;
use crate::changes::kind::{BOTH, Kind, NEITHER, Told};
use crate::changes::pair::Pair;
use serde_json::Value;

pub(super) const KIND: Kind = Kind {
    name: "reference_changed",
    find,
    #[cfg(test)]
    cases: &[Case {
        old: r##"{"properties":{"a":{"$ref":"#/$defs/A"}},"$defs":{"A":{"type":"string"},"B":{"type":"string"}}}"##,
        new: r##"{"properties":{"a":{"$ref":"#/$defs/B"}},"$defs":{"A":{"type":"string"},"B":{"type":"string"}}}"##,
        told: &[(
            "/properties/a/$ref",
            "The field a refers to #/$defs/B now; before, to #/$defs/A.",
            NEITHER,
            NEITHER,
        )],
    }],
};

fn find(pair: &Pair<'_>) -> Vec<Told> {
    let (old, new) = pair.both("$ref");
    match (old.and_then(Value::as_str), new.and_then(Value::as_str)) {
        (Some(old), Some(new)) if old != new => {
            // A reference that leads out of the document is never followed.
            let is_followed = pair.old.target().is_some() && pair.new.target().is_some();
            let breaks = if is_followed { NEITHER } else { BOTH };
            let message = format!(
                "{} refers to {new} now; before, to {old}.",
                pair.subject.text()
            );
            vec![pair.told("$ref", breaks, message)]
        }
        _ => Vec::new(),
    }
}
