//! What cannot be simulated is refused by name.

use crate::testing::Drawing;
use crate::{Setup, SimulationError};
use baton_model::AgentId;
use serde_json::json;

#[track_caller]
fn refused(drawing: &Drawing, setup: &Setup, expected: &str) -> SimulationError {
    let error = drawing.network(setup).unwrap_err();
    assert!(
        error.to_string().contains(expected),
        "{error} should say {expected}"
    );
    error
}

#[test]
fn numbers_outside_their_range_are_named() {
    let agent = |behaviour| Drawing::new().agent("a", behaviour);
    let calm = Setup::default();
    for (behaviour, expected) in [
        (
            json!({ "resolves": 1.5 }),
            "agent a: resolves is 1.5; it has to be between 0 and 1",
        ),
        (
            json!({ "hallucination": -0.1 }),
            "agent a: hallucination is -0.1",
        ),
        (
            json!({ "tool_limit": 0 }),
            "agent a: tool_limit is 0; it has to be 1 or more",
        ),
        (
            json!({ "latency_p50_ms": -1.0 }),
            "agent a: latency_p50_ms is -1",
        ),
        (
            json!({ "latency_p50_ms": 9.0, "latency_p95_ms": 8.0 }),
            "agent a: latency_p95_ms is 8; it has to be at least latency_p50_ms",
        ),
    ] {
        refused(&agent(behaviour), &calm, expected);
    }
    let handoff = |behaviour, more| {
        agent(json!({}))
            .human("h")
            .transfer("a", "h", behaviour, more)
    };
    refused(
        &handoff(json!({ "share": -1.0 }), json!({})),
        &calm,
        "handoff a-h: share is -1",
    );
    refused(
        &handoff(json!({ "context_loss": 2.0 }), json!({})),
        &calm,
        "handoff a-h: context_loss is 2",
    );
    refused(
        &handoff(json!({}), json!({ "gate": { "catches": 7.0 } })),
        &calm,
        "handoff a-h: catches is 7",
    );
    let impatient = Setup {
        abandon_on_repeat: f64::NAN,
        ..Setup::default()
    };
    refused(
        &agent(json!({})),
        &impatient,
        "the scenario: abandon_on_repeat is NaN",
    );
    let mut slow = Setup::default();
    slow.faults.latency_factor = Some(-2.0);
    refused(
        &agent(json!({})),
        &slow,
        "the fault profile: latency_factor is -2",
    );
}

#[test]
fn requests_have_to_start_somewhere() {
    let drawing = Drawing::new().agent("a", json!({}));
    let at = |agent: &str, share| Setup {
        entry: vec![(AgentId::new(agent).unwrap(), share)],
        ..Setup::default()
    };
    refused(
        &drawing,
        &at("a", 0.0),
        "the shares of all entries of t are zero",
    );
    refused(
        &drawing,
        &at("nobody", 1.0),
        "the entry at nobody names the agent nobody",
    );
}

#[test]
fn delegations_must_not_lead_back() {
    let back = Drawing::new()
        .agent("a", json!({}))
        .agent("b", json!({}))
        .transfer(
            "a",
            "b",
            json!({ "share": 0.0 }),
            json!({ "mode": "delegate" }),
        )
        .transfer(
            "b",
            "b",
            json!({}),
            json!({ "mode": "delegate", "fallbacks": ["a"] }),
        );
    let error = refused(&back, &Setup::default(), "delegations lead back");
    assert!(matches!(error, SimulationError::CallsItself(_)));
    let outcome = Drawing::new().agent("a", json!({})).handoff(
        "d",
        "a",
        "a",
        json!({}),
        json!({ "mode": "delegate", "to": { "outcome": "good" } }),
    );
    refused(
        &outcome,
        &Setup::default(),
        "the delegation d leads to an outcome",
    );
}

#[test]
fn profiles_are_known_or_listed() {
    let error = Setup::of_profile("storm").unwrap_err();
    assert!(
        error
            .to_string()
            .contains("calm, production, request-10001"),
        "{error}"
    );
}

#[test]
fn a_profile_makes_nothing_faster() {
    for factor in [0.0, 0.5, f64::NAN] {
        let mut setup = Setup::default();
        setup.faults.latency_factor = Some(factor);
        refused(
            &Drawing::new().agent("a", json!({})),
            &setup,
            "the fault profile: latency_factor is",
        );
    }
    let mut setup = Setup::default();
    setup.faults.latency_factor = Some(1.0);
    Drawing::new()
        .agent("a", json!({}))
        .network(&setup)
        .unwrap();
}

#[test]
fn shares_that_are_next_to_nothing_are_named() {
    let shares = |b: f64, c: f64| {
        Drawing::new()
            .agent("a", json!({ "resolves": 0.5 }))
            .agent("b", json!({}))
            .agent("c", json!({}))
            .transfer("a", "b", json!({ "share": b }), json!({}))
            .transfer("a", "c", json!({ "share": c }), json!({}))
    };
    let calm = Setup::default();
    refused(
        &shares(5e-324, 5e-324),
        &calm,
        "handoff a-b: share is 5e-324; it has to be 0, or between",
    );
    refused(
        &shares(1e-3, 1e12),
        &calm,
        "handoff a-b: share is 0.001; it has to be 0, or at least 1e-12 of the sum",
    );
    for (b, c) in [(0.0, 1e12), (1e-12, 0.5), (1e-9, 1e-9)] {
        shares(b, c).network(&calm).unwrap();
    }
    let setup = Setup {
        entry: vec![
            (AgentId::new("a").unwrap(), 1.0),
            (AgentId::new("b").unwrap(), 1e-300),
        ],
        ..Setup::default()
    };
    refused(&shares(1.0, 1.0), &setup, "the entry at b: share is 1e-300");
}
