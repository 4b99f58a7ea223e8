//! Two programs on one file: different records merge, the same one conflicts, nobody's work is overwritten.

use crate::common::{document, edit, in_file, put_team, revision_of, team, team_now};
use baton_app::edit::{redo::redo, undo::undo};
use baton_app::{ErrorCode, ErrorKind, Registry};
use baton_model::{EditCommand, Kind, RecordKey};
use tempfile::TempDir;

/// Ada's and Bo's view of one file that holds the team `a`.
async fn two() -> (TempDir, Registry, Registry) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("r.baton");
    let ada = in_file(&file, "ada").await;
    edit(&ada, vec![put_team("a", "Start")]).await.unwrap();
    let bo = in_file(&file, "bo").await;
    (folder, ada, bo)
}

fn purpose(registry: &Registry, text: &str) -> EditCommand {
    let mut team = team_now(registry, "a");
    text.clone_into(&mut team.purpose);
    EditCommand::put(team)
}

#[tokio::test]
async fn edits_of_different_records_merge() {
    let (_folder, ada, bo) = two().await;
    edit(&ada, vec![put_team("x", "X").on(0)]).await.unwrap();
    let reply = edit(&bo, vec![put_team("y", "Y").on(0)]).await.unwrap();
    assert_eq!(reply.revision, 3, "worked out anew on what Ada did");
    ada.follow().await.unwrap();
    assert_eq!(document(&ada), document(&bo));
    assert_eq!(document(&ada).len(), 3);
}

#[tokio::test]
async fn a_stale_edit_of_the_same_record_is_a_conflict_with_both_values() {
    let (_folder, ada, bo) = two().await;
    let seen = revision_of(&bo, Kind::Team, "a");
    edit(&ada, vec![put_team("a", "Ada's").on(seen)])
        .await
        .unwrap();
    let error = edit(&bo, vec![put_team("a", "Bo's").on(seen)])
        .await
        .unwrap_err();
    assert_eq!(
        (error.code, error.code.kind()),
        (ErrorCode::Conflict, ErrorKind::Conflict)
    );
    let values = error.conflict.unwrap();
    assert_eq!(values.subject, RecordKey::new(Kind::Team, "a"));
    assert_eq!(values.yours.unwrap().0["name"], "Bo's");
    assert_eq!(values.theirs.unwrap().0["name"], "Ada's");
    assert_eq!(values.revision, 2);
    assert_eq!(
        team_now(&bo, "a").name,
        "Ada's",
        "what Bo sees is what stands there"
    );
    assert_eq!(bo.store().head().await.unwrap(), 2);
}

#[tokio::test]
async fn a_stale_deletion_is_a_conflict_and_so_is_an_edit_of_what_is_gone() {
    let (_folder, ada, bo) = two().await;
    let key = RecordKey::new(Kind::Team, "a");
    edit(&ada, vec![put_team("a", "New")]).await.unwrap();
    let error = edit(&bo, vec![EditCommand::delete(&key).on(1)])
        .await
        .unwrap_err();
    assert_eq!(error.code, ErrorCode::Conflict);
    assert_eq!(error.conflict.unwrap().yours, None);
    edit(&ada, vec![EditCommand::delete(&key).on(2)])
        .await
        .unwrap();
    let error = edit(&bo, vec![put_team("a", "Late").on(2)])
        .await
        .unwrap_err();
    assert_eq!(error.code, ErrorCode::Conflict);
    assert_eq!(error.conflict.unwrap().theirs, None);
}

#[tokio::test]
async fn undo_keeps_what_others_did_to_other_fields() {
    let (_folder, ada, bo) = two().await;
    edit(&ada, vec![put_team("a", "Renamed")]).await.unwrap();
    bo.follow().await.unwrap();
    edit(&bo, vec![purpose(&bo, "Bo's purpose")]).await.unwrap();
    undo(&ada).await.unwrap();
    let now = team_now(&ada, "a");
    assert_eq!(
        (now.name.as_str(), now.purpose.as_str()),
        ("Start", "Bo's purpose")
    );
    redo(&ada).await.unwrap();
    assert_eq!(team_now(&ada, "a").name, "Renamed");
}

#[tokio::test]
async fn undo_of_a_field_that_somebody_changed_later_is_a_conflict() {
    let (_folder, ada, bo) = two().await;
    edit(&ada, vec![put_team("a", "Ada's")]).await.unwrap();
    bo.follow().await.unwrap();
    edit(&bo, vec![put_team("a", "Bo's")]).await.unwrap();
    let error = undo(&ada).await.unwrap_err();
    assert_eq!(error.code, ErrorCode::Conflict);
    let values = error.conflict.unwrap();
    assert_eq!(values.pointer, "/name");
    assert_eq!(values.yours.unwrap().0, "Start");
    assert_eq!(values.theirs.unwrap().0, "Bo's");
    assert_eq!(team_now(&ada, "a").name, "Bo's");
    undo(&bo).await.unwrap();
    undo(&ada).await.unwrap();
    assert_eq!(team_now(&ada, "a").name, "Start", "free again");
}

#[tokio::test]
async fn undo_takes_back_nobody_elses_edit_where_the_value_came_out_as_it_was() {
    let (folder, ada, bo) = two().await;
    let cy = in_file(&folder.path().join("r.baton"), "cy").await;
    edit(&ada, vec![put_team("a", "Agreed")]).await.unwrap();
    bo.follow().await.unwrap();
    edit(&bo, vec![put_team("a", "Bo's")]).await.unwrap();
    cy.follow().await.unwrap();
    edit(&cy, vec![put_team("a", "Agreed")]).await.unwrap();
    let error = undo(&ada).await.unwrap_err();
    assert_eq!(error.code, ErrorCode::Conflict);
    let values = error.conflict.unwrap();
    assert_eq!(values.pointer, "/name");
    assert_eq!(values.theirs.unwrap().0, "Agreed", "Cy said so");
    assert_eq!(team_now(&ada, "a").name, "Agreed");
    undo(&cy).await.unwrap();
    undo(&bo).await.unwrap();
    undo(&ada).await.unwrap();
    assert_eq!(team_now(&ada, "a").name, "Start", "free again");
}

#[tokio::test]
async fn undo_brings_back_nothing_that_somebody_else_deleted_later() {
    let (folder, ada, bo) = two().await;
    let cy = in_file(&folder.path().join("r.baton"), "cy").await;
    let key = RecordKey::new(Kind::Team, "a");
    edit(&ada, vec![EditCommand::delete(&key)]).await.unwrap();
    bo.follow().await.unwrap();
    edit(&bo, vec![put_team("a", "Made again")]).await.unwrap();
    cy.follow().await.unwrap();
    edit(&cy, vec![EditCommand::delete(&key)]).await.unwrap();
    let error = undo(&ada).await.unwrap_err();
    assert_eq!(error.code, ErrorCode::Conflict);
    let values = error.conflict.unwrap();
    assert_eq!((values.pointer.as_str(), values.theirs), ("", None));
    assert!(
        !document(&ada).contains(Kind::Team, "a"),
        "Cy's deletion stands"
    );
    undo(&cy).await.unwrap();
    undo(&bo).await.unwrap();
    undo(&ada).await.unwrap();
    assert_eq!(team_now(&ada, "a").name, "Start", "free again");
}

#[tokio::test]
async fn redo_takes_back_nobody_elses_edit_either() {
    let (_folder, ada, bo) = two().await;
    edit(&ada, vec![put_team("a", "Ada's")]).await.unwrap();
    undo(&ada).await.unwrap();
    bo.follow().await.unwrap();
    edit(&bo, vec![put_team("a", "Bo's")]).await.unwrap();
    edit(&bo, vec![put_team("a", "Start")]).await.unwrap();
    assert_eq!(redo(&ada).await.unwrap_err().code, ErrorCode::Conflict);
    assert_eq!(team_now(&ada, "a").name, "Start", "as Bo decided");
}

#[tokio::test]
async fn undo_of_a_creation_that_others_refer_to_is_refused() {
    let (_folder, ada, bo) = two().await;
    edit(&ada, vec![put_team("x", "X")]).await.unwrap();
    bo.follow().await.unwrap();
    let mut child = team("child", "Child");
    child.parent = Some(baton_model::TeamId::new("x").unwrap());
    edit(&bo, vec![EditCommand::put(child)]).await.unwrap();
    let error = undo(&ada).await.unwrap_err();
    assert_eq!(error.code, ErrorCode::Referenced);
    assert!(error.message.contains("child"), "{}", error.message);
    assert_eq!(document(&ada).dangling(), vec![]);
}

#[tokio::test]
async fn what_others_took_back_by_hand_does_not_stand_in_the_way_of_undo() {
    let (_folder, ada, bo) = two().await;
    edit(&ada, vec![put_team("b", "B")]).await.unwrap();
    edit(&ada, vec![put_team("a", "Ada's")]).await.unwrap();
    bo.follow().await.unwrap();
    edit(&bo, vec![put_team("a", "Start")]).await.unwrap();
    undo(&ada).await.unwrap();
    assert!(
        !document(&ada).contains(Kind::Team, "b"),
        "the edit before is taken back"
    );
    undo(&ada).await.unwrap();
    assert_eq!(undo(&ada).await.unwrap_err().code, ErrorCode::NothingToUndo);
}

#[tokio::test]
async fn everybody_undoes_only_their_own() {
    let (_folder, ada, bo) = two().await;
    assert!(!bo.snapshot().can_undo);
    assert_eq!(undo(&bo).await.unwrap_err().code, ErrorCode::NothingToUndo);
    edit(&bo, vec![put_team("b", "B")]).await.unwrap();
    undo(&ada).await.unwrap();
    assert!(document(&ada).contains(Kind::Team, "b") && !document(&ada).contains(Kind::Team, "a"));
}

#[tokio::test]
async fn one_author_in_two_programs_shares_one_undo_stack() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("r.baton");
    let window = in_file(&file, "ada").await;
    let terminal = in_file(&file, "ada").await;
    edit(&window, vec![put_team("a", "A")]).await.unwrap();
    edit(&terminal, vec![put_team("b", "B")]).await.unwrap();
    undo(&window).await.unwrap();
    assert!(!document(&window).contains(Kind::Team, "b"));
    undo(&terminal).await.unwrap();
    assert!(document(&terminal).is_empty());
}

#[tokio::test]
async fn follow_sees_what_others_committed() {
    let (_folder, ada, bo) = two().await;
    assert!(bo.follow().await.unwrap().is_none());
    edit(&ada, vec![put_team("x", "X")]).await.unwrap();
    edit(&ada, vec![put_team("x", "XX")]).await.unwrap();
    let followed = bo.follow().await.unwrap().unwrap();
    assert_eq!(followed.authors, ["ada"]);
    assert_eq!(followed.reply.revision, 3);
    assert_eq!(
        followed.reply.diff.len(),
        1,
        "joined into one change a record"
    );
    assert_eq!(followed.reply.diff[0].before, None);
    assert_eq!(
        followed.reply.diff[0].after.as_ref().unwrap().0["name"],
        "XX"
    );
    assert_eq!(document(&bo), document(&ada));
    assert!(bo.follow().await.unwrap().is_none());
    assert!(!followed.reply.can_undo, "it is not Bo's to undo");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_writers_lose_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("r.baton");
    let mut writers = Vec::new();
    in_file(&file, "ada").await;
    for writer in 0..4 {
        let registry = in_file(&file, ["ada", "bo", "cy", "di"][writer]).await;
        writers.push(tokio::spawn(async move {
            for n in 0..12 {
                edit(&registry, vec![put_team(&format!("t-{writer}-{n}"), "T")])
                    .await
                    .unwrap();
            }
        }));
    }
    for writer in writers {
        writer.await.unwrap();
    }
    let registry = in_file(&file, "ada").await;
    assert_eq!(
        (document(&registry).len(), document(&registry).revision()),
        (48, 48)
    );
    assert_eq!(registry.doctor().await.unwrap().problems, vec![]);
}
