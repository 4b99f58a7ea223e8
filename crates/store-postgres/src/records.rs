//! Records out of the table `record`, each checked before it is believed.

use baton_model::{Held, Record, StoredRecord};
use baton_store::rows::{self, Cells};
use baton_store::{Loading, Problem};
use futures_util::TryStreamExt;
use sqlx::postgres::PgRow;
use sqlx::{PgConnection, Row};

const RECORDS: &str = "SELECT kind, id, revision, json, checksum FROM record";

/// A row as the checks read it.
pub(crate) struct PgCells<'a>(pub(crate) &'a PgRow);

impl PgCells<'_> {
    fn get<'r, T>(&'r self, column: &str) -> Result<T, String>
    where
        T: sqlx::Decode<'r, sqlx::Postgres> + sqlx::Type<sqlx::Postgres>,
    {
        self.0.try_get(column).map_err(|error| error.to_string())
    }
}

impl Cells for PgCells<'_> {
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
    connection: &mut PgConnection,
) -> Result<(Vec<(StoredRecord, Record)>, Vec<Problem>), sqlx::Error> {
    let rows = sqlx::query(RECORDS).fetch_all(connection).await?;
    let (mut records, mut problems) = (Vec::new(), Vec::new());
    for row in &rows {
        match rows::record(&PgCells(row), "?") {
            Ok(record) => records.push(record),
            Err(problem) => problems.push(problem),
        }
    }
    // A server's order of texts depends on its locale.
    records.sort_by(|(a, _), (b, _)| (a.kind, &a.id).cmp(&(b.kind, &b.id)));
    Ok((records, problems))
}

/// All records; what cannot be read stands among the problems.
pub(crate) async fn load(
    connection: &mut PgConnection,
) -> Result<(Vec<Held>, Vec<Problem>), sqlx::Error> {
    let mut rows = sqlx::query(RECORDS).fetch(connection);
    let mut loading = Loading::new(|row| rows::held(&PgCells(row), "?"));
    while let Some(row) = rows.try_next().await? {
        loading.push(row).await;
    }
    Ok(loading.finish().await)
}
