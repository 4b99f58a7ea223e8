//! Values that a schema lists.

use super::side::Side;
use super::wording;
use serde_json::Value;

/// The values of `const` or `enum`.
pub(super) fn listed<'a>(side: &Side<'a>) -> Option<Vec<&'a Value>> {
    match (side.get("const"), side.get("enum")) {
        (Some(value), _) => Some(vec![value]),
        (None, Some(Value::Array(values))) => Some(values.iter().collect()),
        _ => None,
    }
}

/// The values that are not in the other list.
pub(super) fn without<'a>(values: &[&'a Value], others: &[&'a Value]) -> Vec<&'a Value> {
    let is_there = |value: &Value| others.iter().any(|other| equal(value, other));
    values
        .iter()
        .copied()
        .filter(|value| !is_there(value))
        .collect()
}

/// Whether two values are the same one; `1` and `1.0` are.
pub(super) fn equal(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => {
            left == right || (left.is_f64() != right.is_f64() && left.as_f64() == right.as_f64())
        }
        (Value::Array(left), Value::Array(right)) => {
            left.len() == right.len()
                && left
                    .iter()
                    .zip(right)
                    .all(|(left, right)| equal(left, right))
        }
        (Value::Object(left), Value::Object(right)) => {
            left.len() == right.len()
                && left
                    .iter()
                    .all(|(name, value)| right.get(name).is_some_and(|other| equal(value, other)))
        }
        _ => left == right,
    }
}

/// The values in a sentence.
pub(super) fn named(values: &[&Value]) -> String {
    let words: Vec<String> = values.iter().map(|value| wording::value(value)).collect();
    wording::list(&words, "or")
}
