//! Every question of the sample corpora, one after the other: how many are answered, how many answers are wrong, how long one takes.
//!
//! `cargo bench -p baton-contract --bench compat`; with `-- --open` it names the questions that stay undecided, with their reasons, and with
//! `-- containment` or `-- edits` it asks those alone. The corpora are read from `../shared/samples/compat` beside the repository; without them
//! there is nothing to measure, and it says so.

#![allow(clippy::unwrap_used, clippy::print_stdout)]

use baton_contract::{CompareOptions, Direction, Draft, Formats, Verdict, inclusion};
use serde_json::Value;
use std::process::Command;
use std::time::{Duration, Instant};

/// Stack for the deepest schemas.
const STACK_BYTES: usize = 256 << 20;

fn main() {
    let work = || {
        let words: Vec<String> = std::env::args().skip(1).collect();
        let is_asked = |word: &str| words.iter().any(|asked| asked == word);
        let is_any_named = is_asked("containment") || is_asked("edits");
        for name in ["containment", "edits"] {
            if is_any_named && !is_asked(name) {
                continue;
            }
            let questions = match name {
                "containment" => containment(),
                _ => edits(),
            };
            match questions {
                Some(questions) => report(name, &questions, is_asked("--open")),
                None => println!("{name}: the corpus is not there, nothing was measured"),
            }
        }
    };
    let thread = std::thread::Builder::new().stack_size(STACK_BYTES);
    thread.spawn(work).unwrap().join().unwrap();
}

/// A question, and whether inclusion holds where that is known.
struct Question {
    id: String,
    from: Value,
    within: Value,
    draft: Draft,
    formats: Formats,
    holds: Option<bool>,
}

fn containment() -> Option<Vec<Question>> {
    let question = |mut line: Value| Question {
        id: line["id"].as_str().unwrap().to_owned(),
        draft: draft(&line),
        // The labels have it as each draft has it: from 2019-09 on `format` is an annotation.
        formats: match draft(&line) {
            Draft::Draft201909 | Draft::Draft202012 => Formats::Ignore,
            _ => Formats::Assert,
        },
        holds: line["contained"].as_bool(),
        from: line["sub"].take(),
        within: line["sup"].take(),
    };
    Some(lines("containment")?.into_iter().map(question).collect())
}

/// Each edit in both directions.
fn edits() -> Option<Vec<Question>> {
    let mut questions = Vec::new();
    for line in lines("edits")? {
        for (from, within) in [("old", "new"), ("new", "old")] {
            questions.push(Question {
                id: format!("{} ({from} in {within})", line["id"].as_str().unwrap()),
                draft: draft(&line),
                formats: Formats::Assert,
                holds: None,
                from: line[from].clone(),
                within: line[within].clone(),
            });
        }
    }
    Some(questions)
}

fn draft(line: &Value) -> Draft {
    match line["draft"].as_str() {
        Some("draft4") => Draft::Draft4,
        Some("draft6") => Draft::Draft6,
        Some("draft7") => Draft::Draft7,
        Some("2019-09") => Draft::Draft201909,
        _ => Draft::Draft202012,
    }
}

fn lines(name: &str) -> Option<Vec<Value>> {
    let folder = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../../shared/samples/compat"
    );
    let output = Command::new("gzip")
        .args(["-dc", &format!("{folder}/{name}.jsonl.gz")])
        .output()
        .ok()
        .filter(|output| output.status.success())?;
    let text = String::from_utf8(output.stdout).unwrap();
    Some(
        text.lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect(),
    )
}

#[derive(Default)]
struct Counts {
    safe: u32,
    breaking: u32,
    undecided: u32,
    /// Called safe where it is not.
    unsound: u32,
    /// Called breaking where it is safe, or with a payload that shows nothing.
    over_strict: u32,
    errors: u32,
}

fn report(name: &str, questions: &[Question], names_open: bool) {
    let mut counts = Counts::default();
    let mut times = Vec::with_capacity(questions.len());
    for question in questions {
        let options = CompareOptions {
            draft: question.draft,
            formats: question.formats,
            ..CompareOptions::default()
        };
        let start = Instant::now();
        let answer = inclusion(&question.from, &question.within, &options);
        times.push((start.elapsed(), question));
        match answer {
            Ok(direction) => {
                if names_open && direction.verdict == Verdict::Undecided {
                    println!("undecided {}: {:?}", question.id, direction.reason);
                }
                count(&mut counts, question, &direction);
            }
            Err(problem) => {
                counts.errors += 1;
                println!("error {}: {problem}", question.id);
            }
        }
    }
    times.sort_by_key(|(time, _)| *time);
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize].0;
    let all = questions.len() as f64;
    println!(
        "\n{name}: {} questions, {:.2} % decided\n  safe {}, breaking {}, undecided {}, errors {}, unsound {}, over-strict {}",
        questions.len(),
        f64::from(counts.safe + counts.breaking) * 100.0 / all,
        counts.safe,
        counts.breaking,
        counts.undecided,
        counts.errors,
        counts.unsound,
        counts.over_strict,
    );
    println!(
        "  median {}, p90 {}, p99 {}, slowest {} ({})",
        shown(at(0.5)),
        shown(at(0.9)),
        shown(at(0.99)),
        shown(at(1.0)),
        times.last().unwrap().1.id,
    );
}

fn count(counts: &mut Counts, question: &Question, direction: &Direction) {
    match direction.verdict {
        Verdict::Safe => {
            counts.safe += 1;
            if question.holds == Some(false) {
                counts.unsound += 1;
                println!(
                    "UNSOUND {}: {} in {}",
                    question.id, question.from, question.within
                );
            }
        }
        Verdict::Breaking => {
            counts.breaking += 1;
            let is_right = question.holds != Some(true) && shows(question, direction);
            if !is_right {
                counts.over_strict += 1;
                println!(
                    "OVER-STRICT {}: {} in {} by {:?}",
                    question.id, question.from, question.within, direction.counterexample
                );
            }
        }
        Verdict::Undecided => counts.undecided += 1,
    }
}

/// Whether the payload is accepted by the one and rejected by the other, asked of validators made anew.
fn shows(question: &Question, direction: &Direction) -> bool {
    let payload = &direction.counterexample.as_ref().unwrap().0;
    let accepts = |schema: &Value| {
        let named = schema.get("$schema").is_some();
        let options =
            jsonschema::options().should_validate_formats(question.formats == Formats::Assert);
        let options = if named {
            options
        } else {
            options.with_draft(engine_draft(question.draft))
        };
        options.build(schema).unwrap().is_valid(payload)
    };
    accepts(&question.from) && !accepts(&question.within)
}

fn engine_draft(draft: Draft) -> jsonschema::Draft {
    match draft {
        Draft::Draft4 => jsonschema::Draft::Draft4,
        Draft::Draft6 => jsonschema::Draft::Draft6,
        Draft::Draft7 => jsonschema::Draft::Draft7,
        Draft::Draft201909 => jsonschema::Draft::Draft201909,
        Draft::Draft202012 => jsonschema::Draft::Draft202012,
    }
}

fn shown(time: Duration) -> String {
    format!("{:.3} ms", time.as_secs_f64() * 1000.0)
}
