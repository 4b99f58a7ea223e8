//! Secrets of a file are never stored: in no field, no key and no metadata.

use crate::notes::Notes;
use crate::read::escape;
use crate::secrets::hides;
use crate::sketch::Sketch;
use crate::text::{REMOVED, looks_secret, visible};
use baton_model::{Kind, Record};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};

/// Cleans what ids are made from: names and keys. A key that looks like a secret is told from others by a hash of it.
pub(super) fn names_and_keys(sketch: &mut Sketch, notes: &mut Notes) {
    notes.switch(&sketch.file.clone());
    if let Record::Topology(cleaned) = record(sketch.topology.clone().into(), "", notes) {
        sketch.topology = *cleaned;
    }
    sketch.topology_wish = sketch
        .topology_wish
        .take()
        .filter(|wish| !looks_secret(wish));
    if looks_secret(&sketch.key) {
        sketch.key = hashed(&sketch.key);
    }
    let mut seen: BTreeMap<(Kind, String), u32> = BTreeMap::new();
    for part in sketch.parts_mut() {
        if part.record.name().is_some_and(looks_secret) {
            notes.switch(&part.file);
            part.record = record(part.record.clone(), &part.place, notes);
        }
        part.wish = part.wish.take().filter(|wish| !looks_secret(wish));
        if looks_secret(&part.key) {
            part.key = hashed(&part.key);
        }
        if part
            .record
            .name()
            .is_some_and(|name| name.trim().is_empty())
        {
            notes.switch(&part.file);
            part.record = named(part.record.clone(), &part.key, &part.place, notes);
        }
        // Whoever reads a file in which two parts have one key cannot tell them apart but by their order.
        let count = seen
            .entry((part.record.kind(), part.key.clone()))
            .or_insert(0);
        *count += 1;
        if *count > 1 {
            part.key = format!("{} ({count})", part.key);
        }
    }
}

/// A record whose name is empty, with what the file tells it by as its name.
fn named(record: Record, key: &str, place: &str, notes: &mut Notes) -> Record {
    let mut fields = record.to_json();
    let key = visible(key.trim(), 200);
    let name = if key.is_empty() {
        record.kind().name().to_owned()
    } else {
        key
    };
    notes.warning(place, format!("a name is empty here: {name:?} was taken"));
    fields["name"] = Value::String(name);
    Record::from_json(record.kind(), fields).unwrap_or(record)
}

/// FNV-1a: it has to be the same in every version of the program.
fn hashed(key: &str) -> String {
    let hash = key.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    format!("{REMOVED} {hash:016x}")
}

/// The record with its secrets replaced, and a note where there were any.
pub(super) fn record(record: Record, place: &str, notes: &mut Notes) -> Record {
    let fields = record.to_json();
    cleaned(record, fields, &BTreeSet::new(), place, notes)
}

/// The same for a record whose ids are those of the registry. They are made of what is clean already, and stay, even where what joins them looks random.
pub(super) fn with_ids(record: Record, place: &str, notes: &mut Notes) -> Record {
    let fields = record.to_json();
    if !has_secret(&fields) {
        return record;
    }
    let mut ids: BTreeSet<String> = record.outgoing().into_iter().map(|to| to.to.id).collect();
    ids.insert(record.id().to_owned());
    cleaned(record, fields, &ids, place, notes)
}

fn cleaned(
    record: Record,
    mut fields: Value,
    ids: &BTreeSet<String>,
    place: &str,
    notes: &mut Notes,
) -> Record {
    let mut found = Vec::new();
    replace(&mut fields, ids, "", &mut found);
    if found.is_empty() {
        return record;
    }
    let is_pointer = place.is_empty() || place.starts_with('/');
    for field in found {
        // A schema is kept as it stands in the file, so what is in it has a place there.
        match field.strip_prefix("/payload_schema") {
            Some(below) if is_pointer => {
                let place = format!("{place}{below}");
                notes.warning(&place, "what looks like a secret was not stored");
            }
            _ => {
                let kind = record.kind().name().replace('_', " ");
                let field = field.trim_start_matches('/');
                notes.warning(
                    place,
                    format!(
                        "what looks like a secret was not stored; it stood in the {kind}'s {field}"
                    ),
                );
            }
        }
    }
    // A record whose id or enumeration looked like a secret cannot be: only texts are replaced.
    Record::from_json(record.kind(), fields).unwrap_or(record)
}

/// Metadata without its secrets; `None` where nothing is left.
pub(super) fn metadata(
    fields: Map<String, Value>,
    place: &str,
    notes: &mut Notes,
) -> Option<Value> {
    let mut kept = Map::new();
    for (name, mut value) in fields {
        if looks_secret(&name) {
            notes.warning(
                place,
                "metadata whose name looks like a secret was not stored",
            );
            continue;
        }
        let is_secret = hides(&name, &value);
        if is_secret || replace_named(&mut value) {
            let place = format!("{place}/{}", escape(&name));
            notes.warning(
                &place,
                "this metadata looks like a secret and was not stored",
            );
        }
        kept.insert(
            name,
            if is_secret {
                Value::String(REMOVED.to_owned())
            } else {
                value
            },
        );
    }
    (!kept.is_empty()).then_some(Value::Object(kept))
}

fn has_secret(value: &Value) -> bool {
    match value {
        Value::String(text) => looks_secret(text),
        Value::Array(items) => items.iter().any(has_secret),
        Value::Object(fields) => fields.values().any(has_secret),
        _ => false,
    }
}

/// Replaces texts that look like secrets, but for `ids`; tells where they were, as pointers below `place`.
fn replace(value: &mut Value, ids: &BTreeSet<String>, place: &str, found: &mut Vec<String>) {
    match value {
        Value::String(text) if looks_secret(text) && !ids.contains(text) => {
            REMOVED.clone_into(text);
            found.push(place.to_owned());
        }
        Value::Array(items) => {
            for (index, item) in items.iter_mut().enumerate() {
                replace(item, ids, &format!("{place}/{index}"), found);
            }
        }
        Value::Object(fields) => {
            for (name, item) in fields {
                replace(item, ids, &format!("{place}/{}", escape(name)), found);
            }
        }
        _ => {}
    }
}

/// As [`replace`]; also the texts of members whose names say that they are secret.
fn replace_named(value: &mut Value) -> bool {
    match value {
        Value::Array(items) => items
            .iter_mut()
            .fold(false, |any, item| replace_named(item) | any),
        Value::Object(fields) => {
            let mut any = false;
            fields.retain(|name, _| {
                let keep = !looks_secret(name);
                any |= !keep;
                keep
            });
            for (name, item) in fields {
                if hides(name, item) {
                    *item = Value::String(REMOVED.to_owned());
                    any = true;
                } else {
                    any |= replace_named(item);
                }
            }
            any
        }
        Value::String(text) if looks_secret(text) => {
            REMOVED.clone_into(text);
            true
        }
        _ => false,
    }
}
