//! Keywords that no set says: atoms that keep their place, the reason, and what they were.

use super::Reader;
use crate::canonical::canonical_json;
use crate::compat::Formats;
use crate::draft::Draft;
use crate::set::judge::Judge;
use crate::set::{Atom, NodeId};
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

/// Keywords through which the meaning of a schema depends on what stands elsewhere.
const REFERRING: [&str; 3] = ["$ref", "$dynamicRef", "$recursiveRef"];

impl Reader<'_, '_> {
    /// The values that a schema of these keywords accepts, where that is no set. Without references a given value can still be judged.
    pub(super) fn opaque(
        &mut self,
        keyword: &str,
        reason: &str,
        keywords: Map<String, Value>,
        draft: Draft,
    ) -> NodeId {
        let schema = Value::Object(keywords);
        let asserts_formats = self.schemas.formats == Formats::Assert;
        let mut hash = Sha256::new();
        hash.update(format!("{draft:?} {asserts_formats}\n"));
        hash.update(canonical_json(&schema));
        let refers = refers(&schema);
        if refers {
            hash.update(&self.pointer);
            hash.update(self.resources.digest());
        }
        let content = hash.finalize().into();
        if !refers {
            let judges = self.schemas.judges.entry(content);
            judges.or_insert_with(|| Judge::of(schema, draft, asserts_formats));
        }
        self.opaque_atom(keyword, reason, content)
    }

    /// The numbers that draft 4 calls integers, and all values of other types.
    pub(super) fn written_as_integer(&mut self) -> NodeId {
        let content = Sha256::digest("written as an integer").into();
        self.schemas
            .judges
            .entry(content)
            .or_insert(Judge::WrittenAsInteger);
        self.opaque_atom(
            "type",
            "draft 4 tells the integer 1 from the number 1.0",
            content,
        )
    }

    fn opaque_atom(&mut self, keyword: &str, reason: &str, content: [u8; 32]) -> NodeId {
        if let Some(known) = self.schemas.opaque.get(&content) {
            return *known;
        }
        let pointer = self.within(&[keyword], |reader| reader.pointer.as_str().into());
        let id = self.schemas.atom(Atom::Opaque {
            pointer,
            reason: reason.into(),
            content,
        });
        self.schemas.opaque.insert(content, id);
        id
    }
}

/// The members of these names.
pub(super) fn only(members: &Map<String, Value>, names: &[&str]) -> Map<String, Value> {
    names
        .iter()
        .filter_map(|name| Some(((*name).to_owned(), members.get(*name)?.clone())))
        .collect()
}

/// Whether something in it names something else.
fn refers(value: &Value) -> bool {
    match value {
        Value::Object(members) => members
            .iter()
            .any(|(name, member)| REFERRING.contains(&name.as_str()) || refers(member)),
        Value::Array(items) => items.iter().any(refers),
        _ => false,
    }
}
