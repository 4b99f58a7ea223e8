//! Templates as one more topology of a registry, and parts in it: previewed, written, taken back as one.

use crate::common;
use crate::common::{document, from_template, in_memory};
use baton_app::ErrorCode;
use baton_app::edit::undo::undo;
use baton_app::part::insert::{InsertRequest, insert};
use baton_app::template::{self, add::add};
use baton_model::{AgentId, ContractState, Date, Document, TopologyId};
use baton_rules::{Finding, Scope, Severity, check};
use std::collections::BTreeMap;

fn content(document: &Document) -> Vec<String> {
    document
        .all()
        .map(|held| held.record.to_json().to_string())
        .collect()
}

fn errors<'f>(found: impl Iterator<Item = &'f Finding>) -> usize {
    found
        .filter(|finding| finding.severity == Severity::Error)
        .count()
}

#[tokio::test]
async fn every_template_comes_beside_every_other_without_errors_and_goes_again() {
    let templates = template::all().unwrap();
    let first = &templates[0];
    let registry = from_template(&first.id).await;
    let before = content(&document(&registry));
    for template in &templates {
        let preview = add(&registry, &template.id, true).await.unwrap();
        assert_eq!(
            content(&document(&registry)),
            before,
            "{}: a preview writes nothing",
            template.id
        );
        let done = add(&registry, &template.id, false).await.unwrap();
        assert_eq!(preview.outline, done.outline);
        let now = document(&registry);
        assert_eq!(now.topologies().count(), 2, "{}", template.id);
        assert_eq!(now.dangling(), vec![], "{}", template.id);
        // Whatever the template is held to by itself, it is held to here.
        let today = Date::new("2026-11-21").unwrap();
        let alone = check(&template.document().unwrap(), Scope::Registry, &today, &[]);
        let here = errors(done.reply.findings.iter().map(AsRef::as_ref));
        assert!(here <= errors(alone.iter()), "{}: {here}", template.id);
        undo(&registry).await.unwrap();
        assert_eq!(
            content(&document(&registry)),
            before,
            "{}: undo takes all of it",
            template.id
        );
    }
}

#[tokio::test]
async fn a_template_that_is_there_already_shares_its_people_and_contracts() {
    let registry = from_template("customer-support").await;
    let done = add(&registry, "customer-support", false).await.unwrap();
    assert_eq!(done.outline.topologies, ["customer-support-2"]);
    let shared: Vec<String> = done
        .outline
        .shared
        .iter()
        .map(ToString::to_string)
        .collect();
    for key in [
        "team customer-care",
        "contract support-case",
        "agent triage",
    ] {
        let expected = key != "agent triage";
        assert_eq!(shared.iter().any(|shared| shared == key), expected, "{key}");
    }
    let now = document(&registry);
    let handoffs = now
        .handoffs()
        .filter(|handoff| handoff.topology.as_str() == "customer-support-2");
    let telling: Vec<_> = handoffs
        .flat_map(|handoff| {
            handoff
                .alerts
                .iter()
                .map(|alert| (handoff.id.to_string(), alert.condition.clone()))
        })
        .collect();
    assert!(!telling.is_empty());
    for (id, condition) in telling {
        assert!(
            condition.contains(&format!("\"{id}\"")),
            "{id}: {condition}"
        );
    }
}

#[tokio::test]
async fn what_is_called_the_same_but_is_not_gets_another_id() {
    let registry = from_template("customer-support").await;
    let mut team = common::team_now(&registry, "customer-care");
    "Something else".clone_into(&mut team.purpose);
    common::edit(&registry, vec![baton_model::EditCommand::put(team)])
        .await
        .unwrap();
    let done = add(&registry, "customer-support", false).await.unwrap();
    let renamed: Vec<(String, String)> = done
        .outline
        .renamed
        .iter()
        .map(|one| (format!("{} {}", one.kind, one.from), one.to.clone()))
        .collect();
    assert!(renamed.contains(&(
        "team customer-care".to_owned(),
        "customer-care-2".to_owned()
    )));
    let now = document(&registry);
    for handoff in now
        .handoffs()
        .filter(|handoff| handoff.topology.as_str() == "customer-support-2")
    {
        assert!(
            handoff
                .owners
                .iter()
                .all(|team| team.as_str() != "customer-care"),
            "{}",
            handoff.id
        );
    }
}

#[tokio::test]
async fn contract_versions_come_as_drafts() {
    let registry = in_memory().await;
    add(&registry, "customer-support", false).await.unwrap();
    let now = document(&registry);
    assert!(now.contract_versions().count() > 1);
    assert!(
        now.contract_versions()
            .all(|version| version.state == ContractState::Draft)
    );
}

fn ladder(dry_run: bool) -> InsertRequest {
    InsertRequest {
        topology: TopologyId::new("customer-support").unwrap(),
        agent: Some(AgentId::new("chat-concierge").unwrap()),
        at: None,
        settings: BTreeMap::new(),
        dry_run,
    }
}

#[tokio::test]
async fn a_part_is_one_step_that_undo_takes_back() {
    let registry = from_template("customer-support").await;
    let before = content(&document(&registry));
    let preview = insert(&registry, "escalation-ladder", &ladder(true))
        .await
        .unwrap();
    assert_eq!(content(&document(&registry)), before);
    let done = insert(&registry, "escalation-ladder", &ladder(false))
        .await
        .unwrap();
    assert_eq!(preview.reply.diff.len(), done.reply.diff.len());
    assert_eq!(preview.boxes, done.boxes);
    assert_eq!(done.boxes.len(), 3);
    undo(&registry).await.unwrap();
    assert_eq!(content(&document(&registry)), before);
}

#[tokio::test]
async fn what_is_not_there_is_said() {
    let registry = from_template("customer-support").await;
    let missing = [
        insert(&registry, "nothing", &ladder(true))
            .await
            .unwrap_err()
            .code,
        add(&registry, "nothing", true).await.unwrap_err().code,
        insert(
            &registry,
            "router",
            &InsertRequest {
                topology: TopologyId::new("elsewhere").unwrap(),
                ..ladder(true)
            },
        )
        .await
        .unwrap_err()
        .code,
    ];
    assert_eq!(missing, [ErrorCode::NotFound; 3]);
}
