//! From the literals of a board to the problem of one type.

use super::super::array::{self, ArrayProblem};
use super::super::number::{self, Bound, NumberProblem};
use super::super::object::{self, ObjectProblem};
use super::super::strict::Closure;
use super::super::string::{self, StringProblem};
use super::super::{Answer, Children, Gap, gather, metered};
use super::Decider;
use super::board::{Board, Literal};
use crate::set::{Atom, Demand, Node, NodeId, Scalar, Schemas, Types};
use baton_regular::Language;
use num_rational::BigRational;

/// No value meets it.
const NOTHING: Demand = Demand::Rejects(Schemas::ALWAYS);

impl Decider<'_> {
    /// A value of the board's one type that meets its literals, apart from those that cannot be asked for, and what strict writers keep to.
    pub(super) fn value(&mut self, board: &Board, closure: &Closure) -> Answer {
        let atoms = board
            .literals
            .iter()
            .filter_map(|(id, sign)| match self.schemas.node(*id) {
                Node::Atom(atom) => Some((atom, *sign)),
                _ => None,
            });
        if board.types.is_within(Types::NUMBER) {
            let problem = number_problem(board.types, atoms);
            number::solve(&problem, self)
        } else if board.types == Types::STRING {
            let problem = string_problem(atoms);
            string::solve(&problem, self)
        } else if board.types == Types::ARRAY {
            let mut problem = array_problem(atoms);
            problem.each.extend(closure.items.iter().cloned());
            array::solve(&problem, self)
        } else {
            let mut problem = object_problem(atoms);
            problem.each.extend(closure.members.iter().cloned());
            match self.excludes(&problem) {
                Ok(true) => Answer::Empty,
                Ok(false) => object::solve(&problem, self),
                Err(gap) => Answer::Unknown(gap),
            }
        }
    }

    /// Whether there is no value for a member that has to be there under a name of some pattern, whatever its name: then it does not matter
    /// how the pattern overlaps with others, which takes long to find out.
    fn excludes(&mut self, problem: &ObjectProblem) -> Result<bool, Gap> {
        let is_listed = |(names, _): &&(Language, Demand)| names.listed().is_some();
        for (names, demand) in problem.some.iter().filter(|some| !is_listed(some)) {
            let mut demands = vec![demand.clone()];
            for (others, each) in problem.each.iter().filter(|each| !is_listed(each)) {
                let is_wider = metered(self, |meter| names.is_subset_within(others, meter))?;
                if is_wider == Ok(true) {
                    demands.push(each.clone());
                }
            }
            if Children::solve(self, &gather(demands)) == Answer::Empty {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// A literal that no theory can ask for, with the reason and the place.
    pub(super) fn opaque(&self, literal: Literal) -> Option<(&str, &str)> {
        match self.schemas.node(literal.0) {
            Node::Atom(Atom::Opaque {
                pointer, reason, ..
            }) => Some((reason, pointer)),
            _ => None,
        }
    }
}

fn in_set(set: NodeId, sign: bool) -> Demand {
    if sign {
        Demand::Accepts(set)
    } else {
        Demand::Rejects(set)
    }
}

fn narrow_min(min: &mut u64, least: u64) {
    *min = (*min).max(least);
}

fn narrow_max(max: &mut Option<u64>, most: u64) {
    *max = Some(max.map_or(most, |max| max.min(most)));
}

/// "At least `count`" with its sign: the negation is "at most one less". `count` is above zero.
fn at_least(count: u64, sign: bool, min: &mut u64, max: &mut Option<u64>) {
    if sign {
        narrow_min(min, count);
    } else {
        narrow_max(max, count - 1);
    }
}

/// "At most `count`" with its sign: the negation is "at least one more". `count` is below the largest number.
fn at_most(count: u64, sign: bool, min: &mut u64, max: &mut Option<u64>) {
    if sign {
        narrow_max(max, count);
    } else {
        narrow_min(min, count + 1);
    }
}

fn number_problem<'a>(
    types: Types,
    atoms: impl Iterator<Item = (&'a Atom, bool)>,
) -> NumberProblem {
    let mut problem = NumberProblem {
        types,
        lower: None,
        upper: None,
        multiples: Vec::new(),
        not_multiples: Vec::new(),
        not: Vec::new(),
    };
    for (atom, sign) in atoms {
        match atom {
            Atom::Lower { bound, open } if sign => raise(&mut problem.lower, bound, *open),
            Atom::Lower { bound, open } => sink(&mut problem.upper, bound, !open),
            Atom::Upper { bound, open } if sign => sink(&mut problem.upper, bound, *open),
            Atom::Upper { bound, open } => raise(&mut problem.lower, bound, !open),
            Atom::MultipleOf(divisor) if sign => problem.multiples.push(divisor.clone()),
            Atom::MultipleOf(divisor) => problem.not_multiples.push(divisor.clone()),
            Atom::Scalar(Scalar::Number(number)) if !sign => problem.not.push(number.clone()),
            _ => {}
        }
    }
    problem
}

/// The higher one of two lower bounds.
fn raise(bound: &mut Option<Bound>, at: &BigRational, open: bool) {
    let higher = bound
        .as_ref()
        .is_none_or(|old| *at > old.at || (*at == old.at && open));
    if higher {
        *bound = Some(Bound {
            at: at.clone(),
            open,
        });
    }
}

/// The lower one of two upper bounds.
fn sink(bound: &mut Option<Bound>, at: &BigRational, open: bool) {
    let lower = bound
        .as_ref()
        .is_none_or(|old| *at < old.at || (*at == old.at && open));
    if lower {
        *bound = Some(Bound {
            at: at.clone(),
            open,
        });
    }
}

fn string_problem<'a>(atoms: impl Iterator<Item = (&'a Atom, bool)>) -> StringProblem {
    let mut problem = StringProblem::default();
    for (atom, sign) in atoms {
        match atom {
            Atom::MinLength(count) => {
                at_least(*count, sign, &mut problem.min, &mut problem.max);
            }
            Atom::MaxLength(count) => {
                at_most(*count, sign, &mut problem.min, &mut problem.max);
            }
            Atom::Word(language) if sign => problem.words.push(language.clone()),
            Atom::Word(language) => problem.not_words.push(language.clone()),
            Atom::Format(name) if sign => problem.formats.push(name.clone()),
            Atom::Format(name) => problem.not_formats.push(name.clone()),
            Atom::Scalar(Scalar::String(text)) if !sign => problem.not.push(text.clone()),
            _ => {}
        }
    }
    problem
}

fn array_problem<'a>(atoms: impl Iterator<Item = (&'a Atom, bool)>) -> ArrayProblem {
    let mut problem = ArrayProblem::default();
    for (atom, sign) in atoms {
        match atom {
            Atom::MinItems(count) => {
                at_least(*count, sign, &mut problem.min, &mut problem.max);
            }
            Atom::MaxItems(count) => {
                at_most(*count, sign, &mut problem.min, &mut problem.max);
            }
            Atom::Items { from, to, each } if sign => {
                problem.each.push((*from, *to, in_set(*each, true)));
            }
            Atom::Items { from, to, each } => {
                problem.some.push((*from, *to, in_set(*each, false)));
            }
            Atom::Contains { what, min, max } if sign => {
                if *min > 0 {
                    problem.at_least.push((*min, *what));
                }
                if let Some(max) = max {
                    problem.at_most.push((*max, *what));
                }
            }
            // One with both bounds is a choice, which the board keeps.
            Atom::Contains { what, min, max } => match max {
                None => problem.at_most.push((min - 1, *what)),
                Some(max) => problem.at_least.push((max + 1, *what)),
            },
            Atom::Unique if sign => problem.unique = true,
            Atom::Unique => problem.repeated = true,
            _ => {}
        }
    }
    problem
}

fn object_problem<'a>(atoms: impl Iterator<Item = (&'a Atom, bool)>) -> ObjectProblem {
    let mut problem = ObjectProblem::default();
    for (atom, sign) in atoms {
        match atom {
            Atom::MinMembers(count) => {
                at_least(*count, sign, &mut problem.min, &mut problem.max);
            }
            Atom::MaxMembers(count) => {
                at_most(*count, sign, &mut problem.min, &mut problem.max);
            }
            Atom::Has(name) if sign => problem.has.push(name.clone()),
            Atom::Has(name) => {
                problem.each.push((Language::word(name), NOTHING));
            }
            Atom::Members { names, each } if sign => {
                problem.each.push((names.clone(), in_set(*each, true)));
            }
            Atom::Members { names, each } => {
                problem.some.push((names.clone(), in_set(*each, false)));
            }
            _ => {}
        }
    }
    problem
}
