//! `$ref`, `$dynamicRef` and `$recursiveRef`, resolved as the validator resolves them.

use super::resources::Target;
use super::subschemas::{id_of, leads_to_schema};
use super::{Parts, Place, Reader, pointer};
use crate::draft::Draft;
use crate::set::settle::Slot;
use crate::validate::SchemaProblem;
use serde_json::Value;

/// What a reference leads to.
pub(super) struct Found<'d> {
    pub(super) at: Place<'d>,
    pub(super) pointer: String,
    /// Whether the way there depends on where the reference was reached from.
    pub(super) is_dynamic: bool,
}

impl<'d> Reader<'_, 'd> {
    pub(super) fn reference(
        &mut self,
        keyword: &str,
        value: &'d Value,
        at: Place<'d>,
        parts: &mut Parts,
    ) -> Result<(), SchemaProblem> {
        let Some(found) = self.referred(keyword, value, at)? else {
            return Ok(());
        };
        if std::ptr::eq(found.at.value, at.value) {
            // A schema that refers to itself says nothing with that.
            return Ok(());
        }
        let is_dynamic = found.is_dynamic;
        let target = self.schema_at(found)?;
        parts.sets.push(target.body);
        parts.declares.all.push(target.schema);
        if is_dynamic {
            parts.declares.unclear = Some(
                format!("what '{keyword}' refers to depends on where it is reached from").into(),
            );
        }
        Ok(())
    }

    /// Reads what a reference leads to.
    fn schema_at(&mut self, found: Found<'d>) -> Result<Slot, SchemaProblem> {
        let around = std::mem::replace(&mut self.pointer, found.pointer);
        let read = self.schema(found.at);
        self.pointer = around;
        read
    }

    /// What a reference of this draft leads to; `None` if the keyword means nothing here.
    pub(super) fn referred(
        &mut self,
        keyword: &str,
        value: &'d Value,
        at: Place<'d>,
    ) -> Result<Option<Found<'d>>, SchemaProblem> {
        let is_known = match keyword {
            "$dynamicRef" => at.draft == Draft::Draft202012,
            "$recursiveRef" => at.draft == Draft::Draft201909,
            _ => true,
        };
        if !is_known {
            return Ok(None);
        }
        let Value::String(reference) = value else {
            return Err(self.malformed(keyword, "an address"));
        };
        if keyword == "$recursiveRef" {
            self.recursive(at).map(Some)
        } else if reference.is_empty() {
            Ok(None)
        } else {
            self.look_up(keyword, reference, at).map(Some)
        }
    }

    fn look_up(
        &mut self,
        keyword: &str,
        reference: &str,
        at: Place<'d>,
    ) -> Result<Found<'d>, SchemaProblem> {
        if self.resources.is_plain() {
            if let Some(fragment) = reference.strip_prefix('#')
                && (fragment.is_empty() || fragment.starts_with('/'))
            {
                let root = Target {
                    value: self.resources.document(),
                    draft: self.resources.root().draft,
                    pointer: String::new(),
                };
                return self.follow(keyword, reference, fragment, root, at);
            }
            self.resources.index()?;
        }
        let (address, fragment) = reference.rsplit_once('#').unwrap_or((reference, ""));
        let here = self.within(&[keyword], |reader| reader.pointer.clone());
        let base = if reference.starts_with('#') {
            at.base
        } else {
            self.resources.resolve(at.base, address, &here)?
        };
        let Some(root) = self.resources.resource(base)? else {
            return Err(SchemaProblem::new(
                here,
                format!(
                    "'{reference}' leads out of this schema; copy what it names into this schema, since Baton fetches nothing"
                ),
            ));
        };
        let scope = self.resources.inner_scope(at.scope, at.base, base);
        let inside = Place { base, scope, ..at };
        if fragment.is_empty() || fragment.starts_with('/') {
            return self.follow(keyword, reference, fragment, root, inside);
        }
        let Some(anchor) = self.resources.anchors.get(&(base, fragment.into())) else {
            return Err(self.missing(keyword, reference));
        };
        let is_dynamic = anchor.is_dynamic;
        let mut target = anchor.target.clone();
        let mut found_in = base;
        if is_dynamic {
            for outer in &self.resources.scopes[scope as usize].dynamic {
                let outer_anchor = self.resources.anchors.get(&(*outer, fragment.into()));
                if let Some(anchor) = outer_anchor.filter(|anchor| anchor.is_dynamic) {
                    target = anchor.target.clone();
                    found_in = *outer;
                    break;
                }
            }
        }
        Ok(Found {
            at: Place {
                value: target.value,
                draft: target.draft,
                base: found_in,
                scope,
            },
            pointer: target.pointer,
            is_dynamic: is_dynamic && keyword == "$dynamicRef",
        })
    }

    /// Follows a JSON pointer from the root of a resource.
    fn follow(
        &mut self,
        keyword: &str,
        reference: &str,
        fragment: &str,
        root: Target<'d>,
        inside: Place<'d>,
    ) -> Result<Found<'d>, SchemaProblem> {
        let Some(path) = pointer::decoded(fragment) else {
            return Err(self.missing(keyword, reference));
        };
        let mut value = root.value;
        let mut base = inside.base;
        let mut steps: Vec<String> = Vec::new();
        for segment in path.split('/').skip(1) {
            let step = pointer::unescaped(segment);
            let next = match value {
                Value::Object(members) => members.get(&step),
                Value::Array(items) => step.parse().ok().and_then(|index: usize| items.get(index)),
                _ => None,
            };
            let Some(next) = next else {
                return Err(self.missing(keyword, reference));
            };
            value = next;
            if self.resources.is_plain() {
                continue;
            }
            steps.push(step);
            if let Value::Object(members) = value
                && let Some(id) = id_of(members, root.draft)
                && leads_to_schema(&steps)
            {
                let at = format!("{}{path}", root.pointer);
                base = self.resources.resolve(base, id, &at)?;
                steps.clear();
            }
        }
        Ok(Found {
            at: Place {
                value,
                draft: root.draft,
                base,
                scope: inside.scope,
            },
            pointer: root.pointer + &path,
            is_dynamic: false,
        })
    }

    fn recursive(&mut self, at: Place<'d>) -> Result<Found<'d>, SchemaProblem> {
        self.resources.index()?;
        let outermost = self.resources.scopes[at.scope as usize].recursive;
        let is_dynamic = self.resources.is_recursive(at.base);
        let base = outermost.filter(|_| is_dynamic).unwrap_or(at.base);
        let Some(root) = self.resources.resource(base)? else {
            return Err(self.missing("$recursiveRef", "#"));
        };
        let scope = self.resources.inner_scope(at.scope, at.base, base);
        Ok(Found {
            at: Place {
                value: root.value,
                draft: root.draft,
                base,
                scope,
            },
            pointer: root.pointer,
            is_dynamic,
        })
    }

    fn missing(&self, keyword: &str, reference: &str) -> SchemaProblem {
        let mut at = self.pointer.clone();
        pointer::push(&mut at, keyword);
        SchemaProblem::new(
            at,
            format!("'{reference}' names nothing in this schema; copy what it names into it"),
        )
    }
}
