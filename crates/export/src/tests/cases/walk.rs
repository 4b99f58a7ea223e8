//! A payload and its schema side by side: at each value, what each keyword suggests to change.

use super::change::{Change, Edit};
use serde_json::{Map, Value, json};

/// How deep it goes; recursive schemas have no end.
const MOST_DEPTH: usize = 24;

/// Items of a list that are looked at.
const MOST_ITEMS: usize = 2;

/// What the keywords of a schema suggest for a payload, outermost first.
pub(super) fn changes(schema: &Value, payload: &Value) -> Vec<Change> {
    let mut walk = Walk {
        root: schema,
        out: Vec::new(),
    };
    walk.value(payload, vec![(String::new(), schema)], &mut Vec::new());
    walk.out
}

/// The payload with every declared member that it lacks and that can simply be made, as far as it stays accepted.
pub(super) fn with_every_member(
    schema: &Value,
    payload: &Value,
    accepts: impl Fn(&Value) -> bool,
) -> Value {
    let mut whole = payload.clone();
    let mut missing = Walk {
        root: schema,
        out: Vec::new(),
    };
    missing.missing(payload, vec![(String::new(), schema)], &mut Vec::new());
    for change in missing.out {
        if let Some(changed) = change.applied(&whole).filter(&accepts) {
            whole = changed;
        }
    }
    whole
}

/// A schema with its place in the document.
type Placed<'s> = (String, &'s Value);

pub(super) struct Walk<'s> {
    root: &'s Value,
    pub(super) out: Vec<Change>,
}

impl<'s> Walk<'s> {
    /// All schema objects that may speak about a value: those behind references, and all branches.
    fn applied(&self, schemas: Vec<Placed<'s>>) -> Vec<(String, &'s Map<String, Value>)> {
        let mut open = schemas;
        let mut out: Vec<(String, &'s Map<String, Value>)> = Vec::new();
        while let Some((place, schema)) = open.pop() {
            let Value::Object(members) = schema else {
                continue;
            };
            if out.len() > 200 || out.iter().any(|(known, _)| *known == place) {
                continue;
            }
            for keyword in ["allOf", "anyOf", "oneOf"] {
                for (index, branch) in members
                    .get(keyword)
                    .and_then(Value::as_array)
                    .into_iter()
                    .flatten()
                    .enumerate()
                {
                    open.push((format!("{place}/{keyword}/{index}"), branch));
                }
            }
            for keyword in ["if", "then", "else"] {
                open.extend(
                    members
                        .get(keyword)
                        .map(|branch| (format!("{place}/{keyword}"), branch)),
                );
            }
            let reference = members
                .get("$ref")
                .and_then(Value::as_str)
                .and_then(|uri| uri.strip_prefix('#'));
            if let Some(pointer) = reference
                && let Some(target) = self.root.pointer(pointer)
            {
                open.push((pointer.to_owned(), target));
            }
            out.push((place, members));
        }
        out
    }

    fn value(&mut self, value: &Value, schemas: Vec<Placed<'s>>, place: &mut Vec<String>) {
        if place.len() > MOST_DEPTH {
            return;
        }
        let schemas = self.applied(schemas);
        for (at, schema) in &schemas {
            for (keyword, says) in *schema {
                self.keyword(value, at, keyword, says, place);
            }
        }
        let inner: Vec<(String, &Value)> = match value {
            Value::Object(members) => members
                .iter()
                .map(|(name, member)| (name.clone(), member))
                .collect(),
            Value::Array(items) => items
                .iter()
                .take(MOST_ITEMS)
                .enumerate()
                .map(|(index, item)| (index.to_string(), item))
                .collect(),
            _ => Vec::new(),
        };
        for (step, member) in inner {
            let governing = governing(&schemas, &step, value.is_array());
            place.push(step);
            self.value(member, governing, place);
            place.pop();
        }
    }

    /// Members that are declared and not there.
    fn missing(&mut self, value: &Value, schemas: Vec<Placed<'s>>, place: &mut Vec<String>) {
        let Value::Object(members) = value else {
            return;
        };
        if place.len() > MOST_DEPTH {
            return;
        }
        let schemas = self.applied(schemas);
        for (_, schema) in &schemas {
            for (name, declared) in schema
                .get("properties")
                .and_then(Value::as_object)
                .into_iter()
                .flatten()
            {
                if !members.contains_key(name)
                    && let Some(made) = self.made(declared, 0)
                {
                    let edit = Edit::Set(name.clone(), made);
                    self.out.push(Change {
                        place: place.clone(),
                        edit,
                        name: String::new(),
                        key: String::new(),
                    });
                }
            }
        }
        for (name, member) in members {
            let governing = governing(&schemas, name, false);
            place.push(name.clone());
            self.missing(member, governing, place);
            place.pop();
        }
    }

    /// A value that the schema may accept, where one can be written down without a search.
    fn made(&self, schema: &'s Value, depth: usize) -> Option<Value> {
        if depth > 4 {
            return None;
        }
        let members = match schema {
            Value::Bool(true) => return Some(json!("any")),
            Value::Object(members) => members,
            _ => return None,
        };
        if let Some(pointer) = members
            .get("$ref")
            .and_then(Value::as_str)
            .and_then(|uri| uri.strip_prefix('#'))
        {
            return self.made(self.root.pointer(pointer)?, depth + 1);
        }
        let first = |keyword: &str| members.get(keyword)?.as_array()?.first().cloned();
        if let Some(value) = members
            .get("const")
            .cloned()
            .or_else(|| first("enum"))
            .or_else(|| first("examples"))
            .or_else(|| members.get("default").cloned())
        {
            return Some(value);
        }
        let kind = match members.get("type")? {
            Value::String(kind) => kind.as_str(),
            Value::Array(kinds) => kinds.first()?.as_str()?,
            _ => return None,
        };
        let number = |keyword: &str| members.get(keyword).and_then(Value::as_f64);
        Some(match kind {
            "null" => Value::Null,
            "boolean" => json!(true),
            "string" => {
                let text = match members.get("format").and_then(Value::as_str) {
                    Some("date") => "2026-03-01",
                    Some("date-time") => "2026-03-01T09:00:00Z",
                    Some("time") => "09:00:00Z",
                    Some("email") => "someone@example.org",
                    Some("uri" | "uri-reference") => "https://example.org/",
                    Some("uuid") => "123e4567-e89b-12d3-a456-426614174000",
                    _ => "text",
                };
                let least = usize::try_from(number("minLength").unwrap_or(0.0) as u64).ok()?;
                let most = number("maxLength").map_or(usize::MAX, |most| most as usize);
                let longer: String = text
                    .chars()
                    .cycle()
                    .take(text.len().max(least).min(most).min(5_000))
                    .collect();
                json!(longer)
            }
            "integer" => json!(
                number("minimum")
                    .unwrap_or_else(|| number("maximum").unwrap_or(1.0))
                    .ceil() as i64
            ),
            "number" => json!(
                number("minimum")
                    .or(number("exclusiveMinimum").map(|least| least + 1.0))
                    .or(number("maximum"))
                    .unwrap_or(1.0)
            ),
            "array" => {
                let least = number("minItems").unwrap_or(0.0).max(1.0) as usize;
                let item = members
                    .get("items")
                    .and_then(|items| self.made(items, depth + 1));
                Value::Array(item.into_iter().cycle().take(least.min(20)).collect())
            }
            "object" => {
                let declared = members.get("properties").and_then(Value::as_object);
                let mut object = Map::new();
                for name in members
                    .get("required")
                    .and_then(Value::as_array)
                    .into_iter()
                    .flatten()
                    .filter_map(Value::as_str)
                {
                    object.insert(name.to_owned(), self.made(declared?.get(name)?, depth + 1)?);
                }
                Value::Object(object)
            }
            _ => return None,
        })
    }
}

/// The schemas that speak about a member or an item.
fn governing<'s>(
    schemas: &[(String, &'s Map<String, Value>)],
    step: &str,
    is_item: bool,
) -> Vec<Placed<'s>> {
    let mut out: Vec<Placed<'s>> = Vec::new();
    for (at, schema) in schemas {
        if is_item {
            let index = step.parse::<usize>().unwrap_or(0);
            let listed = ["prefixItems", "items"].iter().find_map(|keyword| {
                let item = schema.get(*keyword)?.as_array()?.get(index)?;
                Some((format!("{at}/{keyword}/{index}"), item))
            });
            let item = schema
                .get("items")
                .filter(|items| items.is_object())
                .map(|items| (format!("{at}/items"), items));
            out.extend(listed.or(item));
            continue;
        }
        let escaped = step.replace('~', "~0").replace('/', "~1");
        match schema
            .get("properties")
            .and_then(|declared| declared.get(step))
        {
            Some(declared) => out.push((format!("{at}/properties/{escaped}"), declared)),
            None => out.extend(
                schema
                    .get("additionalProperties")
                    .map(|others| (format!("{at}/additionalProperties"), others)),
            ),
        }
    }
    out
}
