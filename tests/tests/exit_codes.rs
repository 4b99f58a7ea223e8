//! The exit code says whose turn it is, and every error is told in the same form.

use baton_tests::Desk;
use serde_json::json;

const BATON: &str = env!("CARGO_BIN_EXE_baton-under-test");

#[test]
fn wrong_words_are_errors_in_json_too() {
    let desk = Desk::new(BATON);
    let cases: [(&[&str], &str); 9] = [
        (&[], "command"),
        (&["frobnicate"], "frobnicate"),
        (&["check", "--frobnicate"], "--frobnicate"),
        (&["show", "agent"], "<ID>"),
        (&["export", "all"], "--out"),
        (
            &["export", "all", "--out", "x", "--check", "--dry-run"],
            "--dry-run",
        ),
        (&["check", "--dry-run"], "--fix"),
        (&["check", "--deny", "everything"], "everything"),
        (&["log", "--limit", "many"], "many"),
    ];
    for (words, named) in cases {
        let (code, message, _) = desk.json(words).expect(2).error();
        assert_eq!(code, "usage", "{words:?}");
        assert!(message.contains(named), "{words:?}: {message}");
        assert!(
            !message.contains('\n') && !message.contains('\u{1b}'),
            "{message:?}"
        );
        let text = desk.run(words).expect(2);
        assert!(
            text.stdout.is_empty() && !text.stderr.is_empty(),
            "{words:?}"
        );
    }
}

#[test]
fn words_that_are_not_utf_8_are_wrong_use_and_no_crash() {
    use std::os::unix::ffi::OsStrExt;
    let desk = Desk::new(BATON);
    for words in [vec!["apply"], vec!["show", "agent"], vec![]] {
        let mut command = desk.command();
        command
            .args(words)
            .arg(std::ffi::OsStr::from_bytes(b"\xff.json"))
            .args(["--format", "json"]);
        let output = command.output().unwrap();
        assert_eq!(
            output.status.code(),
            Some(2),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        let told: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        assert!(told["error"]["message"].is_string());
    }
}

#[test]
fn a_stale_edit_is_a_conflict_and_exits_with_3() {
    let desk = Desk::new(BATON);
    let put = |name: &str, base: u32| json!([{"op": "put", "kind": "team", "id": "a", "record": {"name": name}, "base_revision": base}]);
    desk.apply(&put("A", 0));
    desk.apply(&put("Theirs", 1));
    let reply = desk
        .json_with_input(&["apply", "-"], put("Yours", 1).to_string().as_bytes())
        .expect(3);
    assert_eq!(reply.error().0, "conflict");
    let conflict = &reply.value()["error"]["conflict"];
    assert_eq!(
        (&conflict["yours"]["name"], &conflict["theirs"]["name"]),
        (&json!("Yours"), &json!("Theirs"))
    );
    assert_eq!(
        (desk.revision(), desk.show("team", "a")["name"].clone()),
        (2, json!("Theirs"))
    );
}

#[test]
fn undo_of_a_field_that_a_colleague_changed_exits_with_3() {
    let desk = Desk::new(BATON);
    let put = |name: &str| {
        json!([{"op": "put", "kind": "team", "id": "a", "record": {"name": name}}]).to_string()
    };
    for (author, name) in [("ada", "A"), ("ada", "Ada's"), ("bo", "Bo's")] {
        desk.json_with_input(&["--as", author, "apply", "-"], put(name).as_bytes())
            .expect(0);
    }
    assert_eq!(
        desk.json(&["--as", "ada", "undo"]).expect(3).error().0,
        "conflict"
    );
    assert_eq!(desk.show("team", "a")["name"], "Bo's");
    desk.json(&["--as", "bo", "undo"]).expect(0);
    desk.json(&["--as", "ada", "undo"]).expect(0);
    assert_eq!(desk.show("team", "a")["name"], "A");
}

#[cfg(target_os = "linux")]
#[test]
fn what_the_machine_refuses_exits_with_4() {
    let desk = Desk::from_template(BATON, "sample-support");
    desk.write("file", "in the way");
    for words in [
        &["export", "all", "--out", "/sys/baton-cannot-write-here"][..],
        &["export", "all", "--out", "file/below"],
        &["draw", "--out", "/sys/baton/picture.svg"],
        &["pull", "/sys/baton-cannot-write-here"],
    ] {
        let (code, message, _) = desk.json(words).expect(4).error();
        assert!(
            ["io", "permission", "disk_full"].contains(&code.as_str()),
            "{code}"
        );
        assert!(
            message.contains("/sys") || message.contains("file"),
            "{message}"
        );
    }
    assert_eq!(std::fs::read(desk.path("file")).unwrap(), b"in the way");
    desk.json(&["--registry", "/sys/baton/r.baton", "init"])
        .expect(4)
        .error();
}

#[test]
fn a_missing_or_foreign_registry_is_named_and_left_alone() {
    let desk = Desk::new(BATON);
    for words in [
        &["check"][..],
        &["list", "agent"],
        &["undo"],
        &["export", "all", "--out", "x"],
        &["doctor"],
    ] {
        assert_eq!(
            desk.json(words).expect(2).error().0,
            "not_found",
            "{words:?}"
        );
    }
    assert!(!desk.registry().exists() && !desk.path("x").exists());
    let garbage = desk.write("registry.baton", vec![7_u8; 5000]);
    let empty = desk.write("empty.baton", "");
    let text = desk.write("text.baton", "a text\n");
    for file in [garbage, empty, text] {
        let before = std::fs::read(&file).unwrap();
        for words in [&["check"][..], &["undo"], &["doctor"], &["init"]] {
            let reply = desk.json(&[&["--registry", file.to_str().unwrap()], words].concat());
            if !before.is_empty() {
                assert_eq!(reply.expect(2).error().0, "invalid_file", "{words:?}");
                assert_eq!(std::fs::read(&file).unwrap(), before);
            }
        }
    }
    // Nothing listens at port 1.
    let (code, message, _) = desk
        .json(&["--registry", "postgres://127.0.0.1:1/y", "check"])
        .expect(4)
        .error();
    assert_eq!(code, "unreachable");
    assert!(message.contains("127.0.0.1:1/y"), "{message}");
}

#[test]
fn errors_for_people_are_on_standard_error_with_what_to_do() {
    let desk = Desk::from_template(BATON, "sample-support");
    let reply = desk.run(&["show", "agent", "nobody"]).expect(2);
    assert!(reply.stdout.is_empty());
    assert!(
        reply.stderr.starts_with("error: ") && reply.stderr.contains("->"),
        "{}",
        reply.stderr
    );
}
