//! Components and what they refer to.

use crate::pen::{at, str_of};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};

/// How many references may lead to each other.
const MOST_HOPS: usize = 16;
/// Deepest place in which referenced components are looked for.
const DEEPEST: usize = 100;

/// A component.
#[derive(Clone, Debug)]
pub(super) struct Part<'v> {
    pub kind: &'v str,
    pub fields: &'v Map<String, Value>,
    pub place: String,
}

impl<'v> Part<'v> {
    /// What tells it from others: its id, else where it stands.
    pub(super) fn key(&self) -> String {
        str_of(self.fields, "id").map_or_else(|| self.place.clone(), str::to_owned)
    }

    pub(super) fn name(&self) -> String {
        str_of(self.fields, "name").map_or_else(|| self.key(), str::to_owned)
    }

    pub(super) fn at(&self, member: &str) -> String {
        at(&self.place, member)
    }

    /// What Baton wrote about it.
    pub(super) fn told(&self) -> &'v Value {
        self.fields
            .get("metadata")
            .map_or(&Value::Null, |metadata| &metadata["baton"])
    }
}

/// The components of a file, by id.
pub(super) struct Spec<'v> {
    by_id: BTreeMap<&'v str, (&'v Value, String)>,
    /// The ids in the order of the file.
    pub ids: Vec<&'v str>,
}

impl<'v> Spec<'v> {
    pub(super) fn read(value: &'v Value) -> Self {
        let mut spec = Self {
            by_id: BTreeMap::new(),
            ids: Vec::new(),
        };
        spec.collect(value, "", 0);
        spec
    }

    /// Referenced components may have referenced components of their own; inline ones are referred to as well.
    fn collect(&mut self, value: &'v Value, place: &str, depth: usize) {
        if depth > DEEPEST {
            return;
        }
        match value {
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    self.collect(item, &format!("{place}/{index}"), depth + 1);
                }
            }
            Value::Object(fields) => {
                if fields.contains_key("component_type")
                    && let Some(id) = str_of(fields, "id")
                {
                    self.add(id, value, place);
                }
                for (name, item) in fields {
                    let place = at(place, name);
                    if name == "$referenced_components"
                        && let Value::Object(parts) = item
                    {
                        for (id, part) in parts {
                            self.add(id, part, &at(&place, id));
                        }
                    }
                    if item.is_object() || item.is_array() {
                        self.collect(item, &place, depth + 1);
                    }
                }
            }
            _ => {}
        }
    }

    fn add(&mut self, id: &'v str, value: &'v Value, place: &str) {
        if !self.by_id.contains_key(id) {
            self.by_id.insert(id, (value, place.to_owned()));
            self.ids.push(id);
        }
    }

    /// The component of the file.
    pub(super) fn root(&self, value: &'v Value) -> Option<Part<'v>> {
        self.part(value, "")
    }

    /// A component that stands here or is referred to.
    pub(super) fn part(&self, value: &'v Value, place: &str) -> Option<Part<'v>> {
        let (mut value, mut place) = (value, place.to_owned());
        for _ in 0..MOST_HOPS {
            let fields = value.as_object()?;
            if let Some(id) = fields.get("$component_ref").and_then(Value::as_str) {
                (value, place) = self.by_id.get(id).cloned()?;
                continue;
            }
            return Some(Part {
                kind: str_of(fields, "component_type").unwrap_or_default(),
                fields,
                place,
            });
        }
        None
    }

    pub(super) fn by_id(&self, id: &str) -> Option<Part<'v>> {
        let (value, place) = self.by_id.get(id)?;
        self.part(value, place)
    }

    /// Every component, each once, in the order of the file.
    pub(super) fn parts(&self) -> Vec<Part<'v>> {
        let mut seen = BTreeSet::new();
        let parts = self.ids.iter().filter_map(|id| self.by_id(id));
        parts
            .filter(|part| seen.insert(part.place.clone()))
            .collect()
    }

    pub(super) fn has_agents(&self) -> bool {
        self.ids.iter().any(|id| {
            self.by_id(id)
                .is_some_and(|part| part.kind.ends_with("Agent"))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn references_are_followed_and_circles_end() {
        let value = json!({"component_type": "Agent", "id": "r", "x": {"$component_ref": "a"}, "$referenced_components": {
            "a": {"$component_ref": "b"}, "b": {"component_type": "Agent", "id": "b", "$referenced_components": {"c": {"component_type": "Tool", "id": "c"}}},
            "d": {"$component_ref": "e"}, "e": {"$component_ref": "d"}}});
        let spec = Spec::read(&value);
        let part = spec.part(&value["x"], "/x").unwrap();
        assert_eq!(
            (part.key(), part.place.as_str()),
            ("b".to_owned(), "/$referenced_components/b")
        );
        assert!(spec.by_id("c").is_some());
        assert!(spec.by_id("d").is_none());
        assert!(spec.part(&json!(1), "").is_none());
    }
}
