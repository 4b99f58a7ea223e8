//! What the guards in Rust say of messages: the reason of each rejection, null for what is let in.

use baton_guard::{Guard, MemoryStore};
use std::collections::HashMap;

fn main() {
    let cases: Vec<(String, String)> = serde_json::from_reader(std::io::stdin()).unwrap();
    let mut guards: HashMap<String, Guard<MemoryStore>> = HashMap::new();
    let mut answers = Vec::new();
    for (handoff, text) in &cases {
        let Ok(message) = serde_json::from_str::<serde_json::Value>(text) else {
            answers.push(serde_json::json!("malformed"));
            continue;
        };
        let guard = guards.entry(handoff.clone()).or_insert_with(|| {
            Guard::with_clock(handoff, MemoryStore::default(), || 1_772_355_600.0).unwrap()
        });
        let payload = message.get("payload").cloned();
        match guard.accept(message).unwrap() {
            Ok(accepted) => {
                assert_eq!(Some(accepted), payload);
                answers.push(serde_json::Value::Null);
            }
            Err(rejection) => answers.push(serde_json::to_value(rejection.reason).unwrap()),
        }
    }
    println!("{}", serde_json::Value::from(answers));
}
