//! An expression as steps: a non-deterministic automaton whose steps may also ask about their place.

use crate::expression::{Direction, Expression, Place};
use crate::language::TooLarge;
use crate::points::Points;

/// Most steps, with every counted repetition spelt out.
const MOST_STEPS: u64 = 60_000;

/// Names a step.
pub(crate) type At = u32;

/// One step.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Step {
    /// Reads one character of a set and goes on.
    Read {
        /// Index of the set.
        set: u32,
        /// Where to go on.
        next: At,
    },
    /// Goes on at both.
    Split(At, At),
    /// Goes on where the place fits.
    Check {
        /// What is asked.
        place: Place,
        /// Where to go on.
        next: At,
    },
    /// Goes on, and what follows has to match (or must not) from `body` on.
    Ahead {
        /// Whether it must not.
        negative: bool,
        /// First step of what has to match.
        body: At,
        /// Where to go on.
        next: At,
    },
    /// Goes on where what precedes matches (or does not). What is asked for does not look around itself.
    Behind {
        /// Whether it must not match.
        negative: bool,
        /// Index of the condition in [`Program::behinds`].
        condition: u32,
        /// Where to go on.
        next: At,
    },
    /// The match is found; what follows does not matter.
    Found,
    /// The match ends exactly here.
    Ends,
}

/// Steps, and the sets that they read.
#[derive(Debug, Default)]
pub(crate) struct Program {
    /// All of them; what has to follow or precede stands among them, out of the way.
    pub(crate) steps: Vec<Step>,
    /// Different sets of characters.
    pub(crate) sets: Vec<Points>,
    /// First steps of what a `Behind` asks for.
    pub(crate) behinds: Vec<At>,
    /// The first step of the whole.
    pub(crate) start: At,
}

impl Program {
    /// Finds the expression anywhere in a string.
    pub(crate) fn search(expression: &Expression) -> Result<Self, TooLarge> {
        if size(expression) > MOST_STEPS {
            return Err(TooLarge);
        }
        let mut program = Self::default();
        let found = program.push(Step::Found);
        let body = program.compile(expression, found)?;
        program.start = program.anywhere(body);
        Ok(program)
    }

    /// Whether any step asks about a place.
    pub(crate) fn asks(&self, wanted: &[Place]) -> bool {
        self.steps
            .iter()
            .any(|step| matches!(step, Step::Check { place, .. } if wanted.contains(place)))
    }

    /// Any characters, then `body`.
    fn anywhere(&mut self, body: At) -> At {
        let set = self.set(&Points::all());
        let split = self.push(Step::Split(body, body));
        let skip = self.push(Step::Read { set, next: split });
        self.steps[split as usize] = Step::Split(body, skip);
        split
    }

    fn push(&mut self, step: Step) -> At {
        self.steps.push(step);
        (self.steps.len() - 1) as At
    }

    fn set(&mut self, points: &Points) -> u32 {
        let index = self.sets.iter().position(|set| set == points);
        index.unwrap_or_else(|| {
            self.sets.push(points.clone());
            self.sets.len() - 1
        }) as u32
    }

    /// The first step of an expression that goes on at `next`.
    fn compile(&mut self, expression: &Expression, next: At) -> Result<At, TooLarge> {
        Ok(match expression {
            Expression::One(points) => {
                let set = self.set(points);
                self.push(Step::Read { set, next })
            }
            Expression::Sequence(parts) => {
                let mut next = next;
                for part in parts.iter().rev() {
                    next = self.compile(part, next)?;
                }
                next
            }
            Expression::Choice(branches) => {
                let mut first = None;
                for branch in branches.iter().rev() {
                    let branch = self.compile(branch, next)?;
                    first = Some(match first {
                        None => branch,
                        Some(others) => self.push(Step::Split(branch, others)),
                    });
                }
                first.unwrap_or(next)
            }
            Expression::Repeat { body, min, max } => self.repeat(body, *min, *max, next)?,
            Expression::At(place) => self.push(Step::Check {
                place: *place,
                next,
            }),
            Expression::Look {
                direction: Direction::Ahead,
                negative,
                body,
            } => {
                let found = self.push(Step::Found);
                let body = self.compile(body, found)?;
                self.push(Step::Ahead {
                    negative: *negative,
                    body,
                    next,
                })
            }
            Expression::Look {
                direction: Direction::Behind,
                negative,
                body,
            } => {
                let ends = self.push(Step::Ends);
                let body = self.compile(body, ends)?;
                let start = self.anywhere(body);
                self.behinds.push(start);
                self.push(Step::Behind {
                    negative: *negative,
                    condition: (self.behinds.len() - 1) as u32,
                    next,
                })
            }
        })
    }

    fn repeat(
        &mut self,
        body: &Expression,
        min: u32,
        max: Option<u32>,
        next: At,
    ) -> Result<At, TooLarge> {
        let mut first = next;
        match max {
            None => {
                let again = self.push(Step::Split(next, next));
                let once = self.compile(body, again)?;
                self.steps[again as usize] = Step::Split(once, next);
                first = again;
            }
            Some(max) => {
                for _ in min..max {
                    let once = self.compile(body, first)?;
                    first = self.push(Step::Split(once, next));
                }
            }
        }
        for _ in 0..min {
            first = self.compile(body, first)?;
        }
        Ok(first)
    }
}

/// How many steps the expression takes, without building them.
fn size(expression: &Expression) -> u64 {
    match expression {
        Expression::One(_) | Expression::At(_) => 1,
        Expression::Sequence(parts) | Expression::Choice(parts) => parts
            .iter()
            .fold(1, |sum: u64, part| sum.saturating_add(size(part) + 1)),
        Expression::Repeat { body, min, max } => size(body)
            .saturating_add(1)
            .saturating_mul(u64::from(max.unwrap_or(min.saturating_add(1)).max(1))),
        Expression::Look { body, .. } => size(body).saturating_add(4),
    }
}
