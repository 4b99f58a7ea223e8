//! Keywords that put schemas together.

use super::{Members, Parts, Place, Reader, sorted};
use crate::draft::Draft;
use crate::set::settle::Slot;
use crate::set::{NodeId, Schemas};
use crate::validate::SchemaProblem;
use serde_json::Value;

impl<'d> Reader<'_, 'd> {
    pub(super) fn applicator(
        &mut self,
        keyword: &str,
        value: &'d Value,
        members: &'d Members,
        at: Place<'d>,
        parts: &mut Parts,
    ) -> Result<(), SchemaProblem> {
        match keyword {
            "allOf" => {
                for branch in self.branches(keyword, value, at)? {
                    parts.sets.push(branch.body);
                    if self.declares(branch.schema) {
                        parts.declares.all.push(branch.schema);
                    }
                }
            }
            "anyOf" => {
                let branches = self.branches(keyword, value, at)?;
                parts.sets.push(self.schemas.any(&bodies(&branches)));
                if let Some(branches) = self.declaring(&branches) {
                    parts.declares.any.push(branches);
                }
            }
            "oneOf" => {
                let branches = self.branches(keyword, value, at)?;
                parts.sets.push(self.schemas.one(&bodies(&branches)));
                if let Some(branches) = self.declaring(&branches) {
                    parts.declares.one.push(branches);
                }
            }
            "not" => {
                let inner = self.child(value, at, &[keyword])?;
                parts.sets.push(self.schemas.not(inner.body));
            }
            "if" if at.draft >= Draft::Draft7 => {
                let test = self.child(value, at, &["if"])?;
                let then = self.side("then", members, at)?;
                let otherwise = self.side("else", members, at)?;
                let set = self.schemas.branch(test.body, then.body, otherwise.body);
                parts.sets.push(set);
                let branch = (test.schema, then.schema, otherwise.schema);
                if [branch.0, branch.1, branch.2]
                    .iter()
                    .any(|schema| self.declares(*schema))
                {
                    parts.declares.branch.push(branch);
                }
            }
            "dependentSchemas" if at.draft >= Draft::Draft201909 => {
                let Value::Object(dependent) = value else {
                    return Err(self.malformed(keyword, "schemas by name"));
                };
                for (name, value) in sorted(dependent) {
                    self.dependent_schema(keyword, name, value, at, parts)?;
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn branches(
        &mut self,
        keyword: &str,
        value: &'d Value,
        at: Place<'d>,
    ) -> Result<Vec<Slot>, SchemaProblem> {
        let Value::Array(branches) = value else {
            return Err(self.malformed(keyword, "a list of schemas"));
        };
        branches
            .iter()
            .enumerate()
            .map(|(index, branch)| self.child(branch, at, &[keyword, &index.to_string()]))
            .collect()
    }

    /// `then` or `else`, which may be left out.
    fn side(
        &mut self,
        keyword: &str,
        members: &'d Members,
        at: Place<'d>,
    ) -> Result<Slot, SchemaProblem> {
        match members.get(keyword) {
            Some(value) => self.child(value, at, &[keyword]),
            None => Ok(super::plain(Schemas::ALWAYS)),
        }
    }

    /// The branches as schemas, if one of them declares something.
    fn declaring(&self, branches: &[Slot]) -> Option<Box<[NodeId]>> {
        branches
            .iter()
            .any(|branch| self.declares(branch.schema))
            .then(|| branches.iter().map(|branch| branch.schema).collect())
    }
}

fn bodies(branches: &[Slot]) -> Vec<NodeId> {
    branches.iter().map(|branch| branch.body).collect()
}
