//! Keywords of schemas, and small questions about them.

use crate::types::shape::{Range, Shape, Union};
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// Keywords of any type that are read before a type is.
pub(super) const KIND: &[&str] = &["type", "enum", "const"];
/// Keywords that ask something of numbers alone; all are carried.
pub(super) const RANGE: &[&str] = &[
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
];
/// Keywords that ask something of strings alone; all are carried, or told of where they are read.
pub(super) const TEXT: &[&str] = &["minLength", "maxLength", "pattern", "format"];
/// Keywords that ask something of lists alone; the first six are carried, or told of where they are read.
pub(super) const LIST: &[&str] = &[
    "items",
    "prefixItems",
    "additionalItems",
    "minItems",
    "maxItems",
    "uniqueItems",
    "contains",
    "minContains",
    "maxContains",
    "unevaluatedItems",
];
/// Keywords that ask something of objects alone.
pub(super) const OBJECT: &[&str] = &[
    "properties",
    "required",
    "additionalProperties",
    "minProperties",
    "maxProperties",
    "patternProperties",
    "propertyNames",
    "dependencies",
    "dependentRequired",
    "dependentSchemas",
    "unevaluatedProperties",
];
/// Those that dictionaries carry, or tell of where they are read.
pub(super) const MAP: &[&str] = &[
    "properties",
    "required",
    "additionalProperties",
    "minProperties",
    "maxProperties",
];
/// Those that objects with declared members carry.
pub(super) const RECORD: &[&str] = &["properties", "required", "additionalProperties"];
/// Every keyword that asserts something, in any draft.
pub(super) const KEYWORDS: &[&str] = &[
    "$dynamicRef",
    "$recursiveRef",
    "$ref",
    "additionalItems",
    "additionalProperties",
    "allOf",
    "anyOf",
    "const",
    "contains",
    "dependencies",
    "dependentRequired",
    "dependentSchemas",
    "else",
    "enum",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "format",
    "if",
    "items",
    "maxContains",
    "maxItems",
    "maxLength",
    "maxProperties",
    "maximum",
    "minContains",
    "minItems",
    "minLength",
    "minProperties",
    "minimum",
    "multipleOf",
    "not",
    "oneOf",
    "pattern",
    "patternProperties",
    "prefixItems",
    "properties",
    "propertyNames",
    "required",
    "then",
    "type",
    "unevaluatedItems",
    "unevaluatedProperties",
    "uniqueItems",
];

/// Annotations, and keywords that only name things.
pub(super) const SILENT: &[&str] = &[
    "$schema",
    "$id",
    "id",
    "$anchor",
    "$dynamicAnchor",
    "$recursiveAnchor",
    "$comment",
    "$vocabulary",
    "$defs",
    "definitions",
    "title",
    "description",
    "default",
    "examples",
    "deprecated",
    "readOnly",
    "writeOnly",
    "contentEncoding",
    "contentMediaType",
    "contentSchema",
];

/// What strings of a format look like, in a pattern that all languages read alike. It is necessary, not sufficient: no calendar is in it.
pub(super) fn form(format: &str) -> Option<&'static str> {
    Some(match format {
        "date" => "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$",
        "date-time" => {
            "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])[Tt]([01][0-9]|2[0-3]):[0-5][0-9]:([0-5][0-9]|60)(\\.[0-9]+)?([Zz]|[+\\-]([01][0-9]|2[0-3]):[0-5][0-9])$"
        }
        "time" => {
            "^([01][0-9]|2[0-3]):[0-5][0-9]:([0-5][0-9]|60)(\\.[0-9]+)?([Zz]|[+\\-]([01][0-9]|2[0-3]):[0-5][0-9])$"
        }
        "uuid" => "^[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}$",
        _ => return None,
    })
}

/// What a schema is for, as its author put it.
pub(super) fn doc(schema: &Value) -> String {
    let of = |keyword: &str| {
        schema
            .get(keyword)
            .and_then(Value::as_str)
            .unwrap_or_default()
    };
    let text = if of("description").is_empty() {
        of("title")
    } else {
        of("description")
    };
    text.trim().to_owned()
}

/// Names that have to be there.
pub(super) fn required(members: &Map<String, Value>) -> impl Iterator<Item = String> + use<'_> {
    let names = members.get("required").and_then(Value::as_array);
    names
        .into_iter()
        .flatten()
        .filter_map(|name| name.as_str().map(str::to_owned))
}

/// A count, which may be written as a number without a fraction.
pub(super) fn count(members: &Map<String, Value>, keyword: &str) -> Option<u64> {
    let value = members.get(keyword)?.as_f64()?;
    (value >= 0.0 && value.fract() == 0.0 && value < 9e15).then_some(value as u64)
}

/// Bounds of a number, in draft 4 too.
pub(super) fn range(members: &Map<String, Value>) -> Range {
    let number = |keyword: &str| members.get(keyword).and_then(Value::as_f64);
    let leaves_out = |keyword: &str| members.get(keyword) == Some(&Value::Bool(true));
    let least = number("minimum").map(|least| (least, leaves_out("exclusiveMinimum")));
    let most = number("maximum").map(|most| (most, leaves_out("exclusiveMaximum")));
    let above = number("exclusiveMinimum").map(|least| (least, true));
    let below = number("exclusiveMaximum").map(|most| (most, true));
    Range {
        least: [least, above]
            .into_iter()
            .flatten()
            .reduce(|a, b| if b.0 >= a.0 { b } else { a }),
        most: [most, below]
            .into_iter()
            .flatten()
            .reduce(|a, b| if b.0 <= a.0 { b } else { a }),
        multiple_of: number("multipleOf"),
    }
}

/// The values of an `enum` or `const` that the `type` beside it lets pass.
pub(super) fn literals_of(members: &Map<String, Value>) -> Option<Vec<Value>> {
    let values = match (members.get("const"), members.get("enum")) {
        (Some(value), _) => vec![value.clone()],
        (None, Some(Value::Array(values))) => values.clone(),
        _ => return None,
    };
    let kinds: Vec<&str> = match members.get("type") {
        Some(Value::String(kind)) => vec![kind],
        Some(Value::Array(kinds)) => kinds.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    let fits = |value: &Value| {
        kinds.is_empty()
            || kinds.iter().any(|kind| match (*kind, value) {
                ("null", Value::Null)
                | ("boolean", Value::Bool(_))
                | ("string", Value::String(_))
                | ("number", Value::Number(_))
                | ("array", Value::Array(_))
                | ("object", Value::Object(_)) => true,
                ("integer", Value::Number(number)) => {
                    number.as_f64().is_some_and(|number| number.fract() == 0.0)
                }
                _ => false,
            })
    };
    Some(values.into_iter().filter(fits).collect())
}

/// The words of an `enum` of strings alone.
pub(super) fn words_of(schema: &Value) -> Option<Vec<String>> {
    let values = literals_of(schema.as_object()?)?;
    let mut seen = BTreeSet::new();
    let words: Option<Vec<String>> = values
        .iter()
        .map(|value| value.as_str().map(str::to_owned))
        .collect();
    words.map(|words| {
        words
            .into_iter()
            .filter(|word| seen.insert(word.clone()))
            .collect()
    })
}

/// Whether a schema without a `type` is about objects.
pub(super) fn is_object(members: &Map<String, Value>) -> bool {
    ["properties", "required", "additionalProperties"]
        .iter()
        .any(|keyword| members.contains_key(*keyword))
}

/// The schema, of one type.
pub(super) fn with_kind(members: &Map<String, Value>, kind: &str) -> Value {
    let mut members = members.clone();
    members.insert("type".to_owned(), kind.into());
    Value::Object(members)
}

/// Puts a schema into another one, both of which have to hold. False where they cannot be written as one; then the first one is as it was.
pub(super) fn merge(whole: &mut Map<String, Value>, part: &Map<String, Value>) -> bool {
    let mut merged = whole.clone();
    for (keyword, value) in part {
        if SILENT.contains(&keyword.as_str()) {
            continue;
        }
        match (merged.get_mut(keyword), value) {
            (None, _) => {
                merged.insert(keyword.clone(), value.clone());
            }
            (Some(there), value) if there == value => {}
            (Some(Value::Array(there)), Value::Array(more)) if keyword == "required" => {
                for name in more {
                    if !there.contains(name) {
                        there.push(name.clone());
                    }
                }
            }
            (Some(Value::Object(there)), Value::Object(more)) if keyword == "properties" => {
                for (name, schema) in more {
                    match there.get(name) {
                        None => {
                            there.insert(name.clone(), schema.clone());
                        }
                        Some(known) if known == schema => {}
                        Some(Value::Object(known)) => {
                            let mut both = known.clone();
                            let Value::Object(schema) = schema else {
                                return false;
                            };
                            if !merge(&mut both, schema) {
                                return false;
                            }
                            there.insert(name.clone(), Value::Object(both));
                        }
                        Some(_) => return false,
                    }
                }
            }
            _ => return false,
        }
    }
    // Two that each close what they declare close each other's members too.
    let closes = |schema: &Map<String, Value>| schema.contains_key("additionalProperties");
    let declares = |schema: &Map<String, Value>| schema.contains_key("properties");
    if (closes(whole) && declares(part)) || (closes(part) && declares(whole)) {
        return false;
    }
    *whole = merged;
    true
}

/// Required members with a word of their own.
pub(super) fn constants(schema: &Value) -> Vec<(String, String)> {
    let Some(members) = schema.as_object() else {
        return Vec::new();
    };
    let named = members.get("properties").and_then(Value::as_object);
    required(members)
        .filter_map(|name| {
            let word = words_of(named?.get(&name)?)?;
            let [word] = &word[..] else { return None };
            Some((name, word.clone()))
        })
        .collect()
}

/// A member whose word tells all branches apart.
pub(super) fn discriminator(branches: &[Vec<(String, String)>]) -> Option<String> {
    let (first, others) = branches.split_first()?;
    let found = first.iter().find(|(name, word)| {
        let mut words = BTreeSet::from([word]);
        others.iter().all(|branch| {
            let own = branch.iter().find(|(other, _)| other == name);
            own.is_some_and(|(_, word)| words.insert(word))
        })
    });
    found
        .filter(|_| !others.is_empty())
        .map(|(name, _)| name.clone())
}

/// Whether no value can fit two of the shapes, as far as their JSON types tell.
pub(super) fn disjoint(shapes: &[Shape]) -> bool {
    let mut seen = BTreeSet::new();
    shapes.iter().all(|shape| {
        let kind = match shape {
            Shape::Null => "null",
            Shape::Bool => "boolean",
            Shape::Whole(_) | Shape::Number(_) => "number",
            Shape::Text(_) => "string",
            Shape::List(_) => "array",
            Shape::Map(_) => "object",
            _ => return shapes.len() == 1,
        };
        seen.insert(kind)
    })
}

/// One shape of several, with `null` drawn out.
pub(super) fn union(shapes: Vec<Shape>, discriminator: Option<String>) -> Shape {
    let mut branches: Vec<Shape> = Vec::new();
    let mut has_null = false;
    for shape in shapes {
        match shape {
            Shape::Never => {}
            Shape::Null => has_null = true,
            Shape::Nullable(inner) => {
                has_null = true;
                branches.push(*inner);
            }
            other if branches.contains(&other) => {}
            other => branches.push(other),
        }
    }
    if branches.contains(&Shape::Any) {
        return Shape::Any;
    }
    let one = match branches.len() {
        0 if has_null => return Shape::Null,
        0 => return Shape::Never,
        1 => branches.remove(0),
        _ => Shape::Union(Box::new(Union {
            branches,
            discriminator,
        })),
    };
    if has_null {
        Shape::Nullable(Box::new(one))
    } else {
        one
    }
}
