//! Which choice is made next, and in which order its options are tried.

use super::board::{Board, Clause, Literal};
use super::{Decider, Gap};
use crate::set::{Atom, Node, NodeId};
use serde_json::Value;

impl Decider<'_> {
    /// The options of the choice that leaves the fewest, of those that a witness violates, or of all if there is no witness. Nothing, if
    /// no choice is left.
    pub(super) fn choice(
        &mut self,
        board: &Board,
        witness: Option<&Value>,
    ) -> Result<Option<Vec<Vec<Literal>>>, Gap> {
        let mut best: Option<Vec<Vec<Literal>>> = None;
        for clause in &board.clauses {
            let (set, sign) = clause.literal;
            if let Some(value) = witness {
                let met = self.evaluate(set, value);
                self.pay()?;
                if met == Some(sign) {
                    continue;
                }
            }
            let Some(options) = self.options(board, clause, witness)? else {
                continue;
            };
            if best.as_ref().is_none_or(|best| options.len() < best.len()) {
                let enough = options.len() <= 2;
                best = Some(options);
                if enough {
                    break;
                }
            }
        }
        Ok(best)
    }

    /// The ways in which a clause can be met; `None` if what is known already says how.
    fn options(
        &mut self,
        board: &Board,
        clause: &Clause,
        witness: Option<&Value>,
    ) -> Result<Option<Vec<Vec<Literal>>>, Gap> {
        let (set, sign) = clause.literal;
        let options = match self.schemas.node(set).clone() {
            Node::Any(parts) => self.one_of(board, &parts, true),
            Node::All(parts) => self.one_of(board, &parts, false),
            Node::One(parts) => self.exactly_one(board, &parts, sign, witness),
            Node::If {
                test,
                then,
                otherwise,
            } => self.known(board, test).is_none().then(|| {
                vec![
                    vec![(test, true), (then, sign)],
                    vec![(test, false), (otherwise, sign)],
                ]
            }),
            Node::Atom(Atom::Contains {
                what,
                min,
                max: Some(max),
            }) => {
                let fewer = self.schemas.atom(Atom::Contains {
                    what,
                    min,
                    max: None,
                });
                let more = self.schemas.atom(Atom::Contains {
                    what,
                    min: 0,
                    max: Some(max),
                });
                self.one_of(board, &[fewer, more], false)
            }
            _ => None,
        };
        self.pay()?;
        Ok(options)
    }

    fn one_of(&mut self, board: &Board, parts: &[NodeId], sign: bool) -> Option<Vec<Vec<Literal>>> {
        let mut open = Vec::new();
        for part in parts {
            match self.known(board, *part) {
                Some(known) if known == sign => return None,
                Some(_) => {}
                None => open.push(vec![(*part, sign)]),
            }
        }
        open.sort_by_key(|option| self.weight(option[0]));
        Some(open)
    }

    fn exactly_one(
        &mut self,
        board: &Board,
        parts: &[NodeId],
        sign: bool,
        witness: Option<&Value>,
    ) -> Option<Vec<Vec<Literal>>> {
        let mut accepting = 0;
        let mut open = Vec::new();
        for part in parts {
            match self.known(board, *part) {
                Some(true) => accepting += 1,
                Some(false) => {}
                None => open.push(*part),
            }
        }
        match (sign, accepting) {
            (true, 0) | (false, 1) => {
                Some(open.into_iter().map(|part| vec![(part, true)]).collect())
            }
            (false, 0) => {
                let accepting = open.iter().copied().find(|part| {
                    witness.is_some_and(|value| self.evaluate(*part, value) == Some(true))
                });
                let part = accepting.or_else(|| open.first().copied())?;
                Some(vec![vec![(part, false)], vec![(part, true)]])
            }
            _ => None,
        }
    }

    /// How much a literal asks for, roughly.
    fn weight(&self, (set, sign): Literal) -> u32 {
        let (set, sign) = super::strip(self.schemas, (set, sign));
        match self.schemas.node(set) {
            Node::Atom(atom) => match (atom, sign) {
                (Atom::Type(_) | Atom::Scalar(_), _) | (Atom::Has(_), false) => 0,
                (
                    Atom::Members { .. }
                    | Atom::Items { .. }
                    | Atom::MinMembers(_)
                    | Atom::MinItems(_)
                    | Atom::Contains { .. },
                    true,
                ) => 1,
                (Atom::Opaque { .. } | Atom::Format(_), _) => 9,
                (Atom::Members { .. } | Atom::Items { .. }, false) => 4,
                _ => 2,
            },
            Node::Any(_) => 3,
            Node::All(parts) => 5 + u32::try_from(parts.len().min(64)).unwrap_or(64),
            _ => 6,
        }
    }
}
