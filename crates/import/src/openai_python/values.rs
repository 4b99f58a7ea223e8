//! What simple expressions say: texts, and classes of data as schemas.

use super::code::{self, call, children, inner, last_name, text};
use super::modules::Project;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;
use tree_sitter::Node;

/// Deepest nesting of expressions and of classes that is followed.
const DEEPEST: usize = 24;
/// Longest text that is put together, in bytes.
const LONGEST: usize = 1 << 20;

/// The text that an expression says; `None` where it is made while the program runs. Parts that are, are shown as `{name}`.
pub(super) fn words(
    node: Node<'_>,
    source: &str,
    found: &Project<'_>,
    depth: usize,
) -> Option<String> {
    if depth > DEEPEST {
        return None;
    }
    let node = inner(node);
    match node.kind() {
        "string" => Some(string(node, source)),
        "concatenated_string" => {
            let parts = children(node)
                .into_iter()
                .map(|part| words(part, source, found, depth + 1));
            parts
                .collect::<Option<Vec<_>>>()
                .map(|parts| parts.concat())
        }
        "binary_operator" => {
            let left = words(node.child_by_field_name("left")?, source, found, depth + 1)?;
            let right = words(node.child_by_field_name("right")?, source, found, depth + 1)?;
            Some(left + &right).filter(|text| text.len() <= LONGEST)
        }
        // A constant of another module.
        "attribute" => words(found.member(node)?, source, found, depth + 1),
        "identifier" => {
            let name = text(node, source);
            match found.bound(name, node.start_byte()) {
                Some(value) if value.start_byte() != node.start_byte() => {
                    words(value, source, found, depth + 1)
                }
                // A constant from elsewhere, such as the SDK's recommended prefix.
                _ if name
                    .chars()
                    .all(|c| c.is_ascii_uppercase() || c == '_' || c.is_ascii_digit()) =>
                {
                    Some(format!("{{{name}}} "))
                }
                _ => None,
            }
        }
        "call" => {
            let made = call(node, source)?;
            let known = matches!(
                last_name(made.function, source),
                "prompt_with_handoff_instructions" | "dedent" | "cleandoc" | "strip"
            );
            let text = made
                .positional
                .first()
                .copied()
                .or_else(|| made.function.child_by_field_name("object"))?;
            if known {
                words(text, source, found, depth + 1)
            } else {
                None
            }
        }
        _ => None,
    }
}

fn string(node: Node<'_>, source: &str) -> String {
    let mut out = String::new();
    let mut cursor = node.walk();
    for part in node.children(&mut cursor) {
        match part.kind() {
            "string_content" => content(part, source, &mut out),
            "interpolation" => {
                let inside = part
                    .named_child(0)
                    .map_or("", |inside| text(inside, source));
                out.push('{');
                out.push_str(inside);
                out.push('}');
            }
            _ => {}
        }
    }
    out
}

/// The content of a string with its escapes read.
fn content(node: Node<'_>, source: &str, out: &mut String) {
    let mut at = node.start_byte();
    let mut cursor = node.walk();
    for escape in node
        .children(&mut cursor)
        .filter(|child| child.kind().starts_with("escape"))
    {
        out.push_str(source.get(at..escape.start_byte()).unwrap_or_default());
        match text(escape, source) {
            "\\n" => out.push('\n'),
            "\\t" => out.push('\t'),
            "\\\\" | "{{" => out.push_str(&text(escape, source)[1..]),
            "\\\"" => out.push('"'),
            "\\'" => out.push('\''),
            "\\\n" | "\\\r\n" => {}
            other => out.push_str(other),
        }
        at = escape.end_byte();
    }
    out.push_str(source.get(at..node.end_byte()).unwrap_or_default());
}

/// The schema of a type expression, strict as the SDK makes it; `None` where it is no type that can be read.
pub(super) fn schema(node: Node<'_>, source: &str, found: &Project<'_>) -> Option<Value> {
    let mut reading = Reading {
        source,
        found,
        defs: Map::new(),
        open: BTreeSet::new(),
    };
    let mut schema = reading.of(node, 0)?;
    // A class at the top stands there itself, unless it refers to itself.
    if let Some(name) = schema["$ref"]
        .as_str()
        .and_then(|text| text.strip_prefix("#/$defs/"))
        .map(ToOwned::to_owned)
        && let Some(own) = reading.defs.get(&name).cloned()
    {
        if !own.to_string().contains(&format!("\"#/$defs/{name}\""))
            && !reading.defs.iter().any(|(other, value)| {
                *other != name && value.to_string().contains(&format!("\"#/$defs/{name}\""))
            })
        {
            reading.defs.remove(&name);
        }
        schema = own;
    }
    if !reading.defs.is_empty() && schema.is_object() {
        schema["$defs"] = Value::Object(reading.defs);
    }
    Some(schema)
}

struct Reading<'r, 't> {
    source: &'t str,
    found: &'r Project<'t>,
    defs: Map<String, Value>,
    open: BTreeSet<String>,
}

impl Reading<'_, '_> {
    fn of(&mut self, node: Node<'_>, depth: usize) -> Option<Value> {
        if depth > DEEPEST {
            return Some(json!({}));
        }
        let node = inner(node);
        match node.kind() {
            "none" => Some(json!({ "type": "null" })),
            "identifier" | "attribute" => self.named(last_name(node, self.source), node, depth),
            // A type in quotes is one that comes later.
            "string" => {
                let name = string(node, self.source);
                self.named(name.trim(), node, depth)
            }
            "binary_operator" | "union_type" => {
                let parts: Vec<Value> = children(node)
                    .into_iter()
                    .map(|part| self.of(part, depth + 1))
                    .collect::<Option<_>>()?;
                Some(any_of(&parts))
            }
            "generic_type" | "subscript" => {
                let mut parts = Vec::new();
                for child in children(node) {
                    if child.kind() == "type_parameter" {
                        parts.extend(children(child));
                    } else {
                        parts.push(child);
                    }
                }
                let (head, arguments) = parts.split_first()?;
                self.generic(last_name(inner(*head), self.source), arguments, depth)
            }
            _ => None,
        }
    }

    fn generic(&mut self, head: &str, arguments: &[Node<'_>], depth: usize) -> Option<Value> {
        let mut each = |arguments: &[Node<'_>]| -> Option<Vec<Value>> {
            arguments
                .iter()
                .map(|node| self.of(*node, depth + 1))
                .collect()
        };
        match head {
            "list" | "List" | "Sequence" | "Iterable" | "set" | "Set" | "frozenset" => {
                let items = each(arguments.get(..1)?)?.pop()?;
                Some(json!({ "type": "array", "items": items }))
            }
            "dict" | "Dict" | "Mapping" => {
                let values = each(arguments.get(1..2)?)?.pop()?;
                Some(json!({ "type": "object", "additionalProperties": values }))
            }
            "tuple" | "Tuple" => Some(json!({ "type": "array", "prefixItems": each(arguments)? })),
            "Optional" => {
                let mut parts = each(arguments.get(..1)?)?;
                parts.push(json!({ "type": "null" }));
                Some(any_of(&parts))
            }
            "Union" => Some(any_of(&each(arguments)?)),
            "Annotated" | "Required" | "NotRequired" | "ClassVar" => {
                each(arguments.get(..1)?)?.pop()
            }
            "Literal" => {
                let values: Vec<Value> = arguments
                    .iter()
                    .map(|node| literal(*node, self.source))
                    .collect::<Option<_>>()?;
                Some(if values.iter().all(Value::is_string) {
                    json!({ "type": "string", "enum": values })
                } else {
                    json!({ "enum": values })
                })
            }
            _ => None,
        }
    }

    fn named(&mut self, name: &str, node: Node<'_>, depth: usize) -> Option<Value> {
        Some(match name {
            "str" => json!({ "type": "string" }),
            "int" => json!({ "type": "integer" }),
            "float" | "Decimal" => json!({ "type": "number" }),
            "bool" => json!({ "type": "boolean" }),
            "None" => json!({ "type": "null" }),
            "Any" | "object" => json!({}),
            "dict" | "Dict" => json!({ "type": "object" }),
            "list" | "List" => json!({ "type": "array" }),
            "datetime" => json!({ "type": "string", "format": "date-time" }),
            "date" => json!({ "type": "string", "format": "date" }),
            "UUID" => json!({ "type": "string", "format": "uuid" }),
            "EmailStr" => json!({ "type": "string", "format": "email" }),
            name => {
                let class = self.found.class(name, node.start_byte())?;
                if !self.defs.contains_key(name) && self.open.insert(name.to_owned()) {
                    let schema = self.class(class, name, depth + 1)?;
                    self.defs.insert(name.to_owned(), schema);
                    self.open.remove(name);
                }
                json!({ "$ref": format!("#/$defs/{name}") })
            }
        })
    }

    fn class(&mut self, class: Node<'_>, name: &str, depth: usize) -> Option<Value> {
        let bases: Vec<&str> = class
            .child_by_field_name("superclasses")
            .map(children)
            .unwrap_or_default()
            .into_iter()
            .map(|base| last_name(base, self.source))
            .collect();
        let body = class.child_by_field_name("body")?;
        if bases.iter().any(|base| base.ends_with("Enum")) {
            let values: Vec<Value> = children(body)
                .into_iter()
                .filter_map(|statement| {
                    literal(
                        statement.named_child(0)?.child_by_field_name("right")?,
                        self.source,
                    )
                })
                .collect();
            return Some(json!({ "title": name, "enum": values }));
        }
        let mut properties = Map::new();
        for base in &bases {
            if let Some(parent) = self
                .found
                .class(base, class.start_byte())
                .filter(|_| depth < DEEPEST && *base != name)
                && let Some(Value::Object(mut inherited)) = self.class(parent, base, depth + 1)
                && let Some(Value::Object(inherited)) = inherited.remove("properties")
            {
                properties.extend(inherited);
            }
        }
        let mut description = String::new();
        for statement in children(body) {
            let Some(inside) = statement
                .named_child(0)
                .filter(|_| statement.kind() == "expression_statement")
            else {
                continue;
            };
            if inside.kind() == "string" && description.is_empty() && properties.is_empty() {
                string(inside, self.source)
                    .trim()
                    .clone_into(&mut description);
            }
            let (Some(left), Some(annotation)) = (
                inside.child_by_field_name("left"),
                inside.child_by_field_name("type"),
            ) else {
                continue;
            };
            let field = text(left, self.source);
            if field == "model_config" || field.starts_with('_') {
                continue;
            }
            let mut schema = self.of(annotation, depth + 1).unwrap_or_else(|| json!({}));
            if let Some(right) = inside.child_by_field_name("right") {
                self.field(right, &mut schema);
            }
            properties.insert(field.to_owned(), schema);
        }
        let required: Vec<String> = properties.keys().cloned().collect();
        let mut schema = json!({ "type": "object", "title": name, "properties": properties, "required": required, "additionalProperties": false });
        if !description.is_empty() {
            schema["description"] = json!(description);
        }
        Some(schema)
    }

    /// `Field(description=..., ge=...)` beside a field.
    fn field(&self, node: Node<'_>, schema: &mut Value) {
        let Some(made) =
            call(node, self.source).filter(|made| last_name(made.function, self.source) == "Field")
        else {
            return;
        };
        if schema.get("$ref").is_some() {
            return;
        }
        for (argument, keyword) in [
            ("ge", "minimum"),
            ("gt", "exclusiveMinimum"),
            ("le", "maximum"),
            ("lt", "exclusiveMaximum"),
            ("min_length", "minLength"),
            ("max_length", "maxLength"),
            ("pattern", "pattern"),
            ("multiple_of", "multipleOf"),
        ] {
            if let Some(value) = made
                .named
                .get(argument)
                .and_then(|node| literal(*node, self.source))
            {
                schema[keyword] = value;
            }
        }
        if let Some(text) = made
            .named
            .get("description")
            .and_then(|node| words(*node, self.source, self.found, 0))
        {
            schema["description"] = json!(text);
        }
    }
}

/// One schema of several.
fn any_of(parts: &[Value]) -> Value {
    json!({ "anyOf": parts })
}

/// A literal value.
fn literal(node: Node<'_>, source: &str) -> Option<Value> {
    let node = inner(node);
    match node.kind() {
        "string" => Some(Value::String(string(node, source))),
        "integer" | "float" | "unary_operator" => {
            serde_json::from_str(&text(node, source).replace('_', "")).ok()
        }
        "true" => Some(Value::Bool(true)),
        "false" => Some(Value::Bool(false)),
        "none" => Some(Value::Null),
        _ => None,
    }
}

/// Whether a call's argument is true.
pub(super) fn is_true(made: &code::Call<'_>, name: &str) -> bool {
    made.named
        .get(name)
        .is_some_and(|node| node.kind() != "false" && node.kind() != "none")
}
