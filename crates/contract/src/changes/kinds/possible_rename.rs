//! An optional field went while another one came: its value may travel under another name, and be lost silently.

use crate::changes::fields::{added, removed, required};
#[cfg(test)]
use crate::changes::kind::Case;
use crate::changes::kind::{Kind, NEITHER, Told};
use crate::changes::pair::Pair;

pub(super) const KIND: Kind = Kind {
    name: "possible_rename",
    find,
    #[cfg(test)]
    cases: &[
        Case {
            old: r#"{"type":"object","properties":{"a":{},"customer":{"type":"string"}}}"#,
            new: r#"{"type":"object","properties":{"a":{},"total":{"type":"number"},"customer_id":{"type":"string"}}}"#,
            told: &[(
                "/properties/customer",
                "A guess: the optional field customer may be called customer_id now; its value would be lost without an error.",
                NEITHER,
                NEITHER,
            )],
        },
        Case {
            old: r#"{"type":"object","properties":{"a":{},"b":{"type":"string"}},"required":["b"]}"#,
            new: r#"{"type":"object","properties":{"a":{},"c":{"type":"string"}}}"#,
            told: &[],
        },
        Case {
            old: r#"{"type":"object","properties":{"a":{},"b":{"type":"string"}}}"#,
            new: r#"{"type":"object","properties":{"a":{}}}"#,
            told: &[],
        },
    ],
};

/// Most pairs of a field that went and one that came that are looked at.
const MOST_COMPARED: usize = 100_000;

fn find(pair: &Pair<'_>) -> Vec<Told> {
    let was_required = required(&pair.old);
    let removed = removed(pair);
    let mut added = added(pair);
    added.truncate((MOST_COMPARED / removed.len().max(1)).max(1));
    removed
        .into_iter()
        .filter(|(name, _)| !was_required.contains(name))
        .filter_map(|(name, schema)| {
            let (heir, _) = added
                .iter()
                .max_by_key(|(other, new)| (schema == *new, schema.get("type") == new.get("type"), likeness(name, other)))?;
            let path = |name: &str| pair.subject.field_path(name);
            Some(Told {
                pointer: pair.old.pointer(&["properties", name]),
                breaks: NEITHER,
                message: format!(
                    "A guess: the optional field {} may be called {} now; its value would be lost without an error.",
                    path(name),
                    path(heir)
                ),
            })
        })
        .collect()
}

/// How many characters two names share at the beginning and at the end, without case and separators.
fn likeness(left: &str, right: &str) -> usize {
    let plain = |name: &str| -> Vec<char> {
        let letters = name.chars().filter(|letter| letter.is_alphanumeric());
        letters.flat_map(char::to_lowercase).collect()
    };
    let (left, right) = (plain(left), plain(right));
    let head = left.iter().zip(&right).take_while(|(a, b)| a == b).count();
    let tail = left
        .iter()
        .rev()
        .zip(right.iter().rev())
        .take_while(|(a, b)| a == b)
        .count();
    (head + tail).min(left.len()).min(right.len())
}
