//! One commit: records, their columns and references, the log entry and the chain's head, all or nothing.

use crate::error::{is_cut, store_error};
use crate::migrate::FORMAT;
use crate::records::PgCells;
use crate::store::{PATIENCE, SOME};
use crate::{Address, foreign, log};
use baton_model::{Change, RecordsDiff};
use baton_store::facts::{FactChanges, Table, tables};
use baton_store::{
    Again, CommitOutcome, Committed, NewCommit, Next, Prepared, RecordRow, RecordRows,
    SeriesOutcome, StoreError, refused, rows,
};
use serde_json::{Map, Value};
use sqlx::{AssertSqlSafe, Connection, PgConnection, Postgres, Transaction};
use std::collections::BTreeSet;
use std::time::Duration;
use tokio::task::{JoinHandle, spawn_blocking};
use tokio::time::timeout;

/// Rows in one statement: few enough that what is bound stays small.
pub(crate) const BATCH: usize = 4096;

/// Others' commits that are read while the registry is locked; whoever is further behind catches up first.
const BEHIND: u32 = 500;

/// How a commit ended that has no outcome.
pub(crate) enum Ended {
    /// Nothing was stored.
    Not(StoreError),
    /// The connection broke, or fell silent, after the server was told to keep it.
    InDoubt,
}

impl From<StoreError> for Ended {
    fn from(error: StoreError) -> Self {
        Self::Not(error)
    }
}

/// Writes a commit, if the registry is still at the revision that it expects; else what `again` makes of it, if that is there.
pub(crate) async fn commit(
    address: &Address,
    connection: &mut PgConnection,
    new: &NewCommit,
    again: Option<Again<'_>>,
) -> Result<CommitOutcome, Ended> {
    let prepared = Prepared::of(new)?;
    let failed = |error: sqlx::Error| store_error(address, &error);
    let mut transaction = connection.begin().await.map_err(failed)?;
    let outcome = write(address, &mut transaction, new, prepared, again).await?;
    if matches!(outcome, CommitOutcome::Committed(_)) {
        keep(address, transaction, PATIENCE).await?;
    }
    Ok(outcome)
}

/// Writes commits one after the other, and keeps all of them or none. The operations that were begun are noted in `begun`.
pub(crate) async fn commit_series(
    address: &Address,
    connection: &mut PgConnection,
    next: &mut (dyn FnMut() -> Next + Send),
    begun: &mut Vec<(String, Committed)>,
) -> Result<SeriesOutcome, Ended> {
    let failed = |error: sqlx::Error| store_error(address, &error);
    let mut transaction = connection.begin().await.map_err(failed)?;
    let mut coming = coming(next());
    while let Coming::Commit(work) = coming {
        let (new, prepared) = ready(work).await?;
        // The next one is worked out while the server writes this one.
        coming = self::coming(next());
        if matches!(coming, Coming::GiveUp) {
            break;
        }
        match write(address, &mut transaction, &new, prepared, None).await? {
            CommitOutcome::Committed(committed) => {
                begun.push((new.operation_id.clone(), committed));
            }
            other => return Ok(SeriesOutcome::Not(Box::new(other))),
        }
    }
    if matches!(coming, Coming::GiveUp) {
        transaction.rollback().await.map_err(failed)?;
        return Ok(SeriesOutcome::GivenUp);
    }
    keep(address, transaction, SOME).await?;
    Ok(SeriesOutcome::Committed(committed(begun)))
}

/// What a series has written.
pub(crate) fn committed(begun: &[(String, Committed)]) -> Vec<Committed> {
    begun.iter().map(|(_, done)| done.clone()).collect()
}

/// Tells the server to keep what was written.
async fn keep(
    address: &Address,
    transaction: Transaction<'_, Postgres>,
    patience: Duration,
) -> Result<(), Ended> {
    match timeout(patience, transaction.commit()).await {
        Ok(Ok(())) => Ok(()),
        Ok(Err(error)) if !is_cut(&error) => Err(Ended::Not(store_error(address, &error))),
        Ok(Err(_)) | Err(_) => Err(Ended::InDoubt),
    }
}

/// The commit of an operation, once whoever else writes has ended: of a connection that broke, too.
pub(crate) async fn stored(
    connection: &mut PgConnection,
    operation_id: &str,
) -> Result<bool, sqlx::Error> {
    let mut transaction = connection.begin().await?;
    lock(&mut transaction).await?;
    Ok(log::of_operation(&mut transaction, operation_id)
        .await?
        .is_some())
}

/// Waits until nobody else writes, and keeps others from it; the format and the revision of the registry, and whether every record may be
/// written.
async fn lock(connection: &mut PgConnection) -> Result<(i64, i64, bool), sqlx::Error> {
    sqlx::query_as("SELECT format, revision, is_admin() FROM registry WHERE one = 1 FOR UPDATE")
        .fetch_one(connection)
        .await
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
            let prepared = Prepared::of(&new)?;
            Ok((new, prepared))
        })),
        Next::GiveUp => Coming::GiveUp,
        Next::End => Coming::End,
    }
}

async fn ready(work: Preparing) -> Result<(Box<NewCommit>, Prepared), StoreError> {
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
    address: &Address,
    transaction: &mut PgConnection,
    mut new: &NewCommit,
    mut prepared: Prepared,
    again: Option<Again<'_>>,
) -> Result<CommitOutcome, StoreError> {
    let failed = |error: sqlx::Error| store_error(address, &error);
    let (format, head, is_admin) = lock(transaction).await.map_err(failed)?;
    if format > i64::from(FORMAT) {
        return Err(StoreError::NewerFormat {
            found: u32::try_from(format).unwrap_or(u32::MAX),
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
    let head = u32::try_from(head).unwrap_or(u32::MAX);
    let anew;
    if head != new.expected_revision {
        let behind = head.checked_sub(new.expected_revision);
        let (Some(again), Some(1..=BEHIND)) = (again, behind) else {
            return Ok(CommitOutcome::Stale { head });
        };
        let rows = log::since(transaction, new.expected_revision, BEHIND)
            .await
            .map_err(failed)?;
        let entries: Result<Vec<_>, _> = rows.iter().map(log::entry).collect();
        anew = again(&entries.map_err(StoreError::corrupt)?);
        match anew.as_deref() {
            Some(made) if made.expected_revision == head => new = made,
            _ => return Ok(CommitOutcome::Stale { head }),
        }
        prepared = Prepared::of(new)?;
    }
    if !is_admin {
        let foreign = foreign::first(transaction, &new.diff, &prepared.afters).await;
        if let Some(refusal) = foreign.map_err(failed)? {
            return Err(refusal);
        }
    }
    let end = log::chain_head(transaction, &new.author)
        .await
        .map_err(failed)?;
    let end = end
        .map(|row| rows::chain_head(&PgCells(&row)))
        .transpose()
        .map_err(StoreError::corrupt)?;
    let entry = prepared.entry(new, head, end)?;
    write_records(transaction, &prepared.rows(new, entry.revision), failed).await?;
    write_facts(transaction, std::mem::take(&mut prepared.facts))
        .await
        .map_err(failed)?;
    write_references(transaction, &new.diff)
        .await
        .map_err(failed)?;
    refuse_dangling(transaction, &new.diff, failed).await?;
    let texts = log::Texts {
        of: &prepared.of,
        command: &prepared.command,
        changes: &prepared.log,
    };
    log::append(transaction, &entry, &texts)
        .await
        .map_err(failed)?;
    Ok(CommitOutcome::Committed(Committed {
        revision: entry.revision,
        author_seq: entry.author_seq,
        hash: entry.hash,
    }))
}

async fn write_records(
    connection: &mut PgConnection,
    rows: &RecordRows<'_>,
    failed: impl Fn(sqlx::Error) -> StoreError,
) -> Result<(), StoreError> {
    for batch in rows.removed.chunks(BATCH) {
        let (kinds, ids): (Vec<&str>, Vec<&str>) = batch.iter().copied().unzip();
        let done = sqlx::query(
            "DELETE FROM record USING unnest($1::text[], $2::text[]) AS n(kind, id) \
             WHERE record.kind = n.kind AND record.id = n.id",
        )
        .bind(kinds)
        .bind(ids)
        .execute(&mut *connection)
        .await
        .map_err(&failed)?;
        all_there(done.rows_affected(), batch.len())?;
    }
    for batch in rows.changed.chunks(BATCH) {
        let done = bound(
            "UPDATE record SET revision = n.revision, json = n.json, checksum = n.checksum \
             FROM unnest($1::text[], $2::text[], $3::bigint[], $4::text[], $5::text[]) AS n(kind, id, revision, json, checksum) \
             WHERE record.kind = n.kind AND record.id = n.id",
            batch,
        )
        .execute(&mut *connection)
        .await
        .map_err(&failed)?;
        all_there(done.rows_affected(), batch.len())?;
    }
    for batch in rows.created.chunks(BATCH) {
        bound(
            "INSERT INTO record (kind, id, revision, json, checksum) \
             SELECT * FROM unnest($1::text[], $2::text[], $3::bigint[], $4::text[], $5::text[])",
            batch,
        )
        .execute(&mut *connection)
        .await
        .map_err(&failed)?;
    }
    Ok(())
}

type Query<'q> = sqlx::query::Query<'q, Postgres, sqlx::postgres::PgArguments>;

fn bound<'q>(sql: &'static str, rows: &'q [RecordRow<'q>]) -> Query<'q> {
    let texts = |of: fn(&'q RecordRow<'q>) -> &'q str| rows.iter().map(of).collect::<Vec<_>>();
    sqlx::query(sql)
        .bind(texts(|row| row.0))
        .bind(texts(|row| row.1))
        .bind(rows.iter().map(|row| i64::from(row.2)).collect::<Vec<_>>())
        .bind(texts(|row| row.3))
        .bind(texts(|row| row.4.as_str()))
}

fn all_there(touched: u64, expected: usize) -> Result<(), StoreError> {
    if touched == expected as u64 {
        return Ok(());
    }
    Err(refused("a record that was to be changed is not there"))
}

async fn write_facts(connection: &mut PgConnection, facts: FactChanges) -> Result<(), sqlx::Error> {
    let FactChanges {
        mut cleared,
        mut written,
    } = facts;
    // Only names of tables and columns of the stores are put into the texts.
    for table in tables() {
        let ids = cleared.remove(table.name).unwrap_or_default();
        let ids: Vec<&str> = ids.iter().filter_map(Value::as_str).collect();
        for batch in ids.chunks(BATCH) {
            let sql = format!(
                "DELETE FROM {} WHERE {} = ANY($1)",
                table.name,
                table.owner()
            );
            sqlx::query(AssertSqlSafe(sql))
                .bind(batch)
                .execute(&mut *connection)
                .await?;
        }
    }
    for table in tables() {
        let rows = written.remove(table.name).unwrap_or_default();
        for batch in rows.chunks(BATCH) {
            let rows: Vec<Value> = batch.iter().map(|row| object(table, row)).collect();
            sqlx::query(AssertSqlSafe(insert(table)))
                .bind(Value::Array(rows).to_string())
                .execute(&mut *connection)
                .await?;
        }
    }
    Ok(())
}

/// A row by the names of its columns. PostgreSQL's texts hold no NUL.
fn object(table: &Table, row: &Value) -> Value {
    let cells = row.as_array().into_iter().flatten();
    let fields: Map<String, Value> = table
        .columns
        .iter()
        .zip(cells)
        .map(|(column, cell)| ((*column).to_owned(), without_nul(cell)))
        .collect();
    Value::Object(fields)
}

/// A cell as this database can hold it.
pub(crate) fn without_nul(cell: &Value) -> Value {
    match cell {
        Value::String(text) if text.contains('\0') => text.replace('\0', "\u{fffd}").into(),
        other => other.clone(),
    }
}

fn insert(table: &Table) -> String {
    let name = table.name;
    let columns: Vec<String> = table.columns.iter().map(|column| quoted(column)).collect();
    let columns = columns.join(", ");
    let insert = format!(
        "INSERT INTO {name} ({columns}) SELECT {columns} FROM json_populate_recordset(NULL::{name}, $1::json)"
    );
    if table.is_list {
        return insert;
    }
    let changed: Vec<String> = table.columns[1..]
        .iter()
        .map(|column| format!("{0} = excluded.{0}", quoted(column)))
        .collect();
    format!(
        "{insert} ON CONFLICT ({}) DO UPDATE SET {}",
        table.owner(),
        changed.join(", ")
    )
}

/// Some columns have the names of words of SQL.
pub(crate) fn quoted(column: &str) -> String {
    format!("\"{column}\"")
}

async fn write_references(
    connection: &mut PgConnection,
    diff: &RecordsDiff,
) -> Result<(), sqlx::Error> {
    for batch in diff.changes.chunks(BATCH) {
        let old = batch.iter().filter(|change| change.before.is_some());
        let (kinds, ids): (Vec<&str>, Vec<&str>) = old
            .map(|change| (change.key.kind.name(), change.key.id.as_str()))
            .unzip();
        if !kinds.is_empty() {
            sqlx::query(
                "DELETE FROM record_reference AS r USING unnest($1::text[], $2::text[]) AS n(kind, id) \
                 WHERE r.kind = n.kind AND r.id = n.id",
            )
            .bind(kinds)
            .bind(ids)
            .execute(&mut *connection)
            .await?;
        }
        let references: BTreeSet<_> = batch.iter().flat_map(references).collect();
        let of = |at: fn(&[String; 4]) -> &String| -> Vec<&str> {
            references.iter().map(|row| at(row).as_str()).collect()
        };
        if !references.is_empty() {
            sqlx::query(
                "INSERT INTO record_reference (kind, id, to_kind, to_id) \
                 SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[])",
            )
            .bind(of(|row| &row[0]))
            .bind(of(|row| &row[1]))
            .bind(of(|row| &row[2]))
            .bind(of(|row| &row[3]))
            .execute(&mut *connection)
            .await?;
        }
    }
    Ok(())
}

fn references(change: &Change) -> Vec<[String; 4]> {
    let Some(record) = &change.after else {
        return Vec::new();
    };
    let outgoing = record.outgoing().into_iter();
    outgoing
        .map(|reference| {
            [
                change.key.kind.name().to_owned(),
                change.key.id.clone(),
                reference.to.kind.name().to_owned(),
                reference.to.id,
            ]
        })
        .collect()
}

/// Refuses what would leave a reference to nothing: of a record that is written, or to one that went.
async fn refuse_dangling(
    connection: &mut PgConnection,
    diff: &RecordsDiff,
    failed: impl Fn(sqlx::Error) -> StoreError,
) -> Result<(), StoreError> {
    const WRITTEN: &str = "SELECT r.kind, r.id, r.to_kind, r.to_id FROM unnest($1::text[], $2::text[]) AS n(kind, id) \
         JOIN record_reference r ON r.kind = n.kind AND r.id = n.id \
         WHERE NOT EXISTS (SELECT 1 FROM record t WHERE t.kind = r.to_kind AND t.id = r.to_id) LIMIT 1";
    const GONE: &str = "SELECT r.kind, r.id, r.to_kind, r.to_id FROM unnest($1::text[], $2::text[]) AS n(kind, id) \
         JOIN record_reference r ON r.to_kind = n.kind AND r.to_id = n.id LIMIT 1";
    let (written, gone): (Vec<&Change>, Vec<&Change>) = diff
        .changes
        .iter()
        .partition(|change| change.after.is_some());
    for (sql, changes) in [(WRITTEN, written), (GONE, gone)] {
        for batch in changes.chunks(BATCH) {
            let (kinds, ids): (Vec<&str>, Vec<&str>) = batch
                .iter()
                .map(|change| (change.key.kind.name(), change.key.id.as_str()))
                .unzip();
            let found: Option<(String, String, String, String)> = sqlx::query_as(sql)
                .bind(kinds)
                .bind(ids)
                .fetch_optional(&mut *connection)
                .await
                .map_err(&failed)?;
            if let Some((kind, id, to_kind, to_id)) = found {
                return Err(refused(format!(
                    "{kind} {id} would refer to {to_kind} {to_id}, which is not there"
                )));
            }
        }
    }
    Ok(())
}
