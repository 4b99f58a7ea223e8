//! Records out of the table `record`, each checked before it is believed.

use baton_model::{Held, Record, StoredRecord};
use baton_store::Problem;
use baton_store::rows::{self, Cells};
use sqlx::{Row, SqliteConnection, sqlite::SqliteRow};

/// A row as the checks read it.
pub(crate) struct SqliteCells<'a>(pub(crate) &'a SqliteRow);

impl SqliteCells<'_> {
    fn get<'r, T>(&'r self, column: &str) -> Result<T, String>
    where
        T: sqlx::Decode<'r, sqlx::Sqlite> + sqlx::Type<sqlx::Sqlite>,
    {
        self.0.try_get(column).map_err(|error| error.to_string())
    }
}

impl Cells for SqliteCells<'_> {
    fn text(&self, column: &str) -> Result<String, String> {
        self.get(column)
    }

    fn maybe_text(&self, column: &str) -> Result<Option<String>, String> {
        self.get(column)
    }

    fn number(&self, column: &str) -> Result<i64, String> {
        self.get(column)
    }
}

/// All records with their fields as stored; what cannot be read stands among the problems.
pub(crate) async fn load_stored(
    connection: &mut SqliteConnection,
) -> Result<(Vec<(StoredRecord, Record)>, Vec<Problem>), sqlx::Error> {
    let rows = sqlx::query(
        "SELECT rowid, kind, id, revision, json, checksum FROM record ORDER BY kind, id",
    )
    .fetch_all(connection)
    .await?;
    let (mut records, mut problems) = (Vec::new(), Vec::new());
    for row in &rows {
        let name = format!("rowid {}", row.try_get::<i64, _>("rowid")?);
        match rows::record(&SqliteCells(row), &name) {
            Ok(record) => records.push(record),
            Err(problem) => problems.push(problem),
        }
    }
    Ok((records, problems))
}

/// All records; what cannot be read stands among the problems.
pub(crate) async fn load(
    connection: &mut SqliteConnection,
) -> Result<(Vec<Held>, Vec<Problem>), sqlx::Error> {
    let (stored, problems) = load_stored(connection).await?;
    let mut records: Vec<Held> = stored.into_iter().map(rows::held).collect();
    records.sort_by(|a, b| (a.record.kind(), a.record.id()).cmp(&(b.record.kind(), b.record.id())));
    Ok((records, problems))
}
