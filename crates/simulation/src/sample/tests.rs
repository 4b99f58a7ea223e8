//! The sampler agrees with the exact solver, and depends on nothing but its seed.

use super::{Interval, SampleOptions, sample, sample_agents};
use crate::testing::Drawing;
use crate::{ExactOptions, Fate, Network, Setup, exact};
use rand::Rng;
use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::SeedableRng;
use serde_json::{Value, json};

/// Dice for drawings: whole numbers below a bound.
struct Dice(Xoshiro256PlusPlus);

impl Dice {
    fn below(&mut self, bound: u64) -> u64 {
        self.0.next_u64() % bound
    }

    /// Hundredths up to a most.
    fn share(&mut self, most: f64) -> f64 {
        self.below(101) as f64 / 100.0 * most
    }

    fn often(&mut self, one_in: u64) -> bool {
        self.below(one_in) == 0
    }
}

/// A drawing of a few agents with everything that the definition knows.
pub(crate) fn drawing(seed: u64) -> Drawing {
    let mut dice = Dice(Xoshiro256PlusPlus::seed_from_u64(seed));
    let agents = ["a", "b", "c", "d"];
    let mut drawing = Drawing::new().human("h").put(
        "capability",
        "skill",
        json!({ "tag": "skill", "meaning": "" }),
    );
    for id in agents {
        let behaviour = json!({
            "resolves": 0.1 + dice.share(0.3), "recovery": dice.share(0.5), "hallucination": dice.share(0.3),
            "tool_calls": dice.below(3), "tool_failure": dice.share(0.8), "tool_limit": 1 + dice.below(3), "silent": dice.share(1.0),
            "latency_p50_ms": 100.0, "latency_p95_ms": 300.0, "cost_usd": dice.share(1.0),
        });
        let tags: Value = if dice.often(2) {
            json!(["skill"])
        } else {
            json!([])
        };
        drawing = drawing.put(
            "agent",
            id,
            json!({ "name": id, "behaviour": behaviour, "capabilities": tags }),
        );
    }
    // Workers that are called and call nobody.
    for id in ["w", "v"] {
        drawing = drawing.agent(id, json!({ "recovery": dice.share(0.5), "hallucination": dice.share(0.3), "tool_calls": 1, "tool_failure": dice.share(0.4), "tool_limit": 1, "cost_usd": 0.1 }));
    }
    for number in 0..9 {
        let from = agents[dice.below(4) as usize];
        let to = match dice.below(8) {
            0 => json!("h"),
            1 => json!({ "outcome": "good" }),
            2 => json!({ "outcome": "bad" }),
            3 => {
                json!({ "capabilities": ["skill"], "tie_break": (["random", "first", "cheapest"][dice.below(3) as usize]), "default": "h" })
            }
            _ => json!(agents[dice.below(4) as usize]),
        };
        let behaviour = json!({
            "share": 0.1 + dice.share(2.0), "unavailable": dice.share(0.5), "malformed": dice.share(0.3),
            "context_loss": dice.share(0.3), "latency_ms": 20.0,
        });
        let mut more = json!({
            "to": to,
            "policy": { "retries": dice.below(3), "boundary_validation": dice.often(2) },
            "fallbacks": match dice.below(4) { 0 => json!([]), 1 => json!(["h"]), 2 => json!([agents[dice.below(4) as usize], "h"]), _ => json!([agents[dice.below(4) as usize]]) },
        });
        if !dice.often(3) {
            more["policy"]["loop_limit"] = json!(1 + dice.below(2));
        }
        if dice.often(4) {
            more["gate"] = json!({ "catches": dice.share(1.0), "minutes": 1.0 });
        }
        if dice.often(5) {
            more["trigger"] = json!({ "on": "error" });
        }
        drawing = drawing.handoff(&format!("t{number}"), from, "a", behaviour, more);
    }
    // Two agents that pass requests to and fro until a limit stops them.
    for (from, to) in [("a", "b"), ("b", "a")] {
        let limit = json!({ "policy": { "loop_limit": 1 + dice.below(2) } });
        drawing = drawing.transfer(from, to, json!({ "share": dice.share(3.0) }), limit);
    }
    for number in 0..4 {
        let from = agents[dice.below(4) as usize];
        let worker = ["w", "v", "h"][dice.below(3) as usize];
        let mut more = json!({ "mode": "delegate", "policy": { "boundary_validation": dice.often(2), "retries": dice.below(2) }, "fallbacks": (if dice.often(2) { json!(["v"]) } else { json!([]) }) });
        if dice.often(2) {
            more["parallel_group"] = json!("g");
            more["join"] =
                [json!("all"), json!("any"), json!({ "n": 2 })][dice.below(3) as usize].clone();
        }
        let behaviour = json!({ "share": 0.5 + dice.share(1.0), "unavailable": dice.share(0.4), "malformed": dice.share(0.2), "context_loss": dice.share(0.2) });
        drawing = drawing.handoff(&format!("d{number}"), from, worker, behaviour, more);
    }
    drawing
}

pub(crate) fn network(seed: u64) -> Network {
    let profile = ["calm", "production", "request-10001"][(seed % 3) as usize];
    // The exact solver knows no cap; every agent resolves something, so none is needed.
    let setup = Setup {
        hop_cap: 100_000,
        ..Setup::of_profile(profile).unwrap()
    };
    drawing(seed).network(&setup).unwrap()
}

fn options(requests: u64, seed: u64) -> SampleOptions {
    SampleOptions {
        requests,
        seed,
        precision: None,
        times: false,
    }
}

/// Intervals of 95 % hold the exact share in 93 to 97 of 100 cases, for every outcome.
#[test]
fn intervals_hold_the_exact_shares_as_often_as_they_say() {
    let (mut held, mut all) = ([0_u32; 8], [0_u32; 8]);
    let mut shares_of_uses = [
        ("handoff_success", 0_u32, 0_u32),
        ("context_fidelity", 0, 0),
    ];
    for drawing in 0..100 {
        let network = network(drawing);
        let exact = exact(&network, &ExactOptions::default()).unwrap();
        assert!(
            (exact.outcomes.sum() - 1.0).abs() <= exact.bound.max(1e-12),
            "{drawing}: {:?}",
            exact.outcomes
        );
        assert!(exact.bound <= 1e-9, "{drawing}: {}", exact.bound);
        for seed in 0..20 {
            let sampled = sample(&network, &options(2000, 1000 * drawing + seed), |_| true);
            for fate in Fate::ALL {
                // Where the exact share is next to nothing, no interval of so few requests can be asked.
                if (0.005..=0.995).contains(&exact.outcomes[fate]) {
                    all[fate as usize] += 1;
                    held[fate as usize] +=
                        u32::from(sampled.intervals.of(fate).holds(exact.outcomes[fate]));
                }
            }
            let intervals = [sampled.success_interval, sampled.fidelity_interval];
            let exact = [exact.handoff_success, exact.context_fidelity];
            let asked = shares_of_uses.iter_mut().zip(intervals).zip(exact);
            for (((_, held, all), interval), exact) in asked {
                if let (Some(interval), Some(exact)) = (interval, exact)
                    && (0.005..=0.995).contains(&exact)
                {
                    *all += 1;
                    *held += u32::from(interval.holds(exact));
                }
            }
        }
    }
    for (figure, held, all) in shares_of_uses {
        let share = f64::from(held) / f64::from(all);
        assert!(
            all > 500 && (0.93..=0.97).contains(&share),
            "{figure}: {held} of {all}"
        );
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
    assert!(
        all[Fate::Resolved as usize] > 500
            && all[Fate::Human as usize] > 500
            && all[Fate::Killed as usize] > 200,
        "{all:?}"
    );
}

/// Times of one visit are log-normal, so that its percentiles are known.
#[test]
fn intervals_of_percentiles_hold_them_as_often_as_they_say() {
    let network = Drawing::new()
        .agent(
            "a",
            json!({ "resolves": 1.0, "latency_p50_ms": 400.0, "latency_p95_ms": 2000.0 }),
        )
        .network(&Setup::default())
        .unwrap();
    let mut held = [0_u32; 2];
    for seed in 0..600 {
        let options = SampleOptions {
            times: true,
            ..options(2000, seed)
        };
        let times = sample(&network, &options, |_| true).latency_ms.unwrap();
        held[0] += u32::from(times.p50_interval.holds(400.0));
        held[1] += u32::from(times.p95_interval.holds(2000.0));
        assert!(times.p95_interval.holds(times.p95) && times.p99_interval.holds(times.p99));
        assert!(times.p95_interval.reach() < 450.0, "{times:?}");
    }
    // Ranks are whole numbers and buckets half a per cent wide, so both hold a little more often.
    for held in held {
        assert!(
            (0.94..=0.985).contains(&(f64::from(held) / 600.0)),
            "{held}"
        );
    }
}

#[test]
fn means_agree_too() {
    for drawing in 0..20 {
        let network = network(drawing);
        let exact = exact(&network, &ExactOptions::default()).unwrap();
        let sampled = sample(
            &network,
            &SampleOptions {
                times: true,
                ..options(200_000, drawing)
            },
            |_| true,
        );
        let near = |what: &str, exact: f64, sampled: f64| {
            assert!(
                (exact - sampled).abs() <= 0.03 * exact.abs().max(0.1),
                "{drawing} {what}: {exact} and {sampled}"
            );
        };
        near("hops", exact.hops.unwrap(), sampled.hops);
        near("cost", exact.cost_usd.unwrap(), sampled.cost_usd);
        assert_eq!(
            exact.handoff_success.is_some(),
            sampled.handoff_success.is_some()
        );
        if let (Some(exact), Some(sampled)) = (exact.handoff_success, sampled.handoff_success) {
            near("success", exact, sampled);
        }
        near(
            "fidelity",
            exact.context_fidelity.unwrap(),
            sampled.context_fidelity,
        );
        if let Some(latency) = exact.latency_ms {
            near(
                "latency",
                latency,
                sampled.latency_ms.as_ref().unwrap().mean,
            );
        }
        for of_exact in exact.compounding.as_ref().unwrap() {
            let of_sample = sampled
                .compounding
                .iter()
                .find(|one| (&one.subject, one.cause) == (&of_exact.subject, of_exact.cause));
            let (times, transfers) =
                of_sample.map_or((0.0, 0.0), |one| (one.per_request, one.transfers));
            near("taints", of_exact.per_request, times);
            near(
                "tainted transfers",
                of_exact.per_request * of_exact.transfers,
                times * transfers,
            );
        }
        let sampled_agents = sample_agents(&network, 300_000, drawing);
        for (of_exact, of_sample) in exact.agents.iter().zip(&sampled_agents) {
            assert_eq!(of_exact.id, of_sample.id);
            near(&of_exact.id, of_exact.recovers, of_sample.recovers);
        }
        for (of_exact, of_sample) in exact.handoffs.iter().zip(&sampled.handoffs) {
            near(&of_exact.id, of_exact.uses.unwrap(), of_sample.uses);
            near(
                &of_exact.id,
                of_exact.ends_here.sum(),
                of_sample.ends_here.sum(),
            );
        }
    }
}

#[test]
fn the_same_seed_gives_the_same_result_on_any_number_of_threads() {
    let network = network(8);
    let options = SampleOptions {
        times: true,
        ..options(100_000, 42)
    };
    let on = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .unwrap();
        pool.install(|| sample(&network, &options, |_| true))
    };
    assert_eq!(on(1), on(3));
    assert_ne!(
        on(1).outcomes,
        sample(
            &network,
            &SampleOptions {
                seed: 43,
                ..options
            },
            |_| true
        )
        .outcomes
    );
}

#[test]
fn a_run_stops_when_it_is_precise_enough_or_told_to() {
    let network = network(3);
    let precise = sample(
        &network,
        &SampleOptions {
            precision: Some(0.005),
            ..options(10_000_000, 1)
        },
        |_| true,
    );
    assert!(precise.requests < 1_000_000, "{}", precise.requests);
    assert!(
        Fate::ALL
            .iter()
            .all(|fate| precise.intervals.of(*fate).reach() <= 0.005)
    );
    let mut asked = 0;
    let stopped = sample(&network, &options(10_000_000, 1), |walked| {
        asked += 1;
        assert_eq!(walked % 8192, 0);
        false
    });
    assert_eq!((asked, stopped.requests), (1, 32 * 8192));
}

#[test]
fn times_are_log_normal_with_the_percentiles_as_drawn() {
    let network = Drawing::new()
        .agent(
            "a",
            json!({ "resolves": 1.0, "latency_p50_ms": 800.0, "latency_p95_ms": 2400.0 }),
        )
        .network(&Setup::default())
        .unwrap();
    let times = sample(
        &network,
        &SampleOptions {
            times: true,
            ..options(400_000, 5)
        },
        |_| true,
    )
    .latency_ms
    .unwrap();
    let exact = exact(&network, &ExactOptions::default())
        .unwrap()
        .latency_ms
        .unwrap();
    assert!((times.p50 / 800.0 - 1.0).abs() < 0.02, "{times:?}");
    assert!((times.p95 / 2400.0 - 1.0).abs() < 0.02, "{times:?}");
    assert!(
        times.interval.reach() < 5.0 && (times.mean - exact).abs() < 2.0 * times.interval.reach(),
        "{times:?} {exact}"
    );
}

#[test]
fn circles_end_at_the_cap() {
    let network = Drawing::new()
        .agent("a", json!({}))
        .agent("b", json!({}))
        .transfer("a", "b", json!({}), json!({}))
        .transfer("b", "a", json!({}), json!({}))
        .network(&Setup {
            hop_cap: 5,
            ..Setup::default()
        })
        .unwrap();
    let sampled = sample(&network, &options(100, 1), |_| true);
    assert_eq!((sampled.outcomes.stuck, sampled.hops), (1.0, 5.0));
}

#[test]
fn wilson_intervals_are_those_of_the_formula() {
    let interval = Interval::wilson(10, 100);
    assert!(
        (interval.low - 0.055_229).abs() < 1e-6 && (interval.high - 0.174_366).abs() < 1e-6,
        "{interval:?}"
    );
    assert_eq!(
        (Interval::wilson(0, 10).low, Interval::wilson(10, 10).high),
        (0.0, 1.0)
    );
    assert_eq!(
        Interval::wilson(0, 0),
        Interval {
            low: 0.0,
            high: 1.0
        }
    );
}

#[test]
fn many_attempts_are_drawn_at_once_and_alike() {
    let share = |unavailable: f64, retries: u32| {
        let network = Drawing::new()
            .agent("a", json!({}))
            .human("h")
            .transfer(
                "a",
                "h",
                json!({ "unavailable": unavailable }),
                json!({ "policy": { "retries": retries } }),
            )
            .network(&Setup::default())
            .unwrap();
        let exact = exact(&network, &ExactOptions::default()).unwrap();
        let sampled = sample(
            &network,
            &SampleOptions {
                times: true,
                ..options(200_000, 1)
            },
            |_| true,
        );
        assert!(
            sampled.intervals.human.holds(exact.outcomes.human),
            "{exact:?} {sampled:?}"
        );
        let (exact, sampled) = (exact.latency_ms.unwrap(), sampled.latency_ms.unwrap().mean);
        assert!((exact - sampled).abs() < 0.02 * exact, "{exact} {sampled}");
    };
    for (unavailable, retries) in [
        (0.5, 2),
        (0.9, 20),
        (0.99, 100),
        (1.0, 5),
        (0.0, u32::MAX - 1),
        (0.999_999, u32::MAX),
    ] {
        share(unavailable, retries);
    }
}
