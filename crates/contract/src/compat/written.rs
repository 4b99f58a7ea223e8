//! A schema as it was written: what stands where.
//!
//! It serves guesses alone (which values are worth trying, which examples belong to a place). No verdict rests on it: what is guessed is
//! judged by the validator, so a keyword that is not understood here costs a guess and nothing else.

use serde_json::{Map, Value};

/// Most schemas that are followed at one place.
const MOST_AT_ONE_PLACE: usize = 64;

/// A step into a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// The member of this name.
    Member(String),
    /// The item at this index.
    Item(usize),
}

/// The keywords whose schemas speak about the same value, and may all apply.
const ALTERNATIVES: [&str; 3] = ["allOf", "anyOf", "oneOf"];

/// A schema document.
#[derive(Clone, Copy)]
pub(crate) struct Written<'a> {
    root: &'a Value,
}

impl<'a> Written<'a> {
    pub(crate) fn new(root: &'a Value) -> Self {
        Self { root }
    }

    pub(crate) fn root(self) -> &'a Value {
        self.root
    }

    /// The schema that a reference within the document names.
    pub(crate) fn target(self, reference: &str) -> Option<&'a Value> {
        let (resource, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        let start = if resource.is_empty() {
            self.root
        } else {
            holder(self.root, &|map| {
                ["$id", "id"]
                    .iter()
                    .filter_map(|keyword| map.get(*keyword)?.as_str())
                    .any(|id| {
                        id.trim_end_matches('#').ends_with(resource) || resource.ends_with(id)
                    })
            })?
        };
        if fragment.is_empty() || fragment.starts_with('/') {
            return start.pointer(&percent_decoded(fragment));
        }
        holder(start, &|map| {
            ["$anchor", "$dynamicAnchor"]
                .iter()
                .filter_map(|keyword| map.get(*keyword)?.as_str())
                .any(|anchor| anchor == fragment)
                || map
                    .get("$id")
                    .and_then(Value::as_str)
                    .is_some_and(|id| id.strip_prefix('#') == Some(fragment))
        })
    }

    /// What a schema refers to at the same value: its own `$ref`, `$dynamicRef` or `$recursiveRef`.
    pub(crate) fn referred(self, schema: &Map<String, Value>) -> Option<&'a Value> {
        ["$ref", "$dynamicRef", "$recursiveRef"]
            .iter()
            .find_map(|keyword| schema.get(*keyword)?.as_str())
            .and_then(|reference| self.target(reference))
    }

    /// All schemas that may speak about the value that `schema` is about: itself, what it refers to, and every branch of it.
    pub(crate) fn at_same_value(self, schema: &'a Value) -> Vec<&'a Map<String, Value>> {
        let mut found: Vec<&'a Map<String, Value>> = Vec::new();
        let mut open = vec![schema];
        while let Some(next) = open.pop() {
            let Value::Object(map) = next else { continue };
            if found.len() >= MOST_AT_ONE_PLACE {
                break;
            }
            if found.iter().any(|seen| std::ptr::eq(*seen, map)) {
                continue;
            }
            found.push(map);
            open.extend(self.referred(map));
            open.extend(
                ["then", "else"]
                    .iter()
                    .filter_map(|keyword| map.get(*keyword)),
            );
            for keyword in ALTERNATIVES {
                let branches = map.get(keyword).and_then(Value::as_array);
                open.extend(branches.into_iter().flatten().rev());
            }
        }
        found
    }

    /// The schemas about the part of a value that a step leads to.
    pub(crate) fn below(self, schema: &'a Value, step: &Step) -> Vec<&'a Value> {
        let here = self.at_same_value(schema);
        match step {
            Step::Member(name) => here.iter().flat_map(|map| member(map, name)).collect(),
            Step::Item(index) => here.iter().flat_map(|map| item(map, *index)).collect(),
        }
    }

    /// The schemas about the part of a value that a path leads to.
    pub(crate) fn along(self, path: &[Step]) -> Vec<&'a Value> {
        path.iter().fold(vec![self.root], |schemas, step| {
            let mut next: Vec<&'a Value> = schemas
                .into_iter()
                .flat_map(|schema| self.below(schema, step))
                .collect();
            next.truncate(MOST_AT_ONE_PLACE);
            next
        })
    }
}

/// The schemas that a schema object applies to the member of a name.
fn member<'a>(map: &'a Map<String, Value>, name: &str) -> Vec<&'a Value> {
    let declared = map
        .get("properties")
        .and_then(|properties| properties.get(name));
    if let Some(declared) = declared {
        return vec![declared];
    }
    let patterns = map.get("patternProperties").and_then(Value::as_object);
    patterns
        .into_iter()
        .flat_map(Map::values)
        .chain(map.get("additionalProperties"))
        .chain(map.get("unevaluatedProperties"))
        .collect()
}

/// The schemas that a schema object applies to the item at an index.
fn item(map: &Map<String, Value>, index: usize) -> Vec<&Value> {
    let tuple = ["prefixItems", "items"]
        .iter()
        .find_map(|keyword| map.get(*keyword)?.as_array());
    if let Some(place) = tuple.and_then(|tuple| tuple.get(index)) {
        return vec![place];
    }
    ["items", "additionalItems", "contains", "unevaluatedItems"]
        .iter()
        .filter_map(|keyword| map.get(*keyword))
        .filter(|schema| !schema.is_array())
        .collect()
}

/// The first schema object, outermost first, for which something holds.
fn holder<'a>(root: &'a Value, holds: &dyn Fn(&Map<String, Value>) -> bool) -> Option<&'a Value> {
    let mut open = std::collections::VecDeque::from([root]);
    while let Some(value) = open.pop_front() {
        match value {
            Value::Object(map) if holds(map) => return Some(value),
            Value::Object(map) => open.extend(map.values()),
            Value::Array(items) => open.extend(items),
            _ => {}
        }
    }
    None
}

fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        let code = (*first == b'%')
            .then(|| tail.get(..2))
            .flatten()
            .and_then(|digits| std::str::from_utf8(digits).ok())
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        bytes.push(code.unwrap_or(*first));
        rest = if code.is_some() { &tail[2..] } else { tail };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The places of a value, parents before children, each with its path.
pub(crate) fn places(value: &Value) -> Vec<Vec<Step>> {
    fn collect(value: &Value, path: &mut Vec<Step>, out: &mut Vec<Vec<Step>>) {
        out.push(path.clone());
        match value {
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    path.push(Step::Item(index));
                    collect(item, path, out);
                    path.pop();
                }
            }
            Value::Object(members) => {
                for (name, member) in members {
                    path.push(Step::Member(name.clone()));
                    collect(member, path, out);
                    path.pop();
                }
            }
            _ => {}
        }
    }
    let mut out = Vec::new();
    collect(value, &mut Vec::new(), &mut out);
    out
}

/// The part of a value that a path leads to.
pub(crate) fn part<'v>(value: &'v Value, path: &[Step]) -> Option<&'v Value> {
    path.iter().try_fold(value, |value, step| match step {
        Step::Member(name) => value.get(name),
        Step::Item(index) => value.get(index),
    })
}

/// As [`part`], to be changed.
pub(crate) fn part_mut<'v>(value: &'v mut Value, path: &[Step]) -> Option<&'v mut Value> {
    path.iter().try_fold(value, |value, step| match step {
        Step::Member(name) => value.get_mut(name),
        Step::Item(index) => value.get_mut(index),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn references_are_followed_within_the_document() {
        let document = json!({
            "$id": "https://example.com/root.json",
            "$defs": {
                "a b": {"const": 1},
                "named": {"$anchor": "here", "const": 2},
                "own": {"$id": "own.json", "$defs": {"x": {"const": 3}}},
            },
        });
        let written = Written::new(&document);
        let constant = |reference: &str| Some(written.target(reference)?.get("const")?.clone());
        assert_eq!(constant("#/$defs/a%20b"), Some(json!(1)));
        assert_eq!(constant("#here"), Some(json!(2)));
        assert_eq!(constant("own.json#/$defs/x"), Some(json!(3)));
        assert_eq!(constant("https://example.org/elsewhere.json"), None);
        assert_eq!(constant("#/$defs/missing"), None);
    }

    #[test]
    fn schemas_are_found_along_a_path_and_circles_end() {
        let document = json!({
            "anyOf": [{"properties": {"a": {"prefixItems": [{"title": "first"}], "items": {"title": "rest"}}}}, {"$ref": "#"}],
            "patternProperties": {"^x": {"title": "x"}},
        });
        let written = Written::new(&document);
        let titles = |path: &[Step]| -> Vec<String> {
            let found = written.along(path).into_iter();
            found
                .filter_map(|s| Some(s.get("title")?.as_str()?.to_owned()))
                .collect()
        };
        let a = || Step::Member("a".to_owned());
        assert_eq!(titles(&[a(), Step::Item(0)]), ["first"]);
        assert_eq!(titles(&[a(), Step::Item(4)]), ["rest"]);
        assert_eq!(titles(&[Step::Member("x1".to_owned())]), ["x"]);
    }
}
