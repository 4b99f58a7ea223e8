//! What the exported types make of payloads: a list of `{"value"}` or `{"refused"}`, one for each.

use serde::Serialize;
use serde_json::{Value, json};

fn answer<T: Serialize>(parsed: Result<T, baton_types::checks::Problem>) -> Value {
    match parsed {
        Ok(payload) => json!({ "value": payload }),
        Err(problem) => json!({ "refused": problem.to_string() }),
    }
}

fn judged(id: &str, payload: Value) -> Value {
    match id {
        // The versions.
        other => panic!("there is no version {other}"),
    }
}

fn main() {
    let cases: Vec<Value> = serde_json::from_reader(std::io::stdin()).expect("the payloads");
    let answers: Vec<Value> = cases
        .into_iter()
        .map(|mut case| {
            let payload = case["payload"].take();
            judged(case["id"].as_str().expect("an id"), payload)
        })
        .collect();
    println!("{}", json!(answers));
}
