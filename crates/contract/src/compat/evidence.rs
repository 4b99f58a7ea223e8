//! What may be shown: payloads about which the validators of both sides were asked.

use super::Direction;
use super::hunt::Judged;
use super::minimise::{minimise, parts};
use super::price::Prices;
use super::resemble::{in_order, resemble};
use super::side::Side;
use super::written::Written;
use crate::set::{Looks, NodeId, Schemas};
use serde_json::Value;
use std::cell::Cell;

/// Most payloads that are tried to make one smaller, and to make it look like an example.
const MOST_SMALLER: usize = 400;
const MOST_ALIKE: usize = 60;

/// Parts of payloads that are copied to make one smaller, and to make it look like an example.
const MOST_COPIED: usize = 1_000_000;

/// Judges payloads for one direction.
pub(super) struct Evidence<'s, 'a> {
    pub(super) from: &'s Side<'a>,
    pub(super) within: &'s Side<'a>,
    /// The sender's schema as a set, where senders are strict. What they may write is judged straight from the definition, on sets that the
    /// decision never touched.
    pub(super) strictly: Option<(&'s Schemas, NodeId)>,
    /// Payloads that people know.
    pub(super) examples: &'s [Value],
    prices: [Prices<'a>; 2],
    /// Schemas that the validators may still look at.
    purse: Cell<u64>,
}

impl<'s, 'a> Evidence<'s, 'a> {
    /// The validators may look at `looks` schemas in all.
    pub(super) fn new(
        [from, within]: [&'s Side<'a>; 2],
        strictly: Option<(&'s Schemas, NodeId)>,
        examples: &'s [Value],
        looks: u64,
    ) -> Self {
        Self {
            from,
            within,
            strictly,
            examples,
            prices: [from, within].map(|side| Prices::new(side.document())),
            purse: Cell::new(looks),
        }
    }

    /// Schemas that the validators may still look at.
    pub(super) fn left(&self) -> u64 {
        self.purse.get()
    }

    /// Whether nothing more can be judged.
    pub(super) fn is_spent(&self) -> bool {
        self.purse.get() == 0
    }

    /// Pays for a look at a payload by both validators, if that is not too much.
    fn pays_for(&self, payload: &Value) -> bool {
        let purse = self.purse.get();
        let price = self.prices.iter().fold(0_u64, |sum, prices| {
            sum.saturating_add(prices.of(payload, purse))
        });
        let left = purse.checked_sub(price);
        self.purse.set(left.unwrap_or(0));
        left.is_some()
    }

    /// Whether a sender may write the payload and the other side rejects it. Nothing is shown that this does not call a counterexample.
    pub(super) fn judge(&self, payload: &Value) -> Judged {
        if !self.pays_for(payload) {
            Judged::TooDear
        } else if !self.is_sent(payload) {
            Judged::NotSent
        } else if self.within.accepts(payload).unwrap_or(true) {
            Judged::Fine
        } else {
            Judged::Counterexample
        }
    }

    /// Whether a sender may write the payload, if it does not take too long to find out.
    pub(super) fn sends(&self, payload: &Value) -> Option<bool> {
        self.pays_for(payload).then(|| self.is_sent(payload))
    }

    fn is_sent(&self, payload: &Value) -> bool {
        self.from.accepts(payload).unwrap_or(false)
            && self
                .strictly
                .is_none_or(|(schemas, set)| self.is_written(schemas, set, payload))
    }

    /// Whether a strict sender may write the payload, with the looks that are left.
    fn is_written(&self, schemas: &Schemas, set: NodeId, payload: &Value) -> bool {
        let purse = self.purse.get();
        let mut looks = Looks::at_most(purse);
        let is_written = schemas.writes_within(&[set], payload, &mut looks);
        self.purse.set(purse.saturating_sub(looks.taken()));
        is_written == Some(true)
    }

    /// The direction that a counterexample breaks; the payload is made small and familiar before it is shown.
    pub(super) fn breaking(&self, payload: Value) -> Direction {
        let mut still = |payload: &Value| self.judge(payload) == Judged::Counterexample;
        let most = MOST_COPIED / parts(&payload);
        let small = minimise(payload, most.min(MOST_SMALLER), &mut still);
        let written = Written::new(self.from.document());
        let most = MOST_COPIED / parts(&small);
        let familiar = resemble(
            small,
            written,
            self.examples,
            most.min(MOST_ALIKE),
            &mut still,
        );
        let payload = in_order(familiar, written);
        match self.within.objection(&payload) {
            Ok(Some(objection)) => {
                let reason = match objection.instance_pointer.as_str() {
                    "" => objection.message,
                    place => format!("at {place}: {}", objection.message),
                };
                Direction::breaking(payload, reason, objection.schema_pointer)
            }
            // It was rejected a moment ago; an answer that changes is no answer.
            _ => Direction::undecided("the validator both accepts and rejects one payload", None),
        }
    }
}
