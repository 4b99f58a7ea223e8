//! Command, diff, findings, undo, equal document: the way of one edit without window and command line.

use crate::common::{
    agent, document, edit, from_template, in_file, in_memory, keys, marked, put_team, team,
    team_now,
};
use baton_app::edit::{redo::redo, undo::undo};
use baton_app::registry::EditRequest;
use baton_app::{ErrorCode, ErrorKind};
use baton_model::{EditCommand, Kind, RecordKey, Target, parse_edits};

#[tokio::test]
async fn an_edit_gives_its_diff_and_the_findings_and_undo_gives_the_document_back() {
    let registry = from_template("sample-support").await;
    let (before, findings_before) = (document(&registry), registry.findings());
    let handoff = before
        .find::<baton_model::Handoff>("outage-to-visit")
        .unwrap();
    let mut changed = handoff.clone();
    let other = before
        .handoffs()
        .find(|other| other.contract.is_some())
        .unwrap();
    changed.contract.clone_from(&other.contract);
    changed.version.clone_from(&other.version);
    let reply = edit(&registry, vec![EditCommand::put(changed)])
        .await
        .unwrap();
    assert_eq!(reply.revision, 2);
    assert_eq!(reply.diff.len(), 1);
    assert_eq!(reply.diff[0].id, "outage-to-visit");
    assert_eq!(
        reply.diff[0].before.as_ref().unwrap().0.get("contract"),
        None
    );
    assert_eq!(
        reply.diff[0].after.as_ref().unwrap().0["contract"],
        other.contract.as_ref().unwrap().as_str()
    );
    let gone = "CON001/handoff/outage-to-visit".to_owned();
    assert!(keys(&findings_before).contains(&gone));
    assert!(!keys(&reply.findings).contains(&gone));
    assert!(reply.can_undo && !reply.can_redo);

    let undone = undo(&registry).await.unwrap();
    assert_eq!(document(&registry), before);
    assert_eq!(keys(&undone.findings), keys(&findings_before));
    assert!(!undone.can_undo && undone.can_redo);
    let error = undo(&registry).await.unwrap_err();
    assert_eq!(
        error.code,
        ErrorCode::NothingToUndo,
        "the template itself stays"
    );
}

#[tokio::test]
async fn a_dry_run_gives_the_reply_of_the_real_run_and_changes_nothing() {
    let registry = from_template("sample-support").await;
    let before = document(&registry);
    let agent = before.agents().find(|agent| agent.team.is_some()).unwrap();
    let mut orphan = agent.clone();
    orphan.team = None;
    let request = |dry_run| EditRequest {
        dry_run,
        ..EditRequest::edit(vec![EditCommand::put(orphan.clone())])
    };
    let dry = registry.edit(request(true)).await.unwrap();
    assert_eq!(dry.revision, 1);
    assert_eq!(document(&registry), before);
    assert_eq!(registry.store().head().await.unwrap(), 1);
    assert_eq!(registry.history(10, None).await.unwrap().len(), 1);
    let real = registry.edit(request(false)).await.unwrap();
    assert_eq!(
        (&dry.diff, keys(&dry.findings)),
        (&real.diff, keys(&real.findings))
    );
    let texts = |reply: &baton_app::registry::EditReply| {
        reply
            .findings
            .iter()
            .map(|f| (f.severity, f.message.clone()))
            .collect::<Vec<_>>()
    };
    assert_eq!(texts(&dry), texts(&real));
}

#[tokio::test]
async fn a_refused_dry_run_is_refused_for_the_same_reason() {
    let registry = from_template("sample-support").await;
    let key = RecordKey::new(Kind::Team, "desk-care");
    let request = |dry_run| EditRequest {
        dry_run,
        ..EditRequest::edit(vec![EditCommand::delete(&key)])
    };
    let dry = registry.edit(request(true)).await.unwrap_err();
    let real = registry.edit(request(false)).await.unwrap_err();
    assert_eq!(dry.reply(), real.reply());
    assert_eq!(dry.code, ErrorCode::Referenced);
}

#[tokio::test]
async fn a_repeated_operation_is_harmless() {
    let registry = in_memory().await;
    let text = r#"[{"op":"put","kind":"team","id":"a","record":{"name":"A"},"base_revision":0,"operation_id":"one"}]"#;
    let edits = registry
        .read(|document| parse_edits(text, document))
        .unwrap();
    let first = edit(&registry, edits.clone()).await.unwrap();
    edit(&registry, vec![put_team("b", "B")]).await.unwrap();
    let again = edit(&registry, edits).await.unwrap();
    assert_eq!((again.revision, &again.diff), (first.revision, &first.diff));
    assert_eq!(registry.store().head().await.unwrap(), 2);
    assert_eq!(registry.read(baton_model::Document::len), 2);
}

#[tokio::test]
async fn a_group_names_one_operation() {
    let registry = in_memory().await;
    let text = r#"{"op":"put","kind":"team","id":"a","record":{"name":"A"},"operation_id":"one"}
{"op":"put","kind":"team","id":"b","record":{"name":"B"},"operation_id":"two"}"#;
    let edits = registry
        .read(|document| parse_edits(text, document))
        .unwrap();
    let error = edit(&registry, edits).await.unwrap_err();
    assert_eq!(error.code.kind(), ErrorKind::User);
    assert_eq!(registry.store().head().await.unwrap(), 0);
}

#[tokio::test]
async fn a_group_happens_wholly_or_not_at_all() {
    let registry = in_memory().await;
    let topology = baton_model::TopologyId::new("nowhere").unwrap();
    let handoff = baton_model::Handoff::new(
        baton_model::HandoffId::new("h").unwrap(),
        topology,
        baton_model::AgentId::new("x").unwrap(),
        Target::Agent(baton_model::AgentId::new("x").unwrap()),
    );
    let group = vec![
        put_team("a", "A"),
        EditCommand::put(agent("x", "X")),
        EditCommand::put(handoff),
    ];
    let error = edit(&registry, group).await.unwrap_err();
    assert_eq!(error.code, ErrorCode::MissingReference);
    assert!(
        error.message.contains("nowhere") && !error.hints.is_empty(),
        "{error:?}"
    );
    assert!(registry.read(baton_model::Document::is_empty));
    assert_eq!(registry.store().head().await.unwrap(), 0);
}

#[tokio::test]
async fn an_edit_that_changes_nothing_makes_no_revision() {
    let registry = in_memory().await;
    edit(&registry, vec![put_team("a", "A")]).await.unwrap();
    let reply = edit(&registry, vec![put_team("a", "A")]).await.unwrap();
    assert_eq!((reply.revision, reply.diff.len()), (1, 0));
}

#[tokio::test]
async fn marks_group_one_gesture_into_one_undo() {
    let registry = in_memory().await;
    edit(&registry, vec![put_team("a", "A")]).await.unwrap();
    for name in ["Al", "Alp", "Alpha"] {
        marked(&registry, "typing-1", vec![put_team("a", name)]).await;
    }
    marked(&registry, "typing-2", vec![put_team("a", "Alphabet")]).await;
    undo(&registry).await.unwrap();
    assert_eq!(team_now(&registry, "a").name, "Alpha");
    undo(&registry).await.unwrap();
    assert_eq!(team_now(&registry, "a").name, "A");
    redo(&registry).await.unwrap();
    assert_eq!(team_now(&registry, "a").name, "Alpha");
    redo(&registry).await.unwrap();
    assert_eq!(team_now(&registry, "a").name, "Alphabet");
    assert_eq!(
        redo(&registry).await.unwrap_err().code,
        ErrorCode::NothingToUndo
    );
}

#[tokio::test]
async fn an_edit_ends_redo() {
    let registry = in_memory().await;
    edit(&registry, vec![put_team("a", "A")]).await.unwrap();
    let undone = undo(&registry).await.unwrap();
    assert!(undone.can_redo);
    let reply = edit(&registry, vec![put_team("b", "B")]).await.unwrap();
    assert!(!reply.can_redo);
    assert_eq!(
        redo(&registry).await.unwrap_err().code,
        ErrorCode::NothingToUndo
    );
}

#[tokio::test]
async fn undo_and_redo_survive_reopening() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("r.baton");
    {
        let registry = in_file(&file, "ada").await;
        edit(&registry, vec![put_team("a", "A")]).await.unwrap();
        marked(&registry, "drag", vec![put_team("a", "B")]).await;
        marked(&registry, "drag", vec![put_team("a", "C")]).await;
    }
    {
        let registry = in_file(&file, "ada").await;
        assert!(registry.snapshot().can_undo);
        undo(&registry).await.unwrap();
        assert_eq!(team_now(&registry, "a").name, "A", "the whole gesture");
    }
    let registry = in_file(&file, "ada").await;
    assert!(registry.snapshot().can_redo);
    redo(&registry).await.unwrap();
    assert_eq!(team_now(&registry, "a").name, "C");
    undo(&registry).await.unwrap();
    undo(&registry).await.unwrap();
    assert!(registry.read(baton_model::Document::is_empty));
    let problems = registry.doctor().await.unwrap().problems;
    assert_eq!(problems, vec![]);
}

#[tokio::test]
async fn undo_reaches_back_further_than_what_is_read_at_first() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("r.baton");
    {
        let registry = in_file(&file, "ada").await;
        edit(&registry, vec![put_team("a", "first")]).await.unwrap();
        edit(&registry, vec![put_team("a", "second")])
            .await
            .unwrap();
        // Undone work fills the newest commits, so that nothing among them can be undone.
        for _ in 0..270 {
            edit(&registry, vec![put_team("b", "B")]).await.unwrap();
            undo(&registry).await.unwrap();
        }
    }
    let registry = in_file(&file, "ada").await;
    undo(&registry).await.unwrap();
    assert_eq!(team_now(&registry, "a").name, "first");
}

#[tokio::test]
async fn the_history_tells_who_did_what() {
    let registry = from_template("sample-support").await;
    edit(
        &registry,
        vec![EditCommand::put(team("desk-extra", "Extra"))],
    )
    .await
    .unwrap();
    undo(&registry).await.unwrap();
    let history = registry.history(10, None).await.unwrap();
    let told: Vec<(u32, &str, &str)> = history
        .iter()
        .map(|e| (e.revision, e.action.as_str(), e.author.as_str()))
        .collect();
    assert_eq!(
        told,
        [(3, "undo", "ada"), (2, "edit", "ada"), (1, "init", "ada")]
    );
    assert_eq!(history[1].summary, "Create team desk-extra");
    assert_eq!(registry.history(1, Some(3)).await.unwrap()[0].revision, 2);
}

/// What is published stays published; undo says so, and goes on with what was done before.
#[tokio::test]
async fn undo_passes_over_what_was_published() {
    let registry = in_memory().await;
    let apply_text = async |text: &str| {
        let edits = registry
            .read(|document| parse_edits(text, document))
            .unwrap();
        edit(&registry, edits).await.unwrap();
    };
    edit(&registry, vec![put_team("a", "A")]).await.unwrap();
    apply_text(
        r#"[{"op":"put","kind":"contract","id":"c","record":{"name":"C"}},
        {"op":"put","kind":"contract_version","id":"c@1.0.0","record":{"contract":"c","version":"1.0.0"}},
        {"op":"put","kind":"team","id":"b","record":{"name":"B"}}]"#,
    )
    .await;
    apply_text(r#"{"op":"put","kind":"contract_version","id":"c@1.0.0","record":{"contract":"c","version":"1.0.0","state":"published"}}"#).await;
    let published = document(&registry);

    // Of the group that made the version only the team can go.
    let reply = undo(&registry).await.unwrap();
    let gone: Vec<&str> = reply.diff.iter().map(|change| change.id.as_str()).collect();
    assert_eq!(gone, ["b"]);
    assert_eq!(
        reply.notes,
        [
            "contract version c@1.0.0 stays as it is: what was published never changes",
            "contract version c@1.0.0 stays as it is: what was published never changes, and needs contract c",
        ]
    );
    let reply = undo(&registry).await.unwrap();
    assert_eq!((reply.diff[0].id.as_str(), reply.notes.len()), ("a", 0));
    assert_eq!(
        undo(&registry).await.unwrap_err().code,
        ErrorCode::NothingToUndo
    );
    redo(&registry).await.unwrap();
    redo(&registry).await.unwrap();
    assert_eq!(document(&registry), published);
}

#[tokio::test]
async fn an_undo_that_finds_only_publications_says_so() {
    let registry = in_memory().await;
    for state in ["draft", "published"] {
        let text = format!(
            r#"[{{"op":"put","kind":"contract","id":"c","record":{{"name":"C"}}}},
            {{"op":"put","kind":"contract_version","id":"c@1.0.0","record":{{"contract":"c","version":"1.0.0","state":"{state}"}}}}]"#
        );
        let edits = registry
            .read(|document| parse_edits(&text, document))
            .unwrap();
        edit(&registry, edits).await.unwrap();
    }
    let before = document(&registry);
    let error = undo(&registry).await.unwrap_err();
    assert_eq!(error.code, ErrorCode::NothingToUndo);
    assert!(error.hints[0].contains("c@1.0.0 stays"), "{error:?}");
    assert_eq!(document(&registry), before);
}
