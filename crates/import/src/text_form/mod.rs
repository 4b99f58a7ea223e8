//! A registry as a folder of small JSON files, for review and merging in version control.
//!
//! One file a record, so that two people's branches merge; places of boxes beside their topology in
//! one `layout.json`, so that moving boxes touches nothing else. Keys stand in the order of the record
//! types, one value a line, with a line end at the end: the same registry gives the same bytes.
//!
//! ```text
//! baton.json                                        format and version of the folder
//! teams/<id>.json  people/  agents/  ...            one file a record
//! contracts/<contract>/contract.json, <version>.json
//! topologies/<topology>/topology.json, layout.json, handoffs/, entries/, outcomes/, groups/, notes/, ...
//! ```

mod merge;
mod path;
mod read;
mod write;

pub use merge::{DIVIDER, FileMerge, OURS, THEIRS, merge_file};
pub use read::{from_files, read_records};
pub use write::to_files;

/// Whether a path is one of the text form's.
pub fn is_known(path: &str) -> bool {
    path::place_at(path).is_some()
}

/// The name of the file that marks a folder as a registry.
pub const MARKER: &str = "baton.json";
/// What the marker says.
pub const FORMAT: &str = "baton-registry";
/// The version of the folder's layout.
pub const VERSION: u64 = 1;

#[cfg(test)]
mod merge_tests;
#[cfg(test)]
mod tests;

/// The schema of the marker: file name without extension, and the schema. Every other file of the text form holds a record.
pub fn schemas() -> Vec<(String, serde_json::Value)> {
    let marker = serde_json::json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:baton:schema:text_form:1",
        "title": MARKER,
        "type": "object",
        "properties": {"format": {"const": FORMAT}, "version": {"const": VERSION}},
        "required": ["format", "version"],
        "additionalProperties": false,
    });
    vec![("text_form".to_owned(), marker)]
}
