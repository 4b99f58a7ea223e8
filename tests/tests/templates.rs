//! The templates are clean, and the sample is wrong in just the ways that it promises.

use baton_model::{
    Agent, AgentKind, Date, Document, Handoff, HandoffBehaviour, Kind, Target, apply, parse_edits,
};
use baton_rules::{Scope, check};
use baton_tests::{Desk, has_fields};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::Path;

const BATON: &str = env!("CARGO_BIN_EXE_baton-under-test");
const SAMPLE: &str = "sample-support";

/// Every folder of `templates/`.
fn all() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../templates");
    let entries = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap());
    let mut names: Vec<String> = entries
        .filter(|entry| entry.path().is_dir())
        .map(|entry| entry.file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// All but the one that is wrong on purpose.
fn clean() -> Vec<String> {
    all().into_iter().filter(|name| name != SAMPLE).collect()
}

fn template(name: &str) -> Document {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../templates")
        .join(name)
        .join("records.json");
    let text = std::fs::read_to_string(path).unwrap();
    let mut document = Document::new();
    let diff = apply(&document, &parse_edits(&text, &document).unwrap()).unwrap();
    document.commit(&diff, 1);
    document
}

fn codes(document: &Document) -> Vec<String> {
    let today = Date::new("2026-11-21").unwrap();
    check(document, Scope::Registry, &today, &[])
        .into_iter()
        .map(|finding| finding.code.into_owned())
        .collect()
}

#[test]
fn templates_are_clean() {
    for name in clean() {
        assert_eq!(codes(&template(&name)), Vec::<String>::new(), "{name}");
        let desk = Desk::from_template(BATON, &name);
        let report = desk
            .json(&["check", "--deny", "warnings"])
            .expect(0)
            .value();
        assert_eq!(report["findings"], json!([]), "{name}");
    }
}

#[test]
fn the_sample_has_its_seven_findings() {
    let expected = [
        "CAP001", "CON001", "TOP003", "CON010", "OWN001", "OWN003", "RES003",
    ];
    assert_eq!(codes(&template(SAMPLE)), expected);
}

#[test]
fn templates_are_complete() {
    for name in clean() {
        let document = template(&name);
        assert_eq!(document.topologies().count(), 1, "{name}");
        for (kind, least) in [
            (Kind::Team, 2),
            (Kind::Agent, 3),
            (Kind::Handoff, 3),
            (Kind::Outcome, 2),
            (Kind::EscalationPath, 1),
            (Kind::Entry, 1),
        ] {
            assert!(document.of_kind(kind).count() >= least, "{name}: {kind}");
        }
        let people = document
            .agents()
            .any(|agent| agent.kind == AgentKind::Human);
        assert!(people, "{name}: somebody who decides");
    }
}

#[test]
fn templates_and_sample_can_be_exported_and_drawn() {
    for name in all() {
        let desk = Desk::from_template(BATON, &name);
        let report = desk
            .json(&["export", "all", "--out", "out"])
            .expect(0)
            .value();
        // What a format cannot carry is told; nothing is left out by mistake.
        let notes = report["notes"].as_array().unwrap();
        let wrong = notes.iter().filter(|note| note["level"] != "info");
        assert_eq!(wrong.collect::<Vec<_>>(), Vec::<&Value>::new(), "{name}");
        desk.json(&["draw", "--out", "p.svg"]).expect(0);
    }
}

#[test]
fn examples_agree_with_their_schemas() {
    for name in all() {
        let document = template(&name);
        for contract in document.contracts() {
            let versions = document.contract_versions();
            let own = versions.filter(|version| version.contract == contract.id);
            assert!(own.count() > 0, "{name}: {} has no version", contract.id);
        }
        for version in document.contract_versions() {
            let examples = &version.examples;
            assert!(
                !examples.accepted.is_empty() && !examples.rejected.is_empty(),
                "{name}: {} has examples of both kinds",
                version.id
            );
            assert_eq!(
                baton_contract::examples_problems(version),
                vec![],
                "{}",
                version.id
            );
        }
    }
}

#[test]
fn every_folder_is_in_the_program_and_says_what_it_is_for() {
    let desk = Desk::from_template(BATON, SAMPLE);
    let listed = desk.json(&["templates"]).expect(0).value();
    let listed = listed["templates"].as_array().unwrap();
    let mut ids: Vec<&str> = listed
        .iter()
        .map(|one| one["id"].as_str().unwrap())
        .collect();
    ids.sort_unstable();
    assert_eq!(ids, all());
    for one in listed {
        has_fields(one, &["id", "name", "summary", "about"]);
        let id = one["id"].as_str().unwrap();
        let document = template(id);
        let counted = [
            ("agents", Kind::Agent),
            ("handoffs", Kind::Handoff),
            ("teams", Kind::Team),
            ("contracts", Kind::Contract),
        ];
        for (field, kind) in counted {
            assert_eq!(
                one["about"][field],
                document.of_kind(kind).count(),
                "{id}: {field}"
            );
        }
        let page = desk.json(&["templates", id]).expect(0).value();
        let readme = &page["readme"];
        for field in ["title", "when", "change_first"] {
            assert!(!readme[field].as_str().unwrap().is_empty(), "{id}: {field}");
        }
        assert!(
            !readme["about"].as_array().unwrap().is_empty(),
            "{id}: what it is"
        );
        let when = readme["when"].as_str().unwrap();
        assert!(
            when.contains(". "),
            "{id}: when to use it, and when not: {when}"
        );
        let text = desk.run(&["templates", id]).expect(0).stdout;
        assert!(
            text.contains("# ") && text.contains("Change first: "),
            "{id}: {text}"
        );
    }
    desk.json(&["templates", "nothing"]).expect(2);
}

#[test]
fn every_seam_of_a_template_is_worked_out() {
    for name in clean() {
        let document = template(&name);
        let changed = |handoff: &Handoff| handoff.behaviour != HandoffBehaviour::default();
        for handoff in document.handoffs() {
            let id = format!("{name}: {}", handoff.id);
            if matches!(handoff.to, Target::Outcome(_)) {
                continue;
            }
            assert!(
                handoff.contract.is_some() && handoff.version.is_some(),
                "{id}: contract"
            );
            assert!(handoff.owner_model.is_some(), "{id}: owner");
            assert!(handoff.escalation_path.is_some(), "{id}: escalation");
            assert!(!handoff.runbook.checks.is_empty(), "{id}: what to check");
            assert!(!handoff.runbook.replay.is_empty(), "{id}: how to replay");
            assert!(changed(handoff), "{id}: behaviour");
        }
    }
}

#[test]
fn users_are_told_in_each_language() {
    for name in clean() {
        let document = template(&name);
        for handoff in document.handoffs() {
            let speaks: BTreeSet<&str> = handoff
                .continuity
                .iter()
                .map(|said| said.language.as_str())
                .collect();
            assert_eq!(
                speaks.len(),
                handoff.continuity.len(),
                "{name}: {} says it once",
                handoff.id
            );
            for said in &handoff.continuity {
                assert!(
                    !said.text.trim().is_empty(),
                    "{name}: {} in {}",
                    handoff.id,
                    said.language
                );
            }
            let sender = document.find::<Agent>(&handoff.from).unwrap();
            let receiver = handoff.to.agent().and_then(|id| document.find::<Agent>(id));
            let (Some(receiver), true) = (receiver, sender.role.talks_to_user) else {
                continue;
            };
            if speaks.is_empty() {
                assert!(!handoff.discloses, "{name}: {} says nothing", handoff.id);
                continue;
            }
            // An interpreter gets those whom the sender does not understand.
            let interprets = handoff
                .required_capabilities
                .iter()
                .any(|tag| tag == "interpreting");
            let heard = receiver.languages.iter();
            for language in heard.filter(|heard| interprets || sender.languages.contains(heard)) {
                assert!(
                    speaks.contains(language.as_str()),
                    "{name}: {} has no words in {language}",
                    handoff.id
                );
            }
        }
    }
}

#[test]
fn a_template_is_added_after_a_preview_and_undone() {
    let desk = Desk::from_template(BATON, "customer-support");
    let before = desk.revision();
    let words = ["templates", "order-fulfilment", "--add"];
    let preview = desk
        .json(&[&words[..], &["--dry-run"]].concat())
        .expect(0)
        .value();
    has_fields(
        &preview["outline"],
        &["topologies", "written", "shared", "renamed"],
    );
    assert_eq!(desk.revision(), before);
    let done = desk.json(&words).expect(0).value();
    assert_eq!(done["outline"], preview["outline"]);
    let report = desk
        .json(&["check", "--deny", "warnings"])
        .expect(0)
        .value();
    assert_eq!(report["findings"], json!([]));
    desk.json(&["undo"]).expect(0);
    let topologies = desk.json(&["list", "topology"]).expect(0).value();
    assert_eq!(topologies["records"].as_array().unwrap().len(), 1);
    desk.json(&["templates", "--add"]).expect(2);
}

#[test]
fn parts_are_listed_previewed_inserted_and_undone() {
    let desk = Desk::from_template(BATON, "customer-support");
    let parts = desk.json(&["parts"]).expect(0).value();
    let parts = parts["parts"].as_array().unwrap();
    assert!(parts.len() >= 8, "{}", parts.len());
    let before = desk.revision();
    for part in parts {
        has_fields(part, &["id", "name", "summary", "when", "counts"]);
        let id = part["id"].as_str().unwrap();
        let words = ["part", "insert", id, "--at", "chat-concierge", "--dry-run"];
        let preview = desk.json(&words).expect(0).value();
        assert!(!preview["boxes"].as_array().unwrap().is_empty(), "{id}");
        assert_eq!(preview["findings"], json!([]), "{id}");
    }
    assert_eq!(desk.revision(), before);
    let words = [
        "part",
        "insert",
        "router",
        "--at",
        "chat-concierge",
        "--set",
        "specialists=4",
    ];
    let done = desk.json(&words).expect(0).value();
    assert_eq!(done["boxes"].as_array().unwrap().len(), 6);
    desk.json(&["undo"]).expect(0);
    for wrong in [
        &["part", "insert", "nothing"][..],
        &["part", "insert", "router", "--at", "nobody"],
        &["part", "insert", "router", "--set", "specialists=99"],
        &["part", "insert", "router", "--set", "specialists"],
    ] {
        desk.json(wrong).expect(2);
    }
    let text = desk.run(&["parts"]).expect(0).stdout;
    assert!(
        text.contains("escalation-ladder") && text.contains("--set workers=3 (2 to 8)"),
        "{text}"
    );
}
