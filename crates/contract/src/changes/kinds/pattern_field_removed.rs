//! Fields are no longer covered by a pattern.

use crate::changes::fields::{Others, others};
#[cfg(test)]
use crate::changes::kind::{BACKWARD, Case, FORWARD, NEITHER};
use crate::changes::kind::{Kind, Told, breaks};
use crate::changes::pair::Pair;
use crate::changes::side::is_open;

pub(super) const KIND: Kind = Kind {
    name: "pattern_field_removed",
    find,
    #[cfg(test)]
    cases: &[
        Case {
            old: r#"{"type":"object","properties":{"a":{}},"patternProperties":{"^x-":{"type":"string"}}}"#,
            new: r#"{"type":"object","properties":{"a":{}}}"#,
            told: &[(
                "/patternProperties/^x-",
                "Fields of the payload named like ^x- are no longer described.",
                FORWARD,
                NEITHER,
            )],
        },
        Case {
            old: r#"{"type":"object","properties":{"a":{}},"patternProperties":{"^x-":{"type":"string"}},"additionalProperties":false}"#,
            new: r#"{"type":"object","properties":{"a":{}},"additionalProperties":false}"#,
            told: &[(
                "/patternProperties/^x-",
                "Fields of the payload named like ^x- are no longer described.",
                BACKWARD,
                BACKWARD,
            )],
        },
    ],
};

fn find(pair: &Pair<'_>) -> Vec<Told> {
    let (old, _) = pair.maps("patternProperties");
    let new = pair.new.get("patternProperties");
    old.into_iter()
        .filter(|(pattern, _)| new.and_then(|new| new.get(*pattern)).is_none())
        .map(|(pattern, schema)| {
            let (takes, adds) = match others(&pair.new) {
                Others::Open => (false, !pair.is_strict() && !is_open(schema)),
                Others::Closed => (true, false),
                Others::Of(now) => (now != schema, now != schema),
            };
            Told {
                pointer: pair.old.pointer(&["patternProperties", pattern]),
                breaks: breaks(takes, adds),
                message: format!(
                    "Fields of {} named like {pattern} are no longer described.",
                    pair.subject.inner()
                ),
            }
        })
        .collect()
}
