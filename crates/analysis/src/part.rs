//! The part of a payload schema that governs one field, as a schema of its own.

use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// Most schemas that are looked through on the way to a field.
const MOST_STEPS: usize = 256;

/// Keywords that list schemas of which one has to hold.
const ALTERNATIVES: [&str; 2] = ["anyOf", "oneOf"];

/// Where schemas keep what they refer to.
const PLACES: [&str; 2] = ["$defs", "definitions"];

/// What a schema says about the field at a pointer.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Part {
    /// Values of the field have to fulfil this.
    Governed(Value),
    /// It depends on other fields, or on more than was looked through.
    Depends,
    /// Nothing.
    Nothing,
}

/// Whether the object around a field, or the payload, goes without it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Need {
    /// It never does.
    Required,
    /// It always does.
    Optional,
    /// It depends on other fields, or on more than was looked through.
    Depends,
}

/// The schema of the field at a pointer into the payload (`*` or a number stands for any item of a list or member of a map); `None` where the
/// schema says nothing about it that holds for all payloads. References are followed within the document; what the part refers to comes
/// with it.
pub(crate) fn part(root: &Value, pointer: &str) -> Option<Value> {
    match said(root, pointer) {
        Part::Governed(part) => Some(part),
        Part::Depends | Part::Nothing => None,
    }
}

/// The same, told from a field about which something may be said in some payloads.
pub(crate) fn said(root: &Value, pointer: &str) -> Part {
    let mut walk = Walk::new(root);
    let found = walk.all(pointer);
    if found.is_empty() {
        return if walk.depends {
            Part::Depends
        } else {
            Part::Nothing
        };
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
    Part::Governed(Value::Object(schema))
}

/// Whether the payload, or the object around the field where there is one, has to have it.
pub(crate) fn need(root: &Value, pointer: &str) -> Need {
    let Some((around, name)) = pointer.rsplit_once('/') else {
        return Need::Required;
    };
    let name = unescaped(name);
    let mut walk = Walk::new(root);
    let around = walk.all(around);
    if around.iter().any(|schema| walk.requires(schema, &name)) {
        return Need::Required;
    }
    if walk.depends || around.iter().any(|schema| walk.may_require(schema, &name)) {
        return Need::Depends;
    }
    Need::Optional
}

/// Whether every payload has the field: it is required, and so is everything around it.
pub(crate) fn is_always_there(root: &Value, pointer: &str) -> bool {
    let ends = pointer.match_indices('/').map(|(at, _)| at).skip(1);
    ends.chain([pointer.len()])
        .all(|end| need(root, &pointer[..end]) == Need::Required)
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
    pointer.split('/').skip(1).map(unescaped).collect()
}

fn unescaped(step: &str) -> String {
    step.replace("~1", "/").replace("~0", "~")
}

struct Walk<'a> {
    root: &'a Value,
    left: usize,
    /// Whether something was met that says more about some payloads than about others, or too much to look through.
    depends: bool,
}

impl<'a> Walk<'a> {
    fn new(root: &'a Value) -> Self {
        Self {
            root,
            left: MOST_STEPS,
            depends: false,
        }
    }

    /// Every schema that all values at a pointer have to fulfil.
    fn all(&mut self, pointer: &str) -> Vec<&'a Value> {
        let mut found = Vec::new();
        self.find(self.root, &steps(pointer), &mut found);
        found
    }

    fn find(&mut self, schema: &'a Value, steps: &[String], found: &mut Vec<&'a Value>) {
        if !self.may_go_on() {
            return;
        }
        let Some((step, rest)) = steps.split_first() else {
            found.push(schema);
            return;
        };
        for joined in self.joined(schema) {
            self.find(joined, steps, found);
        }
        self.depends |= conditions(schema).any(|condition| mentions(condition, step));
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

    fn may_go_on(&mut self) -> bool {
        self.depends |= self.left == 0;
        let may = self.left > 0;
        self.left -= usize::from(may);
        may
    }

    fn requires(&mut self, schema: &'a Value, name: &str) -> bool {
        if !self.may_go_on() {
            return false;
        }
        let listed = schema.get("required").and_then(Value::as_array);
        listed.is_some_and(|names| names.iter().any(|other| other == name))
            || self
                .joined(schema)
                .into_iter()
                .any(|joined| self.requires(joined, name))
    }

    /// Whether there are values that a schema takes with a member and not without it.
    fn may_require(&mut self, schema: &'a Value, name: &str) -> bool {
        if !self.may_go_on() {
            return true;
        }
        conditions(schema).any(|condition| mentions(condition, name))
            || ["minProperties", "enum", "const", "dependentRequired"]
                .iter()
                .any(|keyword| schema.get(keyword).is_some())
            || self
                .joined(schema)
                .into_iter()
                .any(|joined| self.may_require(joined, name))
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
        joined.extend(
            ALTERNATIVES
                .iter()
                .filter_map(|name| only(schema.get(name)?)),
        );
        joined
    }
}

/// The only alternative beside null.
fn only(alternatives: &Value) -> Option<&Value> {
    let all = alternatives.as_array()?;
    let mut others = all
        .iter()
        .filter(|one| one.get("type") != Some(&json!("null")));
    let first = others.next()?;
    others.next().is_none().then_some(first)
}

/// What a schema says about some values and not about others.
fn conditions(schema: &Value) -> impl Iterator<Item = &Value> {
    const OTHERS: [&str; 9] = [
        "not",
        "if",
        "then",
        "else",
        "dependentSchemas",
        "dependencies",
        "contains",
        "$dynamicRef",
        "$recursiveRef",
    ];
    let choices = ALTERNATIVES.iter().filter_map(|name| schema.get(name));
    choices
        .filter(|alternatives| only(alternatives).is_none())
        .chain(OTHERS.iter().filter_map(|name| schema.get(name)))
}

/// Whether a condition may be about a member: it names it, counts members, or leads where nobody has looked.
fn mentions(condition: &Value, name: &str) -> bool {
    match condition {
        Value::String(text) => text == name || text.starts_with('#'),
        Value::Array(items) => items.iter().any(|item| mentions(item, name)),
        Value::Object(members) => members.iter().any(|(key, value)| {
            key == name
                || matches!(key.as_str(), "$ref" | "minProperties" | "patternProperties")
                || mentions(value, name)
        }),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
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
        Some((place, unescaped(name)))
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
        for (pointer, expected) in [
            ("", Need::Required),
            ("/a", Need::Required),
            ("/list/*/b~1c", Need::Required),
            ("/list", Need::Optional),
            ("/gone", Need::Optional),
        ] {
            assert_eq!(need(&schema, pointer), expected, "{pointer}");
        }
        assert!(is_always_there(&schema, "/a") && !is_always_there(&schema, "/list/*/b~1c"));
    }

    #[test]
    fn circles_end() {
        let schema = json!({"$ref": "#"});
        assert_eq!(said(&schema, "/a"), Part::Depends);
        assert_eq!(need(&schema, "/a"), Need::Depends);
    }

    #[test]
    fn what_holds_for_some_payloads_is_told_from_nothing() {
        let kinds = json!({
            "properties": {"kind": {"type": "string"}, "b": {"type": "string"}},
            "oneOf": [
                {"properties": {"kind": {"const": "x"}, "a": {"type": "string"}}, "required": ["a"]},
                {"properties": {"kind": {"const": "y"}}, "required": ["b"]},
            ],
        });
        assert_eq!(said(&kinds, "/a"), Part::Depends);
        assert_eq!(said(&kinds, "/c"), Part::Nothing);
        assert_eq!(need(&kinds, "/b"), Need::Depends);
        assert_eq!(need(&kinds, "/c"), Need::Optional);
        let maybe = json!({"anyOf": [{"properties": {"a": {"type": "string"}}}, {"type": "null"}]});
        assert_eq!(
            said(&maybe, "/a"),
            Part::Governed(json!({"type": "string"}))
        );
        assert_eq!(need(&maybe, "/a"), Need::Optional);
        assert_eq!(need(&json!({"minProperties": 1}), "/a"), Need::Depends);
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
