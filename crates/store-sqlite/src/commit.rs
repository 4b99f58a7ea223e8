//! One commit: records, their columns, the log entry and the chain's head, all or nothing.

use crate::error::store_error;
use crate::log;
use crate::migrate::{FORMAT, format};
use crate::project::{Rows, Table, project, tables};
use baton_model::{Change, RecordChange, RecordsDiff};
use baton_store::{
    CommitOutcome, Committed, LogEntry, NewCommit, Next, Problem, SeriesOutcome, StoreError, chain,
    checksum,
};
use serde_json::Value;
use sqlx::{AssertSqlSafe, Connection, SqliteConnection};
use std::collections::BTreeMap;
use std::path::Path;

/// Rows in one statement: few enough that its JSON text stays small.
const BATCH: usize = 4096;

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
    loop {
        let new = match next() {
            Next::Commit(new) => new,
            Next::GiveUp => {
                transaction.rollback().await.map_err(failed)?;
                return Ok(SeriesOutcome::GivenUp);
            }
            Next::End => break,
        };
        let ready = Ready::of(&new)?;
        match write(path, &mut transaction, &new, ready).await? {
            CommitOutcome::Committed(committed) => done.push(committed),
            other => return Ok(SeriesOutcome::Not(Box::new(other))),
        }
    }
    transaction.commit().await.map_err(failed)?;
    Ok(SeriesOutcome::Committed(done))
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

    write_records(transaction, &new.diff, entry.revision, failed).await?;
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
    texts: Texts,
    columns: Columns,
}

impl Ready {
    fn of(new: &NewCommit) -> Result<Self, StoreError> {
        if new.operation_id.is_empty() {
            return Err(refused("an operation needs an id"));
        }
        let changes = new.diff.to_wire();
        Ok(Self {
            texts: Texts::of(new, &changes)?,
            columns: Columns::of(&new.diff),
            changes,
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
    fn of(new: &NewCommit, changes: &[RecordChange]) -> Result<Self, StoreError> {
        let text =
            |result: serde_json::Result<String>| result.map_err(|error| refused(error.to_string()));
        Ok(Self {
            of: text(serde_json::to_string(new.action.of()))?,
            command: text(serde_json::to_string(&new.command))?,
            changes: text(serde_json::to_string(changes))?,
        })
    }
}

async fn write_records(
    connection: &mut SqliteConnection,
    diff: &RecordsDiff,
    revision: u32,
    failed: impl Fn(sqlx::Error) -> StoreError,
) -> Result<(), StoreError> {
    let (mut created, mut changed, mut removed) = (Vec::new(), Vec::new(), Vec::new());
    for Change { key, before, after } in &diff.changes {
        let Some(record) = after else {
            removed.push(Value::from([key.kind.name(), key.id.as_str()]));
            continue;
        };
        let json = record.to_json().to_string();
        let checksum = checksum::record(key.kind.name(), &key.id, revision, &json);
        let row = serde_json::json!([key.kind.name(), key.id, revision, json, checksum]);
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
        (
            created,
            "INSERT INTO record (kind, id, revision, json, checksum) \
             SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4 FROM json_each($1)",
        ),
    ];
    for (rows, sql) in statements {
        for batch in rows.chunks(BATCH) {
            let text = Value::from(batch).to_string();
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

    async fn write(&self, connection: &mut SqliteConnection) -> Result<(), sqlx::Error> {
        for (rows_of, sql) in [
            (&self.cleared, clear as fn(&Table) -> String),
            (&self.written, insert),
        ] {
            for table in tables() {
                for batch in rows_of
                    .get(table.name)
                    .map(Vec::as_slice)
                    .unwrap_or_default()
                    .chunks(BATCH)
                {
                    // Only names of tables and columns of this crate are put into the text.
                    let sql = AssertSqlSafe(sql(table));
                    let rows = Value::from(batch).to_string();
                    sqlx::query(sql)
                        .bind(rows)
                        .execute(&mut *connection)
                        .await?;
                }
            }
        }
        Ok(())
    }
}

fn clear(table: &Table) -> String {
    format!(
        "DELETE FROM {} WHERE {} IN (SELECT value FROM json_each($1))",
        table.name,
        table.owner()
    )
}

fn insert(table: &Table) -> String {
    let (name, owner) = (table.name, table.owner());
    let columns = table.columns.join(", ");
    let values: Vec<String> = (0..table.columns.len())
        .map(|n| format!("value ->> {n}"))
        .collect();
    let values = values.join(", ");
    let insert = format!("INSERT INTO {name} ({columns}) SELECT {values} FROM json_each($1)");
    if table.is_list {
        return insert;
    }
    let changed: Vec<String> = table.columns[1..]
        .iter()
        .map(|column| format!("{column} = excluded.{column}"))
        .collect();
    let changed = changed.join(", ");
    // `WHERE true` keeps ON from being read as part of a join.
    format!("{insert} WHERE true ON CONFLICT ({owner}) DO UPDATE SET {changed}")
}
