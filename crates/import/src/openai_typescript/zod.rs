//! Zod objects, and JSON Schemas that stand in the source, as JSON Schema.

use super::code::{Code, DEEPEST, call, children, inner, place};
use crate::notes::Notes;
use crate::text::visible;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;
use tree_sitter::Node;

/// How many schemas are read for one type.
const MOST_SCHEMAS: usize = 5000;

/// The schema of a type, with its place; a note where it is none that can be read.
pub(super) fn schema<'t>(
    code: &Code<'t>,
    node: Node<'t>,
    notes: &mut Notes,
) -> Option<(String, Value)> {
    let mut reading = Reading {
        code,
        read: 0,
        open: Vec::new(),
        told: BTreeSet::new(),
    };
    let made = reading.top(node);
    for (row, what) in &reading.told {
        notes.warning(&format!("line {}", row + 1), what.as_str());
    }
    if made.is_none() {
        let shown = visible(code.text(node).lines().next().unwrap_or_default(), 80);
        notes.warning(
            &place(node),
            format!("{shown:?} is no schema of this source that can be read; no contract was made"),
        );
    }
    made.map(|schema| (place(node), schema))
}

/// A schema, and whether a value may be left out.
struct Shape {
    schema: Value,
    optional: bool,
}

impl Shape {
    fn of(schema: Value) -> Self {
        Self {
            schema,
            optional: false,
        }
    }
}

struct Reading<'c, 't> {
    code: &'c Code<'t>,
    read: usize,
    /// The schemas that are being read, by their node.
    open: Vec<usize>,
    /// What was not carried, by line.
    told: BTreeSet<(usize, String)>,
}

impl<'t> Reading<'_, 't> {
    fn tell(&mut self, node: Node<'_>, what: impl Into<String>) {
        if self.told.len() < 100 {
            self.told.insert((node.start_position().row, what.into()));
        }
    }

    fn top(&mut self, node: Node<'t>) -> Option<Value> {
        let node = inner(node);
        let mut schema = if self.code.follow(node).kind() == "object" {
            let written = self.code.literal(node)?;
            // `{ type: "json_schema", name, schema }`, as the Responses API takes it.
            if written["type"] == "json_schema" && written["schema"].is_object() {
                let mut schema = written["schema"].clone();
                if schema.get("title").is_none() && written["name"].is_string() {
                    schema["title"] = written["name"].clone();
                }
                schema
            } else if written["type"].is_string() || written["properties"].is_object() {
                written
            } else {
                return None;
            }
        } else {
            self.of(node, 0)?.schema
        };
        if node.kind() == "identifier" && schema.is_object() && schema.get("title").is_none() {
            schema["title"] = json!(self.code.text(node));
        }
        Some(schema)
    }

    /// What a part is; anything, with a note, where it cannot be told.
    fn part(&mut self, node: Node<'t>, depth: usize) -> Shape {
        self.of(node, depth).unwrap_or_else(|| {
            let shown = visible(self.code.text(node).lines().next().unwrap_or_default(), 80);
            self.tell(
                node,
                format!("{shown:?} is no plain schema; anything was taken"),
            );
            Shape::of(json!({}))
        })
    }

    fn of(&mut self, node: Node<'t>, depth: usize) -> Option<Shape> {
        self.read += 1;
        if depth > DEEPEST || self.read > MOST_SCHEMAS || !self.code.spend(1) {
            return None;
        }
        let node = self.code.follow(node);
        if self.open.contains(&node.id()) {
            self.tell(
                node,
                "this schema refers to itself; anything was taken inside",
            );
            return Some(Shape::of(json!({})));
        }
        self.open.push(node.id());
        let shape = self.chain(node, depth);
        self.open.pop();
        shape
    }

    /// What a chain of methods says, from what it starts with to its last one.
    fn chain(&mut self, node: Node<'t>, depth: usize) -> Option<Shape> {
        let mut methods: Vec<(&'t str, Vec<Node<'t>>, Node<'t>)> = Vec::new();
        let mut node = node;
        let mut shape = loop {
            let made = call(node)?;
            let object = made.function.child_by_field_name("object")?;
            let method = self.code.last_name(made.function);
            if self.is_zod(object) {
                break self.base(method, &made.arguments, depth)?;
            }
            methods.push((method, made.arguments, made.node));
            if methods.len() > 4 * DEEPEST {
                return None;
            }
            node = self.code.follow(object);
        };
        for (method, arguments, at) in methods.into_iter().rev() {
            self.method(&mut shape, method, &arguments, at, depth);
        }
        Some(shape)
    }

    /// Whether a name is zod itself, or `z.coerce`.
    fn is_zod(&self, node: Node<'t>) -> bool {
        let node = match node.child_by_field_name("property") {
            Some(name) if matches!(self.code.text(name), "coerce" | "z" | "iso") => {
                match node.child_by_field_name("object") {
                    Some(object) => object,
                    None => return false,
                }
            }
            _ => node,
        };
        let name = self.code.text(node);
        match self.code.imported.get(name) {
            Some(from) => from.module == "zod" || from.module.starts_with("zod/"),
            None => matches!(name, "z" | "zod"),
        }
    }

    fn each(&mut self, node: Option<&Node<'t>>, depth: usize) -> Option<Vec<Value>> {
        let list = self.code.follow(*node?);
        (list.kind() == "array").then(|| {
            children(list)
                .into_iter()
                .map(|part| self.part(part, depth + 1).schema)
                .collect()
        })
    }

    fn base(&mut self, kind: &str, arguments: &[Node<'t>], depth: usize) -> Option<Shape> {
        let first = arguments.first();
        let schema = match kind {
            "string" => json!({ "type": "string" }),
            "number" | "float32" | "float64" => json!({ "type": "number" }),
            "int" | "int32" | "bigint" => json!({ "type": "integer" }),
            "boolean" => json!({ "type": "boolean" }),
            "null" => json!({ "type": "null" }),
            "any" | "unknown" => json!({}),
            "email" | "uuid" | "url" | "datetime" | "ipv4" | "ipv6" => {
                json!({ "type": "string", "format": format_of(kind)? })
            }
            "literal" => match self.code.literal(*first?)? {
                Value::Array(values) => json!({ "enum": values }),
                value => json!({ "const": value }),
            },
            "enum" | "nativeEnum" => {
                let values = match self.code.literal(*first?)? {
                    Value::Array(values) => values,
                    Value::Object(members) => members.into_iter().map(|(_, value)| value).collect(),
                    _ => return None,
                };
                if values.iter().all(Value::is_string) {
                    json!({ "type": "string", "enum": values })
                } else {
                    json!({ "enum": values })
                }
            }
            "object" | "strictObject" => self.object(*first?, depth)?,
            "looseObject" => {
                let mut schema = self.object(*first?, depth)?;
                schema["additionalProperties"] = json!(true);
                schema
            }
            "array" => {
                let items = self.part(*first?, depth + 1).schema;
                json!({ "type": "array", "items": items })
            }
            "tuple" => json!({ "type": "array", "prefixItems": self.each(first, depth)? }),
            "union" => json!({ "anyOf": self.each(first, depth)? }),
            "discriminatedUnion" => json!({ "anyOf": self.each(arguments.get(1), depth)? }),
            "intersection" => {
                let parts: Vec<Value> = arguments
                    .iter()
                    .map(|part| self.part(*part, depth + 1).schema)
                    .collect();
                json!({ "allOf": parts })
            }
            "record" => {
                let values = self.part(*arguments.last()?, depth + 1).schema;
                json!({ "type": "object", "additionalProperties": values })
            }
            "optional" | "nullable" | "nullish" => {
                let mut shape = self.part(*first?, depth + 1);
                self.method(&mut shape, kind, &[], *first?, depth);
                return Some(shape);
            }
            _ => return None,
        };
        Some(Shape::of(schema))
    }

    fn object(&mut self, node: Node<'t>, depth: usize) -> Option<Value> {
        let (properties, required) = self.fields(node, depth)?;
        Some(json!({
            "type": "object",
            "properties": properties,
            "required": required,
            "additionalProperties": false,
        }))
    }

    /// The properties of an object, and which of them have to be there.
    fn fields(&mut self, node: Node<'t>, depth: usize) -> Option<(Map<String, Value>, Vec<Value>)> {
        if self.code.follow(node).kind() != "object" {
            return None;
        }
        let options = self.code.options(Some(node));
        if let Some(unread) = options.unread {
            self.tell(unread, "fields that are put in here were not read");
        }
        let mut members: Vec<_> = options.named.into_iter().collect();
        members.sort_by_key(|(_, value)| value.start_byte());
        let (mut properties, mut required) = (Map::new(), Vec::new());
        for (name, value) in members {
            let shape = self.part(value, depth + 1);
            if !shape.optional {
                required.push(json!(name));
            }
            properties.insert(name.to_owned(), shape.schema);
        }
        Some((properties, required))
    }

    fn method(
        &mut self,
        shape: &mut Shape,
        method: &str,
        arguments: &[Node<'t>],
        at: Node<'t>,
        depth: usize,
    ) {
        let first = arguments.first().copied();
        let value = first.and_then(|node| self.code.literal(node));
        let schema = &mut shape.schema;
        let keyword = |schema: &Value| match (method, schema["type"].as_str()) {
            ("min" | "nonempty", Some("string")) => Some("minLength"),
            ("max", Some("string")) => Some("maxLength"),
            ("min" | "nonempty", Some("array")) => Some("minItems"),
            ("max", Some("array")) => Some("maxItems"),
            ("min" | "gte" | "nonnegative", Some("number" | "integer")) => Some("minimum"),
            ("max" | "lte" | "nonpositive", Some("number" | "integer")) => Some("maximum"),
            ("gt" | "positive", Some("number" | "integer")) => Some("exclusiveMinimum"),
            ("lt" | "negative", Some("number" | "integer")) => Some("exclusiveMaximum"),
            ("multipleOf" | "step", Some("number" | "integer")) => Some("multipleOf"),
            _ => None,
        };
        match method {
            "optional" => shape.optional = true,
            "nullable" => *schema = json!({ "anyOf": [schema.take(), { "type": "null" }] }),
            "nullish" => {
                shape.optional = true;
                *schema = json!({ "anyOf": [schema.take(), { "type": "null" }] });
            }
            "array" => *schema = json!({ "type": "array", "items": schema.take() }),
            "or" if first.is_some() => {
                let other = first.map_or(Value::Null, |node| self.part(node, depth + 1).schema);
                *schema = json!({ "anyOf": [schema.take(), other] });
            }
            "describe" => match first.and_then(|node| self.code.words(node)) {
                Some(words) => schema["description"] = json!(words),
                None => self.tell(at, "this description is made while the program runs"),
            },
            "meta" => {
                for (name, value) in value
                    .as_ref()
                    .and_then(Value::as_object)
                    .into_iter()
                    .flatten()
                {
                    if matches!(name.as_str(), "description" | "title") && value.is_string() {
                        schema[name] = value.clone();
                    }
                }
            }
            "default" if value.is_some() => {
                schema["default"] = value.unwrap_or_default();
                shape.optional = true;
            }
            "int" => schema["type"] = json!("integer"),
            "length" if value.as_ref().is_some_and(Value::is_number) => {
                let (least, most) = if schema["type"] == "array" {
                    ("minItems", "maxItems")
                } else {
                    ("minLength", "maxLength")
                };
                schema[least] = value.clone().unwrap_or_default();
                schema[most] = value.unwrap_or_default();
            }
            "regex" if first.is_some_and(|node| node.kind() == "regex") => {
                let pattern = first.and_then(|node| node.child_by_field_name("pattern"));
                schema["pattern"] = json!(pattern.map_or("", |node| self.code.text(node)));
            }
            "passthrough" | "loose" => schema["additionalProperties"] = json!(true),
            "strict" | "strip" | "readonly" | "brand" | "trim" | "finite" | "safe" => {}
            "extend" | "merge" | "safeExtend" => self.extend(shape, method, first, at, depth),
            "partial" if first.is_none() => schema["required"] = json!([]),
            _ => {
                if let Some(format) = format_of(method) {
                    schema["format"] = json!(format);
                } else if let Some(keyword) = keyword(schema) {
                    let standard = u8::from(method == "nonempty");
                    schema[keyword] = value
                        .filter(Value::is_number)
                        .unwrap_or_else(|| json!(standard));
                } else {
                    let shown = visible(method, 60);
                    self.tell(
                        at,
                        format!(
                            ".{shown}(...) of a schema was not carried: no JSON Schema says it"
                        ),
                    );
                }
            }
        }
    }

    /// Adds the fields of `.extend({...})` and `.merge(other)`.
    fn extend(
        &mut self,
        shape: &mut Shape,
        method: &str,
        first: Option<Node<'t>>,
        at: Node<'t>,
        depth: usize,
    ) {
        let more = match first {
            Some(node) if method == "merge" => self.of(node, depth + 1).map(|other| {
                let fields = other.schema["properties"].as_object().cloned();
                let required = other.schema["required"].as_array().cloned();
                (fields.unwrap_or_default(), required.unwrap_or_default())
            }),
            Some(node) => self.fields(node, depth + 1),
            None => None,
        };
        let Some((fields, names)) = more.filter(|_| shape.schema["properties"].is_object()) else {
            self.tell(at, "fields that are put in here were not read");
            return;
        };
        let mut required: Vec<Value> = shape.schema["required"]
            .as_array()
            .cloned()
            .unwrap_or_default();
        required.retain(|name| name.as_str().is_none_or(|name| !fields.contains_key(name)));
        required.extend(names);
        shape.schema["required"] = Value::Array(required);
        if let Some(properties) = shape.schema["properties"].as_object_mut() {
            properties.extend(fields);
        }
    }
}

/// The format of JSON Schema that a check of texts means.
fn format_of(check: &str) -> Option<&'static str> {
    Some(match check {
        "email" => "email",
        "url" => "uri",
        "uuid" => "uuid",
        "datetime" => "date-time",
        "date" => "date",
        "time" => "time",
        "ipv4" => "ipv4",
        "ipv6" => "ipv6",
        _ => return None,
    })
}
