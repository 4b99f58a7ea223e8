//! Everything that can be wrong with a registry file, each with table, row and column.

use crate::{log, records};
use baton_model::Record;
use baton_store::facts::{self, Table, tables};
use baton_store::{HistoryCheck, Problem, rows};
use serde_json::Value;
use sqlx::{AssertSqlSafe, Row, SqliteConnection};

/// Log entries that are in memory at once.
const PAGE: u32 = 256;

/// Reads everything. `connection` is inside a transaction, so that all of it is one revision.
pub(crate) async fn verify(connection: &mut SqliteConnection) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut note = |table: &str, result: Result<Vec<Problem>, sqlx::Error>| match result {
        Ok(found) => problems.extend(found),
        Err(error) => problems.push(Problem::row(table, "", error.to_string())),
    };
    note("database", pages(connection).await);
    note("database", references(connection).await);
    match records::load_stored(connection).await {
        Err(error) => note("record", Err(error)),
        Ok((stored, unreadable)) => {
            let whole = unreadable.is_empty();
            note("record", Ok(unreadable));
            let (stored, parsed): (Vec<_>, Vec<_>) = stored.into_iter().unzip();
            for table in tables() {
                // What belongs to an unreadable record would only look like too much.
                note(table.name, facts(connection, table, &parsed, whole).await);
            }
            note("record", Ok(rows::dangling(parsed)));
            note("change_log", history(connection, stored).await);
        }
    }
    problems.sort();
    problems.dedup();
    problems
}

/// What SQLite itself finds out about its pages and indexes.
async fn pages(connection: &mut SqliteConnection) -> Result<Vec<Problem>, sqlx::Error> {
    let lines: Vec<String> = sqlx::query_scalar("PRAGMA integrity_check")
        .fetch_all(connection)
        .await?;
    Ok(lines
        .into_iter()
        .filter(|line| line != "ok")
        .map(|line| Problem::row("database", "", line))
        .collect())
}

async fn references(connection: &mut SqliteConnection) -> Result<Vec<Problem>, sqlx::Error> {
    let rows = sqlx::query("SELECT \"table\", rowid, parent FROM pragma_foreign_key_check()")
        .fetch_all(connection)
        .await?;
    rows.iter()
        .map(|row| {
            let table: String = row.try_get(0)?;
            let number: Option<i64> = row.try_get(1)?;
            let parent: String = row.try_get(2)?;
            let name = number.map(|n| format!("rowid {n}")).unwrap_or_default();
            Ok(Problem::row(
                &table,
                name,
                format!("refers to a {parent} that is missing"),
            ))
        })
        .collect()
}

async fn history(
    connection: &mut SqliteConnection,
    stored: Vec<baton_model::StoredRecord>,
) -> Result<Vec<Problem>, sqlx::Error> {
    let mut check = HistoryCheck::default();
    let mut last = 0;
    loop {
        let rows = log::since(connection, last, PAGE).await?;
        for row in &rows {
            last = row.try_get("revision")?;
            match log::entry(row) {
                Ok(entry) => check.entry(entry),
                Err(problem) => check.unreadable(problem),
            }
        }
        if rows.is_empty() {
            break;
        }
    }
    Ok(check.finish(log::chain_heads(connection).await?, stored))
}

/// Compares a table of facts with the records that it was written from.
async fn facts(
    connection: &mut SqliteConnection,
    table: &Table,
    records: &[Record],
    whole: bool,
) -> Result<Vec<Problem>, sqlx::Error> {
    // Only names of tables and columns of the stores are put into the text.
    let sql = AssertSqlSafe(format!(
        "SELECT json_array({}) FROM {}",
        table.columns.join(", "),
        table.name
    ));
    let found: Vec<String> = sqlx::query_scalar(sql).fetch_all(connection).await?;
    Ok(facts::compare(table, records, whole, &found, Value::clone))
}
