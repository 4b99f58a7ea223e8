//! Values grown from what a schema says: a handful of plain ones, or one by chance.

use super::pool::{Pool, around};
use crate::compat::random::Random;
use crate::compat::written::Written;
use serde_json::{Map, Value, json};
use std::cell::Cell;
use std::collections::HashSet;

/// Deepest value that is grown; below it only what has to be there.
const DEEPEST: usize = 6;

/// Deepest nesting that is followed at all: a schema may ask for values without end.
const BOTTOM: usize = 14;

/// Most plain values of one schema.
const MOST_PLAIN: usize = 12;

/// Most schemas that are looked at for all plain values of a document, and for one value by chance.
const MOST_PLAIN_SCHEMAS: u32 = 20_000;
const MOST_GROWN_SCHEMAS: u32 = 2_000;

/// Keywords that tell the type where `type` does not.
const TELLING: [(&str, &[&str]); 4] = [
    (
        "object",
        &[
            "properties",
            "required",
            "additionalProperties",
            "patternProperties",
            "minProperties",
            "maxProperties",
            "propertyNames",
            "unevaluatedProperties",
        ],
    ),
    (
        "array",
        &[
            "items",
            "prefixItems",
            "minItems",
            "maxItems",
            "uniqueItems",
            "contains",
            "unevaluatedItems",
        ],
    ),
    ("string", &["pattern", "minLength", "maxLength", "format"]),
    (
        "number",
        &[
            "minimum",
            "maximum",
            "exclusiveMinimum",
            "exclusiveMaximum",
            "multipleOf",
        ],
    ),
];

/// Keywords with bounds of scalars.
const BOUNDS: [&str; 7] = [
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minLength",
    "maxLength",
];

/// Grows values for the schemas of one document.
pub(super) struct Grower<'a> {
    written: Written<'a>,
    pool: &'a Pool,
    /// Schemas that may still be looked at; without an end what refers to itself would be followed for ever.
    left: Cell<u32>,
}

/// What several schemas say about one value, keyword by keyword; where they say different things, all of it.
struct Said<'a>(Vec<&'a Map<String, Value>>);

impl<'a> Said<'a> {
    fn all(&self, keyword: &'a str) -> impl Iterator<Item = &'a Value> {
        self.0.iter().filter_map(move |map| map.get(keyword))
    }

    fn list(&self, keyword: &'a str) -> impl Iterator<Item = &'a Value> {
        self.all(keyword).filter_map(Value::as_array).flatten()
    }

    fn number(&self, keyword: &'a str) -> Option<f64> {
        self.all(keyword).find_map(Value::as_f64)
    }

    /// Values that are named one by one.
    fn named(&self) -> Vec<&'a Value> {
        self.all("const").chain(self.list("enum")).collect()
    }

    fn required(&self) -> Vec<&'a str> {
        self.list("required").filter_map(Value::as_str).collect()
    }

    fn types(&self) -> Vec<&'a str> {
        let named: Vec<&str> = self
            .all("type")
            .find_map(|value| match value {
                Value::String(one) => Some(vec![one.as_str()]),
                Value::Array(several) => Some(several.iter().filter_map(Value::as_str).collect()),
                _ => None,
            })
            .unwrap_or_default();
        if !named.is_empty() {
            return named;
        }
        TELLING
            .iter()
            .filter(|(_, keywords)| {
                keywords
                    .iter()
                    .any(|keyword| self.0.iter().any(|map| map.contains_key(*keyword)))
            })
            .map(|(name, _)| *name)
            .collect()
    }
}

impl<'a> Grower<'a> {
    pub(super) fn new(written: Written<'a>, pool: &'a Pool) -> Self {
        Self {
            written,
            pool,
            left: Cell::new(MOST_PLAIN_SCHEMAS),
        }
    }

    /// Whether one more schema may be looked at.
    fn goes_on(&self) -> bool {
        let left = self.left.get();
        self.left.set(left.saturating_sub(1));
        left > 0
    }

    /// One value by chance. It need not be accepted.
    pub(super) fn grow(&self, schema: &'a Value, random: &mut Random) -> Value {
        self.left.set(MOST_GROWN_SCHEMAS);
        self.grow_at(schema, random, 0)
    }

    fn grow_at(&self, schema: &'a Value, random: &mut Random, depth: usize) -> Value {
        if !schema.is_object() || !self.goes_on() {
            return self.pool.any(random);
        }
        let said = Said(self.one_way(schema, random));
        if depth > BOTTOM || random.once_in(40) {
            return self.pool.any(random);
        }
        let named = said.named();
        if let Some(value) = random.one_of(&named) {
            return (*value).clone();
        }
        let known: Vec<&Value> = said.list("examples").chain(said.all("default")).collect();
        if random.once_in(4)
            && let Some(value) = random.one_of(&known)
        {
            return (*value).clone();
        }
        match random.one_of(&said.types()).copied() {
            Some("object") => self.object(&said, random, depth),
            Some("array") => self.array(&said, random, depth),
            Some(scalar) => self.scalar(scalar, &said, random),
            None => self.pool.any(random),
        }
    }

    /// The schemas about a value when one branch is taken wherever there is a choice.
    fn one_way(&self, schema: &'a Value, random: &mut Random) -> Vec<&'a Map<String, Value>> {
        let mut found: Vec<&'a Map<String, Value>> = Vec::new();
        let mut open = vec![schema];
        while let Some(next) = open.pop() {
            let Value::Object(map) = next else { continue };
            if found.len() > 32 || found.iter().any(|seen| std::ptr::eq(*seen, map)) {
                continue;
            }
            found.push(map);
            open.extend(self.written.referred(map));
            open.extend(
                map.get("allOf")
                    .and_then(Value::as_array)
                    .into_iter()
                    .flatten(),
            );
            for keyword in ["anyOf", "oneOf"] {
                let branches = map.get(keyword).and_then(Value::as_array);
                open.extend(branches.and_then(|branches| random.one_of(branches)));
            }
            if map.contains_key("if") {
                if random.once_in(2) {
                    open.extend(map.get("if"));
                    open.extend(map.get("then"));
                } else {
                    open.extend(map.get("else"));
                }
            }
        }
        found
    }

    fn object(&self, said: &Said<'a>, random: &mut Random, depth: usize) -> Value {
        let mut members = Map::new();
        let required = said.required();
        let is_needed: HashSet<&str> = required.iter().copied().collect();
        let declared: Vec<(&'a String, &'a Value)> = said
            .all("properties")
            .filter_map(Value::as_object)
            .flatten()
            .collect();
        // Large objects would hide what matters: a few members beside the required ones.
        let rarely = 2 + declared.len() / 4;
        for (name, schema) in &declared {
            let is_required = is_needed.contains(name.as_str());
            if is_required || (depth < DEEPEST && random.once_in(rarely)) {
                members.insert((*name).clone(), self.grow_at(schema, random, depth + 1));
            }
        }
        let rest = said
            .all("additionalProperties")
            .chain(
                said.all("patternProperties")
                    .filter_map(Value::as_object)
                    .flat_map(Map::values),
            )
            .next();
        for name in required {
            if !members.contains_key(name) {
                let value =
                    rest.map_or(json!("a"), |schema| self.grow_at(schema, random, depth + 1));
                members.insert(name.to_owned(), value);
            }
        }
        if rest != Some(&Value::Bool(false)) && depth < DEEPEST && random.once_in(3) {
            let value = match rest {
                Some(schema) => self.grow_at(schema, random, depth + 1),
                None => self.pool.any(random),
            };
            members.insert(self.pool.name(random), value);
        }
        Value::Object(members)
    }

    fn array(&self, said: &Said<'a>, random: &mut Random, depth: usize) -> Value {
        let least = said.number("minItems").unwrap_or(0.0).clamp(0.0, 40.0) as usize;
        let tuple: Vec<&'a Value> = said
            .all("prefixItems")
            .chain(said.all("items"))
            .find_map(Value::as_array)
            .into_iter()
            .flatten()
            .collect();
        let rest = ["items", "additionalItems", "contains"]
            .into_iter()
            .find_map(|keyword| said.all(keyword).find(|schema| !schema.is_array()));
        let more = if depth < DEEPEST { random.below(3) } else { 0 };
        let count = (least + more).max(if random.once_in(3) { tuple.len() } else { 0 });
        let item = |index: usize| match tuple.get(index).copied().or(rest) {
            Some(schema) => self.grow_at(schema, random, depth + 1),
            None => self.pool.any(random),
        };
        (0..count).map(item).collect()
    }

    fn scalar(&self, name: &str, said: &Said<'a>, random: &mut Random) -> Value {
        let fits = |value: &&Value| match name {
            "integer" => value.as_f64().is_some_and(|number| number.fract() == 0.0),
            "number" => value.is_number(),
            "string" => value.is_string(),
            "boolean" => value.is_boolean(),
            _ => value.is_null(),
        };
        let mut near: Vec<Value> = Vec::new();
        for keyword in BOUNDS {
            for bound in said.all(keyword) {
                near.extend(
                    around(keyword, bound)
                        .into_iter()
                        .filter(|value| fits(&value)),
                );
            }
        }
        if let Some(value) = random.one_of(&near)
            && !random.once_in(3)
        {
            return value.clone();
        }
        let fitting: Vec<&Value> = self.pool.values().iter().filter(fits).collect();
        random
            .one_of(&fitting)
            .map_or(Value::Null, |value| (*value).clone())
    }

    /// A few plain values, the simplest first: one for each value that is named, each type, each branch.
    pub(super) fn plain(&self, schema: &'a Value) -> Vec<Value> {
        self.plain_at(schema, 0, MOST_PLAIN)
    }

    fn plain_at(&self, schema: &'a Value, depth: usize, most: usize) -> Vec<Value> {
        if !schema.is_object() || depth > BOTTOM {
            let mut plain = vec![
                json!(null),
                json!(0),
                json!("a"),
                json!({}),
                json!([]),
                json!(true),
            ];
            plain.truncate(most);
            return plain;
        }
        let mut out: Vec<Value> = Vec::new();
        for map in self.written.at_same_value(schema) {
            if !self.goes_on() {
                break;
            }
            let said = Said(vec![map]);
            out.extend(said.named().into_iter().take(most).cloned());
            out.extend(said.list("examples").chain(said.all("default")).cloned());
            for name in said.types() {
                match name {
                    "object" => out.push(self.plain_object(&said, depth)),
                    "array" => out.push(self.plain_array(&said, depth)),
                    "string" => out.extend([json!("a"), json!("")]),
                    "integer" => out.extend([json!(0), json!(1)]),
                    "number" => out.extend([json!(0), json!(0.5)]),
                    "boolean" => out.extend([json!(true), json!(false)]),
                    _ => out.push(Value::Null),
                }
            }
            if out.len() >= most {
                break;
            }
        }
        out.truncate(most);
        if out.is_empty() {
            out.extend([json!(null), json!(0), json!("a"), json!({}), json!([])]);
            out.truncate(most);
        }
        out
    }

    fn plain_object(&self, said: &Said<'a>, depth: usize) -> Value {
        let declared = said.all("properties").find_map(Value::as_object);
        let member = |name: &str| {
            let schema = declared.and_then(|declared| declared.get(name));
            let value = schema.and_then(|schema| self.plain_at(schema, depth + 1, 1).pop());
            (name.to_owned(), value.unwrap_or_else(|| json!("a")))
        };
        Value::Object(said.required().into_iter().map(member).collect())
    }

    fn plain_array(&self, said: &Said<'a>, depth: usize) -> Value {
        let least = said.number("minItems").unwrap_or(0.0).clamp(0.0, 40.0) as usize;
        let each = said.all("items").find(|schema| !schema.is_array());
        let value = each.and_then(|schema| self.plain_at(schema, depth + 1, 1).pop());
        let item = value.unwrap_or(Value::Null);
        Value::Array(vec![item; least])
    }
}
