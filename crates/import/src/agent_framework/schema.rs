//! Schemas as the framework writes them, as JSON Schema.

use crate::pen::object_schema;
use serde_json::{Map, Value, json};

/// Deepest nesting of properties.
const DEEPEST: usize = 24;

/// The schema of properties by name or in a list; `None` where there are none.
pub(super) fn of(value: Option<&Value>) -> Option<Value> {
    let value = value?;
    let properties = value.get("properties").unwrap_or(value);
    let members = members(properties, 0);
    (!members.is_empty()).then(|| object_schema(members))
}

fn members(value: &Value, depth: usize) -> Vec<(String, Value, bool)> {
    let mut found = Vec::new();
    match value {
        Value::Object(fields) => {
            for (name, property) in fields {
                found.push((
                    name.clone(),
                    property_schema(property, depth),
                    required(property),
                ));
            }
        }
        Value::Array(items) => {
            for property in items {
                if let Some(name) = property["name"].as_str() {
                    found.push((
                        name.to_owned(),
                        property_schema(property, depth),
                        required(property),
                    ));
                }
            }
        }
        _ => {}
    }
    found
}

fn required(property: &Value) -> bool {
    property["required"].as_bool() == Some(true)
}

fn property_schema(property: &Value, depth: usize) -> Value {
    let Value::Object(fields) = property else {
        return match property.as_str() {
            Some(kind) => typed(kind),
            None => json!({}),
        };
    };
    let kind = ["kind", "type"]
        .iter()
        .find_map(|name| fields.get(*name)?.as_str())
        .unwrap_or_default();
    let mut schema = match typed(kind) {
        Value::Object(schema) => schema,
        _ => Map::new(),
    };
    if depth < DEEPEST {
        if let Some(items) = fields.get("items") {
            schema.insert("items".to_owned(), property_schema(items, depth + 1));
        }
        if let Some(properties) = fields.get("properties") {
            let Value::Object(inner) = object_schema(members(properties, depth + 1)) else {
                return Value::Object(schema);
            };
            schema.extend(inner);
        }
    }
    for name in ["description", "enum", "default", "example"] {
        let value = fields.get(name).filter(|value| !value.is_null());
        if let Some(value) = value {
            let name = if name == "example" { "examples" } else { name };
            let value = if name == "examples" {
                json!([value])
            } else {
                value.clone()
            };
            schema.insert(name.to_owned(), value);
        }
    }
    Value::Object(schema)
}

fn typed(kind: &str) -> Value {
    match kind.to_ascii_lowercase().as_str() {
        "string" | "text" => json!({"type": "string"}),
        "number" | "float" => json!({"type": "number"}),
        "integer" | "int" => json!({"type": "integer"}),
        "boolean" | "bool" => json!({"type": "boolean"}),
        "array" | "table" => json!({"type": "array"}),
        "object" | "record" => json!({"type": "object"}),
        _ => json!({}),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn properties_become_json_schema() {
        let list = json!({"properties": [{"name": "city", "kind": "string", "required": true, "description": "where"}, {"name": "n", "kind": "integer"}]});
        assert_eq!(
            of(Some(&list)),
            Some(
                json!({"type": "object", "properties": {"city": {"type": "string", "description": "where"}, "n": {"type": "integer"}}, "required": ["city"]})
            )
        );
        let map = json!({"items": {"type": "array", "items": {"type": "string"}}});
        assert_eq!(
            of(Some(&map)),
            Some(
                json!({"type": "object", "properties": {"items": {"type": "array", "items": {"type": "string"}}}})
            )
        );
        assert_eq!(of(Some(&json!([]))), None);
    }
}
