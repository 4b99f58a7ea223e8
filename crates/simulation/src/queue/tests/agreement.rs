//! Where load plays no role, the exact solver says the same; whatever the load, nobody gets lost.

use super::{agent, drawing, options, queues};
use crate::error::SimulationError;
use crate::queue::engine::Engine;
use crate::queue::{LoadOptions, Queues, ServiceTimes};
use crate::sample::tests::drawing as drawn;
use crate::testing::Drawing;
use crate::{ExactOptions, Fate, Network, Setup, exact};
use baton_model::TopologyId;
use serde_json::{Value, json};

/// As the tests of the sampler draw them, with what the exact solver says.
fn unloaded(seed: u64) -> (Queues, crate::Exact) {
    let profile = ["calm", "production", "request-10001"][(seed % 3) as usize];
    let setup = Setup {
        hop_cap: 100_000,
        ..Setup::of_profile(profile).unwrap()
    };
    let document = drawn(seed).document();
    let topology = TopologyId::new("t").unwrap();
    let network = Network::new(&document, &topology, &setup).unwrap();
    let solved = exact(&network, &ExactOptions::default()).unwrap();
    (
        Queues::new(&document, &topology, &setup, None).unwrap(),
        solved,
    )
}

/// So seldom that nothing has to be waited for at the ends of a run.
fn seldom(requests: u64, seed: u64) -> LoadOptions {
    LoadOptions {
        seed,
        warm_up_seconds: Some(0.0),
        ..options(0.1, requests, ServiceTimes::LogNormal)
    }
}

/// Intervals of 95 % hold the exact share in 93 to 97 of 100 cases, for every outcome.
#[test]
fn intervals_hold_the_exact_shares_as_often_as_they_say() {
    let (mut held, mut all) = ([0_u32; 8], [0_u32; 8]);
    for drawing in 0..100 {
        let (queues, exact) = unloaded(drawing);
        for seed in 0..10 {
            let loaded = queues
                .run(&seldom(2000, 100 * drawing + seed), |_| true)
                .unwrap();
            assert!((loaded.outcomes.sum() - 1.0).abs() < 1e-9);
            for fate in Fate::ALL {
                // Fewer than two in a replication are too few for Student's distribution.
                if (0.02..=0.98).contains(&exact.outcomes[fate]) {
                    all[fate as usize] += 1;
                    let interval = loaded.intervals.of(fate);
                    held[fate as usize] += u32::from(interval.holds(exact.outcomes[fate]));
                }
            }
        }
    }
    for fate in Fate::ALL {
        let (held, all) = (
            f64::from(held[fate as usize]),
            f64::from(all[fate as usize]),
        );
        if all > 200.0 {
            assert!(
                (0.93..=0.97).contains(&(held / all)),
                "{}: {held} of {all}",
                fate.name()
            );
        }
    }
    assert!(all.iter().filter(|all| **all > 200).count() >= 6, "{all:?}");
}

#[test]
fn means_agree_too() {
    for drawing in 0..20 {
        let (queues, exact) = unloaded(drawing);
        let loaded = queues.run(&seldom(100_000, drawing), |_| true).unwrap();
        let near = |what: &str, exact: f64, found: f64| {
            assert!(
                (exact - found).abs() <= 0.03 * exact.abs().max(0.1),
                "{drawing} {what}: {exact} and {found}"
            );
        };
        near("hops", exact.hops.unwrap(), loaded.hops);
        near("cost", exact.cost_usd.unwrap(), loaded.cost_usd);
        if let (Some(exact), Some(found)) = (exact.handoff_success, loaded.handoff_success) {
            near("success", exact, found);
        }
        near(
            "fidelity",
            exact.context_fidelity.unwrap(),
            loaded.context_fidelity,
        );
        for (exact, found) in exact.handoffs.iter().zip(&loaded.handoffs) {
            near(&exact.id, exact.uses.unwrap(), found.uses);
        }
    }
}

#[test]
fn times_without_load_are_those_of_the_exact_solver() {
    let drawing = Drawing::new()
        .agent("a", json!({ "resolves": 0.5 }))
        .agent(
            "b",
            json!({ "resolves": 0.8, "latency_p50_ms": 300.0, "latency_p95_ms": 900.0 }),
        )
        .agent("w", json!({}))
        .human("h")
        .human("asked")
        .transfer(
            "a",
            "b",
            json!({ "unavailable": 0.2 }),
            json!({ "policy": { "retries": 2 }, "fallbacks": ["h"], "gate": { "minutes": 0.1 } }),
        )
        .transfer("b", "a", json!({ "context_loss": 0.3 }), json!({}))
        .transfer(
            "a",
            "w",
            json!({ "share": 0.5 }),
            json!({ "mode": "delegate" }),
        )
        // Nobody said how long a person's answer takes: it takes no time without load, so none with it.
        .transfer(
            "b",
            "asked",
            json!({ "share": 0.5 }),
            json!({ "mode": "delegate" }),
        );
    let exact = drawing.exact().latency_ms.unwrap();
    let loaded = queues(&drawing)
        .run(&options(0.1, 400_000, ServiceTimes::LogNormal), |_| true)
        .unwrap();
    let times = loaded.latency_ms.unwrap();
    assert!(times.interval.reach() < 0.01 * exact, "{times:?}");
    assert!(
        (times.mean - exact).abs() < 2.0 * times.interval.reach(),
        "{times:?} {exact}"
    );
    assert_eq!(loaded.waiting_ms.unwrap().mean, 0.0);
    let assumed = "agent asked does not say how long the answer to a call takes";
    assert!(loaded.notes[0].starts_with(assumed), "{:?}", loaded.notes);
}

/// A drawing of the sampler's tests in which everything is scarce.
fn loaded(seed: u64) -> Queues {
    let mut document = drawn(seed).document();
    let mut edits = Vec::new();
    for (at, agent) in document.agents().enumerate() {
        let mut record = json!(agent);
        record["capacity"] = json!({ "at_once": 1 + (seed + at as u64) % 3 });
        match (seed + at as u64) % 4 {
            0 => record["capacity"]["queue_limit"] = json!(2),
            1 => record["capacity"]["rate_per_second"] = json!(1.5),
            _ => {}
        }
        edits.push(json!({ "op": "put", "kind": "agent", "id": agent.id, "record": record }));
    }
    for (at, handoff) in document.handoffs().enumerate() {
        let mut record = json!(handoff);
        let policy = &mut record["policy"];
        policy["timeout_ms"] = json!(500 + 100 * at);
        policy["backoff"] = json!(["none", "fixed", "exponential"][at % 3]);
        policy["rollback"] = json!(at % 2 == 0);
        if (seed + at as u64).is_multiple_of(3) {
            policy["breaker"] = json!({ "threshold": 3, "window_seconds": 5, "reset_seconds": 2 });
        }
        record["trigger"]["debounce_seconds"] = json!(at % 2);
        edits.push(json!({ "op": "put", "kind": "handoff", "id": handoff.id, "record": record }));
    }
    let edits = baton_model::parse_edits(&Value::Array(edits).to_string(), &document).unwrap();
    let diff = baton_model::apply(&document, &edits).unwrap();
    document.commit(&diff, 2);
    Queues::new(
        &document,
        &TopologyId::new("t").unwrap(),
        &Setup::default(),
        None,
    )
    .unwrap()
}

#[test]
fn every_request_ends_once_or_is_still_inside() {
    let mut causes = [0; 4];
    for seed in 0..40 {
        let queues = loaded(seed);
        let options = LoadOptions {
            seed,
            ..options(8.0, 5000, ServiceTimes::LogNormal)
        };
        let plan = queues.plan(&options).unwrap();
        let one = Engine::replicate(&queues, &plan, 0, |_| true).unwrap();
        assert!(one.arrived > 100);
        assert_eq!(
            one.arrived,
            one.fates.iter().sum::<u64>() + one.inside,
            "{seed}"
        );
        assert_eq!(one.latency.times, one.arrived - one.inside);
        assert!(one.by_load.iter().sum::<u64>() <= one.fates[Fate::Dropped as usize]);
        for (cause, count) in causes.iter_mut().zip(one.by_load) {
            *cause += count;
        }
        for (station, place) in one.stations.iter().zip(&queues.places) {
            // Never more at work than slots.
            let slots = f64::from(place.slots.unwrap()) * (plan.until - plan.warm_up);
            assert!(station.areas.busy <= slots * (1.0 + 1e-9), "{seed}");
        }
    }
    assert!(causes.iter().all(|count| *count > 20), "{causes:?}");
}

#[test]
fn the_same_seed_gives_the_same_result_on_any_number_of_threads() {
    let queues = loaded(3);
    let options = options(5.0, 5000, ServiceTimes::LogNormal);
    let on = |threads: usize, seed: u64| {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .unwrap();
        pool.install(|| {
            queues
                .run(&LoadOptions { seed, ..options }, |_| true)
                .unwrap()
        })
    };
    assert_eq!(on(1, 7), on(3, 7));
    assert_ne!(on(1, 7).outcomes, on(1, 8).outcomes);
}

#[test]
fn a_run_ends_early_when_it_is_told_to() {
    let queues = queues(&drawing([agent("a", json!({ "at_once": 1 }), 100.0, 1.0)]));
    let of = |replications| LoadOptions {
        replications,
        seconds: Some(60.0),
        ..options(5.0, 1, ServiceTimes::LogNormal)
    };
    let mut in_eight = 0;
    let eight = |arrived| {
        in_eight = arrived;
        true
    };
    queues.run(&of(8), eight).unwrap();
    let run = queues
        .run(&of(200), |arrived| arrived < 3 * in_eight)
        .unwrap();
    assert!((8..=40).contains(&run.replications), "{}", run.replications);

    // Ended at once, there is nothing that could be said.
    let ended = queues.run(&of(200), |_| false);
    assert!(
        matches!(
            ended,
            Err(SimulationError::EndedTooEarly { done: 0, least: 5 })
        ),
        "{ended:?}"
    );
}

/// Where messages that were given up stay, retries of an overloaded agent take away what it could do.
#[test]
fn a_retry_storm_takes_the_time_of_others() {
    let resolved = |policy: Value| {
        let drawing = drawing([
            agent("a", Value::Null, 0.0, 0.0),
            agent("b", json!({ "at_once": 2 }), 1000.0, 1.0),
        ]);
        let drawing = drawing.transfer("a", "b", json!({}), json!({ "policy": policy }));
        let options = LoadOptions {
            seconds: Some(600.0),
            ..options(2.4, 1, ServiceTimes::LogNormal)
        };
        let loaded = queues(&drawing).run(&options, |_| true).unwrap();
        assert!(
            loaded
                .notes
                .iter()
                .any(|note| note.contains("b cannot keep up")),
            "{:?}",
            loaded.notes
        );
        (loaded.outcomes.resolved, loaded.agents[1].wasted_per_second)
    };
    let storm = resolved(json!({ "timeout_ms": 2000, "retries": 3 }));
    let calm = resolved(json!({ "timeout_ms": 2000, "retries": 3, "idempotent_by": "handoff_id" }));
    assert_eq!(calm.1, 0.0);
    assert!(storm.1 > 1.0, "{storm:?}");
    assert!(calm.0 > 0.8 && storm.0 < 0.3, "{storm:?} {calm:?}");
}

/// Both meet the same requests, so what differs is told by fewer than either alone would take, and nothing differs from itself.
#[test]
fn differences_are_those_of_the_designs() {
    let with = |slots: u32| {
        queues(&drawing([agent(
            "a",
            json!({ "at_once": slots }),
            1000.0,
            1.0,
        )]))
    };
    let options = options(1.5, 4000, ServiceTimes::LogNormal);
    let run = |queues: &Queues| queues.run(&options, |_| true).unwrap();
    let (two, three) = (run(&with(2)), run(&with(3)));
    for one in two.differences(&two.clone()) {
        assert_eq!(one.a, one.b);
        assert!(!one.is_sure, "{one:?}");
        assert!(one.interval.unwrap().holds(0.0));
    }
    let differences = two.differences(&three);
    let waiting = differences
        .iter()
        .find(|one| one.figure.name() == "waiting_ms.mean")
        .unwrap();
    let interval = waiting.interval.unwrap();
    assert!(waiting.is_sure && interval.high < 0.0, "{waiting:?}");
    let time = differences
        .iter()
        .find(|one| one.figure.name() == "latency_ms.mean")
        .unwrap();
    let alone = two.latency_ms.unwrap().interval.reach();
    assert!(time.interval.unwrap().reach() < alone, "{time:?} {alone}");
}

/// What a record says is taken, whatever it is; a called person takes as long as it says.
#[test]
fn a_called_person_takes_the_time_that_is_said() {
    let person = json!({ "name": "H", "kind": "human", "behaviour": { "latency_p50_ms": 6000.0, "latency_p95_ms": 6000.0 } });
    let drawing = drawing([agent("a", Value::Null, 1000.0, 1.0)])
        .put("agent", "h", person)
        .transfer(
            "a",
            "h",
            json!({ "latency_ms": 0.0 }),
            json!({ "mode": "delegate" }),
        );
    let loaded = queues(&drawing)
        .run(&options(0.1, 1000, ServiceTimes::LogNormal), |_| true)
        .unwrap();
    assert!((loaded.latency_ms.unwrap().mean - 7000.0).abs() < 1e-6);
    assert!(!loaded.notes.iter().any(|note| note.contains("not say")));
}
