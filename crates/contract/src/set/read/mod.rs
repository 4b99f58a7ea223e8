//! Documents of every draft into sets, as the validator understands them.
//!
//! One file per group of keywords. Every schema is read once for each way to get to it (its base address and, where the document asks for
//! dynamic references, its dynamic scope); what is referred to before it is read gets a slot.

mod applicators;
mod arrays;
mod declared;
mod metaschema;
mod names;
mod objects;
mod opaque;
mod pointer;
mod references;
mod resources;
mod scalars;
mod subschemas;
mod unevaluated;

use super::settle::Slot;
use super::{Declaration, NodeId, Schemas};
use crate::draft::Draft;
use crate::validate::SchemaProblem;
use baton_model::Limits;
use baton_regular::Language;
use resources::Resources;
use serde_json::{Map, Value};
use std::collections::{HashMap, VecDeque};

/// Most schemas that are read inside of each other before what is inside has to wait.
const MOST_NESTED: u32 = 48;

/// Reads a document into `schemas`.
pub(super) fn read(
    schemas: &mut Schemas,
    document: &Value,
    draft: Draft,
) -> Result<NodeId, SchemaProblem> {
    let start = NodeId(schemas.nodes.len() as u32);
    let resources = Resources::new(document, draft)?;
    let at = resources.root();
    let mut reader = Reader {
        schemas,
        resources,
        entries: HashMap::new(),
        waiting: VecDeque::new(),
        slots: Vec::new(),
        pointer: String::new(),
        nested: 0,
    };
    let root = reader.schema(at)?.schema;
    while let Some(waiting) = reader.waiting.pop_front() {
        reader.pointer = waiting.pointer;
        reader.read_into(waiting.at, waiting.slot)?;
    }
    let slots = reader.slots;
    schemas.settle(start, &slots, root).map_err(|node| {
        SchemaProblem::new(
            schemas.place(node).unwrap_or_default(),
            "the schema refers to itself without stepping into a member or an item, so it says nothing; remove the reference",
        )
    })
}

/// Where a schema is read: the value, and what it is read under.
#[derive(Clone, Copy)]
struct Place<'d> {
    value: &'d Value,
    draft: Draft,
    /// The address that references are resolved against.
    base: u32,
    /// The addresses that dynamic references may lead back to.
    scope: u32,
}

/// What a place is known by.
type Key = (*const Value, Draft, u32, u32);

impl Place<'_> {
    fn key(&self) -> Key {
        (
            std::ptr::from_ref(self.value),
            self.draft,
            self.base,
            self.scope,
        )
    }
}

/// A schema that is being read or has been.
#[derive(Clone, Copy)]
enum Entry {
    /// Being read, or waiting to be; with a slot if something refers to it.
    Open(Option<Slot>),
    /// Its set, and the schema.
    Read(Slot),
}

/// A schema that is read when those around it are done.
struct Waiting<'d> {
    at: Place<'d>,
    pointer: String,
    slot: Slot,
}

/// What the keywords of one schema object say together.
#[derive(Default)]
struct Parts {
    sets: Vec<NodeId>,
    declares: Declaration,
}

impl Parts {
    /// Declares names; lists of them are kept as one.
    fn declare(&mut self, names: Language) {
        if names.is_empty() {
            return;
        }
        let listed = self.declares.names.first_mut();
        if let Some(known) = listed
            && known.listed().is_some()
            && names.listed().is_some()
            && let Ok(both) = known.or(&names)
        {
            *known = both;
        } else if names.listed().is_some() {
            self.declares.names.insert(0, names);
        } else {
            self.declares.names.push(names);
        }
    }
}

type Members = Map<String, Value>;

struct Reader<'s, 'd> {
    schemas: &'s mut Schemas,
    resources: Resources<'d>,
    entries: HashMap<Key, Entry>,
    waiting: VecDeque<Waiting<'d>>,
    slots: Vec<Slot>,
    /// Where the reader is, as a JSON pointer.
    pointer: String,
    nested: u32,
}

impl<'d> Reader<'_, 'd> {
    /// The schema that is the value of a keyword, or a part of it; `segments` lead there from the schema that is being read.
    fn child(
        &mut self,
        value: &'d Value,
        around: Place<'d>,
        segments: &[&str],
    ) -> Result<Slot, SchemaProblem> {
        self.within(segments, |reader| {
            let at = reader.resources.enter(value, around, &reader.pointer)?;
            reader.schema(at)
        })
    }

    /// The schema at a place.
    fn schema(&mut self, at: Place<'d>) -> Result<Slot, SchemaProblem> {
        let members = match at.value {
            Value::Bool(true) => return Ok(plain(Schemas::ALWAYS)),
            Value::Bool(false) => return Ok(plain(Schemas::NEVER)),
            Value::Object(members) => members,
            _ => return Err(self.problem("a schema is an object or a boolean")),
        };
        match self.entries.get(&at.key()) {
            Some(Entry::Read(read) | Entry::Open(Some(read))) => return Ok(*read),
            Some(Entry::Open(None)) => {
                let slot = self.slot(members, at.draft);
                self.entries.insert(at.key(), Entry::Open(Some(slot)));
                return Ok(slot);
            }
            None => {}
        }
        if self.nested == MOST_NESTED {
            let slot = self.slot(members, at.draft);
            self.entries.insert(at.key(), Entry::Open(Some(slot)));
            self.waiting.push_back(Waiting {
                at,
                pointer: self.pointer.clone(),
                slot,
            });
            return Ok(slot);
        }
        self.entries.insert(at.key(), Entry::Open(None));
        let parts = self.parts(members, at)?;
        let read = if let Some(Entry::Open(Some(slot))) = self.entries.get(&at.key()) {
            let slot = *slot;
            self.fill(slot, parts);
            slot
        } else {
            let body = self.schemas.all(&parts.sets);
            let schema = self.schemas.schema(body, parts.declares);
            self.written_here(schema);
            self.written_here(body);
            Slot { body, schema }
        };
        self.entries.insert(at.key(), Entry::Read(read));
        Ok(read)
    }

    /// Reads a schema that was waiting.
    fn read_into(&mut self, at: Place<'d>, slot: Slot) -> Result<(), SchemaProblem> {
        if let Value::Object(members) = at.value {
            let parts = self.parts(members, at)?;
            self.fill(slot, parts);
            self.entries.insert(at.key(), Entry::Read(slot));
        }
        Ok(())
    }

    fn fill(&mut self, slot: Slot, parts: Parts) {
        let body = self.schemas.all(&parts.sets);
        self.schemas.fill(slot, body, parts.declares);
    }

    fn slot(&mut self, members: &Members, draft: Draft) -> Slot {
        let types = scalars::types_at_most(members, draft);
        let slot = self.schemas.slot(types);
        self.slots.push(slot);
        self.written_here(slot.schema);
        self.written_here(slot.body);
        slot
    }

    /// What all keywords of a schema object say.
    fn parts(&mut self, members: &'d Members, at: Place<'d>) -> Result<Parts, SchemaProblem> {
        self.nested += 1;
        let mut parts = Parts::default();
        if at.draft <= Draft::Draft7
            && let Some(reference) = members.get("$ref")
        {
            // Drafts up to 7 ignore everything beside a reference.
            self.reference("$ref", reference, at, &mut parts)?;
        } else {
            for (keyword, value) in sorted(members) {
                self.keyword(keyword, value, members, at, &mut parts)?;
            }
        }
        self.nested -= 1;
        Ok(parts)
    }

    fn keyword(
        &mut self,
        keyword: &str,
        value: &'d Value,
        members: &'d Members,
        at: Place<'d>,
        parts: &mut Parts,
    ) -> Result<(), SchemaProblem> {
        match keyword {
            "type" | "const" | "enum" | "minimum" | "maximum" | "exclusiveMinimum"
            | "exclusiveMaximum" | "multipleOf" | "minLength" | "maxLength" | "pattern"
            | "format" | "contentEncoding" | "contentMediaType" => {
                self.scalar_keyword(keyword, value, members, at, parts)
            }
            "items" | "additionalItems" | "prefixItems" | "contains" | "minItems" | "maxItems"
            | "uniqueItems" | "unevaluatedItems" => {
                self.array_keyword(keyword, value, members, at, parts)
            }
            "properties"
            | "patternProperties"
            | "additionalProperties"
            | "unevaluatedProperties"
            | "propertyNames"
            | "required"
            | "minProperties"
            | "maxProperties"
            | "dependentRequired"
            | "dependencies" => self.object_keyword(keyword, value, members, at, parts),
            "allOf" | "anyOf" | "oneOf" | "not" | "if" | "dependentSchemas" => {
                self.applicator(keyword, value, members, at, parts)
            }
            "$ref" | "$dynamicRef" | "$recursiveRef" => self.reference(keyword, value, at, parts),
            _ => Ok(()),
        }
    }

    /// Does something one or more steps further down.
    fn within<T>(&mut self, segments: &[&str], what: impl FnOnce(&mut Self) -> T) -> T {
        let length = self.pointer.len();
        for segment in segments {
            pointer::push(&mut self.pointer, segment);
        }
        let result = what(self);
        self.pointer.truncate(length);
        result
    }

    /// Remembers where a set is written, if that is not known yet.
    fn written_here(&mut self, id: NodeId) {
        if id != Schemas::ALWAYS && id != Schemas::NEVER && !self.schemas.places.contains_key(&id) {
            self.schemas.places.insert(id, self.pointer.as_str().into());
        }
    }

    fn problem(&self, message: impl Into<String>) -> SchemaProblem {
        SchemaProblem::new(self.pointer.as_str(), message)
    }

    /// What is wrong with the value of a keyword of the schema that is being read.
    fn malformed(&self, keyword: &str, expected: &str) -> SchemaProblem {
        let mut at = self.pointer.clone();
        pointer::push(&mut at, keyword);
        SchemaProblem::new(at, format!("'{keyword}' has to be {expected}"))
    }
}

/// Members by name, so that their order in the document makes no difference.
fn sorted(members: &Members) -> Vec<(&str, &Value)> {
    let mut sorted: Vec<(&str, &Value)> = members
        .iter()
        .map(|(name, value)| (name.as_str(), value))
        .collect();
    sorted.sort_unstable_by_key(|(name, _)| *name);
    sorted
}

/// A set that declares nothing.
fn plain(set: NodeId) -> Slot {
    Slot {
        body: set,
        schema: set,
    }
}

/// Deepest nesting of a document.
const DEEPEST: usize = Limits::DEFAULT.json_depth;
