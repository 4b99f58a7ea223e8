//! Importing from the command line: folders, strictness, what changes, and what people have to decide.

use baton_tests::{Desk, has_fields};
use serde_json::{Value, json};
use std::fs;

const BATON: &str = env!("CARGO_BIN_EXE_baton-under-test");

fn walk(agents: &Value) -> String {
    json!({"entry": "Front desk", "agents": agents}).to_string()
}

fn two() -> Value {
    json!([
        {"name": "Front desk", "instructions": "Ask.", "handoffs": [{"agent_name": "Billing", "tool_name": "to_billing"}]},
        {"name": "Billing", "instructions": "Pay.", "handoffs": []}
    ])
}

#[test]
fn what_changed_is_shown_before_it_is_stored_and_what_is_gone_is_proposed() {
    let desk = Desk::new(BATON);
    desk.write("desk.agents.json", walk(&two()));
    desk.json(&["import", "desk.agents.json"]).expect(0);
    let mut now = two();
    now[1]["name"] = "Accounts".into();
    now[0]["handoffs"][0]["agent_name"] = "Accounts".into();
    now[0]["instructions"] = "Ask and listen.".into();
    desk.write("desk.agents.json", walk(&now));
    let dry = desk
        .json(&["import", "desk.agents.json", "--dry-run"])
        .expect(0)
        .value();
    has_fields(
        &dry,
        &["created", "updated", "changes", "notes", "proposals"],
    );
    let change = &dry["changes"][0];
    assert_eq!(
        (
            &change["id"],
            &change["before"]["role"]["scope"]["text"],
            &change["after"]["role"]["scope"]["text"]
        ),
        (
            &json!("front-desk"),
            &json!("Ask."),
            &json!("Ask and listen.")
        )
    );
    let shown = desk
        .run(&["import", "desk.agents.json", "--dry-run"])
        .expect(0)
        .stdout;
    assert!(
        shown.contains("/role/scope/text: \"Ask.\" -> \"Ask and listen.\""),
        "{shown}"
    );
    assert_eq!(
        desk.json(&["show", "agent", "front-desk"])
            .expect(0)
            .value()["role"]["scope"]["text"],
        "Ask."
    );

    let real = desk.json(&["import", "desk.agents.json"]).expect(0).value();
    let retire = real["proposals"]
        .as_array()
        .unwrap()
        .iter()
        .find(|proposal| proposal["edit"]["id"] == "billing")
        .unwrap();
    desk.write("retire.json", json!([retire["edit"]]).to_string());
    desk.json(&["apply", "retire.json"]).expect(0);
    assert_eq!(
        desk.json(&["show", "agent", "billing"]).expect(0).value()["lifecycle"],
        "retired"
    );
}

#[test]
fn strict_stores_nothing_when_something_cannot_be_carried() {
    let desk = Desk::new(BATON);
    let mut agents = two();
    agents[0]["input_guardrails"] = json!(["no_pii"]);
    desk.write("desk.agents.json", walk(&agents));
    let refused = desk
        .json(&["import", "desk.agents.json", "--strict"])
        .expect(1)
        .value();
    assert_eq!(refused["refused"], true);
    assert!(
        refused["notes"]
            .as_array()
            .unwrap()
            .iter()
            .any(|note| note["level"] == "error")
    );
    assert_eq!(
        desk.json(&["list", "agent"]).expect(0).value(),
        json!({"records": []})
    );
    desk.write("desk.agents.json", walk(&two()));
    desk.json(&["import", "desk.agents.json", "--strict"])
        .expect(0);
}

#[test]
fn a_folder_is_read_file_by_file_and_what_nobody_reads_is_told() {
    let desk = Desk::new(BATON);
    fs::create_dir_all(desk.path("system/node_modules")).unwrap();
    desk.write("system/desk.agents.json", walk(&two()));
    desk.write("system/package.json", r#"{"name": "system"}"#);
    desk.write("system/node_modules/other.agents.json", walk(&two()));
    let reply = desk.json(&["import", "system"]).expect(0).value();
    let notes = reply["notes"].to_string();
    assert!(
        notes.contains("package.json") && notes.contains("left out"),
        "{notes}"
    );
    assert_eq!(
        desk.json(&["list", "topology"]).expect(0).value()["records"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
    let again = desk.json(&["import", "system"]).expect(0).value();
    assert_eq!(
        (&again["created"], &again["updated"]),
        (&json!([]), &json!([]))
    );
}

#[test]
fn a_pulled_folder_comes_in_beside_what_is_there() {
    let from = Desk::from_template(BATON, "sample-support");
    from.run(&["pull", "folder"]).expect(0);
    let folder = from.path("folder");
    let to = Desk::new(BATON);
    let reply = to
        .json(&["import", folder.to_str().unwrap()])
        .expect(0)
        .value();
    assert!(reply["created"].as_array().unwrap().len() > 20, "{reply}");
    let again = to
        .json(&["import", "baton", folder.to_str().unwrap()])
        .expect(0)
        .value();
    assert_eq!(
        (&again["created"], &again["updated"]),
        (&json!([]), &json!([]))
    );
}
