//! What changed between two schemas, for people.
//!
//! A list of changes explains a verdict; it never is one. Each kind of change is a file in `kinds`: how it is found, what it breaks by itself,
//! its sentence, and the pairs of schemas that show it. The walk follows references on both sides, takes alternatives for the same ones by
//! what tells them apart, and visits every pair of places once, so that recursion ends.

mod bounds;
mod contribution;
mod dependencies;
mod document;
mod fields;
mod items;
mod kind;
mod kinds;
mod pair;
mod parts;
mod side;
mod subject;
#[cfg(test)]
mod tests;
mod types;
mod values;
mod walk;
mod wording;

use crate::compat::{Change, Formats, Way};
use crate::draft::Draft;
use baton_model::Writers;
use contribution::Contributions;
use serde_json::Value;

/// What is known about two schemas before their changes are told.
#[derive(Clone, Copy, Debug)]
pub struct Known {
    /// What senders may write.
    pub writers: Writers,
    /// Whether `format` is an assertion.
    pub formats: Formats,
    /// The drafts of the old and the new schema.
    pub drafts: [Draft; 2],
    /// Whether backward and forward are proven to be safe.
    pub safe: [bool; 2],
}

/// Everything that changed from the old schema to the new one, in the order of the schema: at most 500 changes, then one entry of the kind
/// `more_changes` that says how many more there are. What a change breaks depends on the writers. A direction that is proven to be safe is broken
/// by none; otherwise a change names a direction unless the other keywords of its schema provably make up for it.
pub fn changes(old: &Value, new: &Value, known: Known) -> Vec<Change> {
    if old == new {
        return Vec::new();
    }
    let is_asked = known.safe != [true; 2];
    let contributions = is_asked.then(|| Contributions::new(known.formats, known.drafts));
    let mut changes = walk::changes(old, new, known.writers, contributions);
    for change in &mut changes {
        change.breaks.retain(|way| match way {
            Way::Backward => !known.safe[0],
            Way::Forward => !known.safe[1],
        });
    }
    changes
}
