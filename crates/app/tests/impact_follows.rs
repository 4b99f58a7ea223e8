//! Who is hit is asked of a graph that is kept beside the records. Whatever two people do, take back and follow, it answers like one that is
//! made of the records as they stand.

use crate::common::{document, edit, in_file};
use baton_app::edit::{redo::redo, undo::undo};
use baton_app::impact::ask::{impact, impact_in};
use baton_app::impact::{Effect, ImpactQuestion, ImpactReport};
use baton_app::{AppError, ErrorCode, Registry};
use baton_model::{Document, EditCommand, Kind, RecordKey, delete_with_dependents, parse_edits};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use serde_json::{Value, json};
use std::collections::BTreeSet;

#[derive(Clone, Debug)]
enum Act {
    Put(Value),
    Delete(Kind, String),
    Undo,
    Redo,
    Follow,
}

fn name() -> impl Strategy<Value = String> {
    (0..4).prop_map(|at| format!("a{at}"))
}

fn put(kind: &str, id: &str, record: &Value) -> Value {
    json!({"op": "put", "kind": kind, "id": id, "record": record})
}

fn act() -> impl Strategy<Value = Act> {
    let tags = || subsequence(vec!["x", "y"], 0..=2);
    let agent = (name(), tags(), any::<bool>()).prop_map(|(id, tags, passes_on)| {
        let passes_on = if passes_on {
            json!([{"from": "/sum", "to": "/sum"}])
        } else {
            json!([])
        };
        Act::Put(put(
            "agent",
            &id,
            &json!({"name": id, "capabilities": tags, "passes_on": passes_on}),
        ))
    });
    let to = prop_oneof![
        3 => name().prop_map(Value::from),
        1 => tags().prop_map(|tags| json!({"capabilities": tags})),
    ];
    let contract = select(vec!["c", "d"]);
    let fallbacks = prop::collection::vec(name(), 0..2);
    let handoff = (0..5, name(), to, contract, fallbacks).prop_map(
        |(at, from, to, contract, fallbacks)| {
            let record = json!({"topology": "t", "from": from, "to": to, "contract": contract, "fallbacks": fallbacks});
            Act::Put(put("handoff", &format!("h{at}"), &record))
        },
    );
    let kind = select(vec![(Kind::Agent, "a"), (Kind::Handoff, "h")]);
    let delete =
        (kind, 0..5).prop_map(|((kind, name), at)| Act::Delete(kind, format!("{name}{at}")));
    prop_oneof![
        3 => agent,
        6 => handoff,
        1 => delete,
        2 => Just(Act::Undo),
        1 => Just(Act::Redo),
        2 => Just(Act::Follow),
    ]
}

/// A topology, two contracts that carry a sum, and the first agents.
fn start() -> Vec<EditCommand> {
    let version = |contract: &str| {
        let schema = json!({"type": "object", "properties": {"sum": {"type": "number"}}});
        let record = json!({"contract": contract, "version": "1.0.0", "state": "published", "payload_schema": schema});
        put("contract_version", &format!("{contract}@1.0.0"), &record)
    };
    let mut edits = vec![put("topology", "t", &json!({"name": "T"}))];
    for contract in ["c", "d"] {
        edits.push(put("contract", contract, &json!({"name": contract})));
        edits.push(version(contract));
    }
    let agents = ["a0", "a1", "a2", "a3"].map(|id| put("agent", id, &json!({"name": id})));
    edits.extend(agents);
    parse_edits(&Value::from(edits).to_string(), &Document::new()).unwrap()
}

/// What cannot be done here is refused and changes nothing.
async fn perform(registry: &Registry, act: &Act) {
    let before = document(registry);
    let done = match act {
        Act::Put(command) => {
            let edits = parse_edits(&command.to_string(), &before).unwrap();
            edit(registry, edits).await.map(drop)
        }
        Act::Delete(kind, id) => {
            let key = RecordKey::new(*kind, id.as_str());
            edit(registry, delete_with_dependents(&before, &[key]))
                .await
                .map(drop)
        }
        Act::Undo => undo(registry).await.map(drop),
        Act::Redo => redo(registry).await.map(drop),
        Act::Follow => registry.follow().await.map(drop),
    };
    if let Err(error) = done {
        assert!(
            !matches!(error.code, ErrorCode::Internal | ErrorCode::Damaged),
            "{error:?}"
        );
    }
}

/// All of an answer that does not depend on the order in which agents came. Of ways that are as short as each other any may be told.
type Told = (
    Vec<(String, Effect, Vec<String>, usize)>,
    BTreeSet<(String, Effect, u32)>,
    u32,
);

fn told(report: &ImpactReport) -> Told {
    let hits = report.hits.iter().map(|hit| {
        (
            hit.handoff.to_string(),
            hit.effect,
            hit.fields.clone(),
            hit.path.len(),
        )
    });
    let agents = report
        .agents
        .iter()
        .map(|hit| (hit.agent.to_string(), hit.effect, hit.handoffs));
    (hits.collect(), agents.collect(), report.reached_agents)
}

/// An answer, or why there is none: what is asked about may have been taken back.
fn answer(report: Result<ImpactReport, AppError>) -> Result<Told, String> {
    report
        .map(|report| told(&report))
        .map_err(|error| error.message)
}

fn assert_same_answers(registry: &Registry) {
    let document = document(registry);
    let today = registry.host().today();
    let schema = json!({"type": "object", "properties": {"sum": {"type": "string"}}});
    let mut questions = vec![
        json!({"ask": "contract_draft", "contract": "c", "schema": schema}),
        json!({"ask": "capability_removed", "tag": "x"}),
    ];
    let agents = document
        .agents()
        .map(|agent| json!({"ask": "agent_retired", "agent": agent.id}));
    questions.extend(agents);
    for question in questions {
        let question: ImpactQuestion = serde_json::from_value(question).unwrap();
        let kept = impact(registry, &question, None, u32::MAX);
        let fresh = impact_in(&document, &today, &question, None, u32::MAX);
        assert_eq!(answer(kept), answer(fresh), "{question:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_kept_answers_like_what_is_made_anew(acts in prop::collection::vec((any::<bool>(), act()), 1..16)) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let folder = tempfile::tempdir().unwrap();
            let file = folder.path().join("r.baton");
            let ada = in_file(&file, "ada").await;
            edit(&ada, start()).await.unwrap();
            let bo = in_file(&file, "bo").await;
            // Asked once at the start, both keep a graph from then on.
            assert_same_answers(&ada);
            assert_same_answers(&bo);
            for (is_ada, act) in &acts {
                let registry = if *is_ada { &ada } else { &bo };
                perform(registry, act).await;
                assert_same_answers(registry);
            }
            ada.follow().await.unwrap();
            bo.follow().await.unwrap();
            assert_same_answers(&ada);
            assert_same_answers(&bo);
        });
    }
}
