//! A clock that is a year wrong: order is by sequence, and no time that passed is negative.

use crate::BATON;
use crate::preload::wrong_clock;
use crate::scene::Seen;
use baton_tests::{Desk, Reply};
use serde_json::{Value, json};

const YEAR: i64 = 365 * 24 * 3600;

/// Runs a command with a clock that is so many years wrong.
fn run(desk: &Desk, years: i64, words: &[&str]) -> Reply {
    let mut command = desk.command();
    wrong_clock(&mut command, years * YEAR);
    command.args(words).args(["--format", "json"]);
    Reply::of(words, &command.output().unwrap())
}

fn apply(desk: &Desk, years: i64, name: &str) {
    let edit = json!([{"op": "put", "kind": "team", "id": "night", "record": {"name": name}}]);
    let file = desk.write("edit.json", edit.to_string());
    run(desk, years, &["apply", file.to_str().unwrap()]).expect(0);
}

#[test]
fn a_clock_a_year_back_or_ahead_changes_neither_order_nor_undo() {
    let desk = Desk::from_template(BATON, "sample-support");
    for (years, name) in [(0, "now"), (1, "ahead"), (-1, "back"), (0, "now again")] {
        apply(&desk, years, name);
    }
    let log = desk.json(&["log"]).expect(0).value();
    let entries = log["entries"].as_array().unwrap();
    let revisions: Vec<u64> = entries
        .iter()
        .map(|entry| entry["revision"].as_u64().unwrap())
        .collect();
    assert_eq!(revisions, [5, 4, 3, 2, 1], "newest first, by sequence");
    let year = |n: usize| {
        entries[n]["at"].as_str().unwrap()[..4]
            .parse::<i32>()
            .unwrap()
    };
    assert_eq!(year(2) - year(1), 2, "the clock was wrong: {log}");
    // Undo takes back what was done last, not what has the latest time.
    for (years, expected) in [(-1, "back"), (1, "ahead"), (-1, "now")] {
        run(&desk, years, &["undo"]).expect(0);
        assert_eq!(desk.show("team", "night")["name"], expected);
    }
    let seen = Seen::of(&desk.registry());
    assert_eq!(seen.head, 8);
}

#[test]
fn no_time_that_passed_is_negative_after_the_clock_was_set_back() {
    let desk = Desk::from_template(BATON, "sample-support");
    apply(&desk, 1, "ahead");
    let words = [
        "incident",
        "record",
        "triage-to-credit",
        "The amount came as text",
    ];
    run(&desk, 1, &words).expect(0);
    for words in [
        &["log"][..],
        &["check"],
        &["audit"],
        &["audit", "--over", "30d"],
        &["who", "triage-to-credit"],
        &["incident", "list"],
        &["notices"],
        &["backup", "--list"],
        &["doctor"],
    ] {
        let reply = run(&desk, -1, words);
        assert!([0, 1].contains(&reply.code), "{reply:?}");
        no_negative_time(&reply.value(), &reply.words);
    }
}

/// Fields that tell how long something took or is ago are never below zero.
fn no_negative_time(value: &Value, at: &str) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| no_negative_time(item, at)),
        Value::Object(fields) => {
            for (name, field) in fields {
                let is_time = ["_ms", "_s", "_min", "_hours", "days", "age", "since", "ago"]
                    .iter()
                    .any(|end| name.ends_with(end));
                let negative = is_time && field.as_f64().is_some_and(|number| number < 0.0);
                assert!(!negative, "{at}: {name} is {field}");
                no_negative_time(field, at);
            }
        }
        _ => {}
    }
}
