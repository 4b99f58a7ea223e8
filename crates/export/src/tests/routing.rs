//! What happens at an agent, and which handoff it makes then.

use super::cases::Cases;
use crate::boundary::{Route, chosen, examples};
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Payloads that are shown to a condition.
const MOST_PAYLOADS: usize = 12;

/// The cases of one topology.
#[derive(Serialize)]
pub(super) struct Routing<'a> {
    topology: &'a str,
    cases: Vec<Case<'a>>,
}

#[derive(Serialize)]
struct Case<'a> {
    agent: &'a str,
    happened: Value,
    payload: Value,
    /// Null where the agent keeps the task.
    handoff: Option<&'a str>,
}

/// Nothing, and for each transfer what sets it off and what comes near to it; where a condition is asked, with payloads of the contract.
pub(super) fn cases<'a>(
    topology: &'a str,
    agents: &BTreeMap<&'a str, Vec<Route<'a>>>,
    by_version: &BTreeMap<String, Cases>,
) -> Routing<'a> {
    let mut cases: Vec<Case<'a>> = Vec::new();
    for (agent, routes) in agents {
        let mut add = |happened: Value, payload: Value| {
            let is_known = cases.iter().any(|case| {
                case.agent == *agent && case.happened == happened && case.payload == payload
            });
            if !is_known {
                let handoff = chosen(routes, &happened, &payload);
                cases.push(Case {
                    agent,
                    happened,
                    payload,
                    handoff,
                });
            }
        };
        add(json!({}), Value::Null);
        for route in routes {
            for happened in examples(route.on, route.value) {
                if route.condition.is_some() {
                    for payload in payloads(route, by_version) {
                        add(happened.clone(), payload.clone());
                    }
                }
                add(happened, Value::Null);
            }
        }
    }
    Routing { topology, cases }
}

fn payloads<'c>(
    route: &Route<'_>,
    by_version: &'c BTreeMap<String, Cases>,
) -> impl Iterator<Item = &'c Value> {
    let (contract, version) = (&route.record.contract, &route.record.version);
    let id = contract
        .as_ref()
        .zip(version.as_ref())
        .map(|(contract, version)| format!("{contract}@{version}"));
    let cases = id.and_then(|id| by_version.get(id.as_str()));
    cases
        .into_iter()
        .flat_map(|cases| &cases.accepted)
        .map(|case| &case.payload)
        .take(MOST_PAYLOADS)
}
