//! From a payload's schema to types.
//!
//! A keyword is either carried into the types or named in [`Module::unchecked`]; none is lost in silence.

mod compose;
mod keywords;
mod pattern;

use super::names::{pascal, unused};
use super::shape::{
    Body, ListRule, MapRule, Member, Module, Record, Rest, Shape, TextRule, Type, TypeId, Unchecked,
};
use baton_model::{ContractVersion, Json};
use keywords::{
    KEYWORDS, KIND, LIST, MAP, OBJECT, RANGE, RECORD, SILENT, TEXT, count, doc, form, is_object,
    literals_of, range, required, union, with_kind, words_of,
};
use pattern::portable;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};

/// How deep schemas may nest; what lies deeper is anything.
const DEEPEST: usize = 64;

/// The types of a version's payload, the outermost one called `name`.
pub(crate) fn read(version: &ContractVersion, name: &str) -> Module {
    let Json(schema) = &version.payload_schema;
    let mut reader = Reader {
        root: schema,
        sensitive: version
            .sensitive
            .iter()
            .map(|field| field.pointer.as_str())
            .collect(),
        types: Vec::new(),
        taken: BTreeSet::new(),
        referred: BTreeMap::new(),
        unchecked: BTreeSet::new(),
    };
    let at = Place {
        pointer: String::new(),
        payload: Some(String::new()),
        name: pascal(name),
        depth: 0,
    };
    let payload = reader.named(schema, &at);
    let mut types: Vec<Type> = reader.types.into_iter().flatten().collect();
    let unchecked = reader.unchecked.into_iter().collect();
    break_circles(&mut types);
    Module {
        types,
        payload,
        unchecked,
    }
}

/// Names that stand for nothing but each other stand for anything.
fn break_circles(types: &mut [Type]) {
    for start in 0..types.len() {
        let mut seen = BTreeSet::new();
        let mut next = vec![TypeId(start)];
        while let Some(id) = next.pop() {
            if let Body::Alias(shape) = &types[id.0].body {
                let mut at = Vec::new();
                directly(shape, &mut at);
                next.extend(at.into_iter().filter(|id| seen.insert(*id)));
            }
        }
        if seen.contains(&TypeId(start)) {
            types[start].body = Body::Alias(Shape::Any);
        }
    }
}

/// Types that a shape is, not those that it holds.
fn directly(shape: &Shape, found: &mut Vec<TypeId>) {
    match shape {
        Shape::Named(id) => found.push(*id),
        Shape::Nullable(inner) => directly(inner, found),
        Shape::Union(union) => union
            .branches
            .iter()
            .for_each(|branch| directly(branch, found)),
        _ => {}
    }
}

struct Reader<'s> {
    root: &'s Value,
    /// Pointers in the payload.
    sensitive: BTreeSet<&'s str>,
    /// None while a type is being read.
    types: Vec<Option<Type>>,
    taken: BTreeSet<String>,
    /// By reference.
    referred: BTreeMap<String, TypeId>,
    unchecked: BTreeSet<Unchecked>,
}

/// Where a schema stands.
#[derive(Clone)]
struct Place {
    /// In the schema.
    pointer: String,
    /// In the payload, while it is known.
    payload: Option<String>,
    /// What a type here would be called.
    name: String,
    depth: usize,
}

impl Place {
    fn below(&self, keyword: &str, name: &str) -> Self {
        Self {
            pointer: format!("{}/{}", self.pointer, escaped(keyword)),
            payload: self.payload.clone(),
            name: name.to_owned(),
            depth: self.depth + 1,
        }
    }

    fn member(&self, member: &str) -> Self {
        Self {
            pointer: format!("{}/properties/{}", self.pointer, escaped(member)),
            payload: self
                .payload
                .as_ref()
                .map(|payload| format!("{payload}/{}", escaped(member))),
            name: format!("{}{}", self.name, pascal(member)),
            depth: self.depth + 1,
        }
    }

    fn elsewhere(&self, keyword: &str, name: &str) -> Self {
        Self {
            payload: None,
            ..self.below(keyword, name)
        }
    }
}

fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

/// A pointer as it stands in a reference, where it is part of an address.
fn decoded(pointer: &str) -> String {
    percent_encoding::percent_decode_str(pointer)
        .decode_utf8_lossy()
        .into_owned()
}

type Members = Map<String, Value>;

impl Reader<'_> {
    /// A type with a name, whatever the schema is.
    fn named(&mut self, schema: &Value, at: &Place) -> TypeId {
        let id = self.reserve();
        let name = unused(&at.name, &mut self.taken);
        self.fill(id, name, schema, at);
        id
    }

    fn reserve(&mut self) -> TypeId {
        self.types.push(None);
        TypeId(self.types.len() - 1)
    }

    fn fill(&mut self, id: TypeId, name: String, schema: &Value, at: &Place) {
        let at = Place {
            name: name.clone(),
            ..at.clone()
        };
        let body = match self.record(schema, &at) {
            Some(record) => Body::Record(record),
            None => match words_of(schema) {
                Some(words) if words.len() > 1 => {
                    self.leftovers(schema, &["type", "enum"], &at);
                    Body::Words(words)
                }
                _ => Body::Alias(self.shape(schema, &at)),
            },
        };
        let doc = doc(schema);
        self.types[id.0] = Some(Type { name, doc, body });
    }

    fn shape(&mut self, schema: &Value, at: &Place) -> Shape {
        if at.depth > DEEPEST {
            self.leave(at, "", "what nests deeper than 64 levels");
            return Shape::Any;
        }
        let members = match schema {
            Value::Bool(false) => return Shape::Never,
            Value::Object(members) => members,
            _ => return Shape::Any,
        };
        if let Some(Value::String(reference)) = members.get("$ref") {
            self.leftovers(schema, &["$ref"], at);
            return self.reference(reference, at);
        }
        if let Some(merged) = self.all_of(members, at) {
            let deeper = Place {
                depth: at.depth + 1,
                ..at.clone()
            };
            return self.shape(&Value::Object(merged), &deeper);
        }
        for keyword in ["oneOf", "anyOf"] {
            if let Some(Value::Array(branches)) = members.get(keyword) {
                return self.branches(members, keyword, branches, at);
            }
        }
        if let Some(literals) = literals_of(members) {
            self.leftovers(schema, &["type", "enum", "const"], at);
            return self.literals(literals, at);
        }
        match members.get("type") {
            Some(Value::String(kind)) => self.of_kind(kind, members, at),
            Some(Value::Array(kinds)) => {
                let kinds: Vec<String> = kinds
                    .iter()
                    .filter_map(|kind| kind.as_str().map(str::to_owned))
                    .collect();
                let shapes = kinds
                    .iter()
                    .map(|kind| {
                        let place = Place {
                            name: format!("{}{}", at.name, pascal(kind)),
                            ..at.clone()
                        };
                        self.of_kind(kind, members, &place)
                    })
                    .collect();
                union(shapes, None)
            }
            _ if is_object(members) => {
                self.leave(
                    at,
                    "",
                    "values that are not objects, which the schema lets pass",
                );
                self.of_kind("object", members, at)
            }
            _ if members.contains_key("items") || members.contains_key("prefixItems") => {
                self.leave(
                    at,
                    "",
                    "values that are not lists, which the schema lets pass",
                );
                self.of_kind("array", members, at)
            }
            _ => {
                self.leftovers(schema, &["type"], at);
                Shape::Any
            }
        }
    }

    fn of_kind(&mut self, kind: &str, members: &Members, at: &Place) -> Shape {
        let schema = Value::Object(members.clone());
        match kind {
            "null" => Shape::Null,
            "boolean" => Shape::Bool,
            "integer" | "number" => {
                let range = range(members);
                self.leftovers(&schema, &[KIND, RANGE, TEXT, LIST, OBJECT].concat(), at);
                if kind == "integer" {
                    Shape::Whole(range)
                } else {
                    Shape::Number(range)
                }
            }
            "string" => {
                let rule = self.text(members, at);
                self.leftovers(&schema, &[KIND, TEXT, RANGE, LIST, OBJECT].concat(), at);
                Shape::Text(rule)
            }
            "array" => self.list(members, at),
            "object" => self.object(members, at),
            _ => {
                self.leave(at, "type", "a type that JSON has not");
                Shape::Never
            }
        }
    }

    fn text(&mut self, members: &Members, at: &Place) -> TextRule {
        let pattern = members
            .get("pattern")
            .and_then(Value::as_str)
            .and_then(|pattern| {
                let portable = portable(pattern);
                if portable.is_none() {
                    self.leave(at, "pattern", "a pattern that languages read differently");
                }
                portable
            });
        let format = members.get("format").and_then(Value::as_str);
        let known = format
            .filter(|_| !members.contains_key("pattern"))
            .and_then(form);
        match (format, known) {
            (None, _) | (Some("uuid"), Some(_)) => {}
            (Some(format), None) => self.leave(at, "format", &format!("the format {format:?}")),
            (Some(_), Some(_)) => self.leave(at, "format", "whether there is such a day"),
        }
        let pattern = pattern.or_else(|| known.map(str::to_owned));
        TextRule {
            shortest: count(members, "minLength"),
            longest: count(members, "maxLength"),
            pattern,
        }
    }

    fn list(&mut self, members: &Members, at: &Place) -> Shape {
        let schema = Value::Object(members.clone());
        self.leftovers(
            &schema,
            &[KIND, &LIST[..6], RANGE, TEXT, OBJECT].concat(),
            at,
        );
        let place = at.elsewhere("items", &format!("{}Item", at.name));
        let items = match members.get("items") {
            Some(items @ (Value::Object(_) | Value::Bool(_)))
                if !members.contains_key("prefixItems") =>
            {
                self.shape(items, &place)
            }
            None if !members.contains_key("prefixItems") => Shape::Any,
            _ => {
                self.leave(at, "items", "items by their place");
                Shape::Any
            }
        };
        Shape::List(Box::new(ListRule {
            items,
            fewest: count(members, "minItems"),
            most: count(members, "maxItems"),
            is_unique: members.get("uniqueItems") == Some(&Value::Bool(true)),
        }))
    }

    fn object(&mut self, members: &Members, at: &Place) -> Shape {
        if members
            .get("properties")
            .is_some_and(|named| named.as_object().is_some_and(|named| !named.is_empty()))
        {
            return Shape::Named(self.named(&with_kind(members, "object"), at));
        }
        let schema = Value::Object(members.clone());
        self.leftovers(&schema, &[KIND, MAP, RANGE, TEXT, LIST].concat(), at);
        for name in required(members) {
            self.leave(at, "required", &format!("that {name:?} is there"));
        }
        let place = at.elsewhere("additionalProperties", &format!("{}Value", at.name));
        let values = members
            .get("additionalProperties")
            .map_or(Shape::Any, |values| self.shape(values, &place));
        Shape::Map(Box::new(MapRule {
            values,
            fewest: count(members, "minProperties"),
            most: count(members, "maxProperties"),
        }))
    }

    /// An object with declared members; none where the schema is something else.
    fn record(&mut self, schema: &Value, at: &Place) -> Option<Record> {
        let members = schema.as_object()?;
        let merged = self.all_of(members, at);
        let members = merged.as_ref().unwrap_or(members);
        let others = ["$ref", "allOf", "oneOf", "anyOf", "enum", "const"];
        if others.iter().any(|keyword| members.contains_key(*keyword)) || at.depth > DEEPEST {
            return None;
        }
        let named = members
            .get("properties")?
            .as_object()
            .filter(|named| !named.is_empty())?;
        match members.get("type") {
            Some(Value::String(kind)) if kind == "object" => {}
            None => self.leave(
                at,
                "",
                "values that are not objects, which the schema lets pass",
            ),
            Some(_) => return None,
        }
        self.leftovers(
            &Value::Object(members.clone()),
            &[KIND, RECORD, RANGE, TEXT, LIST].concat(),
            at,
        );
        let required: BTreeSet<String> = required(members).collect();
        let mut record = Record::default();
        let sorted: BTreeMap<&String, &Value> = named.iter().collect();
        for (name, schema) in sorted {
            let place = at.member(name);
            let is_sensitive = place
                .payload
                .as_deref()
                .is_some_and(|pointer| self.sensitive.contains(pointer));
            record.members.push(Member {
                name: name.clone(),
                doc: doc(schema),
                is_required: required.contains(name),
                is_sensitive,
                shape: self.shape(schema, &place),
            });
        }
        for name in required.iter().filter(|name| !named.contains_key(*name)) {
            record.members.push(Member {
                name: name.clone(),
                doc: String::new(),
                is_required: true,
                is_sensitive: false,
                shape: Shape::Any,
            });
        }
        record.rest = match members.get("additionalProperties") {
            Some(Value::Bool(false)) => Rest::Closed,
            Some(rest @ Value::Object(rules)) if !rules.is_empty() => {
                let place = at.elsewhere("additionalProperties", &format!("{}Other", at.name));
                Rest::Of(self.shape(rest, &place))
            }
            _ => Rest::Open,
        };
        if members.contains_key("patternProperties") && record.rest != Rest::Open {
            // What the patterns let in would be shut out here.
            record.rest = Rest::Open;
            self.leave(at, "additionalProperties", "members that no pattern names");
        }
        Some(record)
    }

    /// Names every keyword that is neither carried nor silent.
    fn leftovers(&mut self, schema: &Value, carried: &[&str], at: &Place) {
        let Value::Object(members) = schema else {
            return;
        };
        for keyword in members.keys() {
            let keyword = keyword.as_str();
            let says_nothing =
                members[keyword] == Value::Bool(true) && keyword.starts_with("unevaluated");
            if !carried.contains(&keyword)
                && !SILENT.contains(&keyword)
                && !says_nothing
                && KEYWORDS.contains(&keyword)
            {
                self.leave(at, keyword, &format!("`{keyword}`"));
            }
        }
    }

    fn leave(&mut self, at: &Place, keyword: &str, what: &str) {
        let pointer = if keyword.is_empty() {
            at.pointer.clone()
        } else {
            format!("{}/{}", at.pointer, escaped(keyword))
        };
        self.unchecked.insert(Unchecked {
            pointer,
            what: what.to_owned(),
        });
    }
}
