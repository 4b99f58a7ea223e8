//! `baton simulate`: solved and sampled alike, refused by name, held to requirements.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use baton_tests::{Desk, has_fields};
use serde_json::{Value, json};

const BATON: &str = env!("CARGO_BIN_EXE_baton-under-test");

const OUTCOMES: [&str; 8] = [
    "resolved",
    "wrong",
    "human",
    "human_repeat",
    "abandoned",
    "dropped",
    "killed",
    "stuck",
];

fn share(result: &Value, outcome: &str) -> f64 {
    result["outcomes"][outcome].as_f64().unwrap()
}

#[test]
fn templates_are_solved_and_sampled_alike() {
    for template in ["customer-support", "order-fulfilment", "sample-support"] {
        let desk = Desk::from_template(BATON, template);
        for profile in ["calm", "production", "request-10001"] {
            let exact = desk
                .json(&["simulate", "--exact", "--profile", profile])
                .expect(0)
                .value();
            let sampled = desk
                .json(&["simulate", "--requests", "100000", "--profile", profile])
                .expect(0)
                .value();
            for result in [&exact, &sampled] {
                has_fields(
                    result,
                    &[
                        "method",
                        "outcomes",
                        "hops",
                        "cost_usd",
                        "latency_ms",
                        "handoff_success",
                        "context_fidelity",
                        "agents",
                        "handoffs",
                    ],
                );
                has_fields(&result["outcomes"], &OUTCOMES);
                has_fields(&result["agents"][0], &["id", "recovers", "digs_deeper"]);
                has_fields(&result["handoffs"][0], &["id", "uses", "ends_here"]);
            }
            assert_eq!(
                (&exact["method"], &sampled["method"]),
                (&json!("exact"), &json!("sampled"))
            );
            let sum: f64 = OUTCOMES.iter().map(|outcome| share(&exact, outcome)).sum();
            assert!((sum - 1.0).abs() < 1e-9, "{template} {profile}: {sum}");
            assert!(exact["bound"].as_f64().unwrap() < 1e-9);
            for outcome in OUTCOMES {
                let (exact, sampled) = (share(&exact, outcome), share(&sampled, outcome));
                assert!(
                    (exact - sampled).abs() < 0.01,
                    "{template} {profile} {outcome}: {exact} {sampled}"
                );
            }
            has_fields(&sampled["latency_ms"], &["mean", "p50", "p95", "p99"]);
        }
    }
}

#[test]
fn the_same_seed_gives_the_same_result() {
    let desk = Desk::from_template(BATON, "customer-support");
    let run = |seed: &str| {
        desk.json(&["simulate", "--requests", "50000", "--seed", seed])
            .expect(0)
            .value()
    };
    assert_eq!(run("7"), run("7"));
    assert_ne!(run("7")["outcomes"], run("8")["outcomes"]);
}

#[test]
fn requirements_decide_about_the_exit_code() {
    let desk = Desk::from_template(BATON, "customer-support");
    desk.run(&[
        "simulate",
        "--exact",
        "--require",
        "hops<=100",
        "--require",
        "stuck<=0.5",
    ])
    .expect(0);
    let failed = desk
        .json(&["simulate", "--exact", "--require", "hops<=0.01"])
        .expect(1)
        .value();
    assert_eq!(failed["requirements"][0]["holds"], false);
    let told = desk
        .run(&["simulate", "--exact", "--require", "hops<=0.01"])
        .expect(1)
        .stdout;
    assert!(told.contains("does not hold hops<=0.01"), "{told}");
    let unknown = desk.json(&["simulate", "--require", "speed<=1"]).expect(2);
    assert!(
        unknown.stdout.contains("is no figure") || unknown.stderr.contains("is no figure"),
        "{unknown:?}"
    );
}

#[test]
fn what_cannot_be_simulated_is_refused_by_name() {
    let desk = Desk::from_template(BATON, "customer-support");
    for (words, expected) in [
        (
            ["simulate", "--profile", "storm"],
            "there is no fault profile",
        ),
        (["simulate", "--scenario", "none"], "there is no scenario"),
        (
            ["simulate", "--requests", "0"],
            "0 requests cannot be walked",
        ),
    ] {
        let reply = desk.json(&words).expect(2);
        let told = format!("{}{}", reply.stdout, reply.stderr);
        assert!(told.contains(expected), "{told}");
    }
}
