//! Patterns of real schemas, from the samples beside the repository (skipped, saying so, where these are not).

use crate::judge::{Dice, Judge, words_around};
use baton_regular::Language;
use serde_json::Value;
use std::collections::BTreeSet;
use std::process::Command;

fn collect(schema: &Value, patterns: &mut BTreeSet<String>) {
    if let Some(pattern) = schema.get("pattern").and_then(Value::as_str) {
        patterns.insert(pattern.to_owned());
    }
    if let Some(members) = schema.get("patternProperties").and_then(Value::as_object) {
        patterns.extend(members.keys().cloned());
    }
    match schema {
        Value::Array(items) => items.iter().for_each(|item| collect(item, patterns)),
        Value::Object(members) => members
            .values()
            .for_each(|member| collect(member, patterns)),
        _ => {}
    }
}

#[test]
fn patterns_of_real_schemas_hold_the_words_that_the_validator_accepts() {
    let folder = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../../shared/samples/compat"
    );
    let mut patterns = BTreeSet::new();
    for file in ["edits", "containment"] {
        let unpacked = Command::new("gzip")
            .args(["-dc", &format!("{folder}/{file}.jsonl.gz")])
            .output();
        let Some(text) = unpacked.ok().filter(|run| run.status.success()) else {
            eprintln!("skipped: there is no {file}.jsonl.gz in {folder}");
            return;
        };
        for line in String::from_utf8(text.stdout).unwrap().lines() {
            collect(&serde_json::from_str(line).unwrap(), &mut patterns);
        }
    }
    let mut wrong = Vec::new();
    let mut unread = Vec::new();
    for pattern in &patterns {
        let Some(judge) = Judge::pattern(pattern) else {
            continue;
        };
        let language = match Language::pattern(pattern) {
            Ok(language) => language,
            Err(why) => {
                unread.push(format!("{pattern}: {why}"));
                continue;
            }
        };
        let mut dice = Dice::new(pattern.len() as u64);
        for word in words_around(&language, pattern, &mut dice, 60) {
            if language.contains(&word) != judge.accepts(&word) {
                wrong.push(format!("{pattern} on {word:?}"));
                break;
            }
        }
    }
    eprintln!("{} patterns, not read: {unread:#?}", patterns.len());
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(unread.len() * 50 < patterns.len(), "{unread:#?}");
}
