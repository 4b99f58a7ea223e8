//! Search over all records.

use crate::Registry;
use baton_model::{Kind, StoredRecord};

/// Records whose id, name or any text contains all words, best first: exact ids, then names, then the rest.
pub fn search(registry: &Registry, text: &str, limit: usize) -> Vec<StoredRecord> {
    let words: Vec<String> = text
        .to_lowercase()
        .split_whitespace()
        .map(str::to_owned)
        .collect();
    if words.is_empty() {
        return Vec::new();
    }
    registry.read(|document| {
        let mut found: Vec<(u8, Kind, &str, StoredRecord)> = Vec::new();
        for held in document.all() {
            let record = held.record.as_ref();
            if record.kind() == Kind::Placement {
                continue;
            }
            let id = record.id().to_lowercase();
            let name = record.name().unwrap_or_default().to_lowercase();
            let all_in = |text: &str| words.iter().all(|word| text.contains(word.as_str()));
            let rank = if words.len() == 1 && id == words[0] {
                0
            } else if all_in(&format!("{id} {name}")) {
                if name.starts_with(&words[0]) || id.starts_with(&words[0]) {
                    1
                } else {
                    2
                }
            } else if all_in(&record.to_json().to_string().to_lowercase()) {
                3
            } else {
                continue;
            };
            found.push((rank, record.kind(), record.id(), StoredRecord::of(held)));
        }
        found.sort_by(|a, b| (a.0, a.1, a.2).cmp(&(b.0, b.1, b.2)));
        found
            .into_iter()
            .take(limit)
            .map(|(.., record)| record)
            .collect()
    })
}
