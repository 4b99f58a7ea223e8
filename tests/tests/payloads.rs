//! `baton payload check`: lines against a contract version.

use baton_tests::{Desk, Reply};
use serde_json::{Value, json};

const BATON: &str = env!("CARGO_BIN_EXE_baton-under-test");

fn desk() -> Desk {
    let desk = Desk::new(BATON);
    desk.json(&["init"]).expect(0);
    desk.apply(&json!([
        {"op": "put", "kind": "contract", "id": "refund", "record": {"name": "Refund"}},
        {"op": "put", "kind": "contract_version", "record": {"contract": "refund", "version": "1.0.0", "state": "published",
            "payload_schema": {"type": "object", "required": ["amount"], "properties": {"amount": {"type": "number"}}},
            "task_states": ["submitted"],
            "invariants": [{"name": "positive", "condition": "payload.amount > 0", "message": "A refund of nothing is a mistake."}]}}
    ]));
    desk
}

fn message(handoff: &str, amount: &Value) -> String {
    json!({
        "correlation_id": "c", "handoff_id": handoff, "attempt": 1, "timestamp": "2026-03-01T09:00:00Z",
        "source": {"agent": "a"}, "destination": {"agent": "b"}, "contract": {"id": "refund", "version": "1.0.0"},
        "message_type": "TASK", "task_state": "submitted", "user_intent": {"verbatim": "money back"}, "payload": {"amount": amount}
    })
    .to_string()
}

/// The counts of the summary.
fn summary(reply: &Reply) -> Value {
    let told: Value = serde_json::from_str(reply.stderr.trim()).unwrap();
    json!({"accepted": told["accepted"], "rejected": told["rejected"], "duplicates": told["duplicates"]})
}

#[test]
fn accepted_lines_pass_untouched_and_the_others_are_kept_with_their_reason() {
    let desk = desk();
    let good = r#"{ "amount" : 5.00,   "note":"é" }"#;
    let again = message("h1", &json!(5));
    let lines = [
        good.to_owned(),
        String::new(),
        r#"{"amount": 0}"#.to_owned(),
        "nonsense".to_owned(),
        again.clone(),
        again.clone(),
        message("h2", &json!("5")),
        r#"{"amount": 1, "amount": 2}"#.to_owned(),
    ];
    desk.write("in.jsonl", lines.join("\n"));
    let words = [
        "payload",
        "check",
        "refund@1.0.0",
        "in.jsonl",
        "--dead-letter",
        "dead.jsonl",
    ];
    let reply = desk.json(&words).expect(1);
    assert_eq!(reply.stdout, format!("{good}\n{again}\n"));
    assert_eq!(
        summary(&reply),
        json!({"accepted": 2, "rejected": 4, "duplicates": 1})
    );
    let dead: Vec<Value> = std::fs::read_to_string(desk.path("dead.jsonl"))
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let told: Vec<_> = dead
        .iter()
        .map(|letter| {
            (
                letter["line"].as_u64().unwrap(),
                letter["reasons"][0]["schema_pointer"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(told[0], (3, "/invariants/0"));
    assert_eq!(
        dead[0]["reason"],
        "positive: A refund of nothing is a mistake. (it is false)"
    );
    assert_eq!(dead[0]["message"], json!({"amount": 0}));
    assert_eq!(
        (dead[1]["line"].as_u64(), dead[1]["text"].as_str()),
        (Some(4), Some("nonsense"))
    );
    assert_eq!(dead[2]["reasons"][0]["pointer"], "/payload/amount");
    assert_eq!(dead[3]["line"], 8);
    assert!(
        std::fs::read_to_string(desk.path("dead.jsonl"))
            .unwrap()
            .contains(r#"{"amount": 1, "amount": 2}"#),
        "to the letter"
    );
}

#[test]
fn standard_input_is_read_and_the_form_can_be_said() {
    let desk = desk();
    let check = |words: &[&str], input: &str| {
        desk.json_with_input(
            &[&["payload", "check", "refund@1.0.0"], words].concat(),
            input.as_bytes(),
        )
    };
    let lines = "{\"amount\": 1}\r\n\n{\"amount\": 2}";
    let reply = check(&[], lines).expect(0);
    assert_eq!(
        reply.stdout,
        lines.replace("\n\n", "\n"),
        "line breaks as they came"
    );
    assert_eq!(
        summary(&check(&["-"], "")),
        json!({"accepted": 0, "rejected": 0, "duplicates": 0})
    );
    check(&["-", "--form", "message"], r#"{"amount": 1}"#).expect(1);
    check(&["-", "--form", "payload"], &message("h", &json!(1))).expect(1);
    check(&["-", "--form", "message"], &message("h", &json!(1))).expect(0);
}

#[test]
fn the_summary_is_for_people_without_the_format() {
    let desk = desk();
    desk.write("in.jsonl", "{\"amount\": 1}\n");
    let reply = desk
        .run(&["payload", "check", "refund@1.0.0", "in.jsonl"])
        .expect(0);
    assert_eq!(reply.stderr, "1 accepted, 0 rejected, 0 duplicates\n");
}

#[test]
fn bytes_that_are_no_text_and_lines_without_end_are_rejected_in_bounded_memory() {
    let desk = desk();
    let mut bytes = b"{\"amount\": 1, \"x\": \"\xff\"}\n".to_vec();
    bytes.extend(std::iter::repeat_n(b'[', 20 << 20));
    bytes.extend_from_slice(b"\n{\"amount\": 1}\n");
    desk.write("in.jsonl", &bytes);
    let words = [
        "payload",
        "check",
        "refund@1.0.0",
        "in.jsonl",
        "--dead-letter",
        "dead.jsonl",
    ];
    let reply = desk.json(&words).expect(1);
    assert_eq!(
        summary(&reply),
        json!({"accepted": 1, "rejected": 2, "duplicates": 0})
    );
    assert!(std::fs::metadata(desk.path("dead.jsonl")).unwrap().len() < 10_000);
}

#[test]
fn rejected_lines_are_located_without_a_file_for_them() {
    let desk = desk();
    desk.write("in.jsonl", b"{\"amount\": 1}\n{\"amount\": \"1\"}\n\xff\n");
    let words = ["payload", "check", "refund@1.0.0", "in.jsonl"];
    let told: Value = serde_json::from_str(desk.json(&words).expect(1).stderr.trim()).unwrap();
    assert_eq!(told["unreadable"], 1);
    assert_eq!(
        told["first_rejected"],
        json!([
            {"line": 2, "offset": 14, "pointer": "/amount", "reason": "\"1\" is not of type \"number\""},
            {"line": 3, "offset": 30, "pointer": "", "reason": "byte 0 of the line is not UTF-8"},
        ])
    );
    assert_eq!(
        desk.run(&words).expect(1).stderr,
        "1 accepted, 2 rejected, 0 duplicates (1 of the rejected could not be read)\n  line 2, byte 14: /amount: \"1\" is not of type \"number\"\n  line 3, byte 30: byte 0 of the line is not UTF-8\n"
    );
}

/// Standard output that nobody reads, that is full, and a full disk under the rejected lines: all are said, none passes for success.
#[cfg(target_os = "linux")]
#[test]
fn what_takes_the_lines_may_fail() {
    use std::process::Stdio;
    let desk = desk();
    desk.write("in.jsonl", "{\"amount\": 1}\n".repeat(100_000));
    let check = |out: Stdio, more: &[&str]| {
        let mut command = desk.command();
        command
            .args([
                "payload",
                "check",
                "refund@1.0.0",
                "in.jsonl",
                "--format",
                "json",
            ])
            .args(more);
        command.stdout(out).stderr(Stdio::piped()).spawn().unwrap()
    };
    let ended = |child: std::process::Child| {
        let output = child.wait_with_output().unwrap();
        let error: Value = serde_json::from_slice(&output.stderr).unwrap();
        (
            output.status.code(),
            error["error"]["message"]
                .as_str()
                .unwrap_or_default()
                .to_owned(),
        )
    };
    let mut child = check(Stdio::piped(), &[]);
    drop(child.stdout.take());
    let (code, message) = ended(child);
    assert_eq!(code, Some(4), "{message}");
    assert!(message.contains("has gone away"), "{message}");

    let full = || {
        Stdio::from(
            std::fs::File::options()
                .write(true)
                .open("/dev/full")
                .unwrap(),
        )
    };
    let (code, message) = ended(check(full(), &[]));
    assert_eq!(code, Some(4), "{message}");
    assert!(
        message.contains("No space left") && message.contains("lines up to 0 were handed on"),
        "{message}"
    );

    desk.write("in.jsonl", "{\"amount\": 0}\n{\"amount\": 1}\n");
    let child = check(Stdio::piped(), &["--dead-letter", "/dev/full"]);
    let (code, message) = ended(child);
    assert_eq!(code, Some(4), "{message}");
    assert!(
        message.contains("nothing from line 1 on was handed on"),
        "{message}"
    );

    let words = [
        "payload",
        "check",
        "refund@1.0.0",
        "in.jsonl",
        "--dead-letter",
        "in.jsonl",
    ];
    assert_eq!(desk.json(&words).expect(2).error().0, "invalid_input");
    assert!(
        std::fs::metadata(desk.path("in.jsonl")).unwrap().len() > 0,
        "the lines are still there"
    );
}

/// A closed standard input is an empty one.
#[cfg(unix)]
#[test]
fn a_closed_standard_input_is_empty() {
    let desk = desk();
    let script = "exec \"$0\" payload check refund@1.0.0 --format json <&-";
    let output = std::process::Command::new("sh")
        .args(["-c", script, BATON])
        .env("BATON_REGISTRY", desk.registry())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0));
    let told: Value = serde_json::from_slice(&output.stderr).unwrap();
    assert_eq!(
        (&told["accepted"], &told["rejected"]),
        (&json!(0), &json!(0))
    );
}

/// A live stream: what was written comes out before the stream ends.
#[test]
fn lines_of_a_live_stream_do_not_wait_for_more() {
    use std::io::{BufRead, BufReader, Write};
    use std::process::Stdio;
    let desk = desk();
    let mut command = desk.command();
    command.args(["payload", "check", "refund@1.0.0"]);
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    for amount in 1..4 {
        let line = format!("{{\"amount\": {amount}}}");
        writeln!(stdin, "{line}").unwrap();
        stdin.flush().unwrap();
        assert_eq!(lines.next().unwrap().unwrap(), line);
    }
    drop(stdin);
    assert!(child.wait().unwrap().success());
}

#[test]
fn what_is_not_there_is_named() {
    let desk = desk();
    for (words, code) in [
        (&["payload", "check", "refund"][..], "invalid_input"),
        (&["payload", "check", "refund@9.0.0"], "not_found"),
        (&["payload", "check", "nothing@1.0.0"], "not_found"),
        (
            &["payload", "check", "refund@1.0.0", "nowhere.jsonl"],
            "invalid_file",
        ),
    ] {
        assert_eq!(desk.json(words).expect(2).error().0, code, "{words:?}");
    }
}
