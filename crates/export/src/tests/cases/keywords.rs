//! What a keyword suggests to change.

use super::change::{Change, Edit};
use super::walk::Walk;
use serde_json::{Value, json};

/// Values of an enumeration that are shown.
const MOST_NAMED: usize = 24;

/// Longest text and list that are made for a bound.
const LONGEST: u64 = 5_000;

impl Walk<'_> {
    /// Proposes what may break the keyword, and what comes up to its bound.
    pub(super) fn keyword(
        &mut self,
        value: &Value,
        at: &str,
        keyword: &str,
        says: &Value,
        place: &[String],
    ) {
        self.any(value, at, keyword, says, place);
        match value {
            Value::Number(_) => self.number(value, at, keyword, says, place),
            Value::String(_) => self.text(value, at, keyword, says, place),
            Value::Array(_) => self.list(value, at, keyword, says, place),
            Value::Object(_) => self.object(value, at, keyword, says, place),
            _ => {}
        }
    }

    /// Keywords about any value.
    fn any(&mut self, value: &Value, at: &str, keyword: &str, says: &Value, place: &[String]) {
        match (keyword, says) {
            ("type", _) => {
                for other in [
                    json!(null),
                    json!(true),
                    json!(1.5),
                    json!("another type"),
                    json!([]),
                    json!({}),
                ] {
                    let side = format!(
                        "{} instead",
                        other.to_string().replace("\"another type\"", "a text")
                    );
                    self.put(place, at, keyword, &side, other);
                }
                match value {
                    Value::Bool(truth) => {
                        self.put(place, at, keyword, &format!("{}", !truth), json!(!truth));
                    }
                    Value::Number(_) => {
                        for other in [0, -1, 1_000_000] {
                            self.put(place, at, keyword, &other.to_string(), json!(other));
                        }
                    }
                    Value::String(_) => self.put(place, at, keyword, "an empty text", json!("")),
                    Value::Array(_) => self.put(place, at, keyword, "an empty list", json!([])),
                    _ => {}
                }
            }
            ("enum", Value::Array(named)) => {
                for other in named.iter().take(MOST_NAMED) {
                    self.put(place, at, keyword, &other.to_string(), other.clone());
                }
                self.outside(place, at, keyword, value);
            }
            ("const", _) => self.outside(place, at, keyword, value),
            _ => {}
        }
    }

    /// Keywords about numbers.
    fn number(&mut self, value: &Value, at: &str, keyword: &str, says: &Value, place: &[String]) {
        let number = value.as_f64();
        match (keyword, says) {
            (
                "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum",
                Value::Number(bound),
            ) => {
                let Some(bound_value) = bound.as_f64() else {
                    return;
                };
                let outward = if keyword.to_ascii_lowercase().contains("minimum") {
                    -1.0
                } else {
                    1.0
                };
                self.put(
                    place,
                    at,
                    keyword,
                    &format!("{bound}, the bound,"),
                    says.clone(),
                );
                for step in [1.0, 0.5] {
                    for (side, sign) in [("beyond", outward), ("within", -outward)] {
                        let next = whole(bound_value + sign * step);
                        self.put(
                            place,
                            at,
                            keyword,
                            &format!("{next}, {side} the bound {bound},"),
                            next,
                        );
                    }
                }
            }
            ("multipleOf" | "divisibleBy", Value::Number(step)) => {
                if let (Some(number), Some(step)) = (number, step.as_f64()) {
                    self.put(
                        place,
                        at,
                        keyword,
                        "between two multiples",
                        json!(number + step / 2.0),
                    );
                }
            }
            _ => {}
        }
    }

    /// Keywords about texts.
    fn text(&mut self, value: &Value, at: &str, keyword: &str, says: &Value, place: &[String]) {
        let text = value.as_str();
        match (keyword, says) {
            ("minLength" | "maxLength", Value::Number(bound)) => {
                if let (Some(text), Some(bound)) =
                    (text, bound.as_u64().filter(|bound| *bound <= LONGEST))
                {
                    let past = if keyword == "minLength" {
                        bound.checked_sub(1)
                    } else {
                        Some(bound + 1)
                    };
                    for length in [Some(bound), past].into_iter().flatten() {
                        let letters = if text.is_empty() { "a" } else { text };
                        let made: String = letters
                            .chars()
                            .cycle()
                            .take(usize::try_from(length).unwrap_or(0))
                            .collect();
                        self.put(
                            place,
                            at,
                            keyword,
                            &format!("{length} letters"),
                            json!(made),
                        );
                    }
                }
            }
            ("pattern", _) => {
                if let Some(text) = text {
                    let shorter: String = text.chars().skip(1).collect();
                    let swapped: String = text
                        .chars()
                        .map(|letter| {
                            if letter.is_lowercase() {
                                letter.to_ascii_uppercase()
                            } else {
                                letter.to_ascii_lowercase()
                            }
                        })
                        .collect();
                    for (side, other) in [
                        ("a sign more", format!("{text}!")),
                        ("a line feed more", format!("{text}\n")),
                        ("a sign less", shorter),
                        ("other capitals", swapped),
                        ("signs instead", "!".repeat(text.chars().count())),
                    ] {
                        self.put(place, at, keyword, side, json!(other));
                    }
                }
            }
            ("format", Value::String(format)) => {
                if let Some(text) = text {
                    let short: String = text.chars().take(9).collect();
                    for (side, other) in [("no", "not one".to_owned()), ("half a", short)] {
                        self.put(
                            place,
                            at,
                            keyword,
                            &format!("{side} {format}"),
                            json!(other),
                        );
                    }
                }
            }
            _ => {}
        }
    }

    /// Keywords about lists.
    fn list(&mut self, value: &Value, at: &str, keyword: &str, says: &Value, place: &[String]) {
        match (keyword, says) {
            ("minItems" | "maxItems", Value::Number(bound)) => {
                if let (Value::Array(items), Some(bound)) =
                    (value, bound.as_u64().filter(|bound| *bound <= LONGEST))
                {
                    let past = if keyword == "minItems" {
                        bound.checked_sub(1)
                    } else {
                        Some(bound + 1)
                    };
                    for count in [Some(bound), past].into_iter().flatten() {
                        let made: Vec<Value> = items
                            .iter()
                            .cycle()
                            .take(usize::try_from(count).unwrap_or(0))
                            .cloned()
                            .collect();
                        self.put(
                            place,
                            at,
                            keyword,
                            &format!("{count} items"),
                            Value::Array(made),
                        );
                    }
                }
            }
            ("uniqueItems", Value::Bool(true)) => {
                if let Value::Array(items) = value {
                    let twice: Vec<Value> = items.iter().chain(items.first()).cloned().collect();
                    self.put(place, at, keyword, "an item twice", Value::Array(twice));
                }
            }
            ("contains", _) if value.is_array() => {
                self.put(place, at, keyword, "nothing of it", json!([]));
            }
            _ => {}
        }
    }

    /// Keywords about objects.
    fn object(&mut self, _: &Value, at: &str, keyword: &str, says: &Value, place: &[String]) {
        match (keyword, says) {
            ("required", Value::Array(names)) => {
                for name in names.iter().filter_map(Value::as_str) {
                    self.member(
                        place,
                        at,
                        keyword,
                        &format!("without {name}"),
                        Edit::Remove(name.to_owned()),
                    );
                }
            }
            ("properties", Value::Object(declared)) => {
                for (name, schema) in declared {
                    if *schema == Value::Bool(false) {
                        self.member(
                            place,
                            at,
                            keyword,
                            &format!("with {name}"),
                            Edit::Set(name.clone(), json!(1)),
                        );
                    } else {
                        self.member(
                            place,
                            at,
                            keyword,
                            &format!("without {name}"),
                            Edit::Remove(name.clone()),
                        );
                    }
                }
            }
            (
                "additionalProperties"
                | "unevaluatedProperties"
                | "propertyNames"
                | "maxProperties",
                _,
            ) => {
                let edit = Edit::Set("not_agreed_on".to_owned(), json!("more"));
                self.member(place, at, keyword, "with not_agreed_on", edit);
            }
            ("dependentRequired" | "dependencies", Value::Object(names)) => {
                for name in names
                    .values()
                    .filter_map(Value::as_array)
                    .flatten()
                    .filter_map(Value::as_str)
                {
                    self.member(
                        place,
                        at,
                        keyword,
                        &format!("without {name}"),
                        Edit::Remove(name.to_owned()),
                    );
                }
            }
            _ => {}
        }
    }

    fn put(&mut self, place: &[String], at: &str, keyword: &str, side: &str, value: Value) {
        let key = format!("{at}/{keyword} {side}");
        let name = if side.is_empty() {
            keyword.to_owned()
        } else {
            side.to_owned()
        };
        let name = format!("{name} at /{}", place.join("/"));
        self.out.push(Change {
            place: place.to_vec(),
            edit: Edit::Put(value),
            name,
            key,
        });
    }

    fn member(&mut self, place: &[String], at: &str, keyword: &str, side: &str, edit: Edit) {
        let name = format!("{side} at /{}", place.join("/"));
        self.out.push(Change {
            place: place.to_vec(),
            edit,
            name,
            key: format!("{at}/{keyword} {side}"),
        });
    }

    /// Values that are not among those that are named.
    fn outside(&mut self, place: &[String], at: &str, keyword: &str, value: &Value) {
        let others = match value {
            Value::String(text) => vec![json!(format!("{text}-other")), json!("")],
            Value::Number(_) => vec![json!(-987_654), json!(987_654.5)],
            Value::Bool(truth) => vec![json!(!truth)],
            _ => vec![json!("other")],
        };
        for other in others {
            self.put(
                place,
                at,
                keyword,
                &format!("{other}, which is not named,"),
                other.clone(),
            );
        }
    }
}

fn whole(number: f64) -> Value {
    if number.fract() == 0.0 && number.abs() < 9e15 {
        json!(number as i64)
    } else {
        json!(number)
    }
}
