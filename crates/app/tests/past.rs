//! Earlier states: looked at, and gone back to as a new edit.

use crate::common::{document, edit, from_template, in_file, in_memory, keys, put_team};
use baton_app::edit::{rewind::rewind, undo::undo};
use baton_app::{ErrorCode, Registry};
use baton_model::{Document, Kind, RecordKey, delete_with_dependents, parse_edits};

async fn apply_text(registry: &Registry, text: &str) {
    let edits = registry.read(|document| parse_edits(text, document));
    edit(registry, edits.unwrap()).await.unwrap();
}

/// The sample with a hundred and fifty commits: more than are read from the log at once.
async fn long_story() -> (Registry, Vec<Document>, Vec<Vec<String>>) {
    let registry = from_template("sample-support").await;
    let mut documents = vec![Document::new(), document(&registry)];
    let mut findings = vec![Vec::new(), keys(&registry.findings())];
    let agents: Vec<RecordKey> = documents[1]
        .agents()
        .map(|agent| RecordKey::new(Kind::Agent, agent.id.as_str()))
        .collect();
    for n in 0..150_usize {
        let edits = match n {
            20 | 90 => delete_with_dependents(&document(&registry), &agents[n / 20..=n / 20]),
            _ if n % 7 == 3 => vec![put_team(&format!("new-{n}"), "New")],
            _ => vec![put_team("desk-care", &format!("Care {n}"))],
        };
        edit(&registry, edits).await.unwrap();
        documents.push(document(&registry));
        findings.push(keys(&registry.findings()));
    }
    (registry, documents, findings)
}

#[tokio::test]
async fn every_earlier_state_can_be_looked_at() {
    let (registry, documents, findings) = long_story().await;
    let newest = documents.len() - 1;
    for revision in (0..=newest).step_by(13).chain([1, newest]) {
        let past = registry.document_at(revision as u32).await.unwrap();
        assert_eq!(past, documents[revision], "revision {revision}");
        assert_eq!(past.revision(), revision as u32);
        assert!(past.all().all(|held| held.revision <= past.revision()));
        assert_eq!(past.dangling(), vec![]);
        let snapshot = registry.snapshot_at(revision as u32).await.unwrap();
        assert_eq!(keys(&snapshot.findings), findings[revision]);
        assert_eq!(snapshot.records.len(), documents[revision].len());
        assert!(!snapshot.can_undo && !snapshot.can_redo);
    }
    let error = registry.snapshot_at(newest as u32 + 1).await.unwrap_err();
    assert_eq!(error.code, ErrorCode::NotFound);
    assert!(error.message.contains(&newest.to_string()), "{error}");
}

#[tokio::test]
async fn going_back_is_an_edit_like_any_other() {
    let registry = from_template("sample-support").await;
    let care = RecordKey::new(Kind::Team, "desk-care");
    let start = document(&registry);
    edit(&registry, vec![put_team("new", "New")]).await.unwrap();
    let edits = delete_with_dependents(&document(&registry), &[care]);
    edit(&registry, edits).await.unwrap();
    let end = document(&registry);

    let dry = rewind(&registry, 1, true).await.unwrap();
    assert_eq!(document(&registry), end);
    let reply = rewind(&registry, 1, false).await.unwrap();
    assert_eq!((reply.revision, &reply.diff), (4, &dry.diff));
    assert_eq!(keys(&reply.findings), keys(&dry.findings));
    assert_eq!(document(&registry), start);
    assert_eq!(reply.notes, Vec::<String>::new());
    let newest = &registry.history(1, None).await.unwrap()[0];
    assert_eq!(
        (newest.action.as_str(), newest.summary.as_str()),
        ("rewind", "Go back to revision 1")
    );
    undo(&registry).await.unwrap();
    assert_eq!(document(&registry), end);
    assert_eq!(
        rewind(&registry, 3, false).await.unwrap().diff,
        [],
        "it is there already"
    );
    assert_eq!(registry.doctor().await.unwrap().problems, vec![]);
}

const DRAFT: &str = r#"[{"op":"put","kind":"team","id":"owner","record":{"name":"Owner"}},
{"op":"put","kind":"contract","id":"c","record":{"name":"C","team":"owner"}},
{"op":"put","kind":"contract_version","id":"c@1.0.0","record":{"contract":"c","version":"1.0.0"}}]"#;

fn version(state: &str) -> String {
    format!(
        r#"{{"op":"put","kind":"contract_version","id":"c@1.0.0","record":{{"contract":"c","version":"1.0.0","state":"{state}"}}}}"#
    )
}

#[tokio::test]
async fn what_was_published_stays_with_what_it_needs() {
    let registry = in_memory().await;
    edit(&registry, vec![put_team("a", "A")]).await.unwrap();
    apply_text(&registry, DRAFT).await;
    apply_text(&registry, &version("published")).await;
    edit(&registry, vec![put_team("b", "B")]).await.unwrap();

    let to_draft = rewind(&registry, 2, true).await.unwrap();
    assert_eq!(to_draft.diff.len(), 1, "only the team b goes");
    assert_eq!(
        to_draft.notes,
        ["contract version c@1.0.0 stays as it is: what was published never changes"]
    );
    let before = rewind(&registry, 1, false).await.unwrap();
    assert_eq!(before.diff.len(), 1);
    assert_eq!(
        before.notes,
        [
            "contract version c@1.0.0 stays as it is: what was published never changes, and needs team owner, contract c"
        ]
    );
    let here = document(&registry);
    assert!(here.contains(Kind::ContractVersion, "c@1.0.0") && here.contains(Kind::Team, "owner"));
    assert!(!here.contains(Kind::Team, "b"));
}

#[tokio::test]
async fn a_deprecation_can_be_gone_back_behind() {
    let registry = in_memory().await;
    apply_text(&registry, DRAFT).await;
    apply_text(&registry, &version("published")).await;
    let published = document(&registry);
    apply_text(&registry, &version("deprecated")).await;
    let reply = rewind(&registry, 2, false).await.unwrap();
    assert_eq!(document(&registry), published);
    assert_eq!(reply.notes, Vec::<String>::new());
}

#[tokio::test]
async fn what_others_did_meanwhile_is_gone_back_behind_too() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("r.baton");
    let ada = in_file(&file, "ada").await;
    edit(&ada, vec![put_team("a", "A")]).await.unwrap();
    let bo = in_file(&file, "bo").await;
    edit(&bo, vec![put_team("b", "B")]).await.unwrap();
    // Ada's program has not seen Bo's edit, nor the revision that she goes back to.
    let past = ada.document_at(2).await.unwrap();
    assert!(past.contains(Kind::Team, "b"));
    rewind(&ada, 1, false).await.unwrap();
    bo.follow().await.unwrap();
    assert!(!document(&bo).contains(Kind::Team, "b"));
    let history = ada
        .history_of(&RecordKey::new(Kind::Team, "b"), 10)
        .await
        .unwrap();
    let told: Vec<(u32, &str)> = history
        .iter()
        .map(|e| (e.revision, e.author.as_str()))
        .collect();
    assert_eq!(told, [(3, "ada"), (2, "bo")]);
}
