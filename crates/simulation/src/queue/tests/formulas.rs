//! One station against the formulas of queueing theory.
//!
//! A figure has to be within twice its 95 % interval, more than four standard errors: right code fails such a check about once in two
//! thousand seeds, and the seeds here are fixed. The intervals have to be narrow, so that wrong code fails.

use super::{agent, drawing, options, queues};
use crate::queue::{AgentLoad, Estimate, LoadOptions, Loaded, ServiceTimes, Spread};
use serde_json::{Value, json};

/// Visits of a second on average.
fn station(capacity: Value, rate: f64, service: ServiceTimes) -> Loaded {
    let options = LoadOptions {
        warm_up_seconds: Some(2000.0),
        ..options(rate, 1_000_000, service)
    };
    queues(&drawing([agent("a", capacity, 1000.0, 1.0)]))
        .run(&options, |_| true)
        .unwrap()
}

fn only(loaded: &Loaded) -> &AgentLoad {
    &loaded.agents[0]
}

#[track_caller]
fn check(what: &str, found: Estimate, expected: f64, narrow: f64) {
    let reach = found.interval.reach();
    assert!(
        reach <= narrow * expected,
        "{what}: {found:?} is not narrow enough"
    );
    assert!(
        (found.mean - expected).abs() <= 2.0 * reach,
        "{what}: {found:?} instead of {expected}"
    );
}

fn mean(spread: Option<Spread>) -> Estimate {
    let spread = spread.unwrap();
    Estimate {
        mean: spread.mean,
        interval: spread.interval,
    }
}

/// Probability that somebody who comes has to wait at `c` slots under a load of `a` slots. (A. K. Erlang, 1917.)
fn erlang_c(c: u32, a: f64) -> f64 {
    let blocked = erlang_b(c, a);
    let used = a / f64::from(c);
    blocked / (1.0 - used + used * blocked)
}

/// Probability that somebody who comes finds all `c` slots taken where nobody waits.
fn erlang_b(c: u32, a: f64) -> f64 {
    (1..=c).fold(1.0, |blocked, slots| {
        a * blocked / (f64::from(slots) + a * blocked)
    })
}

#[test]
fn one_slot_is_m_m_1() {
    for rho in [0.5, 0.8] {
        let loaded = station(json!({ "at_once": 1 }), rho, ServiceTimes::Exponential);
        let agent = only(&loaded);
        check("utilisation", agent.utilisation.unwrap(), rho, 0.01);
        check(
            "waiting",
            mean(agent.waiting_ms),
            1000.0 * rho / (1.0 - rho),
            0.05,
        );
        check("queue", agent.queue, rho * rho / (1.0 - rho), 0.05);
        check("time", mean(loaded.latency_ms), 1000.0 / (1.0 - rho), 0.05);
        check("throughput", loaded.throughput_per_second, rho, 0.01);
        // P(wait > t) = rho * exp(-(1 - rho) t)
        let p95 = 1000.0 * (rho / 0.05).ln() / (1.0 - rho);
        let found = agent.waiting_ms.unwrap().p95;
        assert!((found / p95 - 1.0).abs() < 0.06, "{found} instead of {p95}");
        assert!(
            (agent.demand.unwrap() - rho).abs() < 0.02,
            "{:?}",
            agent.demand
        );
    }
}

#[test]
fn several_slots_are_m_m_c() {
    for (c, load) in [(2, 1.6), (5, 4.0), (20, 17.0)] {
        let loaded = station(json!({ "at_once": c }), load, ServiceTimes::Exponential);
        let agent = only(&loaded);
        let wait = erlang_c(c, load) / (f64::from(c) - load);
        check(
            "utilisation",
            agent.utilisation.unwrap(),
            load / f64::from(c),
            0.01,
        );
        check("waiting", mean(agent.waiting_ms), 1000.0 * wait, 0.08);
        check("queue", agent.queue, load * wait, 0.08);
    }
}

#[test]
fn a_short_queue_is_m_m_c_k_and_none_at_all_erlangs_loss() {
    for (c, load, room) in [(3, 2.4, 0), (10, 12.0, 0), (2, 1.6, 3), (1, 1.5, 4)] {
        let capacity = json!({ "at_once": c, "queue_limit": room });
        let loaded = station(capacity, load, ServiceTimes::Exponential);
        // Weights of so many inside: a^n / n! up to c, then a / c more for each.
        let mut weights = vec![1.0];
        for inside in 1..=c + room {
            weights.push(weights[weights.len() - 1] * load / f64::from(inside.min(c)));
        }
        let blocked = weights[weights.len() - 1] / weights.iter().sum::<f64>();
        if room == 0 {
            assert!((blocked - erlang_b(c, load)).abs() < 1e-12);
        }
        let (found, interval) = (loaded.outcomes.dropped, loaded.intervals.dropped);
        check(
            "blocked",
            Estimate {
                mean: found,
                interval,
            },
            blocked,
            0.05,
        );
        assert_eq!(loaded.by_load.len(), 1);
        assert_eq!(loaded.by_load[0].share, found);
        assert!((only(&loaded).queue_full - found).abs() < 1e-12);
        let used = load * (1.0 - blocked) / f64::from(c);
        check(
            "utilisation",
            only(&loaded).utilisation.unwrap(),
            used,
            0.01,
        );
        assert_eq!(only(&loaded).most_waiting, room);
    }
}

#[test]
fn any_spread_of_times_is_m_g_1() {
    // Pollaczek and Khinchine: the wait is rate * E[S^2] / (2 (1 - rho)).
    let fixed = station(json!({ "at_once": 1 }), 0.7, ServiceTimes::LogNormal);
    check(
        "fixed",
        mean(only(&fixed).waiting_ms),
        1000.0 * 0.7 / (2.0 * 0.3),
        0.05,
    );

    let (p50, p95) = (600.0_f64, 1800.0_f64);
    let sigma = (p95 / p50).ln() / 1.645;
    let first = p50 * (sigma * sigma / 2.0).exp();
    let second = p50 * p50 * (2.0 * sigma * sigma).exp();
    let record = json!({ "name": "a", "capacity": { "at_once": 1 },
        "behaviour": { "resolves": 1.0, "latency_p50_ms": p50, "latency_p95_ms": p95 } });
    let rate = 0.7 / first;
    let options = LoadOptions {
        warm_up_seconds: Some(2000.0),
        ..options(1000.0 * rate, 1_000_000, ServiceTimes::LogNormal)
    };
    let loaded = queues(&drawing([("a".to_owned(), record)]))
        .run(&options, |_| true)
        .unwrap();
    check(
        "log-normal",
        mean(only(&loaded).waiting_ms),
        rate * second / (2.0 * 0.3),
        0.05,
    );
}

/// What waits is what comes in a second times how long it waits, whatever the station is like.
#[test]
fn littles_law_holds() {
    for (seed, (c, load)) in (1..).zip([
        (1, 0.3),
        (1, 0.85),
        (2, 1.2),
        (3, 2.6),
        (7, 6.0),
        (30, 24.0),
    ]) {
        for service in [ServiceTimes::Exponential, ServiceTimes::LogNormal] {
            let options = LoadOptions {
                seed,
                ..options(load, 200_000, service)
            };
            let capacity = json!({ "at_once": c });
            let loaded = queues(&drawing([agent("a", capacity, 1000.0, 1.0)]))
                .run(&options, |_| true)
                .unwrap();
            let agent = only(&loaded);
            let expected = agent.arrivals_per_second * agent.waiting_ms.unwrap().mean / 1000.0;
            let found = agent.queue.mean;
            assert!(
                (found - expected).abs() < 0.02 * expected + 0.002,
                "{c} {load}: {found} {expected}"
            );
            // And what is in its slots is what comes times how long it is there.
            let busy = agent.busy.mean;
            assert!(
                (busy - agent.arrivals_per_second).abs() < 0.02 * busy,
                "{c} {load}: {busy}"
            );
        }
    }
}
