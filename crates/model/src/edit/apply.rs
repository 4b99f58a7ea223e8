//! The one way in which records change.

use super::{Change, EditCommand, RecordsDiff, Rejected};
use crate::document::Document;
use crate::id::check_id;
use crate::json::Json;
use crate::kind::{Kind, Record};
use crate::limits::Limits;
use crate::records::Target;
use crate::reference::RecordKey;
use std::collections::{BTreeSet, HashMap};
use std::io;
use std::sync::Arc;

/// Works out what a group of edits does to a document, without changing it.
///
/// References are judged after the whole group, so that records which refer to each
/// other can come together in any order.
pub fn apply(document: &Document, edits: &[EditCommand]) -> Result<RecordsDiff, Rejected> {
    let mut group = Group {
        document,
        order: Vec::new(),
        after: HashMap::with_capacity(edits.len()),
    };
    for edit in edits {
        group.take(edit)?;
    }
    group.check_deletions()?;
    group.check_records()?;
    Ok(group.into_diff())
}

struct Group<'a> {
    document: &'a Document,
    order: Vec<RecordKey>,
    after: HashMap<RecordKey, Option<Arc<Record>>>,
}

impl Group<'_> {
    fn take(&mut self, edit: &EditCommand) -> Result<(), Rejected> {
        let key = edit.key();
        let first = !self.after.contains_key(&key);
        if first {
            self.check_base(edit, &key)?;
        }
        let record = match edit {
            EditCommand::Put { record, id, .. } => {
                check_identity(record, id)?;
                Some(Arc::new((**record).clone()))
            }
            EditCommand::Delete { .. } => {
                if self.lookup(&key).is_none() {
                    return Err(Rejected::Unknown { key });
                }
                None
            }
        };
        if first {
            self.order.push(key.clone());
        }
        self.after.insert(key, record);
        Ok(())
    }

    fn check_base(&self, edit: &EditCommand, key: &RecordKey) -> Result<(), Rejected> {
        let Some(base) = edit.base_revision() else {
            return Ok(());
        };
        let entry = self.document.get(key);
        let current = entry.map_or(0, |entry| entry.revision);
        if base == current {
            return Ok(());
        }
        Err(Rejected::Conflict {
            key: key.clone(),
            base,
            current,
            yours: match edit {
                EditCommand::Put { record, .. } => Some(Box::new(Json(record.to_json()))),
                EditCommand::Delete { .. } => None,
            },
            theirs: entry.map(|entry| Box::new(Json(entry.record.to_json()))),
        })
    }

    /// The record as it stands after the edits taken so far.
    fn lookup(&self, key: &RecordKey) -> Option<&Record> {
        match self.after.get(key) {
            Some(record) => record.as_deref(),
            None => self.document.get(key).map(|entry| entry.record.as_ref()),
        }
    }

    fn check_deletions(&self) -> Result<(), Rejected> {
        for key in &self.order {
            if self.after.get(key).is_some_and(Option::is_some) {
                continue;
            }
            let by: Vec<RecordKey> = self
                .document
                .referrers(key)
                .filter(|referrer| !self.after.contains_key(referrer))
                .cloned()
                .collect();
            if !by.is_empty() {
                return Err(Rejected::Referenced {
                    key: key.clone(),
                    by,
                });
            }
        }
        Ok(())
    }

    fn check_records(&self) -> Result<(), Rejected> {
        for key in &self.order {
            let Some(Some(record)) = self.after.get(key) else {
                continue;
            };
            for reference in record.outgoing() {
                if self.lookup(&reference.to).is_none() {
                    return Err(Rejected::MissingReference {
                        key: key.clone(),
                        pointer: reference.pointer,
                        to: reference.to,
                    });
                }
            }
            self.check_sense(key, record)?;
        }
        Ok(())
    }

    /// What no single field can say: fields that have to agree with each other.
    fn check_sense(&self, key: &RecordKey, record: &Record) -> Result<(), Rejected> {
        let invalid = |pointer: &str, message: String| {
            Err(Rejected::Invalid {
                key: key.clone(),
                pointer: pointer.to_owned(),
                message,
            })
        };
        match record {
            Record::Handoff(handoff) => {
                if handoff.version.is_some() && handoff.contract.is_none() {
                    return invalid(
                        "/version",
                        "a version needs a contract; set `contract` too".to_owned(),
                    );
                }
                if let Target::Outcome(target) = &handoff.to {
                    let outcome =
                        self.lookup(&RecordKey::new(Kind::Outcome, target.outcome.as_str()));
                    if let Some(Record::Outcome(outcome)) = outcome
                        && outcome.topology != handoff.topology
                    {
                        return invalid(
                            "/to",
                            format!(
                                "outcome {} belongs to topology {}",
                                outcome.id, outcome.topology
                            ),
                        );
                    }
                }
            }
            Record::Contract(contract) => self.check_field_numbers(key, contract)?,
            Record::ContractVersion(version) => self.check_published(key, version)?,
            Record::Placement(place)
                if place.x.is_some() != place.y.is_some()
                    || !place.x.is_none_or(f64::is_finite)
                    || !place.y.is_none_or(f64::is_finite) =>
            {
                return invalid(
                    "/x",
                    "x and y are both given, as finite numbers, or both left out".to_owned(),
                );
            }
            Record::Silence(silence) if silence.reason.trim().is_empty() => {
                return invalid(
                    "/reason",
                    "a finding is silenced with a reason; say why it may stand".to_owned(),
                );
            }
            Record::Team(team) => {
                let mut seen = BTreeSet::from([team.id.as_str().to_owned()]);
                let mut next = team.parent.clone();
                while let Some(parent) = next {
                    if !seen.insert(parent.as_str().to_owned()) {
                        return invalid(
                            "/parent",
                            format!("team {parent} would be its own parent"),
                        );
                    }
                    next = match self.lookup(&RecordKey::new(Kind::Team, parent.as_str())) {
                        Some(Record::Team(team)) => team.parent.clone(),
                        _ => None,
                    };
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// Field numbers are only ever added, and each belongs to one field.
    fn check_field_numbers(
        &self,
        key: &RecordKey,
        new: &crate::records::Contract,
    ) -> Result<(), Rejected> {
        let refuse = |message: String| {
            Err(Rejected::Invalid {
                key: key.clone(),
                pointer: "/field_numbers".to_owned(),
                message,
            })
        };
        let mut numbers = BTreeSet::new();
        let mut fields = BTreeSet::new();
        for one in &new.field_numbers {
            if !(1..=536_870_911).contains(&one.number) || (19_000..=19_999).contains(&one.number) {
                return refuse(format!("{} is no number that Protobuf takes", one.number));
            }
            if !numbers.insert((&one.message, one.number))
                || !fields.insert((&one.message, &one.field, &one.proto_type))
            {
                return refuse(format!(
                    "{} of {} has two numbers, or shares {} with another field",
                    one.field, one.message, one.number
                ));
            }
        }
        let Some(Record::Contract(old)) = self.document.get(key).map(|held| held.record.as_ref())
        else {
            return Ok(());
        };
        let gone = old
            .field_numbers
            .iter()
            .find(|one| !new.field_numbers.contains(one));
        match gone {
            Some(one) => refuse(format!(
                "{} of {} keeps number {} for ever; send the contract with the field numbers that it has",
                one.field, one.message, one.number
            )),
            None => Ok(()),
        }
    }

    /// A version that is out in the world keeps what was agreed; only its state and dates move.
    fn check_published(
        &self,
        key: &RecordKey,
        new: &crate::records::ContractVersion,
    ) -> Result<(), Rejected> {
        use crate::records::ContractState as State;
        let Some(entry) = self.document.get(key) else {
            return Ok(());
        };
        let Record::ContractVersion(old) = entry.record.as_ref() else {
            return Ok(());
        };
        if matches!(old.state, State::Draft | State::InReview) {
            return Ok(());
        }
        let mut allowed = (**old).clone();
        allowed.state = new.state;
        allowed.notice_date.clone_from(&new.notice_date);
        allowed.sunset_date.clone_from(&new.sunset_date);
        if allowed == *new && !matches!(new.state, State::Draft | State::InReview) {
            return Ok(());
        }
        Err(Rejected::Invalid {
            key: key.clone(),
            pointer: "/".to_owned(),
            message: "a published contract version never changes; make a new version instead"
                .to_owned(),
        })
    }

    fn into_diff(self) -> RecordsDiff {
        let Self {
            document,
            order,
            after,
        } = self;
        let changes = order
            .into_iter()
            .filter_map(|key| {
                let before = document.get(&key).map(|entry| Arc::clone(&entry.record));
                let after = after.get(&key).cloned().flatten();
                (before != after).then_some(Change { key, before, after })
            })
            .collect();
        RecordsDiff { changes }
    }
}

fn check_identity(record: &Record, id: &str) -> Result<(), Rejected> {
    let key = record.key();
    let invalid = |pointer: &str, message: String| {
        Err(Rejected::Invalid {
            key: key.clone(),
            pointer: pointer.to_owned(),
            message,
        })
    };
    if let Err(error) = check_id(id) {
        return invalid("/id", error.to_string());
    }
    if record.id() != id {
        return invalid(
            "/id",
            format!("the edit names {id}, the record {}", record.id()),
        );
    }
    if let Some(derived) = record.derived_id()
        && derived != id
    {
        return invalid(
            "/id",
            format!(
                "the id of a {} follows from its fields: {derived}",
                record.kind()
            ),
        );
    }
    if record.name().is_some_and(|name| name.trim().is_empty()) {
        return invalid("/name", "a name is needed".to_owned());
    }
    // No text is longer than all of them, and nearly every record is short.
    if length(record) > Limits::DEFAULT.text_bytes
        && let Some((pointer, bytes)) = longest_text(&record.to_json(), String::new())
        && bytes > Limits::DEFAULT.text_bytes
    {
        return invalid(
            &pointer,
            format!("the text has {bytes} bytes; 1 MiB is the limit"),
        );
    }
    Ok(())
}

/// The length of a record's JSON, in bytes.
fn length(record: &Record) -> usize {
    struct Length(usize);
    impl io::Write for Length {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0 += bytes.len();
            Ok(bytes.len())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let mut length = Length(0);
    // What has no JSON form is looked at piece by piece.
    match serde_json::to_writer(&mut length, record) {
        Ok(()) => length.0,
        Err(_) => usize::MAX,
    }
}

fn longest_text(value: &serde_json::Value, at: String) -> Option<(String, usize)> {
    match value {
        serde_json::Value::String(text) => Some((at, text.len())),
        serde_json::Value::Array(items) => items
            .iter()
            .enumerate()
            .filter_map(|(index, item)| longest_text(item, format!("{at}/{index}")))
            .max_by_key(|(_, bytes)| *bytes),
        serde_json::Value::Object(fields) => fields
            .iter()
            .filter_map(|(name, item)| {
                longest_text(item, format!("{at}/{}", crate::field_diff::escape(name)))
            })
            .max_by_key(|(_, bytes)| *bytes),
        _ => None,
    }
}
