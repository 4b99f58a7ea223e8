//! The search: booleans, types, and what is worth remembering.
//!
//! The search is led by witnesses. What is certain is drawn from the demands first; then the theory of a type makes a value of the certain
//! literals alone. If it cannot, there is none. If it can, the choices that are still open are tried on that value, and only one that
//! it violates is branched on. So whatever does not matter for a refutation is never taken apart: the other branches of a `oneOf`, the other
//! members of an object.

mod ahead;
mod board;
mod branch;
mod judge;
mod memory;
mod shape;
mod theory;

pub(super) use board::{Board, Literal};

use super::strict::{Alternative, Closure, Strictness};
use super::{Answer, Budget, Children, Gap, gather};
use crate::set::{Demand, Node, NodeId, Schemas, Types};
use ahead::Ahead;
use board::{Contradiction, Rules, strip};
use memory::Memory;
use serde_json::Value;
use shape::Shapes;

/// Most open questions and choices above one another, which bounds the stack.
const MOST_OPEN: u32 = 384;

/// Parts of sets that are looked at in one step.
const PARTS_A_STEP: u64 = 32;

/// A literal that is put into the problem of a type takes as long as so many looks at parts of sets.
const LOOKS_A_LITERAL: u64 = 16;

/// Of more options than this each is looked at alone before the whole value is.
const FEW_OPTIONS: usize = 8;

/// Why questions are left open at that depth.
const TOO_DEEP: &str = "the values that would decide it are nested too deeply, or too many choices depend on each other";

/// Types in the order in which values are looked for; those that read best come first.
const TYPES: [Types; 6] = [
    Types::STRING,
    Types::NUMBER,
    Types::BOOLEAN,
    Types::NULL,
    Types::ARRAY,
    Types::OBJECT,
];

/// Decides whether there are values that meet demands on the sets of one [`Schemas`].
pub(crate) struct Decider<'a> {
    schemas: &'a mut Schemas,
    budget: Budget<'a>,
    shapes: Shapes,
    memory: Memory,
    strictness: Strictness,
    /// Questions and choices that are open.
    open: u32,
    /// Parts of sets looked at that were not paid for yet.
    looked_at: u64,
    /// Whether the answer to the innermost question might be another one with more budget or depth.
    cut: bool,
}

/// A question about values of one type.
struct Question<'q> {
    demands: &'q [Demand],
    /// The schemas that govern the value, if a strict sender has to be able to write it.
    writes: Option<&'q [NodeId]>,
}

impl<'a> Decider<'a> {
    /// Nothing is known yet.
    pub(crate) fn new(schemas: &'a mut Schemas, budget: Budget<'a>) -> Self {
        Self {
            schemas,
            budget,
            shapes: Shapes::default(),
            memory: Memory::new(),
            strictness: Strictness::default(),
            open: 0,
            looked_at: 0,
            cut: false,
        }
    }

    /// Is there a value that meets all of these?
    pub(crate) fn solve(&mut self, demands: &[Demand]) -> Answer {
        Children::solve(self, demands)
    }

    /// Goes on with another budget. What was found out stays known.
    pub(crate) fn renew(&mut self, budget: Budget<'a>) {
        self.budget = budget;
    }

    /// Steps that were taken.
    pub(crate) fn taken(&self) -> u64 {
        self.budget.taken()
    }

    /// The sets that are decided about.
    pub(super) fn schemas(&self) -> &Schemas {
        self.schemas
    }

    pub(super) fn schemas_mut(&mut self) -> &mut Schemas {
        self.schemas
    }

    pub(super) fn strictness(&mut self) -> &mut Strictness {
        &mut self.strictness
    }

    /// Whether the value of a board is in a set, as far as that is known.
    pub(super) fn known(&mut self, board: &Board, set: NodeId) -> Option<bool> {
        let mut rules = self.rules();
        let known = board.known(&mut rules, set);
        self.looked_at = rules.looked_at;
        known
    }

    fn rules(&mut self) -> Rules<'_> {
        Rules {
            schemas: self.schemas,
            shapes: &mut self.shapes,
            looked_at: self.looked_at,
        }
    }

    fn answer(&mut self, demands: &[Demand]) -> Answer {
        if let Some(known) = self.memory.recall(demands) {
            return known;
        }
        if self.open >= MOST_OPEN {
            self.cut = true;
            return Answer::Unknown(self.placed(Gap::new(TOO_DEEP), demands));
        }
        let visit = self.memory.enter(demands);
        self.open += 3;
        let cut = std::mem::replace(&mut self.cut, false);
        let answer = match self.attempt(demands) {
            Ok(Answer::Unknown(gap)) => Answer::Unknown(self.placed(gap, demands)),
            Ok(answer) => answer,
            Err(gap) => {
                self.cut = true;
                Answer::Unknown(self.placed(gap, demands))
            }
        };
        self.open -= 3;
        self.memory.leave(&visit, demands, &answer, !self.cut);
        self.cut |= cut;
        answer
    }

    /// The gap with a place, where it has none yet.
    fn placed(&self, mut gap: Gap, demands: &[Demand]) -> Gap {
        if gap.pointer.is_none() {
            let sets = demands.iter().rev().flat_map(|demand| match demand {
                Demand::Accepts(set) | Demand::Rejects(set) => std::slice::from_ref(set),
                Demand::Writes(sets) => sets,
            });
            gap.pointer = sets
                .filter_map(|set| self.schemas.place(*set))
                .map(str::to_owned)
                .next();
        }
        gap
    }

    fn attempt(&mut self, demands: &[Demand]) -> Result<Answer, Gap> {
        self.budget.take(4)?;
        let question = Question {
            demands,
            writes: demands.iter().find_map(|demand| match demand {
                Demand::Writes(governing) => Some(&**governing),
                _ => None,
            }),
        };
        let mut board = Board::new();
        for demand in demands {
            match demand {
                Demand::Accepts(set) => board.demand((*set, true)),
                Demand::Rejects(set) => board.demand((*set, false)),
                Demand::Writes(governing) => {
                    for set in governing {
                        board.demand((*set, true));
                    }
                }
            }
        }
        if self.propagate(&mut board)?.is_err() {
            return Ok(Answer::Empty);
        }
        let unshared = board.unshared(self.schemas);
        if !unshared.is_empty() {
            for parts in unshared {
                self.looked_at += parts.len() as u64;
                board.demand((self.schemas.any(&parts), true));
            }
            if self.propagate(&mut board)?.is_err() {
                return Ok(Answer::Empty);
            }
        }
        if let Some(values) = self.listed(&board) {
            return self.first_of(values, demands);
        }
        let mut gaps = Gaps::default();
        for types in TYPES {
            let types = board.types.and(types);
            if types.is_none() {
                continue;
            }
            let answer = if types == Types::BOOLEAN {
                self.first_of(vec![Value::Bool(true), Value::Bool(false)], demands)?
            } else if types == Types::NULL {
                self.first_of(vec![Value::Null], demands)?
            } else {
                let mark = board.mark();
                board.types = types;
                let alternative = match question.writes {
                    Some(governing) if types == Types::ARRAY || types == Types::OBJECT => {
                        Some(Alternative::new(self.schemas, governing))
                    }
                    _ => None,
                };
                let answer = self.search(&question, &mut board, alternative)?;
                board.undo(mark);
                answer
            };
            if gaps.is_decided_by(&answer) {
                return Ok(answer);
            }
        }
        Ok(gaps.answer())
    }

    fn propagate(&mut self, board: &mut Board) -> Result<Result<(), Contradiction>, Gap> {
        let mut rules = self.rules();
        let outcome = board.propagate(&mut rules);
        self.looked_at = rules.looked_at;
        self.pay()?;
        Ok(outcome)
    }

    /// Pays for what was looked at.
    fn pay(&mut self) -> Result<(), Gap> {
        let steps = 1 + self.looked_at / PARTS_A_STEP;
        self.looked_at = 0;
        self.budget.take(steps)
    }

    /// Looks for a value of the board's one type. Leaves the board as it likes; the caller takes that back.
    fn search(
        &mut self,
        question: &Question<'_>,
        board: &mut Board,
        alternative: Option<Alternative>,
    ) -> Result<Answer, Gap> {
        if self.propagate(board)?.is_err() {
            return Ok(Answer::Empty);
        }
        if let Some(values) = self.listed(board) {
            return self.first_of(values, question.demands);
        }
        let alternative = alternative.map(|alternative| self.settled(board, alternative));
        let closure = match &alternative {
            Some(alternative) => self.closure(board, alternative),
            None => Closure::default(),
        };
        self.looked_at += LOOKS_A_LITERAL * board.literals.len() as u64;
        self.pay()?;
        let answer = self.value(board, &closure);
        self.budget.take(1)?;
        let (witness, gap) = match answer {
            Answer::Empty => return Ok(Answer::Empty),
            Answer::Found(value) => (Some(value), None),
            Answer::Unknown(gap) => (None, Some(gap)),
        };
        if self.open >= MOST_OPEN {
            self.cut = true;
            return Ok(Answer::Unknown(Gap::new(TOO_DEEP)));
        }
        if let Some(options) = self.choice(board, witness.as_ref())? {
            return self.branch(question, board, alternative.as_ref(), &options);
        }
        if let Some(value) = witness {
            if self.meets(question.demands, &value) == Some(true) {
                return Ok(Answer::Found(value));
            }
            if let Some(alternative) = alternative.as_ref().filter(|chosen| !chosen.is_complete()) {
                return self.branch_alternative(question, board, alternative);
            }
            return self.propose(question, board, alternative.as_ref(), &closure, value);
        }
        if let Some(alternative) = alternative.as_ref().filter(|chosen| !chosen.is_complete()) {
            return self.branch_alternative(question, board, alternative);
        }
        Ok(gap.map_or(Answer::Empty, Answer::Unknown))
    }

    /// Each option in turn; a later one may assume that there is no value for those before.
    fn branch(
        &mut self,
        question: &Question<'_>,
        board: &mut Board,
        alternative: Option<&Alternative>,
        options: &[Vec<Literal>],
    ) -> Result<Answer, Gap> {
        let mut gaps = Gaps::default();
        let ahead = (options.len() > FEW_OPTIONS).then(|| Ahead::of(self.schemas, board));
        for option in options {
            if let Some(ahead) = &ahead
                && self.is_refuted_ahead(ahead, board, option)?
            {
                continue;
            }
            let answer = self.with(option, question, board, alternative)?;
            if gaps.is_decided_by(&answer) {
                return Ok(answer);
            }
            if let ([(set, sign)], Answer::Empty) = (&option[..], &answer) {
                board.demand((*set, !sign));
                if self.propagate(board)?.is_err() {
                    return Ok(Answer::Empty);
                }
            }
        }
        Ok(gaps.answer())
    }

    /// A value that meets one option.
    fn with(
        &mut self,
        option: &[Literal],
        question: &Question<'_>,
        board: &mut Board,
        alternative: Option<&Alternative>,
    ) -> Result<Answer, Gap> {
        let mark = board.mark();
        for literal in option {
            board.demand(*literal);
        }
        self.open += 1;
        let answer = self.search(question, board, alternative.cloned());
        self.open -= 1;
        board.undo(mark);
        answer
    }

    fn branch_alternative(
        &mut self,
        question: &Question<'_>,
        board: &mut Board,
        alternative: &Alternative,
    ) -> Result<Answer, Gap> {
        let mut gaps = Gaps::default();
        for at in 0..alternative.ways() {
            let way = self.way(alternative, at);
            let mark = board.mark();
            for literal in way.literals {
                board.demand(literal);
            }
            self.open += 1;
            let answer = self.search(question, board, Some(way.alternative));
            self.open -= 1;
            board.undo(mark);
            let answer = answer?;
            if gaps.is_decided_by(&answer) {
                return Ok(answer);
            }
        }
        Ok(gaps.answer())
    }
}

impl Children for Decider<'_> {
    fn solve(&mut self, demands: &[Demand]) -> Answer {
        match self.reduced(demands) {
            Ok(demands) => self.answer(&demands),
            Err(Contradiction) => Answer::Empty,
        }
    }

    fn constant(&mut self, value: &Value) -> NodeId {
        self.schemas.constant(value)
    }

    fn steps(&mut self, count: u64) -> Result<(), Gap> {
        self.budget.take(count)
    }

    fn left(&self) -> u64 {
        self.budget.left()
    }
}

impl Decider<'_> {
    /// The demands in the form that states are remembered in, unless they exclude each other at first sight.
    fn reduced(&self, demands: &[Demand]) -> Result<Vec<Demand>, Contradiction> {
        let mut reduced = Vec::with_capacity(demands.len());
        for demand in demands {
            match demand {
                Demand::Accepts(set) => reduced.extend(self.plain((*set, true))?),
                Demand::Rejects(set) => reduced.extend(self.plain((*set, false))?),
                Demand::Writes(governing) => {
                    let free = governing
                        .iter()
                        .any(|set| self.schemas.declaration(*set).enumerated);
                    let (declaring, others): (Vec<NodeId>, Vec<NodeId>) =
                        governing.iter().partition(|set| {
                            !free && matches!(self.schemas.node(**set), Node::Schema { .. })
                        });
                    for set in others {
                        reduced.extend(self.plain((set, true))?);
                    }
                    if !declaring.is_empty() {
                        reduced.push(Demand::Writes(declaring.into()));
                    }
                }
            }
        }
        let reduced = gather(reduced);
        let clash = reduced.iter().any(|demand| match demand {
            Demand::Rejects(set) => reduced.binary_search(&Demand::Accepts(*set)).is_ok(),
            _ => false,
        });
        if clash {
            Err(Contradiction)
        } else {
            Ok(reduced)
        }
    }

    /// A literal as a demand, or nothing where every value meets it.
    fn plain(&self, literal: Literal) -> Result<Option<Demand>, Contradiction> {
        match strip(self.schemas, literal) {
            (Schemas::ALWAYS, true) | (Schemas::NEVER, false) => Ok(None),
            (Schemas::ALWAYS, false) | (Schemas::NEVER, true) => Err(Contradiction),
            (set, true) => Ok(Some(Demand::Accepts(set))),
            (set, false) => Ok(Some(Demand::Rejects(set))),
        }
    }
}

/// What was left open on the way.
#[derive(Default)]
struct Gaps(Option<Gap>);

impl Gaps {
    fn add(&mut self, gap: Gap) {
        self.0.get_or_insert(gap);
    }

    /// Whether nothing more has to be tried. What the answer leaves open is kept.
    fn is_decided_by(&mut self, answer: &Answer) -> bool {
        match answer {
            Answer::Found(_) => true,
            Answer::Empty => false,
            Answer::Unknown(gap) => {
                self.add(gap.clone());
                false
            }
        }
    }

    /// The answer when nothing was found.
    fn answer(self) -> Answer {
        self.0.map_or(Answer::Empty, Answer::Unknown)
    }
}

#[cfg(test)]
mod tests;
