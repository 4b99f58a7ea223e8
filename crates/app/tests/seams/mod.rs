//! A registry with two sides of a seam, and the steps of a review on it.
#![allow(dead_code)] // each test file uses a part of it

use crate::common::{document, edit, in_memory};
use baton_app::registry::EditReply;
use baton_app::review::answer::{Answer, answer_review};
use baton_app::review::ask::{AskReview, Asked, ask_review};
use baton_app::review::clearance::{Clearance, clearance};
use baton_app::review::page::review_page;
use baton_app::{AppError, Registry};
use baton_model::{Decision, Kind, NoticeTopic, RecordKey, TeamId, parse_edits};

/// Three agents of three teams, a platform team, and a contract that triage's handoffs use.
pub const SEAMS: &str = r#"
{"op":"put","kind":"team","id":"front","record":{"name":"Front"}}
{"op":"put","kind":"team","id":"pay","record":{"name":"Payments"}}
{"op":"put","kind":"team","id":"people","record":{"name":"People"}}
{"op":"put","kind":"team","id":"idle","record":{"name":"Idle"}}
{"op":"put","kind":"team","id":"plat","record":{"name":"Platform","platform":true}}
{"op":"put","kind":"topology","id":"t","record":{"name":"Support","team":"front"}}
{"op":"put","kind":"agent","id":"triage","record":{"name":"Triage","team":"front"}}
{"op":"put","kind":"agent","id":"refund","record":{"name":"Refunds","team":"pay","capabilities":["refund"]}}
{"op":"put","kind":"agent","id":"human","record":{"name":"Human desk","team":"people"}}
{"op":"put","kind":"contract","id":"c","record":{"name":"Refund"}}
{"op":"put","kind":"contract_version","record":{"contract":"c","version":"1.0.0","state":"draft","payload_schema":{"type":"object"}}}
"#;

pub fn put(registry: &Registry, lines: &str) -> Vec<baton_model::EditCommand> {
    registry
        .read(|document| parse_edits(lines, document))
        .unwrap()
}

pub async fn apply(registry: &Registry, lines: &str) -> EditReply {
    edit(registry, put(registry, lines)).await.unwrap()
}

pub async fn seams(handoffs: &str) -> Registry {
    let registry = in_memory().await;
    apply(&registry, SEAMS).await;
    if !handoffs.is_empty() {
        apply(&registry, handoffs).await;
    }
    registry
}

pub fn handoff(id: &str, rest: &str) -> String {
    format!(
        r#"{{"op":"put","kind":"handoff","id":"{id}","record":{{"topology":"t","from":"triage","contract":"c",{rest}}}}}
"#
    )
}

pub fn version() -> RecordKey {
    RecordKey::new(Kind::ContractVersion, "c@1.0.0")
}

pub async fn ask(registry: &Registry, subject: RecordKey) -> Result<Asked, AppError> {
    let request = AskReview {
        subject,
        message: "Because".to_owned(),
        baseline: None,
    };
    ask_review(registry, &request).await
}

pub async fn say(
    registry: &Registry,
    review: &str,
    team: &str,
    decision: Decision,
) -> Result<EditReply, AppError> {
    let answer = Answer {
        team: team.to_owned(),
        decision,
        comment: "a reason".to_owned(),
    };
    answer_review(registry, review, &answer).await
}

pub fn stands(registry: &Registry, subject: &RecordKey) -> Clearance {
    clearance(&document(registry), subject)
}

pub fn waiting(teams: &[&str]) -> Clearance {
    Clearance::Waiting {
        teams: teams.iter().map(|id| TeamId::new(*id).unwrap()).collect(),
    }
}

pub fn asked(registry: &Registry, review: &str) -> Vec<String> {
    let page = review_page(registry, review).unwrap();
    let ids = page.asked.iter().map(|row| row.team.to_string());
    ids.collect()
}

/// Notices by topic and team.
pub fn told(registry: &Registry, topic: NoticeTopic) -> Vec<String> {
    let document = document(registry);
    let notices = document.notices().filter(|n| n.topic == Some(topic));
    notices.map(|notice| notice.to.to_string()).collect()
}

/// The contract belongs to `front`, its handoff to `pay`.
pub async fn two_sides() -> Registry {
    let own =
        r#"{"op":"put","kind":"contract","id":"c","record":{"name":"Refund","team":"front"}}"#;
    seams(&format!(
        "{own}\n{}",
        handoff("h", r#""to":"refund","owner_model":"downstream""#)
    ))
    .await
}
