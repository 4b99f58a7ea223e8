//! Invariants of two versions: which came, which went, and whether a payload shows that it matters.
//!
//! With an invariant gone, everything that kept the old ones is still accepted: backward it is safe. With one more, everything that keeps the
//! new ones keeps the old ones too: forward it is safe. The other direction of each is breaking where a payload shows it, else undecided.

use super::versions::{Part, VersionDirection};
use crate::compat::{Change, Comparator, Effort, Formats, Verdict, Way};
use crate::invariant::{Invariants, Probe, same_condition, violating};
use crate::sample::samples;
use crate::validate::{PayloadValidator, SchemaProblem};
use baton_model::{ContractVersion, Invariant, Writers};
use serde_json::{Value, json};

/// Most payloads that are tried for one direction.
const TRIES: u32 = 4_000;

/// Most payloads that the search begins with.
const MOST_SEEDS: usize = 24;

/// Largest schema that samples are made of, in bytes of its text; the search begins with examples alone where it is larger.
const SAMPLED: usize = 20_000;

/// Invariants that came and went. One whose condition changed did both.
pub(super) struct Difference {
    added: Vec<Invariant>,
    removed: Vec<Invariant>,
}

impl Difference {
    pub(super) fn between(old: &ContractVersion, new: &ContractVersion) -> Self {
        let missing = |from: &[Invariant], within: &[Invariant]| -> Vec<Invariant> {
            let is_in = |one: &Invariant| {
                within
                    .iter()
                    .any(|other| same_condition(&one.condition, &other.condition))
            };
            from.iter().filter(|one| !is_in(one)).cloned().collect()
        };
        Self {
            added: missing(&new.invariants, &old.invariants),
            removed: missing(&old.invariants, &new.invariants),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.added.is_empty() && self.removed.is_empty()
    }

    /// For people: one entry for each, a changed condition as one.
    pub(super) fn changes(
        &self,
        backward: &VersionDirection,
        forward: &VersionDirection,
    ) -> Vec<Change> {
        let breaks = |direction: &VersionDirection, way: Way| {
            let shown =
                direction.verdict == Verdict::Breaking && direction.part == Some(Part::Invariants);
            shown.then_some(way)
        };
        let mut out = Vec::new();
        for one in &self.added {
            let before = self.removed.iter().find(|other| other.name == one.name);
            let (kind, message) = match before {
                Some(before) => (
                    "invariant_changed",
                    format!(
                        "The invariant '{}' asks for {} instead of {}.",
                        one.name, one.condition, before.condition
                    ),
                ),
                None => (
                    "invariant_added",
                    format!(
                        "The invariant '{}' is asked for now: {}.",
                        one.name, one.condition
                    ),
                ),
            };
            let mut ways: Vec<Way> = breaks(backward, Way::Backward).into_iter().collect();
            if before.is_some() {
                ways.extend(breaks(forward, Way::Forward));
            }
            out.push(Change {
                pointer: "/invariants".to_owned(),
                kind: kind.to_owned(),
                breaks: ways,
                message,
            });
        }
        for one in &self.removed {
            if self.added.iter().all(|other| other.name != one.name) {
                out.push(Change {
                    pointer: "/invariants".to_owned(),
                    kind: "invariant_removed".to_owned(),
                    breaks: breaks(forward, Way::Forward).into_iter().collect(),
                    message: format!("The invariant '{}' is no longer asked for.", one.name),
                });
            }
        }
        out
    }
}

/// How payloads are looked for.
pub(super) struct Question<'a> {
    pub(super) comparator: Comparator<'a>,
    pub(super) examples: &'a [Value],
    pub(super) writers: Writers,
}

impl Question<'_> {
    /// Backward: what old senders write against the invariants that came. None where none came.
    pub(super) fn added(
        &self,
        old: &ContractVersion,
        new: &ContractVersion,
        rules: &Difference,
    ) -> Result<Option<VersionDirection>, SchemaProblem> {
        self.direction(old, new, &rules.added)
    }

    /// Forward: what new senders write against the invariants that went. None where none went.
    pub(super) fn removed(
        &self,
        old: &ContractVersion,
        new: &ContractVersion,
        rules: &Difference,
    ) -> Result<Option<VersionDirection>, SchemaProblem> {
        self.direction(new, old, &rules.removed)
    }

    /// What `sender` may write against invariants that only `receiver` has.
    fn direction(
        &self,
        sender: &ContractVersion,
        receiver: &ContractVersion,
        only: &[Invariant],
    ) -> Result<Option<VersionDirection>, SchemaProblem> {
        let Some(first) = only.first() else {
            return Ok(None);
        };
        let schema = &sender.payload_schema.0;
        let accepts = PayloadValidator::compile(schema)?;
        let kept = Invariants::compile(&sender.invariants)?;
        let broken = Invariants::compile(only)?;
        let allowed = |payload: &Value| {
            accepts.accepts(payload)
                && kept.hold(payload)
                && (broken.hold(payload) || self.may_be_written(schema, payload))
        };
        let found = violating(&Probe {
            seeds: &self.seeds(schema),
            allowed: &allowed,
            violates: &broken,
            tries: TRIES,
        });
        let place = |invariant: &Invariant| {
            let index = receiver
                .invariants
                .iter()
                .position(|other| other == invariant);
            format!("/invariants/{}", index.unwrap_or_default())
        };
        let Some(payload) = found else {
            let reason = format!(
                "{} asks for '{}' ({}), and no payload of {} was found that violates it; whether there is one cannot be decided",
                receiver.id, first.name, first.condition, sender.id
            );
            return Ok(Some(VersionDirection::undecided(
                Part::Invariants,
                reason,
                place(first),
            )));
        };
        let violations = broken.check(&payload);
        let named = violations.first().and_then(|violation| {
            let index = violation
                .schema_pointer
                .rsplit('/')
                .next()?
                .parse::<usize>()
                .ok()?;
            only.get(index)
        });
        let reason = violations
            .first()
            .map(|violation| violation.message.clone())
            .unwrap_or_default();
        Ok(Some(VersionDirection::breaking(
            Part::Invariants,
            payload,
            format!("{} asks for {reason}", receiver.id),
            place(named.unwrap_or(first)),
        )))
    }

    /// Payloads to begin with: examples first, since people wrote them, then what the schema gives.
    fn seeds(&self, schema: &Value) -> Vec<Value> {
        let mut seeds: Vec<Value> = self.examples.to_vec();
        let smallest = self.comparator.inclusion(schema, &json!({"not": {}})).ok();
        seeds.extend(smallest.and_then(|direction| Some(direction.counterexample?.0)));
        if schema.to_string().len() <= SAMPLED {
            let effort = Effort {
                steps: 2_000,
                milliseconds: None,
            };
            let made = samples(schema, Formats::Assert, effort).unwrap_or_default();
            seeds.extend(made.accepted.into_iter().map(|sample| sample.payload.0));
        }
        seeds.truncate(MOST_SEEDS);
        seeds
    }

    /// Whether a sender may write exactly this payload: there is one among what it writes that is equal to it.
    fn may_be_written(&self, schema: &Value, payload: &Value) -> bool {
        if self.writers == Writers::AsWritten {
            return true;
        }
        let others = json!({"not": {"enum": [payload]}});
        let own = [payload.clone()];
        let comparator = self.comparator.with_examples(&own);
        comparator
            .inclusion(schema, &others)
            .is_ok_and(|direction| direction.verdict == Verdict::Breaking)
    }
}
