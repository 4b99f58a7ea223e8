//! `baton list`, `baton show`, `baton search`.

use super::{counted, cut};
use crate::args::{Global, List, Show};
use crate::exit::Outcome;
use crate::open;
use crate::output::{Output, Style, visible};
use baton_app::AppError;
use baton_app::record::{Filter, list as records, search as finder};
use baton_model::StoredRecord;
use serde_json::{Map, Value, json};
use std::fmt::Write;

pub async fn list(global: &Global, out: &Output, arguments: &List) -> Result<Outcome, AppError> {
    let kind = records::kind(&arguments.kind)?;
    let filter = Filter::parse(&arguments.filter, kind)?;
    let registry = open::as_of(global, arguments.at).await?;
    let found = records::list(&registry, kind, &filter);
    print_list(out, &found, &counted(found.len(), "record", "records"));
    Ok(Outcome::Fine)
}

pub async fn search(
    global: &Global,
    out: &Output,
    text: &str,
    limit: usize,
) -> Result<Outcome, AppError> {
    let registry = open::existing(global).await?;
    let hits = finder::search(&registry, text, limit);
    let found: Vec<StoredRecord> = hits
        .iter()
        .filter_map(|hit| records::show(&registry, hit.kind, &hit.id).ok())
        .collect();
    print_list(out, &found, &counted(found.len(), "hit", "hits"));
    Ok(Outcome::Fine)
}

pub async fn show(global: &Global, out: &Output, arguments: &Show) -> Result<Outcome, AppError> {
    let kind = records::kind(&arguments.kind)?;
    let registry = open::as_of(global, arguments.at).await?;
    let record = records::show(&registry, kind, &arguments.id)?;
    out.result(|| flat(&record), |style| described(&record, style));
    Ok(Outcome::Fine)
}

/// A record with its fields, for people.
pub(super) fn described(record: &StoredRecord, style: Style) -> String {
    let fields = serde_json::to_string_pretty(&record.record).unwrap_or_default();
    format!(
        "{} {}\n{}",
        style.strong(&record.id),
        style.dim(&revision(record)),
        visible(&fields)
    )
}

/// Kind, id and revision in front of the record's own fields. A field of the record that is called
/// `kind` (an agent's, a memory's) is the one that is seen; `record_kind` names the kind of record in any case.
pub(super) fn flat(record: &StoredRecord) -> Value {
    let mut fields = Map::new();
    fields.insert("kind".to_owned(), json!(record.kind));
    fields.insert("record_kind".to_owned(), json!(record.kind));
    fields.insert("id".to_owned(), json!(record.id));
    fields.insert("revision".to_owned(), json!(record.revision));
    if let Value::Object(own) = &record.record.0 {
        for (name, value) in own {
            // A baseline's own revision is a field of the record; the record's revision stays in front.
            let name = if name == "revision" {
                "baseline_revision"
            } else {
                name
            };
            fields.insert(name.to_owned(), value.clone());
        }
    }
    Value::Object(fields)
}

fn print_list(out: &Output, found: &[StoredRecord], count: &str) {
    out.result(
        || json!({"records": found.iter().map(flat).collect::<Vec<_>>()}),
        |style| {
            let width = found
                .iter()
                .map(|record| record.id.chars().count())
                .max()
                .unwrap_or(0)
                .min(48);
            let mut text = String::new();
            for record in found {
                let _ = writeln!(text, "{}", line(record, width, style));
            }
            let _ = writeln!(text, "{}", style.dim(count));
            text
        },
    );
}

fn line(record: &StoredRecord, width: usize, style: Style) -> String {
    let field = |name: &str| {
        record
            .record
            .0
            .get(name)
            .and_then(Value::as_str)
            .unwrap_or_default()
    };
    let mut about: Vec<String> = [field("name"), field("team"), field("state"), field("text")]
        .iter()
        .filter(|text| !text.is_empty())
        .map(|text| cut(&visible(text), 60))
        .collect();
    let from = field("from");
    if !from.is_empty() {
        let to = &record.record.0["to"];
        let to = to.as_str().map_or_else(|| to.to_string(), str::to_owned);
        about.push(format!("{from} -> {to}"));
    }
    format!(
        "{:<16} {:<width$}  {}",
        record.kind.name(),
        style.strong(&record.id),
        about.join(" · ")
    )
}

fn revision(record: &StoredRecord) -> String {
    format!("{}, revision {}", record.kind, record.revision)
}
