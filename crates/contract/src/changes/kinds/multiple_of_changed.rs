//! What a number has to be a multiple of.

#[cfg(test)]
use crate::changes::kind::{BACKWARD, BOTH, Case};
use crate::changes::kind::{Kind, Told, breaks};
use crate::changes::pair::Pair;
use crate::changes::wording;
use serde_json::Value;

pub(super) const KIND: Kind = Kind {
    name: "multiple_of_changed",
    find,
    #[cfg(test)]
    cases: &[
        Case {
            old: r#"{"type":"object","properties":{"a":{"type":"integer","multipleOf":2}}}"#,
            new: r#"{"type":"object","properties":{"a":{"type":"integer","multipleOf":6}}}"#,
            told: &[(
                "/properties/a/multipleOf",
                "The field a has to be a multiple of 6 now; before, of 2.",
                BACKWARD,
                BACKWARD,
            )],
        },
        Case {
            old: r#"{"multipleOf":2}"#,
            new: r#"{"multipleOf":3}"#,
            told: &[(
                "/multipleOf",
                "The payload has to be a multiple of 3 now; before, of 2.",
                BOTH,
                BOTH,
            )],
        },
        Case {
            old: "{}",
            new: r#"{"multipleOf":0.5}"#,
            told: &[(
                "/multipleOf",
                "The payload has to be a multiple of 0.5 now.",
                BACKWARD,
                BACKWARD,
            )],
        },
    ],
};

fn find(pair: &Pair<'_>) -> Vec<Told> {
    let (old, new) = pair.both("multipleOf");
    let number = |value: Option<&Value>| value.and_then(Value::as_f64);
    let subject = pair.subject.text();
    let (breaks, message) = match (old, new) {
        (None, Some(new)) => (
            breaks(true, false),
            format!(
                "{subject} has to be a multiple of {} now.",
                wording::value(new)
            ),
        ),
        (Some(old), None) => (
            breaks(false, true),
            format!(
                "{subject} no longer has to be a multiple of {}.",
                wording::value(old)
            ),
        ),
        (Some(from), Some(to)) if number(old) != number(new) => {
            let divides = |divisor: Option<f64>, number: Option<f64>| {
                divisor
                    .zip(number)
                    .is_some_and(|(divisor, number)| (number / divisor).fract() == 0.0)
            };
            (
                breaks(
                    !divides(number(new), number(old)),
                    !divides(number(old), number(new)),
                ),
                format!(
                    "{subject} has to be a multiple of {} now; before, of {}.",
                    wording::value(to),
                    wording::value(from)
                ),
            )
        }
        _ => return Vec::new(),
    };
    vec![pair.told("multipleOf", breaks, message)]
}
