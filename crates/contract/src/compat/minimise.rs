//! Makes a payload smaller while it stays what it is: no member or item that is not needed, short strings, simple numbers.

use super::written::{Step, part, part_mut, places};
use serde_json::Value;

/// The smallest payload that is found from `payload` with at most `most` questions; `holds` tells whether a payload is still one.
pub(super) fn minimise(
    payload: Value,
    most: usize,
    holds: &mut dyn FnMut(&Value) -> bool,
) -> Value {
    let mut best = payload;
    let mut asked = 0;
    loop {
        let before = size(&best);
        for attempt in [fewer_parts, simpler_parts] {
            best = attempt(best, most, &mut asked, holds);
        }
        if size(&best) >= before || asked >= most {
            return best;
        }
    }
}

/// Drops members and items, the last ones and the innermost first.
fn fewer_parts(
    mut best: Value,
    most: usize,
    asked: &mut usize,
    holds: &mut dyn FnMut(&Value) -> bool,
) -> Value {
    for path in places(&best).into_iter().rev() {
        if *asked >= most {
            return best;
        }
        let Some((last, above)) = path.split_last() else {
            continue;
        };
        let mut smaller = best.clone();
        let Some(holder) = part_mut(&mut smaller, above) else {
            continue;
        };
        let is_dropped = match (holder, last) {
            (Value::Object(members), Step::Member(name)) => members.remove(name).is_some(),
            (Value::Array(items), Step::Item(index)) if *index < items.len() => {
                items.remove(*index);
                true
            }
            _ => false,
        };
        if is_dropped {
            *asked += 1;
            if holds(&smaller) {
                best = smaller;
            }
        }
    }
    best
}

/// Puts simpler values in place of others, parents first.
fn simpler_parts(
    mut best: Value,
    most: usize,
    asked: &mut usize,
    holds: &mut dyn FnMut(&Value) -> bool,
) -> Value {
    for path in places(&best) {
        if *asked >= most {
            return best;
        }
        let Some(current) = part(&best, &path).cloned() else {
            continue;
        };
        for simpler in simpler_than(&current) {
            if *asked >= most {
                return best;
            }
            let mut changed = best.clone();
            let Some(place) = part_mut(&mut changed, &path) else {
                break;
            };
            *place = simpler;
            *asked += 1;
            if holds(&changed) {
                best = changed;
                break;
            }
        }
    }
    best
}

/// Values simpler than this one, the simplest first; of its own type before others.
fn simpler_than(value: &Value) -> Vec<Value> {
    let mut simpler = match value {
        Value::Null => Vec::new(),
        Value::Bool(_) => vec![Value::from(false)],
        Value::Number(number) => simpler_numbers(number.as_f64().unwrap_or_default()),
        Value::String(text) => simpler_texts(text),
        Value::Array(items) => [vec![Value::Array(Vec::new())], items.clone()].concat(),
        Value::Object(members) => {
            let mut out = vec![Value::Object(serde_json::Map::new())];
            out.extend(members.values().cloned());
            out
        }
    };
    let own = size(value);
    simpler.retain(|candidate| size(candidate) < own);
    simpler
}

fn simpler_numbers(number: f64) -> Vec<Value> {
    let mut out: Vec<Value> = [0, 1, 2, -1].map(Value::from).into();
    if number.fract() != 0.0 {
        let tenths = (number * 10.0).trunc() / 10.0;
        out.extend([0.5, tenths].map(Value::from));
    }
    // Whole numbers that JSON readers agree on.
    if number.abs() < 9e15 {
        let whole = number.trunc();
        out.extend([whole, whole - 1.0, whole + 1.0].map(|n| Value::from(n as i64)));
    }
    out
}

fn simpler_texts(text: &str) -> Vec<Value> {
    let letters: Vec<char> = text.chars().collect();
    let mut out: Vec<Value> = ["", "a"].map(Value::from).into();
    let mut length = letters.len() / 2;
    while length > 0 && length < letters.len() {
        out.push(letters[..length].iter().collect::<String>().into());
        length += (letters.len() - length).div_ceil(2);
        if length == letters.len() - 1 {
            out.push(letters[..length].iter().collect::<String>().into());
            break;
        }
    }
    if text.chars().any(|c| !c.is_ascii_lowercase()) {
        out.push("a".repeat(letters.len()).into());
    }
    out
}

/// How many values there are in a payload, itself among them.
pub(super) fn parts(value: &Value) -> usize {
    match value {
        Value::Array(items) => 1 + items.iter().map(parts).sum::<usize>(),
        Value::Object(members) => 1 + members.values().map(parts).sum::<usize>(),
        _ => 1,
    }
}

/// How much there is to read. Of two payloads that show the same the smaller one is the better one.
pub(super) fn size(value: &Value) -> usize {
    match value {
        Value::Null => 1,
        Value::Bool(is) => 1 + usize::from(*is),
        Value::Number(number) => match number.as_u64() {
            Some(small @ 0..=1) => 2 + small as usize,
            _ => 3 + number.to_string().len() + usize::from(number.is_f64()),
        },
        Value::String(text) => 2 + text.chars().map(weight).sum::<usize>(),
        Value::Array(items) => 3 + items.iter().map(|item| 2 + size(item)).sum::<usize>(),
        Value::Object(members) => {
            let member = |(name, value): (&String, &Value)| {
                4 + name.chars().map(weight).sum::<usize>() + size(value)
            };
            3 + members.iter().map(member).sum::<usize>()
        }
    }
}

/// Letters read more easily than digits, digits than signs, and all of them than the rest.
fn weight(c: char) -> usize {
    match c {
        'a'..='z' => 2,
        'A'..='Z' | '0'..='9' => 3,
        ' '..='~' => 4,
        _ => 9,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    #[allow(clippy::type_complexity)]
    fn only_what_is_needed_stays() {
        let cases: [(Value, fn(&Value) -> bool, Value); 6] = [
            (
                json!({"a": 1, "b": [1, 2, 3], "c": "long text"}),
                |v| v["b"].is_array(),
                json!({"b": []}),
            ),
            (
                json!({"a": {"b": {"c": 41.37}}}),
                |v| v["a"]["b"]["c"].as_f64().is_some_and(|n| n > 7.0),
                json!({"a": {"b": {"c": 41}}}),
            ),
            (
                json!("something"),
                |v| v.as_str().is_some_and(|s| s.chars().count() > 5),
                json!("someth"),
            ),
            (
                json!([9, 8, 7]),
                |v| v.as_array().is_some_and(|items| items.len() >= 2),
                json!([0, 0]),
            ),
            (json!([{"deep": true}]), Value::is_object, json!({})),
            (json!(-12), |v| v.as_i64().is_some_and(|n| n < 0), json!(-1)),
        ];
        for (payload, holds, expected) in cases {
            let smallest = minimise(payload.clone(), 1000, &mut |v| holds(v));
            assert_eq!(smallest, expected, "{payload}");
        }
    }

    #[test]
    fn the_number_of_questions_is_bounded() {
        let mut asked = 0;
        let large = json!((0..200).map(|n| json!({"n": n})).collect::<Vec<_>>());
        minimise(large, 50, &mut |_| {
            asked += 1;
            false
        });
        assert_eq!(asked, 50);
    }
}
