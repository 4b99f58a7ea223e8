//! A fixed part of the sample corpora, answered as the labels have it; `cargo bench -p baton-contract --bench compat` answers all of it.

use baton_contract::{CompareOptions, Draft, Formats, PayloadValidator, Verdict, inclusion};
use serde_json::Value;
use std::process::Command;

/// One in so many questions is asked.
const ONE_IN: usize = 17;

fn lines(name: &str) -> Option<Vec<Value>> {
    let folder = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../../shared/samples/compat"
    );
    let output = Command::new("gzip")
        .args(["-dc", &format!("{folder}/{name}.jsonl.gz")])
        .output()
        .ok()
        .filter(|output| output.status.success());
    let Some(output) = output else {
        eprintln!("{name}: the corpus is not there; nothing was asked");
        return None;
    };
    let text = String::from_utf8(output.stdout).unwrap();
    Some(
        text.lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect(),
    )
}

fn options(line: &Value) -> CompareOptions {
    // The labels have it as each draft has it: in 2020-12 `format` is an annotation.
    let (draft, formats) = match line["draft"].as_str() {
        Some("draft7") => (Draft::Draft7, Formats::Assert),
        _ => (Draft::Draft202012, Formats::Ignore),
    };
    CompareOptions {
        draft,
        formats,
        ..CompareOptions::default()
    }
}

#[test]
fn no_answer_contradicts_a_label() {
    let Some(lines) = lines("containment") else {
        return;
    };
    let mut undecided = 0;
    let asked: Vec<&Value> = lines.iter().step_by(ONE_IN).collect();
    for line in &asked {
        let direction = inclusion(&line["sub"], &line["sup"], &options(line)).unwrap();
        let holds = line["contained"].as_bool().unwrap();
        match direction.verdict {
            Verdict::Safe => assert!(holds, "unsound: {line}"),
            Verdict::Breaking => assert!(!holds, "over-strict: {line}: {direction:?}"),
            Verdict::Undecided => undecided += 1,
        }
    }
    assert!(
        undecided * 200 <= asked.len(),
        "{undecided} of {} undecided",
        asked.len()
    );
}

#[test]
fn real_edits_are_decided_with_payloads_that_show_it() {
    let Some(lines) = lines("edits") else { return };
    let asked: Vec<&Value> = lines.iter().step_by(ONE_IN).collect();
    let mut undecided = Vec::new();
    for line in &asked {
        for (from, within) in [("old", "new"), ("new", "old")] {
            let (sends, takes) = (&line[from], &line[within]);
            let direction = inclusion(sends, takes, &options(line)).unwrap();
            if direction.verdict == Verdict::Undecided {
                undecided.push(format!("{} {from}: {:?}", line["id"], direction.reason));
            }
            let Some(payload) = direction.counterexample else {
                continue;
            };
            let judges = PayloadValidator::compile(sends)
                .ok()
                .zip(PayloadValidator::compile(takes).ok());
            if let Some((sends, takes)) = judges {
                assert!(
                    sends.accepts(&payload.0) && !takes.accepts(&payload.0),
                    "{}: {}",
                    line["id"],
                    payload.0
                );
            }
        }
    }
    assert!(undecided.len() * 10 <= asked.len(), "{undecided:#?}");
}
