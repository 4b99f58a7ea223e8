//! The change log: rows to entries and back.

use crate::records::SqliteCells;
use baton_model::RecordKey;
use baton_store::chain::ChainHead;
use baton_store::rows;
use baton_store::{Headline, LogEntry, LogQuery, Problem};
use sqlx::{AssertSqlSafe, Row, SqliteConnection, sqlite::SqliteRow};

/// The revision of the last commit.
pub(crate) async fn head(connection: &mut SqliteConnection) -> Result<u32, sqlx::Error> {
    let head: i64 = sqlx::query_scalar("SELECT coalesce(max(revision), 0) FROM change_log")
        .fetch_one(connection)
        .await?;
    Ok(u32::try_from(head).unwrap_or(u32::MAX))
}

/// The commits after a revision, oldest first.
pub(crate) async fn since(
    connection: &mut SqliteConnection,
    revision: u32,
    limit: u32,
) -> Result<Vec<SqliteRow>, sqlx::Error> {
    sqlx::query("SELECT * FROM change_log WHERE revision > $1 ORDER BY revision LIMIT $2")
        .bind(revision)
        .bind(limit)
        .fetch_all(connection)
        .await
}

/// Commits, newest first.
pub(crate) async fn newest(
    connection: &mut SqliteConnection,
    query: &LogQuery,
) -> Result<Vec<SqliteRow>, sqlx::Error> {
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
    connection: &mut SqliteConnection,
    query: &LogQuery,
) -> Result<Vec<SqliteRow>, sqlx::Error> {
    let columns = if query.sizes {
        concat!(headline!(), ", json_array_length(changes) AS count")
    } else {
        headline!()
    };
    select(columns, connection, query).await
}

async fn select(
    columns: &'static str,
    connection: &mut SqliteConnection,
    query: &LogQuery,
) -> Result<Vec<SqliteRow>, sqlx::Error> {
    let mut condition = "revision < $1".to_owned();
    if query.author.is_some() {
        condition.push_str(" AND author = $3");
    }
    if query.record.is_some() {
        // The text is searched first: taking the JSON of every row apart takes a hundred times as long.
        condition.push_str(
            " AND instr(changes, $4) > 0 AND EXISTS (SELECT 1 FROM json_each(changes) AS change \
             WHERE change.value ->> 'kind' = $5 AND change.value ->> 'id' = $6)",
        );
    }
    let statement =
        format!("{columns} FROM change_log WHERE {condition} ORDER BY revision DESC LIMIT $2");
    let record = query.record.as_ref();
    // Nothing of the query itself is in the statement.
    sqlx::query(AssertSqlSafe(statement))
        .bind(query.before_revision.map_or(i64::MAX, i64::from))
        .bind(query.limit)
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
    connection: &mut SqliteConnection,
    operation_id: &str,
) -> Result<Option<SqliteRow>, sqlx::Error> {
    sqlx::query("SELECT * FROM change_log WHERE operation_id = $1")
        .bind(operation_id)
        .fetch_optional(connection)
        .await
}

/// The end of an author's chain.
pub(crate) async fn chain_head(
    connection: &mut SqliteConnection,
    author: &str,
) -> Result<Option<ChainHead>, sqlx::Error> {
    let row = sqlx::query("SELECT author, count, hash, seal FROM chain_head WHERE author = $1")
        .bind(author)
        .fetch_optional(connection)
        .await?;
    row.as_ref().map(head_from_row).transpose()
}

/// The ends of all chains.
pub(crate) async fn chain_heads(
    connection: &mut SqliteConnection,
) -> Result<Vec<ChainHead>, sqlx::Error> {
    sqlx::query("SELECT author, count, hash, seal FROM chain_head ORDER BY author")
        .fetch_all(connection)
        .await?
        .iter()
        .map(head_from_row)
        .collect()
}

fn head_from_row(row: &SqliteRow) -> Result<ChainHead, sqlx::Error> {
    Ok(ChainHead {
        author: row.try_get("author")?,
        count: row.try_get("count")?,
        hash: row.try_get("hash")?,
        seal: row.try_get("seal")?,
    })
}

/// Appends an entry and seals its author's chain.
pub(crate) async fn append(
    connection: &mut SqliteConnection,
    entry: &LogEntry,
    of: &str,
    command: &str,
    changes: &str,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO change_log (revision, author, author_seq, at, operation_id, action, action_of, summary, \
         mark, command, changes, previous_hash, hash) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
    )
    .bind(entry.revision)
    .bind(&entry.author)
    .bind(entry.author_seq)
    .bind(entry.at.as_str())
    .bind(&entry.operation_id)
    .bind(entry.action.word())
    .bind(of)
    .bind(&entry.summary)
    .bind(&entry.mark)
    .bind(command)
    .bind(changes)
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
    .bind(head.count)
    .bind(&head.hash)
    .bind(&head.seal)
    .execute(connection)
    .await?;
    Ok(())
}

/// An entry from a row; the problem names the column.
pub(crate) fn entry(row: &SqliteRow) -> Result<LogEntry, Problem> {
    rows::log_entry(&SqliteCells(row))
}

/// A headline from a row of [`headlines`]; the problem names the column.
pub(crate) fn headline(row: &SqliteRow, sized: bool) -> Result<Headline, Problem> {
    rows::headline(&SqliteCells(row), sized)
}
