//! Bad input: a named error with file, place and remedy, exit code 2, nothing changed, in bounded time.

use baton_tests::Desk;
use serde_json::json;
use std::time::{Duration, Instant};

const BATON: &str = env!("CARGO_BIN_EXE_baton-under-test");

/// What is wrong, the file's content, and words that the error has to name besides the file.
struct Case {
    what: &'static str,
    content: Vec<u8>,
    names: &'static [&'static str],
}

fn case(what: &'static str, content: impl Into<Vec<u8>>, names: &'static [&'static str]) -> Case {
    Case {
        what,
        content: content.into(),
        names,
    }
}

fn put(kind: &str, id: &str, record: &str) -> String {
    format!(r#"{{"op":"put","kind":"{kind}","id":"{id}","record":{record}}}"#)
}

#[allow(clippy::too_many_lines)] // a table
fn cases() -> Vec<Case> {
    let deep =
        |open: &str, close: &str| format!("{}{}", open.repeat(100_000), close.repeat(100_000));
    vec![
        case(
            "unknown field of a record",
            put("team", "x", r#"{"name":"X","nmae":"Y"}"#),
            &["edit 1", "nmae"],
        ),
        case(
            "unknown field within",
            put("agent", "x", r#"{"name":"X","role":{"scop":"a"}}"#),
            &["edit 1", "/role", "scop"],
        ),
        case(
            "unknown field of an edit",
            r#"{"op":"put","kind":"team","id":"x","record":{"name":"X"},"force":true}"#,
            &["edit 1", "force"],
        ),
        case(
            "unknown kind",
            put("robot", "x", r#"{"name":"X"}"#),
            &["edit 1", "/kind", "robot"],
        ),
        case(
            "unknown operation",
            r#"{"op":"upsert","kind":"team","id":"x"}"#,
            &["edit 1", "/op", "upsert"],
        ),
        case(
            "unknown value",
            put("agent", "x", r#"{"name":"X","kind":"robot"}"#),
            &["edit 1", "/kind", "robot"],
        ),
        case(
            "wrong type",
            put("team", "x", r#"{"name":7}"#),
            &["edit 1", "/name", "string"],
        ),
        case(
            "wrong type in a list",
            put("agent", "x", r#"{"name":"X","capabilities":["a",1]}"#),
            &["edit 1", "/capabilities/1"],
        ),
        case(
            "record that is a list",
            put("team", "x", "[]"),
            &["edit 1", "/record"],
        ),
        case("edit that is a number", "[1]", &["edit 1"]),
        case("missing name", put("team", "x", "{}"), &["edit 1", "name"]),
        case(
            "blank name",
            put("team", "x", r#"{"name":"  "}"#),
            &["team x", "/name"],
        ),
        case(
            "missing reference",
            put("agent", "x", r#"{"name":"X","team":"nobody"}"#),
            &["agent x", "/team", "nobody"],
        ),
        case(
            "missing reference of a handoff",
            put(
                "handoff",
                "x",
                r#"{"topology":"sample-support","from":"triage-desk","to":"nobody"}"#,
            ),
            &["x", "/to", "nobody"],
        ),
        case(
            "second edit is wrong",
            format!(
                "[{},{}]",
                put("team", "good", r#"{"name":"G"}"#),
                put("team", "x", r#"{"name":[]}"#)
            ),
            &["edit 2", "/name"],
        ),
        case(
            "second line is wrong",
            format!("{}\n{{\"op\"", put("team", "good", r#"{"name":"G"}"#)),
            &["line 2"],
        ),
        case(
            "duplicate key",
            r#"[{"op":"put","kind":"team","id":"x","record":{"name":"A","name":"B"}}]"#,
            &["line 1", "name", "twice"],
        ),
        case(
            "id that is not the record's",
            put("team", "x", r#"{"id":"y","name":"X"}"#),
            &["x", "y"],
        ),
        case(
            "id that does not follow from the fields",
            put(
                "contract_version",
                "x@9",
                r#"{"contract":"support-ticket","version":"9.9.9"}"#,
            ),
            &["x@9"],
        ),
        case(
            "id with a path",
            put("team", "../../etc/passwd", r#"{"name":"X"}"#),
            &["../../etc/passwd"],
        ),
        case(
            "id with a separator",
            put("team", "a/b", r#"{"name":"X"}"#),
            &["a/b"],
        ),
        case(
            "id with a drive",
            put("team", "C:\\\\x", r#"{"name":"X"}"#),
            &["C:"],
        ),
        case(
            "id with a leading dot",
            put("team", ".git", r#"{"name":"X"}"#),
            &[".git"],
        ),
        case(
            "id that Windows reserves",
            put("team", "nul", r#"{"name":"X"}"#),
            &["nul"],
        ),
        case(
            "id with a control character",
            put("team", "a\\u001b[2J", r#"{"name":"X"}"#),
            &["team"],
        ),
        case("empty id", put("team", "", r#"{"name":"X"}"#), &["empty"]),
        case(
            "id that is too long",
            put("team", &"a".repeat(10_000), r#"{"name":"X"}"#),
            &["240"],
        ),
        case(
            "name that is too long",
            put(
                "team",
                "x",
                &json!({"name": "a".repeat(2 << 20)}).to_string(),
            ),
            &["team x", "/name", "1 MiB"],
        ),
        case(
            "number out of range",
            put("environment", "x", r#"{"name":"X","order":1e400}"#),
            &["line 1"],
        ),
        case(
            "base revision that is none",
            r#"{"op":"put","kind":"team","id":"x","base_revision":-1,"record":{"name":"X"}}"#,
            &["/base_revision"],
        ),
        case(
            "deletion of nothing",
            r#"{"op":"delete","kind":"team","id":"nobody"}"#,
            &["nobody"],
        ),
        case(
            "deletion of what is needed",
            r#"{"op":"delete","kind":"topology","id":"sample-support"}"#,
            &["sample-support", "entry desk-by-chat"],
        ),
        case(
            "two operations in one group",
            r#"[{"op":"delete","kind":"team","id":"a","operation_id":"1"},{"op":"delete","kind":"team","id":"b","operation_id":"2"}]"#,
            &["operation"],
        ),
        case("no JSON", "hello", &["line 1"]),
        case("nothing", "[", &["line 1"]),
        case("text after the list", "[] []", &["line 1"]),
        case(
            "invalid UTF-8",
            b"[\n\xff\xfe]".to_vec(),
            &["line 2", "UTF-8"],
        ),
        case(
            "UTF-16",
            b"\xff\xfe[\x00]\x00".to_vec(),
            &["line 1", "UTF-8"],
        ),
        case("zero bytes", vec![0_u8; 4096], &["line 1"]),
        case("100,000 lists deep", deep("[", "]"), &["line 1"]),
        case("100,000 objects deep", deep("{\"a\":", "}"), &["line 1"]),
        case(
            "deep record",
            put(
                "agent",
                "x",
                &format!(r#"{{"name":"X","role":{}}}"#, deep("[", "]")),
            ),
            &["line 1"],
        ),
        case(
            "deep schema",
            put(
                "contract_version",
                "support-ticket@9.0.0",
                &format!(
                    r#"{{"contract":"support-ticket","version":"9.0.0","payload":{}}}"#,
                    deep("{\"items\":", "}")
                ),
            ),
            &["line 1"],
        ),
    ]
}

#[test]
fn edits_that_are_wrong_are_named_and_change_nothing() {
    let desk = Desk::from_template(BATON, "sample-support");
    let records = desk.json(&["list", "team"]).stdout;
    for (number, case) in cases().iter().enumerate() {
        let name = format!("case-{number}.json");
        let file = desk.write(&name, &case.content);
        let start = Instant::now();
        let reply = desk.json(&["apply", &name]);
        assert!(
            start.elapsed() < Duration::from_secs(10),
            "{}: {:?}",
            case.what,
            start.elapsed()
        );
        assert_eq!(reply.code, 2, "{}: {reply:?}", case.what);
        let (code, message, hints) = reply.error();
        assert!(
            message.contains(&name),
            "{}: the file is not named: {message}",
            case.what
        );
        let told = format!("{message} {}", hints.join(" "));
        for word in case.names {
            assert!(
                told.contains(word),
                "{}: {word:?} is not in {code}: {told}",
                case.what
            );
        }
        assert!(
            !told.contains('\u{1b}') && told.len() < 4000,
            "{}: {told}",
            case.what
        );
        std::fs::remove_file(file).unwrap();
    }
    assert_eq!(
        (desk.revision(), desk.json(&["list", "team"]).stdout),
        (1, records)
    );
    desk.json(&["doctor"]).expect(0);
}

#[test]
fn standard_input_is_judged_like_a_file() {
    let desk = Desk::from_template(BATON, "sample-support");
    let (_, message, _) = desk
        .json_with_input(&["apply", "-"], b"[\n\xff]")
        .expect(2)
        .error();
    assert!(
        message.contains("standard input") && message.contains("line 2"),
        "{message}"
    );
    desk.json_with_input(&["apply", "-"], b"[")
        .expect(2)
        .error();
    let nothing = desk.json_with_input(&["apply", "-"], b"").expect(0).value();
    assert_eq!(nothing["diff"], json!([]), "no edits are no error");
    assert_eq!(desk.revision(), 1);
}

/// 24 MiB of something that is nearly right: refused, without being held many times over.
#[cfg(target_os = "linux")]
#[test]
fn big_files_are_read_within_bounds() {
    let desk = Desk::from_template(BATON, "sample-support");
    let line = put("team", "x", &json!({"name": "a".repeat(1000)}).to_string()) + "\n";
    let mut text = line.repeat((24 << 20) / line.len());
    text.push_str("{\"op\":");
    desk.write("big.jsonl", &text);
    let mut command = std::process::Command::new("sh");
    command
        .args([
            "-c",
            "ulimit -v 1500000; exec \"$0\" apply big.jsonl --format json",
            BATON,
        ])
        .current_dir(desk.path(""))
        .env("BATON_REGISTRY", desk.registry());
    let start = Instant::now();
    let output = command.output().unwrap();
    assert_eq!(
        output.status.code(),
        Some(2),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    assert!(
        start.elapsed() < Duration::from_secs(30),
        "{:?}",
        start.elapsed()
    );
    assert!(String::from_utf8_lossy(&output.stdout).contains("big.jsonl"));
    assert_eq!(desk.revision(), 1);
}

#[test]
fn filters_and_limits_that_make_no_sense_are_refused() {
    let desk = Desk::from_template(BATON, "sample-support");
    desk.json(&["list", "agent", "--filter", "owner:"])
        .expect(2)
        .error();
    desk.json(&["list", "agent", "--filter", "\"open"])
        .expect(2)
        .error();
    desk.json(&["list", "../agent"]).expect(2).error();
    desk.json(&["show", "agent", "../../etc/passwd"])
        .expect(2)
        .error();
    desk.json(&["log", "--limit", "0"]).expect(0);
}
