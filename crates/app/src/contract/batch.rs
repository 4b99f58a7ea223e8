//! Many pairs of schemas, one JSON object a line, answered on all processors and told in the order in which they came.

use super::compare::{milliseconds, with_deep_stack};
use crate::{AppError, ErrorCode};
use baton_contract::{Comparator, CompareOptions, Draft};
use baton_model::{Limits, parse_json};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::{BufRead, Read};
use std::path::Path;
use std::sync::mpsc::{Receiver, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};

/// Longest line: two schemas of the largest size, with some space.
const LINE_BYTES: u64 = 2 * Limits::DEFAULT.record_bytes as u64 + 4096;

/// Lines that are read ahead of what is being answered.
const AHEAD: usize = 32;

/// What came of the lines.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BatchCounts {
    /// Lines that were compared.
    pub compared: u32,
    /// Of these, pairs that do not hold.
    pub failed: u32,
    /// Lines that could not be compared.
    pub bad: u32,
}

/// The answer to one line.
enum Answer {
    Compared { line: Value, holds: bool },
    Bad(Value),
}

/// Compares every line `{id, draft?, old, new}` of `input` and gives `tell` one JSON value a line: the comparison with the same `id`, or
/// `{id, error}` for a line that cannot be compared. Empty lines are passed over.
pub fn compare_lines(
    input: impl BufRead + Send,
    options: &CompareOptions,
    mut tell: impl FnMut(&Value),
) -> Result<BatchCounts, AppError> {
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    let mut counts = BatchCounts::default();
    let (questions, waiting) = sync_channel::<(u64, Vec<u8>)>(AHEAD);
    // Owned by the workers alone, so that the reader stops when they are gone.
    let waiting = Arc::new(Mutex::new(waiting));
    let (answers, answered) = sync_channel::<Result<(u64, Answer), AppError>>(AHEAD);
    std::thread::scope(|scope| {
        for _ in 0..workers {
            let answers = answers.clone();
            let waiting = Arc::clone(&waiting);
            scope.spawn(move || {
                let work = || {
                    while let Some((number, line)) = next(&waiting) {
                        if answers.send(Ok((number, answer(&line, options)))).is_err() {
                            break;
                        }
                    }
                };
                if let Err(error) = with_deep_stack(work) {
                    // Nobody is left to be told when this fails.
                    let _ = answers.send(Err(error));
                }
            });
        }
        drop(waiting);
        let reader_answers = answers;
        scope.spawn(move || {
            if let Err(error) =
                read_lines(input, |number, line| questions.send((number, line)).is_ok())
            {
                let _ = reader_answers.send(Err(error));
            }
        });
        let mut early = BTreeMap::new();
        let mut next_number = 0;
        for answer in answered {
            let (number, answer) = answer?;
            early.insert(number, answer);
            while let Some(answer) = early.remove(&next_number) {
                next_number += 1;
                match answer {
                    Answer::Compared { line, holds } => {
                        counts.compared += 1;
                        counts.failed += u32::from(!holds);
                        tell(&line);
                    }
                    Answer::Bad(line) => {
                        counts.bad += 1;
                        tell(&line);
                    }
                }
            }
        }
        Ok(counts)
    })
}

fn next(waiting: &Mutex<Receiver<(u64, Vec<u8>)>>) -> Option<(u64, Vec<u8>)> {
    waiting
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .recv()
        .ok()
}

/// Hands on each line that is not empty with its number among those; stops when `take` says so.
fn read_lines(
    mut input: impl BufRead,
    mut take: impl FnMut(u64, Vec<u8>) -> bool,
) -> Result<(), AppError> {
    let mut number = 0;
    loop {
        let mut line = Vec::new();
        let read = (&mut input)
            .take(LINE_BYTES + 1)
            .read_until(b'\n', &mut line)
            .map_err(|error| AppError::io(Path::new("the batch"), error))?;
        if read == 0 {
            return Ok(());
        }
        if read as u64 > LINE_BYTES {
            skip_line(&mut input)?;
        }
        if line.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        if !take(number, line) {
            return Ok(());
        }
        number += 1;
    }
}

/// Reads on to the end of a line that is too long to be kept.
fn skip_line(input: &mut impl BufRead) -> Result<(), AppError> {
    loop {
        let buffer = input
            .fill_buf()
            .map_err(|error| AppError::io(Path::new("the batch"), error))?;
        let end = buffer.iter().position(|byte| *byte == b'\n');
        let read = end.map_or(buffer.len(), |end| end + 1);
        let is_done = end.is_some() || buffer.is_empty();
        input.consume(read);
        if is_done {
            return Ok(());
        }
    }
}

/// What a line has to look like.
const FORM: &str = "write {\"id\": .., \"old\": .., \"new\": ..} on one line";

fn answer(line: &[u8], options: &CompareOptions) -> Answer {
    let bad = |id: &Value, message: String, hint: &str| {
        let code = ErrorCode::InvalidInput;
        Answer::Bad(json!({"id": id, "error": {"code": code, "message": message, "hints": [hint]}}))
    };
    if line.len() as u64 > LINE_BYTES {
        return bad(
            &Value::Null,
            format!("the line is longer than {} MiB", LINE_BYTES >> 20),
            FORM,
        );
    }
    let pair = match std::str::from_utf8(line) {
        Ok(text) => parse_json(text).map_err(|error| error.message),
        Err(error) => Err(format!("byte {} is not UTF-8", error.valid_up_to())),
    };
    let pair = match pair {
        Ok(pair) => pair,
        Err(message) => return bad(&Value::Null, message, FORM),
    };
    let id = pair.get("id").unwrap_or(&Value::Null);
    let (Some(old), Some(new)) = (pair.get("old"), pair.get("new")) else {
        return bad(id, "the line has no 'old' and 'new'".to_owned(), FORM);
    };
    let mut options = *options;
    if let Some(named) = pair.get("draft").filter(|draft| !draft.is_null()) {
        let known = named.as_str().and_then(draft_of);
        let Some(draft) = known else {
            return bad(
                id,
                format!("{named} is no draft that Baton reads"),
                "write draft4, draft6, draft7, 2019-09 or 2020-12",
            );
        };
        options.draft = draft;
    }
    let comparator = Comparator::new(options).with_clock(&milliseconds);
    match comparator.compare(old, new) {
        Ok(comparison) => {
            let holds = comparison.holds;
            let mut line = json!(comparison);
            if let Value::Object(fields) = &mut line {
                fields.insert("id".to_owned(), id.clone());
            }
            Answer::Compared { line, holds }
        }
        Err(problem) => {
            let is_old = comparator.inclusion(old, old).is_err();
            let which = if is_old { "old" } else { "new" };
            bad(
                id,
                format!("the {which} schema cannot be used: {problem}"),
                "mend the schema; `$ref` has to lead into the same document",
            )
        }
    }
}

/// The draft of a word of the batch format.
pub fn draft_of(word: &str) -> Option<Draft> {
    match word {
        "draft4" => Some(Draft::Draft4),
        "draft6" => Some(Draft::Draft6),
        "draft7" => Some(Draft::Draft7),
        "2019-09" => Some(Draft::Draft201909),
        "2020-12" => Some(Draft::Draft202012),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(input: &[u8]) -> (Vec<Value>, BatchCounts) {
        let mut lines = Vec::new();
        let counts = compare_lines(input, &CompareOptions::default(), |line| {
            lines.push(line.clone());
        });
        (lines, counts.unwrap())
    }

    #[test]
    fn lines_are_answered_in_order_and_bad_ones_are_named() {
        let mut input = Vec::new();
        for number in 0..60 {
            let line = json!({"id": number, "old": {"const": number}, "new": {"type": "integer"}});
            input.extend(line.to_string().into_bytes());
            input.extend(b"\n\n");
        }
        let bad: [&[u8]; 6] = [
            b"{",
            b"\xff",
            br#"{"id":"x","old":true}"#,
            br#"{"id":"x","old":{"type":"text"},"new":true}"#,
            br#"{"id":"x","old":true,"new":true,"draft":"draft3"}"#,
            br#"{"id":"x","id":"y","old":true,"new":true}"#,
        ];
        for line in bad {
            input.extend(line);
            input.push(b'\n');
        }
        let (lines, counts) = told(&input);
        assert_eq!((counts.compared, counts.bad), (60, 6));
        for (number, line) in lines.iter().take(60).enumerate() {
            assert_eq!(line["id"], number);
            assert_eq!(line["backward"]["verdict"], "safe", "{line}");
        }
        for line in &lines[60..] {
            let error = &line["error"];
            assert!(
                line.get("id").is_some() && error["message"].is_string(),
                "{line}"
            );
            assert_eq!(error["code"], "invalid_input");
        }
        assert!(
            lines[63]["error"]["message"]
                .as_str()
                .unwrap()
                .contains("old schema")
        );
    }

    #[test]
    fn the_draft_of_a_line_is_used_where_a_schema_names_none() {
        let pair = |draft: &str| {
            let line = json!({"id": 1, "draft": draft, "old": {"type": "integer"}, "new": {"minimum": 1, "exclusiveMinimum": true}});
            told(line.to_string().as_bytes()).0.remove(0)
        };
        assert!(pair("draft4").get("error").is_none());
        assert!(pair("draft7").get("error").is_some());
    }
}
