//! Everything that can be wrong with a shared registry, each with table, row and column.

use crate::commit::{quoted, without_nul};
use crate::records::PgCells;
use crate::{log, records};
use baton_model::{Record, StoredRecord};
use baton_store::facts::{self, Table, tables};
use baton_store::{HistoryCheck, Problem, rows};
use sqlx::{AssertSqlSafe, PgConnection, Row};
use std::collections::BTreeSet;

/// Log entries that are in memory at once.
const PAGE: u32 = 256;

/// Reads everything. `connection` is inside a transaction that sees one revision.
pub(crate) async fn verify(connection: &mut PgConnection) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut note = |table: &str, result: Result<Vec<Problem>, sqlx::Error>| match result {
        Ok(found) => problems.extend(found),
        Err(error) => problems.push(Problem::row(table, "", error.to_string())),
    };
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
            note(
                "record_reference",
                references(connection, &parsed, whole).await,
            );
            note("record", Ok(rows::dangling(parsed)));
            note("change_log", history(connection, stored).await);
        }
    }
    problems.sort();
    problems.dedup();
    problems
}

async fn history(
    connection: &mut PgConnection,
    stored: Vec<StoredRecord>,
) -> Result<Vec<Problem>, sqlx::Error> {
    let mut check = HistoryCheck::default();
    let mut last = 0;
    loop {
        let rows = log::since(connection, last, PAGE).await?;
        for row in &rows {
            last = u32::try_from(row.try_get::<i64, _>("revision")?).unwrap_or(u32::MAX);
            match log::entry(row) {
                Ok(entry) => check.entry(entry),
                Err(problem) => check.unreadable(problem),
            }
        }
        if rows.is_empty() {
            break;
        }
    }
    let mut problems = Vec::new();
    let mut heads = Vec::new();
    for row in log::chain_heads(connection).await? {
        match rows::chain_head(&PgCells(&row)) {
            Ok(head) => heads.push(head),
            Err(problem) => problems.push(problem),
        }
    }
    let head = log::head(connection).await?;
    if head != last {
        let message = format!("holds {head}, the change log ends at {last}");
        problems.push(Problem::row("registry", "1", message).column("revision"));
    }
    problems.extend(check.finish(heads, stored));
    Ok(problems)
}

/// Compares a table of facts with the records that it was written from.
async fn facts(
    connection: &mut PgConnection,
    table: &Table,
    records: &[Record],
    whole: bool,
) -> Result<Vec<Problem>, sqlx::Error> {
    let columns: Vec<String> = table.columns.iter().map(|column| quoted(column)).collect();
    // Only names of tables and columns of the stores are put into the text.
    let sql = AssertSqlSafe(format!(
        "SELECT json_build_array({})::text FROM {}",
        columns.join(", "),
        table.name
    ));
    let found: Vec<String> = sqlx::query_scalar(sql).fetch_all(connection).await?;
    Ok(facts::compare(table, records, whole, &found, without_nul))
}

async fn references(
    connection: &mut PgConnection,
    records: &[Record],
    whole: bool,
) -> Result<Vec<Problem>, sqlx::Error> {
    type Row = (String, String, String, String);
    let found: Vec<Row> = sqlx::query_as("SELECT kind, id, to_kind, to_id FROM record_reference")
        .fetch_all(connection)
        .await?;
    let found: BTreeSet<Row> = found.into_iter().collect();
    let expected: BTreeSet<Row> = records
        .iter()
        .flat_map(|record| {
            let (kind, id) = (record.kind().name(), record.id());
            let outgoing = record.outgoing().into_iter();
            outgoing.map(move |reference| {
                let to = reference.to;
                (
                    kind.to_owned(),
                    id.to_owned(),
                    to.kind.name().to_owned(),
                    to.id,
                )
            })
        })
        .collect();
    let told = |(kind, id, to_kind, to_id): &Row, message: &str| {
        Problem::row(
            "record_reference",
            format!("{kind} {id} to {to_kind} {to_id}"),
            message,
        )
    };
    let missing = expected.difference(&found);
    let missing = missing.map(|row| told(row, "is missing"));
    let needless = found.difference(&expected).filter(|_| whole);
    let needless = needless.map(|row| told(row, "belongs to no record"));
    Ok(missing.chain(needless).collect())
}
