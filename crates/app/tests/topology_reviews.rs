//! Topologies beside their baselines: what became of them, and who has to agree.

use crate::common::document;
use crate::seams::{apply, ask, asked, handoff, say, stands, two_sides};
use baton_app::review::baseline::{NewBaseline, baselines, set_baseline};
use baton_app::review::changes::{TopologyDiff, topology_changes};
use baton_app::review::clearance::Clearance;
use baton_app::review::page::review_page;
use baton_app::{ErrorCode, Registry};
use baton_model::{Decision, Kind, RecordKey, Review, ReviewState};

fn names(diff: &TopologyDiff) -> [Vec<String>; 4] {
    let of = |records: &[baton_app::review::changes::NamedRecord]| {
        let keys = records.iter().map(|record| record.key.to_string());
        keys.collect::<Vec<_>>()
    };
    let changed = diff.changed.iter().map(|record| {
        let fields: Vec<&str> = record.fields.iter().map(|f| f.pointer.as_str()).collect();
        format!("{} {}", record.key, fields.join(" "))
    });
    [
        of(&diff.added),
        of(&diff.removed),
        changed.collect(),
        of(&diff.moved),
    ]
}

async fn baseline(registry: &Registry, name: &str) -> String {
    let new = NewBaseline {
        topology: "t".to_owned(),
        name: name.to_owned(),
        ..NewBaseline::default()
    };
    set_baseline(registry, &new).await.unwrap().0.id.to_string()
}

#[tokio::test]
async fn a_topology_is_compared_with_its_baseline() {
    let registry = two_sides().await;
    apply(&registry, r#"{"op":"put","kind":"placement","id":"t.agent.triage","record":{"topology":"t","subject":{"kind":"agent","id":"triage"},"x":1,"y":1}}"#).await;
    let first = baseline(&registry, "First plan").await;
    assert_eq!(first, "first-plan");
    let empty = topology_changes(&registry, "t", Some(&first))
        .await
        .unwrap();
    assert_eq!(names(&empty), <[Vec<String>; 4]>::default());

    for (lines, expected) in [
        (
            r#"{"op":"put","kind":"placement","id":"t.agent.triage","record":{"topology":"t","subject":{"kind":"agent","id":"triage"},"x":9,"y":1}}
{"op":"put","kind":"agent","id":"refund","record":{"name":"Refunds","team":"pay","capabilities":["refund"],"health":{"state":"down"}}}
{"op":"put","kind":"agent","id":"elsewhere","record":{"name":"Not drawn"}}"#
                .to_owned(),
            [vec![], vec![], vec![], vec!["agent triage"]],
        ),
        (
            handoff("up", r#""to":"human""#),
            [
                vec!["agent human", "handoff up"],
                vec![],
                vec![],
                vec!["agent triage"],
            ],
        ),
        (
            r#"{"op":"put","kind":"agent","id":"triage","record":{"name":"Desk","team":"people"}}
{"op":"delete","kind":"handoff","id":"h"}"#
                .to_owned(),
            [
                vec!["agent human", "handoff up"],
                vec!["agent refund", "handoff h"],
                vec!["agent triage /name /team"],
                vec!["agent triage"],
            ],
        ),
    ] {
        apply(&registry, &lines).await;
        let diff = topology_changes(&registry, "t", Some(&first)).await.unwrap();
        assert_eq!(
            names(&diff),
            expected.map(|names| names.iter().map(ToString::to_string).collect::<Vec<_>>())
        );
    }
    let missing = topology_changes(&registry, "t", Some("other"))
        .await
        .unwrap_err();
    assert_eq!(missing.code, ErrorCode::NotFound);
}

#[tokio::test]
async fn a_topology_is_reviewed_by_the_owners_of_what_changed() {
    let registry = two_sides().await;
    let topology = RecordKey::new(Kind::Topology, "t");
    let refused = ask(&registry, topology.clone()).await.unwrap_err();
    assert_eq!(refused.code, ErrorCode::NotFound, "no baseline");
    baseline(&registry, "First").await;
    let refused = ask(&registry, topology.clone()).await.unwrap_err();
    assert!(refused.message.contains("nothing"), "{refused}");
    assert_eq!(stands(&registry, &topology), Clearance::NotNeeded);

    apply(&registry, &handoff("up", r#""to":"human""#)).await;
    let id = ask(&registry, topology.clone()).await.unwrap().id;
    // The topology's own team, and people, who own the new handoff and the agent that is drawn now.
    assert_eq!(asked(&registry, id.as_str()), ["front", "people"]);
    let page = review_page(&registry, id.as_str()).unwrap();
    assert_eq!(page.asked[1].because, ["agent human", "handoff up"]);
    for team in ["front", "people"] {
        say(&registry, id.as_str(), team, Decision::Approve)
            .await
            .unwrap();
    }
    assert_eq!(stands(&registry, &topology), Clearance::Approved);
    for (line, expected) in [
        (
            r#"{"op":"put","kind":"placement","id":"t.agent.triage","record":{"topology":"t","subject":{"kind":"agent","id":"triage"},"x":9,"y":1}}"#,
            Clearance::Approved,
        ),
        (
            r#"{"op":"put","kind":"agent","id":"refund","record":{"name":"Refunds!","team":"pay","capabilities":["refund"]}}"#,
            Clearance::Stale,
        ),
        (
            r#"{"op":"put","kind":"agent","id":"refund","record":{"name":"Refunds","team":"pay","capabilities":["refund"],"health":{"state":"down"}}}"#,
            Clearance::Approved,
        ),
    ] {
        apply(&registry, line).await;
        assert_eq!(stands(&registry, &topology), expected, "{line}");
    }
    baseline(&registry, "Second").await;
    let review = document(&registry).find::<Review>(&id).unwrap().clone();
    assert_eq!(review.state, ReviewState::Published);
    let rows = baselines(&registry, Some("t"));
    let ids: Vec<&str> = rows.iter().map(|row| row.id.as_str()).collect();
    assert_eq!(ids, ["second", "first"]);
    baseline(&registry, "First").await;
    assert_eq!(baselines(&registry, None).len(), 2, "the same name moves");
}
