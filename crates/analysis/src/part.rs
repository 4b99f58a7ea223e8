//! The part of a payload schema that governs one field, as a schema of its own.

use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// Most schemas that are looked through on the way to a field.
const MOST_STEPS: usize = 256;

/// Where schemas keep what they refer to.
const PLACES: [&str; 2] = ["$defs", "definitions"];

/// The schema of the field at a pointer into the payload (`*` or a number stands for any item of a list or member of a map); `None` where the
/// schema says nothing about it. References are followed within the document; what the part refers to comes with it.
pub(crate) fn part(root: &Value, pointer: &str) -> Option<Value> {
    let steps: Vec<String> = steps(pointer);
    let mut found = Vec::new();
    let mut walk = Walk {
        root,
        left: MOST_STEPS,
    };
    walk.find(root, &steps, &mut found);
    if found.is_empty() {
        return None;
    }
    let mut schema = match found.as_slice() {
        [Value::Object(only)] => only.clone(),
        parts => Map::from_iter([("allOf".to_owned(), json!(parts))]),
    };
    for (place, name) in needed(root, &found) {
        let Some(definition) = root.get(place).and_then(|all| all.get(&name)) else {
            continue;
        };
        let place = schema.entry(place).or_insert_with(|| json!({}));
        if let Some(place) = place.as_object_mut() {
            place.insert(name, definition.clone());
        }
    }
    if let Some(draft) = root.get("$schema") {
        schema.insert("$schema".to_owned(), draft.clone());
    }
    Some(Value::Object(schema))
}

/// Whether the payload, or the object around the field where there is one, has to have it.
pub(crate) fn is_required(root: &Value, pointer: &str) -> bool {
    let mut steps = steps(pointer);
    let Some(name) = steps.pop() else {
        return true;
    };
    let mut around = Vec::new();
    let mut walk = Walk {
        root,
        left: MOST_STEPS,
    };
    walk.find(root, &steps, &mut around);
    around
        .into_iter()
        .any(|schema| walk.requires(schema, &name))
}

/// A schema without what only people read, so that words alone make no difference.
pub(crate) fn without_words(schema: &Value) -> Value {
    const WORDS: [&str; 7] = [
        "title",
        "description",
        "$comment",
        "examples",
        "example",
        "deprecated",
        "default",
    ];
    match schema {
        Value::Object(members) => {
            let kept = members.iter().filter(|(name, value)| {
                // A field may have the name of a keyword; its schema is an object or a boolean.
                !WORDS.contains(&name.as_str()) || value.is_object()
            });
            kept.map(|(name, value)| (name.clone(), without_words(value)))
                .collect()
        }
        Value::Array(items) => items.iter().map(without_words).collect(),
        scalar => scalar.clone(),
    }
}

fn steps(pointer: &str) -> Vec<String> {
    let steps = pointer.split('/').skip(1);
    steps
        .map(|step| step.replace("~1", "/").replace("~0", "~"))
        .collect()
}

struct Walk<'a> {
    root: &'a Value,
    left: usize,
}

impl<'a> Walk<'a> {
    /// Every schema that all values at the place have to fulfil.
    fn find(&mut self, schema: &'a Value, steps: &[String], found: &mut Vec<&'a Value>) {
        if self.left == 0 {
            return;
        }
        self.left -= 1;
        let Some((step, rest)) = steps.split_first() else {
            found.push(schema);
            return;
        };
        for joined in self.joined(schema) {
            self.find(joined, steps, found);
        }
        let member = schema.get("properties").and_then(|all| all.get(step));
        let any = || {
            let is_any = step == "*" || step == "-" || step.bytes().all(|b| b.is_ascii_digit());
            let item = schema
                .get("items")
                .or_else(|| schema.get("additionalProperties"));
            let pattern = || {
                schema
                    .get("patternProperties")?
                    .as_object()?
                    .values()
                    .next()
            };
            item.or_else(pattern)
                .filter(|inner| is_any && inner.is_object())
        };
        if let Some(inner) = member.or_else(any) {
            self.find(inner, rest, found);
        }
    }

    fn requires(&mut self, schema: &'a Value, name: &str) -> bool {
        if self.left == 0 {
            return false;
        }
        self.left -= 1;
        let listed = schema.get("required").and_then(Value::as_array);
        listed.is_some_and(|names| names.iter().any(|other| other == name))
            || self
                .joined(schema)
                .into_iter()
                .any(|joined| self.requires(joined, name))
    }

    /// Schemas that hold wherever this one does: its reference, all of `allOf`, and the only alternative beside null.
    fn joined(&self, schema: &'a Value) -> Vec<&'a Value> {
        let mut joined = Vec::new();
        if let Some(target) = schema.get("$ref").and_then(Value::as_str) {
            joined.extend(
                target
                    .strip_prefix('#')
                    .and_then(|pointer| self.root.pointer(pointer)),
            );
        }
        if let Some(all) = schema.get("allOf").and_then(Value::as_array) {
            joined.extend(all);
        }
        for alternatives in ["anyOf", "oneOf"] {
            let Some(all) = schema.get(alternatives).and_then(Value::as_array) else {
                continue;
            };
            let mut others = all
                .iter()
                .filter(|one| one.get("type") != Some(&json!("null")));
            if let (Some(only), None) = (others.next(), others.next()) {
                joined.push(only);
            }
        }
        joined
    }
}

/// Definitions that some schemas refer to, and those that these refer to.
fn needed(root: &Value, schemas: &[&Value]) -> BTreeSet<(&'static str, String)> {
    let mut needed = BTreeSet::new();
    let mut next: Vec<&Value> = schemas.to_vec();
    while let Some(value) = next.pop() {
        match value {
            Value::Array(items) => next.extend(items),
            Value::Object(members) => {
                next.extend(members.values());
                let target = members.get("$ref").and_then(Value::as_str);
                let Some((place, name)) = target.and_then(definition) else {
                    continue;
                };
                if let Some(definition) = root.get(place).and_then(|all| all.get(&name))
                    && needed.insert((place, name))
                {
                    next.push(definition);
                }
            }
            _ => {}
        }
    }
    needed
}

/// The definition in which a reference ends.
fn definition(reference: &str) -> Option<(&'static str, String)> {
    PLACES.into_iter().find_map(|place| {
        let rest = reference
            .strip_prefix("#/")?
            .strip_prefix(place)?
            .strip_prefix('/')?;
        let name = rest.split('/').next().unwrap_or(rest);
        Some((place, name.replace("~1", "/").replace("~0", "~")))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_brings_what_it_refers_to() {
        let schema = json!({
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "allOf": [{"properties": {"a": {"$ref": "#/$defs/money"}}, "required": ["a"]}],
            "properties": {"list": {"type": "array", "items": {"properties": {"b/c": {"type": "string"}}, "required": ["b/c"]}}},
            "$defs": {"money": {"type": "object", "properties": {"unit": {"$ref": "#/$defs/unit"}}}, "unit": {"enum": ["EUR"]}, "other": true},
        });
        let found = |pointer| {
            part(&schema, pointer).map(|mut part| {
                part.as_object_mut().unwrap().remove("$schema");
                part
            })
        };
        let unit = json!({"enum": ["EUR"]});
        let money = schema["$defs"]["money"].clone();
        assert_eq!(
            found("/a"),
            Some(json!({"$ref": "#/$defs/money", "$defs": {"money": money, "unit": unit}}))
        );
        assert_eq!(
            found("/a/unit"),
            Some(json!({"$ref": "#/$defs/unit", "$defs": {"unit": unit}}))
        );
        assert_eq!(found("/list/*/b~1c"), Some(json!({"type": "string"})));
        assert_eq!(found("/list/0/b~1c"), Some(json!({"type": "string"})));
        assert_eq!(found("/gone"), None);
        assert!(is_required(&schema, "/a") && is_required(&schema, "/list/*/b~1c"));
        assert!(!is_required(&schema, "/list") && !is_required(&schema, "/gone"));
    }

    #[test]
    fn circles_end() {
        let schema = json!({"$ref": "#"});
        assert_eq!(part(&schema, "/a"), None);
        assert!(!is_required(&schema, "/a"));
    }

    #[test]
    fn words_make_no_difference_and_fields_named_like_them_do() {
        let schema =
            json!({"title": "T", "properties": {"title": {"type": "string", "description": "D"}}});
        assert_eq!(
            without_words(&schema),
            json!({"properties": {"title": {"type": "string"}}})
        );
    }
}
