//! Fields that need others beside them.

use super::side::Side;
use super::wording::list;
use serde_json::Value;
use std::collections::BTreeMap;

/// What each field needs, and where that is written.
fn needs<'a>(side: &Side<'a>) -> BTreeMap<&'a str, (String, Vec<&'a str>)> {
    let mut out = BTreeMap::new();
    for keyword in ["dependentRequired", "dependencies"] {
        let Some(Value::Object(fields)) = side.get(keyword) else {
            continue;
        };
        for (name, needed) in fields {
            let Some(needed) = needed.as_array() else {
                continue;
            };
            let (_, names): &mut (String, Vec<&str>) = out
                .entry(name.as_str())
                .or_insert_with(|| (side.pointer(&[keyword, name]), Vec::new()));
            names.extend(needed.iter().filter_map(Value::as_str));
        }
    }
    out
}

/// For each field what it needs in the one schema and not in the other: place, field, what it needs.
pub(super) fn missing<'a>(from: &Side<'a>, within: &Side<'a>) -> Vec<(String, &'a str, String)> {
    let known = needs(within);
    let tell = |(name, (pointer, names)): (&'a str, (String, Vec<&str>))| {
        let is_known = |needed: &str| {
            known
                .get(name)
                .is_some_and(|(_, names)| names.contains(&needed))
        };
        let fresh: Vec<String> = names
            .iter()
            .filter(|needed| !is_known(needed))
            .map(|needed| (*needed).to_owned())
            .collect();
        (!fresh.is_empty()).then(|| (pointer, name, list(&fresh, "and")))
    };
    needs(from).into_iter().filter_map(tell).collect()
}
