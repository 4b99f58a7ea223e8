//! Whether a schema surely accepts something, told from its words alone: most do, and need no proof.

use serde_json::{Map, Value};

/// Deepest schema that is looked into.
const DEEPEST: u32 = 32;

/// Keywords that say nothing about which values are accepted, or that are looked at here.
const UNDERSTOOD: &[&str] = &[
    "$schema",
    "$id",
    "$comment",
    "$defs",
    "definitions",
    "$ref",
    "title",
    "description",
    "examples",
    "default",
    "deprecated",
    "readOnly",
    "writeOnly",
    "type",
    "enum",
    "minimum",
    "maximum",
    "minLength",
    "maxLength",
    "pattern",
    "format",
    "items",
    "maxItems",
    "uniqueItems",
    "properties",
    "required",
    "additionalProperties",
];

/// False where it is not clear at a glance. A pattern or a format alone is taken for one that something fulfils.
pub(crate) fn is_inhabited(schema: &Value) -> bool {
    Look { root: schema }.at(schema, DEEPEST)
}

struct Look<'a> {
    root: &'a Value,
}

impl Look<'_> {
    fn at(&self, schema: &Value, depth: u32) -> bool {
        let fields = match schema {
            Value::Bool(accepts) => return *accepts,
            Value::Object(fields) => fields,
            _ => return false,
        };
        let is_clear = fields
            .keys()
            .all(|name| UNDERSTOOD.contains(&name.as_str()));
        if !is_clear || depth == 0 {
            return false;
        }
        if let Some(target) = fields.get("$ref") {
            let target = target
                .as_str()
                .and_then(|target| self.root.pointer(target.strip_prefix('#')?));
            let is_alone = !fields.keys().any(|name| asserts(name));
            return is_alone && target.is_some_and(|target| self.at(target, depth - 1));
        }
        match (fields.get("enum"), fields.get("type")) {
            (Some(Value::Array(values)), kind) => {
                let is_alone = !fields
                    .keys()
                    .any(|name| asserts(name) && name != "type" && name != "enum");
                let fits = |value: &Value| kind.is_none_or(|kind| kind == type_of(value));
                is_alone && values.iter().any(fits)
            }
            (None, Some(Value::String(kind))) => self.of_type(kind, fields, depth),
            (None, Some(Value::Array(kinds))) => {
                let mut kinds = kinds.iter().filter_map(Value::as_str);
                kinds.any(|kind| self.of_type(kind, fields, depth))
            }
            // Null fulfils everything that is said about other types.
            (None, None) => true,
            _ => false,
        }
    }

    fn of_type(&self, kind: &str, fields: &Map<String, Value>, depth: u32) -> bool {
        let number = |name: &str| fields.get(name).map(Value::as_f64);
        match kind {
            "null" | "boolean" | "array" => true,
            "number" => match (number("minimum"), number("maximum")) {
                (Some(Some(least)), Some(Some(most))) => least <= most,
                (least, most) => least != Some(None) && most != Some(None),
            },
            "integer" => match (number("minimum"), number("maximum")) {
                (Some(Some(least)), Some(Some(most))) => least.ceil() <= most.floor(),
                (least, most) => least != Some(None) && most != Some(None),
            },
            "string" => {
                let (least, most) = (fields.get("minLength"), fields.get("maxLength"));
                let is_shaped = fields.contains_key("pattern") || fields.contains_key("format");
                match (least.and_then(Value::as_u64), most.and_then(Value::as_u64)) {
                    (least, most) if is_shaped => least.is_none() && most.is_none(),
                    (Some(least), Some(most)) => least <= most,
                    _ => true,
                }
            }
            "object" => {
                let names = fields.get("required").and_then(Value::as_array);
                let mut names = names.into_iter().flatten().filter_map(Value::as_str);
                names.all(|name| self.takes(name, fields, depth))
            }
            _ => false,
        }
    }

    /// Whether an object may have a member of a name, with some value.
    fn takes(&self, name: &str, fields: &Map<String, Value>, depth: u32) -> bool {
        let declared = fields
            .get("properties")
            .and_then(|members| members.get(name));
        let schema = declared.or_else(|| fields.get("additionalProperties"));
        schema.is_none_or(|schema| self.at(schema, depth - 1))
    }
}

/// Whether a keyword says which values are accepted.
fn asserts(name: &str) -> bool {
    let first = UNDERSTOOD.iter().position(|known| *known == "type");
    first.is_some_and(|first| UNDERSTOOD[first..].contains(&name))
}

fn type_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn usual_schemas_are_clear() {
        let schema = json!({
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "type": "object",
            "required": ["id", "amount", "again"],
            "additionalProperties": false,
            "properties": {
                "id": {"type": "string", "pattern": "^O-[0-9]{8}$"},
                "amount": {"$ref": "#/$defs/money"},
                "again": {"enum": ["yes", 3], "type": "string"},
            },
            "$defs": {"money": {"type": "number", "minimum": 0, "maximum": 10}},
        });
        assert!(is_inhabited(&schema));
    }

    #[test]
    fn whatever_is_not_clear_is_left_to_a_proof() {
        for schema in [
            json!(false),
            json!({"type": "number", "minimum": 3, "maximum": 2}),
            json!({"type": "integer", "minimum": 0.2, "maximum": 0.8}),
            json!({"enum": [1], "type": "string"}),
            json!({"enum": []}),
            json!({"type": "object", "required": ["a"], "additionalProperties": false}),
            json!({"type": "object", "required": ["a"], "properties": {"a": {"$ref": "#"}}}),
            json!({"allOf": [{"type": "string"}, {"type": "number"}]}),
            json!({"type": "string", "pattern": "^a+$", "maxLength": 0}),
            json!({"$ref": "#/nowhere"}),
            json!({"$ref": "#/$defs/a", "type": "number", "$defs": {"a": {"type": "string"}}}),
        ] {
            assert!(!is_inhabited(&schema), "{schema}");
        }
    }
}
