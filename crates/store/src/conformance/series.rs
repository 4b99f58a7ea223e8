//! Commits that stay together or not at all.

use super::fixture::{same, team};
use super::{Author, Failed, Open, ensure, ensure_eq};
use crate::{CommitOutcome, NewCommit, Next, RegistryStore, SeriesOutcome};

/// Commits of one author, each on the one before it.
fn teams(author: &mut Author, names: &[&str]) -> Result<Vec<NewCommit>, Failed> {
    let first = author.document.revision() + 1;
    (first..)
        .zip(names)
        .map(|(revision, name)| {
            let commit = author.prepare(&[team(name, name)?])?;
            author.took(&commit.diff, revision);
            Ok(commit)
        })
        .collect()
}

/// Hands the commits over one by one, then `last`.
async fn write(
    store: &dyn RegistryStore,
    commits: Vec<NewCommit>,
    last: fn() -> Next,
) -> Result<SeriesOutcome, Failed> {
    let mut commits = commits.into_iter();
    let mut next = || {
        let commit = commits.next();
        commit.map_or_else(last, |commit| Next::Commit(Box::new(commit)))
    };
    Ok(store.commit_series(&mut next).await?)
}

pub(super) async fn a_series_stays_as_a_whole(open: Open<'_>) -> Result<(), Failed> {
    let store = open().await;
    let mut ana = Author::new("ana");
    let commits = teams(&mut ana, &["care", "sales", "law"])?;
    let ids: Vec<String> = commits.iter().map(|one| one.operation_id.clone()).collect();
    let written = match write(&*store, commits, || Next::End).await? {
        SeriesOutcome::Committed(written) => written,
        other => return Err(Failed::from(format!("expected commits, found {other:?}"))),
    };
    let revisions: Vec<u32> = written.iter().map(|one| one.revision).collect();
    ensure_eq!(revisions, [1, 2, 3]);
    ensure_eq!(store.head().await?, 3);
    for (id, one) in ids.iter().zip(&written) {
        let found = store.find_operation(id).await?;
        ensure_eq!(found.map(|entry| entry.hash), Some(one.hash.clone()));
    }
    let mut bo = Author::new("bo");
    bo.read(&*store).await?;
    same(&bo.document, &ana.document)?;
    ensure_eq!(store.verify().await?, vec![]);
    // An empty one is none.
    let empty = write(&*store, Vec::new(), || Next::End).await?;
    ensure_eq!(empty, SeriesOutcome::Committed(Vec::new()));
    ensure_eq!(store.head().await?, 3);
    Ok(())
}

pub(super) async fn a_series_that_is_given_up_leaves_nothing(open: Open<'_>) -> Result<(), Failed> {
    let store = open().await;
    let mut ana = Author::new("ana");
    ana.commit(&*store, &[team("care", "Care")?]).await?;
    let late = teams(&mut Author::new("bo"), &["sales", "law"])?;
    let ids: Vec<String> = late.iter().map(|one| one.operation_id.clone()).collect();
    let stale = write(&*store, late, || Next::End).await?;
    ensure_eq!(
        stale,
        SeriesOutcome::Not(Box::new(CommitOutcome::Stale { head: 1 }))
    );

    let mut bo = Author::new("bo");
    bo.read(&*store).await?;
    let commits = teams(&mut bo, &["sales", "law"])?;
    let given_up = write(&*store, commits, || Next::GiveUp).await?;
    ensure_eq!(given_up, SeriesOutcome::GivenUp);

    // The last of them cannot be written, so the first is not either.
    let mut bo = Author::new("bo");
    bo.read(&*store).await?;
    let mut commits = teams(&mut bo, &["sales", "law"])?;
    commits[1].expected_revision = 1;
    let stale = write(&*store, commits, || Next::End).await?;
    ensure_eq!(
        stale,
        SeriesOutcome::Not(Box::new(CommitOutcome::Stale { head: 2 }))
    );
    let mut commits = teams(&mut Author::new("cy"), &["ops"])?;
    commits[0].expected_revision = 1;
    commits[0].operation_id.clear();
    ensure!(
        write(&*store, commits, || Next::End).await.is_err(),
        "an operation needs an id"
    );

    for id in ids {
        ensure_eq!(store.find_operation(&id).await?, None);
    }
    ensure_eq!(store.head().await?, 1);
    let mut cy = Author::new("cy");
    cy.read(&*store).await?;
    same(&cy.document, &ana.document)?;
    // Whoever comes next writes as if nothing had been.
    ensure_eq!(
        cy.commit(&*store, &[team("law", "Law")?]).await?.revision,
        2
    );
    ensure_eq!(store.verify().await?, vec![]);
    Ok(())
}
