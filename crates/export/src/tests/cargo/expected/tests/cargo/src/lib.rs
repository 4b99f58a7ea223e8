// Written by Baton; what is changed here is lost with the next export.
//! What the tests of contracts and handoffs expect.

use serde::de::DeserializeOwned;
use serde_json::Value;
use std::path::Path;

/// Reads a file beside this package; `None` where there is none.
pub fn read<T: DeserializeOwned>(path: &str) -> Option<T> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    let text = std::fs::read_to_string(&path).ok()?;
    Some(serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display())))
}

/// JSON pointers at which two values differ.
pub fn differences(agreed: &Value, found: &Value, pointer: &str) -> Vec<String> {
    match (agreed, found) {
        (Value::Object(a), Value::Object(b)) => {
            let mut names: Vec<&String> = a.keys().chain(b.keys()).collect();
            names.sort();
            names.dedup();
            names
                .into_iter()
                .flat_map(|name| match (a.get(name), b.get(name)) {
                    (Some(a), Some(b)) => differences(a, b, &format!("{pointer}/{name}")),
                    _ => vec![format!("{pointer}/{name}")],
                })
                .collect()
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => (a.iter().zip(b).enumerate())
            .flat_map(|(index, (a, b))| differences(a, b, &format!("{pointer}/{index}")))
            .collect(),
        (a, b) if a == b => Vec::new(),
        _ => vec![pointer.to_owned()],
    }
}
