//! Signatures of cards: put in, and kept where a card did not change. How they are made is the caller's affair.

use crate::file_set::{ExportFile, FileSet, sha256};
use crate::json;
use crate::kind::ExportKind;
use baton_model::{Diagnostic, Level};
use serde_json::{Value, json};

const SIGNATURES: &str = "signatures";

/// Signs every card: `sign` gets a card as it is signed, without signatures and without empty members, and gives its signature.
pub fn sign_cards<E>(
    files: &mut FileSet,
    mut sign: impl FnMut(&Value) -> Result<Value, E>,
) -> Result<(), E> {
    for file in cards(files) {
        let Some(mut card) = read(&file.bytes) else {
            continue;
        };
        let signature = sign(&without_empty(&card))?;
        card[SIGNATURES] = json!([signature]);
        files.replace(ExportFile::new(
            file.path,
            file.kind,
            json::bytes(&card),
            file.source,
        ));
    }
    Ok(())
}

/// Keeps the signatures of the cards in a folder that say what the unsigned cards of the export say, and tells which signatures go because
/// their card changed. `written` gives a file there with the hash that the manifest has of it.
pub fn keep_signatures(files: &mut FileSet, written: impl Fn(&str) -> Option<(Vec<u8>, String)>) {
    for file in cards(files) {
        let Some((bytes, hash)) = written(&file.path) else {
            continue;
        };
        let (Some(card), Some(mut there)) = (read(&file.bytes), read(&bytes)) else {
            continue;
        };
        let signed = there
            .as_object_mut()
            .and_then(|fields| fields.remove(SIGNATURES))
            .is_some();
        if !signed {
            continue;
        }
        if there == card && sha256(&bytes) == hash {
            files.replace(ExportFile::new(file.path, file.kind, bytes, file.source));
        } else {
            files.note(Diagnostic::new(
                Level::Warning,
                file.path,
                "the card changed, so its signature goes: export it again with --sign-key",
            ));
        }
    }
}

fn cards(files: &FileSet) -> Vec<ExportFile> {
    files
        .files()
        .filter(|file| file.kind == ExportKind::AgentCards)
        .cloned()
        .collect()
}

fn read(bytes: &[u8]) -> Option<Value> {
    serde_json::from_slice(bytes).ok().filter(Value::is_object)
}

/// A2A signs a card without its empty texts, lists and objects.
fn without_empty(value: &Value) -> Value {
    let is_empty = |value: &Value| match value {
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(fields) => fields.is_empty(),
        _ => false,
    };
    match value {
        Value::Array(items) => {
            let items = items.iter().map(without_empty);
            items.filter(|item| !is_empty(item)).collect()
        }
        Value::Object(fields) => {
            let fields = fields
                .iter()
                .map(|(name, field)| (name.clone(), without_empty(field)));
            Value::Object(fields.filter(|(_, field)| !is_empty(field)).collect())
        }
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(bytes: &[u8]) -> FileSet {
        let mut files = FileSet::new(&[ExportKind::AgentCards], None);
        files.add(ExportFile::new("a", ExportKind::AgentCards, bytes, None));
        files
    }

    #[test]
    fn a_signature_stays_while_its_card_does() {
        let card = json::bytes(&json!({"name": "A", "skills": []}));
        let mut signed = one(&card);
        sign_cards(&mut signed, |card| {
            assert_eq!(*card, json!({"name": "A"}));
            Ok::<_, ()>(json!({"protected": "p", "signature": "s"}))
        })
        .unwrap();
        let there = signed.get("a").unwrap().clone();
        assert_eq!(read(&there.bytes).unwrap()[SIGNATURES][0]["signature"], "s");

        let written = |_: &str| Some((there.bytes.clone(), there.sha256.clone()));
        let mut same = one(&card);
        keep_signatures(&mut same, written);
        assert_eq!(same.get("a"), Some(&there));
        assert_eq!(same.notes(), []);

        let mut changed = one(&json::bytes(&json!({"name": "B"})));
        keep_signatures(&mut changed, written);
        assert!(
            read(&changed.get("a").unwrap().bytes)
                .unwrap()
                .get(SIGNATURES)
                .is_none()
        );
        assert_eq!(changed.notes().len(), 1);

        let mut edited = one(&card);
        keep_signatures(&mut edited, |_| Some((there.bytes.clone(), String::new())));
        assert_eq!(edited.get("a").unwrap().bytes, card);
    }
}
