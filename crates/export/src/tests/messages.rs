//! Messages at the boundary of a handoff, and what becomes of each.

use super::cases::{Cases, Rejected};
use crate::boundary::{Boundaries, Boundary, Handler, Terms};
use baton_model::Handoff;
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The moment at which all messages arrive.
const NOW: &str = "2026-03-01T09:00:00Z";
const NOW_SECONDS: u32 = 1_772_355_600;
const LATER: &str = "2026-03-01T09:00:01Z";

/// Uses that a test makes to come to a limit; higher limits are left to whoever runs them.
const MOST_USES: u32 = 50;

/// The cases of one handoff.
#[derive(Serialize)]
pub(super) struct AtBoundary<'a> {
    handoff: &'a str,
    /// Seconds since 1970 at which all messages arrive.
    now: u32,
    cases: Vec<Case>,
}

/// Messages that arrive one after the other, at a boundary that has seen none before.
#[derive(Serialize)]
struct Case {
    name: String,
    steps: Vec<Step>,
}

#[derive(Serialize)]
struct Step {
    message: Value,
    /// Null where the payload is let in.
    rejected: Option<Expected>,
}

#[derive(Clone, Serialize)]
struct Expected {
    reason: &'static str,
    handler: Value,
    pointer: Option<String>,
}

/// The cases of a handoff; none where no version of its contract is taken, or nothing is known that it would let in.
pub(super) fn at_boundary<'a>(
    handoff: &'a Handoff,
    boundary: &Boundary<'a>,
    boundaries: &Boundaries<'a>,
    cases: &BTreeMap<String, Cases>,
) -> Option<AtBoundary<'a>> {
    let versions = boundaries.contracts.get(boundary.contract)?;
    let of = |version: &str| {
        let terms = versions.get(version)?;
        Some((terms, cases.get(terms.version.id.as_str())?))
    };
    let taken: Vec<(&String, &Terms<'_>, &Value)> = boundary
        .versions
        .iter()
        .filter_map(|version| {
            let (terms, cases) = of(version)?;
            Some((version, terms, &cases.accepted.first()?.payload))
        })
        .collect();
    let (version, terms, payload) = *taken.last()?;
    let maker = Maker { handoff, boundary };
    let message = |id: &str| maker.message(version, terms, payload, id);
    let rejected = |reason, pointer: &str| Some(expected(reason, &boundary.handler, Some(pointer)));
    let mut out = Vec::new();
    for (version, terms, payload) in &taken {
        out.push(Case::one(
            &format!("lets in {} {version}", boundary.contract),
            maker.message(version, terms, payload, "t-1"),
            None,
        ));
    }
    let others = versions
        .keys()
        .filter(|version| !boundary.versions.contains(version));
    for other in others.map(String::as_str).chain(["999.0.0"]) {
        let wrong = with(
            message("t-1"),
            "contract",
            json!({"id": boundary.contract, "version": other}),
        );
        out.push(Case::one(
            &format!("refuses {} {other}", boundary.contract),
            wrong,
            rejected("version_not_accepted", "/contract/version"),
        ));
    }
    let broken = cases
        .get(terms.version.id.as_str())
        .and_then(|cases| cases.rejected.first());
    let latest = (version.as_str(), terms, payload);
    refused(&maker, latest, broken, &mut out);
    limited(&maker, latest, &mut out);
    Some(AtBoundary {
        handoff: handoff.id.as_str(),
        now: NOW_SECONDS,
        cases: out,
    })
}

/// A version, its terms, and a payload that it lets in.
type Taken<'x> = (&'x str, &'x Terms<'x>, &'x Value);

/// Messages that are wrong in themselves.
fn refused(
    maker: &Maker<'_, '_>,
    (version, terms, payload): Taken<'_>,
    broken: Option<&Rejected>,
    out: &mut Vec<Case>,
) {
    let boundary = maker.boundary;
    let message = |id: &str| maker.message(version, terms, payload, id);
    let rejected = |reason, pointer: &str| Some(expected(reason, &boundary.handler, Some(pointer)));
    let other = json!({"id": format!("not-{}", boundary.contract), "version": version});
    out.push(Case::one(
        "refuses another contract",
        with(message("t-1"), "contract", other),
        rejected("wrong_contract", "/contract/id"),
    ));
    for hostile in [json!([]), json!("text"), json!(7), Value::Null] {
        let name = format!("refuses {hostile} for a message");
        out.push(Case::one(&name, hostile, rejected("malformed", "")));
    }
    for name in ["handoff_id", "payload", "contract"] {
        let mut less = message("t-1");
        less.as_object_mut()
            .and_then(|members| members.remove(name));
        out.push(Case::one(
            &format!("refuses an envelope without {name}"),
            less,
            rejected("envelope_invalid", ""),
        ));
    }
    let states = baton_model::TaskState::ALL;
    if let Some(state) = states
        .iter()
        .find(|state| !terms.task_states.is_empty() && !terms.task_states.contains(state))
    {
        let wrong = with(message("t-1"), "task_state", json!(state));
        out.push(Case::one(
            &format!("refuses the state {}", json!(state)),
            wrong,
            rejected("task_state_not_allowed", "/task_state"),
        ));
    }
    if let Some(broken) = broken {
        let wrong = |id| with(message(id), "payload", broken.payload.clone());
        let rejection = Some(expected(broken.reason, &boundary.handler, None));
        out.push(Case::one(
            &format!("refuses a payload: {}", broken.name),
            wrong("t-1"),
            rejection.clone(),
        ));
        out.push(Case::of(
            "remembers only what it let in",
            [(wrong("t-1"), rejection), (message("t-1"), None)],
        ));
    }
}

/// Messages that come too late, twice or too often.
fn limited(maker: &Maker<'_, '_>, (version, terms, payload): Taken<'_>, out: &mut Vec<Case>) {
    let boundary = maker.boundary;
    let message = |id: &str| maker.message(version, terms, payload, id);
    let rejected = |reason, pointer: &str| Some(expected(reason, &boundary.handler, Some(pointer)));
    out.push(Case::one(
        "refuses what has expired",
        with(message("t-1"), "expiry", json!(NOW)),
        rejected("expired", "/expiry"),
    ));
    out.push(Case::one(
        "lets in what expires later",
        with(message("t-1"), "expiry", json!(LATER)),
        None,
    ));
    let again = with(message("t-1"), "attempt", json!(2));
    let twice = Some(expected("duplicate", &Handler::None, Some("/handoff_id")));
    out.push(Case::of(
        "recognises a repeated transfer",
        [(message("t-1"), None), (again, twice)],
    ));
    if let Some(limit) = boundary.tool_limit {
        let tried = |count: u32| with(message("t-1"), "tool_attempts", json!(count));
        let rejection = expected(
            "tool_limit_reached",
            &boundary.tool_handler,
            Some("/tool_attempts"),
        );
        out.push(Case::one(
            &format!("lets in after {} tries of tools", limit.saturating_sub(1)),
            tried(limit.saturating_sub(1)),
            None,
        ));
        out.push(Case::one(
            &format!("refuses after {limit} tries of tools"),
            tried(limit),
            Some(rejection),
        ));
    }
    if let Some(limit) = boundary.loop_limit.filter(|limit| *limit <= MOST_USES) {
        let mut steps: Vec<(Value, Option<Expected>)> = (0..limit)
            .map(|use_| (message(&format!("t-{use_}")), None))
            .collect();
        steps.push((
            message("t-again"),
            Some(expected("loop_limit_reached", &boundary.loop_handler, None)),
        ));
        // Where the payload names the entity, it is the same one in any correlation.
        let is_in_payload = boundary
            .entity_key
            .is_some_and(|key| payload.pointer(key).is_some_and(|entity| !entity.is_null()));
        if !is_in_payload {
            steps.push((
                with(message("t-other"), "correlation_id", json!("c-2")),
                None,
            ));
        }
        out.push(Case::of(
            &format!("lets the same entity pass {limit} times"),
            steps,
        ));
    }
}

impl Case {
    fn one(name: &str, message: Value, rejected: Option<Expected>) -> Self {
        Self::of(name, [(message, rejected)])
    }

    fn of(name: &str, steps: impl IntoIterator<Item = (Value, Option<Expected>)>) -> Self {
        let steps = steps
            .into_iter()
            .map(|(message, rejected)| Step { message, rejected });
        Self {
            name: name.to_owned(),
            steps: steps.collect(),
        }
    }
}

struct Maker<'a, 'b> {
    handoff: &'a Handoff,
    boundary: &'b Boundary<'a>,
}

impl Maker<'_, '_> {
    fn message(&self, version: &str, terms: &Terms<'_>, payload: &Value, id: &str) -> Value {
        let receiver = self
            .handoff
            .to
            .agent()
            .map_or("receiver", |agent| agent.as_str());
        let state = terms
            .task_states
            .first()
            .copied()
            .unwrap_or(baton_model::TaskState::Submitted);
        json!({
            "correlation_id": "c-1",
            "handoff_id": id,
            "attempt": 1,
            "timestamp": "2026-03-01T08:59:00Z",
            "source": {"agent": self.handoff.from},
            "destination": {"agent": receiver},
            "contract": {"id": self.boundary.contract, "version": version},
            "message_type": self.handoff.message_type.unwrap_or(baton_model::MessageType::Task),
            "task_state": state,
            "user_intent": {"verbatim": "test"},
            "payload": payload,
        })
    }
}

fn expected(reason: &'static str, handler: &Handler<'_>, pointer: Option<&str>) -> Expected {
    let handler = serde_json::to_value(handler).unwrap_or_default();
    Expected {
        reason,
        handler,
        pointer: pointer.map(str::to_owned),
    }
}

fn with(mut message: Value, name: &str, value: Value) -> Value {
    message[name] = value;
    message
}
