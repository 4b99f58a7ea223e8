//! What every edit promises, on random registries.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use baton_model::{
    Agent, AgentId, Contract, ContractId, ContractVersion, ContractVersionId, Document,
    EditCommand, Entry, EntryId, Handoff, HandoffId, Kind, Note, NoteId, Placement, PlacementId,
    RecordChange, RecordKey, Responder, Target, Team, TeamId, Topology, TopologyId, Version, apply,
    combine, delete_with_dependents, parse_edits, revert,
};
use proptest::prelude::*;
use serde_json::json;

const NAMES: [&str; 4] = ["a", "b", "c", "d"];

fn name() -> impl Strategy<Value = &'static str> {
    prop::sample::select(&NAMES[..])
}

fn put() -> impl Strategy<Value = EditCommand> {
    let label = "[a-zé ]{1,6}x";
    prop_oneof![
        (name(), label, prop::option::of(name())).prop_map(|(id, label, parent)| {
            let mut team = Team::new(TeamId::new(id).unwrap(), label);
            team.parent = parent.map(|p| TeamId::new(p).unwrap());
            EditCommand::put(team)
        }),
        (
            name(),
            label,
            prop::option::of(name()),
            prop::collection::vec("[a-c]", 0..3)
        )
            .prop_map(|(id, label, team, tags)| {
                let mut agent = Agent::new(AgentId::new(id).unwrap(), label);
                agent.team = team.map(|t| TeamId::new(t).unwrap());
                agent.capabilities = tags;
                EditCommand::put(agent)
            }),
        (name(), label).prop_map(|(id, label)| EditCommand::put(Topology::new(
            TopologyId::new(id).unwrap(),
            label
        ))),
        (name(), label).prop_map(|(id, label)| EditCommand::put(Contract::new(
            ContractId::new(id).unwrap(),
            label
        ))),
        name().prop_map(|id| {
            let version = Version::new("1.0.0").unwrap();
            EditCommand::put(ContractVersion::new(
                ContractVersionId::new(format!("{id}@1.0.0")).unwrap(),
                ContractId::new(id).unwrap(),
                version,
            ))
        }),
        (
            name(),
            name(),
            name(),
            name(),
            prop::option::of(name()),
            prop::collection::vec(name(), 0..3),
            prop::option::of(name())
        )
            .prop_map(|(id, topology, from, to, contract, fallbacks, owner)| {
                let mut handoff = Handoff::new(
                    HandoffId::new(id).unwrap(),
                    TopologyId::new(topology).unwrap(),
                    AgentId::new(from).unwrap(),
                    Target::Agent(AgentId::new(to).unwrap()),
                );
                handoff.version = contract.map(|_| Version::new("1.0.0").unwrap());
                handoff.contract = contract.map(|c| ContractId::new(c).unwrap());
                handoff.fallbacks = fallbacks
                    .into_iter()
                    .map(|f| AgentId::new(f).unwrap())
                    .collect();
                handoff.fallback_owner = owner.map(|o| Responder::Team(TeamId::new(o).unwrap()));
                EditCommand::put(handoff)
            }),
        (name(), name(), name()).prop_map(|(id, topology, agent)| {
            EditCommand::put(Entry::new(
                EntryId::new(id).unwrap(),
                TopologyId::new(topology).unwrap(),
                AgentId::new(agent).unwrap(),
            ))
        }),
        (name(), name(), -9.0..9.0f64).prop_map(|(topology, agent, x)| {
            let mut place = Placement::new(
                PlacementId::new(format!("{topology}.agent.{agent}")).unwrap(),
                TopologyId::new(topology).unwrap(),
                RecordKey::new(Kind::Agent, agent),
            );
            (place.x, place.y) = (Some(x), Some(0.0));
            EditCommand::put(place)
        }),
        (name(), name()).prop_map(|(id, topology)| {
            EditCommand::put(Note::new(
                NoteId::new(id).unwrap(),
                TopologyId::new(topology).unwrap(),
            ))
        }),
    ]
}

fn edit() -> impl Strategy<Value = EditCommand> {
    prop_oneof![
        6 => put(),
        1 => (prop::sample::select(&[Kind::Team, Kind::Agent, Kind::Topology, Kind::Handoff, Kind::Contract][..]), name())
            .prop_map(|(kind, id)| EditCommand::delete(&RecordKey::new(kind, id))),
    ]
}

/// Applies groups in order, taking those that are not refused; the log of what they did.
fn run(groups: &[Vec<EditCommand>]) -> (Document, Vec<Vec<RecordChange>>) {
    let mut document = Document::new();
    let mut log = Vec::new();
    for group in groups {
        let before = document.clone();
        match apply(&document, group) {
            Ok(diff) => {
                let revision = document.revision() + 1;
                document.commit(&diff, revision);
                log.push(diff.to_wire());
            }
            Err(_) => assert_eq!(document, before, "a refused group changes nothing"),
        }
    }
    (document, log)
}

fn groups() -> impl Strategy<Value = Vec<Vec<EditCommand>>> {
    prop::collection::vec(prop::collection::vec(edit(), 1..6), 1..40)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn references_hold_after_any_sequence_of_edits(groups in groups()) {
        let (document, _) = run(&groups);
        prop_assert!(document.dangling().is_empty());
    }

    #[test]
    fn taking_back_all_groups_newest_first_ends_where_it_began(groups in groups()) {
        let (mut document, log) = run(&groups);
        for changes in log.iter().rev() {
            let edits = revert(&document, changes).unwrap();
            let diff = apply(&document, &edits).unwrap();
            let revision = document.revision() + 1;
            document.commit(&diff, revision);
        }
        prop_assert_eq!(document, Document::new());
    }

    #[test]
    fn taking_back_the_joined_log_ends_where_it_began(groups in groups()) {
        let (document, log) = run(&groups);
        let edits = revert(&document, &combine(&log)).unwrap();
        let diff = apply(&document, &edits).unwrap();
        let mut back = document.clone();
        back.commit(&diff, document.revision() + 1);
        prop_assert_eq!(back, Document::new());
    }

    #[test]
    fn a_diff_and_its_reverse_cancel(groups in groups(), last in prop::collection::vec(edit(), 1..6)) {
        let (document, _) = run(&groups);
        if let Ok(diff) = apply(&document, &last) {
            let mut there = document.clone();
            there.commit(&diff, document.revision() + 1);
            there.commit(&diff.reversed(), document.revision() + 2);
            prop_assert_eq!(there, document);
        }
    }

    #[test]
    fn deleting_with_dependents_always_applies(groups in groups(), id in name(), kind in prop::sample::select(&[Kind::Team, Kind::Agent, Kind::Topology, Kind::Contract][..])) {
        let (document, _) = run(&groups);
        let key = RecordKey::new(kind, id);
        let edits = delete_with_dependents(&document, std::slice::from_ref(&key));
        let diff = apply(&document, &edits).unwrap();
        let mut after = document.clone();
        after.commit(&diff, document.revision() + 1);
        prop_assert!(after.get(&key).is_none());
        prop_assert!(after.dangling().is_empty());
    }

    #[test]
    fn records_survive_json(edit in put()) {
        if let EditCommand::Put { record, .. } = &edit {
            let back = baton_model::Record::from_json(record.kind(), record.to_json()).unwrap();
            prop_assert_eq!(&back, record.as_ref());
        }
        let text = serde_json::to_string(&edit).unwrap();
        prop_assert_eq!(parse_edits(&text, &Document::new()).unwrap(), vec![edit]);
    }

    #[test]
    fn any_text_is_read_or_refused_with_a_place(text in "[\\[\\]{}\":,a-z0-9 ]{0,60}") {
        if let Err(error) = parse_edits(&text, &Document::new()) {
            prop_assert!(!error.place.is_empty() && !error.hint.is_empty());
        }
    }
}

fn document(text: &str) -> Document {
    let mut document = Document::new();
    let edits = parse_edits(text, &document).unwrap();
    let diff = apply(&document, &edits).unwrap();
    document.commit(&diff, 1);
    document
}

#[test]
fn short_forms_are_completed() {
    let document = document(
        r#"{"op":"put","kind":"team","id":"claims","record":{"name":"Claims"}}
           {"op":"put","kind":"topology","id":"t","record":{"name":"T"}}
           {"op":"put","kind":"outcome","id":"done","record":{"topology":"t","name":"Done","good":true}}
           {"op":"put","kind":"agent","id":"a","record":{"name":"A"}}
           {"op":"put","kind":"handoff","id":"h","record":{"topology":"t","from":"a","to":"done","fallback_owner":"claims"}}
           {"op":"put","kind":"placement","record":{"topology":"t","subject":"a","x":1,"y":2}}"#,
    );
    let handoff = document.find::<Handoff>("h").unwrap();
    assert_eq!(
        serde_json::to_value(&handoff.to).unwrap(),
        json!({"outcome": "done"})
    );
    assert_eq!(
        serde_json::to_value(&handoff.fallback_owner).unwrap(),
        json!({"kind": "team", "id": "claims"})
    );
    assert!(document.contains(Kind::Placement, "t.agent.a"));
}

#[test]
fn bad_edits_name_their_place() {
    let refused = |text: &str| parse_edits(text, &Document::new()).unwrap_err().to_string();
    assert_eq!(
        refused(
            r#"[{"op":"put","kind":"agent","id":"a","record":{"name":"A","role":{"talks":true}}}]"#
        )
        .split(", expected")
        .next()
        .unwrap(),
        "edit 1: /record: agent: /role/talks: unknown field `talks`"
    );
    assert!(
        refused(r#"{"op":"put","kind":"agent","id":"a","record":{"name":7}}"#).contains("/name")
    );
    assert!(
        refused(r#"{"op":"put","kind":"agent","id":"../x","record":{"name":"A"}}"#)
            .contains("is not an id")
    );
    assert!(refused(r#"{"op":"put","op":"delete"}"#).contains("stands here twice"));
    let over_lines =
        "{\n \"op\":\"put\",\n \"kind\":\"team\",\n \"record\":{\"name\":\"a\",\"name\":\"b\"}\n}";
    assert!(
        refused(over_lines).starts_with("line 4"),
        "{}",
        refused(over_lines)
    );
    let second_line = "{\"op\":\"delete\",\"kind\":\"team\",\"id\":\"a\"}\n{\"op\":}";
    assert!(
        refused(second_line).starts_with("line 2"),
        "{}",
        refused(second_line)
    );
    assert!(refused(&"[".repeat(100_000)).contains("recursion limit"));
    assert!(refused("{\"op\":\"put\",\n \"kind\": \u{1}}").starts_with("line"));
}

#[test]
fn a_published_version_never_changes() {
    let document = document(
        r#"[{"op":"put","kind":"contract","id":"c","record":{"name":"C"}},
            {"op":"put","kind":"contract_version","id":"c@1.0.0","record":{"contract":"c","version":"1.0.0","state":"published"}}]"#,
    );
    let edit = |fields: serde_json::Value| {
        let text = json!([{"op":"put","kind":"contract_version","id":"c@1.0.0","record":fields}])
            .to_string();
        apply(&document, &parse_edits(&text, &document).unwrap())
    };
    let deprecate =
        json!({"contract":"c","version":"1.0.0","state":"deprecated","sunset_date":"2027-01-01"});
    assert!(edit(deprecate).is_ok());
    let change = json!({"contract":"c","version":"1.0.0","state":"published","payload_schema":{"type":"string"}});
    assert!(
        edit(change)
            .unwrap_err()
            .to_string()
            .contains("never changes")
    );
    let back = json!({"contract":"c","version":"1.0.0","state":"draft"});
    assert!(edit(back).is_err());
}

#[test]
fn field_numbers_are_only_added() {
    let one = |field: &str, number: u32| json!({"message": "M", "field": field, "proto_type": "string", "number": number});
    let mut document = document(
        &json!([{"op":"put","kind":"contract","id":"c","record":{"name":"C","field_numbers":[one("a", 1)]}}]).to_string(),
    );
    let edit = |document: &Document, fields: serde_json::Value| {
        let text = json!([{"op":"put","kind":"contract","id":"c","record":fields}]).to_string();
        apply(document, &parse_edits(&text, document).unwrap())
    };
    for wrong in [
        json!([]),
        json!([one("a", 2)]),
        json!([one("b", 1)]),
        json!([one("a", 1), one("b", 1)]),
        json!([one("a", 1), one("a", 2)]),
        json!([one("a", 1), one("b", 0)]),
        json!([one("a", 1), one("b", 19_500)]),
    ] {
        let refused = edit(&document, json!({"name": "C", "field_numbers": wrong})).unwrap_err();
        assert!(refused.to_string().contains("number"), "{refused}");
    }
    let more = edit(
        &document,
        json!({"name": "C", "field_numbers": [one("a", 1), one("b", 2)]}),
    );
    document.commit(&more.unwrap(), 2);
    // People leave them out.
    let diff = edit(&document, json!({"name": "D"})).unwrap();
    document.commit(&diff, 3);
    let kept = document.find::<Contract>("c").unwrap();
    assert_eq!((kept.name.as_str(), kept.field_numbers.len()), ("D", 2));
}

#[test]
fn undo_keeps_what_others_did_to_other_fields() {
    let mut document = document(r#"{"op":"put","kind":"agent","id":"a","record":{"name":"A"}}"#);
    let change = |document: &mut Document, fields: serde_json::Value| {
        let text = json!({"op":"put","kind":"agent","id":"a","record":fields}).to_string();
        let diff = apply(document, &parse_edits(&text, document).unwrap()).unwrap();
        let revision = document.revision() + 1;
        document.commit(&diff, revision);
        diff.to_wire()
    };
    let mine = change(&mut document, json!({"name":"B"}));
    change(&mut document, json!({"name":"B","languages":["de"]}));
    let edits = revert(&document, &mine).unwrap();
    let diff = apply(&document, &edits).unwrap();
    let after = diff.to_wire()[0].after.clone().unwrap().0;
    assert_eq!(
        (&after["name"], &after["languages"]),
        (&json!("A"), &json!(["de"]))
    );

    change(&mut document, json!({"name":"C"}));
    assert_eq!(revert(&document, &mine).unwrap_err().pointer, "/name");
}

#[test]
fn a_text_is_too_long_alone_not_with_others() {
    const LIMIT: usize = 1 << 20;
    let put = |texts: &[String]| {
        let mut agent = Agent::new(AgentId::new("a").unwrap(), "A".to_owned());
        agent.capabilities = texts.to_vec();
        apply(&Document::new(), &[EditCommand::put(agent)])
    };
    let most = "é".repeat(LIMIT / 2);
    put(&[most.clone(), most.clone()]).unwrap();
    let refused = put(&["short".to_owned(), format!("{most}!")]).unwrap_err();
    let said = refused.to_string();
    assert!(said.contains("/capabilities/1"), "{said}");
    assert!(said.contains("1048577 bytes; 1 MiB is the limit"), "{said}");
}
