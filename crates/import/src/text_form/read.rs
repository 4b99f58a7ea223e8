//! Files become the edits that make a registry equal to them.

use super::path::{Place, path_of, place_at, topology_of};
use super::write::refuse_case_twins;
use super::{FORMAT, MARKER, VERSION};
use crate::InputFile;
use crate::error::ImportError;
use crate::read;
use crate::text::visible;
use baton_model::{Document, EditCommand, Kind, Record, RecordKey, parse_record};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// The edits after which the registry holds what the folder holds: a put for each record that
/// differs and, with `prune`, a deletion for each that has no file. Each stands on the revision in
/// `existing`.
///
/// Paths use `/`. Files that are no `.json` and files in hidden folders are not the registry's and are left
/// alone.
pub fn from_files(
    files: &BTreeMap<String, String>,
    existing: &Document,
    prune: bool,
) -> Result<Vec<EditCommand>, ImportError> {
    let records = read_records(files)?;
    let kept: BTreeSet<&RecordKey> = records.keys().collect();
    let gone: Vec<EditCommand> = existing
        .all()
        .filter(|entry| prune && !kept.contains(&entry.record.key()))
        .map(|entry| EditCommand::delete(&entry.record.key()).on(entry.revision))
        .collect();
    let puts = records
        .into_iter()
        .filter_map(|(key, record)| match existing.get(&key) {
            Some(entry) if *entry.record == record => None,
            Some(entry) => Some(EditCommand::put(record).on(entry.revision)),
            None => Some(EditCommand::put(record).on(0)),
        });
    Ok(puts.chain(gone).collect())
}

/// The records that a folder holds. Whether what they refer to is there is not asked.
pub fn read_records(
    files: &BTreeMap<String, String>,
) -> Result<BTreeMap<RecordKey, Record>, ImportError> {
    let ours: BTreeMap<&String, &String> = files.iter().filter(|(path, _)| is_ours(path)).collect();
    refuse_case_twins(ours.keys().copied())?;
    check_marker(files)?;
    let mut records: BTreeMap<RecordKey, Record> = BTreeMap::new();
    for (path, text) in &ours {
        for record in records_of(path, text)? {
            let key = record.key();
            if records.insert(key.clone(), record).is_some() {
                return Err(wrong(
                    path,
                    "/id",
                    format!("{key} stands in two files"),
                    "keep one of them",
                ));
            }
        }
    }
    Ok(records)
}

fn is_ours(path: &str) -> bool {
    let is_json = path
        .rsplit_once('.')
        .is_some_and(|(_, extension)| extension.eq_ignore_ascii_case("json"));
    is_json
        && !path
            .split('/')
            .any(|part| part.starts_with('.') && part != "." && part != "..")
}

fn wrong(path: &str, place: &str, message: impl Into<String>, hint: &str) -> ImportError {
    ImportError::new(path, place, message, hint)
}

pub(super) fn parse(path: &str, text: &str) -> Result<Value, ImportError> {
    let file = InputFile {
        name: path,
        bytes: text.as_bytes(),
    };
    read::json(&file).map_err(|error| {
        // No JSON text has a line that begins like this, so only what cannot be read is searched for it.
        let marked = text.lines().position(|line| {
            ["<<<<<<< ", ">>>>>>> "]
                .iter()
                .any(|marker| line.starts_with(marker))
        });
        marked.map_or(error, |at| {
            wrong(
                path,
                &format!("line {}", at + 1),
                "two versions were merged here, and nobody has settled which one is right",
                "keep the lines of one side, or write what is right, and delete the lines that begin with <<<<<<<, ======= and >>>>>>>",
            )
        })
    })
}

fn check_marker(files: &BTreeMap<String, String>) -> Result<(), ImportError> {
    let Some(text) = files.get(MARKER) else {
        return Err(wrong(
            MARKER,
            "",
            "is missing, so this folder is not known to be a registry",
            "name the folder that `baton pull` wrote",
        ));
    };
    let value = parse(MARKER, text)?;
    if value["format"] != FORMAT {
        return Err(wrong(
            MARKER,
            "/format",
            format!("{FORMAT:?} is needed"),
            "name the folder that `baton pull` wrote",
        ));
    }
    match value["version"].as_u64() {
        Some(VERSION) => Ok(()),
        Some(newer) if newer > VERSION => Err(wrong(
            MARKER,
            "/version",
            format!("this folder has version {newer}; this program reads {VERSION}"),
            "use a newer Baton",
        )),
        _ => Err(wrong(
            MARKER,
            "/version",
            format!("{VERSION} is needed"),
            "write the folder again with `baton pull`",
        )),
    }
}

fn records_of(path: &str, text: &str) -> Result<Vec<Record>, ImportError> {
    let Some(place) = place_at(path) else {
        return Err(wrong(
            path,
            "",
            "no record stands at such a path",
            "move the file away, or to the folder of its kind; see docs of the text form",
        ));
    };
    match place {
        Place::Marker => Ok(Vec::new()),
        Place::Record { kind, id, owner } => {
            let record = record(path, "", kind, parse(path, text)?)?;
            if record.id() != id {
                let message = format!(
                    "the id is {}, the path says {}",
                    record.id(),
                    visible(&id, 80)
                );
                return Err(wrong(
                    path,
                    "/id",
                    message,
                    "rename the file or change the id back; an id never changes",
                ));
            }
            check_owner(path, &record, owner.as_deref())?;
            Ok(vec![record])
        }
        Place::Layout { topology } => {
            let mut value = parse(path, text)?;
            if let Some(name) = value
                .as_object()
                .and_then(|fields| fields.keys().find(|name| *name != "placements"))
            {
                return Err(wrong(
                    path,
                    &format!("/{}", read::escape(name)),
                    "unknown field",
                    "a layout holds `placements` only",
                ));
            }
            let Some(Value::Array(places)) = value.get_mut("placements").map(Value::take) else {
                return Err(wrong(
                    path,
                    "/placements",
                    "a list is needed",
                    "see the layout of another topology",
                ));
            };
            places
                .into_iter()
                .enumerate()
                .map(|(index, value)| {
                    let at = format!("/placements/{index}");
                    let record = record(path, &at, Kind::Placement, value)?;
                    if topology_of(&record) != Some(topology.as_str()) {
                        return Err(wrong(
                            path,
                            &format!("{at}/topology"),
                            "the place belongs to another topology",
                            "move it to that topology's layout.json",
                        ));
                    }
                    Ok(record)
                })
                .collect()
        }
    }
}

fn record(path: &str, at: &str, kind: Kind, value: Value) -> Result<Record, ImportError> {
    let record = parse_record(kind, value).map_err(|error| {
        let pointer = error
            .place
            .split_once(": ")
            .map_or("", |(_, pointer)| pointer);
        wrong(path, &format!("{at}{pointer}"), error.message, &error.hint)
    })?;
    match record.derived_id() {
        Some(derived) if derived != record.id() => Err(wrong(
            path,
            &format!("{at}/id"),
            format!("the id follows from the fields: {derived}"),
            "change the id or the fields",
        )),
        _ => Ok(record),
    }
}

/// The record's own fields have to say what its folder says.
fn check_owner(path: &str, record: &Record, owner: Option<&str>) -> Result<(), ImportError> {
    let Some(owner) = owner else { return Ok(()) };
    if path_of(record) == path {
        return Ok(());
    }
    let field = if matches!(record, Record::ContractVersion(_)) {
        "/contract"
    } else {
        "/topology"
    };
    Err(wrong(
        path,
        field,
        format!("the file stands in the folder of {}", visible(owner, 80)),
        "move the file, or change the field back",
    ))
}
