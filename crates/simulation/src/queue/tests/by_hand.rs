//! Small runs, worked out by hand: requests come at given times, visits take a given time.

use super::{agent, drawing, queues, queues_at};
use crate::fate::Fate;
use crate::queue::engine::{Engine, Plan};
use crate::queue::replication::Replication;
use crate::queue::{LoadCause, Queues, ServiceTimes};
use crate::testing::{Drawing, none};
use serde_json::{Value, json};

/// Everything that happens when requests come at these seconds; a day is measured.
fn run(queues: &Queues, seconds: &[f64]) -> Replication {
    let plan = Plan {
        gap: 1000.0,
        warm_up: 0.0,
        until: 86_400_000.0,
        last: f64::INFINITY,
        seed: 1,
        service: ServiceTimes::LogNormal,
    };
    let mut times = seconds.iter().map(|second| second * 1000.0);
    Engine::new(queues, &plan, 0)
        .run(&plan, || times.next().unwrap_or(f64::INFINITY))
        .result
}

fn fates(result: &Replication, fate: Fate) -> u64 {
    result.fates[fate as usize]
}

/// Milliseconds that requests waited at an agent, in the order of ids.
fn waits(result: &Replication, agent: usize) -> (u64, f64) {
    let waits = &result.stations[agent].counts.waits;
    (waits.times, waits.sum)
}

/// From `a`, which takes no time and everybody at once, to `b`.
fn to_b(b: (String, Value), handoff: Value) -> Drawing {
    drawing([agent("a", Value::Null, 0.0, 0.0), b]).transfer(
        "a",
        "b",
        json!({ "latency_ms": 0.0 }),
        handoff,
    )
}

#[test]
fn who_finds_no_slot_waits_in_turn() {
    let one = drawing([agent("a", json!({ "at_once": 1 }), 1000.0, 1.0)]);
    let result = run(&queues(&one), &[0.0, 0.1, 0.2]);
    assert_eq!(fates(&result, Fate::Resolved), 3);
    assert_eq!(waits(&result, 0), (3, 0.0 + 900.0 + 1800.0));
    assert_eq!(result.latency.sum, 1000.0 + 1900.0 + 2800.0);
    assert_eq!(result.stations[0].counts.most_waiting, 2);
    assert_eq!(result.stations[0].areas.busy, 3000.0);
    assert_eq!(result.stations[0].areas.waiting, 2700.0);
    let two = drawing([agent("a", json!({ "at_once": 2 }), 1000.0, 1.0)]);
    assert_eq!(waits(&run(&queues(&two), &[0.0, 0.1, 0.2]), 0), (3, 800.0));
}

#[test]
fn a_full_queue_turns_away() {
    let short = drawing([agent(
        "a",
        json!({ "at_once": 1, "queue_limit": 1 }),
        1000.0,
        1.0,
    )]);
    let result = run(&queues(&short), &[0.0, 0.1, 0.2, 1.1]);
    assert_eq!(fates(&result, Fate::Resolved), 3);
    assert_eq!(result.by_load[LoadCause::QueueFull as usize], 1);
    assert_eq!(fates(&result, Fate::Dropped), 1);
    // Where there is somebody to fall back on, nobody is lost.
    let fallback = to_b(
        agent("b", json!({ "at_once": 1, "queue_limit": 0 }), 1000.0, 1.0),
        json!({ "fallbacks": ["c"] }),
    );
    let fallback = fallback.put("agent", "c", agent("c", Value::Null, 5000.0, 1.0).1);
    let result = run(&queues(&fallback), &[0.0, 0.1]);
    assert_eq!(result.latency.sum, 1000.0 + 5000.0);
    assert_eq!((result.ways[0].uses, result.ways[0].attempts), (2, 3));
}

#[test]
fn who_waits_too_long_is_sent_again_and_leaves_a_copy() {
    let b = || agent("b", json!({ "at_once": 1 }), 10_000.0, 1.0);
    let policy = |more: Value| {
        let mut policy = json!({ "timeout_ms": 2000, "retries": 1, "backoff": "fixed" });
        policy
            .as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        json!({ "policy": policy })
    };
    // The second request waits from 1 to 3 s and from 3.5 to 5.5 s. Both messages stay, and b works on each for ten seconds.
    let result = run(&queues(&to_b(b(), policy(none()))), &[0.0, 1.0]);
    assert_eq!(result.by_load[LoadCause::TimedOut as usize], 1);
    assert_eq!(result.latency.sum, 10_000.0 + 4500.0);
    assert_eq!(result.ways[0].attempts, 3);
    // b works on them from 10 to 30 s; a third request, of 28 s, is taken up just in time.
    let later = run(&queues(&to_b(b(), policy(none()))), &[0.0, 1.0, 28.0]);
    assert_eq!(later.stations[1].counts.copies, 2);
    assert_eq!(fates(&later, Fate::Resolved), 2);
    assert_eq!(later.latency.sum, 10_000.0 + 4500.0 + 12_000.0);
    for withdrawn in [
        json!({ "idempotent_by": "handoff_id" }),
        json!({ "rollback": true }),
    ] {
        let result = run(&queues(&to_b(b(), policy(withdrawn))), &[0.0, 1.0, 28.0]);
        assert_eq!(result.stations[1].counts.copies, 0);
        assert_eq!(result.latency.sum, 10_000.0 + 4500.0 + 10_000.0);
    }
}

#[test]
fn a_wait_that_ends_in_time_is_no_timeout() {
    let b = agent("b", json!({ "at_once": 1 }), 1000.0, 1.0);
    let drawing = to_b(b, json!({ "policy": { "timeout_ms": 2000, "retries": 1 } }));
    let result = run(&queues(&drawing), &[0.0, 0.5, 60.0]);
    assert_eq!(fates(&result, Fate::Resolved), 3);
    assert_eq!(waits(&result, 1), (3, 500.0));
    assert_eq!(result.ways[0].attempts, 3);
}

#[test]
fn a_ticket_that_waits_for_a_person_does_not_time_out() {
    let (id, mut person) = agent("b", json!({ "at_once": 1 }), 60_000.0, 0.0);
    person["kind"] = json!("human");
    let drawing = to_b((id, person), json!({ "policy": { "timeout_ms": 2000 } }));
    let result = run(&queues(&drawing), &[0.0, 1.0]);
    assert_eq!(fates(&result, Fate::Human), 2);
    assert_eq!(waits(&result, 1), (2, 59_000.0));
}

#[test]
fn backoff_waits_between_attempts() {
    let dead = |policy: Value| {
        let b = agent("b", Value::Null, 1000.0, 1.0);
        let agents = drawing([agent("a", Value::Null, 0.0, 0.0), b]);
        let behaviour = json!({ "latency_ms": 100.0, "unavailable": 1.0 });
        queues(&agents.transfer("a", "b", behaviour, json!({ "policy": policy })))
    };
    let at_once = run(&dead(json!({ "retries": 2 })), &[0.0]);
    assert_eq!(at_once.latency.sum, 300.0);
    let fixed = run(&dead(json!({ "retries": 2, "backoff": "fixed" })), &[0.0]);
    assert_eq!(fixed.latency.sum, 300.0 + 2.0 * 500.0);
    // 500 and 1000 ms, of which up to half is taken away.
    let growing = run(
        &dead(json!({ "retries": 2, "backoff": "exponential" })),
        &[0.0],
    );
    assert!(
        (300.0 + 750.0..300.0 + 1500.0).contains(&growing.latency.sum),
        "{}",
        growing.latency.sum
    );
    // Nothing of this is the doing of load.
    assert_eq!(
        (fates(&growing, Fate::Dropped), growing.by_load),
        (1, [0; 4])
    );
}

#[test]
fn a_breaker_opens_on_failures_and_again_on_a_failed_probe() {
    let breaker = json!({ "policy": { "breaker": { "threshold": 2, "window_seconds": 10, "reset_seconds": 5 } } });
    let b = agent("b", Value::Null, 1000.0, 1.0);
    let agents = drawing([agent("a", Value::Null, 0.0, 0.0), b]);
    let dead = agents.transfer(
        "a",
        "b",
        json!({ "latency_ms": 0.0, "unavailable": 1.0 }),
        breaker,
    );
    // Opens at 1 s; stops the request of 2 s; the one of 6 s is the probe, fails, and opens it until 11 s.
    let result = run(&queues(&dead), &[0.0, 1.0, 2.0, 6.0, 7.0]);
    assert_eq!(fates(&result, Fate::Dropped), 5);
    assert_eq!(result.by_load[LoadCause::BreakerOpen as usize], 2);
    assert_eq!((result.ways[0].attempts, result.ways[0].openings), (3, 2));
}

#[test]
fn a_breaker_closes_once_its_probe_is_taken_up() {
    let breaker = json!({ "policy": { "breaker": { "threshold": 2, "window_seconds": 10, "reset_seconds": 2 } } });
    let b = agent("b", json!({ "at_once": 1, "queue_limit": 0 }), 3000.0, 1.0);
    // Two are turned away, the breaker opens at 2 s; at 3.5 s b is free and the breaker still open; at 4.5 s the probe closes it; at 4.6 s
    // an attempt goes through and finds b full.
    let result = run(&queues(&to_b(b, breaker)), &[0.0, 1.0, 2.0, 3.5, 4.5, 4.6]);
    assert_eq!(fates(&result, Fate::Resolved), 2);
    assert_eq!(result.by_load[LoadCause::QueueFull as usize], 3);
    assert_eq!(result.by_load[LoadCause::BreakerOpen as usize], 1);
    assert_eq!((result.ways[0].attempts, result.ways[0].openings), (5, 1));
}

#[test]
fn a_debounced_transfer_sets_out_later_and_holds_nobody() {
    let drawing = drawing([
        agent("a", json!({ "at_once": 1 }), 1000.0, 0.0),
        agent("b", Value::Null, 1000.0, 1.0),
    ]);
    let later = json!({ "trigger": { "debounce_seconds": 7 } });
    let result = run(
        &queues(&drawing.transfer("a", "b", json!({ "latency_ms": 20.0 }), later)),
        &[0.0, 1.0],
    );
    assert_eq!(result.latency.sum, 2.0 * (1000.0 + 7000.0 + 20.0 + 1000.0));
}

#[test]
fn a_rate_limit_lets_in_what_its_bucket_holds() {
    let two = drawing([agent(
        "a",
        json!({ "at_once": 9, "rate_per_second": 2.0 }),
        1000.0,
        1.0,
    )]);
    // Two at first; 0.2 s later the bucket holds 0.4, at 0.6 s it holds 1.2, at 0.7 s 0.4.
    let result = run(&queues(&two), &[0.0, 0.1, 0.2, 0.6, 0.7]);
    assert_eq!(fates(&result, Fate::Resolved), 3);
    assert_eq!(result.by_load[LoadCause::RateLimited as usize], 2);
}

#[test]
fn people_take_tickets_up_while_they_are_on_shift() {
    let desk = Drawing::new()
        .put(
            "team",
            "care",
            json!({ "name": "Care", "rotation": "days" }),
        )
        .put("person", "ana", json!({ "name": "Ana" }))
        .put("person", "ben", json!({ "name": "Ben" }))
        .put(
            "rotation",
            "days",
            json!({ "name": "Days", "team": "care", "schedule": [
            { "person": "ana", "from": "2026-03-02T08:00:00Z", "to": "2026-03-02T16:00:00Z" },
            { "person": "ben", "from": "2026-03-02T08:00:00Z", "to": "2026-03-02T12:00:00Z" } ] }),
        )
        .put(
            "agent",
            "a",
            json!({ "name": "Desk", "kind": "human", "team": "care", "capacity": { "at_once": 2 },
            "behaviour": { "latency_p50_ms": 600_000.0, "latency_p95_ms": 600_000.0 } }),
        );
    let minute = 60.0;
    // From 15:00 on, two tickets at once by one person: at 15:58, 15:59 and 16:05. The third waits until 08:00.
    let queues = queues_at(&desk, Some("2026-03-02T15:00:00Z")).unwrap();
    let result = run(&queues, &[58.0 * minute, 59.0 * minute, 65.0 * minute]);
    assert_eq!(fates(&result, Fate::Human), 3);
    assert_eq!(waits(&result, 0), (3, (15.0 * 60.0 + 55.0) * 60_000.0));
    // Two people in the morning: of five tickets at 08:00 the fifth waits ten minutes.
    let queues = queues_at(&desk, None).unwrap();
    assert_eq!(waits(&run(&queues, &[0.0; 5]), 0), (5, 600_000.0));
}

#[test]
fn a_query_for_the_least_loaded_knows_the_load() {
    let skilled = |id: &str| {
        let (id, mut record) = agent(id, json!({ "at_once": 1 }), 10_000.0, 1.0);
        record["capabilities"] = json!(["skill"]);
        (id, record)
    };
    let query = json!({ "to": { "capabilities": ["skill"], "tie_break": "least_loaded" } });
    let drawing = drawing([
        agent("a", Value::Null, 0.0, 0.0),
        skilled("x"),
        skilled("y"),
    ])
    .put(
        "capability",
        "skill",
        json!({ "tag": "skill", "meaning": "" }),
    )
    .handoff("h", "a", "x", json!({ "latency_ms": 0.0 }), query);
    // x, y, x, y, each the less loaded, x where both are alike; at 10 s both are free of their first.
    let result = run(&queues(&drawing), &[0.0, 1.0, 2.0, 3.0, 12.0]);
    let taken = |agent: usize| result.stations[agent].counts.waits.times;
    assert_eq!((taken(1), taken(2)), (3, 2));
    assert_eq!(waits(&result, 1).1, 0.0 + 8000.0 + 8000.0);
    assert_eq!(waits(&result, 2).1, 0.0 + 8000.0);
}

#[test]
fn a_caller_keeps_its_slot_while_it_waits_for_what_it_calls() {
    let delegate = json!({ "mode": "delegate" });
    let drawing = drawing([
        agent("a", json!({ "at_once": 2 }), 1000.0, 1.0),
        agent("b", json!({ "at_once": 1 }), 3000.0, 0.0),
    ])
    .transfer("a", "b", json!({ "latency_ms": 100.0 }), delegate);
    // Both call b at 1.1 s; b is done with the first at 4.1 and with the second at 7.1 s. The third is taken up at 4.1 s and calls at 5.2 s.
    let result = run(&queues(&drawing), &[0.0, 0.0, 2.0]);
    assert_eq!(waits(&result, 0), (3, 2100.0));
    assert_eq!(waits(&result, 1).0, 3);
    assert!((waits(&result, 1).1 - (3000.0 + 1900.0)).abs() < 1e-6);
    assert!((result.latency.sum - (4100.0 + 7100.0 + 8100.0)).abs() < 1e-6);
    assert!((result.stations[0].areas.busy - (4100.0 + 7100.0 + 6000.0)).abs() < 1e-6);
}

#[test]
fn a_gate_keeps_everybody_and_only_once() {
    let b = agent("b", json!({ "at_once": 1 }), 1000.0, 1.0);
    let gate = json!({ "gate": { "minutes": 1.0 }, "policy": { "timeout_ms": 500, "retries": 3, "backoff": "fixed", "rollback": true } });
    // Both are let through at 60 s; the second gives up at 60.5 s and is sent again at 61 s, when b is free.
    let result = run(&queues(&to_b(b, gate)), &[0.0, 0.0]);
    assert_eq!(fates(&result, Fate::Resolved), 2);
    assert_eq!(result.latency.sum, 61_000.0 + 62_000.0);
}
