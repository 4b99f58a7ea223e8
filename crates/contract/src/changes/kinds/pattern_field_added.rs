//! Fields are covered by a pattern that was not there.

use crate::changes::fields::{Others, others};
#[cfg(test)]
use crate::changes::kind::{BACKWARD, Case, FORWARD, NEITHER};
use crate::changes::kind::{Kind, Told, breaks};
use crate::changes::pair::Pair;
use crate::changes::side::is_open;

pub(super) const KIND: Kind = Kind {
    name: "pattern_field_added",
    find,
    #[cfg(test)]
    cases: &[
        Case {
            old: r#"{"type":"object","properties":{"a":{}}}"#,
            new: r#"{"type":"object","properties":{"a":{}},"patternProperties":{"^x-":{"type":"string"}}}"#,
            told: &[(
                "/patternProperties/^x-",
                "Fields of the payload named like ^x- are described now.",
                BACKWARD,
                NEITHER,
            )],
        },
        Case {
            old: r#"{"type":"object","properties":{"a":{}},"additionalProperties":false}"#,
            new: r#"{"type":"object","properties":{"a":{}},"patternProperties":{"^x-":{"type":"string"}},"additionalProperties":false}"#,
            told: &[(
                "/patternProperties/^x-",
                "Fields of the payload named like ^x- are described now.",
                FORWARD,
                FORWARD,
            )],
        },
    ],
};

fn find(pair: &Pair<'_>) -> Vec<Told> {
    let (_, new) = pair.maps("patternProperties");
    let old = pair.old.get("patternProperties");
    new.into_iter()
        .filter(|(pattern, _)| old.and_then(|old| old.get(*pattern)).is_none())
        .map(|(pattern, schema)| {
            let (takes, adds) = match others(&pair.old) {
                Others::Open => (!pair.is_strict() && !is_open(schema), false),
                Others::Closed => (false, true),
                Others::Of(before) => (before != schema, before != schema),
            };
            Told {
                pointer: pair.new.pointer(&["patternProperties", pattern]),
                breaks: breaks(takes, adds),
                message: format!(
                    "Fields of {} named like {pattern} are described now.",
                    pair.subject.inner()
                ),
            }
        })
        .collect()
}
