//! The boundary of a contract version: recorded or arriving lines, one JSON value each, judged one by one.

use crate::invariant::Invariants;
use crate::message::message_schema;
use crate::validate::{PayloadValidator, SchemaProblem, Violation};
use baton_model::{Contract, ContractVersion, parse_json};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::{HashSet, VecDeque};

/// What a line holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// A message where the line has what every envelope has, else a payload.
    #[default]
    Detect,
    /// The payload alone.
    Payload,
    /// The payload in its envelope.
    Message,
}

impl Form {
    /// Whether a value is a whole message.
    pub fn is_message(self, value: &Value) -> bool {
        match self {
            Form::Payload => false,
            Form::Message => true,
            Form::Detect => ["correlation_id", "handoff_id", "contract", "payload"]
                .iter()
                .all(|name| value.get(name).is_some()),
        }
    }

    /// The payload of a value in this form. A message without one has no payload that could be judged.
    pub fn payload(self, value: &Value) -> Option<&Value> {
        if self.is_message(value) {
            value.get("payload")
        } else {
            Some(value)
        }
    }
}

/// What becomes of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Passage {
    /// It goes on.
    Accepted,
    /// A message with this handoff id went through before: a retry that must not be acted on twice.
    Duplicate {
        /// The transfer.
        handoff_id: String,
    },
    /// It stays here, for these reasons.
    Rejected {
        /// Whether the line is JSON at all.
        is_json: bool,
        /// At least one.
        reasons: Vec<Violation>,
    },
}

/// Judges lines against one contract version. Memory is bounded: only the ids of the last million accepted messages are remembered.
#[derive(Debug)]
pub struct Boundary {
    payload: PayloadValidator,
    message: PayloadValidator,
    invariants: Invariants,
    form: Form,
    seen: Seen,
}

impl Boundary {
    /// The boundary of a version. A schema or an invariant that cannot be used is an error with its place in the record.
    pub fn of(
        version: &ContractVersion,
        contract: Option<&Contract>,
        form: Form,
    ) -> Result<Self, SchemaProblem> {
        let payload = PayloadValidator::compile(&version.payload_schema.0).map_err(|problem| {
            SchemaProblem::new(
                format!("/payload_schema{}", problem.pointer),
                problem.message,
            )
        })?;
        Ok(Self {
            payload,
            message: PayloadValidator::compile(&message_schema(version, contract))?,
            invariants: Invariants::compile(&version.invariants)?,
            form,
            seen: Seen::new(REMEMBERED),
        })
    }

    /// Judges one line, without its line break.
    pub fn judge(&mut self, line: &str) -> Passage {
        let value = match parse_json(line) {
            Ok(value) => value,
            Err(error) => {
                return Passage::Rejected {
                    is_json: serde_json::from_str::<serde::de::IgnoredAny>(line).is_ok(),
                    reasons: vec![refused(format!(
                        "the line is no JSON value that can be read: {error}"
                    ))],
                };
            }
        };
        let is_message = self.form.is_message(&value);
        let validator = if is_message {
            &self.message
        } else {
            &self.payload
        };
        let mut reasons = validator.check(&value);
        if reasons.is_empty() {
            let payload = self.form.payload(&value).unwrap_or(&Value::Null);
            reasons = self.invariants.check(payload);
        }
        if !reasons.is_empty() {
            return Passage::Rejected {
                is_json: true,
                reasons,
            };
        }
        match value.get("handoff_id").and_then(Value::as_str) {
            Some(id) if is_message && !self.seen.add(id) => Passage::Duplicate {
                handoff_id: id.to_owned(),
            },
            _ => Passage::Accepted,
        }
    }
}

/// A reason that is not in the line's content.
fn refused(message: String) -> Violation {
    Violation {
        instance_pointer: String::new(),
        schema_pointer: String::new(),
        message,
    }
}

/// How many ids are remembered.
const REMEMBERED: usize = 1_000_000;

/// The last ids, by half of their SHA-256.
#[derive(Debug)]
struct Seen {
    known: HashSet<[u8; 16]>,
    order: VecDeque<[u8; 16]>,
    most: usize,
}

impl Seen {
    fn new(most: usize) -> Self {
        Self {
            known: HashSet::new(),
            order: VecDeque::new(),
            most,
        }
    }

    /// Remembers an id; false if it is known.
    fn add(&mut self, id: &str) -> bool {
        let digest = Sha256::digest(id.as_bytes());
        let mut name = [0; 16];
        name.copy_from_slice(&digest[..16]);
        if !self.known.insert(name) {
            return false;
        }
        self.order.push_back(name);
        if self.order.len() > self.most
            && let Some(oldest) = self.order.pop_front()
        {
            self.known.remove(&oldest);
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use baton_model::{ContractId, ContractVersionId, Invariant, Json, Version};
    use serde_json::json;

    fn boundary(form: Form) -> Boundary {
        let mut version = ContractVersion::new(
            ContractVersionId::new("refund@1.0.0").unwrap(),
            ContractId::new("refund").unwrap(),
            Version::new("1.0.0").unwrap(),
        );
        version.payload_schema = Json(json!({
            "type": "object", "required": ["amount"], "properties": {"amount": {"type": "number"}}
        }));
        version.invariants = vec![Invariant::new(
            "positive".to_owned(),
            "payload.amount > 0".to_owned(),
        )];
        Boundary::of(&version, None, form).unwrap()
    }

    fn message(handoff: &str, payload: &Value) -> String {
        json!({
            "correlation_id": "c", "handoff_id": handoff, "attempt": 1, "timestamp": "2026-03-01T09:00:00Z",
            "source": {"agent": "a"}, "destination": {"agent": "b"}, "contract": {"id": "refund", "version": "1.0.0"},
            "message_type": "TASK", "task_state": "submitted", "user_intent": {"verbatim": "money back"}, "payload": payload
        })
        .to_string()
    }

    fn word(passage: &Passage) -> &'static str {
        match passage {
            Passage::Accepted => "accepted",
            Passage::Duplicate { .. } => "duplicate",
            Passage::Rejected { is_json: true, .. } => "rejected",
            Passage::Rejected { is_json: false, .. } => "no json",
        }
    }

    #[test]
    fn lines_are_judged_one_by_one() {
        let mut boundary = boundary(Form::Detect);
        let wrong_version = message("h9", &json!({"amount": 1})).replace("1.0.0", "1.1.0");
        for (line, expected) in [
            (r#"{"amount": 5}"#.to_owned(), "accepted"),
            (r#"{"amount": 5}"#.to_owned(), "accepted"),
            (r#"{"amount": 0}"#.to_owned(), "rejected"),
            (r#"{"amount": "5"}"#.to_owned(), "rejected"),
            (r#"{"amount": 5, "amount": 6}"#.to_owned(), "rejected"),
            ("{\"amount\": 5".to_owned(), "no json"),
            (message("h1", &json!({"amount": 5})), "accepted"),
            (message("h1", &json!({"amount": 5})), "duplicate"),
            (message("h2", &json!({"amount": -5})), "rejected"),
            (message("h2", &json!({"amount": 5})), "accepted"),
            (wrong_version, "rejected"),
        ] {
            assert_eq!(word(&boundary.judge(&line)), expected, "{line}");
        }
    }

    #[test]
    fn the_form_can_be_said() {
        let line = message("h1", &json!({"amount": 5}));
        assert_eq!(word(&boundary(Form::Payload).judge(&line)), "rejected");
        assert_eq!(
            word(&boundary(Form::Message).judge(r#"{"amount": 5}"#)),
            "rejected"
        );
    }

    #[test]
    fn a_rejected_line_says_where_and_why() {
        let Passage::Rejected { reasons, .. } = boundary(Form::Detect).judge(r#"{"amount": -1}"#)
        else {
            panic!("it was accepted");
        };
        assert_eq!(reasons[0].schema_pointer, "/invariants/0");
        assert_eq!(
            reasons[0].message,
            "positive: payload.amount > 0 (it is false)"
        );
    }

    #[test]
    fn the_oldest_ids_are_forgotten() {
        let mut seen = Seen::new(2);
        assert!(seen.add("a") && seen.add("b") && !seen.add("a") && seen.add("c"));
        assert!(seen.add("a"), "it was the oldest of three");
        assert_eq!(seen.known.len(), 2);
    }
}
