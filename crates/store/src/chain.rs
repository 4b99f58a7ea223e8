//! The hash chain of the change log: one chain an author, each with a sealed head.
//!
//! A commit's hash covers every field of its log entry and the hash of the same author's
//! commit before, so that nothing in the middle can be changed, added or left out unseen.
//! The head of a chain (how many commits, the last hash) is kept apart with a seal, so that
//! commits cut off at the end are missed too. The chain shows damage and clumsy editing; it holds no
//! secret, so it does not stop somebody who recomputes all of it.

use crate::LogEntry;
use baton_model::Json;
use serde::Serialize;
use serde_json::Value;
use sha2::{Digest, Sha256};

/// The hash that a log entry should have, whatever it says: SHA-256 in hex over all its
/// other fields, each with a tag and its length, JSON with sorted keys.
pub fn hash(entry: &LogEntry) -> String {
    let mut encoding = Encoding::new(b"baton change 1");
    encoding.number(entry.revision);
    encoding.text(&entry.author);
    encoding.number(entry.author_seq);
    encoding.text(entry.at.as_str());
    encoding.text(&entry.operation_id);
    encoding.text(entry.action.word());
    encoding.number(entry.action.of().len() as u32);
    for revision in entry.action.of() {
        encoding.number(*revision);
    }
    encoding.text(&entry.summary);
    encoding.option(entry.mark.as_ref(), |e, mark| e.text(mark));
    encoding.json(&entry.command.0);
    encoding.number(entry.changes.len() as u32);
    for change in &entry.changes {
        encoding.text(change.kind.name());
        encoding.text(&change.id);
        let json = |e: &mut Encoding, fields: &Json| e.json(&fields.0);
        encoding.option(change.before.as_ref(), json);
        encoding.option(change.after.as_ref(), json);
    }
    encoding.text(&entry.previous_hash);
    encoding.finish()
}

/// The seal of a chain's head: SHA-256 in hex over author, number of commits, last hash.
pub fn seal(author: &str, count: u32, hash: &str) -> String {
    let mut encoding = Encoding::new(b"baton chain head 1");
    encoding.text(author);
    encoding.number(count);
    encoding.text(hash);
    encoding.finish()
}

/// The end of an author's chain, as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChainHead {
    /// Whose.
    pub author: String,
    /// How many commits the chain has.
    pub count: u32,
    /// The hash of the last one.
    pub hash: String,
    /// [`seal`] of the three.
    pub seal: String,
}

impl ChainHead {
    /// The sealed head after a commit.
    pub fn after(entry: &LogEntry) -> Self {
        Self {
            author: entry.author.clone(),
            count: entry.author_seq,
            hash: entry.hash.clone(),
            seal: seal(&entry.author, entry.author_seq, &entry.hash),
        }
    }

    /// Whether the seal fits.
    pub fn is_sealed(&self) -> bool {
        self.seal == seal(&self.author, self.count, &self.hash)
    }
}

/// Bytes that no two different lists of values share.
struct Encoding(Sha256);

impl Encoding {
    fn new(domain: &[u8]) -> Self {
        let mut encoding = Self(Sha256::new());
        encoding.bytes(b'd', domain);
        encoding
    }

    fn bytes(&mut self, tag: u8, bytes: &[u8]) {
        self.0.update([tag]);
        self.0.update((bytes.len() as u64).to_be_bytes());
        self.0.update(bytes);
    }

    fn text(&mut self, text: &str) {
        self.bytes(b't', text.as_bytes());
    }

    fn number(&mut self, number: u32) {
        self.bytes(b'n', &number.to_be_bytes());
    }

    fn option<T>(&mut self, value: Option<&T>, write: impl FnOnce(&mut Self, &T)) {
        match value {
            None => self.bytes(b'-', b""),
            Some(value) => {
                self.bytes(b'+', b"");
                write(self, value);
            }
        }
    }

    fn json(&mut self, value: &Value) {
        let mut text = Vec::new();
        canonical(value, &mut text);
        self.bytes(b'j', &text);
    }

    fn finish(self) -> String {
        hex::encode(self.0.finalize())
    }
}

/// JSON without spaces, object keys in order of their bytes.
fn canonical(value: &Value, out: &mut Vec<u8>) {
    match value {
        Value::Array(items) => {
            out.push(b'[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    out.push(b',');
                }
                canonical(item, out);
            }
            out.push(b']');
        }
        Value::Object(fields) => {
            let mut fields: Vec<(&String, &Value)> = fields.iter().collect();
            fields.sort_unstable_by_key(|(name, _)| *name);
            out.push(b'{');
            for (index, (name, value)) in fields.into_iter().enumerate() {
                if index > 0 {
                    out.push(b',');
                }
                scalar(name, out);
                out.push(b':');
                canonical(value, out);
            }
            out.push(b'}');
        }
        other => scalar(other, out),
    }
}

fn scalar(value: &(impl Serialize + ?Sized), out: &mut Vec<u8>) {
    // A text, number, boolean or null always has a JSON form.
    if serde_json::to_writer(&mut *out, value).is_err() {
        out.extend_from_slice(b"?");
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::Action;
    use baton_model::{Kind, RecordChange, Timestamp};
    use serde_json::json;

    pub(crate) fn entry(revision: u32, author: &str, seq: u32, previous: &str) -> LogEntry {
        let mut entry = LogEntry {
            revision,
            author: author.to_owned(),
            author_seq: seq,
            at: Timestamp::new("2026-03-01T09:00:00Z").unwrap(),
            operation_id: format!("op-{revision}"),
            action: Action::Edit,
            summary: "draws triage".to_owned(),
            mark: None,
            command: Json(json!([{"op": "put", "x": 0.1}])),
            changes: vec![RecordChange {
                kind: Kind::Team,
                id: format!("team-{revision}"),
                before: None,
                after: Some(Json(
                    json!({"id": format!("team-{revision}"), "name": "Triage"}),
                )),
            }],
            previous_hash: previous.to_owned(),
            hash: String::new(),
        };
        entry.hash = hash(&entry);
        entry
    }

    type Tamper = fn(&mut LogEntry);

    #[test]
    fn a_change_of_any_field_changes_the_hash() {
        let base = entry(3, "ana", 2, "00");
        let tampered: Vec<(&str, Tamper)> = vec![
            ("revision", |e| e.revision = 4),
            ("author", |e| e.author = "bo".to_owned()),
            ("author_seq", |e| e.author_seq = 3),
            ("at", |e| {
                e.at = Timestamp::new("2026-03-01T09:00:01Z").unwrap();
            }),
            ("operation_id", |e| e.operation_id.push('x')),
            ("action", |e| e.action = Action::Fix),
            ("action of", |e| e.action = Action::Undo(vec![1])),
            ("summary", |e| e.summary.clear()),
            ("mark", |e| e.mark = Some(String::new())),
            ("command", |e| {
                e.command = Json(json!([{"op": "put", "x": 0.2}]));
            }),
            ("changes", |e| e.changes.clear()),
            ("change kind", |e| e.changes[0].kind = Kind::Agent),
            ("change id", |e| e.changes[0].id.push('x')),
            ("change before", |e| {
                e.changes[0].before = Some(Json(Value::Null));
            }),
            ("change after", |e| e.changes[0].after = None),
            ("previous_hash", |e| e.previous_hash = "01".to_owned()),
        ];
        let mut seen = vec![base.hash.clone()];
        for (field, tamper) in tampered {
            let mut copy = base.clone();
            tamper(&mut copy);
            let changed = hash(&copy);
            assert!(!seen.contains(&changed), "{field} does not count");
            seen.push(changed);
        }
    }

    #[test]
    fn neighbouring_texts_do_not_run_into_each_other() {
        let mut a = entry(1, "ana", 1, "");
        let mut b = a.clone();
        (a.operation_id, a.summary) = ("ab".to_owned(), "c".to_owned());
        (b.operation_id, b.summary) = ("a".to_owned(), "bc".to_owned());
        assert_ne!(hash(&a), hash(&b));
    }

    #[test]
    fn the_order_of_keys_and_a_trip_through_text_do_not_count() {
        let mut a = entry(1, "ana", 1, "");
        a.command = Json(json!({"a": 1, "b": {"c": 0.1 + 0.2, "d": 1e300, "e": "\u{0}ü"}}));
        let mut b = a.clone();
        b.command = Json(
            serde_json::from_str(
                r#"{"b": {"e": "\u0000ü", "d": 1e300, "c": 0.30000000000000004}, "a": 1}"#,
            )
            .unwrap(),
        );
        assert_eq!(hash(&a), hash(&b));
    }

    #[test]
    fn a_seal_covers_author_count_and_hash() {
        let head = ChainHead::after(&entry(1, "ana", 1, ""));
        assert!(head.is_sealed());
        let tampered: [fn(&mut ChainHead); 4] = [
            |h| h.author.push('x'),
            |h| h.count += 1,
            |h| h.hash.push('0'),
            |h| h.seal.push('0'),
        ];
        for tamper in tampered {
            let mut copy = head.clone();
            tamper(&mut copy);
            assert!(!copy.is_sealed(), "{copy:?}");
        }
    }
}
