//! A look at an option before the value is put together with it: one that says what one member or one item must not be is refuted where
//! that member or item has to be it, and one of few literals by these alone. Without this, a choice among ten thousand members or branches
//! would make the value anew, with all that is open about it, for each of them.

use super::super::strict::Closure;
use super::super::{Answer, Children, Gap, gather};
use super::Decider;
use super::board::{Board, Literal};
use crate::set::{Atom, Demand, Node, Schemas};
use baton_regular::Language;
use std::collections::HashMap;

/// A board of more literals than these is not solved again for each option.
const FEW_LITERALS: usize = 64;

/// What a board asks of members and items, by the part that it is asked of.
pub(super) struct Ahead {
    members: HashMap<Box<str>, Vec<Demand>>,
    /// Of all members with names in a language that is not one word.
    wide: Vec<(Language, Demand)>,
    items: HashMap<u64, Vec<Demand>>,
    /// Of all items in a range that is not one place.
    runs: Vec<(u64, Option<u64>, Demand)>,
}

impl Ahead {
    pub(super) fn of(schemas: &Schemas, board: &Board) -> Self {
        let mut ahead = Self {
            members: HashMap::new(),
            wide: Vec::new(),
            items: HashMap::new(),
            runs: Vec::new(),
        };
        for (set, sign) in &board.literals {
            let Node::Atom(atom) = schemas.node(*set) else {
                continue;
            };
            match (atom, sign) {
                (Atom::Has(name), false) => ahead
                    .members
                    .entry(name.clone())
                    .or_default()
                    .push(Demand::Accepts(Schemas::NEVER)),
                (Atom::Members { names, each }, true) => match names.single() {
                    Some(name) => ahead
                        .members
                        .entry(name.into())
                        .or_default()
                        .push(Demand::Accepts(*each)),
                    None => ahead.wide.push((names.clone(), Demand::Accepts(*each))),
                },
                (Atom::Items { from, to, each }, true) if *to == Some(from + 1) => ahead
                    .items
                    .entry(*from)
                    .or_default()
                    .push(Demand::Accepts(*each)),
                (Atom::Items { from, to, each }, true) => {
                    ahead.runs.push((*from, *to, Demand::Accepts(*each)));
                }
                _ => {}
            }
        }
        ahead
    }

    /// What has to hold of the only part that can meet a literal; nothing, if more than one can.
    fn demands(&self, schemas: &Schemas, (set, sign): Literal) -> Option<Vec<Demand>> {
        let Node::Atom(atom) = schemas.node(set) else {
            return None;
        };
        let (own, others, each): (_, Vec<&Demand>, _) = match (atom, sign) {
            (Atom::Members { names, each }, false) => {
                let name = names.single()?;
                let others = self.wide.iter().filter(|(names, _)| names.contains(name));
                let others = others.map(|(_, demand)| demand).collect();
                (self.members.get(name), others, each)
            }
            (Atom::Items { from, to, each }, false) if *to == Some(from + 1) => {
                let covers = |run: &&(u64, Option<u64>, Demand)| {
                    run.0 <= *from && run.1.is_none_or(|to| from < &to)
                };
                let others = self.runs.iter().filter(covers);
                let others = others.map(|(_, _, demand)| demand).collect();
                (self.items.get(from), others, each)
            }
            _ => return None,
        };
        let asked = own.into_iter().flatten().chain(others).cloned();
        Some(asked.chain([Demand::Rejects(*each)]).collect())
    }
}

impl Decider<'_> {
    /// Whether an option is refuted by the part that it is about alone.
    pub(super) fn is_refuted_ahead(
        &mut self,
        ahead: &Ahead,
        board: &Board,
        option: &[Literal],
    ) -> Result<bool, Gap> {
        let [literal] = option else { return Ok(false) };
        if let Some(demands) = ahead.demands(self.schemas, *literal) {
            return Ok(Children::solve(self, &gather(demands)) == Answer::Empty);
        }
        if board.literals.len() > FEW_LITERALS {
            return Ok(false);
        }
        self.budget.take(1)?;
        Ok(match board.literals_with(self.schemas, *literal) {
            Some(alone) => self.value(&alone, &Closure::default()) == Answer::Empty,
            None => true,
        })
    }
}
