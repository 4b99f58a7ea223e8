//! What strict senders may write: the alternatives of the schemas that apply at a value.
//!
//! An [`Alternative`] is built up choice by choice. Before all choices are made it stands for every way to make them, and its [`Closure`] asks
//! for no more than all of these ways have in common, so that what it refutes is refuted for each of them.

use super::metered;
use super::search::{Board, Decider, Literal};
use crate::set::{Atom, Declaration, Demand, NodeId, Schemas};
use baton_regular::Language;
use std::collections::HashMap;

/// The schemas taken so far, and the choices that are left.
#[derive(Clone, Debug, Default)]
pub(super) struct Alternative {
    taken: Vec<NodeId>,
    choices: Vec<Choice>,
}

/// What is still to be chosen.
#[derive(Clone, Debug)]
enum Choice {
    /// At least one of the branches that accept.
    Some(Vec<NodeId>),
    /// Any of these branches of an `anyOf` of which another one is taken.
    Further(Vec<NodeId>),
    /// The branch that accepts.
    One(Vec<NodeId>),
    /// The question and then, or else.
    Branch(NodeId, NodeId, NodeId),
    /// A schema where a member is there.
    IfHas(Box<str>, NodeId),
    /// The names that the schema declares where a member is there: the schema, and which of its conditions it is.
    NamesIf(NodeId, usize),
}

/// One way to make a choice: what it demands of the value, and what is left to do.
pub(super) struct Way {
    pub(super) literals: Vec<Literal>,
    pub(super) alternative: Alternative,
}

/// What an alternative demands of members and items.
#[derive(Clone, Debug, Default)]
pub(super) struct Closure {
    pub(super) members: Vec<(Language, Demand)>,
    pub(super) items: Vec<(u64, Option<u64>, Demand)>,
}

/// What a schema and all that may apply with it at the same value may declare.
#[derive(Clone, Debug, Default)]
struct Reach {
    names: Vec<Language>,
    enumerates: bool,
    governs: bool,
}

/// What is remembered about strict writing.
#[derive(Default)]
pub(super) struct Strictness {
    reaches: HashMap<NodeId, Reach>,
    undeclared: HashMap<Vec<Language>, Option<Language>>,
}

impl Alternative {
    /// Nothing is chosen yet.
    pub(super) fn new(schemas: &Schemas, governing: &[NodeId]) -> Self {
        let mut alternative = Self::default();
        alternative.take(schemas, governing);
        alternative
    }

    /// Whether all choices are made.
    pub(super) fn is_complete(&self) -> bool {
        self.choices.is_empty()
    }

    /// In how many ways the next choice can be made; one if all are made.
    pub(super) fn ways(&self) -> usize {
        match self.choices.last() {
            None => 1,
            Some(Choice::Some(branches) | Choice::One(branches)) => branches.len(),
            Some(Choice::Further(branches)) => branches.len() + 1,
            Some(Choice::Branch(..) | Choice::IfHas(..) | Choice::NamesIf(..)) => 2,
        }
    }

    /// Why it cannot be said what the alternative declares.
    pub(super) fn unclear<'s>(&self, schemas: &'s Schemas) -> Option<(&'s str, Option<&'s str>)> {
        self.taken.iter().find_map(|schema| {
            let reason = schemas.declaration(*schema).unclear.as_deref()?;
            Some((reason, schemas.place(*schema)))
        })
    }

    fn take(&mut self, schemas: &Schemas, applied: &[NodeId]) {
        let mut open = applied.to_vec();
        while let Some(schema) = open.pop() {
            if self.taken.contains(&schema) {
                continue;
            }
            self.taken.push(schema);
            let declaration = schemas.declaration(schema);
            open.extend_from_slice(&declaration.all);
            let choices = &mut self.choices;
            choices.extend((0..declaration.names_if.len()).map(|at| Choice::NamesIf(schema, at)));
            choices.extend(declaration.any.iter().map(|set| Choice::Some(set.to_vec())));
            choices.extend(declaration.one.iter().map(|set| Choice::One(set.to_vec())));
            for (test, then, otherwise) in &declaration.branch {
                choices.push(Choice::Branch(*test, *then, *otherwise));
            }
            for (name, schema) in &declaration.if_has {
                choices.push(Choice::IfHas(name.clone(), *schema));
            }
        }
    }

    fn enumerates(&self, schemas: &Schemas) -> bool {
        self.taken
            .iter()
            .any(|schema| schemas.declaration(*schema).enumerated)
    }
}

impl Choice {
    /// The schemas that the choice may add.
    fn candidates(&self) -> Vec<NodeId> {
        match self {
            Choice::Some(branches) | Choice::Further(branches) | Choice::One(branches) => {
                branches.clone()
            }
            Choice::IfHas(_, schema) => vec![*schema],
            Choice::Branch(test, then, otherwise) => vec![*test, *then, *otherwise],
            Choice::NamesIf(..) => Vec::new(),
        }
    }
}

impl Decider<'_> {
    /// The same alternative with the choices made that the board leaves no choice about.
    pub(super) fn settled(&mut self, board: &Board, mut alternative: Alternative) -> Alternative {
        loop {
            let mut left = Vec::with_capacity(alternative.choices.len());
            let mut taken = Vec::new();
            for choice in std::mem::take(&mut alternative.choices) {
                match self.settle(board, choice) {
                    Settled::Open(choice) => left.push(choice),
                    Settled::Made(schemas) => taken.extend(schemas),
                }
            }
            alternative.choices = left;
            if taken.is_empty() {
                return alternative;
            }
            alternative.take(self.schemas(), &taken);
        }
    }

    fn settle(&mut self, board: &Board, choice: Choice) -> Settled {
        match choice {
            Choice::Some(mut branches) => {
                branches.retain(|branch| self.known(board, *branch) != Some(false));
                match branches[..] {
                    [only] => Settled::Made(vec![only]),
                    _ => Settled::Open(Choice::Some(branches)),
                }
            }
            Choice::Further(mut branches) => {
                branches.retain(|branch| self.known(board, *branch) != Some(false));
                if branches.is_empty() {
                    Settled::Made(Vec::new())
                } else {
                    Settled::Open(Choice::Further(branches))
                }
            }
            Choice::One(mut branches) => {
                branches.retain(|branch| self.known(board, *branch) != Some(false));
                let accepting = branches
                    .iter()
                    .find(|branch| self.known(board, **branch) == Some(true));
                match (accepting, &branches[..]) {
                    (Some(only), _) | (None, [only]) => Settled::Made(vec![*only]),
                    _ => Settled::Open(Choice::One(branches)),
                }
            }
            Choice::Branch(test, then, otherwise) => match self.known(board, test) {
                Some(true) => Settled::Made(vec![test, then]),
                Some(false) => Settled::Made(vec![otherwise]),
                None => Settled::Open(choice),
            },
            Choice::IfHas(ref name, schema) => {
                let has = self.has(name);
                match self.known(board, has) {
                    Some(true) if board.is_of_objects() => Settled::Made(vec![schema]),
                    Some(_) => Settled::Made(Vec::new()),
                    None => Settled::Open(choice),
                }
            }
            Choice::NamesIf(schema, at) => {
                let has = self.condition(schema, at);
                match self.known(board, has) {
                    Some(_) => Settled::Made(Vec::new()),
                    None => Settled::Open(choice),
                }
            }
        }
    }

    fn has(&mut self, name: &str) -> NodeId {
        self.schemas_mut().atom(Atom::Has(name.into()))
    }

    /// The set of the values that have the member which a schema's declaration of names depends on.
    fn condition(&mut self, schema: NodeId, at: usize) -> NodeId {
        let name = self.schemas().declaration(schema).names_if[at].0.clone();
        self.has(&name)
    }

    /// One of the [`Alternative::ways`] to make the next choice.
    pub(super) fn way(&mut self, alternative: &Alternative, at: usize) -> Way {
        let mut rest = alternative.clone();
        let choice = rest.choices.pop();
        let (mut literals, mut applied, mut further) = (Vec::new(), Vec::new(), &[][..]);
        match &choice {
            None => {}
            Some(Choice::Some(branches)) => {
                applied.push(branches[at]);
                further = &branches[at + 1..];
            }
            Some(Choice::Further(branches)) => {
                if let Some(before) = at.checked_sub(1) {
                    applied.push(branches[before]);
                    further = &branches[at..];
                }
            }
            Some(Choice::One(branches)) => applied.push(branches[at]),
            Some(Choice::Branch(test, then, otherwise)) => {
                literals.push((*test, at == 0));
                applied.push(if at == 0 { *then } else { *otherwise });
            }
            Some(Choice::IfHas(name, schema)) => {
                literals.push((self.has(name), at == 1));
                applied.extend((at == 1).then_some(*schema));
            }
            Some(Choice::NamesIf(schema, condition)) => {
                literals.push((self.condition(*schema, *condition), at == 1));
            }
        }
        if !matches!(choice, Some(Choice::IfHas(..))) {
            literals.extend(applied.iter().map(|schema| (*schema, true)));
        }
        if let Some(Choice::Branch(test, ..)) = choice
            && at == 0
        {
            applied.push(test);
        }
        if !further.is_empty() {
            rest.choices.push(Choice::Further(further.to_vec()));
        }
        rest.take(self.schemas(), &applied);
        Way {
            literals,
            alternative: rest,
        }
    }

    /// What all ways to complete the alternative demand of members and items.
    pub(super) fn closure(&mut self, board: &Board, alternative: &Alternative) -> Closure {
        if alternative.enumerates(self.schemas()) || alternative.unclear(self.schemas()).is_some() {
            return Closure::default();
        }
        let mut possible = Vec::new();
        let mut governs = false;
        for schema in alternative.choices.iter().flat_map(Choice::candidates) {
            let reach = self.reach(schema);
            if reach.enumerates {
                return Closure::default();
            }
            governs |= reach.governs;
            possible.extend(reach.names);
        }
        let Declared {
            mut names,
            members,
            items,
        } = self.declared(board, alternative);
        let mut closure = Closure::default();
        if !governs {
            closure.items = items;
        }
        if names.is_empty() {
            return closure;
        }
        names.extend(possible);
        names.extend(self.names_that_may_be_triggered(alternative));
        if let Some(undeclared) = self.undeclared(names) {
            closure
                .members
                .push((undeclared, Demand::Rejects(Schemas::ALWAYS)));
            if !governs {
                closure.members.extend(members);
            }
        }
        closure
    }

    /// The names that the taken schemas declare, and what they ask of members and items.
    fn declared(&mut self, board: &Board, alternative: &Alternative) -> Declared {
        let mut declared = Declared::default();
        for schema in &alternative.taken {
            let triggered: Vec<Language> = (0..self.schemas().declaration(*schema).names_if.len())
                .filter(|at| {
                    let has = self.condition(*schema, *at);
                    self.known(board, has) == Some(true)
                })
                .collect::<Vec<_>>()
                .into_iter()
                .map(|at| triggered(self.schemas().declaration(*schema), at))
                .filter(|names| !names.is_empty())
                .collect();
            let schemas = self.schemas();
            let declaration = schemas.declaration(*schema);
            let strict = |schema: &NodeId| {
                let says_something = *schemas.declaration(*schema) != Declaration::default();
                says_something.then(|| Demand::Writes([*schema].into()))
            };
            declared.names.extend(triggered);
            declared.names.extend(declaration.names.iter().cloned());
            for (names, schema) in &declaration.members {
                declared
                    .members
                    .extend(strict(schema).map(|demand| (names.clone(), demand)));
            }
            for (from, to, schema) in &declaration.items {
                declared
                    .items
                    .extend(strict(schema).map(|demand| (*from, *to, demand)));
            }
        }
        declared
    }

    fn names_that_may_be_triggered(&self, alternative: &Alternative) -> Vec<Language> {
        alternative
            .choices
            .iter()
            .filter_map(|choice| match choice {
                Choice::NamesIf(schema, at) => {
                    Some(triggered(self.schemas().declaration(*schema), *at))
                }
                _ => None,
            })
            .collect()
    }

    /// All names but these; `None` if that takes too much.
    fn undeclared(&mut self, mut names: Vec<Language>) -> Option<Language> {
        let mut listed: Vec<Box<str>> = Vec::new();
        names.retain(|language| {
            let words = language.listed();
            let Some(words) = words else { return true };
            listed.extend(words.map(Box::from));
            false
        });
        listed.sort_unstable();
        listed.dedup();
        names.insert(0, Language::words(listed));
        if let Some(known) = self.strictness().undeclared.get(&names) {
            return known.clone();
        }
        let union = metered(self, |meter| {
            names.iter().try_fold(Language::none(), |union, language| {
                union.or_within(language, meter)
            })
        });
        // A budget that is spent says nothing about the next one.
        let undeclared = union.ok()?.ok().map(|declared| declared.complement());
        self.strictness()
            .undeclared
            .insert(names, undeclared.clone());
        undeclared
    }

    fn reach(&mut self, schema: NodeId) -> Reach {
        if let Some(known) = self.strictness().reaches.get(&schema) {
            return known.clone();
        }
        let mut reach = Reach::default();
        let mut seen = vec![schema];
        let mut next = 0;
        while let Some(schema) = seen.get(next).copied() {
            next += 1;
            let declaration = self.schemas().declaration(schema);
            reach.enumerates |= declaration.enumerated;
            reach.governs |= !declaration.members.is_empty() || !declaration.items.is_empty();
            reach.names.extend(declaration.names.iter().cloned());
            reach
                .names
                .extend((0..declaration.names_if.len()).map(|at| triggered(declaration, at)));
            let branches = declaration.any.iter().chain(&declaration.one);
            let beside = declaration
                .all
                .iter()
                .chain(branches.flatten())
                .chain(declaration.if_has.iter().map(|(_, schema)| schema))
                .copied()
                .chain(
                    declaration
                        .branch
                        .iter()
                        .flat_map(|(test, then, otherwise)| [*test, *then, *otherwise]),
                );
            for schema in beside {
                if !seen.contains(&schema) {
                    seen.push(schema);
                }
            }
        }
        self.strictness().reaches.insert(schema, reach.clone());
        reach
    }
}

/// Names, and what is asked of members and items.
#[derive(Default)]
struct Declared {
    names: Vec<Language>,
    members: Vec<(Language, Demand)>,
    items: Vec<(u64, Option<u64>, Demand)>,
}

enum Settled {
    Open(Choice),
    Made(Vec<NodeId>),
}

/// The names of one condition of a declaration.
fn triggered(declaration: &Declaration, at: usize) -> Language {
    Language::words(declaration.names_if[at].1.iter().cloned())
}

#[cfg(test)]
mod tests;
