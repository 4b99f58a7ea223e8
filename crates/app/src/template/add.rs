//! A template as one more topology of a registry that is there already.

use super::Template;
use crate::registry::{EditReply, Plan};
use crate::{AppError, Registry};
use baton_model::{ContractState, Document, EditCommand, Kind, Record, RecordKey, parse_record};
use baton_store::Action;
use serde::Serialize;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};

/// What adding a template did, or would do.
#[derive(Clone, Debug)]
pub struct Added {
    /// As of any edit.
    pub reply: EditReply,
    /// Which of its records became which.
    pub outline: AddedOutline,
}

/// What became of a template's records.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, specta::Type)]
pub struct AddedOutline {
    /// The topologies that are there because of it.
    pub topologies: Vec<String>,
    /// How many records are written.
    pub written: u32,
    /// Records that the registry has already, just the same: they are shared.
    pub shared: Vec<RecordKey>,
    /// Records whose ids are taken by others.
    pub renamed: Vec<RenamedRecord>,
}

/// A record that came in under another id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, specta::Type)]
pub struct RenamedRecord {
    /// Its kind.
    pub kind: Kind,
    /// The id in the template.
    pub from: String,
    /// The id in the registry.
    pub to: String,
}

/// Adds a template to a registry as one edit; with `dry_run` nothing is written.
///
/// What the registry has already, with the same content and in the same relations, is shared, and capabilities and environments are taken as
/// they are there. Whatever else has an id that is taken gets another one, everywhere. Contract versions come in as drafts: here nobody has
/// agreed to them yet, and undo takes all of it back.
pub async fn add(registry: &Registry, id: &str, dry_run: bool) -> Result<Added, AppError> {
    registry.follow().await?;
    let template = super::find(id)?;
    let outline = Mutex::new(AddedOutline::default());
    let plan = |document: &Document| {
        let (edits, done) = plan(document, &template)?;
        let notes = notes(&done);
        *outline.lock().unwrap_or_else(PoisonError::into_inner) = done;
        Ok(Plan {
            edits,
            action: Action::Edit,
            summary: format!("Add the template {}", template.name),
            mark: None,
            notes,
        })
    };
    let reply = registry.commit(None, dry_run, plan).await?;
    Ok(Added {
        reply,
        outline: outline.into_inner().unwrap_or_else(PoisonError::into_inner),
    })
}

fn notes(outline: &AddedOutline) -> Vec<String> {
    let mut notes = Vec::new();
    if !outline.shared.is_empty() {
        notes.push(format!(
            "{} shared with what the registry holds already",
            counted(outline.shared.len(), "record is", "records are")
        ));
    }
    if !outline.renamed.is_empty() {
        notes.push(format!(
            "{} another id, because theirs is taken by something else",
            counted(outline.renamed.len(), "record gets", "records get")
        ));
    }
    notes
}

fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

fn plan(
    document: &Document,
    template: &Template,
) -> Result<(Vec<EditCommand>, AddedOutline), AppError> {
    let source = template.document()?;
    let records: Vec<Record> = source
        .all()
        .map(|held| drafted(held.record.as_ref()))
        .filter(|record| !rules_everything(record))
        .collect();
    let shared = shared(document, &records);
    let mut work = Renaming {
        document,
        source: &source,
        ids: BTreeMap::new(),
        outline: AddedOutline::default(),
    };
    for record in &records {
        if !shared.contains(&record.key()) {
            work.choose_id(record);
        }
    }
    let mut edits = Vec::new();
    for record in &records {
        let key = record.key();
        if shared.contains(&key) {
            work.outline.shared.push(key);
            continue;
        }
        let renamed = work.renamed(record)?;
        if renamed.kind() == Kind::Topology {
            work.outline.topologies.push(renamed.id().to_owned());
        }
        edits.push(EditCommand::put(renamed).on(0));
    }
    work.outline.written = u32::try_from(edits.len()).unwrap_or(u32::MAX);
    Ok((edits, work.outline))
}

/// A setting or silence of the whole registry would change how what is there already is judged.
fn rules_everything(record: &Record) -> bool {
    match record {
        Record::RuleSetting(setting) => setting.topology.is_none(),
        _ => false,
    }
}

/// The record; a contract version as a draft.
fn drafted(record: &Record) -> Record {
    match record {
        Record::ContractVersion(version) => {
            let mut version = version.as_ref().clone();
            version.state = ContractState::Draft;
            version.notice_date = None;
            version.sunset_date = None;
            version.into()
        }
        other => other.clone(),
    }
}

/// What a registry has only once, by its name.
fn is_vocabulary(kind: Kind) -> bool {
    matches!(kind, Kind::Capability | Kind::Environment)
}

/// The records of a template that are in the registry already: equal, and referring only to what is.
fn shared(document: &Document, records: &[Record]) -> BTreeSet<RecordKey> {
    let is_there = |record: &&Record| {
        let Some(held) = document.get(&record.key()) else {
            return false;
        };
        // A topology that is added stands beside whatever is there.
        record.kind() != Kind::Topology
            && (is_vocabulary(record.kind())
                || drafted(held.record.as_ref()).to_json() == record.to_json())
    };
    let mut shared: BTreeSet<RecordKey> =
        records.iter().filter(is_there).map(Record::key).collect();
    loop {
        let mut gone: BTreeSet<RecordKey> = BTreeSet::new();
        for record in records {
            let key = record.key();
            let stays = shared.contains(&key);
            let own = is_vocabulary(record.kind());
            let references = record.outgoing();
            if stays && !own && references.iter().any(|to| !shared.contains(&to.to)) {
                gone.insert(key);
            } else if !stays && record.derived_id().is_some() {
                // What a version or deployment belongs to is another one where that is.
                gone.extend(
                    references
                        .into_iter()
                        .filter(|to| is_parent(&to.pointer))
                        .map(|to| to.to),
                );
            }
        }
        let before = shared.len();
        shared.retain(|key| !gone.contains(key));
        if shared.len() == before {
            return shared;
        }
    }
}

fn is_parent(pointer: &str) -> bool {
    matches!(pointer, "/agent" | "/contract")
}

struct Renaming<'a> {
    document: &'a Document,
    source: &'a Document,
    /// New ids, of records that get one.
    ids: BTreeMap<RecordKey, String>,
    outline: AddedOutline,
}

impl Renaming<'_> {
    fn choose_id(&mut self, record: &Record) {
        let key = record.key();
        if record.derived_id().is_some() || !self.document.contains(key.kind, &key.id) {
            return;
        }
        let is_free =
            |id: &str| !self.document.contains(key.kind, id) && !self.source.contains(key.kind, id);
        let new = (2..u32::MAX)
            .map(|count| format!("{}-{count}", key.id))
            .find(|id| is_free(id))
            .unwrap_or_default();
        self.outline.renamed.push(RenamedRecord {
            kind: key.kind,
            from: key.id.clone(),
            to: new.clone(),
        });
        self.ids.insert(key, new);
    }

    fn renamed(&self, record: &Record) -> Result<Record, AppError> {
        let mut json = record.to_json();
        for reference in record.outgoing() {
            if let Some(new) = self.id_of(&reference.to)
                && let Some(value) = json.pointer_mut(&reference.pointer)
            {
                match value {
                    Value::Object(key) => key.insert("id".to_owned(), Value::String(new)),
                    // The version of a contract is named by two fields, of which the other one changes.
                    _ if reference.to.kind == Kind::ContractVersion
                        && reference.pointer.ends_with("/version") =>
                    {
                        None
                    }
                    text => Some(std::mem::replace(text, Value::String(new))),
                };
            }
        }
        let key = record.key();
        if let Some(new) = self.ids.get(&key) {
            json["id"] = Value::String(new.clone());
            if let Some(name) = record.name().filter(|name| self.is_called(key.kind, name)) {
                json["name"] =
                    Value::String(format!("{name} {}", new.rsplit('-').next().unwrap_or("2")));
            }
        }
        if record.kind() == Kind::Handoff {
            for field in ["alerts", "runbook", "observability"] {
                if let Some(value) = json.get_mut(field) {
                    self.retell(value);
                }
            }
        }
        let read = |json: Value| parse_record(record.kind(), json).map_err(AppError::from);
        let read_once = read(json.clone())?;
        match read_once.derived_id().filter(|id| id != read_once.id()) {
            None => Ok(read_once),
            Some(id) => {
                json["id"] = Value::String(id);
                read(json)
            }
        }
    }

    /// The id that a record of the template has in the registry, where it is another one.
    fn id_of(&self, key: &RecordKey) -> Option<String> {
        if let Some(id) = self.ids.get(key) {
            return Some(id.clone());
        }
        let (kind, parent, rest) = match key.kind {
            Kind::ContractVersion => (Kind::Contract, key.id.split_once('@')?, "@"),
            Kind::AgentVersion | Kind::Deployment => (Kind::Agent, key.id.split_once('@')?, "@"),
            _ => return None,
        };
        let new = self.ids.get(&RecordKey::new(kind, parent.0))?;
        Some(format!("{new}{rest}{}", parent.1))
    }

    fn is_called(&self, kind: Kind, name: &str) -> bool {
        let mut there = self.document.of_kind(kind);
        there.any(|held| held.record.name() == Some(name))
    }

    /// Ids that stand in alerts, runbooks and addresses are told as they are now.
    fn retell(&self, value: &mut Value) {
        match value {
            Value::String(text) => {
                for (key, new) in &self.ids {
                    if matches!(key.kind, Kind::Handoff | Kind::Contract) {
                        *text = replaced(text, &key.id, new);
                    }
                }
            }
            Value::Array(items) => items.iter_mut().for_each(|item| self.retell(item)),
            Value::Object(fields) => fields.values_mut().for_each(|item| self.retell(item)),
            _ => {}
        }
    }
}

/// The text with an id replaced wherever it stands alone.
fn replaced(text: &str, id: &str, new: &str) -> String {
    let is_of_an_id = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(id) {
        let (before, from) = rest.split_at(at);
        let after = &from[id.len()..];
        let alone = !before.ends_with(is_of_an_id) && !after.starts_with(is_of_an_id);
        out.push_str(before);
        out.push_str(if alone { new } else { id });
        rest = after;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_ids_are_replaced() {
        for (text, told) in [
            ("ask", "ask-2"),
            ("up(x{handoff=\"ask\"})", "up(x{handoff=\"ask-2\"})"),
            ("ask-person, asks, task", "ask-person, asks, task"),
            ("ask@1.0.0 ask", "ask-2@1.0.0 ask-2"),
        ] {
            assert_eq!(replaced(text, "ask", "ask-2"), told);
        }
    }
}
