//! Bytes as a list of edits: no panic; what is read either applies, with nothing left dangling, or is refused as a whole.

use baton_model::{Document, Record, apply, parse_edits};

/// More bytes say nothing more.
const MOST: usize = 64 << 10;

/// Records that edits may refer to.
const SCENE: &str = r#"[
    {"op": "put", "kind": "team", "id": "care", "record": {"name": "Care"}},
    {"op": "put", "kind": "topology", "id": "t", "record": {"name": "T"}},
    {"op": "put", "kind": "agent", "id": "a", "record": {"name": "A", "team": "care"}},
    {"op": "put", "kind": "agent", "id": "b", "record": {"name": "B"}},
    {"op": "put", "kind": "handoff", "id": "h", "record": {"topology": "t", "from": "a", "to": "b"}}
]"#;

/// A registry with these records.
fn scene() -> Document {
    let mut document = Document::new();
    let edits = parse_edits(SCENE, &document).unwrap();
    let diff = apply(&document, &edits).unwrap();
    document.commit(&diff, 1);
    document
}

/// Reads the bytes as edits of a small registry.
pub fn check(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(&bytes[..bytes.len().min(MOST)]) else {
        return;
    };
    let before = scene();
    let edits = match parse_edits(text, &before) {
        Ok(edits) => edits,
        Err(error) => {
            assert!(!error.message.is_empty(), "{error:?}");
            return;
        }
    };
    let diff = match apply(&before, &edits) {
        Ok(diff) => diff,
        Err(refused) => {
            assert!(!refused.to_string().is_empty());
            return;
        }
    };
    let mut after = before;
    after.commit(&diff, 2);
    assert_eq!(after.dangling(), [], "something refers to nothing");
    for change in diff.to_wire() {
        let Some(written) = change.after else {
            continue;
        };
        let read = Record::from_json(change.kind, written.0.clone())
            .unwrap_or_else(|error| panic!("a record is not read back: {error:?}"));
        assert_eq!(
            read.to_json(),
            written.0,
            "a record is read back as another"
        );
    }
}
