// Written by Baton; what is changed here is lost with the next export.
//! The boundary of each handoff lets in what it should, and names who takes over the rest.

use baton_contract_tests::read;
use baton_guard::{Guard, Handler, MemoryStore, Reason};
use serde::Deserialize;
use serde_json::Value;

#[derive(Deserialize)]
struct AtBoundary {
    now: f64,
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    name: String,
    steps: Vec<Step>,
}

#[derive(Deserialize)]
struct Step {
    message: Value,
    rejected: Option<Expected>,
}

#[derive(Deserialize)]
struct Expected {
    reason: Reason,
    handler: Handler,
    pointer: Option<String>,
}

fn check(handoff: &str) {
    let AtBoundary { now, cases } = read(&format!("vectors/handoffs/{handoff}.json")).expect("the vectors are there");
    for Case { name, steps } in cases {
        let guard = Guard::with_clock(handoff, MemoryStore::default(), move || now).expect("the guard knows it");
        for Step { message, rejected } in steps {
            let payload = message.get("payload").cloned();
            let answer = guard.accept(message).expect("the memory answers");
            match (rejected, answer) {
                (None, answer) => assert_eq!(answer.ok(), payload, "{handoff} {name}"),
                (Some(_), Ok(_)) => panic!("{handoff} {name}: it is let in"),
                (Some(expected), Err(rejection)) => {
                    assert_eq!(rejection.reason, expected.reason, "{handoff} {name}");
                    assert_eq!(rejection.handler, expected.handler, "{handoff} {name}");
                    let is_there = expected.pointer.is_none_or(|pointer| pointer == rejection.pointer);
                    assert!(is_there, "{handoff} {name}: {rejection:?}");
                }
            }
        }
    }
}

macro_rules! handoff {
    ($name:ident, $handoff:literal) => {
        #[test]
        fn $name() {
            check($handoff);
        }
    };
}

handoff!(h_refunds_clerk, "refunds-clerk");
handoff!(h_triage_refunds, "triage-refunds");
