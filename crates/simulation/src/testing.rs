//! Drawings for tests, written as edits.
#![allow(
    clippy::needless_pass_by_value,
    reason = "a drawing reads as it is written"
)]

use crate::{Exact, ExactOptions, Network, Setup, SimulationError, exact};
use baton_model::{Document, TopologyId, apply, parse_edits};
use serde_json::{Value, json};

/// A topology `t` with an entry at `a` and an outcome record `bad`.
pub(crate) struct Drawing {
    edits: Vec<Value>,
}

impl Drawing {
    pub(crate) fn new() -> Self {
        let put = |kind: &str, id: &str, record: Value| json!({ "op": "put", "kind": kind, "id": id, "record": record });
        Self {
            edits: vec![
                put("topology", "t", json!({ "name": "T" })),
                put("entry", "in", json!({ "topology": "t", "agent": "a" })),
                put(
                    "outcome",
                    "good",
                    json!({ "topology": "t", "name": "Good", "good": true }),
                ),
                put("outcome", "bad", json!({ "topology": "t", "name": "Bad" })),
            ],
        }
    }

    /// Puts a record of any kind.
    pub(crate) fn put(mut self, kind: &str, id: &str, record: Value) -> Self {
        self.edits
            .push(json!({ "op": "put", "kind": kind, "id": id, "record": record }));
        self
    }

    /// An AI agent with a behaviour.
    pub(crate) fn agent(self, id: &str, behaviour: Value) -> Self {
        self.put("agent", id, json!({ "name": id, "behaviour": behaviour }))
    }

    pub(crate) fn human(self, id: &str) -> Self {
        self.put("agent", id, json!({ "name": id, "kind": "human" }))
    }

    /// A transfer `FROM-TO` with a behaviour; `more` are other fields.
    pub(crate) fn transfer(self, from: &str, to: &str, behaviour: Value, more: Value) -> Self {
        self.handoff(&format!("{from}-{to}"), from, to, behaviour, more)
    }

    pub(crate) fn handoff(
        self,
        id: &str,
        from: &str,
        to: &str,
        behaviour: Value,
        more: Value,
    ) -> Self {
        let mut record = json!({ "topology": "t", "from": from, "to": to, "behaviour": behaviour });
        if let (Some(record), Value::Object(more)) = (record.as_object_mut(), more) {
            record.extend(more);
        }
        self.put("handoff", id, record)
    }

    pub(crate) fn document(&self) -> Document {
        let mut document = Document::new();
        let edits = parse_edits(&Value::Array(self.edits.clone()).to_string(), &document).unwrap();
        let diff = apply(&document, &edits).unwrap();
        document.commit(&diff, 1);
        document
    }

    pub(crate) fn network(&self, setup: &Setup) -> Result<Network, SimulationError> {
        Network::new(&self.document(), &TopologyId::new("t").unwrap(), setup)
    }

    /// Solved as drawn.
    pub(crate) fn exact(&self) -> Exact {
        let network = self.network(&Setup::default()).unwrap();
        exact(&network, &ExactOptions::default()).unwrap()
    }
}

/// Fates as they are listed; those that are left out are zero.
#[track_caller]
pub(crate) fn assert_fates(found: &crate::Fates, expected: &[(crate::Fate, f64)]) {
    for fate in crate::Fate::ALL {
        let wanted = expected
            .iter()
            .find(|(of, _)| *of == fate)
            .map_or(0.0, |(_, share)| *share);
        assert!(
            (found[fate] - wanted).abs() < 1e-12,
            "{}: {} instead of {wanted}; {found:?}",
            fate.name(),
            found[fate]
        );
    }
}

#[track_caller]
pub(crate) fn assert_near(found: impl Into<Option<f64>>, expected: f64) {
    let found = found.into().expect("a number");
    assert!(
        (found - expected).abs() <= 1e-12 * expected.abs().max(1.0),
        "{found} instead of {expected}"
    );
}

/// Nothing more to say about a handoff or its behaviour.
pub(crate) fn none() -> Value {
    json!({})
}

pub(crate) fn handoff<'e>(exact: &'e Exact, id: &str) -> &'e crate::HandoffFate {
    let found = exact.handoffs.iter().find(|handoff| handoff.id == id);
    found.unwrap()
}
