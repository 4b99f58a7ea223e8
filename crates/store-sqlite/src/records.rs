//! Records out of the table `record`, each checked before it is believed.

use baton_model::{Held, Record, StoredRecord};
use baton_store::rows::{self, Cells};
use baton_store::{Loading, Problem};
use futures_util::TryStreamExt;
use sqlx::{Row, SqliteConnection, sqlite::SqliteRow};

const RECORDS: &str =
    "SELECT rowid, kind, id, revision, json, checksum FROM record ORDER BY kind, id";

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
    let rows = sqlx::query(RECORDS).fetch_all(connection).await?;
    let (mut records, mut problems) = (Vec::new(), Vec::new());
    for row in &rows {
        match rows::record(&SqliteCells(row), &name(row)) {
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
    let mut rows = sqlx::query(RECORDS).fetch(connection);
    let mut loading = Loading::new(|row| rows::held(&SqliteCells(row), &name(row)));
    while let Some(row) = rows.try_next().await? {
        loading.push(row).await;
    }
    Ok(loading.finish().await)
}

/// What a row is called while its key is not known.
fn name(row: &SqliteRow) -> String {
    let rowid = row.try_get::<i64, _>("rowid");
    rowid.map_or_else(|_| "?".to_owned(), |rowid| format!("rowid {rowid}"))
}
