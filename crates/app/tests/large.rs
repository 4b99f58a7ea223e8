//! Changes that are too large for one commit, and imports that are ended: all of it or nothing.

use crate::common::{document, edit, in_file, put_team};
use baton_app::edit::{redo::redo, undo::undo};
use baton_app::import::{ImportFile, ImportPhase, ImportRequest, ImportStep, import, import_while};
use baton_app::{AppError, ErrorCode, Registry};
use baton_model::{Document, EditCommand, Kind, RecordKey};

/// More than one commit holds.
const MANY: usize = 20_500;

fn teams() -> Vec<EditCommand> {
    let put = |at| put_team(&format!("team-{at}"), &format!("Team {at}"));
    (0..MANY).map(put).collect()
}

#[tokio::test]
async fn an_edit_of_many_records_is_several_commits_and_one_step_back() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("registry.baton");
    let registry = in_file(&path, "ada").await;
    let other = in_file(&path, "bo").await;
    let before = document(&registry);
    let reply = edit(&registry, teams()).await.unwrap();
    assert_eq!((reply.revision, reply.diff.len()), (2, MANY));
    assert_eq!(registry.findings().len(), reply.findings.len());
    let after = document(&registry);
    assert_eq!(after.teams().count(), MANY);
    // Whoever has it open, and whoever opens it, sees all of it.
    let followed = other.follow().await.unwrap().unwrap();
    assert_eq!(followed.reply.diff.len(), MANY);
    assert_eq!(document(&other), after);
    assert_eq!(document(&in_file(&path, "cy").await), after);
    assert!(registry.store().verify().await.unwrap().is_empty());

    assert_eq!(undo(&registry).await.unwrap().revision, 3);
    assert_eq!(document(&registry), before);
    assert!(undo(&registry).await.is_err(), "it was one step");
    redo(&registry).await.unwrap();
    assert_eq!(document(&registry), after);
    assert!(registry.store().verify().await.unwrap().is_empty());
}

/// A flowchart of a chain.
fn chart(nodes: usize) -> ImportRequest {
    let lines: Vec<String> = (1..nodes)
        .map(|at| format!("n{}-->n{at}", at - 1))
        .collect();
    ImportRequest {
        files: vec![ImportFile {
            name: "chart.mmd".to_owned(),
            bytes: format!("flowchart LR\n{}\n", lines.join("\n")).into_bytes(),
        }],
        ..ImportRequest::default()
    }
}

/// Whether an import is ended at a step.
type EndsAt = fn(ImportStep) -> bool;

async fn ended(registry: &Registry, nodes: usize, at: EndsAt) -> (AppError, Vec<ImportStep>) {
    let mut steps = Vec::new();
    let mut go_on = |step: ImportStep| {
        steps.push(step);
        !at(step)
    };
    let error = import_while(registry, &chart(nodes), &mut go_on)
        .await
        .unwrap_err();
    (error, steps)
}

#[tokio::test]
async fn an_import_that_is_ended_stores_nothing_and_can_be_made_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("registry.baton");
    let registry = in_file(&path, "ada").await;
    edit(&registry, vec![put_team("care", "Care")])
        .await
        .unwrap();
    let before = document(&registry);
    let cases: [(usize, EndsAt); 4] = [
        (10, |step| {
            step.phase == ImportPhase::Reading && step.done == 0
        }),
        (3_000, |step| {
            step.phase == ImportPhase::Reading && step.done > 0
        }),
        (10, |step| {
            step.phase == ImportPhase::Storing && step.done == 0
        }),
        (MANY / 2, |step| {
            step.phase == ImportPhase::Storing && step.done > 0
        }),
    ];
    for (nodes, at) in cases {
        let (error, steps) = ended(&registry, nodes, at).await;
        assert_eq!(error.code, ErrorCode::Cancelled);
        assert!(at(*steps.last().unwrap()), "it ends where it was asked to");
        assert_eq!(document(&registry), before);
        assert_eq!(document(&in_file(&path, "bo").await), before);
    }
    let reply = import(&registry, &chart(MANY / 2)).await.unwrap();
    assert_eq!(reply.revision, before.revision() + 2);
    let agents = |document: &Document| document.agents().count();
    assert_eq!(agents(&document(&registry)), MANY / 2);
    assert!(registry.store().verify().await.unwrap().is_empty());
    undo(&registry).await.unwrap();
    assert_eq!(agents(&document(&registry)), 0);
    let care = RecordKey::new(Kind::Team, "care");
    assert!(document(&registry).get(&care).is_some());
}
