//! Two schemas and some payloads made of bytes, compared, and the answer held against the validator. The fuzz target and a test share it.

use baton_contract::{CompareOptions, Direction, Effort, PayloadValidator, Verdict, inclusion};
use serde_json::{Map, Value, json};

/// Payloads that are held against each answer.
const PAYLOADS: usize = 24;

/// Fails if the comparison of what the bytes spell panics, calls a pair safe that a payload contradicts, or shows a payload that shows nothing.
pub fn check(bytes: &[u8]) {
    let mut choices = Choices { bytes, at: 0 };
    let (from, within) = if choices.one_of(4) == 0 {
        match as_texts(bytes.get(1..).unwrap_or_default()) {
            Some(pair) => pair,
            None => return,
        }
    } else {
        // Most edits change little: both schemas share their choices up to a place.
        let from = choices.schema(3);
        let within = if choices.one_of(2) == 0 {
            choices.schema(3)
        } else {
            choices.edited(&from)
        };
        (from, within)
    };
    let options = CompareOptions {
        effort: Effort {
            steps: 5_000,
            milliseconds: None,
        },
        ..CompareOptions::default()
    };
    let Ok(direction) = inclusion(&from, &within, &options) else {
        return;
    };
    let judges = PayloadValidator::compile(&from)
        .ok()
        .zip(PayloadValidator::compile(&within).ok());
    let Some((sends, takes)) = judges else {
        // What needs look-around is judged by the comparison's own engine alone.
        return;
    };
    let payloads = (0..PAYLOADS).map(|_| choices.payload(3));
    hold_against(&direction, &sends, &takes, payloads, &|| {
        format!("{from}\nwithin\n{within}")
    });
}

fn hold_against(
    direction: &Direction,
    sends: &PayloadValidator,
    takes: &PayloadValidator,
    payloads: impl Iterator<Item = Value>,
    name: &dyn Fn() -> String,
) {
    match direction.verdict {
        Verdict::Safe => {
            for payload in payloads {
                let contradicts = sends.accepts(&payload) && !takes.accepts(&payload);
                assert!(!contradicts, "called safe, but {payload}\n{}", name());
            }
        }
        Verdict::Breaking => {
            let shown = direction.counterexample.as_ref().map(|payload| &payload.0);
            let holds =
                shown.is_some_and(|payload| sends.accepts(payload) && !takes.accepts(payload));
            assert!(holds, "shows nothing: {shown:?}\n{}", name());
        }
        Verdict::Undecided => assert!(direction.reason.is_some(), "no reason\n{}", name()),
    }
}

/// Two JSON texts with a zero between them.
fn as_texts(bytes: &[u8]) -> Option<(Value, Value)> {
    let middle = bytes.iter().position(|byte| *byte == 0)?;
    let read = |bytes: &[u8]| serde_json::from_slice(bytes).ok();
    Some((read(&bytes[..middle])?, read(&bytes[middle + 1..])?))
}

/// Bytes as decisions. When they are used up every decision is the first one.
struct Choices<'a> {
    bytes: &'a [u8],
    at: usize,
}

const NAMES: [&str; 5] = ["a", "b", "kind", "x-1", ""];

impl Choices<'_> {
    fn one_of(&mut self, count: usize) -> usize {
        let byte = self.bytes.get(self.at).copied().unwrap_or(0);
        self.at += 1;
        usize::from(byte) % count
    }

    fn name(&mut self) -> &'static str {
        NAMES[self.one_of(NAMES.len())]
    }

    fn number(&mut self) -> Value {
        [
            json!(0),
            json!(1),
            json!(2),
            json!(-1),
            json!(3),
            json!(1.5),
            json!(0.1),
            json!(1e20),
        ][self.one_of(8)]
        .clone()
    }

    fn text(&mut self) -> &'static str {
        ["", "a", "ab", "A", "1", "2026-01-31", "é", "x@y.z"][self.one_of(8)]
    }

    fn scalar(&mut self) -> Value {
        match self.one_of(5) {
            0 => Value::Null,
            1 => json!(self.one_of(2) == 0),
            2 => self.number(),
            _ => json!(self.text()),
        }
    }

    fn payload(&mut self, depth: usize) -> Value {
        match self.one_of(if depth == 0 { 2 } else { 5 }) {
            2 => (0..self.one_of(4))
                .map(|_| self.payload(depth - 1))
                .collect(),
            3 | 4 => {
                let count = self.one_of(4);
                let members = (0..count).map(|_| (self.name().to_owned(), self.payload(depth - 1)));
                Value::Object(members.collect())
            }
            _ => self.scalar(),
        }
    }

    fn schema(&mut self, depth: usize) -> Value {
        let mut schema = Map::new();
        for _ in 0..self.one_of(4) {
            self.keyword(&mut schema, depth);
        }
        Value::Object(schema)
    }

    fn keyword(&mut self, schema: &mut Map<String, Value>, depth: usize) {
        let inner = |choices: &mut Self| {
            if depth == 0 {
                json!(choices.one_of(4) != 0)
            } else {
                choices.schema(depth - 1)
            }
        };
        let (keyword, value) = match self.one_of(26) {
            0 | 1 => {
                let types = [
                    "null", "boolean", "integer", "number", "string", "array", "object",
                ];
                ("type", json!(types[self.one_of(7)]))
            }
            2 => ("const", self.payload(2)),
            3 => (
                "enum",
                (0..=self.one_of(3)).map(|_| self.payload(1)).collect(),
            ),
            4 => ("minimum", self.number()),
            5 => ("exclusiveMaximum", self.number()),
            6 => (
                "multipleOf",
                [json!(1), json!(2), json!(0.5), json!(0.1), json!(3)][self.one_of(5)].clone(),
            ),
            7 => ("minLength", json!(self.one_of(4))),
            8 => ("maxLength", json!(self.one_of(4))),
            9 => (
                "pattern",
                json!(["^a", "b$", "^[a-z]*$", "\\d", "^(a|b)+$", "^(?!a)"][self.one_of(6)]),
            ),
            10 => ("format", json!(["date", "email", "ipv4"][self.one_of(3)])),
            11 => ("items", inner(self)),
            12 => (
                "prefixItems",
                (0..=self.one_of(2)).map(|_| inner(self)).collect(),
            ),
            13 => ("contains", inner(self)),
            14 => ("minContains", json!(self.one_of(3))),
            15 => ("uniqueItems", json!(self.one_of(2) == 0)),
            16 => ("maxItems", json!(self.one_of(4))),
            17 | 18 => {
                let members = (0..=self.one_of(2)).map(|_| (self.name().to_owned(), inner(self)));
                ("properties", Value::Object(members.collect()))
            }
            19 => {
                let mut names: Vec<&str> = (0..=self.one_of(2)).map(|_| self.name()).collect();
                names.sort_unstable();
                names.dedup();
                ("required", json!(names))
            }
            20 => ("additionalProperties", inner(self)),
            21 => ("unevaluatedProperties", json!(false)),
            22 => ("not", inner(self)),
            23 => ("anyOf", (0..=self.one_of(2)).map(|_| inner(self)).collect()),
            24 => ("oneOf", (0..=self.one_of(2)).map(|_| inner(self)).collect()),
            _ => {
                schema.insert("if".to_owned(), inner(self));
                ("then", inner(self))
            }
        };
        schema.insert(keyword.to_owned(), value);
    }

    /// The schema with one keyword more or less, at the top or in one of its parts.
    fn edited(&mut self, schema: &Value) -> Value {
        let Value::Object(map) = schema else {
            return json!(self.one_of(2) == 0);
        };
        let mut map = map.clone();
        let parts: Vec<String> = map
            .iter()
            .filter(|(_, value)| value.is_object())
            .map(|(keyword, _)| keyword.clone())
            .collect();
        match self.one_of(3) {
            0 if !map.is_empty() => {
                let index = self.one_of(map.len());
                let keyword = map.keys().nth(index).cloned();
                if let Some(keyword) = keyword {
                    map.remove(&keyword);
                }
            }
            1 if !parts.is_empty() => {
                let keyword = &parts[self.one_of(parts.len())];
                let part = map[keyword].clone();
                let changed = if keyword == "properties" {
                    part.as_object()
                        .into_iter()
                        .flatten()
                        .map(|(name, schema)| (name.clone(), self.edited(schema)))
                        .collect()
                } else {
                    self.edited(&part)
                };
                map.insert(keyword.clone(), changed);
            }
            _ => self.keyword(&mut map, 1),
        }
        Value::Object(map)
    }
}
