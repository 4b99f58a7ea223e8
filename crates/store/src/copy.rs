//! Moving a registry from one database to another, with its whole history.

use crate::{
    CommitOutcome, LogEntry, NewCommit, Next, Problem, RegistryStore, SeriesOutcome, StoreError,
    refused,
};
use baton_model::RecordsDiff;

/// Commits that are in memory at once; each may hold some tens of megabytes.
const PAGE: u32 = 16;

/// Writes the commits of one registry into another one, as they stand there: the same revisions, authors, times and hashes. A copy
/// that was cut off goes on where it ended; a registry with a history of its own is refused. Returns the revision that both are at.
pub async fn copy(from: &dyn RegistryStore, to: &dyn RegistryStore) -> Result<u32, StoreError> {
    let mut revision = to.head().await?;
    same_until(from, to, revision).await?;
    loop {
        let entries = from.changes_since(revision, PAGE).await?;
        let Some(last) = entries.last() else {
            return Ok(revision);
        };
        revision = last.revision;
        let hashes: Vec<String> = entries.iter().map(|entry| entry.hash.clone()).collect();
        let commits: Vec<NewCommit> = entries
            .into_iter()
            .map(as_commit)
            .collect::<Result<_, _>>()?;
        let mut commits = commits.into_iter();
        let mut next = || {
            commits
                .next()
                .map_or(Next::End, |commit| Next::Commit(Box::new(commit)))
        };
        match to.commit_series(&mut next).await? {
            SeriesOutcome::Committed(done) if done.iter().map(|one| &one.hash).eq(&hashes) => {}
            SeriesOutcome::Committed(_) => {
                return Err(StoreError::corrupt(Problem::row(
                    "change_log",
                    revision.to_string(),
                    "has another hash than its contents",
                )));
            }
            SeriesOutcome::Not(outcome) => return Err(written_meanwhile(&outcome)),
            SeriesOutcome::GivenUp => return Err(refused("the copy was given up")),
        }
    }
}

/// Refuses to copy over a history that is another one.
async fn same_until(
    from: &dyn RegistryStore,
    to: &dyn RegistryStore,
    revision: u32,
) -> Result<(), StoreError> {
    if revision == 0 {
        return Ok(());
    }
    let mut ours = to.changes_since(revision - 1, 1).await?;
    let mut theirs = from.changes_since(revision - 1, 1).await?;
    let hash = |entries: &mut Vec<LogEntry>| entries.pop().map(|entry| entry.hash);
    let (ours, theirs) = (hash(&mut ours), hash(&mut theirs));
    if ours.is_some() && ours == theirs {
        return Ok(());
    }
    Err(refused(format!(
        "{} has a history of its own; copy into a new registry",
        to.info().location
    )))
}

/// The commit that an entry of the log was, to be written again; an entry that this program cannot read is damage.
pub fn as_commit(entry: LogEntry) -> Result<NewCommit, StoreError> {
    let row = entry.revision.to_string();
    let diff = RecordsDiff::from_wire(&entry.changes).map_err(|message| {
        StoreError::corrupt(Problem::row("change_log", row, message).column("changes"))
    })?;
    Ok(NewCommit {
        expected_revision: entry.revision - 1,
        diff,
        author: entry.author,
        at: entry.at,
        operation_id: entry.operation_id,
        action: entry.action,
        summary: entry.summary,
        mark: entry.mark,
        command: entry.command,
    })
}

fn written_meanwhile(outcome: &CommitOutcome) -> StoreError {
    refused(match outcome {
        CommitOutcome::Stale { head } => {
            format!("somebody wrote into the copy meanwhile: it is at revision {head}")
        }
        CommitOutcome::Duplicate(entry) => {
            format!("the copy holds operation {} already", entry.operation_id)
        }
        CommitOutcome::Committed(_) => "the copy ended in the middle".to_owned(),
    })
}
