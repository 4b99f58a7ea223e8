//! Records out of the table `record`, each checked before it is believed.

use baton_model::{Held, Kind, Record, StoredRecord};
use baton_store::{Problem, checksum};
use serde_json::Value;
use sqlx::{Row, SqliteConnection, sqlite::SqliteRow};
use std::sync::Arc;

const TABLE: &str = "record";

/// A row as it stands, with its checksum tested.
struct RawRecord {
    kind: String,
    id: String,
    revision: u32,
    json: String,
}

impl RawRecord {
    fn read(row: &SqliteRow) -> Result<Self, Problem> {
        let number: i64 = column(row, "rowid", "?")?;
        let name = format!("rowid {number}");
        let kind: String = column(row, "kind", &name)?;
        let id: String = column(row, "id", &name)?;
        let name = format!("{kind} {id}");
        let revision: i64 = column(row, "revision", &name)?;
        let json: String = column(row, "json", &name)?;
        let stored: String = column(row, "checksum", &name)?;
        let wrong =
            |message: &str, at: &str| Problem::row(TABLE, name.as_str(), message).column(at);
        let revision = u32::try_from(revision).map_err(|_| wrong("is out of range", "revision"))?;
        if checksum::record(&kind, &id, revision, &json) != stored {
            return Err(wrong(
                "does not fit the row: it was changed after it was written",
                "checksum",
            ));
        }
        Ok(Self {
            kind,
            id,
            revision,
            json,
        })
    }

    fn parse(&self) -> Result<(Kind, Value, Record), Problem> {
        let name = format!("{} {}", self.kind, self.id);
        let wrong =
            |message: String, at: &str| Problem::row(TABLE, name.as_str(), message).column(at);
        let kind =
            Kind::parse(&self.kind).ok_or_else(|| wrong("is no known kind".to_owned(), "kind"))?;
        let fields: Value =
            serde_json::from_str(&self.json).map_err(|e| wrong(e.to_string(), "json"))?;
        let record =
            Record::from_json(kind, fields.clone()).map_err(|e| wrong(e.to_string(), "json"))?;
        if record.id() != self.id {
            return Err(wrong(format!("holds the record {}", record.id()), "json"));
        }
        Ok((kind, fields, record))
    }
}

/// A typed column; the problem names the row and the column.
pub(crate) fn column<'r, T>(row: &'r SqliteRow, name: &str, row_name: &str) -> Result<T, Problem>
where
    T: sqlx::Decode<'r, sqlx::Sqlite> + sqlx::Type<sqlx::Sqlite>,
{
    row.try_get(name)
        .map_err(|error| Problem::row(TABLE, row_name, error.to_string()).column(name))
}

async fn rows(connection: &mut SqliteConnection) -> Result<Vec<SqliteRow>, sqlx::Error> {
    sqlx::query("SELECT rowid, kind, id, revision, json, checksum FROM record ORDER BY kind, id")
        .fetch_all(connection)
        .await
}

/// All records; what cannot be read stands among the problems.
pub(crate) async fn load(
    connection: &mut SqliteConnection,
) -> Result<(Vec<Held>, Vec<Problem>), sqlx::Error> {
    let mut records = Vec::new();
    let mut problems = Vec::new();
    for row in rows(connection).await? {
        let read = RawRecord::read(&row).and_then(|raw| {
            let (_, _, record) = raw.parse()?;
            Ok(Held {
                revision: raw.revision,
                record: Arc::new(record),
            })
        });
        match read {
            Ok(held) => records.push(held),
            Err(problem) => problems.push(problem),
        }
    }
    records.sort_by(|a, b| (a.record.kind(), a.record.id()).cmp(&(b.record.kind(), b.record.id())));
    Ok((records, problems))
}

/// All records with their fields as stored, for comparison with the change log.
pub(crate) async fn load_stored(
    connection: &mut SqliteConnection,
) -> Result<(Vec<(StoredRecord, Record)>, Vec<Problem>), sqlx::Error> {
    let mut records = Vec::new();
    let mut problems = Vec::new();
    for row in rows(connection).await? {
        let read = RawRecord::read(&row).and_then(|raw| {
            let (kind, fields, record) = raw.parse()?;
            let stored = StoredRecord {
                kind,
                id: raw.id,
                revision: raw.revision,
                record: fields.into(),
            };
            Ok((stored, record))
        });
        match read {
            Ok(pair) => records.push(pair),
            Err(problem) => problems.push(problem),
        }
    }
    Ok((records, problems))
}
