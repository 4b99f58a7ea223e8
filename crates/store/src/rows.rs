//! Rows of the stored tables, believed only after they were checked: the same in every database.

use crate::chain::ChainHead;
use crate::{Action, Headline, LogEntry, Problem, checksum};
use baton_model::{Document, Held, Json, Kind, Record, RecordChange, StoredRecord, Timestamp};
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::sync::Arc;

/// The cells of a row; the error is what is wrong with one, in words.
pub trait Cells {
    /// A text.
    fn text(&self, column: &str) -> Result<String, String>;
    /// A text, or nothing.
    fn maybe_text(&self, column: &str) -> Result<Option<String>, String>;
    /// A whole number.
    fn number(&self, column: &str) -> Result<i64, String>;
}

/// Reads cells of one row of one table.
struct Reader<'a, C> {
    cells: &'a C,
    table: &'static str,
    name: String,
}

impl<C: Cells> Reader<'_, C> {
    fn wrong(&self, column: &str, message: impl Into<String>) -> Problem {
        Problem::row(self.table, self.name.as_str(), message).column(column)
    }

    fn text(&self, column: &str) -> Result<String, Problem> {
        let text = self.cells.text(column);
        text.map_err(|message| self.wrong(column, message))
    }

    fn maybe_text(&self, column: &str) -> Result<Option<String>, Problem> {
        let text = self.cells.maybe_text(column);
        text.map_err(|message| self.wrong(column, message))
    }

    fn number(&self, column: &str) -> Result<u32, Problem> {
        let number = self.cells.number(column);
        let number = number.map_err(|message| self.wrong(column, message))?;
        u32::try_from(number).map_err(|_| self.wrong(column, "is out of range"))
    }

    fn json<T: DeserializeOwned>(&self, column: &str) -> Result<T, Problem> {
        let text = self.text(column)?;
        serde_json::from_str(&text).map_err(|error| self.wrong(column, error.to_string()))
    }

    fn at(&self) -> Result<Timestamp, Problem> {
        Timestamp::new(self.text("at")?).map_err(|message| self.wrong("at", message))
    }

    fn action(&self) -> Result<Action, Problem> {
        let word = self.text("action")?;
        let of = self.json("action_of")?;
        Action::from_parts(&word, of)
            .ok_or_else(|| self.wrong("action", format!("{word:?} is no known action")))
    }
}

fn log_row<C: Cells>(cells: &C) -> Result<(u32, Reader<'_, C>), Problem> {
    let mut reader = Reader {
        cells,
        table: "change_log",
        name: "?".to_owned(),
    };
    let revision = reader.number("revision")?;
    reader.name = revision.to_string();
    Ok((revision, reader))
}

/// An entry of the log; the problem names the column.
pub fn log_entry(cells: &impl Cells) -> Result<LogEntry, Problem> {
    let (revision, row) = log_row(cells)?;
    Ok(LogEntry {
        revision,
        author: row.text("author")?,
        author_seq: row.number("author_seq")?,
        at: row.at()?,
        operation_id: row.text("operation_id")?,
        action: row.action()?,
        summary: row.text("summary")?,
        mark: row.maybe_text("mark")?,
        command: row.json::<Json>("command")?,
        changes: row.json::<Vec<RecordChange>>("changes")?,
        previous_hash: row.text("previous_hash")?,
        hash: row.text("hash")?,
    })
}

/// A headline of the log, where it is asked for with the number of its changes as `count`; the problem names the column.
pub fn headline(cells: &impl Cells, sized: bool) -> Result<Headline, Problem> {
    let (revision, row) = log_row(cells)?;
    Ok(Headline {
        revision,
        author: row.text("author")?,
        at: row.at()?,
        operation_id: row.text("operation_id")?,
        action: row.action()?,
        summary: row.text("summary")?,
        mark: row.maybe_text("mark")?,
        changes: sized.then(|| row.number("count")).transpose()?,
    })
}

/// The end of an author's chain.
pub fn chain_head(cells: &impl Cells) -> Result<ChainHead, Problem> {
    let mut row = Reader {
        cells,
        table: "chain_head",
        name: "?".to_owned(),
    };
    let author = row.text("author")?;
    row.name.clone_from(&author);
    Ok(ChainHead {
        author,
        count: row.number("count")?,
        hash: row.text("hash")?,
        seal: row.text("seal")?,
    })
}

/// A row of the table `record` whose checksum fits.
struct Sound<'a, C> {
    row: Reader<'a, C>,
    kind: Kind,
    id: String,
    revision: u32,
    json: String,
}

impl<'a, C: Cells> Sound<'a, C> {
    fn read(cells: &'a C, name: &str) -> Result<Self, Problem> {
        let mut row = Reader {
            cells,
            table: "record",
            name: name.to_owned(),
        };
        let kind = row.text("kind")?;
        let id = row.text("id")?;
        row.name = format!("{kind} {id}");
        let revision = row.number("revision")?;
        let json = row.text("json")?;
        if checksum::record(&kind, &id, revision, &json) != row.text("checksum")? {
            let message = "does not fit the row: it was changed after it was written";
            return Err(row.wrong("checksum", message));
        }
        let kind = Kind::parse(&kind).ok_or_else(|| row.wrong("kind", "is no known kind"))?;
        Ok(Self {
            row,
            kind,
            id,
            revision,
            json,
        })
    }

    /// The fields as they are stored, and as they are understood.
    fn both(&self) -> Result<(Value, Record), Problem> {
        let wrong = |message: String| self.row.wrong("json", message);
        let fields: Value =
            serde_json::from_str(&self.json).map_err(|error| wrong(error.to_string()))?;
        let record = Record::from_json(self.kind, fields.clone())
            .map_err(|error| wrong(error.to_string()))?;
        Ok((fields, record))
    }

    fn named(&self, record: Record) -> Result<Record, Problem> {
        if record.id() == self.id {
            return Ok(record);
        }
        let message = format!("holds the record {}", record.id());
        Err(self.row.wrong("json", message))
    }
}

/// A record with its checksum tested, and its fields as they are stored. `name` names the row before its key is known.
pub fn record(cells: &impl Cells, name: &str) -> Result<(StoredRecord, Record), Problem> {
    let sound = Sound::read(cells, name)?;
    let (fields, record) = sound.both()?;
    let record = sound.named(record)?;
    let stored = StoredRecord {
        kind: sound.kind,
        id: sound.id,
        revision: sound.revision,
        record: fields.into(),
    };
    Ok((stored, record))
}

/// The same record as the application holds it.
pub fn held(cells: &impl Cells, name: &str) -> Result<Held, Problem> {
    let sound = Sound::read(cells, name)?;
    let record = match Record::from_text(sound.kind, &sound.json) {
        Ok(record) => record,
        // Taken apart the long way, which tells the place of what is wrong.
        Err(_) => sound.both()?.1,
    };
    Ok(Held {
        revision: sound.revision,
        record: Arc::new(sound.named(record)?),
    })
}

/// References of records that lead nowhere.
pub fn dangling(records: Vec<Record>) -> Vec<Problem> {
    let held = records.into_iter().map(|record| Held {
        revision: 0,
        record: Arc::new(record),
    });
    Document::load(0, held)
        .dangling()
        .into_iter()
        .map(|(key, reference)| {
            let message = format!(
                "{} refers to {}, which is missing",
                reference.pointer, reference.to
            );
            Problem::row("record", key.to_string(), message).column("json")
        })
        .collect()
}
