//! Where gates are proposed: what the rules ask for and no more; applied, previewed and taken back.

use crate::common::{document, edit, from_template, in_memory};
use baton_analysis::gate::{GateAct, GateNeed, propose};
use baton_app::edit::undo::undo;
use baton_app::gate::{preview, propose as gates, sample};
use baton_model::{Document, Gate, Handoff, Json, RuleSeverity, TopologyId, apply, parse_edits};
use baton_rules::{Scope, catalogue, check};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::collections::BTreeSet;

const AGENTS: [&str; 5] = ["a", "b", "c", "d", "e"];

fn topology() -> TopologyId {
    TopologyId::new("t").unwrap()
}

/// One handoff: from, to, whether it is validated, gated, called, and who is its fallback.
type Way = (usize, usize, bool, bool, bool, Option<usize>);

fn drawn(kinds: &[u8], ways: &[Way], starts: &[usize]) -> Document {
    let put = |kind: &str, id: String, record: Value| json!({"op": "put", "kind": kind, "id": id, "record": record});
    let mut edits = vec![put("topology", "t".to_owned(), json!({"name": "T"}))];
    for (id, kind) in AGENTS.iter().zip(kinds) {
        let record = match kind {
            0 => json!({"name": id, "kind": "human"}),
            1 | 2 => json!({"name": id, "tools": [{"name": "pay", "irreversible": true}]}),
            _ => json!({"name": id}),
        };
        edits.push(put("agent", (*id).to_owned(), record));
    }
    for start in starts {
        let id = format!("in-{start}");
        edits.push(put(
            "entry",
            id,
            json!({"topology": "t", "agent": AGENTS[*start]}),
        ));
    }
    for (at, (from, to, checked, gated, called, fallback)) in ways.iter().enumerate() {
        let mut record = json!({"topology": "t", "from": AGENTS[*from], "to": AGENTS[*to],
            "policy": {"boundary_validation": checked}});
        if *gated {
            record["gate"] = json!({"question": "Go on?"});
        }
        if *called {
            record["mode"] = json!("delegate");
        }
        if let Some(fallback) = fallback {
            record["fallbacks"] = json!([AGENTS[*fallback]]);
        }
        edits.push(put("handoff", format!("h{at}"), record));
    }
    let mut document = Document::new();
    let edits = parse_edits(&Value::from(edits).to_string(), &document).unwrap();
    document.commit(&apply(&document, &edits).unwrap(), 1);
    document
}

/// Agents of which the rule says that they act undecided.
fn undecided(document: &Document) -> BTreeSet<String> {
    let others = catalogue().iter().filter(|rule| rule.code != "HIL001");
    let off: Vec<(String, RuleSeverity)> = others
        .map(|rule| (rule.code.to_owned(), RuleSeverity::Off))
        .collect();
    let today = baton_model::Date::new("2026-11-01").unwrap();
    check(document, Scope::Topology(&topology()), &today, &off)
        .into_iter()
        .map(|finding| finding.subject.id)
        .collect()
}

fn with_gates(document: &Document, handoffs: &[&str], gate: Option<&Gate>) -> Document {
    let edits: Vec<_> = handoffs
        .iter()
        .map(|id| {
            let mut handoff: Handoff = document.find::<Handoff>(id).unwrap().clone();
            handoff.gate = gate.cloned();
            let record: baton_model::Record = handoff.into();
            baton_model::EditCommand::put(record)
        })
        .collect();
    let mut then = document.clone();
    then.commit(&apply(document, &edits).unwrap(), document.revision() + 1);
    then
}

fn way() -> impl Strategy<Value = Way> {
    let fallback = prop_oneof![4 => Just(None), 1 => (0..5_usize).prop_map(Some)];
    (
        0..5_usize,
        0..5_usize,
        prop::bool::weighted(0.7),
        prop::bool::weighted(0.2),
        prop::bool::weighted(0.2),
        fallback,
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn what_is_needed_is_what_the_rule_finds_and_as_few_gates_as_do(
        kinds in prop::collection::vec(0..6_u8, 5),
        ways in prop::collection::vec(way(), 1..7),
        starts in prop::collection::vec(0..5_usize, 1..3),
    ) {
        let document = drawn(&kinds, &ways, &starts);
        let advice = propose(&document, &topology());
        let open: BTreeSet<String> = advice.unguarded.iter().map(|one| one.agent.clone()).collect();
        let added: Vec<&str> = advice.proposals.iter()
            .filter(|one| one.act == GateAct::Add)
            .map(|one| one.handoff.as_str())
            .collect();
        let before = undecided(&document);
        let gate = Gate::new();
        prop_assert_eq!(&undecided(&with_gates(&document, &added, Some(&gate))), &open);
        prop_assert!(open.is_subset(&before));
        prop_assert_eq!(added.is_empty(), before == open);
        for one in &advice.proposals {
            for reason in one.reasons.iter().filter(|reason| reason.need == Some(GateNeed::Irreversible)) {
                prop_assert!(before.contains(&reason.subject.id));
            }
        }
        // Fewer gates leave somebody undecided, wherever they stand.
        let free: Vec<String> = document.handoffs().filter(|one| one.gate.is_none()).map(|one| one.id.to_string()).collect();
        for chosen in 0..1_u32 << free.len() {
            if chosen.count_ones() as usize >= added.len() {
                continue;
            }
            let at: Vec<&str> = free.iter().enumerate()
                .filter(|(i, _)| chosen & (1 << i) != 0)
                .map(|(_, id)| id.as_str())
                .collect();
            prop_assert_ne!(&undecided(&with_gates(&document, &at, Some(&gate))), &open);
        }
        // What nothing needs can go.
        let spare: Vec<&str> = advice.proposals.iter()
            .filter(|one| one.act == GateAct::Remove)
            .map(|one| one.handoff.as_str())
            .collect();
        prop_assert!(undecided(&with_gates(&document, &spare, None)).is_subset(&before));
    }
}

#[tokio::test]
async fn a_missing_gate_is_proposed_applied_and_taken_back() {
    let registry = from_template("customer-support").await;
    let stand = gates::advice(&registry, None).unwrap();
    assert!(stand.proposals.is_empty(), "{}", stand.summary);
    let before = document(&registry);
    let bare: Handoff = before
        .find::<Handoff>("refund-to-refund-agent")
        .unwrap()
        .clone();
    let mut without = bare.clone();
    without.gate = None;
    let record: baton_model::Record = without.into();
    edit(&registry, vec![baton_model::EditCommand::put(record)])
        .await
        .unwrap();

    let advice = gates::advice(&registry, None).unwrap();
    let [one] = advice.proposals.as_slice() else {
        panic!("{advice:?}")
    };
    assert_eq!(one.id, "add:refund-to-refund-agent");
    assert!(one.required && one.notes.is_empty());
    assert_eq!(
        one.cost.share.map(|share| share > 0.05 && share < 0.5),
        Some(true)
    );
    let ids = [one.id.clone()];
    let (_, reply) = gates::apply(&registry, None, &ids, true).await.unwrap();
    assert_eq!(reply.diff.len(), 1);
    assert!(
        document(&registry)
            .find::<Handoff>("refund-to-refund-agent")
            .unwrap()
            .gate
            .is_none()
    );
    gates::apply(&registry, None, &ids, false).await.unwrap();
    let gate = document(&registry)
        .find::<Handoff>("refund-to-refund-agent")
        .unwrap()
        .gate
        .clone()
        .unwrap();
    assert!(!gate.summary.is_empty() && gate.branches.len() == 2);
    assert!(gates::advice(&registry, None).unwrap().proposals.is_empty());
    let remarks = preview::preview(&registry, "refund-to-refund-agent", None, None)
        .unwrap()
        .advice;
    assert_eq!(remarks, []);
    undo(&registry).await.unwrap();
    let again = gates::advice(&registry, None).unwrap();
    assert_eq!(again.proposals[0].reasons, one.reasons);
    let refused = gates::apply(&registry, None, &["add:nothing".to_owned()], true)
        .await
        .unwrap_err();
    assert!(refused.reply().hints[0].contains("add:refund-to-refund-agent"));
}

#[tokio::test]
async fn seldom_gates_on_the_border_beat_a_gate_before_nearly_all_requests() {
    let registry = from_template("multilingual-contact-centre").await;
    let advice = gates::advice(&registry, None).unwrap();
    let added: Vec<&str> = advice
        .proposals
        .iter()
        .filter(|one| one.act == GateAct::Add)
        .map(|one| one.handoff.as_str())
        .collect();
    assert_eq!(
        added,
        [
            "japanese-failed",
            "japanese-to-person",
            "romance-failed",
            "romance-to-person",
            "to-interpreter"
        ]
    );
    let minutes = |one: &baton_analysis::gate::GateProposal| {
        one.cost.minutes
            * one
                .cost
                .share
                .expect("the template says how requests are spread")
    };
    let whole: f64 = advice.proposals.iter().map(minutes).sum();
    assert!(whole < 0.15, "{whole} minutes a request");
    assert!(advice.proposals.iter().all(|one| one.instead_of.is_empty()));
}

#[tokio::test]
async fn a_gate_is_seen_as_it_is_written() {
    let registry = from_template("customer-support").await;
    let id = "refund-to-refund-agent";
    let samples = sample::samples(&registry, id).unwrap();
    assert!(samples.samples.iter().any(|one| !one.made_up));
    assert!(samples.samples.iter().any(|one| one.made_up));
    assert!(
        samples
            .fields
            .iter()
            .any(|field| !field.placeholder.is_empty())
    );
    let payload = &samples.samples[0].payload;
    let stored = preview::preview(&registry, id, None, Some(payload)).unwrap();
    assert!(
        stored.card.problems.is_empty(),
        "{:?}",
        stored.card.problems
    );
    assert!(
        stored
            .card
            .summary
            .iter()
            .all(|part| part.kind != preview::CardPartKind::Broken)
    );
    assert_eq!(stored.advice, []);

    let before = document(&registry);
    let mut gate = before.find::<Handoff>(id).unwrap().gate.clone().unwrap();
    gate.minutes = Some(5.0);
    gate.summary = "{{ payload }} {{ payload.nonsense }}".to_owned();
    gate.question = String::new();
    let typed = preview::preview(&registry, id, Some(&gate), Some(payload)).unwrap();
    let codes: BTreeSet<&str> = typed.advice.iter().map(|one| one.code.as_str()).collect();
    assert_eq!(codes, BTreeSet::from(["HIL002", "HIL003"]));
    assert!(
        typed
            .advice
            .iter()
            .any(|one| one.message.contains("5 minutes"))
    );
    assert_eq!(
        typed.card.problems,
        ["The contract has no field /nonsense."]
    );
    assert_eq!(
        document(&registry)
            .find::<Handoff>(id)
            .unwrap()
            .gate
            .as_ref()
            .unwrap()
            .minutes,
        before
            .find::<Handoff>(id)
            .unwrap()
            .gate
            .as_ref()
            .unwrap()
            .minutes
    );
    assert!(preview::preview(&registry, "nobody", None, None).is_err());
}

#[tokio::test]
async fn a_handoff_without_a_contract_has_no_samples() {
    let registry = in_memory().await;
    let edits = r#"
{"op":"put","kind":"topology","id":"t","record":{"name":"T"}}
{"op":"put","kind":"agent","id":"a","record":{"name":"A"}}
{"op":"put","kind":"agent","id":"b","record":{"name":"B"}}
{"op":"put","kind":"handoff","id":"h","record":{"topology":"t","from":"a","to":"b"}}
"#;
    let edits = registry
        .read(|document| parse_edits(edits, document))
        .unwrap();
    edit(&registry, edits).await.unwrap();
    let found = sample::samples(&registry, "h").unwrap();
    assert!(found.fields.is_empty() && found.samples.is_empty());
    let mut gate = Gate::new();
    gate.summary = "{{ payload.x }}".to_owned();
    let seen = preview::preview(&registry, "h", Some(&gate), Some(&Json(json!({"x": 1})))).unwrap();
    assert_eq!(seen.card.summary[0].text, "1");
    assert!(seen.card.problems.is_empty());
}
