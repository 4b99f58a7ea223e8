// Written by Baton; what is changed here is lost with the next export.
//! Each version of a contract lets in and refuses what was agreed on.

use baton_contract_tests::{differences, read};
use baton_guard::{Reason, may_change, payload_problem, payload_schema};
use serde::Deserialize;
use serde_json::Value;

#[derive(Deserialize)]
struct Agreed {
    schema: Value,
    accepted: Vec<Accepted>,
    rejected: Vec<Rejected>,
    transitions: Vec<Change>,
}

#[derive(Deserialize)]
struct Accepted {
    name: String,
    payload: Value,
}

#[derive(Deserialize)]
struct Rejected {
    name: String,
    payload: Value,
    reason: Reason,
    pointer: Option<String>,
    rule: Option<String>,
}

#[derive(Deserialize)]
struct Change {
    from: String,
    to: String,
    allowed: bool,
}

fn agreed(contract: &str, version: &str) -> Agreed {
    read(&format!("vectors/contracts/{contract}/{version}.json")).expect("the vectors are there")
}

fn schema_is_as_agreed(contract: &str, version: &str) {
    let agreed = agreed(contract, version).schema;
    let guards: Value = serde_json::from_str(payload_schema(contract, version).expect("the guard knows it")).expect("it is JSON");
    let exported = read(&format!("../../contracts/{contract}/{version}/payload.schema.json"));
    for (whose, schema) in [("the guard's", Some(guards)), ("the exported", exported)] {
        let changed = schema.map_or_else(Vec::new, |schema| differences(&agreed, &schema, ""));
        assert!(changed.is_empty(), "{whose} schema of {contract} {version} was changed at {}", changed.join(", "));
    }
}

fn lets_in(contract: &str, version: &str) {
    for Accepted { name, payload } in agreed(contract, version).accepted {
        let problem = payload_problem(contract, version, &payload).expect("the guard knows it");
        assert_eq!(problem, None, "{contract} {version} refuses {name}");
    }
}

fn refuses(contract: &str, version: &str) {
    let mut wrong = Vec::new();
    for Rejected { name, payload, reason, pointer, rule } in agreed(contract, version).rejected {
        match payload_problem(contract, version, &payload).expect("the guard knows it") {
            Some(problem)
                if problem.reason == reason
                    && rule.as_ref().is_none_or(|rule| *rule == problem.rule)
                    && pointer.as_ref().is_none_or(|pointer| *pointer == problem.pointer) => {}
            Some(problem) => wrong.push(format!("{name}: refused for {problem:?}, not {rule:?} at {pointer:?}")),
            None => wrong.push(format!("{name}: it is let in")),
        }
    }
    assert!(wrong.is_empty(), "{contract} {version} does not refuse as agreed:\n{}", wrong.join("\n"));
}

fn task_state_changes_as_agreed(contract: &str, version: &str) {
    for Change { from, to, allowed } in agreed(contract, version).transitions {
        assert_eq!(may_change(contract, version, &from, &to), allowed, "{contract} {version}: {from} to {to}");
    }
}

macro_rules! contract {
    ($name:ident, $contract:literal, $version:literal) => {
        mod $name {
            #[test]
            fn schema_is_as_agreed() {
                super::schema_is_as_agreed($contract, $version);
            }

            #[test]
            fn lets_in() {
                super::lets_in($contract, $version);
            }

            #[test]
            fn refuses() {
                super::refuses($contract, $version);
            }

            #[test]
            fn task_state_changes_as_agreed() {
                super::task_state_changes_as_agreed($contract, $version);
            }
        }
    };
}

contract!(v_refund_request_1_0_0, "refund-request", "1.0.0");
contract!(v_refund_request_1_1_0, "refund-request", "1.1.0");
