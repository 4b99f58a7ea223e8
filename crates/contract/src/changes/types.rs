//! Which types a schema accepts.

use super::pair::Pair;
use super::side::Side;
use super::values::listed;
use super::wording::list;
use serde_json::Value;

/// A type and its bits; numbers are integers and fractions.
const TYPES: [(&str, u8); 7] = [
    ("null", 1),
    ("boolean", 2),
    ("number", 4 | 8),
    ("integer", 4),
    ("string", 16),
    ("array", 32),
    ("object", 64),
];

const NULL: u8 = 1;
const ALL: u8 = 127;

/// How the accepted types changed.
pub(super) struct Change {
    old: u8,
    new: u8,
    /// Some are no longer accepted.
    pub(super) takes: bool,
    /// Some were not accepted before.
    pub(super) adds: bool,
    /// Null alone came or went.
    pub(super) is_about_null: bool,
}

pub(super) fn change(pair: &Pair<'_>) -> Change {
    let (old, new) = (accepted(&pair.old), accepted(&pair.new));
    Change {
        old,
        new,
        takes: old & !new != 0,
        adds: new & !old != 0,
        is_about_null: old ^ new == NULL,
    }
}

impl Change {
    pub(super) fn sentence(&self, pair: &Pair<'_>) -> String {
        format!(
            "{} is {} now; before, it was {}.",
            pair.subject.text(),
            words(self.new),
            words(self.old)
        )
    }
}

/// The types by their keyword, less those that no listed value is of.
fn accepted(side: &Side<'_>) -> u8 {
    let named = match side.get("type") {
        Some(Value::String(name)) => bits(name),
        Some(Value::Array(names)) => names
            .iter()
            .filter_map(Value::as_str)
            .fold(0, |all, name| all | bits(name)),
        _ => ALL,
    };
    listed(side).map_or(named, |values| {
        named & values.iter().fold(0, |all, value| all | of(value))
    })
}

fn bits(name: &str) -> u8 {
    let found = TYPES.iter().find(|(known, _)| *known == name);
    found.map_or(0, |(_, bits)| *bits)
}

fn of(value: &Value) -> u8 {
    match value {
        Value::Null => NULL,
        Value::Bool(_) => 2,
        Value::Number(number) => match number.as_f64() {
            Some(number) if number.fract() != 0.0 => 8,
            _ => 4,
        },
        Value::String(_) => 16,
        Value::Array(_) => 32,
        Value::Object(_) => 64,
    }
}

/// `null`, `a string or an array`, `of any type`.
fn words(types: u8) -> String {
    match types {
        0 => return "nothing".to_owned(),
        ALL => return "of any type".to_owned(),
        _ => {}
    }
    let mut left = types;
    let mut names = Vec::new();
    for (name, bits) in TYPES {
        if left & bits != bits {
            continue;
        }
        left &= !bits;
        names.push(match name {
            "null" => name.to_owned(),
            "integer" | "array" | "object" => format!("an {name}"),
            _ => format!("a {name}"),
        });
    }
    if left != 0 {
        names.push("a fraction".to_owned());
    }
    list(&names, "or")
}
