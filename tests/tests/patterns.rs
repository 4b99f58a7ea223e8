//! `baton patterns`: what is there, what would fit, and a supervisor turned into a chain.

use baton_tests::{Desk, has_fields};
use serde_json::Value;

const BATON: &str = env!("CARGO_BIN_EXE_baton-under-test");

fn patterns(advice: &Value) -> Vec<&str> {
    let recognised = advice["recognised"].as_array().unwrap();
    recognised
        .iter()
        .map(|one| one["pattern"].as_str().unwrap())
        .collect()
}

#[test]
fn templates_have_the_patterns_that_they_are_named_after() {
    for (template, expected) in [
        ("customer-support", "supervisor"),
        ("order-fulfilment", "chain"),
        ("sample-support", "escalation"),
    ] {
        let desk = Desk::from_template(BATON, template);
        let advice = desk.json(&["patterns"]).expect(0).value();
        has_fields(&advice, &["topology", "recognised", "nature", "fits"]);
        let found = patterns(&advice);
        assert!(found.contains(&expected), "{template}: {found:?}");
        for fit in advice["fits"].as_array().unwrap() {
            has_fields(
                fit,
                &[
                    "pattern",
                    "points",
                    "present",
                    "reasons_for",
                    "reasons_against",
                    "trade_offs",
                ],
            );
        }
        let text = desk.run(&["patterns"]).expect(0).stdout;
        assert!(text.contains("the work is "), "{text}");
    }
}

#[test]
fn a_supervisor_is_turned_into_a_chain_and_undone() {
    let desk = Desk::from_template(BATON, "customer-support");
    let advice = desk.json(&["patterns"]).expect(0).value();
    let recognised = advice["recognised"].as_array().unwrap();
    let supervisor = recognised.iter().find(|one| one["pattern"] == "supervisor");
    let head = supervisor.unwrap()["agents"][0].as_str().unwrap();

    let words = ["patterns", "--restructure", head, "--into", "chain"];
    let before = desk.revision();
    let preview = desk
        .json(&[&words[..], &["--dry-run"]].concat())
        .expect(0)
        .value();
    assert!(!preview["diff"].as_array().unwrap().is_empty());
    has_fields(&preview, &["to_do", "adds", "ends"]);
    let adds = preview["adds"].as_array().unwrap();
    assert!(adds.iter().any(|finding| finding["code"] == "TOP006"));
    let text = desk
        .run(&[&words[..], &["--dry-run"]].concat())
        .expect(0)
        .stdout;
    let told = if adds.len() == 1 {
        "finding"
    } else {
        "findings"
    };
    assert!(
        text.contains(&format!("adds {} {told}", adds.len())),
        "{text}"
    );
    assert_eq!(desk.revision(), before);

    let contracts = |desk: &Desk| {
        let records = desk.json(&["list", "handoff"]).expect(0).value();
        let of = |record: &Value| {
            (
                record["id"].to_string(),
                record["contract"].to_string(),
                record["owners"].to_string(),
            )
        };
        records["records"]
            .as_array()
            .unwrap()
            .iter()
            .map(of)
            .collect::<Vec<_>>()
    };
    let agreed = contracts(&desk);
    desk.json(&words).expect(0);
    assert_eq!(contracts(&desk), agreed);
    let now = desk.json(&["patterns"]).expect(0).value();
    assert!(!patterns(&now).contains(&"supervisor"), "{now}");
    desk.run(&["undo"]).expect(0);
    assert_eq!(desk.json(&["patterns"]).expect(0).value(), advice);

    let tools = Desk::from_template(BATON, "sample-support")
        .run(&[
            "patterns",
            "--restructure",
            "triage-desk",
            "--into",
            "chain",
        ])
        .expect(2);
    assert!(
        tools
            .stderr
            .contains("line-test and network-status are tools"),
        "{}",
        tools.stderr
    );

    let refused = desk
        .run(&["patterns", "--restructure", "nobody", "--into", "chain"])
        .expect(2);
    assert!(
        refused.stderr.contains("no agent nobody"),
        "{}",
        refused.stderr
    );
}
