//! What happens when somebody writes.

use super::fixture::{expect_committed, put, same, team};
use super::{Author, Failed, Open, Store, ensure, ensure_eq};
use crate::{CommitOutcome, LogEntry, RegistryStore, StoreError};
use baton_model::{Change, EditCommand, Kind, RecordKey};
use serde_json::json;

pub(super) async fn revisions_count_commits(open: Open<'_>) -> Result<(), Failed> {
    let store = open().await;
    let mut ana = Author::new("ana");
    for revision in 1..=5 {
        let edit = team(
            &format!("team-{}", revision % 2),
            &format!("Name {revision}"),
        )?;
        ensure_eq!(ana.commit(&*store, &[edit]).await?.revision, revision);
        ensure_eq!(store.head().await?, revision);
    }
    let mut bo = Author::new("bo");
    bo.read(&*store).await?;
    same(&bo.document, &ana.document)
}

pub(super) async fn a_stale_commit_changes_nothing(open: Open<'_>) -> Result<(), Failed> {
    let store = open().await;
    let (mut ana, mut bo) = (Author::new("ana"), Author::new("bo"));
    ana.commit(&*store, &[team("care", "Care")?]).await?;
    let late = bo.prepare(&[team("sales", "Sales")?])?;
    ensure_eq!(store.commit(&late).await?, CommitOutcome::Stale { head: 1 });
    ensure_eq!(store.find_operation(&late.operation_id).await?, None);
    ensure_eq!(store.head().await?, 1);

    // The way out: read what happened, apply again, same operation.
    bo.read(&*store).await?;
    let mut again = late.clone();
    again.expected_revision = bo.document.revision();
    ensure_eq!(expect_committed(store.commit(&again).await?)?.revision, 2);

    // A revision that is still to come is as stale.
    let mut early = bo.prepare(&[team("law", "Law")?])?;
    early.expected_revision = 9;
    ensure_eq!(
        store.commit(&early).await?,
        CommitOutcome::Stale { head: 2 }
    );
    Ok(())
}

pub(super) async fn a_stale_commit_is_worked_out_again_in_its_turn(
    open: Open<'_>,
) -> Result<(), Failed> {
    let store = open().await;
    let (mut ana, mut bo) = (Author::new("ana"), Author::new("bo"));
    ana.commit(&*store, &[team("care", "Care")?]).await?;
    ana.commit(&*store, &[team("law", "Law")?]).await?;
    let late = bo.prepare(&[team("sales", "Sales")?])?;
    let before = store.changes_since(0, 9).await?;
    // What others did is handed over, oldest first; nothing has to be made of it.
    let mut told = None;
    let mut nothing = |entries: &[LogEntry]| {
        told = Some(entries.to_vec());
        None
    };
    let outcome = store.commit_in_turn(&late, &mut nothing).await?;
    ensure_eq!(outcome, CommitOutcome::Stale { head: 2 });
    ensure!(
        told.is_none_or(|told| told == before),
        "other commits were told"
    );
    ensure_eq!(store.head().await?, 2);
    // Nor is anything stored that is made for another revision.
    let mut wrong = |_: &[LogEntry]| Some(Box::new(late.clone()));
    let outcome = store.commit_in_turn(&late, &mut wrong).await?;
    ensure_eq!(outcome, CommitOutcome::Stale { head: 2 });
    ensure_eq!(store.find_operation(&late.operation_id).await?, None);

    let mut anew = late.clone();
    anew.expected_revision = 2;
    let mut turns = 0;
    let mut again = |_: &[LogEntry]| {
        turns += 1;
        Some(Box::new(anew.clone()))
    };
    let outcome = store.commit_in_turn(&late, &mut again).await?;
    if turns == 0 {
        ensure_eq!(outcome, CommitOutcome::Stale { head: 2 });
        return Ok(());
    }
    ensure_eq!((turns, expect_committed(outcome)?.revision), (1, 3));
    ana.read(&*store).await?;
    ensure!(
        ana.document.contains(Kind::Team, "sales"),
        "it is not there"
    );
    // What is not stale is written as it is.
    let early = ana.prepare(&[team("shop", "Shop")?])?;
    let mut never = |_: &[LogEntry]| unreachable!("nobody was faster");
    let outcome = store.commit_in_turn(&early, &mut never).await?;
    ensure_eq!(expect_committed(outcome)?.revision, 4);
    ensure_eq!(store.verify().await?, vec![]);
    Ok(())
}

pub(super) async fn a_repeated_operation_changes_nothing(open: Open<'_>) -> Result<(), Failed> {
    let store = open().await;
    let mut ana = Author::new("ana");
    let commit = ana.prepare(&[team("care", "Care")?])?;
    let first = expect_committed(store.commit(&commit).await?)?;
    // As it was, and as somebody would repeat it who has seen the answer in between.
    let mut newer = commit.clone();
    newer.expected_revision = first.revision;
    for repeated in [commit, newer] {
        match store.commit(&repeated).await? {
            CommitOutcome::Duplicate(entry) => {
                ensure_eq!((entry.revision, &entry.hash), (first.revision, &first.hash));
            }
            other => {
                return Err(Failed::from(format!(
                    "expected a duplicate, found {other:?}"
                )));
            }
        }
    }
    ensure_eq!(store.head().await?, 1);
    ensure_eq!(store.verify().await?, vec![]);
    Ok(())
}

pub(super) async fn an_operation_needs_an_id(open: Open<'_>) -> Result<(), Failed> {
    let store = open().await;
    let mut commit = Author::new("ana").prepare(&[team("care", "Care")?])?;
    commit.operation_id.clear();
    let refused = store.commit(&commit).await;
    ensure!(
        matches!(refused, Err(StoreError::Refused { .. })),
        "{refused:?}"
    );
    ensure_eq!(store.head().await?, 0);
    Ok(())
}

pub(super) async fn a_refused_commit_leaves_nothing_behind(open: Open<'_>) -> Result<(), Failed> {
    let store = open().await;
    let mut ana = Author::new("ana");
    ana.commit(&*store, &[team("care", "Care")?]).await?;
    let sound = ana.prepare(&[
        team("sales", "Sales")?,
        put(
            Kind::Person,
            json!({"id": "bo", "name": "Bo", "teams": ["sales"]}),
        )?,
    ])?;

    // A person of a team that is not there.
    let mut dangling = sound.clone();
    dangling.diff.changes.remove(0);
    // A record that is new, yet stands there.
    let mut twice = sound.clone();
    twice.diff.changes.push(Change {
        key: RecordKey::new(Kind::Team, "care"),
        before: None,
        after: sound.diff.changes[0].after.clone(),
    });
    // A record that goes, yet is not there.
    let mut gone = sound.clone();
    gone.diff.changes.push(Change {
        key: RecordKey::new(Kind::Team, "nobody"),
        before: sound.diff.changes[0].after.clone(),
        after: None,
    });
    for (what, commit) in [("dangling", dangling), ("twice", twice), ("gone", gone)] {
        let refused = store.commit(&commit).await;
        ensure!(
            matches!(refused, Err(StoreError::Refused { .. })),
            "{what}: {refused:?}"
        );
        ensure_eq!(store.head().await?, 1);
        ensure_eq!(store.find_operation(&commit.operation_id).await?, None);
    }
    let mut bo = Author::new("bo");
    bo.read(&*store).await?;
    same(&bo.document, &ana.document)?;
    ensure_eq!(store.verify().await?, vec![]);
    // The store goes on working.
    expect_committed(store.commit(&sound).await?)?;
    Ok(())
}

pub(super) async fn records_that_refer_to_each_other_come_together(
    open: Open<'_>,
) -> Result<(), Failed> {
    let store = open().await;
    let mut ana = Author::new("ana");
    let edits = [
        put(
            Kind::Team,
            json!({"id": "care", "name": "Care", "rotation": "oncall"}),
        )?,
        put(
            Kind::Rotation,
            json!({"id": "oncall", "name": "On call", "team": "care"}),
        )?,
    ];
    ana.commit(&*store, &edits).await?;
    let gone = [
        EditCommand::delete(&RecordKey::new(Kind::Team, "care")),
        EditCommand::delete(&RecordKey::new(Kind::Rotation, "oncall")),
    ];
    ana.commit(&*store, &gone).await?;
    ensure_eq!(store.verify().await?, vec![]);
    Ok(())
}

pub(super) async fn two_handles_see_each_other(open: Open<'_>) -> Result<(), Failed> {
    let (one, two) = (open().await, open().await);
    let (mut ana, mut bo) = (Author::new("ana"), Author::new("bo"));
    for round in 0..5 {
        let committed = ana
            .commit(&*one, &[team("care", &format!("Care {round}"))?])
            .await?;
        ensure_eq!(two.head().await?, committed.revision);
        bo.read(&*two).await?;
        same(&bo.document, &ana.document)?;
        bo.commit(&*two, &[team("sales", &format!("Sales {round}"))?])
            .await?;
        ensure_eq!(one.changes_since(committed.revision, 10).await?.len(), 1);
        ana.read(&*one).await?;
        same(&ana.document, &bo.document)?;
    }
    ensure_eq!(one.verify().await?, vec![]);
    Ok(())
}

pub(super) async fn writers_at_once_lose_nothing(open: Open<'_>) -> Result<(), Failed> {
    const EACH: u32 = 20;
    let (one, two) = (open().await, open().await);
    let write = async |store: &Store, name: &str| {
        let mut author = Author::new(name);
        for number in 0..EACH {
            author.read(&**store).await?;
            let mut commit = author.prepare(&[team(&format!("{name}-{number}"), name)?])?;
            loop {
                match store.commit(&commit).await? {
                    CommitOutcome::Committed(_) => break,
                    CommitOutcome::Stale { head } => commit.expected_revision = head,
                    CommitOutcome::Duplicate(entry) => {
                        return Err(Failed::from(format!(
                            "{} was written twice",
                            entry.operation_id
                        )));
                    }
                }
            }
        }
        Ok(())
    };
    // Both run in one task, turn by turn; what they write goes through two handles.
    let (a, b) = join(write(&one, "ana"), write(&two, "bo")).await;
    a.and(b)?;
    ensure_eq!(one.head().await?, 2 * EACH);
    ensure_eq!(two.load().await?.records.len(), 2 * EACH as usize);
    ensure_eq!(two.verify().await?, vec![]);
    Ok(())
}

/// Runs two futures by turns until both are done.
async fn join<A: Future, B: Future>(a: A, b: B) -> (A::Output, B::Output) {
    let (mut a, mut b) = (std::pin::pin!(a), std::pin::pin!(b));
    let (mut first, mut second) = (None, None);
    std::future::poll_fn(|context| {
        use std::task::Poll;
        if first.is_none()
            && let Poll::Ready(value) = a.as_mut().poll(context)
        {
            first = Some(value);
        }
        if second.is_none()
            && let Poll::Ready(value) = b.as_mut().poll(context)
        {
            second = Some(value);
        }
        match (first.take(), second.take()) {
            (Some(one), Some(two)) => Poll::Ready((one, two)),
            (one, two) => {
                (first, second) = (one, two);
                Poll::Pending
            }
        }
    })
    .await
}

pub(super) async fn many_records_at_once(open: Open<'_>) -> Result<(), Failed> {
    const TEAMS: usize = 9_000;
    let store = open().await;
    let mut ana = Author::new("ana");
    let edits = (0..TEAMS)
        .map(|n| team(&format!("team-{n}"), &format!("Team {n}")))
        .collect::<Result<Vec<_>, _>>()?;
    ana.commit(&*store, &edits).await?;
    let renamed = (0..TEAMS)
        .map(|n| team(&format!("team-{n}"), &format!("Team {n}, renamed")))
        .collect::<Result<Vec<_>, _>>()?;
    ana.commit(&*store, &renamed).await?;
    let mut bo = Author::new("bo");
    bo.read(&*store).await?;
    same(&bo.document, &ana.document)?;
    ensure_eq!(store.verify().await?, vec![]);
    ensure!(heads_agree(&*store).await?, "head and load disagree");
    Ok(())
}

async fn heads_agree(store: &dyn RegistryStore) -> Result<bool, Failed> {
    Ok(store.head().await? == store.load().await?.revision)
}
