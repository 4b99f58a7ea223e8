//! One commit: records, their columns, the log entry and the chain's head, all or nothing.

use crate::error::store_error;
use crate::log;
use crate::migrate::{FORMAT, format};
use baton_store::facts::{FactChanges, Table, tables};
use baton_store::{
    CommitOutcome, Committed, NewCommit, Next, Prepared, RecordRow, RecordRows, SeriesOutcome,
    StoreError, refused,
};
use serde_json::Value;
use sqlx::query_builder::Separated;
use sqlx::{AssertSqlSafe, Connection, Executor, QueryBuilder, Sqlite, SqliteConnection};
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
    let ready = Prepared::of(new)?;
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

/// Most memory for pages while a series is written, in KiB. Its keys come in an order of their own, so that with SQLite's 2 MB
/// (<https://sqlite.org/pragma.html#pragma_cache_size>) most pages of a large registry would be written and read again for every few rows.
const WIDE: &str = "PRAGMA cache_size = -524288";
const USUAL: &str = "PRAGMA cache_size = -2000; PRAGMA shrink_memory";

/// Writes commits one after the other, and keeps all of them or none.
pub(crate) async fn commit_series(
    path: &Path,
    connection: &mut SqliteConnection,
    next: &mut (dyn FnMut() -> Next + Send),
) -> Result<SeriesOutcome, StoreError> {
    // Room for pages is a convenience: what was stored stays acknowledged, whatever becomes of the request for it.
    let _ = connection.execute(WIDE).await;
    let outcome = write_series(path, connection, next).await;
    let _ = connection.execute(USUAL).await;
    outcome
}

async fn write_series(
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

type Preparing = JoinHandle<Result<(Box<NewCommit>, Prepared), StoreError>>;

/// What comes next in a series; of a commit, what it writes is being worked out.
enum Coming {
    Commit(Preparing),
    GiveUp,
    End,
}

fn coming(next: Next) -> Coming {
    match next {
        Next::Commit(new) => Coming::Commit(spawn_blocking(move || {
            let ready = Prepared::of(&new)?;
            Ok((new, ready))
        })),
        Next::GiveUp => Coming::GiveUp,
        Next::End => Coming::End,
    }
}

async fn prepared(work: Preparing) -> Result<(Box<NewCommit>, Prepared), StoreError> {
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
    mut ready: Prepared,
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
    let entry = ready.entry(new, head, end)?;
    let rows = ready.rows(new, entry.revision);
    write_records(transaction, &rows, failed).await?;
    write_facts(transaction, std::mem::take(&mut ready.facts))
        .await
        .map_err(failed)?;
    log::append(transaction, &entry, &ready.of, &ready.command, &ready.log)
        .await
        .map_err(failed)?;
    Ok(CommitOutcome::Committed(Committed {
        revision: entry.revision,
        author_seq: entry.author_seq,
        hash: entry.hash,
    }))
}

async fn write_records(
    connection: &mut SqliteConnection,
    rows: &RecordRows<'_>,
    failed: impl Fn(sqlx::Error) -> StoreError,
) -> Result<(), StoreError> {
    let json = |rows: serde_json::Result<String>| rows.map_err(|error| refused(error.to_string()));
    let removed = rows.removed.chunks(BATCH).map(|batch| {
        const SQL: &str = "DELETE FROM record WHERE (kind, id) IN (SELECT value ->> 0, value ->> 1 FROM json_each($1))";
        (SQL, batch.len(), serde_json::to_string(batch))
    });
    let changed = rows.changed.chunks(BATCH).map(|batch| {
        const SQL: &str = "UPDATE record SET revision = n.revision, json = n.json, checksum = n.checksum \
             FROM (SELECT value ->> 0 AS kind, value ->> 1 AS id, value ->> 2 AS revision, \
                          value ->> 3 AS json, value ->> 4 AS checksum FROM json_each($1)) AS n \
             WHERE record.kind = n.kind AND record.id = n.id";
        (SQL, batch.len(), serde_json::to_string(batch))
    });
    for (sql, count, rows) in removed.chain(changed) {
        let query = sqlx::query(sql).bind(json(rows)?);
        let done = query.execute(&mut *connection).await.map_err(&failed)?;
        if done.rows_affected() != count as u64 {
            return Err(refused("a record that was to be changed is not there"));
        }
    }
    for batch in rows.created.chunks(ROWS) {
        QueryBuilder::new("INSERT INTO record (kind, id, revision, json, checksum) ")
            .push_values(
                batch,
                |mut row, RecordRow(kind, id, revision, json, checksum)| {
                    row.push_bind(*kind)
                        .push_bind(*id)
                        .push_bind(*revision)
                        .push_bind(*json)
                        .push_bind(checksum.as_str());
                },
            )
            .build()
            .execute(&mut *connection)
            .await
            .map_err(&failed)?;
    }
    Ok(())
}

async fn write_facts(
    connection: &mut SqliteConnection,
    facts: FactChanges,
) -> Result<(), sqlx::Error> {
    let FactChanges {
        mut cleared,
        mut written,
    } = facts;
    for table in tables() {
        for batch in cleared.remove(table.name).unwrap_or_default().chunks(BATCH) {
            let ids =
                serde_json::to_string(batch).map_err(|error| sqlx::Error::Encode(error.into()))?;
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

    #[test]
    fn statements_stay_below_the_limit_of_variables() {
        for table in tables() {
            assert!(ROWS * table.columns.len() <= 32_766, "{}", table.name);
        }
    }
}
