//! The comparison of two schemas, and the question about one direction that it is made of.

use super::alike::are_written_alike;
use super::question::{Question, Read};
use super::side::Side;
use super::{Bump, CompareOptions, Comparison, Direction, Effort};
use crate::changes::{Known, changes};
use crate::decide::{Budget, Decider};
use crate::set::Schemas;
use crate::validate::SchemaProblem;
use baton_model::Writers;
use serde_json::Value;

/// Steps that reading may take as long as without being counted: those of documents of 100 KB.
const FREE_READING: u64 = 10_000;

/// However large the documents are, this part of the steps is left for each question.
const LEAST_SHARE: u64 = 4;

/// Compares two versions of a schema: both directions, what changed, and the version bump that it needs.
///
/// It recurses as deep as values have to be nested to tell the schemas apart. That is bounded, but more than the stack of a usual thread holds:
/// callers give it one of 64 MiB or more.
///
/// # Errors
/// A schema that cannot be used, with its place; the old one is read first.
pub fn compare(
    old: &Value,
    new: &Value,
    options: &CompareOptions,
) -> Result<Comparison, SchemaProblem> {
    Comparator::new(*options).compare(old, new)
}

/// Whether everything that a sender of `from` may write is accepted by `within`. It needs as deep a stack as [`compare`].
///
/// # Errors
/// A schema that cannot be used, with its place; `from` is read first.
pub fn inclusion(
    from: &Value,
    within: &Value,
    options: &CompareOptions,
) -> Result<Direction, SchemaProblem> {
    Comparator::new(*options).inclusion(from, within)
}

/// Compares schemas: how, what payloads are known to look like, and when to stop.
#[derive(Clone, Copy)]
pub struct Comparator<'a> {
    options: CompareOptions,
    examples: &'a [Value],
    clock: Option<&'a dyn Fn() -> u64>,
}

impl<'a> Comparator<'a> {
    /// With no examples, and no clock: a limit in milliseconds is then not looked at.
    pub fn new(options: CompareOptions) -> Self {
        Self {
            options,
            examples: &[],
            clock: None,
        }
    }

    /// Payloads that counterexamples should look like.
    #[must_use]
    pub fn with_examples(self, examples: &'a [Value]) -> Self {
        Self { examples, ..self }
    }

    /// Milliseconds since some instant; read to stop at the limit of the options.
    #[must_use]
    pub fn with_clock(self, clock: &'a dyn Fn() -> u64) -> Self {
        Self {
            clock: Some(clock),
            ..self
        }
    }

    /// See [`compare`].
    pub fn compare(&self, old: &Value, new: &Value) -> Result<Comparison, SchemaProblem> {
        let stop = self.stop();
        let (mut sets, mut judging) = self.no_schemas();
        let old = Read::new(old, &self.options, &mut sets, &mut judging)?;
        let new = Read::new(new, &self.options, &mut sets, &mut judging)?;
        let is_written_alike = are_written_alike(&sets, old.set, new.set);
        let mut decider = Decider::new(&mut sets, Budget::new(0));
        let mut ask = |from, within, writers| {
            let question = self.question(from, within, writers, &judging);
            question.answer(&mut decider, &stop).0
        };
        let writers = self.options.writers;
        let backward = ask(&old, &new, writers);
        let forward = ask(&new, &old, writers);
        let holds = self.options.mode.holds(backward.verdict, forward.verdict);
        let is_same = backward.is_safe()
            && forward.is_safe()
            && match writers {
                Writers::AsWritten => true,
                Writers::Strict => {
                    is_written_alike
                        && ask(&old, &new, Writers::AsWritten).is_safe()
                        && ask(&new, &old, Writers::AsWritten).is_safe()
                }
            };
        let known = Known {
            writers,
            formats: self.options.formats,
            drafts: [old.side.draft(), new.side.draft()],
            safe: [backward.is_safe(), forward.is_safe()],
        };
        Ok(Comparison {
            mode: self.options.mode,
            writers,
            holds,
            backward,
            forward,
            changes: changes(old.side.document(), new.side.document(), known),
            bump: match (is_same, holds) {
                (true, _) => Bump::Patch,
                (false, true) => Bump::Minor,
                (false, false) => Bump::Major,
            },
        })
    }

    /// See [`inclusion`].
    pub fn inclusion(&self, from: &Value, within: &Value) -> Result<Direction, SchemaProblem> {
        let (direction, _) = self.inclusion_counting(from, within)?;
        Ok(direction)
    }

    /// The same, with the steps that it took, reading among them.
    pub(crate) fn inclusion_counting(
        &self,
        from: &Value,
        within: &Value,
    ) -> Result<(Direction, u64), SchemaProblem> {
        let stop = self.stop();
        let (mut sets, mut judging) = self.no_schemas();
        let from = Read::new(from, &self.options, &mut sets, &mut judging)?;
        let within = Read::new(within, &self.options, &mut sets, &mut judging)?;
        let read = from.side.price() + within.side.price() + sets.steps_read();
        let mut decider = Decider::new(&mut sets, Budget::new(0));
        let question = self.question(&from, &within, self.options.writers, &judging);
        let (direction, taken) = question.answer(&mut decider, &stop);
        Ok((direction, read + taken))
    }

    /// Whether a schema accepts a payload, judged as in comparisons.
    pub(crate) fn accepts(&self, schema: &Value, payload: &Value) -> Result<bool, SchemaProblem> {
        Side::new(schema, &self.options)?.accepts(payload)
    }

    fn no_schemas(&self) -> (Schemas, Schemas) {
        (
            Schemas::new(self.options.formats),
            Schemas::new(self.options.formats),
        )
    }

    fn question<'q, 'v>(
        &'q self,
        from: &'q Read<'v>,
        within: &'q Read<'v>,
        writers: Writers,
        judging: &'q Schemas,
    ) -> Question<'q, 'v> {
        // Reading counts where it takes long, so that large documents leave less for deciding.
        let read = (from.side.price() + within.side.price()).saturating_sub(FREE_READING);
        let steps = self.options.effort.steps;
        Question {
            from,
            within,
            writers,
            effort: Effort {
                steps: steps.saturating_sub(read).max(steps / LEAST_SHARE),
                ..self.options.effort
            },
            examples: self.examples,
            judging,
        }
    }

    /// Whether the time is over, counted from now on.
    fn stop(&self) -> impl Fn() -> bool + 'a {
        let limit = self.options.effort.milliseconds;
        let end = limit
            .zip(self.clock)
            .map(|(limit, clock)| (clock() + u64::from(limit), clock));
        move || end.is_some_and(|(end, clock)| clock() >= end)
    }
}
