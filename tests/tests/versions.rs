//! A contract version from draft to retirement, on the command line.

use baton_tests::{Desk, Reply, has_fields};
use serde_json::{Value, json};

const BATON: &str = env!("CARGO_BIN_EXE_baton-under-test");

fn schema(properties: &Value, required: &[&str]) -> Value {
    json!({"type": "object", "properties": properties, "required": required})
}

fn base() -> Value {
    schema(
        &json!({"amount": {"type": "integer"}, "order": {"type": "string"}}),
        &["amount"],
    )
}

/// A registry with one contract and its published version 1.0.0.
fn desk() -> Desk {
    let desk = Desk::new(BATON);
    desk.json(&["init"]).expect(0);
    desk.apply(&json!([
        {"op": "put", "kind": "contract", "id": "refund", "record": {"name": "Refund"}},
        {"op": "put", "kind": "contract_version", "record": {"contract": "refund", "version": "1.0.0", "state": "published", "payload_schema": base()}}
    ]));
    desk
}

/// Runs `baton contract` with these words.
fn contract(desk: &Desk, words: &str) -> Reply {
    let words: Vec<&str> = ["contract"].into_iter().chain(words.split(' ')).collect();
    desk.json(&words)
}

fn draft(desk: &Desk, schema: &Value, words: &[&str]) -> Value {
    desk.write("draft.json", schema.to_string());
    let words = [
        &["contract", "draft", "refund"],
        words,
        &["--schema", "draft.json"],
    ]
    .concat();
    desk.json(&words).expect(0).value()
}

#[test]
fn field_numbers_are_given_at_publishing_and_kept() {
    let desk = desk();
    let kept = |desk: &Desk| -> Vec<(String, u64)> {
        let contract = desk.show("contract", "refund");
        let numbers = contract["field_numbers"].as_array().cloned();
        numbers
            .unwrap_or_default()
            .iter()
            .map(|one| {
                let field = one["field"].as_str().unwrap().to_owned();
                (field, one["number"].as_u64().unwrap())
            })
            .collect()
    };
    let of = |fields: &[(&str, u64)]| -> Vec<(String, u64)> {
        let own = |(field, number): &(&str, u64)| ((*field).to_owned(), *number);
        fields.iter().map(own).collect()
    };
    assert_eq!(kept(&desk), of(&[]), "1.0.0 came in as published");
    contract(&desk, "number refund").expect(0);
    assert_eq!(kept(&desk), of(&[("amount", 1), ("order", 2)]));

    let with_note = schema(
        &json!({"amount": {"type": "integer"}, "before": {"type": "string"}}),
        &["amount"],
    );
    let drafted = draft(&desk, &with_note, &[]);
    let number = drafted["version"].as_str().unwrap();
    contract(
        &desk,
        &format!("publish refund {number} --acknowledge-rename *"),
    )
    .expect(0);
    let all = of(&[("amount", 1), ("order", 2), ("before", 3)]);
    assert_eq!(kept(&desk), all);
    let _ = desk.json(&["undo"]);
    assert_eq!(kept(&desk), all, "what was given stays");
    desk.apply(
        &json!([{"op": "put", "kind": "contract", "id": "refund", "record": {"name": "Refunds"}}]),
    );
    assert_eq!(kept(&desk), all, "nobody has to write them");

    let out = desk.path("out");
    desk.json(&["export", "protobuf", "--out", out.to_str().unwrap()])
        .expect(0);
    let text = std::fs::read_to_string(out.join("proto/refund.proto")).unwrap();
    for line in [
        "reserved 2;",
        "reserved \"order\";",
        "optional int64 amount = 1;",
        "optional string before = 3;",
    ] {
        assert!(text.contains(line), "{line}\n{text}");
    }
}

#[test]
fn a_draft_gets_its_number_is_published_and_never_changes_again() {
    let desk = desk();
    let with_note = schema(
        &json!({"amount": {"type": "integer"}, "order": {"type": "string"}, "note": {"type": "string"}}),
        &["amount"],
    );
    let drafted = draft(&desk, &with_note, &["--note", "A refund may have a note."]);
    assert_eq!(
        (&drafted["version"], &drafted["state"]),
        (&json!("1.1.0"), &json!("draft")),
        "the lowest that fits"
    );
    assert_eq!(drafted["judgement"]["holds"], true);

    let published = contract(&desk, "publish refund 1.1.0").expect(0).value();
    has_fields(
        &published,
        &[
            "revision",
            "diff",
            "findings",
            "notes",
            "judgement",
            "clearance",
        ],
    );
    assert_eq!(
        (&published["state"], &published["bump"]),
        (&json!("published"), &json!("minor"))
    );
    assert_eq!(
        desk.show("contract_version", "refund@1.1.0")["state"],
        "published"
    );
    let (code, message, _) = contract(&desk, "publish refund 1.1.0").expect(2).error();
    assert_eq!(code, "invalid_input");
    assert!(message.contains("published already"), "{message}");

    // What is published never changes.
    let edit = json!([{"op": "put", "kind": "contract_version", "record": {"contract": "refund", "version": "1.1.0", "state": "published", "payload_schema": base()}}]);
    desk.json_with_input(&["apply", "-"], edit.to_string().as_bytes())
        .expect(2);
    assert_eq!(
        contract(&desk, "draft refund 1.1.0").expect(2).error().0,
        "already_exists"
    );
}

#[test]
fn a_published_version_ends_on_its_day_and_only_after_it_was_announced() {
    let desk = desk();
    draft(&desk, &base(), &["1.0.1"]);
    contract(&desk, "publish refund 1.0.1").expect(0);
    let (_, message, _) = contract(&desk, "retire refund 1.0.0").expect(2).error();
    assert!(message.contains("nobody was told"), "{message}");
    contract(&desk, "deprecate refund 1.0.0 --sunset 2020-01-01")
        .expect(2)
        .error();
    contract(&desk, "deprecate refund 1.0.0 --sunset someday")
        .expect(2)
        .error();
    contract(&desk, "deprecate refund 1.0.0 --sunset 2999-12-31").expect(0);
    let ending = desk.show("contract_version", "refund@1.0.0");
    assert_eq!(
        (&ending["state"], &ending["sunset_date"]),
        (&json!("deprecated"), &json!("2999-12-31"))
    );
    assert!(ending["notice_date"].is_string());
    let (_, message, _) = contract(&desk, "retire refund 1.0.0").expect(2).error();
    assert!(message.contains("promised until 2999-12-31"), "{message}");
    contract(&desk, "retire refund 1.0.0 --yes").expect(0);

    let listed = contract(&desk, "versions refund").expect(0).value();
    let rows = listed["versions"].as_array().unwrap();
    let told: Vec<_> = rows
        .iter()
        .map(|row| {
            (
                row["version"].as_str().unwrap(),
                row["state"].as_str().unwrap(),
                &row["bump"],
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            ("1.0.1", "published", &json!("patch")),
            ("1.0.0", "retired", &Value::Null)
        ]
    );
    assert_eq!(rows[0]["holds"], true);
}

#[test]
fn too_small_a_bump_is_refused_with_the_counterexample() {
    let desk = desk();
    let breaking = schema(
        &json!({"amount": {"type": "integer"}, "order": {"type": "string"}}),
        &["amount", "order"],
    );
    draft(&desk, &breaking, &["1.1.0"]);
    let before = desk.revision();
    let reply = contract(&desk, "publish refund 1.1.0").expect(2);
    let (code, message, hints) = reply.error();
    assert_eq!(code, "bump_too_small");
    assert!(
        message.contains("from 1.0.0 to 1.1.0 is a minor step, and the changes need a major one"),
        "{message}"
    );
    assert!(hints.iter().any(|hint| hint.contains("2.0.0")), "{hints:?}");
    assert!(
        hints
            .iter()
            .any(|hint| hint.contains(r#"{"amount":"#) && hint.contains("backward")),
        "{hints:?}"
    );
    let details = &reply.value()["error"]["details"];
    let backward = &details["against"][0]["backward"];
    assert_eq!(backward["verdict"], "breaking");
    assert!(
        backward["counterexample"]["amount"].is_i64()
            && backward["counterexample"].get("order").is_none()
    );
    assert_eq!(
        (
            desk.revision(),
            &desk.show("contract_version", "refund@1.1.0")["state"]
        ),
        (before, &json!("draft"))
    );

    let verdict = contract(&desk, "verdict refund 1.1.0").expect(1).value();
    assert_eq!(
        (&verdict["holds"], &verdict["needed"], &verdict["lowest"]),
        (&json!(false), &json!("major"), &json!("2.0.0"))
    );
    draft(&desk, &breaking, &["2.0.0"]);
    contract(&desk, "publish refund 2.0.0").expect(0);
}

#[test]
fn a_dry_run_says_the_same_and_writes_nothing() {
    let desk = desk();
    draft(&desk, &base(), &["1.0.1"]);
    let before = desk.revision();
    let dry = contract(&desk, "publish refund 1.0.1 --dry-run")
        .expect(0)
        .value();
    assert_eq!(dry["diff"][0]["after"]["state"], "published");
    assert_eq!(
        (
            desk.revision(),
            desk.show("contract_version", "refund@1.0.1")["state"].clone()
        ),
        (before, json!("draft"))
    );
}

#[test]
fn a_possible_rename_has_to_be_acknowledged() {
    let desk = desk();
    let renamed = schema(
        &json!({"amount": {"type": "integer"}, "order_number": {"type": "string"}}),
        &["amount"],
    );
    draft(&desk, &renamed, &["1.1.0"]);
    let reply = contract(&desk, "publish refund 1.1.0 --yes").expect(2);
    assert_eq!(reply.error().0, "rename_unconfirmed");
    let pointer = reply.value()["error"]["details"]["renames"][0]["pointer"]
        .as_str()
        .unwrap()
        .to_owned();
    contract(&desk, "publish refund 1.1.0 --acknowledge-rename /another").expect(2);
    contract(
        &desk,
        &format!("publish refund 1.1.0 --acknowledge-rename {pointer}"),
    )
    .expect(0);
}

#[test]
fn a_version_that_contradicts_itself_is_not_published() {
    let desk = desk();
    desk.apply(
        &json!([{"op": "put", "kind": "contract_version", "record": {
        "contract": "refund", "version": "1.1.0", "payload_schema": base(),
        "invariants": [{"name": "positive", "condition": "payload.amount > 0"}],
        "sensitive": [{"pointer": "/card"}],
        "examples": {"accepted": [{"name": "nothing", "payload": {"amount": 0}}]}}}]),
    );
    let checked = contract(&desk, "check refund@1.1.0").expect(1).value();
    let paths: Vec<_> = checked["problems"]
        .as_array()
        .unwrap()
        .iter()
        .map(|p| p["path"].as_str().unwrap())
        .collect();
    assert_eq!(
        paths,
        ["/examples/accepted/0/payload", "/sensitive/0/pointer"]
    );
    assert_eq!(checked["holds"], false);
    let (code, message, hints) = contract(&desk, "publish refund 1.1.0").expect(2).error();
    assert_eq!(code, "invalid_input");
    assert!(
        message.contains("positive") && hints.iter().any(|hint| hint.contains("/card")),
        "{message} {hints:?}"
    );
}

#[test]
fn files_are_checked_without_a_registry() {
    let desk = Desk::new(BATON);
    desk.write("good.json", base().to_string());
    desk.write(
        "bad.json",
        json!({"properties": {"a": {"$ref": "https://example.com/x"}}}).to_string(),
    );
    desk.write(
        "version.json",
        json!({"contract": "refund", "version": "1.0.0", "payload_schema": base(), "task_states": ["submitted"],
            "transitions": [{"from": "submitted", "to": "failed"}]})
        .to_string(),
    );
    desk.write("text.json", "no json");
    assert_eq!(
        contract(&desk, "check good.json").expect(0).value()["problems"],
        json!([])
    );
    let bad = contract(&desk, "check bad.json").expect(1).value();
    assert_eq!(bad["problems"][0]["path"], "/properties/a/$ref");
    let version = contract(&desk, "check version.json").expect(1).value();
    assert_eq!(version["problems"][0]["path"], "/transitions/0/to");
    assert_eq!(
        contract(&desk, "check text.json").expect(2).error().0,
        "invalid_file"
    );
    contract(&desk, "check nowhere.json").expect(2).error();
    assert!(!desk.registry().exists());
}

#[test]
fn what_the_sample_holds_is_sound_and_keeps_its_mode() {
    let desk = Desk::from_template(BATON, "sample-support");
    for version in desk.json(&["list", "contract_version"]).expect(0).value()["records"]
        .as_array()
        .unwrap()
    {
        let id = version["id"].as_str().unwrap();
        let checked = desk.json(&["contract", "check", id]).expect(0).value();
        assert_eq!(checked["holds"], true, "{id}: {checked}");
    }
    let listed = contract(&desk, "versions support-ticket").expect(0).value();
    assert_eq!(listed["versions"][0]["holds"], true, "{listed}");
}

#[test]
fn a_draft_gets_another_number_by_itself_or_as_it_is_published() {
    let desk = desk();
    let breaking = schema(
        &json!({"amount": {"type": "integer"}, "order": {"type": "string"}}),
        &["amount", "order"],
    );
    draft(&desk, &breaking, &["1.1.0"]);
    let (code, ..) = contract(&desk, "draft refund 1.1.0 --renumber 1.0.0")
        .expect(2)
        .error();
    assert_eq!(code, "already_exists");
    contract(&desk, "draft refund 1.1.0 --renumber 1.2.0 --dry-run").expect(0);
    contract(&desk, "draft refund 1.1.0 --renumber 1.2.0").expect(0);
    let draft = desk.show("contract_version", "refund@1.2.0");
    assert_eq!(
        (&draft["state"], &draft["payload_schema"]),
        (&json!("draft"), &breaking)
    );
    desk.json(&["show", "contract_version", "refund@1.1.0"])
        .expect(2);

    let before = desk.revision();
    let (code, _, hints) = contract(&desk, "publish refund 1.2.0").expect(2).error();
    assert_eq!(code, "bump_too_small");
    assert!(
        hints.iter().any(|hint| hint.contains("--renumber 2.0.0")),
        "{hints:?}"
    );
    contract(&desk, "publish refund 1.2.0 --renumber 2.0.0 --dry-run").expect(0);
    assert_eq!(desk.revision(), before);
    let published = contract(&desk, "publish refund 1.2.0 --renumber 2.0.0")
        .expect(0)
        .value();
    assert_eq!(published["version"], "2.0.0");
    assert_eq!(
        desk.show("contract_version", "refund@2.0.0")["state"],
        "published"
    );
}

#[test]
fn a_terminal_is_told_the_command_that_helps() {
    let desk = desk();
    for (words, command) in [
        ("versions nothing", "`baton list contract`"),
        (
            "retire refund 1.0.0",
            "`baton contract deprecate refund 1.0.0",
        ),
        ("publish refund 1.0.0", "`baton contract draft refund`"),
    ] {
        let (_, _, hints) = contract(&desk, words).expect(2).error();
        assert!(
            hints.iter().any(|hint| hint.contains(command)),
            "{words}: {hints:?}"
        );
    }
}

#[test]
fn words_for_people_name_the_counterexample() {
    let desk = desk();
    let breaking = schema(
        &json!({"amount": {"type": "string"}, "order": {"type": "string"}}),
        &["amount"],
    );
    draft(&desk, &breaking, &["1.1.0"]);
    let told = desk
        .run(&["contract", "verdict", "refund", "1.1.0"])
        .expect(1)
        .stdout;
    assert!(
        told.contains("backward: breaking")
            && told.contains(r#"{"amount":"#)
            && told.contains("needs a major step: 2.0.0"),
        "{told}"
    );
    let refused = desk
        .run(&["contract", "publish", "refund", "1.1.0"])
        .expect(2);
    assert!(
        refused.stdout.is_empty() && refused.stderr.contains("publish it as 2.0.0"),
        "{}",
        refused.stderr
    );
}
