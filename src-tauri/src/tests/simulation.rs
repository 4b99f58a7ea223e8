//! Runs that are ended by the window, and levers that become edits.

use super::*;
use std::time::{Duration, Instant};

fn asked(method: &str, requests: u64) -> Value {
    json!({
        "topology": "sample-support", "method": method, "requests": requests, "seed": 1, "precision": null,
        "profile": "production", "scenario": null, "change": [],
    })
}

#[test]
fn a_run_that_is_ended_answers_with_what_was_walked() {
    let desktop = Desktop::new();
    let cancelled = std::thread::scope(|scope| {
        let run = scope.spawn(|| {
            let most = 10_000_000_000_u64;
            ask(
                &desktop.main,
                "simulate",
                json!({"asked": asked("sampled", most), "run": "long"}),
            )
        });
        let began = Instant::now();
        // A run cannot be ended before it has begun.
        while !run.is_finished() && began.elapsed() < Duration::from_mins(1) {
            desktop
                .ask("cancel_simulation", json!({"run": "long"}))
                .unwrap();
            std::thread::sleep(Duration::from_millis(20));
        }
        run.join().unwrap().unwrap()
    });
    assert_eq!(cancelled["ended"], "cancelled");
    assert!(cancelled["requests"].as_f64().unwrap() >= 1.0);
}

#[test]
fn a_sensitivity_becomes_an_edit_and_helps_as_much_as_it_says() {
    let desktop = Desktop::new();
    let run = |change: &Value| {
        let mut asked = asked("exact", 1);
        asked["change"] = change.clone();
        let result = desktop.ask("simulate", json!({"asked": asked, "run": "x"}));
        result.unwrap()
    };
    let bad = |result: &Value| -> f64 {
        let ends = ["wrong", "abandoned", "dropped", "killed", "stuck"];
        let shares = ends.iter().map(|end| result["outcomes"][end].as_f64());
        shares.map(Option::unwrap).sum()
    };
    let before = run(&json!([]));
    let levers = before["sensitivities"].as_array().unwrap().iter();
    let mut tried = 0;
    for lever in levers.filter(|lever| !lever["improved"].is_null()).take(5) {
        let improvement = desktop
            .ask(
                "improvement",
                json!({
                    "topology": "sample-support", "subject": lever["subject"],
                    "parameter": lever["parameter"], "value": lever["improved"],
                }),
            )
            .unwrap();
        let after = run(&improvement["edits"]);
        let (found, told) = (
            bad(&after) - bad(&before),
            lever["effect"].as_f64().unwrap(),
        );
        // To first order: a tenth of a parameter bends the curve a little.
        assert!(
            found < 0.0 && (found - told).abs() < 0.25 * told.abs(),
            "{}: {found} {told}",
            improvement["title"]
        );
        tried += 1;
    }
    assert!(tried > 0);
}

#[test]
fn a_topology_is_put_under_load() {
    let desktop = Desktop::new();
    let asked = |rate: f64| {
        json!({"asked": {
            "topology": "sample-support", "profile": "calm", "scenario": null, "rate_per_second": rate,
            "requests": null, "seconds": 60.0, "warm_up_seconds": null, "replications": 5, "seed": 1,
            "from": null, "service": "log_normal",
        }, "run": "load"})
    };
    let found = desktop.ask("simulate_load", asked(20.0)).unwrap();
    assert_eq!(
        (&found["method"], &found["replications"]),
        (&json!("queues"), &json!(5))
    );
    let requests = found["requests"].as_f64().unwrap();
    assert!((requests - 6000.0).abs() < 600.0, "{requests}");
    let refused = desktop.ask("simulate_load", asked(-3.0)).unwrap_err();
    assert_eq!(refused["code"], "invalid_input");
    assert!(
        refused["message"]
            .as_str()
            .unwrap()
            .contains("rate_per_second is -3")
    );
}
