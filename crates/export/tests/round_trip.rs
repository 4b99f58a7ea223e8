//! From Baton to Open Agent Spec and back: whatever does not come back as it was is named by a note.

use baton_export::{ExportKind, export};
use baton_import::{ImportOptions, InputFile, import};
use baton_model::{Document, Kind, RecordKey, Topology, apply, parse_edits};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// Kinds of which every record has to come back.
const RECORDS: [Kind; 7] = [
    Kind::Agent,
    Kind::Contract,
    Kind::ContractVersion,
    Kind::Entry,
    Kind::Handoff,
    Kind::Outcome,
    Kind::Topology,
];
/// Fields that come back as they were, whatever a note says.
const ALWAYS: [(Kind, &[&str]); 7] = [
    (
        Kind::Agent,
        &[
            "name",
            "kind",
            "lifecycle",
            "role",
            "tools",
            "capabilities",
            "team",
        ],
    ),
    (Kind::Contract, &["name", "compatibility", "writers"]),
    (
        Kind::ContractVersion,
        &[
            "contract",
            "version",
            "payload_schema",
            "invariants",
            "examples",
        ],
    ),
    (Kind::Entry, &["topology", "agent", "channel", "share"]),
    (
        Kind::Handoff,
        &[
            "topology",
            "from",
            "to",
            "mode",
            "contract",
            "version",
            "trigger",
            "policy",
            "fallbacks",
        ],
    ),
    (Kind::Outcome, &["topology", "name", "good"]),
    (Kind::Topology, &["name", "purpose", "nature"]),
];
/// What the import makes of teams, models and agents that nothing touches.
const DRAFTED: [Kind; 3] = [Kind::Team, Kind::AgentVersion, Kind::Placement];

fn committed(text: &str) -> Document {
    let mut document = Document::new();
    let edits = parse_edits(text, &document).unwrap();
    let diff = apply(&document, &edits).unwrap();
    document.commit(&diff, 1);
    document
}

/// A registry as it comes back from the export of its only topology, with the notes of both ways and the shape.
fn there_and_back(document: &Document) -> (Document, Vec<String>, String) {
    let topology = document.topologies().next().unwrap().id.clone();
    let files = export(document, &[ExportKind::AgentSpec], Some(&topology));
    let file = files.get(&format!("agent-spec/{topology}.yaml")).unwrap();
    let input = InputFile {
        name: "back.yaml",
        bytes: &file.bytes,
    };
    let imported = import(None, &[input], &Document::new(), &ImportOptions::default()).unwrap();
    let mut back = Document::new();
    let diff = apply(&back, &imported.edits).unwrap();
    back.commit(&diff, 1);
    let notes: Vec<String> = files
        .notes()
        .iter()
        .chain(&imported.notes)
        .map(|note| note.message.clone())
        .collect();
    let shape = notes
        .iter()
        .find_map(|note| note.strip_prefix("written as ")?.split(':').next())
        .unwrap()
        .to_owned();
    (back, notes, shape)
}

/// Whether a note begins with these words and lists the name.
fn is_named(notes: &[String], beginning: &str, name: &str) -> bool {
    notes.iter().any(|note| {
        note.strip_prefix(beginning)
            .is_some_and(|list| list.split([',', ':', ' ']).any(|word| word.trim() == name))
    })
}

fn fields(document: &Document, key: &RecordKey) -> Option<Value> {
    let mut fields = document.get(key)?.record.to_json();
    fields.as_object_mut().unwrap().remove("origin");
    Some(fields)
}

/// Every difference that no note names.
fn unnamed(document: &Document, back: &Document, notes: &[String]) -> Vec<String> {
    let mut wrong = Vec::new();
    for entry in document.all() {
        let key = entry.record.key();
        if !RECORDS.contains(&key.kind) {
            if !is_named(
                notes,
                "records of these kinds are not in the file",
                key.kind.name(),
            ) {
                wrong.push(format!("{key} is not in the file"));
            }
            continue;
        }
        let before = fields(document, &key).unwrap();
        let Some(after) = fields(back, &key) else {
            wrong.push(format!("{key} does not come back"));
            continue;
        };
        let always = ALWAYS.iter().find(|(kind, _)| *kind == key.kind).unwrap().1;
        let names: BTreeSet<&String> = [&before, &after]
            .into_iter()
            .flat_map(|fields| fields.as_object().unwrap().keys())
            .collect();
        for name in names {
            if before.get(name) == after.get(name) {
                continue;
            }
            let beginning = format!("of {} records these fields ", key.kind);
            if always.contains(&name.as_str()) || !is_named(notes, &beginning, name) {
                wrong.push(format!(
                    "{key}: {name}\n  was {:?}\n  is {:?}",
                    before.get(name),
                    after.get(name)
                ));
            }
        }
    }
    for entry in back.all() {
        let key = entry.record.key();
        if document.get(&key).is_none() && !DRAFTED.contains(&key.kind) {
            wrong.push(format!("{key} is new"));
        }
    }
    wrong
}

#[test]
fn every_template_comes_back() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../templates");
    let mut count = 0;
    for template in fs::read_dir(folder).unwrap() {
        let path = template.unwrap().path().join("records.json");
        let document = committed(&fs::read_to_string(&path).unwrap());
        let (back, notes, _) = there_and_back(&document);
        let wrong = unnamed(&document, &back, &notes);
        assert!(
            wrong.is_empty(),
            "{}\n{}\n{notes:#?}",
            path.display(),
            wrong.join("\n")
        );
        count += 1;
    }
    assert!(count > 10, "{count} templates");
}

#[test]
fn a_difference_without_a_note_is_seen() {
    let text = generated(&[0, 2, 3], &[(0, 1, 9, 1), (1, 2, 0, 0)]);
    let document = committed(&text);
    let (back, notes, _) = there_and_back(&document);
    assert_eq!(unnamed(&document, &back, &notes), Vec::<String>::new());
    assert!(!unnamed(&document, &Document::new(), &notes).is_empty());
    let mut changed = back.clone();
    let mut topology: Topology = back.topologies().next().unwrap().clone();
    topology.purpose.push('!');
    let edit = baton_model::EditCommand::put(topology);
    changed.commit(&apply(&changed, &[edit]).unwrap(), 2);
    assert_eq!(unnamed(&document, &changed, &notes).len(), 1);
    assert!(
        !unnamed(&document, &back, &[]).is_empty(),
        "the notes are looked at"
    );
}

/// Handoffs of a swarm and of a manager with workers.
#[test]
fn every_shape_comes_back() {
    let cases: [(&[u8], &[Drawn], &str); 3] = [
        (
            &[0, 0, 0],
            &[(0, 1, 16, 1), (1, 2, 16, 2), (2, 0, 16, 0), (1, 9, 16, 0)],
            "Swarm",
        ),
        (&[1, 0, 0], &[(0, 1, 1, 1), (0, 2, 1, 2)], "ManagerWorkers"),
        (
            &[0, 2, 3],
            &[(0, 1, 2, 1), (1, 2, 1, 2), (1, 9, 0, 0)],
            "Flow",
        ),
    ];
    for (kinds, handoffs, expected) in cases {
        let document = committed(&generated(kinds, handoffs));
        let (back, notes, shape) = there_and_back(&document);
        assert_eq!(shape, expected);
        let wrong = unnamed(&document, &back, &notes);
        assert!(wrong.is_empty(), "{}\n{notes:#?}", wrong.join("\n"));
    }
}

/// From, to (9 is an outcome, 8 a query), what it has (bits), which contract version (0 is none).
type Drawn = (u8, u8, u8, u8);

/// A topology as edits, one a line.
fn generated(kinds: &[u8], handoffs: &[Drawn]) -> String {
    let words = ["ai", "supervisor", "human", "tool", "external", "queue"];
    let mut edits = vec![
        json!(["team", {"id": "desk", "name": "The desk"}]),
        json!(["topology", {"id": "made-up", "name": "Made \"up\": it", "purpose": "To be {{read}} back.\n\nTwice.", "team": "desk", "nature": {"parallel_flows": 2}}]),
        json!(["outcome", {"id": "done", "topology": "made-up", "name": "Done: well", "good": true}]),
        json!(["outcome", {"id": "lost", "topology": "made-up", "name": "Given up", "good": false}]),
        json!(["contract", {"id": "claim", "name": "A claim", "team": "desk", "purpose": "Opens it."}]),
        json!(["contract_version", {"id": "claim@1.0.0", "contract": "claim", "version": "1.0.0", "payload_schema": {"$schema": "http://json-schema.org/draft-04/schema#", "title": "a claim", "type": "object", "properties": {"sum": {"type": "number", "minimum": 0, "exclusiveMinimum": true, "default": 1.5}}}}]),
        json!(["contract_version", {"id": "claim@2.0.0", "contract": "claim", "version": "2.0.0", "payload_schema": {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "https://a.example/claim", "type": "object", "required": ["sum"], "properties": {"sum": {"type": "number", "exclusiveMinimum": 0}, "open": true}, "description": "What is claimed."}, "change_note": "Takes no zero."}]),
    ];
    for (index, kind) in kinds.iter().enumerate() {
        let kind = words[usize::from(*kind) % words.len()];
        edits.push(json!(["agent", {
            "id": format!("a{index}"), "name": format!("Agent: {index}"), "kind": kind, "team": "desk",
            "capabilities": ["claims", format!("only {index}")],
            "role": {"scope": {"text": if index % 2 == 0 { "Reads {{all}}.\n\nAnd answers:\n- yes" } else { "" }}, "talks_to_user": index == 0},
            "tools": [{"name": "look up", "irreversible": true}],
            "links": if kind == "tool" { json!({"mcp": "https://a.example/mcp"}) } else { json!({"a2a": "https://a.example/", "repo": "https://user:word@a.example/"}) },
        }]));
    }
    let last = kinds.len().max(1) - 1;
    edits.push(json!(["entry", {"id": "in", "topology": "made-up", "agent": "a0", "channel": "voice", "share": 0.25}]));
    for (index, (from, to, has, version)) in handoffs.iter().enumerate() {
        let agent = |number: u8| format!("a{}", usize::from(number) % kinds.len());
        let from = agent(*from);
        let to = match to {
            9.. => json!({"outcome": "done"}),
            8 => {
                json!({"capabilities": ["claims"], "tie_break": "cheapest", "default": format!("a{last}")})
            }
            to if agent(*to) == from => json!({"outcome": "lost"}),
            to => json!(agent(*to)),
        };
        let is_call = has & 1 == 1 && to.get("outcome").is_none();
        let mut handoff = json!({
            "id": format!("h{index}"), "topology": "made-up", "from": from, "to": to,
            "mode": if is_call { "delegate" } else { "transfer" },
            "trigger": {"on": "intent", "value": "a \"claim\": new", "priority": index, "decided_by": if has & 16 == 16 { "model" } else { "rule" }},
            "owners": ["desk"],
        });
        if has & 2 == 2 {
            handoff["gate"] = json!({"question": "Pay {{sum}}?", "summary": "One.\n\nTwo.", "reviewers": [{"kind": "team", "id": "desk"}], "branches": [
                {"answer": "yes"}, {"answer": "no: never", "goes_to": {"outcome": "lost"}}, {"answer": "other", "goes_to": format!("a{last}")}]});
        }
        if has & 4 == 4 {
            handoff["policy"] =
                json!({"timeout_ms": 900, "retries": 2, "backoff": "fixed", "loop_limit": 3});
            handoff["fallbacks"] = json!([format!("a{last}")]);
        }
        if has & 8 == 8 {
            handoff["continuity"] = json!([{"language": "en", "text": "One moment:\n- please"}]);
            handoff["pattern"] = json!("escalation");
            handoff["behaviour"] = json!({"share": 0.1, "latency_ms": 33.3});
        }
        if *version > 0 {
            handoff["contract"] = json!("claim");
            handoff["version"] = json!(if version % 2 == 1 { "1.0.0" } else { "2.0.0" });
        }
        edits.push(json!(["handoff", handoff]));
    }
    // A contract that no handoff names is not of the topology.
    if handoffs.iter().all(|handoff| handoff.3 == 0) {
        edits.retain(|edit| edit[0] != "contract" && edit[0] != "contract_version");
    }
    let lines = edits
        .iter()
        .map(|edit| json!({"op": "put", "kind": edit[0], "record": edit[1]}).to_string());
    lines.collect::<Vec<_>>().join("\n")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn topologies_come_back(
        kinds in prop::collection::vec(0_u8..6, 1..6),
        handoffs in prop::collection::vec((0_u8..6, 0_u8..11, 0_u8..32, 0_u8..3), 1..12),
    ) {
        let text = generated(&kinds, &handoffs);
        let mut document = Document::new();
        let edits = parse_edits(&text, &document).unwrap();
        let diff = apply(&document, &edits).unwrap();
        document.commit(&diff, 1);
        // Whoever nothing touches is of no topology.
        let touched: BTreeSet<String> = document
            .handoffs()
            .flat_map(|handoff| {
                let mut ids = vec![handoff.from.to_string()];
                ids.extend(handoff.to.agent().map(ToString::to_string));
                ids
            })
            .collect();
        prop_assume!(document.agents().all(|agent| agent.id.as_str() == "a0" || touched.contains(agent.id.as_str())));
        let (back, notes, _) = there_and_back(&document);
        let wrong = unnamed(&document, &back, &notes);
        prop_assert!(wrong.is_empty(), "{}\n{notes:#?}", wrong.join("\n"));
    }
}
