//! A fix does what it says: the finding is gone, and nothing graver comes instead.

mod carried;
mod drawn;

use baton_model::{Date, Document, apply, parse_edits};
use baton_rules::{Finding, Scope, Severity, catalogue, check};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use proptest::strategy::ValueTree;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

const TAGS: [&str; 3] = ["x", "y", "z"];
const VERSIONS: [&str; 3] = ["1.0.0", "1.1.0", "2.0.0"];

fn findings(document: &Document) -> Vec<Finding> {
    check(
        document,
        Scope::Registry,
        &Date::new("2026-06-01").unwrap(),
        &[],
    )
}

fn errors(findings: &[Finding]) -> BTreeSet<String> {
    let errors = findings
        .iter()
        .filter(|finding| finding.severity == Severity::Error);
    errors.map(|finding| finding.key.clone()).collect()
}

fn put(kind: &str, id: impl Into<String>, record: Value) -> Value {
    json!({"op": "put", "kind": kind, "id": id.into(), "record": record})
}

/// Sets some of the fields.
fn some_of(fields: Vec<(&'static str, BoxedStrategy<Value>)>) -> BoxedStrategy<Map<String, Value>> {
    let each = fields.into_iter().map(|(name, value)| {
        prop::option::of(value).prop_map(move |value| value.map(|value| (name.to_owned(), value)))
    });
    let each: Vec<_> = each.collect();
    each.prop_map(|fields| fields.into_iter().flatten().collect())
        .boxed()
}

fn one_of(values: Vec<Value>) -> BoxedStrategy<Value> {
    select(values).boxed()
}

fn agent(at: usize) -> BoxedStrategy<Vec<Value>> {
    let mut fields = vec![
        (
            "kind",
            one_of(vec![
                json!("ai"),
                json!("human"),
                json!("external"),
                json!("queue"),
            ]),
        ),
        ("team", one_of(vec![json!("care"), json!("payments")])),
        (
            "capabilities",
            subsequence(TAGS.to_vec(), 0..=3)
                .prop_map(Value::from)
                .boxed(),
        ),
        (
            "tools",
            Just(json!([{"name": "pay", "irreversible": true}])).boxed(),
        ),
    ];
    fields.extend(drawn::agent_fields());
    fields.extend(carried::agent_fields());
    let fields = some_of(fields);
    let version = some_of(vec![
        (
            "emits",
            select(VERSIONS.to_vec())
                .prop_map(|version| json!([{"contract": "c", "version": version}]))
                .boxed(),
        ),
        (
            "accepts",
            one_of(vec![
                json!([{"contract": "c", "range": "^1"}]),
                json!([{"contract": "c", "range": "*"}]),
            ]),
        ),
    ]);
    (fields, prop::option::of(version))
        .prop_map(move |(mut fields, version)| {
            let id = format!("a{at}");
            fields.insert("name".to_owned(), json!(format!("Agent {at}")));
            let mut edits = vec![put("agent", id.clone(), Value::Object(fields))];
            if let Some(mut version) = version {
                version.insert("agent".to_owned(), json!(id));
                version.insert("version".to_owned(), json!("1.0.0"));
                edits.push(put(
                    "agent_version",
                    format!("{id}@1.0.0"),
                    Value::Object(version),
                ));
                edits.push(drawn::deployment(&format!("a{at}")));
            }
            edits
        })
        .boxed()
}

fn handoff(at: usize, agents: usize) -> BoxedStrategy<Value> {
    let names: Vec<Value> = (0..agents).map(|at| json!(format!("a{at}"))).collect();
    let query = subsequence(TAGS.to_vec(), 1..=2).prop_map(|tags| json!({"capabilities": tags}));
    let to = prop_oneof![
        6 => select(names.clone()),
        1 => Just(json!({"outcome": "done"})),
        2 => query,
    ];
    let mut fields = vec![
        ("mode", one_of(vec![json!("delegate"), json!("transfer")])),
        ("contract", Just(json!("c")).boxed()),
        (
            "required_capabilities",
            subsequence(vec!["x", "y", "z", "w"], 0..=2)
                .prop_map(Value::from)
                .boxed(),
        ),
        (
            "fallback_owner",
            Just(json!({"kind": "team", "id": "care"})).boxed(),
        ),
        (
            "owner_model",
            one_of(vec![json!("downstream"), json!("platform"), json!("joint")]),
        ),
        (
            "owners",
            subsequence(vec!["care", "payments", "platform"], 1..=2)
                .prop_map(Value::from)
                .boxed(),
        ),
        (
            "escalation_path",
            one_of(vec![json!("good"), json!("late"), json!("empty")]),
        ),
        (
            "criticality",
            one_of(vec![json!("high"), json!("critical"), json!("low")]),
        ),
    ];
    fields.extend(drawn::handoff_fields(agents));
    fields.extend(carried::handoff_fields());
    let fields = some_of(fields);
    (
        select(names),
        to,
        fields,
        prop::option::of(select(VERSIONS.to_vec())),
    )
        .prop_map(move |(from, to, mut fields, version)| {
            if let (Some(version), true) = (version, fields.contains_key("contract")) {
                fields.insert("version".to_owned(), json!(version));
            }
            fields.insert("topology".to_owned(), json!("t"));
            fields.insert("from".to_owned(), from);
            fields.insert("to".to_owned(), to);
            put("handoff", format!("h{at}"), Value::Object(fields))
        })
        .boxed()
}

fn shared(states: &[&str]) -> Vec<Value> {
    let mut edits = vec![
        put(
            "team",
            "care",
            json!({"name": "Care", "contacts": [{"channel": "phone", "address": "1"}]}),
        ),
        put(
            "team",
            "payments",
            json!({"name": "Payments", "rotation": "nights"}),
        ),
        put(
            "team",
            "platform",
            json!({"name": "Platform", "platform": true}),
        ),
        put(
            "rotation",
            "nights",
            json!({"name": "Nights", "team": "payments", "link": "https://example.org"}),
        ),
        put(
            "escalation_path",
            "good",
            json!({"name": "Good", "team": "care", "steps": [{"after_minutes": 5, "notify": {"kind": "team", "id": "care"}}]}),
        ),
        put(
            "escalation_path",
            "late",
            json!({"name": "Late", "team": "payments", "steps": [{"after_minutes": 500, "notify": {"kind": "rotation", "id": "nights"}}]}),
        ),
        put(
            "escalation_path",
            "empty",
            json!({"name": "Empty", "team": "care"}),
        ),
        put("topology", "t", json!({"name": "T", "team": "care"})),
        put(
            "outcome",
            "done",
            json!({"topology": "t", "name": "Done", "good": true}),
        ),
        put(
            "contract",
            "c",
            json!({"name": "C", "writers": "as_written"}),
        ),
    ];
    for (version, state) in VERSIONS.iter().zip(states) {
        let schema = carried::payload(version);
        let mut record =
            json!({"contract": "c", "version": version, "state": state, "payload_schema": schema});
        if *version == "1.1.0" {
            record["required_capabilities"] = json!(["x"]);
        }
        if *state == "deprecated" && *version == "1.0.0" {
            record["sunset_date"] = json!("2026-01-01");
        }
        edits.push(put("contract_version", format!("c@{version}"), record));
    }
    edits
}

fn document(edits: &str) -> Document {
    let mut document = Document::new();
    let edits = parse_edits(edits, &document).unwrap();
    let diff = apply(&document, &edits).unwrap();
    document.commit(&diff, 1);
    document
}

/// The examples of the rules' explanations: what a generator hits by chance only now and then.
fn examples() -> Vec<Document> {
    let blocks = |explanation: &'static str| explanation.split("```json ").skip(1);
    let edits = catalogue()
        .iter()
        .flat_map(|rule| blocks(rule.explanation))
        .filter_map(|block| block.split_once('\n')?.1.split("```").next());
    edits.map(document).collect()
}

fn registries() -> impl Strategy<Value = Document> {
    let examples = examples();
    prop_oneof![3 => generated(), 1 => (0..examples.len()).prop_map(move |at| examples[at].clone())]
}

fn generated() -> impl Strategy<Value = Document> {
    let states = prop::collection::vec(select(vec!["published", "deprecated", "retired"]), 3);
    let parts = (2_usize..=5, 1_usize..=7, states).prop_flat_map(|(agents, handoffs, states)| {
        let agent_edits: Vec<_> = (0..agents).map(agent).collect();
        let handoff_edits: Vec<_> = (0..handoffs).map(|at| handoff(at, agents)).collect();
        (
            Just(states),
            agent_edits,
            handoff_edits,
            prop::option::of(0..agents),
            drawn::surroundings(),
        )
    });
    parts.prop_map(|(states, agents, handoffs, entry, surroundings)| {
        let mut edits = shared(&states);
        edits.extend(carried::surroundings());
        edits.extend(surroundings);
        edits.extend(agents.into_iter().flatten());
        edits.extend(handoffs);
        edits.extend(entry.map(|at| {
            put(
                "entry",
                "in",
                json!({"topology": "t", "agent": format!("a{at}"), "channel": "voice"}),
            )
        }));
        document(&Value::from(edits).to_string())
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn a_fix_removes_its_finding_and_makes_no_new_error(document in registries()) {
        let before = findings(&document);
        let errors_before = errors(&before);
        for finding in &before {
            for fix in &finding.fixes {
                let diff = apply(&document, &fix.commands()).unwrap();
                let mut mended = document.clone();
                mended.commit(&diff, 2);
                let after = findings(&mended);
                prop_assert!(after.iter().all(|other| other.key != finding.key), "{}: {}", finding.key, fix.title);
                let new: Vec<_> = errors(&after).difference(&errors_before).cloned().collect();
                prop_assert!(new.is_empty(), "{} of {} brings {new:?}", fix.title, finding.key);
            }
        }
    }

    #[test]
    fn keys_are_unique_and_what_is_said_of_a_topology_is_said_of_the_registry(document in registries()) {
        let all = findings(&document);
        let keys: BTreeSet<_> = all.iter().map(|finding| &finding.key).collect();
        prop_assert_eq!(keys.len(), all.len());
        let Some(topology) = document.topologies().next().map(|topology| topology.id.clone()) else {
            return Ok(());
        };
        let of_topology = check(&document, Scope::Topology(&topology), &Date::new("2026-06-01").unwrap(), &[]);
        prop_assert!(of_topology.iter().all(|finding| all.contains(finding)));
        let elsewhere = all.iter().filter(|finding| !of_topology.contains(finding));
        prop_assert!(elsewhere.into_iter().all(|finding| finding.topology.is_none()));
    }
}

/// The property above says little about a rule that nothing of it sets off.
#[test]
fn every_rule_and_every_kind_of_fix_is_set_off() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let (mut seen, mut mended) = (BTreeSet::new(), BTreeSet::new());
    let generated = (0..600).map(|_| generated().new_tree(&mut runner).unwrap().current());
    for document in generated.chain(examples()) {
        for finding in findings(&document) {
            if !finding.fixes.is_empty() {
                mended.insert(finding.code.to_string());
            }
            seen.insert(finding.code.into_owned());
        }
    }
    let codes = |only_fixes: bool| -> BTreeSet<String> {
        let rules = catalogue()
            .iter()
            .filter(|rule| rule.has_fix || !only_fixes);
        rules.map(|rule| rule.code.to_owned()).collect()
    };
    assert_eq!(seen, codes(false));
    assert_eq!(mended, codes(true));
}
