//! Bad input is named; a system that cannot keep up is said to.

use super::{agent, drawing, options, queues, queues_at};
use crate::queue::{LoadOptions, ServiceTimes};
use serde_json::{Value, json};

#[test]
fn what_cannot_be_is_refused_by_name() {
    let with = |capacity: Value| drawing([agent("a", capacity, 1000.0, 1.0)]);
    let handed = |more: Value| {
        with(Value::Null)
            .put("agent", "b", json!({ "name": "B" }))
            .transfer("a", "b", json!({}), more)
    };
    for (drawing, expected) in [
        (
            with(json!({ "at_once": 0 })),
            "agent a: capacity.at_once is 0; it has to be between 1 and 1000000",
        ),
        (
            with(json!({ "at_once": 1, "rate_per_second": 0.0 })),
            "agent a: capacity.rate_per_second is 0; it has to be a number above 0",
        ),
        (
            with(json!({ "at_once": 1, "rate_per_second": -2.0 })),
            "agent a: capacity.rate_per_second is -2",
        ),
        (
            handed(json!({ "policy": { "timeout_ms": 0 } })),
            "handoff a-b: policy.timeout_ms is 0; it has to be 1 or more",
        ),
        (
            handed(
                json!({ "policy": { "breaker": { "threshold": 0, "window_seconds": 1, "reset_seconds": 1 } } }),
            ),
            "policy.breaker.threshold is 0",
        ),
    ] {
        let refused = queues_at(&drawing, None).unwrap_err().to_string();
        assert!(refused.contains(expected), "{refused}");
    }
    let queues = queues(&with(json!({ "at_once": 1 })));
    let fine = options(1.0, 1000, ServiceTimes::LogNormal);
    for (options, expected) in [
        (
            LoadOptions {
                rate_per_second: 0.0,
                ..fine
            },
            "the load: rate_per_second is 0",
        ),
        (
            LoadOptions {
                rate_per_second: f64::NAN,
                ..fine
            },
            "the load: rate_per_second is NaN",
        ),
        (
            LoadOptions {
                replications: 2,
                ..fine
            },
            "the load: replications is 2",
        ),
        (
            LoadOptions {
                requests: 0,
                ..fine
            },
            "the load: requests is 0",
        ),
        (
            LoadOptions {
                seconds: Some(-1.0),
                ..fine
            },
            "the load: seconds is -1",
        ),
        (
            LoadOptions {
                warm_up_seconds: Some(f64::INFINITY),
                ..fine
            },
            "the load: warm_up_seconds is inf",
        ),
        (
            LoadOptions {
                seconds: Some(1e9),
                ..fine
            },
            "at most 1000000000",
        ),
    ] {
        let refused = queues.run(&options, |_| true).unwrap_err().to_string();
        assert!(refused.contains(expected), "{refused}");
    }
}

#[test]
fn an_agent_that_cannot_keep_up_is_said_to_with_what_it_would_take() {
    let queues = queues(&drawing([agent("a", json!({ "at_once": 2 }), 1000.0, 1.0)]));
    let loaded = queues
        .run(&options(3.0, 20_000, ServiceTimes::LogNormal), |_| true)
        .unwrap();
    let demand = loaded.agents[0].demand.unwrap();
    assert!((demand - 1.5).abs() < 0.02, "{demand}");
    let [note] = &loaded.notes[..] else {
        panic!("{:?}", loaded.notes)
    };
    assert!(
        note.starts_with("a cannot keep up: ")
            && note.contains("its queue grows for as long as the run lasts"),
        "{note}"
    );
    assert_eq!((loaded.inside, loaded.outcomes.resolved), (0.0, 1.0));
    let series = &loaded.agents[0].series;
    assert!(series[59].queue > 5.0 * series[5].queue, "{series:?}");
}

#[test]
fn a_run_that_would_not_end_is_broken_off() {
    let endless = drawing([
        agent("a", json!({ "at_once": 1 }), 0.0, 0.0),
        agent("b", Value::Null, 0.0, 1.0),
    ])
    .transfer(
        "a",
        "b",
        json!({ "unavailable": 1.0, "latency_ms": 0.0 }),
        json!({ "policy": { "retries": 4_000_000_000_u32 } }),
    );
    let few = LoadOptions {
        replications: 5,
        ..options(1.0, 50, ServiceTimes::LogNormal)
    };
    let loaded = queues(&endless).run(&few, |_| true).unwrap();
    assert_eq!(loaded.inside, 1.0);
    assert!(
        loaded
            .notes
            .iter()
            .any(|note| note.contains("5 of 5 replications were broken off")),
        "{:?}",
        loaded.notes
    );
    assert_eq!(loaded.latency_ms, None);
}

#[test]
fn nothing_is_limited_and_nobody_there_are_said() {
    let free = queues(&drawing([agent("a", Value::Null, 1000.0, 1.0)]));
    let loaded = free
        .run(&options(3.0, 2000, ServiceTimes::LogNormal), |_| true)
        .unwrap();
    assert!(
        loaded.notes[0].starts_with("no agent has a capacity"),
        "{:?}",
        loaded.notes
    );
    assert_eq!(
        (
            loaded.agents[0].slots,
            loaded.agents[0].utilisation,
            loaded.agents[0].demand
        ),
        (None, None, None)
    );

    let night = drawing([])
        .put(
            "team",
            "care",
            json!({ "name": "Care", "rotation": "days" }),
        )
        .put("person", "ana", json!({ "name": "Ana" }))
        .put(
            "rotation",
            "days",
            json!({ "name": "Days", "team": "care", "schedule": [
            { "person": "ana", "from": "2026-03-02T08:00:00Z", "to": "2026-03-02T16:00:00Z" } ] }),
        )
        .put(
            "agent",
            "a",
            json!({ "name": "Desk", "kind": "human", "team": "care" }),
        );
    let queues = queues_at(&night, Some("2026-03-02T17:00:00Z")).unwrap();
    let hour = LoadOptions {
        seconds: Some(3600.0),
        ..options(0.01, 1, ServiceTimes::LogNormal)
    };
    let loaded = queues.run(&hour, |_| true).unwrap();
    assert!(
        loaded
            .notes
            .iter()
            .any(|note| note.contains("nobody is on shift")),
        "{:?}",
        loaded.notes
    );
    assert!(
        loaded
            .notes
            .iter()
            .any(|note| note.contains("does not say how long a ticket takes")),
        "{:?}",
        loaded.notes
    );
    assert!(
        loaded
            .notes
            .iter()
            .any(|note| note
                .starts_with("shifts come again after 24 hours, and 1 hours are measured")),
        "{:?}",
        loaded.notes
    );
    assert_eq!(loaded.agents[0].utilisation, None);
    assert_eq!(loaded.teams[0].id, "care");
    let days = LoadOptions {
        seconds: Some(2.0 * 86_400.0),
        warm_up_seconds: Some(86_400.0),
        ..options(0.01, 1, ServiceTimes::LogNormal)
    };
    let loaded = queues.run(&days, |_| true).unwrap();
    assert!(!loaded.notes.iter().any(|note| note.starts_with("shifts")));
}

#[test]
fn a_run_that_is_ended_answers_with_what_is_complete() {
    let queues = queues(&drawing([agent("a", json!({ "at_once": 2 }), 10.0, 1.0)]));
    let asked = LoadOptions {
        replications: 64,
        ..options(3.0, 640_000, ServiceTimes::LogNormal)
    };
    let refused = queues.run(&asked, |_| false).unwrap_err().to_string();
    assert!(refused.ends_with("5 are the least that say something"));
    // More than one round has come to its end by then, and not all.
    let mut most = 0;
    let mut ended = queues
        .run(&asked, |arrived| {
            assert!(arrived >= most);
            most = arrived;
            arrived < 200_000
        })
        .unwrap();
    assert!((8..64).contains(&ended.replications), "{ended:?}");
    let whole = queues.run(&asked, |_| true).unwrap();
    assert_eq!(whole.replications, 64);
    let few = LoadOptions {
        replications: ended.replications,
        requests: u64::from(ended.replications) * 10_000,
        ..asked
    };
    let told = format!("ended early, after {} of 64", ended.replications);
    assert!(ended.notes.remove(0).starts_with(&told));
    assert!(queues.run(&few, |_| true).unwrap() == ended);
}
