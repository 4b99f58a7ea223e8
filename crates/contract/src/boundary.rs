//! The boundary of a contract version: recorded or arriving lines, one JSON value each, judged one by one.

use crate::invariant::Invariants;
use crate::light::{Light, LightValidator};
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
        self.is_message_with(|name| value.get(name).is_some())
    }

    /// The same for a value of which it is known what it has.
    fn is_message_with(self, has: impl Fn(&str) -> bool) -> bool {
        match self {
            Form::Payload => false,
            Form::Message => true,
            Form::Detect => ["correlation_id", "handoff_id", "contract", "payload"]
                .into_iter()
                .all(has),
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
    /// It goes on. A message that went through before must not be acted on twice: [`Transfers`] knows.
    Accepted {
        /// What the message transfers; none for a payload alone.
        transfer: Option<Transfer>,
    },
    /// It stays here, for these reasons.
    Rejected {
        /// Whether the line is JSON at all.
        is_json: bool,
        /// At least one.
        reasons: Vec<Violation>,
    },
}

/// Judges lines against one contract version. It remembers nothing, so that lines may be judged in any order and on many threads.
#[derive(Debug)]
pub struct Boundary {
    payload: Judge,
    message: Judge,
    invariants: Invariants,
    form: Form,
}

/// A schema for both ways of judging: a quick yes, and an answer with reasons.
#[derive(Debug)]
struct Judge {
    quick: LightValidator,
    thorough: PayloadValidator,
}

impl Judge {
    fn compile(schema: &Value) -> Result<Self, SchemaProblem> {
        Ok(Self {
            quick: LightValidator::compile(schema)?,
            thorough: PayloadValidator::compile(schema)?,
        })
    }
}

impl Boundary {
    /// The boundary of a version. A schema or an invariant that cannot be used is an error with its place in the record.
    pub fn of(
        version: &ContractVersion,
        contract: Option<&Contract>,
        form: Form,
    ) -> Result<Self, SchemaProblem> {
        let payload = Judge::compile(&version.payload_schema.0).map_err(|problem| {
            SchemaProblem::new(
                format!("/payload_schema{}", problem.pointer),
                problem.message,
            )
        })?;
        Ok(Self {
            payload,
            message: Judge::compile(&message_schema(version, contract))?,
            invariants: Invariants::compile(&version.invariants)?,
            form,
        })
    }

    /// Judges one line, without its line break.
    pub fn judge(&self, line: &str) -> Passage {
        self.pass(line).unwrap_or_else(|| self.weigh(line))
    }

    /// The passage of a line that is plainly accepted.
    fn pass(&self, line: &str) -> Option<Passage> {
        if !self.invariants.is_empty() {
            return None;
        }
        let value = Light::read(line)?;
        let is_message = self.form.is_message_with(|name| value.get(name).is_some());
        if !self.judge_of(is_message).quick.accepts(&value) {
            return None;
        }
        let id = value.get("handoff_id").and_then(Light::as_str);
        Some(Passage::Accepted {
            transfer: id.filter(|_| is_message).map(Transfer::of),
        })
    }

    fn judge_of(&self, is_message: bool) -> &Judge {
        if is_message {
            &self.message
        } else {
            &self.payload
        }
    }

    /// The passage of any line, with reasons.
    fn weigh(&self, line: &str) -> Passage {
        let value = match parse_json(line) {
            Ok(value) => value,
            Err(error) => {
                return Passage::Rejected {
                    is_json: serde_json::from_str::<Value>(line).is_ok(),
                    reasons: vec![refused(format!(
                        "the line is no JSON value that can be read: {error}"
                    ))],
                };
            }
        };
        let is_message = self.form.is_message(&value);
        let mut reasons = self.judge_of(is_message).thorough.check(&value);
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
        let id = value.get("handoff_id").and_then(Value::as_str);
        Passage::Accepted {
            transfer: id.filter(|_| is_message).map(Transfer::of),
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

/// The `handoff_id` of an accepted message: half of its SHA-256, so that ids of any length take the same room.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Transfer([u8; 16]);

impl Transfer {
    fn of(handoff_id: &str) -> Self {
        let digest = Sha256::digest(handoff_id.as_bytes());
        let mut name = [0; 16];
        name.copy_from_slice(&digest[..16]);
        Self(name)
    }
}

/// Which transfers went through, in bounded memory: the last [`REMEMBERED`](Self::REMEMBERED) of them. A repeat is told as long as not
/// more than so many others went through since the first.
#[derive(Debug)]
pub struct Transfers {
    known: HashSet<Transfer>,
    order: VecDeque<Transfer>,
    most: usize,
}

impl Default for Transfers {
    fn default() -> Self {
        Self::up_to(Self::REMEMBERED)
    }
}

impl Transfers {
    /// How many are remembered; they take some 60 MB.
    pub const REMEMBERED: usize = 1_000_000;

    fn up_to(most: usize) -> Self {
        Self {
            known: HashSet::new(),
            order: VecDeque::new(),
            most,
        }
    }

    /// Remembers a transfer; false if it went through before.
    pub fn is_new(&mut self, transfer: Transfer) -> bool {
        if !self.known.insert(transfer) {
            return false;
        }
        self.order.push_back(transfer);
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
            Passage::Accepted { transfer: None } => "accepted",
            Passage::Accepted { .. } => "transfer",
            Passage::Rejected { is_json: true, .. } => "rejected",
            Passage::Rejected { is_json: false, .. } => "no json",
        }
    }

    #[test]
    fn lines_are_judged_one_by_one() {
        let boundary = boundary(Form::Detect);
        let wrong_version = message("h9", &json!({"amount": 1})).replace("1.0.0", "1.1.0");
        for (line, expected) in [
            (r#"{"amount": 5}"#.to_owned(), "accepted"),
            (r#"{"amount": 5}"#.to_owned(), "accepted"),
            (r#"{"amount": 0}"#.to_owned(), "rejected"),
            (r#"{"amount": "5"}"#.to_owned(), "rejected"),
            (r#"{"amount": 5, "amount": 6}"#.to_owned(), "rejected"),
            ("{\"amount\": 5".to_owned(), "no json"),
            (message("h1", &json!({"amount": 5})), "transfer"),
            (message("h2", &json!({"amount": -5})), "rejected"),
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
    fn a_message_is_known_by_its_handoff_id() {
        let boundary = boundary(Form::Detect);
        let transfer =
            |id: &str, amount: u8| match boundary.judge(&message(id, &json!({"amount": amount}))) {
                Passage::Accepted { transfer } => transfer.unwrap(),
                Passage::Rejected { reasons, .. } => panic!("{reasons:?}"),
            };
        assert_eq!(transfer("h1", 5), transfer("h1", 6));
        assert_ne!(transfer("h1", 5), transfer("h2", 5));
    }

    #[test]
    fn the_oldest_ids_are_forgotten() {
        let mut seen = Transfers::up_to(2);
        let mut add = |id: &str| seen.is_new(Transfer::of(id));
        assert!(add("a") && add("b") && !add("a") && add("c"));
        assert!(add("a"), "it was the oldest of three");
        assert_eq!(seen.known.len(), 2);
    }
}
