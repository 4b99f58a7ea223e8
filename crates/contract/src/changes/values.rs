//! Values that a schema lists.

use super::side::Side;
use super::wording;
use serde_json::Value;
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

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
    let mut alike: HashMap<u64, Vec<&Value>> = HashMap::new();
    for other in others {
        alike.entry(hash(other)).or_default().push(other);
    }
    let is_there = |value: &Value| {
        let alike = alike.get(&hash(value)).into_iter().flatten();
        alike.into_iter().any(|other| equal(value, other))
    };
    values
        .iter()
        .copied()
        .filter(|value| !is_there(value))
        .collect()
}

/// A number that equal values share.
fn hash(value: &Value) -> u64 {
    let mut hasher = DefaultHasher::new();
    match value {
        // Adding zero makes one zero of two.
        Value::Number(number) => number
            .as_f64()
            .map(|number| (number + 0.0).to_bits())
            .hash(&mut hasher),
        Value::Array(items) => items.iter().map(hash).collect::<Vec<_>>().hash(&mut hasher),
        Value::Object(members) => {
            let of_member = |(name, member): (&String, &Value)| {
                let mut hasher = DefaultHasher::new();
                (name, hash(member)).hash(&mut hasher);
                hasher.finish()
            };
            let sum = members.iter().map(of_member);
            sum.fold(0, u64::wrapping_add).hash(&mut hasher);
        }
        scalar => scalar.hash(&mut hasher),
    }
    hasher.finish()
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

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn lists_are_compared_by_what_their_values_are() {
        let left = [
            json!(1),
            json!("a"),
            json!({"a": [1.0], "b": 0}),
            json!(null),
        ];
        let right = [json!(1.0), json!({"b": -0.0, "a": [1]}), json!("b")];
        let [left, right] = [&left[..], &right[..]].map(|values| values.iter().collect::<Vec<_>>());
        assert_eq!(without(&left, &right), [&json!("a"), &json!(null)]);
        assert_eq!(without(&right, &left), [&json!("b")]);
    }
}
