//! Every clause of the definition about visits and transfers, with numbers worked out by hand.

use crate::testing::{Drawing, assert_fates, assert_near, handoff, none};
use crate::{ExactOptions, Fate, Interrupted, Limits, Setup, exact, exact_while};
use serde_json::json;
use std::sync::atomic::{AtomicU32, Ordering};

#[test]
fn a_visit_recovers_hallucinates_resolves_or_is_stuck() {
    let found = Drawing::new()
        .agent(
            "a",
            json!({ "resolves": 0.8, "hallucination": 0.1, "recovery": 0.5, "cost_usd": 0.2 }),
        )
        .exact();
    assert_fates(
        &found.outcomes,
        &[
            (Fate::Resolved, 0.72),
            (Fate::Wrong, 0.08),
            (Fate::Stuck, 0.2),
        ],
    );
    // Tainted: recovers 0.5, then is clean with 0.9; resolved with 0.8.
    assert_near(found.agents[0].recovers, 0.5 * 0.9 * 0.8);
    assert_near(found.agents[0].digs_deeper, 1.0 - 0.36);
    assert_near(found.cost_usd, 0.2);
    assert_near(found.hops, 0.0);
    assert_near(found.context_fidelity, 1.0);
    assert_eq!(found.handoff_success, None, "no handoff was used");
    assert!(
        found.notes[0].contains("20.000 % of the requests are stuck at a: it has no handoff"),
        "{:?}",
        found.notes
    );
    assert!(found.bound < 1e-12);
}

#[test]
fn exhausted_tools_go_unnoticed_or_force_a_handoff() {
    // One call of two is exhausted with 1 - (1 - 0.5^2)^2 = 0.4375; half of it silently.
    let tools = json!({ "resolves": 1.0, "tool_calls": 2, "tool_failure": 0.5, "tool_limit": 2, "silent": 0.5 });
    let dropped = Drawing::new().agent("a", tools.clone()).exact();
    let part = 0.4375 / 2.0;
    assert_fates(
        &dropped.outcomes,
        &[
            (Fate::Resolved, 0.5625),
            (Fate::Wrong, part),
            (Fate::Dropped, part),
        ],
    );
    let forced = Drawing::new()
        .agent("a", tools)
        .human("h")
        .human("i")
        .transfer(
            "a",
            "i",
            json!({ "share": 0.5 }),
            json!({ "trigger": { "on": "error" } }),
        )
        .transfer(
            "a",
            "h",
            json!({ "share": 2.0 }),
            json!({ "trigger": { "on": { "any": [{ "on": "error" }, { "on": "user_asks" }] } } }),
        )
        .exact();
    assert_fates(
        &forced.outcomes,
        &[
            (Fate::Resolved, 0.5625),
            (Fate::Wrong, part),
            (Fate::Human, part),
        ],
    );
    assert_near(handoff(&forced, "a-h").uses, part);
    assert_near(handoff(&forced, "a-i").uses, 0.0);
}

#[test]
fn transfers_are_chosen_by_share_and_may_lead_to_outcomes() {
    let found = Drawing::new()
        .agent("a", json!({ "hallucination": 0.25 }))
        .handoff(
            "good",
            "a",
            "a",
            none(),
            json!({ "to": { "outcome": "good" } }),
        )
        .handoff(
            "bad",
            "a",
            "a",
            json!({ "share": 3.0 }),
            json!({ "to": { "outcome": "bad" } }),
        )
        .exact();
    assert_fates(
        &found.outcomes,
        &[
            (Fate::Resolved, 0.75 / 4.0),
            (Fate::Wrong, 0.25 / 4.0),
            (Fate::Dropped, 0.75),
        ],
    );
    assert_near(found.hops, 0.0);
    assert_near(found.handoff_success, 1.0);
    assert_near(handoff(&found, "bad").ends_here.dropped, 0.75);
    let zero = Drawing::new()
        .agent("a", none())
        .human("h")
        .transfer("a", "h", json!({ "share": 0.0 }), none())
        .exact();
    assert_fates(&zero.outcomes, &[(Fate::Stuck, 1.0)]);
    assert!(
        zero.notes[0].contains("shares are all zero"),
        "{:?}",
        zero.notes
    );
}

#[test]
fn attempts_fail_and_fallbacks_are_tried_in_turn() {
    let fails = json!({ "unavailable": 0.5, "latency_ms": 10.0 });
    let quick = json!({ "latency_p50_ms": 0.0, "latency_p95_ms": 0.0 });
    let found = Drawing::new()
        .agent("a", quick.clone())
        .human("h")
        .agent(
            "b",
            json!({ "resolves": 1.0, "latency_p50_ms": 0.0, "latency_p95_ms": 0.0 }),
        )
        .transfer(
            "a",
            "h",
            fails,
            json!({ "policy": { "retries": 1 }, "fallbacks": ["b", "h"] }),
        )
        .exact();
    // 0.75 arrive; of 0.25, half reach b, a quarter h, a quarter nobody.
    assert_fates(
        &found.outcomes,
        &[
            (Fate::Human, 0.75 + 0.0625),
            (Fate::Resolved, 0.125),
            (Fate::Dropped, 0.0625),
        ],
    );
    assert_near(found.handoff_success, 0.75);
    assert_near(found.hops, 0.9375);
    // 1 + 0.5 attempts, and for a quarter 1 + 0.5 more.
    assert_near(found.latency_ms, 10.0 * (1.5 + 0.25 * 1.5));
}

#[test]
fn malformed_payloads_taint_or_are_rejected() {
    let bad = json!({ "malformed": 0.2, "unavailable": 0.5 });
    let open = Drawing::new()
        .agent("a", none())
        .agent("b", json!({ "resolves": 1.0 }))
        .transfer("a", "b", bad.clone(), none())
        .exact();
    assert_fates(
        &open.outcomes,
        &[
            (Fate::Resolved, 0.4),
            (Fate::Wrong, 0.1),
            (Fate::Dropped, 0.5),
        ],
    );
    assert_near(open.handoff_success, 0.4);
    let closed = Drawing::new()
        .agent("a", none())
        .agent("b", json!({ "resolves": 1.0 }))
        .human("h")
        .transfer(
            "a",
            "b",
            bad,
            json!({ "policy": { "boundary_validation": true }, "fallbacks": ["h"] }),
        )
        .exact();
    // 0.1 are rejected and 0.5 do not arrive; each reaches the person with one attempt in two.
    assert_fates(
        &closed.outcomes,
        &[
            (Fate::Resolved, 0.4),
            (Fate::Human, 0.3),
            (Fate::Dropped, 0.3),
        ],
    );
    assert_near(handoff(&closed, "a-b").ends_here.dropped, 0.3);
}

#[test]
fn context_is_lost_asked_for_again_or_given_up() {
    let loses = json!({ "context_loss": 0.5 });
    let found = Drawing::new()
        .agent("a", none())
        .agent("b", none())
        .human("h")
        .transfer("a", "b", loses.clone(), none())
        .transfer("b", "h", loses, none())
        .exact();
    // Half lose context on the way to b, 0.6 of them give up; 0.7 go on, half of them lose it again.
    assert_fates(
        &found.outcomes,
        &[
            (Fate::Abandoned, 0.3),
            (Fate::Human, 0.35),
            (Fate::HumanRepeat, 0.35),
        ],
    );
    assert_near(found.hops, 1.7);
    assert_near(found.context_fidelity, 1.0 - (0.5 + 0.35) / 1.7);
    assert_near(found.handoff_success, 0.5);
}

#[test]
fn a_gate_catches_and_takes_time_on_the_way_to_the_receiver_alone() {
    let found = Drawing::new()
        .agent(
            "a",
            json!({ "hallucination": 0.5, "latency_p50_ms": 0.0, "latency_p95_ms": 0.0 }),
        )
        .agent(
            "b",
            json!({ "resolves": 1.0, "latency_p50_ms": 0.0, "latency_p95_ms": 0.0 }),
        )
        .transfer(
            "a",
            "b",
            json!({ "unavailable": 0.5, "latency_ms": 0.0 }),
            json!({ "gate": { "catches": 0.8, "minutes": 1.0 }, "fallbacks": ["b"] }),
        )
        .exact();
    // Half arrive, through the gate; a quarter reach b as a fallback, around it.
    let wrong = 0.5 * (0.5 * 0.2 + 0.25);
    assert_fates(
        &found.outcomes,
        &[
            (Fate::Resolved, 0.75 - wrong),
            (Fate::Wrong, wrong),
            (Fate::Dropped, 0.25),
        ],
    );
    assert_near(found.latency_ms, 0.5 * 60_000.0);
}

#[test]
fn a_loop_limit_kills_or_calls_a_person() {
    let circle = |fallbacks: serde_json::Value| {
        Drawing::new()
            .agent("a", none())
            .agent("b", none())
            .human("h")
            .transfer(
                "a",
                "b",
                none(),
                json!({ "policy": { "loop_limit": 2 }, "fallbacks": fallbacks }),
            )
            .transfer("b", "a", none(), none())
            .exact()
    };
    let killed = circle(json!([]));
    assert_fates(&killed.outcomes, &[(Fate::Killed, 1.0)]);
    assert_near(killed.hops, 4.0);
    assert_near(handoff(&killed, "a-b").uses, 2.0);
    assert_near(handoff(&killed, "b-a").ends_here.killed, 1.0);
    // Clean ones take turns until b-a after the second a-b; tainted ones may start at b as well.
    assert_eq!(killed.states, 5 + 6);
    let human = circle(json!(["b", "h"]));
    assert_fates(&human.outcomes, &[(Fate::Human, 1.0)]);
    assert_near(human.hops, 5.0);
}

#[test]
fn a_circle_without_a_way_out_is_stuck_and_says_so() {
    let found = Drawing::new()
        .agent("a", json!({ "resolves": 0.5 }))
        .agent("b", none())
        .agent("c", none())
        .transfer("a", "b", none(), none())
        .transfer("b", "c", none(), none())
        .transfer("c", "b", none(), none())
        .exact();
    assert_fates(
        &found.outcomes,
        &[(Fate::Resolved, 0.5), (Fate::Stuck, 0.5)],
    );
    assert_eq!(
        (found.hops, found.cost_usd, found.latency_ms),
        (None, None, None)
    );
    assert!(
        found.notes[0].contains("50.000 % of the requests never end"),
        "{:?}",
        found.notes
    );
    assert_near(handoff(&found, "a-b").ends_here.stuck, 0.5);
    assert_eq!(handoff(&found, "a-b").uses, None);
}

#[test]
fn a_circle_that_seldom_ends_loses_no_digits() {
    let found = Drawing::new()
        .agent(
            "a",
            json!({ "resolves": 1e-9, "latency_p50_ms": 1.0, "latency_p95_ms": 1.0 }),
        )
        .agent("b", json!({ "latency_p50_ms": 0.0, "latency_p95_ms": 0.0 }))
        .transfer("a", "b", json!({ "latency_ms": 0.0 }), none())
        .transfer("b", "a", json!({ "latency_ms": 0.0 }), none())
        .exact();
    assert_fates(&found.outcomes, &[(Fate::Resolved, 1.0)]);
    assert_near(found.latency_ms, 1e9);
}

#[test]
fn candidates_are_taken_by_the_tie_break() {
    let drawing = |tie: &str| {
        let skilled = |resolves: f64, cost: f64| json!({ "name": "x", "capabilities": ["skill"], "behaviour": { "resolves": resolves, "cost_usd": cost } });
        Drawing::new()
            .agent("a", none())
            .put(
                "capability",
                "skill",
                json!({ "tag": "skill", "meaning": "" }),
            )
            .put("agent", "b", skilled(1.0, 2.0))
            .put("agent", "c", skilled(0.0, 1.0))
            .handoff(
                "q",
                "a",
                "a",
                none(),
                json!({ "to": { "capabilities": ["skill"], "tie_break": tie } }),
            )
            .exact()
            .outcomes
            .resolved
    };
    assert_near(drawing("random"), 0.5);
    assert_near(drawing("cheapest"), 0.0);
    assert_near(drawing("first"), 1.0);
    assert_near(drawing("least_loaded"), 1.0);
    let nobody = |default: serde_json::Value| {
        Drawing::new()
            .agent("a", none())
            .human("h")
            .put(
                "capability",
                "skill",
                json!({ "tag": "skill", "meaning": "" }),
            )
            .handoff(
                "q",
                "a",
                "a",
                none(),
                json!({ "to": { "capabilities": ["skill"], "default": default } }),
            )
            .exact()
            .outcomes
    };
    assert_fates(&nobody(json!(null)), &[(Fate::Dropped, 1.0)]);
    assert_fates(&nobody(json!("h")), &[(Fate::Human, 1.0)]);
}

#[test]
fn entries_are_mixed_by_share_and_people_need_no_visit() {
    let found = Drawing::new()
        .agent("a", json!({ "resolves": 1.0 }))
        .human("h")
        .put(
            "entry",
            "desk",
            json!({ "topology": "t", "agent": "h", "share": 3.0 }),
        )
        .exact();
    assert_fates(
        &found.outcomes,
        &[(Fate::Resolved, 0.25), (Fate::Human, 0.75)],
    );
    assert_eq!(
        found
            .entries
            .iter()
            .map(|entry| (entry.agent.as_str(), entry.share))
            .collect::<Vec<_>>(),
        [("a", 0.25), ("h", 0.75)]
    );
    assert_fates(&found.entries[1].outcomes, &[(Fate::Human, 1.0)]);
    assert_near(found.hops, 0.0);
}

#[test]
fn profiles_raise_and_never_lower() {
    let drawing = Drawing::new().agent("a", json!({ "resolves": 1.0, "hallucination": 0.05 }));
    let wrong = |profile: &str| {
        let network = drawing
            .network(&Setup::of_profile(profile).unwrap())
            .unwrap();
        exact(&network, &ExactOptions::default())
            .unwrap()
            .outcomes
            .wrong
    };
    assert_near(wrong("calm"), 0.05);
    assert_near(wrong("production"), 0.05);
    assert_near(wrong("request-10001"), 0.10);
}

#[test]
fn a_solution_that_nobody_waits_for_is_ended() {
    let network = Drawing::new()
        .agent("a", json!({ "resolves": 0.5 }))
        .agent("b", none())
        .transfer("a", "b", none(), none())
        .transfer("b", "a", none(), none())
        .network(&Setup::default())
        .unwrap();
    let options = ExactOptions::default();
    let asked = AtomicU32::new(0);
    let count = || {
        asked.fetch_add(1, Ordering::Relaxed);
        true
    };
    assert_eq!(
        exact_while(&network, &options, &count),
        Ok(exact(&network, &options))
    );
    // Whenever it is ended, there is no result.
    for patience in 0..asked.load(Ordering::Relaxed) {
        let left = AtomicU32::new(patience);
        let until = || {
            let less = |left: u32| left.checked_sub(1);
            left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, less)
                .is_ok()
        };
        assert_eq!(exact_while(&network, &options, &until), Err(Interrupted));
    }
}

#[test]
fn a_chain_beyond_the_limit_is_left_to_sampling() {
    let network = Drawing::new()
        .agent("a", none())
        .network(&Setup::default())
        .unwrap();
    assert!(
        exact(
            &network,
            &ExactOptions {
                limits: Limits { states: 1 }
            }
        )
        .is_none()
    );
}

#[test]
fn a_mean_that_is_too_large_is_left_out_and_it_is_said() {
    let costly = json!({ "resolves": 1e-300, "cost_usd": 1e12, "latency_p50_ms": 1e12, "latency_p95_ms": 1e12 });
    let found = Drawing::new()
        .agent("a", costly)
        .agent("b", none())
        .transfer("a", "b", none(), none())
        .transfer("b", "a", none(), none())
        .exact();
    assert_eq!((found.cost_usd, found.latency_ms), (None, None));
    for figure in ["cost", "time"] {
        let said = format!("the mean {figure} of a request is too large for a number");
        assert!(found.notes.iter().any(|note| note.contains(&said)));
    }
}
