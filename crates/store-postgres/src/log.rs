//! The change log: rows to entries and back.

use crate::records::PgCells;
use baton_model::RecordKey;
use baton_store::chain::ChainHead;
use baton_store::{Headline, LogEntry, LogQuery, Problem, rows};
use sqlx::postgres::PgRow;
use sqlx::{AssertSqlSafe, PgConnection};

/// The revision of the last commit.
pub(crate) async fn head(connection: &mut PgConnection) -> Result<u32, sqlx::Error> {
    let head: i64 = sqlx::query_scalar("SELECT revision FROM registry WHERE one = 1")
        .fetch_one(connection)
        .await?;
    Ok(u32::try_from(head).unwrap_or(u32::MAX))
}

/// The commits after a revision, oldest first.
pub(crate) async fn since(
    connection: &mut PgConnection,
    revision: u32,
    limit: u32,
) -> Result<Vec<PgRow>, sqlx::Error> {
    sqlx::query("SELECT * FROM change_log WHERE revision > $1 ORDER BY revision LIMIT $2")
        .bind(i64::from(revision))
        .bind(i64::from(limit))
        .fetch_all(connection)
        .await
}

/// Commits, newest first.
pub(crate) async fn newest(
    connection: &mut PgConnection,
    query: &LogQuery,
) -> Result<Vec<PgRow>, sqlx::Error> {
    select("SELECT *", connection, query).await
}

/// The columns of a headline.
macro_rules! headline {
    () => {
        "SELECT revision, author, at, operation_id, action, action_of, summary, mark"
    };
}

/// The same commits without their changes; with the number of them where it is asked for.
pub(crate) async fn headlines(
    connection: &mut PgConnection,
    query: &LogQuery,
) -> Result<Vec<PgRow>, sqlx::Error> {
    let columns = if query.sizes {
        concat!(
            headline!(),
            ", json_array_length(changes::json)::bigint AS count"
        )
    } else {
        headline!()
    };
    select(columns, connection, query).await
}

async fn select(
    columns: &'static str,
    connection: &mut PgConnection,
    query: &LogQuery,
) -> Result<Vec<PgRow>, sqlx::Error> {
    // The text is searched first: taking the JSON of every row apart takes far longer.
    let statement = format!(
        "{columns} FROM change_log WHERE revision < $1 AND ($3::text IS NULL OR author = $3) \
         AND ($4::text IS NULL OR (position($4 IN changes) > 0 AND EXISTS (SELECT 1 FROM json_array_elements(replace(changes, '\\u0000', '\\ufffd')::json) AS c(value) \
         WHERE c.value ->> 'kind' = $5 AND c.value ->> 'id' = $6))) ORDER BY revision DESC LIMIT $2"
    );
    let record = query.record.as_ref();
    // Nothing of the query itself is in the statement.
    sqlx::query(AssertSqlSafe(statement))
        .bind(query.before_revision.map_or(i64::MAX, i64::from))
        .bind(i64::from(query.limit))
        .bind(&query.author)
        .bind(record.map(beginning))
        .bind(record.map(|record| record.kind.name()))
        .bind(record.map(|record| record.id.as_str()))
        .fetch_all(connection)
        .await
}

/// How the change of a record begins in the log's JSON.
fn beginning(record: &RecordKey) -> String {
    format!(
        "{{\"kind\":\"{}\",\"id\":{},",
        record.kind,
        serde_json::Value::from(record.id.as_str())
    )
}

/// The commit of an operation.
pub(crate) async fn of_operation(
    connection: &mut PgConnection,
    operation_id: &str,
) -> Result<Option<PgRow>, sqlx::Error> {
    sqlx::query("SELECT * FROM change_log WHERE operation_id = $1")
        .bind(operation_id)
        .fetch_optional(connection)
        .await
}

/// The row of the end of an author's chain.
pub(crate) async fn chain_head(
    connection: &mut PgConnection,
    author: &str,
) -> Result<Option<PgRow>, sqlx::Error> {
    sqlx::query("SELECT author, count, hash, seal FROM chain_head WHERE author = $1")
        .bind(author)
        .fetch_optional(connection)
        .await
}

/// The rows of the ends of all chains.
pub(crate) async fn chain_heads(connection: &mut PgConnection) -> Result<Vec<PgRow>, sqlx::Error> {
    sqlx::query("SELECT author, count, hash, seal FROM chain_head")
        .fetch_all(connection)
        .await
}

/// The JSON columns of an entry.
pub(crate) struct Texts<'a> {
    pub(crate) of: &'a str,
    pub(crate) command: &'a str,
    pub(crate) changes: &'a str,
}

/// Appends an entry and seals its author's chain.
pub(crate) async fn append(
    connection: &mut PgConnection,
    entry: &LogEntry,
    texts: &Texts<'_>,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO change_log (revision, author, author_seq, at, operation_id, action, action_of, summary, \
         mark, command, changes, previous_hash, hash) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
    )
    .bind(i64::from(entry.revision))
    .bind(&entry.author)
    .bind(i64::from(entry.author_seq))
    .bind(entry.at.as_str())
    .bind(&entry.operation_id)
    .bind(entry.action.word())
    .bind(texts.of)
    .bind(&entry.summary)
    .bind(&entry.mark)
    .bind(texts.command)
    .bind(texts.changes)
    .bind(&entry.previous_hash)
    .bind(&entry.hash)
    .execute(&mut *connection)
    .await?;
    let head = ChainHead::after(entry);
    sqlx::query(
        "INSERT INTO chain_head (author, count, hash, seal) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (author) DO UPDATE SET count = excluded.count, hash = excluded.hash, seal = excluded.seal",
    )
    .bind(&head.author)
    .bind(i64::from(head.count))
    .bind(&head.hash)
    .bind(&head.seal)
    .execute(&mut *connection)
    .await?;
    sqlx::query("UPDATE registry SET revision = $1 WHERE one = 1")
        .bind(i64::from(entry.revision))
        .execute(connection)
        .await?;
    Ok(())
}

/// An entry from a row; the problem names the column.
pub(crate) fn entry(row: &PgRow) -> Result<LogEntry, Problem> {
    rows::log_entry(&PgCells(row))
}

/// A headline from a row of [`headlines`]; the problem names the column.
pub(crate) fn headline(row: &PgRow, sized: bool) -> Result<Headline, Problem> {
    rows::headline(&PgCells(row), sized)
}
