//! Publishing rehearsed, and another number for what is not published yet.

use crate::common::document;
use crate::seams::{apply, ask, seams, stands, waiting};
use baton_app::contract::publish::{PublishRequest, publish};
use baton_app::contract::rehearse::{Rehearsal, rehearse};
use baton_app::contract::renumber::{RenumberRequest, renumber};
use baton_app::contract::verdict::version_verdict;
use baton_app::edit::undo::undo;
use baton_app::registry::EditReply;
use baton_app::review::clearance::Clearance;
use baton_app::{AppError, ErrorCode, Registry};
use baton_contract::Bump;
use baton_model::{
    AgentVersion, ContractState, ContractVersion, Document, Handoff, Kind, RecordKey,
};

/// Two teams on both sides of a published version, and a draft under 1.1.0 that asks for one field more.
const SIDES: &str = r#"
{"op":"put","kind":"contract","id":"c","record":{"name":"Refund","team":"front"}}
{"op":"put","kind":"contract_version","record":{"contract":"c","version":"1.0.0","state":"published","payload_schema":{"type":"object","properties":{"order":{"type":"string"}}}}}
{"op":"put","kind":"contract_version","record":{"contract":"c","version":"1.1.0","payload_schema":{"type":"object","properties":{"order":{"type":"string"}},"required":["order"]}}}
{"op":"put","kind":"handoff","id":"h","record":{"topology":"t","from":"triage","to":"refund","contract":"c","version":"1.0.0","owner_model":"downstream"}}
"#;

/// What refers to the draft.
const POINTING: &str = r#"
{"op":"put","kind":"handoff","id":"next","record":{"topology":"t","from":"triage","to":"human","contract":"c","version":"1.1.0"}}
{"op":"put","kind":"agent_version","record":{"agent":"triage","version":"2.0.0","emits":[{"contract":"c","version":"1.1.0"},{"contract":"c","version":"1.0.0"}]}}
{"op":"put","kind":"comment","id":"why","record":{"subject":{"kind":"contract_version","id":"c@1.1.0"},"text":"Why?"}}
{"op":"put","kind":"silence","id":"quiet","record":{"code":"CON001","subject":{"kind":"contract_version","id":"c@1.1.0"},"reason":"Known."}}
"#;

async fn sides() -> Registry {
    seams(SIDES).await
}

fn version(number: &str) -> RecordKey {
    RecordKey::new(Kind::ContractVersion, format!("c@{number}"))
}

fn state(registry: &Registry, number: &str) -> Option<ContractState> {
    let document = document(registry);
    let version = document.find::<ContractVersion>(format!("c@{number}"));
    version.map(|version| version.state)
}

fn to_publish(number: Option<&str>) -> PublishRequest {
    PublishRequest {
        contract: "c".to_owned(),
        version: "1.1.0".to_owned(),
        number: number.map(str::to_owned),
        ..PublishRequest::default()
    }
}

async fn numbered(registry: &Registry, from: &str, to: &str) -> Result<EditReply, AppError> {
    let request = RenumberRequest {
        contract: "c".to_owned(),
        version: from.to_owned(),
        number: to.to_owned(),
        dry_run: false,
    };
    renumber(registry, &request).await
}

#[tokio::test]
async fn another_number_takes_along_whatever_refers_to_the_draft() {
    let registry = sides().await;
    apply(&registry, POINTING).await;
    ask(&registry, version("1.1.0")).await.unwrap();
    let before = document(&registry);

    numbered(&registry, "1.1.0", "2.0.0").await.unwrap();
    let now = document(&registry);
    assert_eq!(now.get(&version("1.1.0")), None);
    let draft = now.find::<ContractVersion>("c@2.0.0").unwrap();
    let old = before.find::<ContractVersion>("c@1.1.0").unwrap();
    assert_eq!(draft.payload_schema, old.payload_schema);
    assert_eq!(draft.state, ContractState::InReview);
    let pinned = |id: &str| now.find::<Handoff>(id).unwrap().version.clone().unwrap();
    assert_eq!(pinned("next").to_string(), "2.0.0");
    assert_eq!(pinned("h").to_string(), "1.0.0");
    let emits = &now.find::<AgentVersion>("triage@2.0.0").unwrap().emits;
    let emits: Vec<String> = emits
        .iter()
        .map(|emits| emits.version.to_string())
        .collect();
    assert_eq!(emits, ["2.0.0", "1.0.0"]);
    let subjects = now.comments().map(|comment| &comment.subject);
    let subjects = subjects.chain(now.silences().map(|silence| &silence.subject));
    assert!(
        subjects
            .chain(now.reviews().map(|review| &review.subject))
            .all(|of| *of == version("2.0.0"))
    );
    assert_eq!(
        stands(&registry, &version("2.0.0")),
        Clearance::Stale,
        "2.0.0 is not what was reviewed"
    );

    undo(&registry).await.unwrap();
    assert_eq!(records(&document(&registry)), records(&before));
    assert_eq!(
        stands(&registry, &version("1.1.0")),
        waiting(&["front", "pay", "people"])
    );
}

/// Everything that stands in a document, whatever its revision.
fn records(document: &Document) -> Vec<serde_json::Value> {
    document.all().map(|held| held.record.to_json()).collect()
}

#[tokio::test]
async fn a_number_that_cannot_be_given_is_refused() {
    let registry = sides().await;
    let before = document(&registry).revision();
    for (from, to, code, words) in [
        (
            "1.0.0",
            "3.0.0",
            ErrorCode::AlreadyExists,
            "keeps its number",
        ),
        (
            "1.1.0",
            "1.0.0",
            ErrorCode::AlreadyExists,
            "has a version 1.0.0 already",
        ),
        (
            "1.1.0",
            "two",
            ErrorCode::InvalidInput,
            "\"two\" is not a version",
        ),
        (
            "9.9.9",
            "2.0.0",
            ErrorCode::NotFound,
            "has no version \"9.9.9\"",
        ),
    ] {
        let refused = numbered(&registry, from, to).await.unwrap_err();
        assert_eq!(refused.code, code, "{from} {to}");
        assert!(refused.message.contains(words), "{refused}");
    }
    numbered(&registry, "1.1.0", "1.1.0").await.unwrap();
    assert_eq!(
        document(&registry).revision(),
        before,
        "nothing was written"
    );
}

async fn rehearsed(registry: &Registry, number: Option<&str>) -> Rehearsal {
    let before = document(registry).revision();
    let rehearsal = rehearse(registry, &to_publish(number)).await.unwrap();
    assert_eq!(document(registry).revision(), before, "nothing is written");
    rehearsal
}

#[tokio::test]
async fn a_rehearsal_tells_everything_at_once_and_follows_the_number() {
    let registry = sides().await;
    let small = rehearsed(&registry, None).await;
    let judgement = small.judgement.unwrap();
    assert_eq!(
        (judgement.holds, judgement.needed),
        (false, Some(Bump::Major))
    );
    assert!(judgement.against[0].backward.counterexample.is_some());
    assert_eq!(small.refusal.unwrap().code, ErrorCode::BumpTooSmall);
    let told: Vec<_> = small.told.iter().map(|told| told.name.as_str()).collect();
    assert_eq!(told, ["Payments"], "though the number is refused");
    assert_eq!(small.clearance, waiting(&["front", "pay"]));

    let large = rehearsed(&registry, Some("2.0.0")).await;
    assert_eq!(large.id.as_str(), "c@2.0.0");
    assert_eq!(large.refusal, None);
    assert_eq!(large.judgement.unwrap().version, "2.0.0");
    assert!(
        large.notes[0].contains("nobody was asked"),
        "{:?}",
        large.notes
    );
    assert_eq!(large.told.len(), 1);

    let taken = rehearse(&registry, &to_publish(Some("1.0.0")))
        .await
        .unwrap_err();
    assert_eq!(taken.code, ErrorCode::AlreadyExists);
}

#[tokio::test]
async fn publishing_does_what_was_rehearsed_and_nothing_where_it_was_refused() {
    let registry = sides().await;
    let before = document(&registry).revision();
    let refused = publish(&registry, &to_publish(Some("1.2.0")))
        .await
        .unwrap_err();
    assert_eq!(refused.code, ErrorCode::BumpTooSmall);
    assert_eq!(
        document(&registry).revision(),
        before,
        "not even the number"
    );

    let done = publish(&registry, &to_publish(Some("2.0.0")))
        .await
        .unwrap();
    assert_eq!(done.version.id.as_str(), "c@2.0.0");
    assert_eq!(
        (state(&registry, "2.0.0"), state(&registry, "1.1.0")),
        (Some(ContractState::Published), None)
    );
}

#[tokio::test]
async fn what_was_reviewed_under_another_number_is_not_cleared_for_this_one() {
    let registry = sides().await;
    ask(&registry, version("1.1.0")).await.unwrap();
    let rehearsal = rehearsed(&registry, Some("2.0.0")).await;
    assert_eq!(rehearsal.clearance, Clearance::Stale);
    assert_eq!(rehearsal.refusal.unwrap().code, ErrorCode::ReviewMissing);
    let overridden = PublishRequest {
        override_reason: Some("It cannot wait.".to_owned()),
        ..to_publish(Some("2.0.0"))
    };
    assert_eq!(
        rehearse(&registry, &overridden).await.unwrap().refusal,
        None
    );
    let done = publish(&registry, &overridden).await.unwrap();
    assert!(
        matches!(done.clearance, Clearance::Overridden { .. }),
        "{:?}",
        done.clearance
    );
    assert_eq!(state(&registry, "2.0.0"), Some(ContractState::Published));
}

#[tokio::test]
async fn hints_for_a_terminal_stay_out_of_the_window() {
    let registry = sides().await;
    ask(&registry, version("1.1.0")).await.unwrap();
    let numbered = PublishRequest {
        number: Some("2.0.0".to_owned()),
        ..to_publish(None)
    };
    let errors = [
        publish(&registry, &numbered).await.unwrap_err(),
        publish(&registry, &to_publish(None)).await.unwrap_err(),
        version_verdict(&registry, "nothing", "1.0.0").unwrap_err(),
    ];
    for error in errors {
        assert!(!error.in_terminal.is_empty(), "{error}");
        for hint in error.reply().hints {
            assert!(!hint.contains("baton ") && !hint.contains("--"), "{hint}");
        }
    }
}
