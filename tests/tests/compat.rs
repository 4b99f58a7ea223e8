//! `baton compat` and `baton contract sample`: verdicts, payloads, batches, bad files and exit codes.

use baton_tests::{Desk, has_fields};
use serde_json::{Value, json};

const BATON: &str = env!("CARGO_BIN_EXE_baton-under-test");

fn refund() -> Value {
    json!({
        "type": "object",
        "properties": {"order": {"type": "string"}, "amount": {"type": "number", "minimum": 0}},
        "required": ["order", "amount"],
    })
}

fn desk(old: &Value, new: &Value) -> Desk {
    let desk = Desk::new(BATON);
    desk.write("old.json", old.to_string());
    desk.write("new.json", new.to_string());
    desk
}

#[test]
fn a_breaking_change_shows_a_payload_and_exits_with_1() {
    let mut new = refund();
    new["required"] = json!(["order", "amount", "currency"]);
    let desk = desk(&refund(), &new);
    let found = desk
        .json(&["compat", "old.json", "new.json"])
        .expect(1)
        .value();
    has_fields(
        &found,
        &[
            "mode", "writers", "holds", "backward", "forward", "changes", "bump",
        ],
    );
    assert_eq!(
        (
            &found["mode"],
            &found["writers"],
            &found["holds"],
            &found["bump"]
        ),
        (
            &json!("full"),
            &json!("as_written"),
            &json!(false),
            &json!("major")
        )
    );
    assert_eq!(found["backward"]["verdict"], "breaking");
    let payload = found["backward"]["counterexample"].as_object().unwrap();
    assert!(payload.contains_key("order") && !payload.contains_key("currency"));
    assert!(
        found["backward"]["reason"]
            .as_str()
            .unwrap()
            .contains("currency")
    );
    assert_eq!(found["forward"], json!({"verdict": "safe"}));
    let text = desk
        .run(&["compat", "old.json", "new.json"])
        .expect(1)
        .stdout;
    for words in [
        "does not hold",
        "backward breaking",
        "\"order\"",
        "new.json: /required",
        "major",
    ] {
        assert!(text.contains(words), "{words} in {text}");
    }
    desk.run(&["compat", "old.json", "new.json", "--mode", "forward"])
        .expect(0);
    desk.run(&["compat", "old.json", "new.json", "--mode", "none"])
        .expect(0);
}

#[test]
fn writers_and_formats_change_the_answer() {
    let mut new = refund();
    new["properties"]["note"] = json!({"type": "string"});
    let desk = desk(&refund(), &new);
    desk.run(&["compat", "old.json", "new.json"]).expect(1);
    let strict = desk
        .json(&["compat", "old.json", "new.json", "--writers", "strict"])
        .expect(0)
        .value();
    assert_eq!(
        (&strict["writers"], &strict["bump"]),
        (&json!("strict"), &json!("minor"))
    );
    desk.write("old.json", r#"{"type": "string"}"#);
    desk.write("new.json", r#"{"type": "string", "format": "date"}"#);
    desk.run(&["compat", "old.json", "new.json"]).expect(1);
    let ignored = desk
        .json(&["compat", "old.json", "new.json", "--formats", "ignore"])
        .expect(0)
        .value();
    assert_eq!(ignored["bump"], "patch");
}

#[test]
fn a_batch_answers_every_line_in_order() {
    let lines = [
        json!({"id": 1, "old": {"type": "integer"}, "new": {"type": "number"}}).to_string(),
        json!({"id": "two", "draft": "draft4", "old": {"minimum": 0, "exclusiveMinimum": true}, "new": {"minimum": 0}}).to_string(),
        "nonsense".to_owned(),
        json!({"id": 4, "old": {"$ref": "#/$defs/gone"}, "new": true}).to_string(),
        json!({"id": [5], "old": true, "new": true}).to_string(),
    ];
    let desk = Desk::new(BATON);
    desk.write("pairs.jsonl", lines.join("\n"));
    let answered = |reply: baton_tests::Reply| -> Vec<Value> {
        let lines = reply.stdout.lines();
        lines
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    };
    let words = ["compat", "--batch", "pairs.jsonl", "--mode", "backward"];
    let found = answered(desk.run(&words).expect(2));
    assert_eq!(found.len(), 5);
    let ids: Vec<&Value> = found.iter().map(|line| &line["id"]).collect();
    assert_eq!(
        ids,
        [
            &json!(1),
            &json!("two"),
            &json!(null),
            &json!(4),
            &json!([5])
        ]
    );
    for index in [0, 1, 4] {
        assert_eq!(found[index]["holds"], true, "{}", found[index]);
        has_fields(&found[index], &["backward", "forward", "changes", "bump"]);
    }
    for index in [2, 3] {
        has_fields(&found[index]["error"], &["code", "message", "hints"]);
    }
    let good = format!("{}\n{}\n", lines[0], lines[4]);
    let read = |mode: &str| {
        desk.json_with_input(&["compat", "--batch", "-", "--mode", mode], good.as_bytes())
    };
    assert_eq!(answered(read("backward").expect(0)).len(), 2);
    assert_eq!(answered(read("full").expect(1)).len(), 2);
}

#[test]
fn bad_files_are_named() {
    let desk = desk(&refund(), &refund());
    desk.write("twice.json", r#"{"type": "object", "type": "string"}"#);
    desk.write(
        "deep.json",
        format!("{}{}", "[".repeat(100_000), "]".repeat(100_000)),
    );
    desk.write("latin.json", b"{\"title\": \"\xe9\"}");
    desk.write("cut.json", r#"{"type": "#);
    desk.write("type.json", r#"{"properties": {"a": {"type": "text"}}}"#);
    desk.write(
        "remote.json",
        r#"{"$ref": "https://example.com/schema.json"}"#,
    );
    let cases = [
        ("gone.json", "gone.json"),
        ("twice.json", "\"type\""),
        ("deep.json", "recursion"),
        ("latin.json", "UTF-8"),
        ("cut.json", "line 1"),
        ("type.json", "/properties/a/type"),
        ("remote.json", "/$ref"),
    ];
    for (file, named) in cases {
        for words in [["compat", file, "new.json"], ["compat", "old.json", file]] {
            let (_, message, _) = desk.json(&words).expect(2).error();
            assert!(message.contains(named), "{file}: {message}");
        }
    }
    for words in [
        &["compat"][..],
        &["compat", "old.json"],
        &["compat", "old.json", "new.json", "--batch", "x"],
    ] {
        assert_eq!(desk.json(words).expect(2).error().0, "usage", "{words:?}");
    }
}

#[test]
fn samples_of_a_file_and_of_a_version() {
    let desk = Desk::from_template(BATON, "sample-support");
    desk.write("schema.json", refund().to_string());
    let found = desk
        .json(&["contract", "sample", "--schema", "schema.json"])
        .expect(0)
        .value();
    has_fields(&found["accepted"][0], &["payload", "why"]);
    let pointers: Vec<&str> = found["rejected"]
        .as_array()
        .unwrap()
        .iter()
        .map(|sample| {
            has_fields(sample, &["payload", "reason"]);
            sample["pointer"].as_str().unwrap()
        })
        .collect();
    assert!(
        pointers.contains(&"/properties/amount/minimum"),
        "{pointers:?}"
    );
    let versions = desk.json(&["list", "contract_version"]).expect(0).value();
    let id = versions["records"][0]["id"].as_str().unwrap();
    let of_version = desk.json(&["contract", "sample", id]).expect(0).value();
    assert!(!of_version["accepted"].as_array().unwrap().is_empty());
    let text = desk.run(&["contract", "sample", id]).expect(0).stdout;
    assert!(text.contains("accepted payload"), "{text}");
    desk.json(&["contract", "sample", "nothing@1.0.0"])
        .expect(2)
        .error();
}
