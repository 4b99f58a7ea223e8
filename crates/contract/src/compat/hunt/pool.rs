//! Values that two schemas speak about: constants, bounds and what lies beside them, words of patterns, lengths.

use crate::compat::random::Random;
use crate::compat::written::Written;
use baton_regular::{Language, Meter};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// Most values of a kind; a document with more has enough of them.
const MOST: usize = 400;

/// Transitions that are followed for the words of all patterns.
const MOST_TRANSITIONS: u64 = 2_000_000;

/// Longest text that is made to pass a bound.
const LONGEST: u64 = 300;

/// Known formats, with a value of each.
const FORMATS: [(&str, &str); 19] = [
    ("date", "2026-03-01"),
    ("date-time", "2026-03-01T10:00:00Z"),
    ("time", "10:00:00Z"),
    ("duration", "P1D"),
    ("email", "a@example.com"),
    ("idn-email", "a@example.com"),
    ("hostname", "example.com"),
    ("idn-hostname", "example.com"),
    ("ipv4", "192.0.2.1"),
    ("ipv6", "2001:db8::1"),
    ("uri", "https://example.com/a"),
    ("iri", "https://example.com/a"),
    ("uri-reference", "/a"),
    ("iri-reference", "/a"),
    ("uri-template", "/{a}"),
    ("uuid", "2eb8aa08-aa98-11ea-b4aa-73b441d16380"),
    ("json-pointer", "/a"),
    ("relative-json-pointer", "0"),
    ("regex", "a"),
];

/// What is worth trying somewhere.
pub(super) struct Pool {
    values: Vec<Value>,
    names: Vec<String>,
}

impl Pool {
    /// The values of some schemas.
    pub(super) fn of(schemas: &[Written<'_>]) -> Self {
        let mut pool = Self {
            values: [
                json!(null),
                json!(true),
                json!(0),
                json!(1.5),
                json!(""),
                json!("a"),
                json!([]),
                json!({}),
                json!(-1),
                json!([null, null]),
                json!({"a": null}),
                json!(100_003),
            ]
            .into(),
            names: vec!["a".to_owned(), "extra".to_owned(), String::new()],
        };
        let mut patterns = BTreeSet::new();
        let meter = Meter::new(MOST_TRANSITIONS);
        for schema in schemas {
            let mut open = vec![schema.root()];
            while let Some(value) = open.pop() {
                match value {
                    Value::Object(map) => {
                        pool.take(map, &mut patterns, &meter);
                        open.extend(map.values());
                    }
                    Value::Array(items) => open.extend(items),
                    _ => {}
                }
            }
        }
        pool
    }

    fn take(&mut self, map: &Map<String, Value>, patterns: &mut BTreeSet<String>, meter: &Meter) {
        for (keyword, value) in map {
            match (keyword.as_str(), value) {
                ("const" | "default", value) => self.add(value),
                ("enum" | "examples", Value::Array(values)) => {
                    for value in values {
                        self.add(value);
                    }
                }
                ("required", Value::Array(names)) => names
                    .iter()
                    .filter_map(Value::as_str)
                    .for_each(|name| self.add_name(name)),
                (
                    "properties" | "dependentRequired" | "dependentSchemas" | "dependencies",
                    Value::Object(map),
                ) => {
                    map.keys().for_each(|name| self.add_name(name));
                }
                ("patternProperties", Value::Object(map)) => {
                    for pattern in map.keys() {
                        for word in words_of(pattern, patterns, meter) {
                            self.add_name(&word);
                        }
                    }
                }
                ("pattern", Value::String(pattern)) => {
                    for word in words_of(pattern, patterns, meter) {
                        self.add_name(&word);
                        self.add(&Value::from(word));
                    }
                }
                ("format", Value::String(name)) => {
                    let known = FORMATS.iter().find(|(format, _)| format == name);
                    if let Some((_, sample)) = known {
                        self.add(&json!(sample));
                    }
                }
                _ => around(keyword, value)
                    .iter()
                    .for_each(|value| self.add(value)),
            }
        }
    }

    fn add(&mut self, value: &Value) {
        if self.values.len() < MOST && !self.values.contains(value) {
            self.values.push(value.clone());
        }
    }

    fn add_name(&mut self, name: &str) {
        if self.names.len() < MOST && !self.names.iter().any(|known| known == name) {
            self.names.push(name.to_owned());
        }
    }

    /// Every value.
    pub(super) fn values(&self) -> &[Value] {
        &self.values
    }

    /// A value by chance.
    pub(super) fn any(&self, random: &mut Random) -> Value {
        random.one_of(&self.values).cloned().unwrap_or_default()
    }

    /// A name of a member by chance.
    pub(super) fn name(&self, random: &mut Random) -> String {
        random.one_of(&self.names).cloned().unwrap_or_default()
    }
}

/// Values at a bound and on both sides of it.
pub(super) fn around(keyword: &str, value: &Value) -> Vec<Value> {
    let Some(bound) = value.as_f64() else {
        return Vec::new();
    };
    let lengths = [bound - 1.0, bound, bound + 1.0]
        .into_iter()
        .filter(|length| (0.0..=LONGEST as f64).contains(length));
    match keyword {
        "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum" | "multipleOf"
        | "divisibleBy" => [bound, bound - 1.0, bound + 1.0, bound + 0.5, bound * 2.0]
            .into_iter()
            .filter(|number| number.is_finite())
            .map(number)
            .collect(),
        "minLength" | "maxLength" => lengths
            .map(|length| Value::from("a".repeat(length as usize)))
            .collect(),
        "minItems" | "maxItems" => lengths
            .map(|length| (0..length as usize).map(Value::from).collect())
            .collect(),
        "minProperties" | "maxProperties" => lengths
            .map(|length| {
                let member = |index| (format!("a{index}"), Value::Null);
                Value::Object((0..length as usize).map(member).collect())
            })
            .collect(),
        _ => Vec::new(),
    }
}

/// A number as people write it: whole ones without a fraction.
fn number(number: f64) -> Value {
    if number.fract() == 0.0 && number.abs() < 9e15 {
        Value::from(number as i64)
    } else {
        Value::from(number)
    }
}

/// Some words of a pattern, once.
fn words_of(pattern: &str, known: &mut BTreeSet<String>, meter: &Meter) -> Vec<String> {
    if known.len() >= MOST || !known.insert(pattern.to_owned()) {
        return Vec::new();
    }
    Language::pattern_within(pattern, meter)
        .ok()
        .and_then(|language| language.some_words_within(3, 0, None, meter).ok())
        .unwrap_or_default()
}
