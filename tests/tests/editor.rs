//! What the window's editor does, from the command line: tables, pages, earlier states, copies, fields, diffs.

use baton_tests::{Desk, has_fields};
use serde_json::{Value, json};

const BATON: &str = env!("CARGO_BIN_EXE_baton-under-test");

fn sample() -> Desk {
    Desk::from_template(BATON, "sample-support")
}

fn rename(desk: &Desk, name: &str) {
    let mut team = desk.show("team", "desk-care");
    for own in ["kind", "record_kind", "revision"] {
        team.as_object_mut().unwrap().remove(own);
    }
    team["name"] = json!(name);
    desk.apply(&json!([{"op": "put", "kind": "team", "id": "desk-care", "record": team}]));
}

#[test]
fn a_list_is_filtered_and_shown_as_a_table() {
    let desk = sample();
    let table = desk
        .json(&[
            "list",
            "agents",
            "--table",
            "--sort",
            "handoffs_in",
            "--descending",
        ])
        .expect(0)
        .value();
    has_fields(&table, &["columns", "rows", "total"]);
    let at = |id: &str| {
        let columns = table["columns"].as_array().unwrap();
        columns
            .iter()
            .position(|column| column["id"] == id)
            .unwrap()
    };
    let counts: Vec<u32> = table["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| {
            row["cells"][at("handoffs_in")]
                .as_str()
                .unwrap()
                .parse()
                .unwrap()
        })
        .collect();
    assert!(
        counts.len() == 12 && counts.is_sorted_by(|a, b| a >= b),
        "{counts:?}"
    );
    let text = desk
        .run(&["list", "handoff", "--table", "--filter", "no:contract"])
        .expect(0);
    assert!(
        text.stdout
            .lines()
            .next()
            .unwrap()
            .contains("Escalation path"),
        "{}",
        text.stdout
    );
    let unowned = desk
        .json(&["list", "agent", "--filter", "no:owner"])
        .expect(0)
        .value();
    assert_eq!(unowned["records"][0]["id"], "outage-specialist");
    let marked = desk
        .json(&["list", "agent", "--filter", "finding:OWN001"])
        .expect(0)
        .value();
    assert_eq!(marked["records"], unowned["records"]);
    for (words, said) in [
        (&["list", "agent", "--filter", "colour:red"][..], "colour"),
        (
            &["list", "agent", "--filter", "finding:nothing"],
            "finding:nothing",
        ),
        (&["list", "agent", "--table", "--sort", "colour"], "colour"),
    ] {
        let (code, message, _) = desk.json(words).expect(2).error();
        assert_eq!(code, "invalid_input");
        assert!(message.contains(said), "{message}");
    }
    desk.run(&["list", "agent", "--sort", "name"]).expect(2);
}

#[test]
fn a_record_is_shown_with_all_that_touches_it() {
    let desk = sample();
    rename(&desk, "Care");
    let shown = desk
        .json(&["show", "team", "desk-care", "--related"])
        .expect(0)
        .value();
    assert_eq!(shown["name"], "Care");
    let related = &shown["related"];
    has_fields(
        related,
        &["refers_to", "referred_by", "topologies", "history"],
    );
    let by = related["referred_by"].as_array().unwrap();
    assert!(
        by.iter()
            .any(|r| r["id"] == "triage-desk" && r["field"] == "team"),
        "{related}"
    );
    let revisions: Vec<u64> = related["history"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| entry["revision"].as_u64().unwrap())
        .collect();
    assert_eq!(revisions, [2, 1]);
    let text = desk
        .run(&["show", "agent", "triage-desk", "--related"])
        .expect(0);
    assert!(text.stdout.contains("referred to by") && text.stdout.contains("drawn in"));
}

#[test]
fn an_earlier_state_is_looked_at_and_gone_back_to() {
    let desk = sample();
    let before = desk.show("team", "desk-care");
    rename(&desk, "Care two");
    desk.json(&["delete", "agent", "triage-desk", "--with-dependents"])
        .expect(0);
    let name = |words: &[&str]| desk.json(words).expect(0).value()["name"].clone();
    assert_eq!(
        name(&["show", "team", "desk-care", "--at", "1"]),
        before["name"]
    );
    assert_eq!(name(&["show", "team", "desk-care"]), "Care two");
    let then = desk.json(&["list", "agent", "--at", "2"]).expect(0).value();
    assert_eq!(then["records"].as_array().unwrap().len(), 12);
    let found = desk
        .json(&[
            "list",
            "handoff",
            "--at",
            "1",
            "--filter",
            "triage finding:any",
        ])
        .expect(0);
    assert!(!found.value()["records"].as_array().unwrap().is_empty());
    desk.run(&["draw", "--out", "then.svg", "--at", "1"])
        .expect(0);
    desk.run(&["draw", "--out", "now.svg"]).expect(0);
    let drawn = |name: &str| std::fs::read_to_string(desk.path(name)).unwrap();
    assert!(
        drawn("then.svg").contains("Triage") && drawn("then.svg").len() > drawn("now.svg").len()
    );
    assert_eq!(desk.revision(), 3, "looking changes nothing");

    let dry = desk.json(&["rewind", "1", "--dry-run"]).expect(0).value();
    assert_eq!(desk.revision(), 3);
    let back = desk.json(&["rewind", "1"]).expect(0).value();
    assert_eq!(
        (&back["revision"], &back["diff"]),
        (&json!(4), &dry["diff"])
    );
    assert_eq!(name(&["show", "team", "desk-care"]), before["name"]);
    desk.json(&["show", "agent", "triage-desk"]).expect(0);
    desk.json(&["undo"]).expect(0);
    assert_eq!(name(&["show", "team", "desk-care"]), "Care two");
    for words in [
        &["rewind", "99"][..],
        &["show", "team", "desk-care", "--at", "99"],
    ] {
        assert_eq!(desk.json(words).expect(2).error().0, "not_found");
    }
    assert_eq!(desk.json(&["doctor"]).expect(0).value()["healthy"], true);
}

#[test]
fn a_part_of_a_drawing_is_copied_from_one_registry_to_another() {
    let desk = sample();
    let topology = desk.json(&["list", "topology"]).expect(0).value()["records"][0]["id"].clone();
    let topology = topology.as_str().unwrap();
    let words = [
        "copy",
        topology,
        "agent:triage-desk",
        "agent:outage-specialist",
    ];
    let clip = desk.run(&words).expect(0).stdout;
    let value: Value = serde_json::from_str(&clip).unwrap();
    assert_eq!(
        (&value["baton"], &value["topology"]),
        (&json!("clip/1"), &json!(topology))
    );
    desk.write("clip.json", &clip);

    let same = desk
        .json(&["paste", topology, "clip.json", "--at", "-40,20"])
        .expect(0)
        .value();
    has_fields(&same, &["revision", "diff", "findings", "notes", "pasted"]);
    assert_eq!(same["pasted"].as_array().unwrap().len(), 2);
    assert_eq!(
        desk.show("agent", "triage-desk-copy")["name"],
        "Triage copy"
    );

    let other = Desk::from_template(BATON, "order-fulfilment");
    let there = other.json(&["list", "topology"]).expect(0).value()["records"][0]["id"].clone();
    let there = there.as_str().unwrap();
    let dry = ["paste", there, "-", "--dry-run"];
    let dry = other
        .json_with_input(&dry, clip.as_bytes())
        .expect(0)
        .value();
    assert_eq!(other.revision(), 1);
    let done = other
        .json_with_input(&["paste", there, "-"], clip.as_bytes())
        .expect(0)
        .value();
    assert_eq!(done["pasted"], dry["pasted"]);
    assert!(
        done["notes"][0]
            .as_str()
            .unwrap()
            .contains("team desk-care"),
        "{}",
        done["notes"]
    );
    for (words, input) in [
        (["paste", there, "-"], "{}"),
        (["paste", there, "-"], r#"{"baton":"clip/2"}"#),
        (["paste", "nowhere", "-"], clip.as_str()),
    ] {
        other
            .json_with_input(&words, input.as_bytes())
            .expect(2)
            .error();
    }
    desk.json(&["copy", topology, "triage-desk"])
        .expect(2)
        .error();
    desk.json(&["paste", topology, "clip.json", "--at", "here"])
        .expect(2)
        .error();
}

#[test]
fn contracts_are_told_in_words() {
    let desk = Desk::new(BATON);
    desk.run(&["init"]).expect(0);
    let schema = json!({"type": "object", "required": ["order"], "properties": {"order": {"type": "string", "maxLength": 20}, "card": {"type": ["string", "null"]}}});
    desk.apply(&json!([
        {"op": "put", "kind": "contract", "id": "refund", "record": {"name": "Refund"}},
        {"op": "put", "kind": "contract_version", "record": {"contract": "refund", "version": "1.10.0", "state": "published", "payload_schema": schema, "sensitive": [{"pointer": "/card"}]}},
        {"op": "put", "kind": "contract_version", "record": {"contract": "refund", "version": "1.9.0"}},
    ]));
    let fields = desk
        .json(&["contract", "fields", "refund@1.10.0"])
        .expect(0)
        .value();
    let card = fields["fields"]
        .as_array()
        .unwrap()
        .iter()
        .find(|f| f["name"] == "card")
        .unwrap();
    assert_eq!(
        card,
        &json!({"pointer": "/card", "name": "card", "depth": 0, "type_words": "text", "required": false, "nullable": true, "sensitive": true, "meaning": "", "limits": ""})
    );
    let text = desk
        .run(&["contract", "fields", "refund@1.10.0"])
        .expect(0)
        .stdout;
    assert!(
        text.contains("order") && text.contains("at most 20 characters"),
        "{text}"
    );
    let matching = desk
        .json(&["contract", "matching", "refund", "<1.10"])
        .expect(0)
        .value();
    assert_eq!(
        matching["versions"],
        json!([{"version": "1.10.0", "state": "published", "matches": false}, {"version": "1.9.0", "state": "draft", "matches": true}])
    );
    for words in [
        ["contract", "fields", "refund"].as_slice(),
        &["contract", "fields", "refund@9.0.0"],
        &["contract", "matching", "refund", "newest"],
        &["contract", "matching", "nothing", "^1"],
    ] {
        desk.json(words).expect(2).error();
    }
}

#[test]
fn an_export_is_compared_line_by_line_before_it_is_written() {
    let desk = sample();
    let words = ["export", "runbooks", "--out", "out"];
    desk.run(&words).expect(0);
    rename(&desk, "Care at night");
    let dry = [&words[..], &["--dry-run", "--diff"]].concat();
    let diffs = desk.json(&dry).expect(0).value()["diffs"].clone();
    let diffs = diffs.as_array().unwrap();
    assert!(!diffs.is_empty());
    for diff in diffs {
        assert_eq!(diff["text"], true);
        let lines = diff["lines"].as_array().unwrap();
        assert!(lines.iter().any(|line| line["change"] == "added"), "{diff}");
        assert!(lines.iter().any(|line| line["change"] == "same"), "{diff}");
        has_fields(&lines[0], &["change", "text", "old_line", "new_line"]);
    }
    let text = desk.run(&dry).expect(0).stdout;
    assert!(
        text.lines()
            .any(|line| line.starts_with('+') && line.contains("Care at night")),
        "{text}"
    );
    desk.run(&[&words[..], &["--diff"]].concat()).expect(2);
}
