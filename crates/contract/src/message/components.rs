//! A schema taken apart into components: pieces that stand beside each other in another document and refer to each other by name.
//!
//! Documents such as OpenAPI's keep schemas in one place and read every `$ref` as an address in the document. So identifiers, anchors, bundled
//! resources and paths into the schema cannot stay: whatever is referred to becomes a component of its own, and every reference names one.

use super::convert::to_2020_12;
use super::draft7::to_draft_7;
use super::walk::{Holds, holds};
use crate::draft::Draft;
use crate::validate::PayloadValidator;
use jsonschema::{Uri, uri};
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// The draft that components are said in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// 2020-12, as OpenAPI 3.1 reads it.
    Draft202012,
    /// Draft 7, as AsyncAPI reads it.
    Draft7,
}

/// The components that a schema becomes, the schema itself first, by name. `prefix` stands before a name in every reference.
///
/// Each component accepts exactly what its original accepts. `None` where that cannot be said: the schema is not usable, a reference depends
/// on where it is reached from, the dialect has no words for a keyword, or a constant holds a member `$ref`, which readers would follow.
pub fn component_schemas(
    schema: &Value,
    name: &str,
    prefix: &str,
    dialect: Dialect,
) -> Option<Vec<(String, Value)>> {
    PayloadValidator::compile(schema).ok()?;
    if !schema.is_object() {
        let written = if schema.is_null() {
            json!(true)
        } else {
            schema.clone()
        };
        return Some(vec![(component_name(name), written)]);
    }
    let mut pieces = Pieces {
        parts: Parts::of(schema)?,
        wanted: vec![String::new()],
    };
    let mut said = Vec::new();
    while let Some(pointer) = pieces.wanted.get(said.len()).cloned() {
        said.push(pieces.piece_at(&pointer)?);
    }
    let mut taken = BTreeSet::new();
    let names: Vec<String> = pieces
        .wanted
        .iter()
        .map(|pointer| unused(&part_name(name, pointer), &mut taken))
        .collect();
    let draft = pieces.parts.draft;
    let mut components = Vec::new();
    for (piece, own_name) in said.into_iter().zip(&names) {
        let newest = match draft {
            Draft::Draft202012 => piece,
            older => to_2020_12(&piece, older)?,
        };
        let mut component = match dialect {
            Dialect::Draft202012 => newest,
            Dialect::Draft7 => to_draft_7(&newest)?,
        };
        name_references(&mut component, prefix, &names);
        if holds_reference(&component) {
            return None;
        }
        components.push((own_name.clone(), component));
    }
    Some(components)
}

/// A name that documents take for a component: letters, digits and `.`, `_`, `-`.
pub fn component_name(name: &str) -> String {
    let plain = |letter: char| letter.is_ascii_alphanumeric() || ".-_".contains(letter);
    let name: String = name
        .chars()
        .map(|letter| if plain(letter) { letter } else { '_' })
        .collect();
    if name.is_empty() {
        "_".to_owned()
    } else {
        name
    }
}

/// Whether data holds a member `$ref` with a text, which readers of a document would follow.
pub fn holds_reference_in_data(value: &Value) -> bool {
    match value {
        Value::Object(members) => members.iter().any(|(name, member)| {
            (name == "$ref" && member.is_string()) || holds_reference_in_data(member)
        }),
        Value::Array(items) => items.iter().any(holds_reference_in_data),
        _ => false,
    }
}

/// Where the schemas of a document are, and what they can be referred to by.
struct Parts<'d> {
    document: &'d Value,
    draft: Draft,
    /// The address that counts at each schema, by pointer.
    bases: BTreeMap<String, Uri<String>>,
    /// Schemas with an address of their own.
    resources: BTreeMap<String, String>,
    /// Anchors by address and name.
    anchors: BTreeMap<(String, String), String>,
    /// How often a name is a dynamic anchor.
    dynamic: BTreeMap<String, usize>,
}

impl<'d> Parts<'d> {
    fn of(document: &'d Value) -> Option<Self> {
        let mut parts = Self {
            document,
            draft: Draft::of(document).ok()?,
            bases: BTreeMap::new(),
            resources: BTreeMap::new(),
            anchors: BTreeMap::new(),
            dynamic: BTreeMap::new(),
        };
        let base = uri::from_str("").ok()?;
        parts
            .resources
            .insert(base.as_str().to_owned(), String::new());
        parts.index(document, String::new(), &base)?;
        Some(parts)
    }

    fn index(&mut self, schema: &Value, pointer: String, base: &Uri<String>) -> Option<()> {
        let mut base = base.clone();
        if let Value::Object(fields) = schema {
            let text = |keyword: &str| fields.get(keyword).and_then(Value::as_str);
            let names_other_draft = !pointer.is_empty()
                && fields.contains_key("$schema")
                && Draft::of(schema) != Ok(self.draft);
            if names_other_draft {
                return None;
            }
            // Up to draft 7 nothing beside a reference counts.
            let stands_alone = self.draft < Draft::Draft201909 && fields.contains_key("$ref");
            if let Some(id) = text(self.draft.id_keyword()).filter(|_| !stands_alone) {
                let (address, anchor) = id.split_once('#').unwrap_or((id, ""));
                if !address.is_empty() {
                    base = uri::resolve_against(&base.borrow(), address).ok()?;
                    base.set_fragment(None);
                    self.resources
                        .insert(base.as_str().to_owned(), pointer.clone());
                }
                if !anchor.is_empty() {
                    self.anchor(&base, anchor, &pointer);
                }
            }
            if self.draft >= Draft::Draft201909 {
                for keyword in ["$anchor", "$dynamicAnchor"] {
                    if let Some(name) = text(keyword) {
                        self.anchor(&base, name, &pointer);
                    }
                }
                if let Some(name) = text("$dynamicAnchor") {
                    *self.dynamic.entry(name.to_owned()).or_default() += 1;
                }
            }
            for (keyword, value) in fields {
                for (step, child) in children(keyword, value) {
                    self.index(child, format!("{pointer}/{step}"), &base)?;
                }
            }
        }
        self.bases.insert(pointer, base);
        Some(())
    }

    fn anchor(&mut self, base: &Uri<String>, name: &str, pointer: &str) {
        let key = (base.as_str().to_owned(), name.to_owned());
        self.anchors.insert(key, pointer.to_owned());
    }

    /// The pointer of the schema that a reference names.
    fn target(&self, reference: &str, base: &Uri<String>) -> Option<String> {
        let (address, fragment) = reference.rsplit_once('#').unwrap_or((reference, ""));
        let resource = if address.is_empty() {
            base.as_str().to_owned()
        } else {
            let mut address = uri::resolve_against(&base.borrow(), address).ok()?;
            address.set_fragment(None);
            address.as_str().to_owned()
        };
        let pointer = if fragment.is_empty() || fragment.starts_with('/') {
            let decoded = decoded(fragment)?;
            format!("{}{decoded}", self.resources.get(&resource)?)
        } else {
            self.anchors.get(&(resource, fragment.to_owned()))?.clone()
        };
        self.bases.contains_key(&pointer).then_some(pointer)
    }
}

/// A fragment without percent escapes; `None` where they hold no UTF-8.
fn decoded(fragment: &str) -> Option<String> {
    let mut bytes = fragment.bytes();
    let mut out = Vec::new();
    while let Some(byte) = bytes.next() {
        if byte == b'%' {
            let digits = [bytes.next()?, bytes.next()?];
            let digits = std::str::from_utf8(&digits).ok()?.to_owned();
            out.push(u8::from_str_radix(&digits, 16).ok()?);
        } else {
            out.push(byte);
        }
    }
    String::from_utf8(out).ok()
}

/// The schemas behind a keyword, with the way to them.
fn children<'v>(keyword: &str, value: &'v Value) -> Vec<(String, &'v Value)> {
    let step = |name: &str| {
        let name = name.replace('~', "~0").replace('/', "~1");
        format!("{keyword}/{name}")
    };
    match (holds(keyword), value) {
        (Holds::Schema | Holds::SchemaOrList, Value::Object(_) | Value::Bool(_)) => {
            vec![(keyword.to_owned(), value)]
        }
        (Holds::List | Holds::SchemaOrList, Value::Array(items)) => items
            .iter()
            .enumerate()
            .map(|(index, item)| (format!("{keyword}/{index}"), item))
            .collect(),
        (Holds::Named | Holds::Dependencies, Value::Object(named)) => named
            .iter()
            .filter(|(_, schema)| schema.is_object() || schema.is_boolean())
            .map(|(name, schema)| (step(name), schema))
            .collect(),
        _ => Vec::new(),
    }
}

/// The schemas that are referred to.
struct Pieces<'d> {
    parts: Parts<'d>,
    /// Pointers, the whole schema first. A reference to the n-th of them is `#/$defs/n` until all have names.
    wanted: Vec<String>,
}

impl Pieces<'_> {
    fn piece_at(&mut self, pointer: &str) -> Option<Value> {
        let schema = self.parts.document.pointer(pointer)?;
        self.piece(schema, pointer)
    }

    /// The schema in its own draft, without identifiers and without what only holds schemas that others refer to.
    fn piece(&mut self, schema: &Value, pointer: &str) -> Option<Value> {
        let Value::Object(fields) = schema else {
            return Some(schema.clone());
        };
        let draft = self.parts.draft;
        let mut out = self.reference(fields, pointer)?;
        if draft < Draft::Draft201909 && !out.is_empty() {
            return Some(Value::Object(out));
        }
        for (keyword, value) in fields {
            match keyword.as_str() {
                "$ref" | "$id" | "$schema" | "$anchor" | "$dynamicAnchor" | "$dynamicRef"
                | "$recursiveAnchor" | "$recursiveRef" | "$vocabulary" | "$defs"
                | "definitions" => {}
                "id" if draft == Draft::Draft4 => {}
                _ => {
                    let value = self.value(keyword, value, pointer)?;
                    out.insert(keyword.clone(), value);
                }
            }
        }
        Some(Value::Object(out))
    }

    fn value(&mut self, keyword: &str, value: &Value, pointer: &str) -> Option<Value> {
        let mut value = value.clone();
        for (step, child) in children(keyword, &value.clone()) {
            let piece = self.piece(child, &format!("{pointer}/{step}"))?;
            let inside = step.strip_prefix(keyword).unwrap_or_default();
            *value.pointer_mut(inside)? = piece;
        }
        Some(value)
    }

    /// The start of a piece: a mark for what the schema refers to, nothing where it refers to nothing.
    fn reference(
        &mut self,
        fields: &Map<String, Value>,
        pointer: &str,
    ) -> Option<Map<String, Value>> {
        let base = self.parts.bases.get(pointer)?.clone();
        let text = |keyword: &str| fields.get(keyword).and_then(Value::as_str);
        let draft = self.parts.draft;
        let mut targets = Vec::new();
        if let Some(reference) = text("$ref") {
            targets.push(self.parts.target(reference, &base)?);
        }
        if draft == Draft::Draft202012
            && let Some(reference) = text("$dynamicRef")
        {
            let anchor = reference.rsplit_once('#').map_or("", |(_, anchor)| anchor);
            if self.parts.dynamic.get(anchor).is_some_and(|uses| *uses > 1) {
                return None;
            }
            targets.push(self.parts.target(reference, &base)?);
        }
        if draft == Draft::Draft201909
            && let Some(reference) = text("$recursiveRef")
        {
            if self.parts.resources.values().any(|at| !at.is_empty()) {
                return None;
            }
            targets.push(self.parts.target(reference, &base)?);
        }
        match &targets[..] {
            [] => Some(Map::new()),
            [target] => {
                let mark = json!(self.mark(target));
                Some(Map::from_iter([("$ref".to_owned(), mark)]))
            }
            _ => None,
        }
    }

    fn mark(&mut self, target: &str) -> String {
        let known = self.wanted.iter().position(|pointer| pointer == target);
        let index = known.unwrap_or_else(|| {
            self.wanted.push(target.to_owned());
            self.wanted.len() - 1
        });
        format!("#/$defs/{index}")
    }
}

/// `money` for `/$defs/money`, `items-0` for `/items/0`.
fn part_name(schema: &str, pointer: &str) -> String {
    let mut steps = pointer.rsplit('/').map(|step| step.replace("~1", "/"));
    let Some(last) = steps.next().filter(|last| !last.is_empty()) else {
        return component_name(schema);
    };
    let keyword = steps.next().unwrap_or_default();
    let part = if matches!(holds(&keyword), Holds::Named) {
        last
    } else {
        format!("{keyword}-{last}")
    };
    component_name(&format!("{schema}.{}", part.trim_start_matches('-')))
}

/// The name, or the name with the first number that nobody has.
fn unused(name: &str, taken: &mut BTreeSet<String>) -> String {
    let mut candidate = name.to_owned();
    let mut number = 2;
    while !taken.insert(candidate.clone()) {
        candidate = format!("{name}-{number}");
        number += 1;
    }
    candidate
}

/// Puts names in the place of marks.
fn name_references(schema: &mut Value, prefix: &str, names: &[String]) {
    let Value::Object(fields) = schema else {
        return;
    };
    if let Some(Value::String(reference)) = fields.get_mut("$ref") {
        let meant = reference
            .strip_prefix("#/$defs/")
            .and_then(|index| names.get(index.parse::<usize>().ok()?));
        if let Some(name) = meant {
            *reference = format!("{prefix}{name}");
        }
    }
    for (keyword, value) in fields.iter_mut() {
        for (step, _) in children(keyword, &value.clone()) {
            let inside = step.strip_prefix(keyword.as_str()).unwrap_or_default();
            if let Some(child) = value.pointer_mut(inside) {
                name_references(child, prefix, names);
            }
        }
    }
}

/// Whether a constant or an example inside a schema holds what a reader would follow.
fn holds_reference(schema: &Value) -> bool {
    let Value::Object(fields) = schema else {
        return false;
    };
    fields.iter().any(|(keyword, value)| {
        let inner = children(keyword, value);
        if inner.is_empty() && holds(keyword) == Holds::Data {
            return holds_reference_in_data(value);
        }
        inner.iter().any(|(_, child)| holds_reference(child))
    })
}

#[cfg(test)]
mod tests;
