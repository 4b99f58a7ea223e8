//! How far taints carry, with numbers worked out by hand.

use crate::testing::{Drawing, assert_near, none};
use crate::{Cause, Exact, Subject};
use serde_json::json;

/// How often an origin taints, and the transfers from there.
fn origin(found: &Exact, id: &str, cause: Cause) -> (f64, f64) {
    let all = found.compounding.as_deref().expect("every request ends");
    let is_it = |subject: &Subject| match subject {
        Subject::Agent(of) | Subject::Handoff(of) => of == id,
        Subject::Scenario => false,
    };
    let one = all
        .iter()
        .find(|one| is_it(&one.subject) && one.cause == cause)
        .unwrap_or_else(|| panic!("{id} {cause:?} is not among {all:?}"));
    (one.per_request, one.transfers)
}

#[track_caller]
fn assert_origin(found: &Exact, id: &str, cause: Cause, times: f64, transfers: f64) {
    let (found_times, found_transfers) = origin(found, id, cause);
    assert_near(found_times, times);
    assert_near(found_transfers, transfers);
}

#[test]
fn a_taint_is_followed_until_it_recovers_or_ends() {
    let found = Drawing::new()
        .agent("a", json!({ "hallucination": 0.5 }))
        .agent("b", json!({ "recovery": 0.5, "resolves": 0.4 }))
        .agent("c", json!({ "resolves": 1.0 }))
        .transfer("a", "b", none(), none())
        .transfer(
            "b",
            "c",
            json!({ "malformed": 0.1, "unavailable": 0.5 }),
            none(),
        )
        .exact();
    // To b; and with 0.5 * 0.6 on to c, whether it arrives or not.
    assert_origin(&found, "a", Cause::Hallucination, 0.5, 1.3);
    // Clean at b are 0.75; what is spoilt on the last transfer makes no other one.
    assert_origin(&found, "b-c", Cause::Malformed, 0.75 * 0.6 * 0.5 * 0.1, 0.0);
    assert_eq!(found.compounding.unwrap().len(), 2);
}

#[test]
fn circles_carry_a_taint_on_and_on() {
    let found = Drawing::new()
        .agent(
            "a",
            json!({ "recovery": 0.2, "hallucination": 0.1, "resolves": 0.25 }),
        )
        .transfer("a", "a", none(), none())
        .exact();
    // Transfers with 0.75, and goes on with 0.8 of these: t = 0.75 (1 + 0.8 t).
    let (times, transfers) = origin(&found, "a", Cause::Hallucination);
    assert_near(transfers, 0.75 / 0.4);
    // Clean visits are those that arrive clean or recover: c = 1 + 0.75 (0.9 c + 0.2 t), t = 0.75 (0.1 c + 0.8 t) in visits that leave so.
    let tainted = found.outcomes.wrong / 0.25;
    assert_near(times, 0.1 * (4.0 - 0.75 * tainted * 0.8));
}

#[test]
fn gates_end_a_taint_on_the_way_and_limits_before_it() {
    let found = Drawing::new()
        .agent("a", json!({ "hallucination": 1.0 }))
        .agent("b", none())
        .human("h")
        .transfer(
            "a",
            "b",
            none(),
            json!({ "gate": { "catches": 0.75 }, "policy": { "loop_limit": 2 } }),
        )
        .transfer("b", "a", none(), none())
        .exact();
    // From a to b; with 0.25 back, to b again, back again, and there the limit stops it before another transfer.
    assert_near(found.outcomes.killed, 1.0);
    let (times, transfers) = origin(&found, "a", Cause::Hallucination);
    // First at a: 1 + 0.25 (1 + 1 + 0.25); anew with 0.75 at the second visit: 1 + 0.25; and at the third, with what was caught the second time: none.
    let first = 1.0 + 0.25 * (2.0 + 0.25);
    assert_near(times, 1.0 + 0.75 + 0.75);
    assert_near(transfers * times, first + 0.75 * 1.25);
}

#[test]
fn tools_that_fail_silently_and_delegations_are_origins_of_their_own() {
    let found = Drawing::new()
        .agent(
            "a",
            json!({ "tool_calls": 1, "tool_failure": 0.5, "tool_limit": 1, "silent": 0.4 }),
        )
        .agent("w", json!({ "hallucination": 0.25, "recovery": 0.5 }))
        .human("h")
        .transfer("a", "w", none(), json!({ "mode": "delegate" }))
        .transfer("a", "h", none(), none())
        .exact();
    // Of the silent 0.2, the delegation cleans 0.5 * 0.75; the others are handed to the person.
    assert_origin(&found, "a", Cause::SilentFailure, 0.2, 1.0 - 0.375);
    assert_origin(&found, "a-w", Cause::Delegation, 0.5 * 0.25, 1.0);
    // A forced handoff keeps the taint.
    let forced = Drawing::new()
        .agent(
            "a",
            json!({ "hallucination": 0.5, "tool_calls": 1, "tool_failure": 0.5, "tool_limit": 1 }),
        )
        .human("h")
        .transfer("a", "h", none(), json!({ "trigger": { "on": "error" } }))
        .exact();
    assert_origin(&forced, "a", Cause::Hallucination, 0.5, 0.5);
}

#[test]
fn the_heaviest_origin_comes_first_and_calm_has_none() {
    let found = Drawing::new()
        .agent("a", json!({ "hallucination": 0.1 }))
        .agent("b", json!({ "hallucination": 0.2, "resolves": 1.0 }))
        .transfer("a", "b", none(), none())
        .exact();
    let order: Vec<&Subject> = found
        .compounding
        .iter()
        .flatten()
        .map(|one| &one.subject)
        .collect();
    let [a, b] = ["a", "b"].map(|id| Subject::Agent(id.into()));
    assert_eq!(
        order,
        [&a, &b],
        "one transfer in ten requests weighs more than none"
    );
    let calm = Drawing::new()
        .agent("a", json!({ "resolves": 1.0 }))
        .exact();
    assert_eq!(calm.compounding, Some(Vec::new()));
    let endless = Drawing::new()
        .agent("a", json!({ "hallucination": 0.1 }))
        .transfer("a", "a", none(), none())
        .exact();
    assert_eq!(endless.compounding, None);
}
