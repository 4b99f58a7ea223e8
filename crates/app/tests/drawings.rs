//! Drawings of a registry that is worked on: always those that a fresh look would give.

use crate::common;
use baton_app::registry::EditRequest;
use baton_app::topology::drawing::{drawing, packed, packed_at};
use baton_app::{ErrorCode, Registry, template};
use baton_layout::Options;
use baton_layout::packed::packed as bytes_of;
use baton_model::{TopologyId, parse_edits};
use std::sync::Arc;

async fn sample() -> (Registry, TopologyId) {
    let registry = common::in_memory().await;
    let template = template::find("customer-support").unwrap();
    baton_app::registry::init(&registry, Some(&template))
        .await
        .unwrap();
    let topology = registry.read(|document| document.topologies().next().unwrap().id.clone());
    (registry, topology)
}

async fn edit(registry: &Registry, edits: &str) {
    let edits = registry.read(|document| parse_edits(edits, document).unwrap());
    registry.edit(EditRequest::edit(edits)).await.unwrap();
}

fn place(topology: &TopologyId, kind: &str, id: &str, more: &str) -> String {
    format!(
        r#"{{"op":"put","kind":"placement","record":{{"topology":"{topology}","subject":{{"kind":"{kind}","id":"{id}"}}{more}}}}}"#
    )
}

fn check(registry: &Registry, topology: &TopologyId) {
    let fresh = registry
        .read(|document| baton_layout::topology::drawing(document, topology, &Options::default()));
    assert_eq!(*drawing(registry, topology), fresh);
    assert_eq!(packed(registry, topology), bytes_of(&fresh));
}

#[tokio::test]
async fn every_edit_shows_and_nothing_is_drawn_twice() {
    let (registry, topology) = sample().await;
    check(&registry, &topology);
    let first = drawing(&registry, &topology);
    assert!(Arc::ptr_eq(&first, &drawing(&registry, &topology)));
    let agents: Vec<String> =
        registry.read(|document| document.agents().map(|a| a.id.to_string()).collect());
    for (at, agent) in agents.iter().enumerate() {
        let more = format!(r#","x":{},"y":{},"pinned":true"#, at * 260, at % 3 * 150);
        edit(&registry, &place(&topology, "agent", agent, &more)).await;
        check(&registry, &topology);
    }
    // What is not on the drawing does not draw it anew.
    let before = drawing(&registry, &topology);
    edit(
        &registry,
        r#"{"op":"put","kind":"team","record":{"id":"new-team","name":"New team"}}"#,
    )
    .await;
    assert!(Arc::ptr_eq(&before, &drawing(&registry, &topology)));
    let group = format!(
        r#"{{"op":"put","kind":"group","record":{{"id":"g","topology":"{topology}","name":"G"}}}}"#
    );
    let [member, closed] = [
        place(&topology, "agent", &agents[0], r#","group":"g""#),
        place(&topology, "group", "g", r#","collapsed":true"#),
    ];
    edit(&registry, &format!("{group}\n{member}\n{closed}")).await;
    check(&registry, &topology);
    assert!(drawing(&registry, &topology).boxes[0].collapsed);
    edit(&registry, &place(&topology, "group", "g", "")).await;
    check(&registry, &topology);
    edit(
        &registry,
        &format!(
            r#"{{"op":"delete","kind":"placement","id":"{topology}.agent.{}"}}"#,
            agents[0]
        ),
    )
    .await;
    check(&registry, &topology);
    let nowhere = TopologyId::new("nowhere").unwrap();
    assert!(drawing(&registry, &nowhere).boxes.is_empty());
    check(&registry, &topology);
}

#[tokio::test]
async fn earlier_drawings_can_be_seen() {
    let (registry, topology) = sample().await;
    let then = packed(&registry, &topology);
    let revision = registry.read(baton_model::Document::revision);
    let agent = registry.read(|document| document.agents().next().unwrap().id.to_string());
    let more = r#","x":5000,"y":40"#;
    edit(&registry, &place(&topology, "agent", &agent, more)).await;
    assert_ne!(packed(&registry, &topology), then);
    assert_eq!(
        packed_at(&registry, &topology, revision).await.unwrap(),
        then
    );
    let error = packed_at(&registry, &topology, 999).await.unwrap_err();
    assert_eq!(error.code, ErrorCode::NotFound);
}
