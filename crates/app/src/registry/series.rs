//! Very large changes: written as several commits that stay together or not at all, and are one step for whoever takes them back.
//!
//! Neither a row of the log nor memory is meant for a million records as JSON, so each of the commits holds a part of the changes.

use super::Registry;
use super::commit::others_are_faster;
use crate::{AppError, ErrorCode};
use baton_model::{Change, Document, EditCommand, Json, RecordsDiff, apply};
use baton_store::{Action, CommitOutcome, Committed, NewCommit, Next, SeriesOutcome};
use serde_json::json;
use std::sync::Arc;

/// Most changes of one commit: some tens of megabytes of the log.
pub(super) const CHANGES: usize = 20_000;
/// Most changes that can be taken back, or put back, at once: that is one commit.
pub(super) const TAKEN_BACK: usize = 400_000;
/// How often the changes are worked out anew when others keep being faster.
const ATTEMPTS: usize = 5;

/// Hears how many of so many changes are written, and ends the writing by saying no.
pub(crate) type GoOn<'a> = &'a mut (dyn FnMut(usize, usize) -> bool + Send);

/// What a series is written for.
pub(super) struct Operation<'a> {
    pub id: &'a str,
    pub action: &'a Action,
    pub summary: &'a str,
    /// Groups the commits with those of other operations; with each other they are grouped in any case.
    pub mark: Option<&'a str>,
    /// Most changes of one commit.
    pub changes: usize,
}

/// What a series wrote.
pub(crate) struct Written {
    /// The registry's revision after it.
    pub revision: u32,
    /// The changes, joined.
    pub diff: RecordsDiff,
}

impl Registry {
    /// Writes edits whose reply nobody waits for: however many there are, all of them or nothing. The rules run when somebody asks for
    /// what they say.
    pub(crate) async fn write_many(
        &self,
        edits: &[EditCommand],
        action: &Action,
        summary: &str,
        go_on: GoOn<'_>,
    ) -> Result<Written, AppError> {
        let id = self.host.operation_id();
        let operation = Operation {
            id: &id,
            action,
            summary,
            mark: None,
            changes: CHANGES,
        };
        self.write_edits(edits, &operation, go_on).await
    }

    async fn write_edits(
        &self,
        edits: &[EditCommand],
        operation: &Operation<'_>,
        go_on: GoOn<'_>,
    ) -> Result<Written, AppError> {
        let _writing = self.writing.lock().await;
        for _ in 0..ATTEMPTS {
            let (base, diff) = self.read(|document: &Document| {
                apply(document, edits).map(|diff| (document.revision(), diff))
            })?;
            if diff.is_empty() {
                return Ok(Written {
                    revision: base,
                    diff,
                });
            }
            match self.write_parts(base, &diff, operation, go_on).await? {
                SeriesOutcome::Committed(_) => {
                    let revision = self.read(Document::revision);
                    return Ok(Written { revision, diff });
                }
                SeriesOutcome::GivenUp => return Err(nothing_stored()),
                SeriesOutcome::Not(outcome) => match *outcome {
                    CommitOutcome::Duplicate(entry) => {
                        return Err(done_before(&entry.operation_id));
                    }
                    _ => {
                        self.catch_up().await?;
                    }
                },
            }
        }
        Err(others_are_faster())
    }

    /// Writes a diff in parts and takes it in. The caller holds the lock for writing.
    pub(super) async fn write_parts(
        &self,
        base: u32,
        diff: &RecordsDiff,
        operation: &Operation<'_>,
        go_on: GoOn<'_>,
    ) -> Result<SeriesOutcome, AppError> {
        let of = diff.changes.len();
        let count = of.div_ceil(operation.changes);
        let mark = operation.mark.unwrap_or(operation.id);
        let mut parts = (base..).zip(diff.changes.chunks(operation.changes).enumerate());
        let mut next = || {
            let Some((expected_revision, (at, changes))) = parts.next() else {
                return Next::End;
            };
            if !go_on(at * operation.changes, of) {
                return Next::GiveUp;
            }
            Next::Commit(Box::new(NewCommit {
                expected_revision,
                command: command(changes, count),
                diff: part(changes),
                author: self.host.author(),
                at: self.host.now(),
                operation_id: operation_of(operation.id, at),
                action: operation.action.clone(),
                summary: summary_of(operation.summary, at, count),
                mark: Some(mark.to_owned()),
            }))
        };
        let outcome = self.store.commit_series(&mut next).await?;
        if let SeriesOutcome::Committed(commits) = &outcome {
            self.take_in_series(diff, commits, operation, mark);
        }
        Ok(outcome)
    }

    fn take_in_series(
        &self,
        diff: &RecordsDiff,
        commits: &[Committed],
        operation: &Operation<'_>,
        mark: &str,
    ) {
        self.change_state(|state| {
            let document = Arc::make_mut(&mut state.document);
            for (changes, committed) in diff.changes.chunks(operation.changes).zip(commits) {
                document.commit(&part(changes), committed.revision);
                state
                    .undo
                    .push(committed.revision, operation.action, Some(mark));
            }
            // Making them anew is as quick as following so many changes, and may never be needed.
            state.index.take();
            state.graph.take();
            state.findings_before = state.judged.take().map(|judged| judged.findings);
        });
    }
}

/// It was ended before its end.
pub(crate) fn nothing_stored() -> AppError {
    AppError::new(
        ErrorCode::Cancelled,
        "the import was ended",
        "nothing was stored",
    )
}

pub(super) fn done_before(operation: &str) -> AppError {
    AppError::new(
        ErrorCode::InvalidInput,
        format!("the operation {operation} was done before"),
        "nothing was stored; try again under another name",
    )
}

/// So many changes cannot be taken back at once.
pub(super) fn too_many(count: usize) -> AppError {
    AppError::new(
        ErrorCode::InvalidInput,
        format!("{count} records would change; {TAKEN_BACK} are the limit of an undo or redo"),
        "nothing was changed; delete what came by it, for example its topology with what depends on it, or restore a copy",
    )
}

fn part(changes: &[Change]) -> RecordsDiff {
    RecordsDiff {
        changes: changes.to_vec(),
    }
}

/// The edits of a part, as they were asked for. Of a large change they would say all of it a second time, so the changes speak for themselves.
fn command(changes: &[Change], count: usize) -> Json {
    if count > 1 {
        return Json(json!([]));
    }
    let edits: Vec<EditCommand> = changes
        .iter()
        .map(|change| match &change.after {
            Some(record) => EditCommand::put(Arc::unwrap_or_clone(Arc::clone(record))),
            None => EditCommand::delete(&change.key),
        })
        .collect();
    Json(serde_json::to_value(edits).unwrap_or_default())
}

/// The first commit has the operation's own id, which tells a second attempt from the first.
fn operation_of(operation: &str, at: usize) -> String {
    match at {
        0 => operation.to_owned(),
        _ => format!("{operation}.{at}"),
    }
}

fn summary_of(summary: &str, at: usize, count: usize) -> String {
    match count {
        1 => summary.to_owned(),
        _ => format!("{summary} ({} of {count})", at + 1),
    }
}
