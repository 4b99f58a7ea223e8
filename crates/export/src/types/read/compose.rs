//! Schemas that are made of others: references, `allOf`, `oneOf` and `anyOf`, enumerations.

use super::keywords::{SILENT, constants, discriminator, disjoint, merge, union};
use super::{DEEPEST, Members, Place, Reader, decoded};
use crate::types::names::{pascal, unused};
use crate::types::shape::{Shape, TypeId};
use serde_json::Value;

impl Reader<'_> {
    pub(super) fn reference(&mut self, reference: &str, at: &Place) -> Shape {
        if let Some(known) = self.referred.get(reference) {
            return Shape::Named(*known);
        }
        if reference == "#" {
            // The payload itself stands first.
            return Shape::Named(TypeId(0));
        }
        let target = reference
            .strip_prefix('#')
            .filter(|pointer| pointer.starts_with('/'));
        let target =
            target.and_then(|pointer| Some((pointer, self.root.pointer(&decoded(pointer))?)));
        let Some((pointer, schema)) = target else {
            self.leave(
                at,
                "$ref",
                "a reference that is no JSON pointer in this schema",
            );
            return Shape::Any;
        };
        let last = pointer
            .rsplit('/')
            .next()
            .unwrap_or_default()
            .replace("~1", "/")
            .replace("~0", "~");
        let place = Place {
            pointer: pointer.to_owned(),
            payload: None,
            name: pascal(&last),
            depth: at.depth + 1,
        };
        let id = self.reserve();
        self.referred.insert(reference.to_owned(), id);
        let name = unused(&place.name, &mut self.taken);
        self.fill(id, name, schema, &place);
        Shape::Named(id)
    }

    /// The schema with the members of its `allOf` put into it; none without one, or where two of them say different things of one keyword.
    pub(super) fn all_of(&mut self, members: &Members, at: &Place) -> Option<Members> {
        let Value::Array(parts) = members.get("allOf")? else {
            return None;
        };
        let mut whole = members.clone();
        whole.remove("allOf");
        for (index, part) in parts.iter().enumerate() {
            let resolved = self.resolved(part, 0);
            if !resolved
                .as_object()
                .is_some_and(|part| merge(&mut whole, part))
            {
                self.leave(
                    &at.below("allOf", &at.name),
                    &index.to_string(),
                    "this part of an `allOf`",
                );
            }
        }
        Some(whole)
    }

    /// What a chain of plain references leads to.
    fn resolved(&self, schema: &Value, steps: usize) -> Value {
        let reference = schema.get("$ref").and_then(Value::as_str);
        let pointer = reference.and_then(|reference| reference.strip_prefix('#'));
        match pointer.and_then(|pointer| self.root.pointer(&decoded(pointer))) {
            Some(target)
                if steps < DEEPEST
                    && schema.as_object().is_some_and(|members| members.len() == 1) =>
            {
                self.resolved(target, steps + 1)
            }
            _ => schema.clone(),
        }
    }

    pub(super) fn branches(
        &mut self,
        members: &Members,
        keyword: &str,
        branches: &[Value],
        at: &Place,
    ) -> Shape {
        let mut base = members.clone();
        base.remove(keyword);
        base.retain(|name, _| !SILENT.contains(&name.as_str()));
        let mut shapes = Vec::new();
        let mut words: Vec<Vec<(String, String)>> = Vec::new();
        for (index, branch) in branches.iter().enumerate() {
            let title = branch.get("title").and_then(Value::as_str).map(pascal);
            let name = format!(
                "{}{}",
                at.name,
                title.unwrap_or_else(|| format!("Option{}", index + 1))
            );
            let place = at.below(keyword, &name).below(&index.to_string(), &name);
            let resolved = self.resolved(branch, 0);
            words.push(constants(&resolved));
            if base.is_empty() {
                shapes.push(self.shape(branch, &place));
                continue;
            }
            let mut whole = base.clone();
            if resolved
                .as_object()
                .is_some_and(|branch| merge(&mut whole, branch))
            {
                shapes.push(self.shape(&Value::Object(whole), &place));
            } else {
                self.leave(&place, "", "this branch");
                shapes.push(Shape::Any);
            }
        }
        let discriminator = discriminator(&words);
        if keyword == "oneOf" && discriminator.is_none() && !disjoint(&shapes) {
            self.leave(at, keyword, "that only one branch fits");
        }
        union(shapes, discriminator)
    }

    pub(super) fn literals(&mut self, literals: Vec<Value>, at: &Place) -> Shape {
        if literals
            .iter()
            .any(|value| value.is_object() || value.is_array())
        {
            self.leave(at, "enum", "which objects or lists are allowed");
            return Shape::Any;
        }
        let has_null = literals.contains(&Value::Null);
        let (words, others): (Vec<_>, Vec<_>) = literals
            .into_iter()
            .filter(|value| !value.is_null())
            .partition(Value::is_string);
        let mut shapes = Vec::new();
        match words.len() {
            0 => {}
            1 => shapes.push(Shape::Literals(words)),
            _ => {
                let schema = serde_json::json!({ "enum": words });
                shapes.push(Shape::Named(self.named(&schema, at)));
            }
        }
        if !others.is_empty() {
            shapes.push(Shape::Literals(others));
        }
        if has_null {
            shapes.push(Shape::Null);
        }
        union(shapes, None)
    }
}
