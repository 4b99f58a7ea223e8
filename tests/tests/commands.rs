//! Every command, and the JSON fields that it promises.

use baton_tests::{Desk, has_fields};
use serde_json::{Value, json};

const BATON: &str = env!("CARGO_BIN_EXE_baton-under-test");

fn sample() -> Desk {
    Desk::from_template(BATON, "sample-support")
}

#[test]
fn init_makes_a_registry() {
    let desk = Desk::new(BATON);
    let made = desk
        .json(&["init", "--template", "customer-support"])
        .expect(0)
        .value();
    assert_eq!(made, json!({"registry": desk.registry(), "revision": 1}));
    assert_eq!(desk.json(&["init"]).expect(2).error().0, "already_exists");
    let empty = Desk::new(BATON);
    assert_eq!(empty.json(&["init"]).expect(0).value()["revision"], 0);
    assert_eq!(
        desk.json(&["init", "--template", "nothing"])
            .expect(2)
            .error()
            .0,
        "not_found"
    );
}

/// A file that is deleted, or copied, is the whole registry: no log of it lies beside it.
#[test]
fn a_command_that_ended_leaves_one_file() {
    let desk = sample();
    let files = || -> Vec<String> {
        let folder = std::fs::read_dir(desk.registry().parent().unwrap()).unwrap();
        let names = folder.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        names.filter(|name| name.starts_with("registry.")).collect()
    };
    assert_eq!(files(), ["registry.baton"]);
    for words in [
        &["check"][..],
        &["delete", "agent", "triage-desk", "--with-dependents"],
        &["list", "team"],
        &["log"],
        &["doctor"],
    ] {
        desk.run(words);
        assert_eq!(files(), ["registry.baton"], "after {words:?}");
    }
    std::fs::remove_file(desk.registry()).unwrap();
    let made = desk.json(&["init"]).expect(0).value();
    assert_eq!(made["revision"], 0);
}

#[test]
fn templates_are_listed_with_id_name_and_summary() {
    let desk = Desk::new(BATON);
    let listed = desk.json(&["templates"]).expect(0).value();
    let templates = listed["templates"].as_array().unwrap();
    let ids: Vec<&str> = templates
        .iter()
        .map(|t| t["id"].as_str().unwrap())
        .collect();
    for known in ["customer-support", "order-fulfilment", "sample-support"] {
        assert!(ids.contains(&known), "{known} in {ids:?}");
    }
    assert!(ids.len() > 10, "{ids:?}");
    for template in templates {
        has_fields(template, &["id", "name", "summary"]);
    }
    assert!(!desk.registry().exists(), "listing needs no registry");
}

#[test]
fn import_tells_what_was_created_and_notes_what_was_not_carried() {
    let desk = Desk::new(BATON);
    let graph = r#"{"nodes":[{"id":"__start__","type":"schema"},{"id":"triage","type":"runnable","data":{"name":"triage"}},
        {"id":"refunds","type":"runnable","data":{"name":"refunds"}},{"id":"__end__","type":"schema"}],
        "edges":[{"source":"__start__","target":"triage"},{"source":"triage","target":"refunds","conditional":true,"data":"money"},
        {"source":"refunds","target":"__end__"}]}"#;
    desk.write("support.json", graph);
    let words = [
        "import",
        "langgraph",
        "support.json",
        "--topology",
        "support",
    ];
    let dry = desk
        .json(&[&words[..], &["--dry-run"]].concat())
        .expect(0)
        .value();
    assert!(!desk.registry().exists(), "a dry run makes no file");
    let real = desk.json(&words).expect(0).value();
    assert_eq!(
        (&dry["created"], &dry["notes"]),
        (&real["created"], &real["notes"])
    );
    has_fields(&real, &["created", "updated", "notes", "revision"]);
    let created = real["created"].as_array().unwrap();
    assert!(
        created.contains(&json!({"kind": "topology", "id": "support"})),
        "{real}"
    );
    assert_eq!(
        created.iter().filter(|key| key["kind"] == "agent").count(),
        2,
        "{real}"
    );
    for note in real["notes"].as_array().unwrap() {
        has_fields(note, &["level", "path", "message"]);
    }
    assert!(
        !real["notes"].as_array().unwrap().is_empty(),
        "a graph says nothing of owners"
    );
    let again = desk.json(&words).expect(0).value();
    assert_eq!(
        (&again["created"], &again["updated"]),
        (&json!([]), &json!([])),
        "the same file again"
    );
    let detected = desk
        .json(&["import", "support.json", "--topology", "support"])
        .expect(0)
        .value();
    assert_eq!(detected["created"], json!([]));
}

#[test]
fn list_show_and_search_give_records() {
    let desk = sample();
    let listed = desk.json(&["list", "agent"]).expect(0).value();
    let agents = listed["records"].as_array().unwrap();
    assert_eq!(agents.len(), 12);
    for agent in agents {
        has_fields(agent, &["kind", "id", "revision", "name"]);
    }
    let filtered = desk
        .json(&["list", "agents", "--filter", "owner:desk-network"])
        .expect(0)
        .value();
    let owned = filtered["records"].as_array().unwrap();
    assert!(!owned.is_empty() && owned.len() < 12);
    assert!(
        owned.iter().all(|agent| agent["team"] == "desk-network"),
        "{filtered}"
    );
    let one = desk.show("handoff", "outage-to-visit");
    assert_eq!(
        (&one["kind"], &one["id"], &one["revision"]),
        (&json!("handoff"), &json!("outage-to-visit"), &json!(1))
    );
    has_fields(&one, &["topology", "from", "to"]);
    let found = desk
        .json(&["search", "outage", "specialist"])
        .expect(0)
        .value();
    assert_eq!(found["records"][0]["id"], "outage-specialist");
    assert_eq!(
        desk.json(&["search", "outage", "zzzzzz"]).expect(0).value(),
        json!({"records": []})
    );
    for kind in baton_model::Kind::ALL {
        desk.json(&["list", kind.name()]).expect(0).value()["records"]
            .as_array()
            .unwrap();
    }
    let (code, _, hints) = desk
        .json(&["show", "agent", "outage-specialst"])
        .expect(2)
        .error();
    assert_eq!(
        (code.as_str(), hints[0].as_str()),
        ("not_found", "did you mean outage-specialist?")
    );
}

#[test]
fn apply_gives_revision_diff_and_findings() {
    let desk = sample();
    let edits = r#"{"op":"put","kind":"team","id":"claims","record":{"name":"Claims"},"base_revision":0,"operation_id":"one"}
{"op":"put","kind":"agent","id":"claims-agent","record":{"name":"Claims agent","team":"claims"},"operation_id":"one"}"#;
    desk.write("edits.jsonl", edits);
    let dry = desk
        .json(&["apply", "edits.jsonl", "--dry-run"])
        .expect(0)
        .value();
    assert_eq!((&dry["revision"], desk.revision()), (&json!(1), 1));
    let real = desk.json(&["apply", "edits.jsonl"]).expect(0).value();
    has_fields(&real, &["revision", "diff", "findings"]);
    assert_eq!(real["revision"], 2);
    assert_eq!(
        (&dry["diff"], &dry["findings"]),
        (&real["diff"], &real["findings"])
    );
    let diff = real["diff"].as_array().unwrap();
    assert_eq!(diff.len(), 2);
    assert_eq!(
        (&diff[0]["kind"], &diff[0]["id"], &diff[0]["before"]),
        (&json!("team"), &json!("claims"), &Value::Null)
    );
    assert_eq!(diff[0]["after"]["name"], "Claims");
    let again = desk.json(&["apply", "edits.jsonl"]).expect(0).value();
    assert_eq!(
        (again["revision"].clone(), desk.revision()),
        (json!(2), 2),
        "the same operation again"
    );
    let array = json!([{"op": "delete", "kind": "agent", "id": "claims-agent"}, {"op": "delete", "kind": "team", "id": "claims"}]);
    assert_eq!(desk.apply(&array)["diff"][1]["after"], Value::Null);
}

#[test]
fn delete_refuses_what_is_needed_and_takes_it_along_when_told() {
    let desk = sample();
    let (code, message, _) = desk
        .json(&["delete", "agent", "triage-desk"])
        .expect(2)
        .error();
    assert_eq!(code, "referenced");
    assert!(message.contains("handoff"), "{message}");
    let words = ["delete", "agent", "triage-desk", "--with-dependents"];
    let dry = desk
        .json(&[&words[..], &["--dry-run"]].concat())
        .expect(0)
        .value();
    assert_eq!(desk.revision(), 1);
    let real = desk.json(&words).expect(0).value();
    assert_eq!(dry["diff"], real["diff"]);
    assert!(real["diff"].as_array().unwrap().len() > 3);
    desk.json(&["show", "agent", "triage-desk"]).expect(2);
    desk.json(&["doctor"]).expect(0);
}

#[test]
fn undo_redo_and_log_are_the_history() {
    let desk = sample();
    desk.apply(
        &json!([{"op": "put", "kind": "team", "id": "claims", "record": {"name": "Claims"}}]),
    );
    let undone = desk.json(&["undo"]).expect(0).value();
    has_fields(&undone, &["revision", "diff", "findings"]);
    assert_eq!(
        (&undone["revision"], &undone["diff"][0]["after"]),
        (&json!(3), &Value::Null)
    );
    assert_eq!(desk.json(&["undo"]).expect(2).error().0, "nothing_to_undo");
    assert_eq!(
        desk.json(&["redo"]).expect(0).value()["diff"][0]["after"]["name"],
        "Claims"
    );
    assert_eq!(desk.json(&["redo"]).expect(2).error().0, "nothing_to_undo");
    let log = desk.json(&["log"]).expect(0).value();
    let entries = log["entries"].as_array().unwrap();
    let actions: Vec<&str> = entries
        .iter()
        .map(|e| e["action"].as_str().unwrap())
        .collect();
    assert_eq!(actions, ["redo", "undo", "edit", "init"]);
    has_fields(
        &entries[0],
        &[
            "revision",
            "author",
            "at",
            "operation_id",
            "summary",
            "action",
            "changes",
        ],
    );
    assert!(entries.iter().all(|entry| entry["author"] == "tester"));
    let before = desk
        .json(&["log", "--before", "3", "--limit", "1"])
        .expect(0)
        .value();
    assert_eq!(before["entries"][0]["revision"], 2);
    assert_eq!(
        desk.json(&["--as", "somebody", "undo"]).expect(2).error().0,
        "nothing_to_undo"
    );
}

#[test]
fn layout_gives_boxes_and_lines() {
    let desk = sample();
    let layout = desk.json(&["layout", "sample-support"]).expect(0).value();
    let agents: Vec<&Value> = layout["boxes"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|b| b["subject"]["kind"] == "agent")
        .collect();
    assert_eq!(agents.len(), 12);
    for place in agents {
        for name in ["x", "y", "width", "height"] {
            assert!(place[name].as_f64().unwrap().is_finite());
        }
    }
    assert_eq!(
        layout,
        desk.json(&["layout"]).expect(0).value(),
        "the only topology need not be named"
    );
    assert_eq!(
        desk.json(&["layout", "nowhere"]).expect(2).error().0,
        "not_found"
    );
}

#[test]
fn draw_writes_every_picture_format() {
    // Small: unoptimised builds take long over large bitmaps.
    let desk = Desk::new(BATON);
    desk.write(
        "g.json",
        r#"{"nodes":[{"id":"a"},{"id":"b"}],"edges":[{"source":"a","target":"b"}]}"#,
    );
    desk.json(&["import", "langgraph", "g.json", "--topology", "small"])
        .expect(0);
    for extension in ["svg", "png", "mmd", "dot"] {
        let file = format!("picture.{extension}");
        let reply = desk
            .json(&["draw", "small", "--out", &file])
            .expect(0)
            .value();
        has_fields(&reply, &["topology", "file"]);
        let bytes = std::fs::read(desk.path(&file)).unwrap();
        let start: &[u8] = match extension {
            "svg" => b"<svg",
            "png" => b"\x89PNG\r\n\x1a\n",
            "mmd" => b"flowchart",
            _ => b"digraph",
        };
        let head = &bytes[..bytes.len().min(400)];
        assert!(
            head.windows(start.len()).any(|part| part == start),
            "{extension}: {}",
            String::from_utf8_lossy(head)
        );
        desk.run(&["draw", "--out", "again", "--out", &file])
            .expect(2);
        desk.json(&["draw", "--out", &file]).expect(0);
        assert_eq!(
            std::fs::read(desk.path(&file)).unwrap(),
            bytes,
            "the same bytes again"
        );
    }
    assert_eq!(
        desk.json(&["draw", "--out", "picture.gif"])
            .expect(2)
            .error()
            .0,
        "invalid_input"
    );
}

#[test]
fn backup_restore_and_doctor_keep_a_registry_well() {
    let desk = sample();
    let report = desk.json(&["doctor"]).expect(0).value();
    has_fields(
        &report,
        &["registry", "revision", "records", "healthy", "problems"],
    );
    assert_eq!(
        (&report["healthy"], &report["problems"]),
        (&json!(true), &json!([]))
    );
    desk.json(&["backup", "copy.baton"]).expect(0);
    assert_eq!(
        desk.json(&["backup", "copy.baton"]).expect(2).error().0,
        "already_exists"
    );
    desk.apply(&json!([{"op": "put", "kind": "team", "id": "late", "record": {"name": "Late"}}]));
    assert_eq!(
        desk.json(&["restore", "copy.baton"]).expect(2).error().0,
        "already_exists"
    );
    desk.show("team", "late");
    desk.json(&["restore", "copy.baton", "--yes"]).expect(0);
    desk.json(&["show", "team", "late"]).expect(2);
    desk.json(&["doctor"]).expect(0);
    assert_eq!(desk.revision(), 1);
}

#[test]
fn completions_are_scripts_for_shells() {
    let desk = Desk::new(BATON);
    for shell in ["bash", "zsh", "fish", "powershell"] {
        let script = desk.run(&["completions", shell]).expect(0).stdout;
        assert!(
            script.contains("baton") && script.contains("export"),
            "{shell}"
        );
    }
    desk.run(&["completions", "tcl"]).expect(2);
}

#[test]
fn help_has_an_example_for_every_command() {
    let desk = Desk::new(BATON);
    let help = desk.run(&["--help"]).expect(0).stdout;
    let commands: Vec<&str> = help
        .lines()
        .skip_while(|line| !line.starts_with("Commands:"))
        .skip(1)
        .take_while(|line| !line.is_empty())
        // What is indented deeper goes on with the line above.
        .filter(|line| line.starts_with("  ") && !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| *name != "help")
        .collect();
    assert!(commands.len() >= 21, "{commands:?}");
    for command in commands {
        let text = desk.run(&[command, "--help"]).expect(0).stdout;
        assert!(
            text.contains("Example:") || text.contains("Examples:"),
            "{command}"
        );
    }
    assert!(
        desk.run(&["--version"])
            .expect(0)
            .stdout
            .starts_with("baton ")
    );
}

#[test]
fn output_is_plain_where_there_is_no_terminal() {
    let desk = sample();
    for words in [
        &["check"][..],
        &["list", "agent"],
        &["log"],
        &["rules"],
        &["doctor"],
        &["show", "agent", "triage-desk"],
    ] {
        assert!(!desk.run(words).stdout.contains('\u{1b}'), "{words:?}");
        let output = desk
            .command()
            .args(words)
            .env("NO_COLOR", "1")
            .output()
            .unwrap();
        assert!(!output.stdout.contains(&0x1b));
        assert!(
            !desk
                .run(&[words, &["--no-color"]].concat())
                .stdout
                .contains('\u{1b}')
        );
    }
}
