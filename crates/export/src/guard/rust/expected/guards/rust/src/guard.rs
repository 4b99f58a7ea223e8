// Written by Baton; what is changed here is lost with the next export.
//! What lets a message in.

use crate::payload::{payload_problem, terms};
use crate::rules::{self, Boundary, RULES};
use crate::schema::{Check, plain_json_problem, seconds};
use crate::store::{Recorded, Store, Use};
use crate::{Handler, Reason, Rejection};
use serde_json::Value;
use std::sync::LazyLock;
use std::time::{SystemTime, UNIX_EPOCH};

static ENVELOPE: LazyLock<Check> = LazyLock::new(|| Check::compile(rules::ENVELOPE).expect("the envelope is a schema"));

/// The boundary of a handoff.
pub struct Guard<S: Store> {
    handoff: String,
    rules: &'static Boundary,
    store: S,
    /// Seconds since 1970.
    now: Box<dyn Fn() -> f64 + Send + Sync>,
}

impl<S: Store> Guard<S> {
    /// The boundary of a handoff, by its id. The error is a handoff that has no rules.
    pub fn new(handoff: &str, store: S) -> Result<Self, String> {
        let now = || {
            SystemTime::now()
                .duration_since(UNIX_EPOCH)
                .map_or(0.0, |since| since.as_secs_f64())
        };
        Self::with_clock(handoff, store, now)
    }

    /// With a clock that gives seconds since 1970.
    pub fn with_clock(handoff: &str, store: S, now: impl Fn() -> f64 + Send + Sync + 'static) -> Result<Self, String> {
        let rules = RULES
            .handoffs
            .get(handoff)
            .ok_or_else(|| format!("there are no rules for the handoff {handoff}"))?;
        Ok(Self {
            handoff: handoff.to_owned(),
            rules,
            store,
            now: Box::new(now),
        })
    }

    /// The payload of a message, or why it is not let in. The outer error is the store's.
    pub fn accept(&self, mut message: Value) -> Result<Result<Value, Rejection>, S::Error> {
        let usage = match self.check(&message) {
            Ok(usage) => usage,
            Err(rejection) => return Ok(Err(*rejection)),
        };
        Ok(match self.store.record(&usage)? {
            Recorded::Recorded => Ok(message["payload"].take()),
            Recorded::Duplicate => Err(rejection(
                Reason::Duplicate,
                &Handler::None,
                "this transfer was let in before".into(),
                "/handoff_id",
            )),
            Recorded::Loop => {
                let why = format!("{} has passed {} times", usage.entity, usage.loop_limit.unwrap_or(0));
                Err(rejection(Reason::LoopLimitReached, &self.rules.loop_handler, why, ""))
            }
        })
    }

    fn check(&self, message: &Value) -> Result<Use, Box<Rejection>> {
        let rules = self.rules;
        let reject =
            |reason, why: String, pointer: &str| Err(Box::new(rejection(reason, &rules.handler, why, pointer)));
        if let Some(why) = plain_json_problem(message) {
            return reject(Reason::Malformed, why, "");
        }
        if let Some((pointer, rule)) = ENVELOPE.problem(message) {
            let mut wrong = rejection(
                Reason::EnvelopeInvalid,
                &rules.handler,
                format!("the envelope does not keep {rule}"),
                &pointer,
            );
            wrong.rule = Some(rule);
            return Err(Box::new(wrong));
        }
        let text = |pointer: &str| message.pointer(pointer).and_then(Value::as_str).unwrap_or_default();
        let (contract, version, state) = (text("/contract/id"), text("/contract/version"), text("/task_state"));
        if contract != rules.contract {
            return reject(
                Reason::WrongContract,
                format!("{contract} is not {}", rules.contract),
                "/contract/id",
            );
        }
        if !rules.versions.iter().any(|one| one == version) {
            return reject(
                Reason::VersionNotAccepted,
                format!("{version} is not one of {}", rules.versions.join(", ")),
                "/contract/version",
            );
        }
        let states = terms(contract, version).map_or(&[][..], |terms| &terms.task_states);
        if !states.is_empty() && !states.iter().any(|one| one == state) {
            return reject(
                Reason::TaskStateNotAllowed,
                format!("{state} is not one of {}", states.join(", ")),
                "/task_state",
            );
        }
        match payload_problem(contract, version, &message["payload"]) {
            Ok(None) => {}
            Ok(Some(problem)) => {
                let pointer = format!("/payload{}", problem.pointer);
                let mut wrong = rejection(
                    problem.reason,
                    &rules.handler,
                    format!("the payload does not keep {}", problem.rule),
                    &pointer,
                );
                wrong.rule = Some(problem.rule);
                return Err(Box::new(wrong));
            }
            Err(why) => return reject(Reason::VersionNotAccepted, why, "/contract/version"),
        }
        if seconds(text("/expiry")).is_some_and(|expiry| expiry <= (self.now)()) {
            return reject(Reason::Expired, format!("it expired at {}", text("/expiry")), "/expiry");
        }
        let attempts = message["tool_attempts"].as_u64().unwrap_or(0);
        if let Some(limit) = rules.tool_limit.filter(|limit| attempts >= u64::from(*limit)) {
            let why = format!("after {limit} tries of tools the task is handed on otherwise");
            return Err(Box::new(rejection(
                Reason::ToolLimitReached,
                &rules.tool_handler,
                why,
                "/tool_attempts",
            )));
        }
        let named = rules
            .entity_key
            .as_deref()
            .and_then(|key| message["payload"].pointer(key));
        let entity = [named, message.get("entity_key"), message.get("correlation_id")]
            .into_iter()
            .flatten()
            .find(|value| !value.is_null());
        let entity = entity.map_or_else(String::new, |value| {
            value.as_str().map_or_else(|| value.to_string(), str::to_owned)
        });
        Ok(Use {
            handoff: self.handoff.clone(),
            handoff_id: text("/handoff_id").to_owned(),
            entity,
            loop_limit: rules.loop_limit,
        })
    }
}

fn rejection(reason: Reason, handler: &Handler, message: String, pointer: &str) -> Rejection {
    Rejection {
        reason,
        handler: handler.clone(),
        message,
        pointer: pointer.to_owned(),
        rule: None,
    }
}
