//! Who is hit, asked on the command line.

use baton_tests::Desk;
use serde_json::{Value, json};

const BATON: &str = env!("CARGO_BIN_EXE_baton-under-test");

/// The sample, with the schema of its ticket in a file.
fn sample() -> (Desk, Value) {
    let desk = Desk::from_template(BATON, "sample-support");
    let schema = desk.show("contract_version", "support-ticket@1.1.0")["payload_schema"].clone();
    (desk, schema)
}

fn effects(report: &Value) -> Vec<(&str, &str)> {
    let hits = report["hits"].as_array().unwrap().iter();
    let told = hits.map(|hit| {
        (
            hit["handoff"].as_str().unwrap(),
            hit["effect"].as_str().unwrap(),
        )
    });
    told.collect()
}

#[test]
fn a_required_field_breaks_and_an_optional_one_does_not() {
    let (desk, mut schema) = sample();
    schema["properties"]["plan"] = json!({"type": "string"});
    desk.write("optional.json", schema.to_string());
    let words = [
        "impact",
        "contract",
        "support-ticket",
        "--environment",
        "production",
        "--to",
    ];
    let fine = desk
        .json(&[&words[..], &["optional.json"]].concat())
        .expect(0)
        .value();
    assert_eq!(fine["holds"], true);
    assert!(
        effects(&fine)
            .iter()
            .all(|(_, effect)| *effect == "unaffected" || *effect == "deprecated"),
        "{fine}"
    );

    schema["required"]
        .as_array_mut()
        .unwrap()
        .push(json!("plan"));
    desk.write("required.json", schema.to_string());
    let broken = desk
        .json(&[&words[..], &["required.json"]].concat())
        .expect(1)
        .value();
    let hit = &broken["hits"][0];
    let fields = hit["fields"].as_array().unwrap();
    assert!(
        hit["effect"] == "breaks" && fields.contains(&json!("/plan")),
        "{hit}"
    );
    assert_eq!(hit["path"], json!([hit["handoff"]]));
    let payload = &hit["counterexample"];
    assert!(
        payload["ticket"].is_string() && payload.get("plan").is_none(),
        "{payload}"
    );
    assert!(
        broken["teams"].as_array().unwrap().len() >= 2
            && broken["plan"].as_array().unwrap().len() >= 2
    );

    let text = desk
        .run(&[&words[..], &["required.json"]].concat())
        .expect(1)
        .stdout;
    assert!(
        text.starts_with("Breaks  ") && text.contains("fields /plan") && text.contains("\nPlan\n"),
        "{text}"
    );
}

#[test]
fn recorded_payloads_say_how_many_would_be_rejected() {
    let (desk, mut schema) = sample();
    let version = desk.show("contract_version", "support-ticket@1.1.0");
    let payload = version["examples"]["accepted"][0]["payload"].to_string();
    desk.write("week.jsonl", format!("{payload}\n{payload}\nnot json\n"));
    schema["required"]
        .as_array_mut()
        .unwrap()
        .push(json!("plan"));
    desk.write("draft.json", schema.to_string());
    let words = [
        "impact",
        "contract",
        "support-ticket",
        "--to",
        "draft.json",
        "--payloads",
        "week.jsonl",
    ];
    let report = desk.json(&words).expect(1).value();
    let replay = &report["replay"];
    assert_eq!(
        (
            &replay["checked"],
            &replay["rejected"],
            &replay["unreadable"]
        ),
        (&json!(2), &json!(2), &json!(1))
    );
    let text = desk.run(&words).expect(1).stdout;
    assert!(
        text.contains("2 of 2 recorded payloads (100.0 %) would be rejected."),
        "{text}"
    );
}

#[test]
fn every_question_has_its_words() {
    let (desk, _) = sample();
    for (words, code, expected) in [
        ("contract support-ticket --retire", 1, "breaks"),
        (
            "contract support-ticket --to-version 1.0.0",
            0,
            "deprecated",
        ),
        ("version support-ticket@1.1.0 --retire", 1, "breaks"),
        (
            "version support-ticket@1.0.0 --deprecate --sunset 2030-01-01",
            0,
            "deprecated",
        ),
        ("agent triage-desk --retire", 1, "breaks"),
        ("agent triage-desk --to-version 2.5.0", 0, "unaffected"),
        ("capability bill-credits", 1, "breaks"),
        (
            "capability bill-credits --agent credit-agent --remove",
            1,
            "breaks",
        ),
        ("range triage-desk support-ticket ^2", 1, "breaks"),
        ("owner triage-to-credit", 0, "unowned"),
        ("owner --rotation desk-billing-oncall", 0, "unowned"),
        ("team desk-billing --remove", 0, "unowned"),
        ("sensitive support-ticket /subscriber", 0, "unaffected"),
    ] {
        let words: Vec<&str> = ["impact"].into_iter().chain(words.split(' ')).collect();
        let report = desk.json(&words).expect(code).value();
        assert_eq!(
            effects(&report)[0].1,
            expected,
            "{words:?} {}",
            report["summary"]
        );
        desk.run(&words).expect(code);
    }
}

#[test]
fn wrong_questions_are_told_as_such() {
    let (desk, _) = sample();
    desk.write("broken.json", r#"{"type": 7}"#);
    for (words, code) in [
        ("contract support-ticket", "usage"),
        ("contract support-ticket --retire --to broken.json", "usage"),
        ("contract support-ticket --to broken.json", "invalid_input"),
        ("contract nothing --retire", "not_found"),
        ("contract support-ticket --to-version one", "invalid_input"),
        ("version support-ticket --retire", "invalid_input"),
        (
            "version support-ticket@1.0.0 --deprecate --sunset soon",
            "invalid_input",
        ),
        ("agent nobody --retire", "not_found"),
        ("agent ../x --retire", "invalid_input"),
        ("range triage-desk support-ticket much", "invalid_input"),
        ("owner", "usage"),
        ("sensitive support-ticket /nothing", "not_found"),
        ("team desk-care --environment moon", "not_found"),
    ] {
        let words: Vec<&str> = ["impact"].into_iter().chain(words.split(' ')).collect();
        let error = desk.json(&words).expect(2).value();
        assert_eq!(error["error"]["code"], code, "{words:?} {error}");
    }
}
