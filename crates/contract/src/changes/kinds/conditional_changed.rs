//! What holds under a condition.

#[cfg(test)]
use crate::changes::kind::{BACKWARD, BOTH, Case};
use crate::changes::kind::{Kind, Told, breaks};
use crate::changes::pair::Pair;

pub(super) const KIND: Kind = Kind {
    name: "conditional_changed",
    find,
    #[cfg(test)]
    cases: &[
        Case {
            old: "{}",
            new: r#"{"if":{"type":"string"},"then":{"minLength":1}}"#,
            told: &[(
                "/if",
                "There is a condition on the payload now.",
                BACKWARD,
                BACKWARD,
            )],
        },
        Case {
            old: r#"{"if":{"type":"string"},"then":{"minLength":1}}"#,
            new: r#"{"if":{"type":"array"},"then":{"minItems":1}}"#,
            told: &[(
                "/if",
                "The condition on the payload is another one.",
                BOTH,
                BOTH,
            )],
        },
    ],
};

fn find(pair: &Pair<'_>) -> Vec<Told> {
    let subject = pair.subject.inner();
    let holds = |side: &crate::changes::side::Side<'_>| {
        side.get("if").is_some() && (side.get("then").is_some() || side.get("else").is_some())
    };
    let (breaks, message) = match (holds(&pair.old), holds(&pair.new)) {
        (false, true) => (
            breaks(true, false),
            format!("There is a condition on {subject} now."),
        ),
        (true, false) => (
            breaks(false, true),
            format!("There is no condition on {subject} any more."),
        ),
        (true, true) if pair.old.get("if") != pair.new.get("if") => (
            breaks(true, true),
            format!("The condition on {subject} is another one."),
        ),
        _ => return Vec::new(),
    };
    vec![pair.told("if", breaks, message)]
}
