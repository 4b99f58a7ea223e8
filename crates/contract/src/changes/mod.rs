//! What changed between two schemas, for people.
//!
//! A list of changes explains a verdict; it never is one. Each kind of change is a file in `kinds`: how it is found, what it breaks by itself,
//! its sentence, and the pairs of schemas that show it. The walk follows references on both sides, takes alternatives for the same ones by
//! what tells them apart, and visits every pair of places once, so that recursion ends.

mod bounds;
mod dependencies;
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

use crate::compat::Change;
use baton_model::Writers;
use serde_json::Value;

/// Everything that changed from the old schema to the new one, in the order of the schema: at most 500 changes, then one entry of the kind
/// `more_changes` that says how many more there are. What a change breaks depends on the writers, and is told for the change by itself.
pub fn changes(old: &Value, new: &Value, writers: Writers) -> Vec<Change> {
    if old == new {
        return Vec::new();
    }
    walk::changes(old, new, writers)
}
