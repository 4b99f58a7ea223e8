//! What it costs to judge a payload, before it is judged.
//!
//! A validator follows every reference and every branch each time that it meets one. Where definitions are reached in many ways that is
//! exponential, though nothing in the document is large. The price is the number of schemas that it looks at, counted with each pair of
//! schema and value visited once.

use super::minimise::parts;
use super::written::Written;
use crate::set::{IdHasher, steps_back};
use serde_json::{Map, Value};
use std::cell::OnceCell;
use std::collections::HashMap;
use std::hash::BuildHasherDefault;

/// What a text costs that a pattern has to be sought in by stepping back, at most: the validator gives up later than that.
const MOST_STEPS_BACK: u64 = 10_000;

/// Values of a list that are compared for the price of one schema.
const VALUES_A_LOOK: u64 = 8;

/// Bytes of a string in which a pattern is sought, and of a pattern that has to be gone through, for the price of one schema.
const BYTES_A_LOOK: u64 = 8;
const PATTERN_BYTES_A_LOOK: u64 = 256;

/// What one document costs.
pub(super) struct Prices<'a> {
    written: Written<'a>,
    /// Whether anything may be reached in more than one way, once somebody asks.
    refers: OnceCell<bool>,
}

impl<'a> Prices<'a> {
    pub(super) fn new(document: &'a Value) -> Self {
        Self {
            written: Written::new(document),
            refers: OnceCell::new(),
        }
    }

    /// Schemas that are looked at to judge a payload. More than `most` is not counted out.
    pub(super) fn of(&self, payload: &Value, most: u64) -> u64 {
        let mut bill = Bill {
            written: self.written,
            refers: *self.refers.get_or_init(|| refers(self.written.root())),
            targets: HashMap::default(),
            known: HashMap::default(),
            steps_back: HashMap::default(),
            visited: 0,
            most,
        };
        bill.schema(self.written.root(), payload)
    }
}

/// Whether a document has references.
fn refers(document: &Value) -> bool {
    let mut open = vec![document];
    while let Some(value) = open.pop() {
        match value {
            Value::Array(items) => open.extend(items),
            Value::Object(members) => {
                if REFERENCES
                    .iter()
                    .any(|keyword| members.contains_key(*keyword))
                {
                    return true;
                }
                open.extend(members.values());
            }
            _ => {}
        }
    }
    false
}

const REFERENCES: [&str; 3] = ["$ref", "$dynamicRef", "$recursiveRef"];

type Addresses<K, V> = HashMap<K, V, BuildHasherDefault<IdHasher>>;

struct Bill<'a> {
    written: Written<'a>,
    refers: bool,
    /// Where references lead, by the address of the schema that has one.
    targets: Addresses<*const Value, Option<&'a Value>>,
    known: Addresses<(*const Value, *const Value), u64>,
    /// For each pattern, by its address, whether it is sought by stepping back.
    steps_back: Addresses<*const str, bool>,
    visited: u64,
    most: u64,
}

impl<'a> Bill<'a> {
    fn schema(&mut self, schema: &'a Value, value: &Value) -> u64 {
        let Value::Object(map) = schema else { return 1 };
        if self.visited > self.most {
            return self.most;
        }
        self.visited += 1;
        if !self.refers {
            return self.keywords(schema, map, value);
        }
        let key = (std::ptr::from_ref(schema), std::ptr::from_ref(value));
        if let Some(known) = self.known.get(&key) {
            return *known;
        }
        // A circle adds nothing: the validator ends it, or the schema was refused.
        self.known.insert(key, 0);
        let price = self.keywords(schema, map, value);
        self.known.insert(key, price);
        price
    }

    fn keywords(&mut self, schema: &'a Value, map: &'a Map<String, Value>, value: &Value) -> u64 {
        let mut in_place = self
            .target(schema, map)
            .map_or(0, |target| self.schema(target, value));
        let mut below = 0_u64;
        for (keyword, said) in map {
            match keyword.as_str() {
                "allOf" | "anyOf" | "oneOf" => {
                    for branch in said.as_array().into_iter().flatten() {
                        in_place = in_place.saturating_add(self.schema(branch, value));
                    }
                }
                "not" | "if" | "then" | "else" => {
                    in_place = in_place.saturating_add(self.schema(said, value));
                }
                "dependentSchemas" | "dependencies" => {
                    let by_name = said.as_object().into_iter().flatten();
                    for (_, dependent) in by_name.filter(|(name, _)| value.get(name).is_some()) {
                        in_place = in_place.saturating_add(self.schema(dependent, value));
                    }
                }
                "enum" => {
                    let listed = said.as_array().map_or(0, Vec::len) as u64;
                    below = below.saturating_add(listed / VALUES_A_LOOK);
                }
                "pattern" => {
                    if let (Some(pattern), Some(text)) = (said.as_str(), value.as_str()) {
                        below = below.saturating_add(self.seeking(pattern, text));
                    }
                }
                _ => {}
            }
        }
        below = match value {
            Value::Object(members) => below.saturating_add(self.members(map, members)),
            Value::Array(items) => below.saturating_add(self.items(map, items)),
            _ => below,
        };
        // What was evaluated is found out again for what is left over.
        let again = match value {
            Value::Object(members) if map.contains_key("unevaluatedProperties") => members.len(),
            Value::Array(items) if map.contains_key("unevaluatedItems") => items.len(),
            _ => 0,
        };
        in_place
            .saturating_mul(1 + again as u64)
            .saturating_add(below)
            .saturating_add(1)
    }

    fn target(&mut self, schema: &'a Value, map: &'a Map<String, Value>) -> Option<&'a Value> {
        if !REFERENCES.iter().any(|keyword| map.contains_key(*keyword)) {
            return None;
        }
        let written = self.written;
        *self
            .targets
            .entry(std::ptr::from_ref(schema))
            .or_insert_with(|| written.referred(map))
    }

    fn members(&mut self, map: &'a Map<String, Value>, members: &Map<String, Value>) -> u64 {
        let named = map.get("properties").and_then(Value::as_object);
        let patterns = map.get("patternProperties").and_then(Value::as_object);
        let mut price = 0_u64;
        for (name, schema) in named.into_iter().flatten() {
            if let Some(member) = members.get(name) {
                price = price.saturating_add(self.schema(schema, member));
            }
        }
        for (pattern, schema) in patterns.into_iter().flatten() {
            for (name, member) in members {
                price = price
                    .saturating_add(self.seeking(pattern, name))
                    .saturating_add(self.schema(schema, member));
            }
        }
        for keyword in ["additionalProperties", "unevaluatedProperties"] {
            let Some(schema) = map.get(keyword) else {
                continue;
            };
            for (name, member) in members {
                // Whether the rest is meant is found out from the patterns once more.
                for pattern in patterns.into_iter().flat_map(Map::keys) {
                    price = price.saturating_add(self.seeking(pattern, name));
                }
                price = price.saturating_add(self.schema(schema, member));
            }
        }
        if let Some(names) = map.get("propertyNames") {
            let each = self.schema(names, &Value::Null);
            price = price.saturating_add(each.saturating_mul(members.len() as u64));
        }
        price
    }

    /// What it takes to seek a pattern. One that looks around or refers back is tried in every way, up to a limit.
    fn seeking(&mut self, pattern: &str, text: &str) -> u64 {
        let back = self.steps_back.entry(std::ptr::from_ref(pattern));
        if *back.or_insert_with(|| steps_back(pattern)) {
            let ways = 1_u64.checked_shl(text.len().min(63) as u32);
            ways.unwrap_or(u64::MAX).min(MOST_STEPS_BACK)
        } else {
            1 + text.len() as u64 / BYTES_A_LOOK + pattern.len() as u64 / PATTERN_BYTES_A_LOOK
        }
    }

    fn items(&mut self, map: &'a Map<String, Value>, items: &[Value]) -> u64 {
        let mut price = items.len() as u64;
        if map.get("uniqueItems") == Some(&Value::Bool(true)) {
            let compared = items.iter().map(parts).sum::<usize>();
            price = price.saturating_add(compared as u64);
        }
        for (index, item) in items.iter().enumerate() {
            let tuples = ["prefixItems", "items"];
            let places = tuples
                .iter()
                .filter_map(|keyword| map.get(*keyword)?.as_array()?.get(index));
            let rest = ["items", "additionalItems", "contains", "unevaluatedItems"];
            let rest = rest
                .iter()
                .filter_map(|keyword| map.get(*keyword))
                .filter(|schema| !schema.is_array());
            for schema in places.chain(rest) {
                price = price.saturating_add(self.schema(schema, item));
            }
        }
        price
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn price(document: &Value, payload: &Value) -> u64 {
        Prices::new(document).of(payload, 1_000_000)
    }

    #[test]
    fn what_applies_to_a_value_is_counted() {
        let document = json!({
            "properties": {"a": {"enum": [1, 2]}, "b": {"items": {"type": "null"}}},
            "anyOf": [{"required": ["a"]}, {"required": ["b"]}],
        });
        let alone = price(&document, &json!({}));
        assert_eq!(alone, 3);
        assert!(price(&document, &json!({"a": 1})) > alone);
        assert!(
            price(&document, &json!({"b": [null, null]})) > price(&document, &json!({"b": [null]}))
        );
    }

    #[test]
    fn what_is_reached_in_many_ways_is_counted_for_each_without_being_followed() {
        let chain = |length: usize| -> Value {
            let defs = (0..length).map(|n| {
                let next = json!({"$ref": format!("#/$defs/d{}", n + 1)});
                (format!("d{n}"), json!({"allOf": [next.clone(), next]}))
            });
            let mut defs: Map<String, Value> = defs.collect();
            defs.insert(format!("d{length}"), json!({"type": "null"}));
            json!({"$ref": "#/$defs/d0", "$defs": defs})
        };
        assert!(price(&chain(4), &json!(null)) > 1 << 4);
        assert!(price(&chain(60), &json!(null)) > 1 << 60);
        let tree = json!({"anyOf": [
            {"properties": {"a": {"$ref": "#"}}},
            {"properties": {"a": {"$ref": "#"}}},
        ]});
        let payload = (0..40).fold(json!({}), |inner, _| json!({"a": inner}));
        assert!(price(&tree, &payload) > 1 << 40);
    }

    #[test]
    fn a_pattern_that_steps_back_costs_more_the_longer_the_text_is() {
        let document = json!({"pattern": "^(?!a)(b|bb)*$"});
        let [short, long] = [3, 80].map(|length| price(&document, &json!("b".repeat(length))));
        assert!(short < 20 && long >= MOST_STEPS_BACK, "{short} {long}");
        assert!(price(&json!({"pattern": "^b*$"}), &json!("b".repeat(80))) < 20);
    }
}
