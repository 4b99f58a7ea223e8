//! What the change log tells afterwards.

use super::fixture::{every_kind, expect_committed, put, team};
use super::{Author, Failed, Open, ensure, ensure_eq};
use crate::{Action, Headline, LogQuery, RegistryStore, chain};
use baton_model::{Kind, RecordKey, RecordsDiff};
use serde_json::json;

/// Seven commits, by ana, bo and ana again and again.
async fn seven(store: &dyn RegistryStore) -> Result<(), Failed> {
    let (mut ana, mut bo) = (Author::new("ana"), Author::new("bo"));
    for number in 0..7 {
        let author = if number == 1 || number == 4 {
            &mut bo
        } else {
            &mut ana
        };
        author.read(store).await?;
        author
            .commit(store, &[team("care", &format!("Care {number}"))?])
            .await?;
    }
    Ok(())
}

pub(super) async fn the_log_tells_everything(open: Open<'_>) -> Result<(), Failed> {
    let store = open().await;
    let mut ana = Author::new("ana");
    let mut commit = ana.prepare(&every_kind()?)?;
    commit.mark = Some("a mark".to_owned());
    commit.action = Action::Import;
    let committed = expect_committed(store.commit(&commit).await?)?;
    let found = store.find_operation(&commit.operation_id).await?;
    let Some(entry) = found else {
        return Err(Failed::from("the operation is not found".to_owned()));
    };
    ensure_eq!(
        (entry.revision, entry.author_seq),
        (committed.revision, committed.author_seq)
    );
    ensure_eq!(entry.author, commit.author);
    ensure_eq!(entry.at, commit.at);
    ensure_eq!(entry.operation_id, commit.operation_id);
    ensure_eq!(entry.action, commit.action);
    ensure_eq!(entry.summary, commit.summary);
    ensure_eq!(entry.mark, commit.mark);
    ensure_eq!(entry.command, commit.command);
    ensure_eq!(RecordsDiff::from_wire(&entry.changes)?, commit.diff);
    ensure_eq!(entry.hash, committed.hash);
    ensure_eq!(entry.hash, chain::hash(&entry));
    let mut headline = Headline {
        revision: entry.revision,
        author: entry.author,
        at: entry.at,
        operation_id: entry.operation_id,
        action: entry.action,
        summary: entry.summary,
        mark: entry.mark,
        changes: Some(u32::try_from(entry.changes.len()).unwrap_or_default()),
    };
    let sized = LogQuery {
        sizes: true,
        ..LogQuery::newest(5)
    };
    ensure_eq!(store.headlines(&sized).await?, vec![headline.clone()]);
    headline.changes = None;
    ensure_eq!(store.headlines(&LogQuery::newest(5)).await?, vec![headline]);
    Ok(())
}

pub(super) async fn the_log_is_paged_newest_first(open: Open<'_>) -> Result<(), Failed> {
    let store = open().await;
    seven(&*store).await?;
    let revisions = async |query: LogQuery| {
        let entries = store.log(&query).await?;
        let revisions: Vec<u32> = entries.iter().map(|entry| entry.revision).collect();
        let headlines = store.headlines(&query).await?;
        let told: Vec<u32> = headlines.iter().map(|line| line.revision).collect();
        ensure_eq!(told, revisions);
        Ok::<_, Failed>(revisions)
    };
    ensure_eq!(revisions(LogQuery::newest(3)).await?, vec![7, 6, 5]);
    let page = LogQuery {
        before_revision: Some(5),
        ..LogQuery::newest(3)
    };
    ensure_eq!(revisions(page).await?, vec![4, 3, 2]);
    let of_bo = LogQuery {
        author: Some("bo".to_owned()),
        ..LogQuery::newest(10)
    };
    ensure_eq!(revisions(of_bo.clone()).await?, vec![5, 2]);
    ensure_eq!(
        revisions(LogQuery {
            before_revision: Some(5),
            ..of_bo
        })
        .await?,
        vec![2]
    );
    ensure_eq!(revisions(LogQuery::newest(0)).await?, Vec::<u32>::new());
    Ok(())
}

pub(super) async fn the_log_of_a_record_holds_its_commits_alone(
    open: Open<'_>,
) -> Result<(), Failed> {
    let store = open().await;
    let mut ana = Author::new("ana");
    ana.commit(&*store, &every_kind()?).await?;
    ana.commit(&*store, &[team("night", "Night")?]).await?;
    ana.commit(
        &*store,
        &[team("night", "Night watch")?, team("day", "Day")?],
    )
    .await?;
    ana.commit(&*store, &[team("day", "Days")?]).await?;
    // Neither a record that refers to the team nor a payload that reads like a change is a change of it.
    let comment =
        json!({"id": "remark", "subject": {"kind": "team", "id": "night"}, "text": "night"});
    let lookalike = json!({"kind": "team", "id": "night", "before": null});
    let version = json!({"id": "night@1.0.0", "contract": "night", "version": "1.0.0", "payload_schema": {"default": lookalike}});
    let contract = put(Kind::Contract, json!({"id": "night", "name": "Night"}))?;
    let others = [
        put(Kind::Comment, comment)?,
        contract,
        put(Kind::ContractVersion, version)?,
    ];
    ana.commit(&*store, &others).await?;
    let revisions = async |id: &str, before_revision| {
        let query = LogQuery {
            record: Some(RecordKey::new(Kind::Team, id)),
            before_revision,
            ..LogQuery::newest(10)
        };
        let entries = store.log(&query).await?;
        let revisions = entries.iter().map(|entry| entry.revision);
        Ok::<_, Failed>(revisions.collect::<Vec<_>>())
    };
    ensure_eq!(revisions("night", None).await?, vec![3, 2]);
    ensure_eq!(revisions("night", Some(3)).await?, vec![2]);
    ensure_eq!(revisions("day", None).await?, vec![4, 3]);
    ensure_eq!(revisions("nigh", None).await?, Vec::<u32>::new());
    let of_nobody = LogQuery {
        author: Some("bo".to_owned()),
        record: Some(RecordKey::new(Kind::Team, "day")),
        ..LogQuery::newest(10)
    };
    ensure_eq!(store.log(&of_nobody).await?, vec![]);
    Ok(())
}

pub(super) async fn changes_since_a_revision_come_in_order(open: Open<'_>) -> Result<(), Failed> {
    let store = open().await;
    seven(&*store).await?;
    let since = async |revision, limit| {
        let entries = store.changes_since(revision, limit).await?;
        Ok::<_, Failed>(
            entries
                .iter()
                .map(|entry| entry.revision)
                .collect::<Vec<_>>(),
        )
    };
    ensure_eq!(since(0, 100).await?, (1..=7).collect::<Vec<_>>());
    ensure_eq!(since(4, 2).await?, vec![5, 6]);
    ensure_eq!(since(7, 2).await?, Vec::<u32>::new());

    // Following the log leads to what loading gives.
    let mut follower = Author::new("follower");
    for entry in store.changes_since(0, 100).await? {
        follower.took(&RecordsDiff::from_wire(&entry.changes)?, entry.revision);
    }
    let mut reader = Author::new("reader");
    reader.read(&*store).await?;
    super::fixture::same(&follower.document, &reader.document)
}

pub(super) async fn each_author_has_a_chain(open: Open<'_>) -> Result<(), Failed> {
    let store = open().await;
    seven(&*store).await?;
    for (author, count) in [("ana", 5), ("bo", 2)] {
        let query = LogQuery {
            author: Some(author.to_owned()),
            ..LogQuery::newest(100)
        };
        let mut entries = store.log(&query).await?;
        entries.reverse();
        ensure_eq!(entries.len(), count);
        let mut previous = String::new();
        for (index, entry) in entries.iter().enumerate() {
            ensure_eq!(entry.author_seq as usize, index + 1);
            ensure_eq!(entry.previous_hash, previous);
            ensure_eq!(entry.hash, chain::hash(entry));
            previous.clone_from(&entry.hash);
        }
    }
    Ok(())
}

pub(super) async fn an_undo_names_what_it_reverses(open: Open<'_>) -> Result<(), Failed> {
    let store = open().await;
    let mut ana = Author::new("ana");
    let commit = ana.prepare(&[team("care", "Care")?])?;
    expect_committed(store.commit(&commit).await?)?;
    ana.took(&commit.diff, 1);
    let mut undo = ana.prepare(&[])?;
    undo.diff = commit.diff.reversed();
    undo.action = Action::Undo(vec![1]);
    expect_committed(store.commit(&undo).await?)?;
    let entries = store.log(&LogQuery::newest(1)).await?;
    ensure_eq!(entries[0].action, Action::Undo(vec![1]));
    ensure!(
        store.load().await?.records.is_empty(),
        "the team is still there"
    );
    ensure_eq!(store.verify().await?, vec![]);
    Ok(())
}

pub(super) async fn a_sound_registry_has_no_problems(open: Open<'_>) -> Result<(), Failed> {
    let store = open().await;
    let mut importer = Author::new("importer");
    importer.commit(&*store, &every_kind()?).await?;
    seven(&*store).await?;
    ensure_eq!(store.verify().await?, vec![]);
    ensure_eq!(open().await.verify().await?, vec![]);
    Ok(())
}
