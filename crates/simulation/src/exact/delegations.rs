//! Every clause of the definition about delegations, with numbers worked out by hand.

use crate::Fate;
use crate::testing::{Drawing, assert_fates, assert_near, handoff, none};
use serde_json::json;

#[test]
fn a_delegation_comes_back_clean_tainted_or_not_at_all() {
    let found = Drawing::new()
        .agent("a", json!({ "resolves": 1.0, "hallucination": 0.5, "cost_usd": 1.0, "latency_p50_ms": 5.0, "latency_p95_ms": 5.0 }))
        .agent("w", json!({ "recovery": 0.4, "cost_usd": 2.0, "latency_p50_ms": 7.0, "latency_p95_ms": 7.0 }))
        .human("h")
        .transfer("a", "w", json!({ "share": 0.5, "unavailable": 0.2, "malformed": 0.1, "latency_ms": 3.0 }), json!({ "mode": "delegate" }))
        .transfer("a", "h", none(), json!({ "trigger": { "on": "error" } }))
        .exact();
    // Called by half: 0.8 come back. Clean ones are tainted by 0.1; of the tainted ones 0.4 recover, and 0.1 of these are tainted again.
    let clean = 0.5 * (0.5 + 0.5 * 0.8 * 0.9) + 0.5 * 0.5 * 0.8 * 0.4 * 0.9;
    let missing = 0.5 * 0.2;
    assert_fates(
        &found.outcomes,
        &[
            (Fate::Resolved, clean),
            (Fate::Wrong, 1.0 - clean - missing),
            (Fate::Human, missing),
        ],
    );
    assert_near(handoff(&found, "a-w").uses, 0.5);
    assert_near(found.cost_usd, 1.0 + 0.5 * 0.8 * 2.0);
    assert_near(
        found.latency_ms,
        5.0 + 0.5 * (3.0 + 0.8 * 7.0) + missing * 20.0,
    );
    assert_near(found.handoff_success, 1.0);
    assert_near(found.hops, missing);
}

#[test]
fn joins_need_all_any_or_some() {
    // Each branch comes back clean with 0.5, tainted with 0.25, not at all with 0.25.
    let outcomes = |join: serde_json::Value| {
        let branch = |join: serde_json::Value| json!({ "mode": "delegate", "parallel_group": "g", "join": join });
        Drawing::new()
            .agent("a", json!({ "resolves": 1.0 }))
            .agent("w", json!({ "hallucination": 1.0 / 3.0 }))
            .handoff("p", "a", "w", json!({ "unavailable": 0.25 }), branch(join))
            .handoff(
                "q",
                "a",
                "w",
                json!({ "unavailable": 0.25 }),
                branch(json!("all")),
            )
            .exact()
            .outcomes
    };
    assert_fates(
        &outcomes(json!("all")),
        &[
            (Fate::Resolved, 0.25),
            (Fate::Wrong, 0.3125),
            (Fate::Dropped, 0.4375),
        ],
    );
    // Any: both missing 1/16; one back 2 * 3/4 * 1/4; both back 9/16, one of them taken.
    let clean = 2.0 * 0.5 * 0.25 + 0.25 + 0.5 * 2.0 * 0.5 * 0.25;
    assert_fates(
        &outcomes(json!("any")),
        &[
            (Fate::Resolved, clean),
            (Fate::Wrong, 0.9375 - clean),
            (Fate::Dropped, 0.0625),
        ],
    );
    assert_fates(
        &outcomes(json!({ "n": 2 })),
        &[
            (Fate::Resolved, 0.25),
            (Fate::Wrong, 0.3125),
            (Fate::Dropped, 0.4375),
        ],
    );
}

#[test]
fn branches_that_were_not_called_are_outside_the_join() {
    let outcomes = |join: serde_json::Value| {
        let branch = json!({ "mode": "delegate", "parallel_group": "g", "join": join });
        Drawing::new()
            .agent("a", json!({ "resolves": 1.0 }))
            .agent("w", none())
            .handoff("p", "a", "w", json!({ "share": 0.5 }), branch.clone())
            .handoff("q", "a", "w", json!({ "share": 0.5 }), branch)
            .exact()
    };
    assert_fates(&outcomes(json!("all")).outcomes, &[(Fate::Resolved, 1.0)]);
    // Two are needed even where one was called; none called changes nothing.
    let two = outcomes(json!({ "n": 2 }));
    assert_fates(
        &two.outcomes,
        &[(Fate::Resolved, 0.5), (Fate::Dropped, 0.5)],
    );
    assert_eq!(two.latency_ms, None, "branches run at once");
}

#[test]
fn a_called_person_answers_clean_and_calls_nobody() {
    let found = Drawing::new()
        .agent("a", json!({ "resolves": 1.0, "hallucination": 1.0 }))
        .human("h")
        .transfer(
            "a",
            "h",
            json!({ "context_loss": 0.25 }),
            json!({ "mode": "delegate" }),
        )
        .transfer("h", "a", none(), json!({ "mode": "delegate" }))
        .exact();
    assert_fates(
        &found.outcomes,
        &[(Fate::Resolved, 0.75), (Fate::Wrong, 0.25)],
    );
}

#[test]
fn called_agents_call_others_and_fallbacks_are_final() {
    let found = Drawing::new()
        .agent("a", json!({ "resolves": 1.0 }))
        .agent("b", none())
        .agent(
            "c",
            json!({ "tool_calls": 1, "tool_failure": 0.5, "tool_limit": 1 }),
        )
        .transfer("a", "b", none(), json!({ "mode": "delegate" }))
        .transfer(
            "b",
            "c",
            json!({ "unavailable": 0.5 }),
            json!({ "mode": "delegate", "fallbacks": ["c"] }),
        )
        .exact();
    // b reaches c with 0.75, half of which is forced to give up; then b has no answer, and a none either.
    assert_fates(
        &found.outcomes,
        &[(Fate::Resolved, 0.375), (Fate::Dropped, 0.625)],
    );
    assert_near(handoff(&found, "b-c").uses, 1.0);
}
