//! One commit: records, their columns, the log entry and the chain's head, all or nothing.

use crate::error::store_error;
use crate::log;
use crate::migrate::{FORMAT, format};
use crate::project::{Rows, Table, project, tables};
use baton_model::{Change, Json, RecordChange, RecordsDiff};
use baton_store::{
    CommitOutcome, Committed, LogEntry, NewCommit, Next, Problem, SeriesOutcome, StoreError, chain,
    checksum,
};
use serde::Serialize;
use serde_json::Value;
use sqlx::query_builder::Separated;
use sqlx::{AssertSqlSafe, Connection, QueryBuilder, Sqlite, SqliteConnection};
use std::collections::BTreeMap;
use std::path::Path;
use tokio::task::{JoinHandle, spawn_blocking};

/// Rows in one statement: few enough that its JSON text stays small.
const BATCH: usize = 4096;
/// Rows whose cells are bound one by one, so that SQLite takes no JSON apart for each of them: few enough for its 32,766 variables.
const ROWS: usize = 500;

/// Writes a commit, if the registry is still at the revision that it expects.
pub(crate) async fn commit(
    path: &Path,
    connection: &mut SqliteConnection,
    new: &NewCommit,
) -> Result<CommitOutcome, StoreError> {
    let ready = Ready::of(new)?;
    let failed = |error: sqlx::Error| store_error(path, &error);
    let mut transaction = connection
        .begin_with("BEGIN IMMEDIATE")
        .await
        .map_err(failed)?;
    let outcome = write(path, &mut transaction, new, ready).await?;
    if matches!(outcome, CommitOutcome::Committed(_)) {
        transaction.commit().await.map_err(failed)?;
    }
    Ok(outcome)
}

/// Writes commits one after the other, and keeps all of them or none.
pub(crate) async fn commit_series(
    path: &Path,
    connection: &mut SqliteConnection,
    next: &mut (dyn FnMut() -> Next + Send),
) -> Result<SeriesOutcome, StoreError> {
    let failed = |error: sqlx::Error| store_error(path, &error);
    let mut transaction = connection
        .begin_with("BEGIN IMMEDIATE")
        .await
        .map_err(failed)?;
    let mut done = Vec::new();
    let mut coming = coming(next());
    while let Coming::Commit(work) = coming {
        let (new, ready) = prepared(work).await?;
        // The next one is worked out while SQLite, on a thread of its own, writes this one.
        coming = self::coming(next());
        if matches!(coming, Coming::GiveUp) {
            break;
        }
        match write(path, &mut transaction, &new, ready).await? {
            CommitOutcome::Committed(committed) => done.push(committed),
            other => return Ok(SeriesOutcome::Not(Box::new(other))),
        }
    }
    if matches!(coming, Coming::GiveUp) {
        transaction.rollback().await.map_err(failed)?;
        return Ok(SeriesOutcome::GivenUp);
    }
    transaction.commit().await.map_err(failed)?;
    Ok(SeriesOutcome::Committed(done))
}

type Preparing = JoinHandle<Result<(Box<NewCommit>, Ready), StoreError>>;

/// What comes next in a series; of a commit, what it writes is being worked out.
enum Coming {
    Commit(Preparing),
    GiveUp,
    End,
}

fn coming(next: Next) -> Coming {
    match next {
        Next::Commit(new) => Coming::Commit(spawn_blocking(move || {
            let ready = Ready::of(&new)?;
            Ok((new, ready))
        })),
        Next::GiveUp => Coming::GiveUp,
        Next::End => Coming::End,
    }
}

async fn prepared(work: Preparing) -> Result<(Box<NewCommit>, Ready), StoreError> {
    match work.await {
        Ok(ready) => ready,
        Err(error) => match error.try_into_panic() {
            Ok(panic) => std::panic::resume_unwind(panic),
            // The runtime goes down; the transaction goes with it.
            Err(_) => Err(refused("the program is ending; nothing was stored")),
        },
    }
}

/// Writes a commit into a transaction; it stays if the transaction does.
async fn write(
    path: &Path,
    transaction: &mut SqliteConnection,
    new: &NewCommit,
    ready: Ready,
) -> Result<CommitOutcome, StoreError> {
    let failed = |error: sqlx::Error| store_error(path, &error);
    let found = format(transaction).await.map_err(failed)?;
    if found > FORMAT {
        return Err(StoreError::NewerFormat {
            found,
            supported: FORMAT,
        });
    }
    let same = log::of_operation(transaction, &new.operation_id)
        .await
        .map_err(failed)?;
    if let Some(row) = same {
        let entry = log::entry(&row).map_err(StoreError::corrupt)?;
        return Ok(CommitOutcome::Duplicate(Box::new(entry)));
    }
    let head = log::head(transaction).await.map_err(failed)?;
    if head != new.expected_revision {
        return Ok(CommitOutcome::Stale { head });
    }
    let end = log::chain_head(transaction, &new.author)
        .await
        .map_err(failed)?;
    if let Some(end) = end.as_ref().filter(|end| !end.is_sealed()) {
        let broken = Problem::row("chain_head", end.author.as_str(), "the seal is broken");
        return Err(StoreError::corrupt(broken.column("seal")));
    }
    let (count, previous_hash) = end.map(|end| (end.count, end.hash)).unwrap_or_default();

    let Ready {
        changes,
        afters,
        texts,
        columns,
    } = ready;
    let mut entry = LogEntry {
        revision: head + 1,
        author: new.author.clone(),
        author_seq: count + 1,
        at: new.at.clone(),
        operation_id: new.operation_id.clone(),
        action: new.action.clone(),
        summary: new.summary.clone(),
        mark: new.mark.clone(),
        command: new.command.clone(),
        changes,
        previous_hash,
        hash: String::new(),
    };
    entry.hash = chain::hash(&entry);

    write_records(transaction, &new.diff, &afters, entry.revision, failed).await?;
    columns.write(transaction).await.map_err(failed)?;
    log::append(
        transaction,
        &entry,
        &texts.of,
        &texts.command,
        &texts.changes,
    )
    .await
    .map_err(failed)?;
    Ok(CommitOutcome::Committed(Committed {
        revision: entry.revision,
        author_seq: entry.author_seq,
        hash: entry.hash,
    }))
}

/// What a commit writes, worked out before the registry is locked.
struct Ready {
    changes: Vec<RecordChange>,
    /// The JSON of each record after its change.
    afters: Vec<Option<String>>,
    texts: Texts,
    columns: Columns,
}

impl Ready {
    fn of(new: &NewCommit) -> Result<Self, StoreError> {
        if new.operation_id.is_empty() {
            return Err(refused("an operation needs an id"));
        }
        let changes = new.diff.to_wire();
        let afters: Vec<_> = changes
            .iter()
            .map(|change| text(change.after.as_ref()))
            .collect();
        Ok(Self {
            texts: Texts::of(new, &changes, &afters)?,
            columns: Columns::of(&new.diff),
            changes,
            afters,
        })
    }
}

fn refused(message: impl Into<String>) -> StoreError {
    StoreError::Refused {
        message: message.into(),
    }
}

/// The JSON texts of a log entry.
struct Texts {
    of: String,
    command: String,
    changes: String,
}

impl Texts {
    fn of(
        new: &NewCommit,
        changes: &[RecordChange],
        afters: &[Option<String>],
    ) -> Result<Self, StoreError> {
        let text =
            |result: serde_json::Result<String>| result.map_err(|error| refused(error.to_string()));
        Ok(Self {
            of: text(serde_json::to_string(new.action.of()))?,
            command: text(serde_json::to_string(&new.command))?,
            changes: log_text(changes, afters),
        })
    }
}

fn text(fields: Option<&Json>) -> Option<String> {
    fields.map(|Json(fields)| fields.to_string())
}

/// The JSON of changes, as serde would write it, from the texts of their records.
fn log_text(changes: &[RecordChange], afters: &[Option<String>]) -> String {
    const NULL: &str = "null";
    let mut log = String::from("[");
    for (change, after) in changes.iter().zip(afters) {
        if log.len() > 1 {
            log.push(',');
        }
        let before = text(change.before.as_ref());
        let id = Value::from(change.id.as_str()).to_string();
        let parts = [
            "{\"kind\":\"",
            change.kind.name(),
            "\",\"id\":",
            &id,
            ",\"before\":",
            before.as_deref().unwrap_or(NULL),
            ",\"after\":",
            after.as_deref().unwrap_or(NULL),
            "}",
        ];
        for part in parts {
            log.push_str(part);
        }
    }
    log.push(']');
    log
}

/// A record as it is bound: kind, id, revision, JSON, checksum.
#[derive(Serialize)]
struct Row<'a>(&'a str, &'a str, u32, &'a str, String);

async fn write_records(
    connection: &mut SqliteConnection,
    diff: &RecordsDiff,
    afters: &[Option<String>],
    revision: u32,
    failed: impl Fn(sqlx::Error) -> StoreError,
) -> Result<(), StoreError> {
    let (mut created, mut changed, mut removed) = (Vec::new(), Vec::new(), Vec::new());
    for (Change { key, before, .. }, after) in diff.changes.iter().zip(afters) {
        let (kind, id) = (key.kind.name(), key.id.as_str());
        let Some(json) = after else {
            removed.push(Row(kind, id, revision, "", String::new()));
            continue;
        };
        let row = Row(
            kind,
            id,
            revision,
            json,
            checksum::record(kind, id, revision, json),
        );
        if before.is_none() {
            created.push(row);
        } else {
            changed.push(row);
        }
    }
    let statements = [
        (
            removed,
            "DELETE FROM record WHERE (kind, id) IN (SELECT value ->> 0, value ->> 1 FROM json_each($1))",
        ),
        (
            changed,
            "UPDATE record SET revision = n.revision, json = n.json, checksum = n.checksum \
             FROM (SELECT value ->> 0 AS kind, value ->> 1 AS id, value ->> 2 AS revision, \
                          value ->> 3 AS json, value ->> 4 AS checksum FROM json_each($1)) AS n \
             WHERE record.kind = n.kind AND record.id = n.id",
        ),
    ];
    for (rows, sql) in statements {
        for batch in rows.chunks(BATCH) {
            let text = serde_json::to_string(batch).map_err(|error| refused(error.to_string()))?;
            let done = sqlx::query(sql)
                .bind(text)
                .execute(&mut *connection)
                .await
                .map_err(&failed)?;
            if done.rows_affected() != batch.len() as u64 {
                return Err(refused("a record that was to be changed is not there"));
            }
        }
    }
    for batch in created.chunks(ROWS) {
        QueryBuilder::new("INSERT INTO record (kind, id, revision, json, checksum) ")
            .push_values(batch, |mut row, Row(kind, id, revision, json, checksum)| {
                row.push_bind(*kind)
                    .push_bind(*id)
                    .push_bind(*revision)
                    .push_bind(*json)
                    .push_bind(checksum.as_str());
            })
            .build()
            .execute(&mut *connection)
            .await
            .map_err(&failed)?;
    }
    Ok(())
}

/// What a diff does to the tables of facts.
#[derive(Default)]
struct Columns {
    cleared: BTreeMap<&'static str, Vec<Value>>,
    written: BTreeMap<&'static str, Vec<Value>>,
}

impl Columns {
    fn of(diff: &RecordsDiff) -> Self {
        let mut columns = Self::default();
        for Change { key, before, after } in &diff.changes {
            let [mut old, mut new] = [before, after].map(|record| {
                let mut rows = Rows::default();
                if let Some(record) = record {
                    project(record, &mut rows);
                }
                rows.0
            });
            for table in tables().filter(|table| table.kind == key.kind) {
                let [old, new] =
                    [&mut old, &mut new].map(|rows| rows.remove(table.name).unwrap_or_default());
                if old == new {
                    continue;
                }
                let replaced = !table.is_list && !new.is_empty();
                if !old.is_empty() && !replaced {
                    columns
                        .cleared
                        .entry(table.name)
                        .or_default()
                        .push(key.id.as_str().into());
                }
                columns.written.entry(table.name).or_default().extend(new);
            }
        }
        columns
    }

    async fn write(self, connection: &mut SqliteConnection) -> Result<(), sqlx::Error> {
        let Self {
            mut cleared,
            mut written,
        } = self;
        for table in tables() {
            for batch in cleared.remove(table.name).unwrap_or_default().chunks(BATCH) {
                let ids = serde_json::to_string(batch)
                    .map_err(|error| sqlx::Error::Encode(error.into()))?;
                // Only names of tables and columns of this crate are put into the text.
                sqlx::query(AssertSqlSafe(clear(table)))
                    .bind(ids)
                    .execute(&mut *connection)
                    .await?;
            }
        }
        for table in tables() {
            let (before, after) = insert(table);
            for batch in written.remove(table.name).unwrap_or_default().chunks(ROWS) {
                let mut query = QueryBuilder::new(before.as_str());
                query.push_values(batch, |mut row, cells| {
                    for cell in cells.as_array().into_iter().flatten() {
                        bind(&mut row, cell);
                    }
                });
                query.push(&after);
                query.build().execute(&mut *connection).await?;
            }
        }
        Ok(())
    }
}

/// A cell as SQLite's own `->>` gives it.
fn bind(row: &mut Separated<'_, Sqlite, &'static str>, cell: &Value) {
    match cell {
        Value::Null => row.push_bind(None::<String>),
        Value::Bool(flag) => row.push_bind(i64::from(*flag)),
        Value::Number(number) => match number.as_i64() {
            Some(whole) => row.push_bind(whole),
            None => row.push_bind(number.as_f64()),
        },
        Value::String(text) => row.push_bind(text.clone()),
        Value::Array(_) | Value::Object(_) => row.push_bind(cell.to_string()),
    };
}

fn clear(table: &Table) -> String {
    format!(
        "DELETE FROM {} WHERE {} IN (SELECT value FROM json_each($1))",
        table.name,
        table.owner()
    )
}

/// What stands before and after the rows of a statement that writes them.
fn insert(table: &Table) -> (String, String) {
    let (name, owner) = (table.name, table.owner());
    let columns = table.columns.join(", ");
    let before = format!("INSERT INTO {name} ({columns}) ");
    if table.is_list {
        return (before, String::new());
    }
    let changed: Vec<String> = table.columns[1..]
        .iter()
        .map(|column| format!("{column} = excluded.{column}"))
        .collect();
    let changed = changed.join(", ");
    let after = format!(" ON CONFLICT ({owner}) DO UPDATE SET {changed}");
    (before, after)
}

#[cfg(test)]
mod tests {
    use super::*;
    use baton_model::Kind;
    use serde_json::json;

    #[test]
    fn statements_stay_below_the_limit_of_variables() {
        for table in tables() {
            assert!(ROWS * table.columns.len() <= 32_766, "{}", table.name);
        }
    }

    #[test]
    fn the_log_reads_as_serde_writes_it() {
        let some = |fields: Value| Some(Json(fields));
        let change = |id: &str, before, after| RecordChange {
            kind: Kind::EscalationPath,
            id: id.to_owned(),
            before,
            after,
        };
        let fields = json!({"b": "\u{7}\"\\é", "a": [1, 0.1, null, {"z": true, "a": false}]});
        let changes = [
            change("new", None, some(fields.clone())),
            change("\"odd\"\n", some(fields.clone()), some(json!({}))),
            change("gone", some(fields), None),
        ];
        for changes in [&changes[..], &changes[..1], &[]] {
            let afters: Vec<_> = changes
                .iter()
                .map(|change| text(change.after.as_ref()))
                .collect();
            let written = log_text(changes, &afters);
            assert_eq!(written, serde_json::to_string(changes).unwrap());
        }
    }
}
