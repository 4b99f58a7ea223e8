//! The new registry: the old history as far as it is whole, then one commit that leads from there to what was found.

use super::evidence::Judged;
use super::{Salvaged, Salvager};
use crate::error::store_error;
use crate::migrate::{MIGRATIONS, migrate};
use crate::{commit, file, open, verify};
use baton_model::{Json, RecordChange, RecordKey, RecordsDiff};
use baton_store::{
    Action, NewCommit, Next, Problem, SeriesOutcome, StoreError, as_commit, refused,
};
use sqlx::{Connection, SqliteConnection};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Writes it under another name first, so that a file at `to` is always complete.
pub(super) async fn write(
    from: &Path,
    to: &Path,
    judged: Judged,
    by: &Salvager,
) -> Result<Salvaged, StoreError> {
    let temporary = file::temporary(to)?;
    let (mut commits, led_to) = believed(&judged);
    let kept = commits.len() as u32;
    if let Some(last) = difference(from, kept, &led_to, &judged.records, by)? {
        commits.push(last);
    }
    let revision = commits.len() as u32;
    let made = fill(&temporary, commits).await;
    let to_mend = match made {
        Ok(to_mend) => to_mend,
        Err(error) => {
            file::discard(&temporary);
            return Err(error);
        }
    };
    file::publish(&temporary, to)?;
    Ok(Salvaged {
        revision,
        records: judged.records.len(),
        commits: kept,
        commits_before: judged.commits_before,
        from_log: judged.from_log,
        perhaps_older: judged.perhaps_older,
        gone: judged.gone,
        damage: judged.damage,
        complete: judged.is_complete && to_mend.is_empty(),
        to_mend,
    })
}

/// The old commits as they are written again, up to one that this program cannot read, and the records after them.
fn believed(judged: &Judged) -> (Vec<NewCommit>, BTreeMap<RecordKey, Json>) {
    let commits: Vec<NewCommit> = judged
        .commits
        .iter()
        .map_while(|entry| as_commit(entry.clone()).ok())
        .collect();
    if commits.len() == judged.commits.len() {
        return (commits, judged.led_to.clone());
    }
    let mut records = BTreeMap::new();
    for change in judged.commits[..commits.len()]
        .iter()
        .flat_map(|entry| &entry.changes)
    {
        let key = RecordKey::new(change.kind, change.id.clone());
        match &change.after {
            Some(json) => records.insert(key, json.clone()),
            None => records.remove(&key),
        };
    }
    (commits, records)
}

/// The commit that leads from one state of all records to another; none where they are the same.
fn difference(
    from: &Path,
    revision: u32,
    before: &BTreeMap<RecordKey, Json>,
    after: &BTreeMap<RecordKey, Json>,
    by: &Salvager,
) -> Result<Option<NewCommit>, StoreError> {
    let keys: BTreeSet<&RecordKey> = before.keys().chain(after.keys()).collect();
    let changes: Vec<RecordChange> = keys
        .into_iter()
        .filter(|key| before.get(key) != after.get(key))
        .map(|key| RecordChange {
            kind: key.kind,
            id: key.id.clone(),
            before: before.get(key).cloned(),
            after: after.get(key).cloned(),
        })
        .collect();
    if changes.is_empty() {
        return Ok(None);
    }
    let name = from.file_name().unwrap_or_default().to_string_lossy();
    Ok(Some(NewCommit {
        expected_revision: revision,
        diff: RecordsDiff::from_wire(&changes).map_err(refused)?,
        author: by.author.clone(),
        at: by.at.clone(),
        operation_id: by.operation_id.clone(),
        action: Action::Import,
        summary: format!("Salvage what can be read of {name}"),
        mark: None,
        command: Json(serde_json::json!({"salvage": name})),
    }))
}

/// Makes the registry and tells what is to be put right in it.
async fn fill(path: &Path, commits: Vec<NewCommit>) -> Result<Vec<Problem>, StoreError> {
    let failed = |error: sqlx::Error| store_error(path, &error);
    // References to records that are gone lead nowhere, and what holds them is kept all the same.
    let options = open::base(path).create_if_missing(true).foreign_keys(false);
    let mut connection = SqliteConnection::connect_with(&options)
        .await
        .map_err(failed)?;
    open::mark(&mut connection).await.map_err(failed)?;
    migrate(path, &mut connection, MIGRATIONS).await?;
    let mut commits = commits.into_iter();
    let mut next = || {
        commits
            .next()
            .map_or(Next::End, |commit| Next::Commit(Box::new(commit)))
    };
    match commit::commit_series(path, &mut connection, &mut next).await? {
        SeriesOutcome::Committed(_) => {}
        other => return Err(refused(format!("the history does not fit: {other:?}"))),
    }
    let mut transaction = connection.begin().await.map_err(failed)?;
    let mut found = verify::verify(&mut transaction).await;
    transaction.rollback().await.map_err(failed)?;
    connection.close().await.map_err(failed)?;
    // The database says of tables what is said of records, and less of it.
    found.retain(|problem| problem.table == "record" || !problem.message.starts_with("refers to"));
    Ok(found)
}
