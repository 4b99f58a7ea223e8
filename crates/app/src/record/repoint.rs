//! A record whose references lead elsewhere.

use baton_model::{Record, RecordKey};
use serde_json::Value;

/// The record with every reference to `from`, or only those in the fields that `wanted` says, leading to `to`, which is of the same kind.
/// A list that names both keeps one. `None` where nothing of it refers to `from`.
pub(crate) fn repointed(
    record: &Record,
    from: &RecordKey,
    to: &RecordKey,
    wanted: impl Fn(&str) -> bool,
) -> Option<Record> {
    let pointers: Vec<String> = record
        .outgoing()
        .into_iter()
        .filter(|reference| reference.to == *from && wanted(&reference.pointer))
        .map(|reference| reference.pointer)
        .collect();
    if pointers.is_empty() {
        return None;
    }
    let mut fields = record.to_json();
    for pointer in &pointers {
        match fields.pointer_mut(pointer) {
            Some(Value::Object(key)) => {
                key.insert("id".to_owned(), Value::String(to.id.clone()));
            }
            Some(value) => *value = Value::String(to.id.clone()),
            None => {}
        }
    }
    for pointer in &pointers {
        let list = pointer.rsplit_once('/').map_or("", |(list, _)| list);
        if let Some(Value::Array(items)) = fields.pointer_mut(list) {
            let mut kept: Vec<Value> = Vec::with_capacity(items.len());
            for item in items.drain(..) {
                if !kept.contains(&item) {
                    kept.push(item);
                }
            }
            *items = kept;
        }
    }
    Record::from_json(record.kind(), fields).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use baton_model::{Kind, parse_record};
    use serde_json::json;

    #[test]
    fn references_lead_elsewhere_wherever_they_stand() {
        let handoff = json!({
            "id": "h", "topology": "t", "from": "a", "to": "b", "owners": ["care", "pay"],
            "fallback_owner": {"kind": "team", "id": "pay"},
            "gate": {"reviewers": [{"kind": "team", "id": "pay"}, {"kind": "person", "id": "pay"}]},
        });
        let handoff = parse_record(Kind::Handoff, handoff).unwrap();
        let team = |id: &str| RecordKey::new(Kind::Team, id);
        let all = repointed(&handoff, &team("pay"), &team("care"), |_| true).unwrap();
        let fields = all.to_json();
        assert_eq!(fields["owners"], json!(["care"]));
        assert_eq!(fields["fallback_owner"]["id"], "care");
        assert_eq!(fields["gate"]["reviewers"][0]["id"], "care");
        // A person who has the same id is somebody else.
        assert_eq!(fields["gate"]["reviewers"][1]["id"], "pay");
        let owners = repointed(&handoff, &team("pay"), &team("x"), |at| {
            at.starts_with("/owners")
        });
        let fields = owners.unwrap().to_json();
        assert_eq!(fields["owners"], json!(["care", "x"]));
        assert_eq!(fields["fallback_owner"]["id"], "pay");
        assert!(repointed(&handoff, &team("nobody"), &team("x"), |_| true).is_none());
    }
}
