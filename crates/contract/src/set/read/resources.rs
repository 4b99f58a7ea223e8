//! What a document can be referred to by: addresses and anchors of its parts, and the scopes of dynamic references.

use super::metaschema::metaschema;
use super::pointer;
use super::subschemas::{draft_of, id_of, unknown_draft, visit_schemas};
use super::{DEEPEST, Members, Place};
use crate::canonical::canonical_json;
use crate::draft::Draft;
use crate::validate::SchemaProblem;
use jsonschema::{Uri, uri};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::cell::OnceCell;
use std::collections::HashMap;

/// The addresses under which the parts of a document are found.
pub(super) struct Resources<'d> {
    document: &'d Value,
    draft: Draft,
    /// A hash of all of the document, once somebody asked.
    digest: OnceCell<[u8; 32]>,
    /// Whether parts of the document have addresses, anchors or drafts of their own; if not, nothing is indexed before it is asked for.
    has_parts: bool,
    is_indexed: bool,
    bases: Vec<Base>,
    base_ids: HashMap<String, u32>,
    pub(super) roots: HashMap<u32, Target<'d>>,
    pub(super) anchors: HashMap<(u32, Box<str>), Anchor<'d>>,
    pub(super) scopes: Vec<Scope>,
    pub(super) scope_ids: HashMap<Scope, u32>,
}

struct Base {
    address: Uri<String>,
    has_dynamic_anchor: bool,
}

/// Something that is referred to.
#[derive(Clone)]
pub(super) struct Target<'d> {
    pub(super) value: &'d Value,
    pub(super) draft: Draft,
    /// JSON pointer in the document; for a part of a meta-schema its address stands before it.
    pub(super) pointer: String,
}

/// A schema that an anchor names.
#[derive(Clone)]
pub(super) struct Anchor<'d> {
    pub(super) target: Target<'d>,
    pub(super) is_dynamic: bool,
}

/// The addresses that were passed through on the way, as far as dynamic references care.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Scope {
    /// Whether a reference was followed.
    pub(super) is_inner: bool,
    /// Addresses with dynamic anchors, the outermost first.
    pub(super) dynamic: Vec<u32>,
    /// The outermost of the latest ones that have `$recursiveAnchor` without a gap.
    pub(super) recursive: Option<u32>,
}

impl<'d> Resources<'d> {
    /// Looks through a document.
    ///
    /// # Errors
    /// It is nested too deeply, or a part of it has no usable address or names no known draft.
    pub(super) fn new(document: &'d Value, draft: Draft) -> Result<Self, SchemaProblem> {
        let draft = match document.get("$schema") {
            Some(_) => Draft::of(document).map_err(|named| unknown_draft("/$schema", &named))?,
            None => draft,
        };
        let mut resources = Self {
            document,
            draft,
            digest: OnceCell::new(),
            has_parts: has_parts(document)?,
            is_indexed: false,
            bases: Vec::new(),
            base_ids: HashMap::new(),
            roots: HashMap::new(),
            anchors: HashMap::new(),
            scopes: vec![Scope::default()],
            scope_ids: HashMap::from([(Scope::default(), 0)]),
        };
        if resources.has_parts {
            resources.index()?;
        }
        Ok(resources)
    }

    /// The document.
    pub(super) fn document(&self) -> &'d Value {
        self.document
    }

    /// A hash of all of the document.
    pub(super) fn digest(&self) -> [u8; 32] {
        *self
            .digest
            .get_or_init(|| Sha256::digest(canonical_json(self.document)).into())
    }

    /// The schema that the document is.
    pub(super) fn root(&self) -> Place<'d> {
        Place {
            value: self.document,
            draft: self.draft,
            base: 0,
            scope: 0,
        }
    }

    /// Whether fragments count from the root of the document and there is no anchor.
    pub(super) fn is_plain(&self) -> bool {
        !self.has_parts && !self.is_indexed
    }

    /// The place of a schema inside of another one: it may change draft and address.
    pub(super) fn enter(
        &mut self,
        value: &'d Value,
        around: Place<'d>,
        at: &str,
    ) -> Result<Place<'d>, SchemaProblem> {
        let mut place = Place { value, ..around };
        if let Value::Object(members) = value
            && self.is_indexed
        {
            place.draft = draft_of(members, around.draft, at)?;
            if let Some(id) = id_of(members, place.draft) {
                place.base = self.resolve(around.base, id, at)?;
            }
        }
        Ok(place)
    }

    /// Indexes the document, if that is not done yet.
    pub(super) fn index(&mut self) -> Result<(), SchemaProblem> {
        if self.is_indexed {
            return Ok(());
        }
        self.is_indexed = true;
        let id = match self.document {
            Value::Object(members) => id_of(members, self.draft).unwrap_or_default(),
            _ => "",
        };
        let address = uri::from_str(id).map_err(|error| no_address("", id, &error))?;
        let base = self.base(address);
        self.index_below(self.document, self.draft, base, String::new())
    }

    /// Indexes a document and everything in it that has a name.
    fn index_below(
        &mut self,
        document: &'d Value,
        draft: Draft,
        base: u32,
        prefix: String,
    ) -> Result<(), SchemaProblem> {
        let root = Target {
            value: document,
            draft,
            pointer: prefix.clone(),
        };
        self.roots.insert(base, root);
        let mut stack = vec![(document, draft, base, prefix)];
        let mut is_root = true;
        while let Some((value, draft, mut base, at)) = stack.pop() {
            let Value::Object(members) = value else {
                continue;
            };
            if !is_root && let Some(id) = id_of(members, draft) {
                base = self.resolve(base, id, &at)?;
                self.roots.entry(base).or_insert_with(|| Target {
                    value,
                    draft,
                    pointer: at.clone(),
                });
            }
            is_root = false;
            self.index_anchors(value, members, draft, base, &at);
            let mut visit = |child: &'d Value, segments: &[&str]| {
                let mut inside = at.clone();
                for segment in segments {
                    pointer::push(&mut inside, segment);
                }
                let draft = match child {
                    Value::Object(members) => draft_of(members, draft, &inside)?,
                    _ => draft,
                };
                stack.push((child, draft, base, inside));
                Ok(())
            };
            for (keyword, value) in members {
                visit_schemas(keyword, value, &mut visit)?;
            }
        }
        Ok(())
    }

    fn index_anchors(
        &mut self,
        value: &'d Value,
        members: &'d Members,
        draft: Draft,
        base: u32,
        at: &str,
    ) {
        let text = |keyword: &str| members.get(keyword).and_then(Value::as_str);
        let named = match draft {
            Draft::Draft4 => [text("id").and_then(|id| id.strip_prefix('#')), None],
            Draft::Draft6 | Draft::Draft7 => {
                [text("$id").and_then(|id| id.strip_prefix('#')), None]
            }
            Draft::Draft201909 => [text("$anchor"), None],
            Draft::Draft202012 => [text("$anchor"), text("$dynamicAnchor")],
        };
        for (name, is_dynamic) in named.into_iter().zip([false, true]) {
            let Some(name) = name else { continue };
            let target = Target {
                value,
                draft,
                pointer: at.to_owned(),
            };
            self.anchors
                .insert((base, name.into()), Anchor { target, is_dynamic });
            self.bases[base as usize].has_dynamic_anchor |= is_dynamic;
        }
    }

    /// The address that a reference names, without its fragment.
    pub(super) fn resolve(
        &mut self,
        base: u32,
        reference: &str,
        at: &str,
    ) -> Result<u32, SchemaProblem> {
        let around = self.bases[base as usize].address.borrow();
        let mut address = uri::resolve_against(&around, reference)
            .map_err(|error| no_address(at, reference, &error))?;
        address.set_fragment(None);
        Ok(self.base(address))
    }

    fn base(&mut self, address: Uri<String>) -> u32 {
        if let Some(known) = self.base_ids.get(address.as_str()) {
            return *known;
        }
        let id = self.bases.len() as u32;
        self.base_ids.insert(address.as_str().to_owned(), id);
        self.bases.push(Base {
            address,
            has_dynamic_anchor: false,
        });
        id
    }

    /// What is found under an address: a part of the document, or a meta-schema of a known draft.
    pub(super) fn resource(&mut self, base: u32) -> Result<Option<Target<'d>>, SchemaProblem> {
        if let Some(known) = self.roots.get(&base) {
            return Ok(Some(known.clone()));
        }
        let address = self.bases[base as usize].address.as_str().to_owned();
        let Some(document) = metaschema(&address) else {
            return Ok(None);
        };
        let draft = Draft::of(document).unwrap_or(Draft::Draft202012);
        self.index_below(document, draft, base, address)?;
        Ok(self.roots.get(&base).cloned())
    }

    /// The scope inside of a reference that leads from one address to another.
    pub(super) fn inner_scope(&mut self, scope: u32, from: u32, to: u32) -> u32 {
        let outer = &self.scopes[scope as usize];
        if outer.is_inner && from == to {
            return scope;
        }
        let mut inner = outer.clone();
        inner.is_inner = true;
        if self.bases[from as usize].has_dynamic_anchor && !inner.dynamic.contains(&from) {
            inner.dynamic.push(from);
        }
        inner.recursive = self
            .is_recursive(from)
            .then(|| inner.recursive.unwrap_or(from));
        if let Some(known) = self.scope_ids.get(&inner) {
            return *known;
        }
        let id = self.scopes.len() as u32;
        self.scopes.push(inner.clone());
        self.scope_ids.insert(inner, id);
        id
    }

    /// Whether the resource at this address lets recursive references lead further out.
    pub(super) fn is_recursive(&self, base: u32) -> bool {
        self.roots
            .get(&base)
            .is_some_and(|target| target.value.get("$recursiveAnchor") == Some(&Value::Bool(true)))
    }
}

/// Whether parts of the document have addresses, anchors or drafts of their own.
///
/// # Errors
/// It is nested too deeply.
fn has_parts(document: &Value) -> Result<bool, SchemaProblem> {
    let mut has_parts = false;
    let mut stack = vec![(document, 0)];
    while let Some((value, depth)) = stack.pop() {
        if depth > DEEPEST {
            return Err(SchemaProblem::new(
                "",
                format!(
                    "the schema is nested deeper than {DEEPEST} levels; name its parts in $defs and refer to them"
                ),
            ));
        }
        match value {
            Value::Array(items) => stack.extend(items.iter().map(|item| (item, depth + 1))),
            Value::Object(members) => {
                for (name, member) in members {
                    has_parts |= match name.as_str() {
                        "$anchor" | "$dynamicAnchor" | "$recursiveAnchor" => true,
                        "$schema" => depth > 0,
                        "$id" | "id" => member
                            .as_str()
                            .is_some_and(|id| depth > 0 || id.starts_with('#')),
                        _ => false,
                    };
                    stack.push((member, depth + 1));
                }
            }
            _ => {}
        }
    }
    Ok(has_parts)
}

fn no_address(at: &str, id: &str, error: &impl std::fmt::Display) -> SchemaProblem {
    SchemaProblem::new(at, format!("'{id}' is no usable address: {error}"))
}
