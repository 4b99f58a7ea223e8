//! The text form in a real git repository: merged by `baton merge-driver`, compared by `baton diff`.

use baton_tests::{Desk, Reply};
use serde_json::{Value, json};
use std::process::{Command, Output};

const BATON: &str = env!("CARGO_BIN_EXE_baton-under-test");

/// A registry that was pulled into `repo/registry`, committed, with the merge driver set up.
fn repository() -> Desk {
    let desk = Desk::new(BATON);
    desk.json(&["init"]).expect(0);
    desk.apply(&json!([
        {"op": "put", "kind": "team", "id": "payments", "record": {"name": "Payments"}},
        {"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage", "kind": "ai", "capabilities": ["a", "b"]}},
        {"op": "put", "kind": "agent", "id": "billing", "record": {"name": "Billing", "kind": "ai"}},
    ]));
    std::fs::create_dir(desk.path("repo")).unwrap();
    ok(&git(
        &desk,
        &["init", "--quiet", "--initial-branch", "main"],
    ));
    desk.run(&["pull", "repo/registry"]).expect(0);
    desk.run(&["merge-driver", "--install", "repo/registry"])
        .expect(0);
    commit(&desk, "start");
    desk
}

fn git(desk: &Desk, words: &[&str]) -> Output {
    Command::new("git")
        .current_dir(desk.path("repo"))
        .args([
            "-c",
            "user.name=Tester",
            "-c",
            "user.email=tester@example.org",
            "-c",
            "commit.gpgsign=false",
        ])
        .args(words)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_SYSTEM", "/dev/null")
        .output()
        .unwrap()
}

#[track_caller]
fn ok(output: &Output) {
    let text = |bytes| String::from_utf8_lossy(bytes).into_owned();
    assert!(
        output.status.success(),
        "{}{}",
        text(&output.stdout),
        text(&output.stderr)
    );
}

fn commit(desk: &Desk, message: &str) {
    ok(&git(desk, &["add", "--all"]));
    ok(&git(desk, &["commit", "--quiet", "--message", message]));
}

fn read(desk: &Desk, path: &str) -> String {
    std::fs::read_to_string(desk.path("repo/registry").join(path)).unwrap()
}

/// Changes fields of a record's file as a person would in an editor.
fn edit(desk: &Desk, path: &str, fields: &Value) {
    let mut record: Value = serde_json::from_str(&read(desk, path)).unwrap();
    record
        .as_object_mut()
        .unwrap()
        .extend(fields.as_object().unwrap().clone());
    let text = serde_json::to_string_pretty(&record).unwrap() + "\n";
    desk.write(&format!("repo/registry/{path}"), text);
}

/// Makes two branches and merges theirs into ours.
fn merge(desk: &Desk, ours: impl FnOnce(), theirs: impl FnOnce()) -> Output {
    ok(&git(desk, &["checkout", "--quiet", "-b", "theirs"]));
    theirs();
    commit(desk, "theirs");
    ok(&git(desk, &["checkout", "--quiet", "main"]));
    ours();
    commit(desk, "ours");
    git(desk, &["merge", "--quiet", "--no-edit", "theirs"])
}

fn push(desk: &Desk, words: &[&str]) -> Reply {
    desk.json(&[&["push", "repo/registry"], words].concat())
}

const TRIAGE: &str = "agents/triage.json";

#[test]
fn branches_that_edit_other_records_and_other_fields_merge() {
    let desk = repository();
    let merged = merge(
        &desk,
        || {
            edit(
                &desk,
                TRIAGE,
                &json!({"name": "Front desk", "capabilities": ["a", "b", "ours"]}),
            );
            edit(&desk, "agents/billing.json", &json!({"name": "Money"}));
        },
        || {
            edit(
                &desk,
                TRIAGE,
                &json!({"kind": "human", "capabilities": ["b", "theirs"]}),
            );
            edit(&desk, "teams/payments.json", &json!({"purpose": "Pays."}));
        },
    );
    ok(&merged);
    push(&desk, &[]).expect(0);
    let triage = desk.show("agent", "triage");
    assert_eq!(
        (&triage["name"], &triage["kind"]),
        (&json!("Front desk"), &json!("human"))
    );
    assert_eq!(triage["capabilities"], json!(["b", "ours", "theirs"]));
    assert_eq!(desk.show("team", "payments")["purpose"], "Pays.");
    assert_eq!(desk.show("agent", "billing")["name"], "Money");
    let pulled = desk.json(&["pull", "repo/registry"]).expect(0).value();
    assert_eq!(
        pulled["written"],
        json!([]),
        "the merge left what a pull writes"
    );
}

#[test]
fn a_conflict_shows_both_values_and_push_refuses_it_until_it_is_settled() {
    let desk = repository();
    let merged = merge(
        &desk,
        || {
            edit(
                &desk,
                TRIAGE,
                &json!({"name": "Front desk", "kind": "human"}),
            );
        },
        || {
            edit(
                &desk,
                TRIAGE,
                &json!({"name": "Reception", "team": "payments"}),
            );
        },
    );
    assert_eq!(merged.status.code(), Some(1));
    let told = String::from_utf8_lossy(&merged.stdout).into_owned()
        + &String::from_utf8_lossy(&merged.stderr);
    assert!(
        told.contains(
            r#"registry/agents/triage.json: /name: ours "Front desk", theirs "Reception""#
        ),
        "{told}"
    );
    let text = read(&desk, TRIAGE);
    let conflict = "<<<<<<< ours\n  \"name\": \"Front desk\",\n=======\n  \"name\": \"Reception\",\n>>>>>>> theirs\n";
    assert!(text.contains(conflict), "{text}");
    let line = text
        .lines()
        .position(|line| line.starts_with("<<<<<<<"))
        .unwrap()
        + 1;
    let before = desk.revision();
    let (code, message, hints) = push(&desk, &[]).expect(2).error();
    assert_eq!(code, "invalid_file");
    assert!(
        message.contains(&format!(
            "agents/triage.json: line {line}: two versions were merged here"
        )),
        "{message}"
    );
    assert!(hints[0].contains("keep the lines of one side"));
    assert_eq!(desk.revision(), before, "nothing was pushed");

    desk.write(
        "repo/registry/agents/triage.json",
        text.replace(conflict, "  \"name\": \"Reception\",\n"),
    );
    commit(&desk, "settled");
    push(&desk, &[]).expect(0);
    let triage = desk.show("agent", "triage");
    assert_eq!(
        (&triage["name"], &triage["kind"], &triage["team"]),
        (&json!("Reception"), &json!("human"), &json!("payments"))
    );
}

#[test]
fn a_record_that_one_branch_deleted_and_the_other_edited_is_not_pushed() {
    let desk = repository();
    let merged = merge(
        &desk,
        || std::fs::remove_file(desk.path("repo/registry/agents/billing.json")).unwrap(),
        || edit(&desk, "agents/billing.json", &json!({"name": "Money"})),
    );
    assert_eq!(merged.status.code(), Some(1));
    let (code, message, _) = push(&desk, &["--prune"]).expect(3).error();
    assert_eq!(code, "conflict");
    assert!(message.contains("agents/billing.json"), "{message}");
    ok(&git(
        &desk,
        &["rm", "--quiet", "registry/agents/billing.json"],
    ));
    push(&desk, &["--prune"]).expect(0);
    desk.json(&["show", "agent", "billing"]).expect(2);
}

#[test]
fn a_record_that_both_branches_added_merges() {
    let desk = repository();
    let new = |team: &str| {
        json!({"id": "refunds", "name": "Refunds", "kind": "ai", "team": team}).to_string()
    };
    let add = |text: String| desk.write("repo/registry/agents/refunds.json", text);
    ok(&merge(
        &desk,
        || drop(add(new("payments"))),
        || drop(add(new("payments").replace(r#","team""#, r#", "team""#))),
    ));
    push(&desk, &[]).expect(0);
    assert_eq!(desk.show("agent", "refunds")["team"], "payments");
}

#[test]
fn setting_up_is_done_once() {
    let desk = repository();
    let again = desk
        .json(&["merge-driver", "--install", "repo/registry"])
        .expect(0)
        .value();
    assert_eq!(
        (&again["written"], &again["configured"]),
        (&json!([]), &json!(false))
    );
    let attributes = read(&desk, ".gitattributes");
    assert_eq!(attributes, "*.json merge=baton\n");
    let status = git(&desk, &["status", "--porcelain"]);
    assert!(status.stdout.is_empty(), "what was pulled last is ignored");
    let (code, ..) = desk
        .json(&["merge-driver", "--install", "repo"])
        .expect(2)
        .error();
    assert_eq!(code, "invalid_input");
    desk.run(&["pull", "elsewhere"]).expect(0);
    let (_, message, _) = desk
        .json(&["merge-driver", "--install", "elsewhere"])
        .expect(2)
        .error();
    assert!(message.contains("no git repository"), "{message}");
}

#[test]
fn a_driver_that_fails_is_no_conflict() {
    let desk = Desk::new(BATON);
    desk.write("bad.json", b"\xff");
    desk.write("good.json", "{}\n");
    let failed = desk
        .run(&[
            "merge-driver",
            "good.json",
            "bad.json",
            "good.json",
            "agents/a.json",
        ])
        .expect(129);
    assert!(failed.stderr.contains("not UTF-8"), "{}", failed.stderr);
}

#[test]
fn diff_tells_records_and_fields_of_folders_and_registries() {
    let desk = repository();
    let same = desk
        .json(&["diff", "repo/registry", "registry.baton", "--exit-code"])
        .expect(0)
        .value();
    assert_eq!(same["changes"], json!([]));
    edit(
        &desk,
        TRIAGE,
        &json!({"name": "Front desk", "capabilities": ["b", "c"]}),
    );
    std::fs::remove_file(desk.path("repo/registry/agents/billing.json")).unwrap();
    let told = desk
        .json(&["diff", "registry.baton", "repo/registry", "--exit-code"])
        .expect(1)
        .value();
    assert_eq!(
        told["counts"],
        json!({"added": 0, "removed": 1, "changed": 1})
    );
    assert_eq!(
        told["changes"][1]["fields"],
        json!([
            {"pointer": "/capabilities", "before": ["a", "b"], "after": ["b", "c"], "added": ["c"], "removed": ["a"]},
            {"pointer": "/name", "before": "Triage", "after": "Front desk"},
        ])
    );
    let words = desk
        .run(&["diff", "registry.baton", "repo/registry"])
        .expect(0)
        .stdout;
    assert_eq!(
        words,
        "- agent billing removed\n~ agent triage changed\n    /capabilities: +\"c\" -\"a\"\n    /name: \"Triage\" -> \"Front desk\"\n0 added, 1 removed, 1 changed\n"
    );
    desk.json(&["diff", "nowhere", "registry.baton"]).expect(2);
}

#[test]
fn push_after_pull_changes_nothing_in_any_template() {
    for template in ["customer-support", "sample-support", "refund-with-gate"] {
        let desk = Desk::from_template(BATON, template);
        desk.run(&["pull", "text"]).expect(0);
        let pushed = desk.json(&["push", "text", "--prune"]).expect(0).value();
        assert_eq!(pushed["diff"], json!([]), "{template}");
        let again = desk.json(&["pull", "text"]).expect(0).value();
        assert_eq!(
            (&again["written"], &again["removed"]),
            (&json!([]), &json!([])),
            "{template}"
        );
    }
}
