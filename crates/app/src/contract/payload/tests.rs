//! A stream on many threads against one line after the other.

use super::*;
use baton_contract::{Invariants, Passage, PayloadValidator};
use baton_model::{ContractId, ContractVersion, ContractVersionId, Json, Version, parse_json};
use proptest::prelude::*;
use serde_json::json;
use std::collections::HashSet;
use std::io::Cursor;

fn version() -> ContractVersion {
    let mut version = ContractVersion::new(
        ContractVersionId::new("refund@1.0.0").unwrap(),
        ContractId::new("refund").unwrap(),
        Version::new("1.0.0").unwrap(),
    );
    version.payload_schema = Json(json!({
        "type": "object", "required": ["amount"],
        "properties": {"amount": {"type": "number", "maximum": 1e3}, "at": {"format": "date"}, "note": {"type": "string", "maxLength": 3}}
    }));
    version.invariants = vec![Invariant::new(
        "positive".to_owned(),
        "payload.amount > 0".to_owned(),
    )];
    version
}

fn message(handoff: u8, amount: i8) -> String {
    json!({
        "correlation_id": "c", "handoff_id": format!("h{handoff}"), "attempt": 1, "timestamp": "2026-03-01T09:00:00Z",
        "source": {"agent": "a"}, "destination": {"agent": "b"}, "contract": {"id": "refund", "version": "1.0.0"},
        "message_type": "TASK", "task_state": "submitted", "user_intent": {"verbatim": "x"}, "payload": {"amount": amount}
    })
    .to_string()
}

struct Run {
    passed: Vec<u8>,
    letters: Vec<Value>,
    summary: PayloadSummary,
}

/// Gives what there is in small portions, so that pieces are small.
struct Portions(Cursor<Vec<u8>>, usize);

impl Read for Portions {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let size = self.1.min(buffer.len());
        self.0.read(&mut buffer[..size])
    }
}

fn run(input: &[u8], portion: usize, workers: usize) -> Run {
    let boundary = Arc::new(Boundary::of(&version(), None, Form::Detect).unwrap());
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("dead.jsonl");
    let mut letters = DeadLetters::create(&path, None).unwrap();
    let mut passed = Vec::new();
    let input = Input {
        stream: Box::new(Portions(Cursor::new(input.to_vec()), portion)),
        name: PathBuf::from("test"),
    };
    let summary = judge_lines(&boundary, input, &mut passed, Some(&mut letters), workers).unwrap();
    letters.finish().unwrap();
    let kept = std::fs::read_to_string(&path).unwrap();
    let letters = kept
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    Run {
        passed,
        letters,
        summary,
    }
}

/// What becomes of each line by the validator and the invariants alone.
fn expected(input: &[u8]) -> (Vec<u8>, Vec<(u64, u64)>, PayloadSummary) {
    let version = version();
    let validator = PayloadValidator::compile(&version.payload_schema.0).unwrap();
    let invariants = Invariants::compile(&version.invariants).unwrap();
    let boundary = Boundary::of(&version, None, Form::Detect).unwrap();
    let mut seen = HashSet::new();
    let (mut passed, mut rejected, mut summary) =
        (Vec::new(), Vec::new(), PayloadSummary::default());
    let mut offset = 0;
    for (number, line) in input.split_inclusive(|byte| *byte == b'\n').enumerate() {
        let here = offset;
        offset += line.len() as u64;
        let text = std::str::from_utf8(line).map(|text| text.strip_suffix('\n').unwrap_or(text));
        if text.is_ok_and(|text| text.trim().is_empty()) {
            continue;
        }
        let value = text.ok().and_then(|text| parse_json(text).ok());
        let is_message = value.as_ref().is_some_and(|value| {
            value.get("handoff_id").is_some() && value.get("payload").is_some()
        });
        let is_accepted = value.as_ref().is_some_and(|value| {
            if is_message {
                // The envelope has its own schema; the boundary judges one line at a time.
                matches!(boundary.judge(text.unwrap()), Passage::Accepted { .. })
                    && invariants.check(&value["payload"]).is_empty()
            } else {
                validator.check(value).is_empty() && invariants.check(value).is_empty()
            }
        });
        if !is_accepted {
            summary.rejected += 1;
            rejected.push((number as u64 + 1, here));
        } else if is_message && !seen.insert(value.unwrap()["handoff_id"].to_string()) {
            summary.duplicates += 1;
        } else {
            summary.accepted += 1;
            passed.extend_from_slice(line);
        }
    }
    (passed, rejected, summary)
}

fn line() -> impl Strategy<Value = Vec<u8>> {
    let text = prop_oneof![
        4 => (-2..2000_i32).prop_map(|amount| format!("{{\"amount\": {amount} }}")),
        3 => (0..6_u8, -1..3_i8).prop_map(|(handoff, amount)| message(handoff, amount)),
        1 => "[ \t\r]{0,3}",
        1 => "[{}\\[\\],:\"a0.eE\\\\-]{0,12}",
        1 => Just("{\"amount\": 1, \"amount\": 2}".to_owned()),
        1 => Just("{\"amount\": 1e999}".to_owned()),
        1 => Just("{\"amount\": 0.1e1, \"note\": \"\\ud800\"}".to_owned()),
        1 => Just("{\"amount\": 1, \"note\": \"\u{1f980}\u{1f980}\u{1f980}\"}\r".to_owned()),
        1 => Just("\u{feff}{\"amount\": 7}".to_owned()),
        1 => Just("{\"amount\": 7, \"at\": \"2026-02-30\"}".to_owned()),
        1 => Just("[".repeat(200)),
    ];
    prop_oneof![9 => text.prop_map(String::into_bytes), 1 => prop::collection::vec(any::<u8>().prop_filter("a line", |byte| *byte != b'\n'), 0..6)]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn a_stream_is_judged_as_its_lines_are(lines in prop::collection::vec(line(), 0..60), ends in any::<bool>(), portion in 1..400_usize, workers in 1..5_usize) {
        let mut input = lines.join(&b'\n');
        if ends && !input.is_empty() {
            input.push(b'\n');
        }
        let (passed, rejected, mut summary) = expected(&input);
        let run = run(&input, portion, workers);
        prop_assert_eq!(String::from_utf8_lossy(&run.passed), String::from_utf8_lossy(&passed));
        let letters: Vec<_> = run.letters.iter().map(|letter| (letter["line"].as_u64().unwrap(), letter["offset"].as_u64().unwrap())).collect();
        prop_assert_eq!(letters, rejected);
        prop_assert!(run.letters.iter().all(|letter| letter["reason"].is_string() && letter["pointer"].is_string()));
        summary.unreadable = run.summary.unreadable;
        summary.first_rejected.clone_from(&run.summary.first_rejected);
        prop_assert_eq!(run.summary, summary);
    }
}

#[test]
fn many_lines_keep_their_order_on_many_threads() {
    let mut input = Vec::new();
    for number in 0..50_000 {
        let amount = if number % 7 == 0 {
            -number
        } else {
            number % 1000 + 1
        };
        input.extend(format!("{{\"amount\": {amount}, \"n\": {number}}}\n").into_bytes());
    }
    let (passed, rejected, summary) = expected(&input);
    let run = run(&input, 1 << 20, 4);
    assert!(run.passed == passed, "the bytes differ");
    assert_eq!(run.letters.len(), rejected.len());
    assert_eq!(
        (run.summary.accepted, run.summary.rejected),
        (summary.accepted, summary.rejected)
    );
}

#[test]
fn letters_say_where_and_why() {
    let mut input = b"{\"amount\": 1}\n{\"amount\": \"1\"}\n\xff\n".to_vec();
    input.extend(std::iter::repeat_n(b'[', 40 << 20));
    input.extend_from_slice(b"\nnonsense");
    let run = run(&input, 1 << 20, 2);
    let [text, bytes, long, nonsense] = &run.letters[..] else {
        panic!("{:?}", run.letters)
    };
    assert_eq!(
        (text["offset"].as_u64(), text["pointer"].as_str()),
        (Some(14), Some("/amount"))
    );
    assert_eq!(text["message"], json!({"amount": "1"}));
    assert_eq!(
        (bytes["line"].as_u64(), bytes["reason"].as_str()),
        (Some(3), Some("byte 0 of the line is not UTF-8"))
    );
    assert_eq!(
        (long["line"].as_u64(), long["bytes"].as_u64()),
        (Some(4), Some(40 << 20))
    );
    assert_eq!(
        (nonsense["line"].as_u64(), nonsense["text"].as_str()),
        (Some(5), Some("nonsense"))
    );
    assert_eq!(
        (
            run.summary.accepted,
            run.summary.rejected,
            run.summary.unreadable
        ),
        (1, 4, 3)
    );
}

/// Takes so many bytes, then fails.
struct Full(usize, io::ErrorKind);

impl Write for Full {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let size = bytes.len().min(self.0);
        self.0 -= size;
        if size == 0 && !bytes.is_empty() {
            return Err(self.1.into());
        }
        Ok(size)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Never ends, as the stream of a live system.
struct Endless;

impl Read for Endless {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let line = b"{\"amount\": 1}\n";
        buffer[..line.len()].copy_from_slice(line);
        Ok(line.len())
    }
}

#[test]
fn an_output_that_fails_ends_the_run_and_says_where() {
    for (kind, code, says) in [
        (
            io::ErrorKind::BrokenPipe,
            ErrorCode::Io,
            "whoever reads standard output has gone away: lines up to 3 were handed on; from line 4 on",
        ),
        (
            io::ErrorKind::StorageFull,
            ErrorCode::DiskFull,
            "lines up to 3 were handed on",
        ),
    ] {
        let boundary = Arc::new(Boundary::of(&version(), None, Form::Payload).unwrap());
        let mut out = Full(3 * 14 + 5, kind);
        let error =
            check_stream(&boundary, Endless, &mut out, NonZero::new(2).unwrap()).unwrap_err();
        assert_eq!(error.code, code);
        assert!(error.message.contains(says), "{}", error.message);
    }
}

/// Fails after some lines.
struct Broken(Cursor<Vec<u8>>);

impl Read for Broken {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self.0.read(buffer)? {
            0 => Err(io::Error::other("the disk is gone")),
            size => Ok(size),
        }
    }
}

#[test]
fn an_input_that_fails_is_told_after_what_was_read() {
    let boundary = Arc::new(Boundary::of(&version(), None, Form::Payload).unwrap());
    let mut out = Vec::new();
    let stream = Broken(Cursor::new(b"{\"amount\": 1}\n{\"am".to_vec()));
    let error = check_stream(&boundary, stream, &mut out, NonZero::new(3).unwrap()).unwrap_err();
    assert_eq!(error.code, ErrorCode::Io);
    assert_eq!(out, b"{\"amount\": 1}\n");
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_under_the_dead_letters_hands_nothing_on_behind_them() {
    let boundary = Arc::new(Boundary::of(&version(), None, Form::Payload).unwrap());
    let mut letters = DeadLetters::create(Path::new("/dev/full"), None).unwrap();
    let mut out = Vec::new();
    let input = Input {
        stream: Box::new(Cursor::new(b"{\"amount\": 0}\n{\"amount\": 1}\n".to_vec())),
        name: PathBuf::from("test"),
    };
    let error = judge_lines(&boundary, input, &mut out, Some(&mut letters), 2).unwrap_err();
    assert_eq!((error.code, out.len()), (ErrorCode::DiskFull, 0));
    assert!(
        error
            .message
            .contains("nothing from line 1 on was handed on"),
        "{}",
        error.message
    );
}

#[test]
fn the_dead_letters_never_take_the_place_of_the_lines() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("lines.jsonl");
    std::fs::write(&path, "{}\n").unwrap();
    let refused = DeadLetters::create(&path, Some(&path)).err().unwrap();
    assert_eq!(refused.code, ErrorCode::InvalidInput);
    assert_eq!(std::fs::read(&path).unwrap(), b"{}\n");
}
