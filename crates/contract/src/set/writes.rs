//! What strict senders may write, judged on a given value straight from the definition of declared members.
//!
//! An alternative takes each of the schemas that apply at a value: all of `allOf` and what `$ref` names, a non-empty set of accepting `anyOf`
//! branches, the accepting `oneOf` branch, `if` with `then` or else `else`, and what the members that are there trigger. A value may be written
//! if some alternative declares every member of it, and the same holds for each member and item with the schemas that govern it.

use super::evaluate::every;
use super::{Declaration, IdHasher, Looks, NodeId, Schemas};
use serde_json::{Map, Value};
use std::collections::HashSet;
use std::hash::BuildHasherDefault;

/// Most looks of one question beside those at the value itself; an `anyOf` of 12 accepting branches takes a tenth of them.
const MOST_LOOKS: u64 = 1_000_000;

/// Schemas that are copied in the time of one look.
const COPIED_A_LOOK: u64 = 16;

impl Schemas {
    /// Whether a strict sender of all these schemas together may write the value; `None` where that stays unclear.
    #[cfg(test)]
    pub(crate) fn writes(&self, schemas: &[NodeId], value: &Value) -> Option<bool> {
        self.writes_within(schemas, value, &mut Looks::at_most(u64::MAX))
    }

    /// Whether a strict sender of all these schemas together may write the value, as far as the looks reach.
    pub(crate) fn writes_within(
        &self,
        schemas: &[NodeId],
        value: &Value,
        looks: &mut Looks,
    ) -> Option<bool> {
        let accepted = every(
            schemas
                .iter()
                .map(|schema| self.evaluate_within(*schema, value, looks)),
        );
        if accepted == Some(false) {
            return accepted;
        }
        let mut question = Question {
            schemas: self,
            most: looks.taken().saturating_add(MOST_LOOKS),
            looks,
        };
        match question.declared(schemas, value) {
            Some(true) => accepted,
            answer => answer,
        }
    }
}

struct Question<'a, 'l> {
    schemas: &'a Schemas,
    /// Where to stop.
    most: u64,
    looks: &'l mut Looks,
}

/// A part of an alternative: the schemas taken so far and those still to be entered.
#[derive(Clone, Default)]
struct Partial {
    taken: Vec<NodeId>,
    is_taken: HashSet<NodeId, BuildHasherDefault<IdHasher>>,
    open: Vec<NodeId>,
    /// `anyOf`s of which some branches are still to be taken.
    choices: Vec<Vec<NodeId>>,
    /// Whether each `anyOf` branch that was taken is known to accept the value.
    certain: bool,
    /// Whether it is known which branches of `oneOf` and `if` accept it.
    complete: bool,
}

impl<'a> Question<'a, '_> {
    /// Pays for looks; nothing, if there are none left.
    fn take(&mut self, looks: u64) -> Option<()> {
        self.looks.take(looks);
        (!self.looks.are_spent() && self.looks.taken() <= self.most).then_some(())
    }

    fn evaluate(&mut self, set: NodeId, value: &Value) -> Option<bool> {
        self.schemas.evaluate_within(set, value, self.looks)
    }

    /// Whether some alternative of the schemas that apply to this value declares what is in it.
    fn declared(&mut self, schemas: &[NodeId], value: &Value) -> Option<bool> {
        if !value.is_array() && !value.is_object() {
            return Some(true);
        }
        self.some_alternative(
            Partial {
                open: schemas.to_vec(),
                certain: true,
                complete: true,
                ..Partial::default()
            },
            value,
        )
    }

    fn some_alternative(&mut self, mut partial: Partial, value: &Value) -> Option<bool> {
        while let Some(schema) = partial.open.pop() {
            self.take(1)?;
            if !partial.is_taken.insert(schema) {
                continue;
            }
            partial.taken.push(schema);
            self.enter(self.schemas.declaration(schema), &mut partial, value);
        }
        self.take(4)?;
        let Some(branches) = partial.choices.pop() else {
            let answer = self.alternative(&partial.taken, value);
            return match answer {
                Some(true) if partial.certain && partial.complete => answer,
                Some(false) if partial.complete => answer,
                _ => None,
            };
        };
        self.some_choice(&partial, &branches, value)
    }

    /// Each non-empty set of the accepting branches of an `anyOf`.
    fn some_choice(
        &mut self,
        partial: &Partial,
        branches: &[NodeId],
        value: &Value,
    ) -> Option<bool> {
        let mut accepting = Vec::new();
        for branch in branches {
            match self.evaluate(*branch, value) {
                Some(false) => {}
                accepted => accepting.push((*branch, accepted.is_some())),
            }
        }
        let sets = 1_u64.checked_shl(accepting.len() as u32)?;
        let mut answer = Some(false);
        for set in 1..sets {
            self.take(8 + partial.taken.len() as u64 / COPIED_A_LOOK)?;
            let mut choice = partial.clone();
            for (index, (branch, certain)) in accepting.iter().enumerate() {
                if set >> index & 1 == 1 {
                    choice.open.push(*branch);
                    choice.certain &= certain;
                }
            }
            match self.some_alternative(choice, value) {
                Some(true) => return Some(true),
                None => answer = None,
                Some(false) => {}
            }
        }
        answer
    }

    /// Adds what a schema brings along at this value.
    fn enter(&mut self, declaration: &'a Declaration, partial: &mut Partial, value: &Value) {
        partial.open.extend_from_slice(&declaration.all);
        for branches in &declaration.any {
            partial.choices.push(branches.to_vec());
        }
        for branches in &declaration.one {
            // Exactly one of them accepts the value.
            for branch in branches {
                match self.evaluate(*branch, value) {
                    Some(true) => partial.open.push(*branch),
                    Some(false) => {}
                    None => partial.complete = false,
                }
            }
        }
        for (test, then, otherwise) in &declaration.branch {
            match self.evaluate(*test, value) {
                Some(true) => partial.open.extend([*test, *then]),
                Some(false) => partial.open.push(*otherwise),
                None => partial.complete = false,
            }
        }
        for (name, schema) in &declaration.if_has {
            if value.get(&**name).is_some() {
                partial.open.push(*schema);
            }
        }
    }

    /// Whether an alternative declares what is in the value.
    fn alternative(&mut self, taken: &[NodeId], value: &Value) -> Option<bool> {
        let schemas = self.schemas;
        let declarations: Vec<&Declaration> = taken
            .iter()
            .map(|schema| schemas.declaration(*schema))
            .collect();
        if declarations
            .iter()
            .any(|declaration| declaration.enumerated)
        {
            return Some(true);
        }
        if declarations
            .iter()
            .any(|declaration| declaration.unclear.is_some())
        {
            return None;
        }
        match value {
            Value::Object(members) => self.members(&declarations, members),
            Value::Array(items) => every((0..).zip(items).map(|(index, item)| {
                self.take(declarations.len() as u64)?;
                let governing: Vec<NodeId> = declarations
                    .iter()
                    .flat_map(|declaration| &declaration.items)
                    .filter(|(from, to, _)| *from <= index && to.is_none_or(|to| index < to))
                    .map(|(_, _, schema)| *schema)
                    .collect();
                self.declared(&governing, item)
            })),
            _ => Some(true),
        }
    }

    fn members(
        &mut self,
        declarations: &[&Declaration],
        members: &Map<String, Value>,
    ) -> Option<bool> {
        let triggered: Vec<&str> = declarations
            .iter()
            .flat_map(|declaration| &declaration.names_if)
            .filter(|(name, _)| members.contains_key(&**name))
            .flat_map(|(_, names)| names.iter().map(Box::as_ref))
            .collect();
        let free_form = triggered.is_empty()
            && declarations
                .iter()
                .all(|declaration| declaration.names.is_empty());
        if free_form {
            return Some(true);
        }
        let is_declared = |name: &str| {
            triggered.contains(&name)
                || declarations
                    .iter()
                    .any(|declaration| declaration.names.iter().any(|names| names.contains(name)))
        };
        let names = declarations
            .iter()
            .map(|declaration| declaration.names.len() + declaration.members.len());
        let names = names.sum::<usize>() + triggered.len();
        self.take((names as u64).saturating_mul(members.len() as u64))?;
        if !members.keys().all(|name| is_declared(name)) {
            return Some(false);
        }
        every(members.iter().map(|(name, member)| {
            let governing: Vec<NodeId> = declarations
                .iter()
                .flat_map(|declaration| &declaration.members)
                .filter(|(names, _)| names.contains(name))
                .map(|(_, schema)| *schema)
                .collect();
            self.declared(&governing, member)
        }))
    }
}
