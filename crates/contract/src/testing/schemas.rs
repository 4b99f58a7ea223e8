//! Random schemas.

use super::values::{number, plain_value};
use super::{Choices, NAMES, TYPES, judge};
use crate::draft::Draft;
use serde_json::{Map, Value, json};

const PATTERNS: [&str; 8] = [
    "a", "^a", "^x-", "b$", "^[a-c]*$", "^.{2,3}$", "^(?!a)", "\\d",
];
const FORMATS: [&str; 9] = [
    "date",
    "ipv4",
    "email",
    "uuid",
    "uri",
    "hostname",
    "regex",
    "date-time",
    "int64",
];

/// A schema of this draft, with every keyword, references and circles among its definitions.
pub(crate) fn schema(choices: &mut Choices<'_>, draft: Draft) -> Value {
    let mut schema = match subschema(choices, draft, 4) {
        Value::Object(members) => members,
        other => Map::from_iter([("not".to_owned(), json!({"not": other}))]),
    };
    if draft <= Draft::Draft7 && schema.contains_key("$ref") {
        schema = Map::from_iter([("allOf".to_owned(), json!([schema]))]);
    }
    let definitions: Map<String, Value> = ["one", "two", "three"]
        .into_iter()
        .map(|name| (name.to_owned(), subschema(choices, draft, 3)))
        .collect();
    schema.insert(definitions_keyword(draft).to_owned(), definitions.into());
    schema.insert("$schema".to_owned(), draft.uri().into());
    Value::Object(schema)
}

fn definitions_keyword(draft: Draft) -> &'static str {
    if draft >= Draft::Draft201909 {
        "$defs"
    } else {
        "definitions"
    }
}

fn subschema(choices: &mut Choices<'_>, draft: Draft, depth: u32) -> Value {
    let may_be_boolean = draft > Draft::Draft4;
    if choices.is_used_up() {
        return json!({});
    }
    if depth == 0 {
        return json!({"type": choices.pick(&["string", "integer", "null", "object"])});
    }
    if may_be_boolean && choices.below(10) == 9 {
        return choices.pick(&[true, false]).into();
    }
    let mut members = Map::new();
    for _ in 0..=choices.below(4) {
        keyword(choices, draft, depth, &mut members);
    }
    Value::Object(members)
}

fn keyword(choices: &mut Choices<'_>, draft: Draft, depth: u32, members: &mut Map<String, Value>) {
    let within = Within { draft, depth };
    let (name, value) = match choices.below(6) {
        0 => within.about_values(choices, members),
        1 | 2 => within.about_objects(choices),
        3 => within.about_arrays(choices, members),
        _ => within.composed(choices, members),
    };
    members.insert(name.to_owned(), value);
}

/// Where a keyword is made.
struct Within {
    draft: Draft,
    depth: u32,
}

type Keyword = (&'static str, Value);

impl Within {
    fn child(&self, choices: &mut Choices<'_>) -> Value {
        subschema(choices, self.draft, self.depth - 1)
    }

    fn children(&self, choices: &mut Choices<'_>) -> Value {
        let mut made: Vec<Value> = vec![self.child(choices)];
        made.extend(choices.several(2, |choices| self.child(choices)));
        Value::Array(made)
    }

    /// What is left: often nothing.
    fn rest(&self, choices: &mut Choices<'_>) -> Value {
        match choices.below(2) {
            0 => json!(false),
            _ => self.child(choices),
        }
    }

    fn by_name(&self, choices: &mut Choices<'_>, names: &[&str]) -> Value {
        let made = choices.several(3, |choices| {
            (choices.pick(names).to_owned(), self.child(choices))
        });
        Value::Object(made.into_iter().collect())
    }

    fn about_values(&self, choices: &mut Choices<'_>, members: &mut Map<String, Value>) -> Keyword {
        let is_oldest = self.draft == Draft::Draft4;
        match choices.below(14) {
            0..=2 => ("type", types(choices)),
            3 => ("enum", enumerated(choices)),
            4 => ("const", plain_value(choices, 2)),
            5 => ("minimum", number(choices)),
            6 => ("maximum", number(choices)),
            7 | 8 if is_oldest => {
                members.insert("minimum".to_owned(), number(choices));
                ("exclusiveMinimum", true.into())
            }
            7 => ("exclusiveMinimum", number(choices)),
            8 => ("exclusiveMaximum", number(choices)),
            9 => (
                "multipleOf",
                choices.pick(&[json!(2), json!(0.5), json!(3), json!(0.1)]),
            ),
            10 => ("minLength", choices.below(4).into()),
            11 => ("maxLength", choices.below(4).into()),
            12 => ("pattern", choices.pick(&PATTERNS).into()),
            _ => ("format", choices.pick(&FORMATS).into()),
        }
    }

    fn about_objects(&self, choices: &mut Choices<'_>) -> Keyword {
        match choices.below(10) {
            0..=2 => ("properties", self.by_name(choices, &NAMES)),
            3 => ("patternProperties", self.by_name(choices, &PATTERNS)),
            4 => ("additionalProperties", self.rest(choices)),
            5 => ("required", names(choices)),
            6 => ("propertyNames", self.child(choices)),
            7 => (
                choices.pick(&["minProperties", "maxProperties"]),
                choices.below(4).into(),
            ),
            8 => ("unevaluatedProperties", self.rest(choices)),
            _ if self.draft >= Draft::Draft201909 => (
                "dependentRequired",
                Value::Object(Map::from_iter([(
                    choices.pick(&NAMES).to_owned(),
                    names(choices),
                )])),
            ),
            _ => ("dependencies", self.by_name(choices, &NAMES)),
        }
    }

    fn about_arrays(&self, choices: &mut Choices<'_>, members: &mut Map<String, Value>) -> Keyword {
        match choices.below(6) {
            0 => ("items", self.child(choices)),
            1 if self.draft == Draft::Draft202012 => ("prefixItems", self.children(choices)),
            1 => {
                members.insert("additionalItems".to_owned(), self.child(choices));
                ("items", self.children(choices))
            }
            2 => {
                for bound in ["minContains", "maxContains"] {
                    if choices.below(2) == 1 {
                        members.insert(bound.to_owned(), choices.below(3).into());
                    }
                }
                ("contains", self.child(choices))
            }
            3 => (
                choices.pick(&["minItems", "maxItems"]),
                choices.below(4).into(),
            ),
            4 => ("uniqueItems", true.into()),
            _ => ("unevaluatedItems", self.rest(choices)),
        }
    }

    fn composed(&self, choices: &mut Choices<'_>, members: &mut Map<String, Value>) -> Keyword {
        match choices.below(8) {
            0 => ("allOf", self.children(choices)),
            1 => ("anyOf", self.children(choices)),
            2 => ("oneOf", self.children(choices)),
            3 => ("not", self.child(choices)),
            4 => {
                members.insert("then".to_owned(), self.child(choices));
                if choices.below(2) == 1 {
                    members.insert("else".to_owned(), self.child(choices));
                }
                ("if", self.child(choices))
            }
            5 => ("dependentSchemas", self.by_name(choices, &NAMES)),
            _ => {
                let keyword = definitions_keyword(self.draft);
                let target = choices.pick(&["one", "two", "three"]);
                ("$ref", format!("#/{keyword}/{target}").into())
            }
        }
    }
}

fn names(choices: &mut Choices<'_>) -> Value {
    let mut names: Vec<&str> = vec![choices.pick(&NAMES)];
    names.extend(choices.several(2, |choices| choices.pick(&NAMES)));
    names.sort_unstable();
    names.dedup();
    json!(names)
}

fn enumerated(choices: &mut Choices<'_>) -> Value {
    let mut values: Vec<Value> = vec![plain_value(choices, 2)];
    for value in choices.several(3, |choices| plain_value(choices, 1)) {
        if !values.iter().any(|known| is_equal(known, &value)) {
            values.push(value);
        }
    }
    Value::Array(values)
}

fn types(choices: &mut Choices<'_>) -> Value {
    let mut types: Vec<&str> = vec![choices.pick(&TYPES)];
    types.extend(choices.several(2, |choices| choices.pick(&TYPES)));
    types.sort_unstable();
    types.dedup();
    match types[..] {
        [only] => only.into(),
        _ => json!(types),
    }
}

/// Whether two values are equal as JSON Schema compares them.
fn is_equal(one: &Value, other: &Value) -> bool {
    judge(&json!({"const": one}), Draft::Draft202012).is_some_and(|judge| judge.is_valid(other))
}
