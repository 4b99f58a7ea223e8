//! Keywords about arrays.

use super::{Members, Parts, Place, Reader};
use crate::draft::Draft;
use crate::set::settle::Slot;
use crate::set::{Atom, Node, NodeId};
use crate::validate::SchemaProblem;
use serde_json::Value;

impl<'d> Reader<'_, 'd> {
    pub(super) fn array_keyword(
        &mut self,
        keyword: &str,
        value: &'d Value,
        members: &'d Members,
        at: Place<'d>,
        parts: &mut Parts,
    ) -> Result<(), SchemaProblem> {
        match keyword {
            "items" => {
                if let Value::Array(items) = value {
                    return self.tuple(keyword, items, at, parts);
                }
                let from = match members.get("prefixItems") {
                    Some(Value::Array(first)) if at.draft == Draft::Draft202012 => first.len(),
                    _ => 0,
                };
                self.rest(keyword, value, from, at, parts)
            }
            "additionalItems" => match members.get("items") {
                Some(Value::Array(items)) => self.rest(keyword, value, items.len(), at, parts),
                _ => Ok(()),
            },
            "prefixItems" if at.draft == Draft::Draft202012 => match value {
                Value::Array(items) => self.tuple(keyword, items, at, parts),
                _ => Err(self.malformed(keyword, "a list of schemas")),
            },
            "contains" if at.draft >= Draft::Draft6 => self.contains(value, members, at, parts),
            "minItems" => {
                let least = self.size(keyword, value, at)?;
                self.push(Atom::MinItems(least), parts);
                Ok(())
            }
            "maxItems" => {
                let most = self.size(keyword, value, at)?;
                self.push(Atom::MaxItems(most), parts);
                Ok(())
            }
            "uniqueItems" => {
                if *value == Value::Bool(true) {
                    self.push(Atom::Unique, parts);
                }
                Ok(())
            }
            "unevaluatedItems" if at.draft >= Draft::Draft201909 => {
                self.unevaluated_items(value, at, parts)
            }
            _ => Ok(()),
        }
    }

    fn tuple(
        &mut self,
        keyword: &str,
        items: &'d [Value],
        at: Place<'d>,
        parts: &mut Parts,
    ) -> Result<(), SchemaProblem> {
        for (index, item) in items.iter().enumerate() {
            let each = self.child(item, at, &[keyword, &index.to_string()])?;
            let from = index as u64;
            self.govern_items(from, Some(from + 1), each, parts);
        }
        Ok(())
    }

    fn rest(
        &mut self,
        keyword: &str,
        value: &'d Value,
        from: usize,
        at: Place<'d>,
        parts: &mut Parts,
    ) -> Result<(), SchemaProblem> {
        let each = self.child(value, at, &[keyword])?;
        self.govern_items(from as u64, None, each, parts);
        Ok(())
    }

    fn govern_items(&mut self, from: u64, to: Option<u64>, each: Slot, parts: &mut Parts) {
        let atom = Atom::Items {
            from,
            to,
            each: each.body,
        };
        self.push(atom, parts);
        if self.declares(each.schema) {
            parts.declares.items.push((from, to, each.schema));
        }
    }

    fn contains(
        &mut self,
        value: &'d Value,
        members: &Members,
        at: Place<'d>,
        parts: &mut Parts,
    ) -> Result<(), SchemaProblem> {
        let what = self.child(value, at, &["contains"])?.body;
        let mut min = 1;
        let mut max = None;
        if at.draft >= Draft::Draft201909 {
            if let Some(least) = members.get("minContains") {
                min = self.size("minContains", least, at)?;
            }
            if let Some(most) = members.get("maxContains") {
                max = Some(self.size("maxContains", most, at)?);
            }
        }
        self.push(Atom::Contains { what, min, max }, parts);
        Ok(())
    }

    /// Whether a schema says anything to those who write values of it.
    pub(super) fn declares(&self, schema: NodeId) -> bool {
        matches!(self.schemas.node(schema), Node::Schema { .. })
    }
}
