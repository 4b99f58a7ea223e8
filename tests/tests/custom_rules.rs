//! Rules that users write beside their registry: what they find, what is wrong with them, and that they end.

use baton_tests::Desk;
use serde_json::{Value, json};
use std::time::{Duration, Instant};

const BATON: &str = env!("CARGO_BIN_EXE_baton-under-test");

/// Where the rules of the desk's `registry.baton` stand.
const FILE: &str = "registry.rules.toml";

const RULE: &str = r#"
[[rule]]
code = "ACME001"
name = "sender-without-team"
severity = "error"
on = "handoff"
when = "from.team == null && record.topology == 'sample-support'"
message = "${from.name} hands over to ${to == null ? 'an end' : to.name}, and has no team; give it one."
why = "Nobody answers the page."
"#;

fn sample() -> Desk {
    Desk::from_template(BATON, "sample-support")
}

fn of_rule<'v>(report: &'v Value, code: &str) -> Vec<&'v Value> {
    let findings = report["findings"].as_array().unwrap();
    findings.iter().filter(|one| one["code"] == code).collect()
}

#[test]
fn rules_of_the_file_find_like_all_others() {
    let desk = sample();
    let without = desk.json(&["check"]).expect(1).value();
    assert_eq!(without["custom"]["rules"], 0);
    desk.write(FILE, RULE);
    let report = desk.json(&["check"]).expect(1).value();
    let found = of_rule(&report, "ACME001");
    assert!(!found.is_empty());
    let first = found[0];
    assert_eq!(first["name"], "sender-without-team");
    assert_eq!(first["severity"], "error");
    assert_eq!(first["subject"]["kind"], "handoff");
    assert_eq!(first["topology"], "sample-support");
    assert_eq!(first["why"], "Nobody answers the page.");
    assert!(
        first["message"]
            .as_str()
            .unwrap()
            .starts_with("Outage Specialist hands over to ")
    );
    assert_eq!(report["custom"]["problems"], json!([]));
    let before = without["counts"]["error"].as_u64().unwrap();
    assert_eq!(report["counts"]["error"], before + found.len() as u64);

    let off = desk
        .json(&["check", "--rule", "ACME001=off"])
        .expect(1)
        .value();
    assert!(of_rule(&off, "ACME001").is_empty());
    let advice = desk
        .json(&["check", "--rule", "sender-without-team=advice"])
        .expect(1)
        .value();
    assert_eq!(of_rule(&advice, "ACME001")[0]["severity"], "advice");
    desk.json(&["check", "--rule", "ACME002=off"]).expect(2);

    let subject = first["subject"].clone();
    let silence = json!({"op": "put", "kind": "silence", "id": "s", "record": {"code": "ACME001", "subject": subject, "reason": "known"}});
    let setting = json!({"op": "put", "kind": "rule_setting", "id": "r", "record": {"code": "ACME001", "severity": "warning", "topology": "sample-support"}});
    desk.write("edits.json", json!([silence, setting]).to_string());
    desk.json(&["apply", "edits.json"]).expect(0);
    let set = desk.json(&["check"]).expect(1).value();
    assert_eq!(of_rule(&set, "ACME001").len(), found.len() - 1);
    assert!(
        of_rule(&set, "ACME001")
            .iter()
            .all(|one| one["severity"] == "warning")
    );
    assert_eq!(set["counts"]["silenced"], 1);
}

#[test]
fn edits_tell_what_the_rules_find() {
    let desk = sample();
    desk.write(
        FILE,
        RULE.replace("from.team == null", "from.name == 'Nobody yet'"),
    );
    desk.write("edit.json", json!([{"op": "put", "kind": "agent", "id": "triage-desk", "record": {"name": "Nobody yet"}}]).to_string());
    let reply = desk
        .json(&["apply", "edit.json", "--dry-run"])
        .expect(0)
        .value();
    assert!(!of_rule(&reply, "ACME001").is_empty());
}

#[test]
fn other_formats_carry_them() {
    let desk = sample();
    desk.write(FILE, RULE);
    let sarif = desk.run(&["check", "--format", "sarif"]).expect(1);
    let sarif: Value = serde_json::from_str(&sarif.stdout).unwrap();
    let run = &sarif["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    let result = run["results"]
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["ruleId"] == "ACME001")
        .unwrap();
    let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
    assert_eq!(rules[index]["id"], "ACME001");
    assert_eq!(run["invocations"][0]["executionSuccessful"], true);
    let github = desk.run(&["check", "--format", "github"]).expect(1);
    assert!(
        github
            .stdout
            .contains("::error file=registry.baton,title=ACME001 sender-without-team"),
        "{}",
        github.stdout
    );
    let text = desk.run(&["check"]).expect(1);
    assert!(text.stdout.contains("ACME001"), "{}", text.stdout);
}

#[test]
fn mistakes_are_named_in_every_format_and_the_rest_still_runs() {
    let desk = sample();
    let broken = RULE
        .replace("ACME001", "ACME002")
        .replace("sender-without-team", "other")
        .replace("from.team", "from.tema");
    desk.write(FILE, format!("{RULE}{broken}"));
    let report = desk.json(&["check"]).expect(2).value();
    assert!(!of_rule(&report, "ACME001").is_empty() && !of_rule(&report, "OWN001").is_empty());
    let problem = &report["custom"]["problems"][0];
    assert_eq!(
        (&problem["code"], &problem["line"], &problem["column"]),
        (&json!("ACME002"), &json!(16), &json!(13)),
        "{problem}"
    );
    assert_eq!(problem["message"], "an agent has no field `tema` there");
    assert_eq!(problem["remedy"], "did you mean team?");
    let text = desk.run(&["check"]).expect(2);
    assert!(
        text.stdout.contains(&format!("{FILE}:16:13")),
        "{}",
        text.stdout
    );
    let github = desk.run(&["check", "--format", "github"]).expect(2);
    assert!(
        github
            .stdout
            .contains("line=16,col=13,title=Custom rules::an agent has no field"),
        "{}",
        github.stdout
    );
    let sarif = desk.run(&["check", "--format", "sarif"]).expect(2);
    let sarif: Value = serde_json::from_str(&sarif.stdout).unwrap();
    let note = &sarif["runs"][0]["invocations"][0]["toolConfigurationNotifications"][0];
    assert_eq!(
        note["locations"][0]["physicalLocation"]["region"]["startLine"],
        16
    );
    desk.json(&["rules"]).expect(2);
}

#[test]
fn what_a_rule_cannot_tell_is_said() {
    let desk = sample();
    desk.write(FILE, RULE.replace("from.team == null", "to.team == null"));
    let report = desk.json(&["check"]).expect(2).value();
    let problem = report["custom"]["problems"][0]["message"].as_str().unwrap();
    assert!(
        problem.starts_with("ACME001 could not tell about handoff `"),
        "{problem}"
    );
}

#[test]
fn rules_are_listed_and_explained() {
    let desk = sample();
    desk.write(FILE, RULE);
    let all = desk.json(&["rules"]).expect(0).value();
    let own: Vec<&Value> = all["rules"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|rule| rule["custom"] == true)
        .collect();
    assert_eq!(own.len(), 1);
    assert_eq!(
        (&own[0]["code"], &own[0]["fix"]),
        (&json!("ACME001"), &json!(false))
    );
    for words in ["acme001", "sender-without-team"] {
        let one = desk.json(&["rules", words]).expect(0).value();
        assert_eq!(one["rules"][0]["on"], "handoff");
        assert_eq!(one["rules"][0]["line"], 3);
    }
    let text = desk.run(&["rules", "ACME001"]).expect(0);
    assert!(
        text.stdout.contains("Nobody answers the page."),
        "{}",
        text.stdout
    );
    desk.json(&["rules", "ACME009"]).expect(2);
}

#[test]
fn another_file_can_be_named() {
    let desk = sample();
    desk.write("elsewhere.toml", RULE);
    assert!(of_rule(&desk.json(&["check"]).expect(1).value(), "ACME001").is_empty());
    let report = desk
        .json(&["check", "--rules", "elsewhere.toml"])
        .expect(1)
        .value();
    assert!(!of_rule(&report, "ACME001").is_empty());
    desk.json(&["rules", "ACME001", "--rules", "elsewhere.toml"])
        .expect(0);
    let missing = desk.json(&["check", "--rules", "missing.toml"]);
    assert!(
        missing.value()["error"]["message"]
            .as_str()
            .unwrap()
            .contains("missing.toml")
    );
}

#[test]
fn the_text_form_carries_the_file() {
    let desk = sample();
    desk.write(FILE, RULE);
    desk.json(&["pull", "text"]).expect(0);
    let pulled = std::fs::read_to_string(desk.path("text/rules.toml")).unwrap();
    assert_eq!(pulled, RULE);
    desk.write("text/rules.toml", RULE.replace("ACME001", "ACME007"));
    desk.json(&["push", "text", "--dry-run"]).expect(0);
    assert_eq!(std::fs::read_to_string(desk.path(FILE)).unwrap(), RULE);
    let reply = desk.json(&["push", "text"]).expect(0).value();
    assert_eq!(
        reply["notes"],
        json!(["rules.toml became the registry's custom rules"])
    );
    let report = desk.json(&["check"]).expect(1).value();
    assert!(!of_rule(&report, "ACME007").is_empty());
    assert!(
        std::fs::read_to_string(desk.path(FILE))
            .unwrap()
            .contains("ACME007")
    );
}

#[test]
fn hostile_files_end_soon_and_are_said() {
    let wide = format!("[{}]", vec!["1"; 900].join(","));
    let deep = format!("{}true{}", "(".repeat(2_000), ")".repeat(2_000));
    let bomb = format!("{wide}.all(a, {wide}.all(b, {wide}.all(c, a + b + c > 0)))");
    let grows = format!(
        "size(['{}']{}) > 0",
        "x".repeat(2_000),
        ".map(y, y + y)".repeat(15)
    );
    for condition in [
        deep.as_str(),
        bomb.as_str(),
        grows.as_str(),
        "record.id.matches('(a{1000}){1000}')",
        "record.id.matches(record.id)",
    ] {
        let desk = sample();
        desk.write(
            FILE,
            RULE.replace(
                "from.team == null && record.topology == 'sample-support'",
                condition,
            ),
        );
        let begun = Instant::now();
        let report = desk.json(&["check"]).expect(2).value();
        let took = begun.elapsed();
        assert!(
            took < Duration::from_secs(20),
            "{took:?} {}",
            &condition[..30]
        );
        let problems = report["custom"]["problems"].as_array().unwrap();
        assert_eq!(problems.len(), 1, "{problems:?}");
        assert_eq!(problems[0]["code"], "ACME001", "{problems:?}");
    }
    for text in [
        "\u{0}\u{1}".to_owned(),
        "[".repeat(100_000),
        "[[rule]]\n".repeat(20_000),
        "x".repeat(400_000),
    ] {
        let desk = sample();
        desk.write(FILE, &text);
        let report = desk.json(&["check"]).expect(2).value();
        assert!(!report["custom"]["problems"].as_array().unwrap().is_empty());
    }
    let desk = sample();
    desk.write(FILE, [0xff, 0xfe, 0x00]);
    let report = desk.json(&["check"]).expect(2).value();
    assert!(
        report["custom"]["problems"][0]["message"]
            .as_str()
            .unwrap()
            .contains("UTF-8")
    );
}

/// The example of the documentation reads without a mistake, and each of its rules runs on the sample.
#[test]
fn the_example_of_the_documentation_runs() {
    let desk = sample();
    let page = std::fs::read_to_string(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../docs/custom-rules.md"
    ))
    .unwrap();
    let example = std::fs::read_to_string(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../docs/examples/acme.rules.toml"
    ))
    .unwrap();
    desk.write(FILE, &example);
    let report = desk.json(&["check"]);
    assert_eq!(report.value()["custom"]["problems"], json!([]));
    assert!(report.value()["custom"]["rules"].as_u64().unwrap() >= 5);
    let blocks: Vec<&str> = page
        .split("```toml\n")
        .skip(1)
        .filter_map(|rest| rest.split("```").next())
        .collect();
    assert!(!blocks.is_empty());
    for block in blocks {
        desk.write(FILE, block);
        assert_eq!(
            desk.json(&["check"]).value()["custom"]["problems"],
            json!([]),
            "{block}"
        );
    }
}
