//! The schemas inside a schema document.

use serde_json::{Map, Value};

/// Keywords with one schema.
const ONE: [&str; 14] = [
    "additionalItems",
    "additionalProperties",
    "contains",
    "contentSchema",
    "else",
    "if",
    "items",
    "not",
    "propertyNames",
    "then",
    "unevaluatedItems",
    "unevaluatedProperties",
    "extends",
    "disallow",
];

/// Keywords with a list of schemas.
const LISTS: [&str; 5] = ["allOf", "anyOf", "items", "oneOf", "prefixItems"];

/// Keywords with schemas by name.
const MAPS: [&str; 6] = [
    "$defs",
    "definitions",
    "dependencies",
    "dependentSchemas",
    "patternProperties",
    "properties",
];

/// Every schema object of a document with its JSON pointer, outer ones before inner ones. What stands in `const`, `enum`, `default` or `examples`
/// is no schema.
pub(crate) fn schemas(root: &Value) -> Vec<(String, &Map<String, Value>)> {
    let mut out = Vec::new();
    let mut open = vec![(String::new(), root)];
    while let Some((place, value)) = open.pop() {
        let Value::Object(map) = value else { continue };
        out.push((place.clone(), map));
        let mut inner = Vec::new();
        for (keyword, value) in map {
            let keyword = keyword.as_str();
            match value {
                Value::Object(by_name) if MAPS.contains(&keyword) => {
                    for (name, schema) in by_name {
                        let step = name.replace('~', "~0").replace('/', "~1");
                        inner.push((format!("{place}/{keyword}/{step}"), schema));
                    }
                }
                Value::Object(_) if ONE.contains(&keyword) => {
                    inner.push((format!("{place}/{keyword}"), value));
                }
                Value::Array(list) if LISTS.contains(&keyword) => {
                    let item = |(index, schema)| (format!("{place}/{keyword}/{index}"), schema);
                    inner.extend(list.iter().enumerate().map(item));
                }
                _ => {}
            }
        }
        open.extend(inner.into_iter().rev());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn schemas_are_found_and_values_are_not() {
        let document = json!({
            "properties": {"a/b": {"items": [{}, true]}, "properties": {"enum": [{"type": "x"}]}},
            "anyOf": [{"not": {}}],
            "default": {"type": "string"},
        });
        let places: Vec<String> = schemas(&document)
            .into_iter()
            .map(|(place, _)| place)
            .collect();
        assert_eq!(
            places,
            [
                "",
                "/properties/a~1b",
                "/properties/a~1b/items/0",
                "/properties/properties",
                "/anyOf/0",
                "/anyOf/0/not"
            ]
        );
    }
}
