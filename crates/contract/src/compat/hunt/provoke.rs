//! Good values with one place changed to what the rejecting schema's keywords there are about.

use super::grow::Grower;
use super::pool::{Pool, around};
use crate::compat::minimise::parts;
use crate::compat::written::{Step, Written, part, part_mut, places};
use serde_json::{Map, Value, json};

/// Most places of a value that are changed, and most changes of one value.
const MOST_PLACES: usize = 60;
const MOST_CHANGES: usize = 600;

/// Parts that are copied for all changes of one value.
const MOST_COPIED: usize = 500_000;

/// Largest object or array that is made to pass a bound.
const LARGEST_COUNT: u64 = 300;

/// Every changed value that is worth trying, in order of the places.
pub(super) fn all(base: &Value, from: Written<'_>, within: Written<'_>, pool: &Pool) -> Vec<Value> {
    let grower = Grower::new(from, pool);
    let mut out = Vec::new();
    let most = MOST_CHANGES.min(MOST_COPIED / parts(base));
    for path in places(base).into_iter().take(MOST_PLACES) {
        let Some(current) = part(base, &path) else {
            continue;
        };
        let mut replacements = Vec::new();
        for schema in from.along(&path) {
            replacements.extend(grower.plain(schema));
        }
        let keywords: Vec<&Map<String, Value>> = within
            .along(&path)
            .into_iter()
            .flat_map(|schema| within.at_same_value(schema))
            .collect();
        for map in &keywords {
            for (keyword, value) in *map {
                replacements.extend(around(keyword, value));
            }
        }
        match current {
            Value::Object(members) => {
                replacements.extend(other_members(members, &path, from, within, &grower));
                replacements.extend(larger(members, &path, &keywords, from, &grower));
            }
            Value::Array(items) => {
                replacements.extend(other_items(items));
                replacements.extend(longer(items, &path, &keywords, from, &grower));
            }
            Value::String(text) => {
                replacements.extend(
                    [
                        text.to_uppercase(),
                        format!("{text}a"),
                        format!(" {text}"),
                        text.repeat(2),
                    ]
                    .map(Value::from),
                );
            }
            Value::Number(number) => {
                let number = number.as_f64().unwrap_or_default();
                replacements.extend([json!(number + 0.5), json!(-number)]);
            }
            _ => {}
        }
        for replacement in replacements {
            if out.len() >= most {
                return out;
            }
            if replacement == *current {
                continue;
            }
            let mut changed = base.clone();
            if let Some(place) = part_mut(&mut changed, &path) {
                *place = replacement;
                out.push(changed);
            }
        }
    }
    out
}

/// The object without each of its members, and with each member more that one of the schemas names.
fn other_members(
    members: &Map<String, Value>,
    path: &[Step],
    from: Written<'_>,
    within: Written<'_>,
    grower: &Grower<'_>,
) -> Vec<Value> {
    let mut out = Vec::new();
    let most = MOST_CHANGES.min(MOST_COPIED / members.len().max(1));
    for name in members.keys().take(most) {
        let mut fewer = members.clone();
        fewer.remove(name);
        out.push(Value::Object(fewer));
    }
    let mut names: Vec<&str> = vec!["extra"];
    for written in [within, from] {
        for schema in written.along(path) {
            for map in written.at_same_value(schema) {
                for keyword in [
                    "properties",
                    "dependentRequired",
                    "dependentSchemas",
                    "dependencies",
                ] {
                    let by_name = map.get(keyword).and_then(Value::as_object);
                    names.extend(by_name.into_iter().flat_map(Map::keys).map(String::as_str));
                }
            }
        }
    }
    let mut known = std::collections::BTreeSet::new();
    for name in names {
        if out.len() >= most {
            break;
        }
        if members.contains_key(name) || !known.insert(name) {
            continue;
        }
        let mut longer = path.to_vec();
        longer.push(Step::Member(name.to_owned()));
        let declared = from.along(&longer);
        let mut values: Vec<Value> = declared
            .into_iter()
            .flat_map(|schema| grower.plain(schema))
            .collect();
        if values.is_empty() {
            values.extend([json!(null), json!("a"), json!(0), json!({})]);
        }
        for value in values {
            let mut more = members.clone();
            more.insert(name.to_owned(), value);
            out.push(Value::Object(more));
        }
    }
    out
}

/// The array without each of its items, with one twice, and turned round.
fn other_items(items: &[Value]) -> Vec<Value> {
    let mut out = Vec::new();
    for index in 0..items.len().min(8) {
        let mut fewer = items.to_vec();
        fewer.remove(index);
        out.push(Value::Array(fewer));
    }
    if let Some(last) = items.last() {
        let mut more = items.to_vec();
        more.push(last.clone());
        out.push(Value::Array(more));
    }
    if items.len() > 1 {
        out.push(items.iter().rev().cloned().collect());
    }
    out
}

/// The object with more members than each bound allows.
fn larger(
    members: &Map<String, Value>,
    path: &[Step],
    keywords: &[&Map<String, Value>],
    from: Written<'_>,
    grower: &Grower<'_>,
) -> Vec<Value> {
    let mut out = Vec::new();
    for count in counts_beyond(keywords, "maxProperties") {
        let mut more = members.clone();
        for index in 0..count {
            let name = format!("a{index}");
            let value = plain_below(path, Step::Member(name.clone()), from, grower);
            more.insert(name, value);
        }
        out.push(Value::Object(more));
    }
    out
}

/// The array with more items than each bound allows.
fn longer(
    items: &[Value],
    path: &[Step],
    keywords: &[&Map<String, Value>],
    from: Written<'_>,
    grower: &Grower<'_>,
) -> Vec<Value> {
    let mut out = Vec::new();
    for count in counts_beyond(keywords, "maxItems") {
        let mut more = items.to_vec();
        for index in items.len()..count {
            more.push(plain_below(path, Step::Item(index), from, grower));
        }
        out.push(Value::Array(more));
    }
    out
}

fn counts_beyond(keywords: &[&Map<String, Value>], keyword: &str) -> Vec<usize> {
    let bounds = keywords.iter().filter_map(|map| map.get(keyword)?.as_u64());
    bounds
        .filter(|bound| *bound < LARGEST_COUNT)
        .map(|bound| bound as usize + 1)
        .collect()
}

fn plain_below(path: &[Step], step: Step, from: Written<'_>, grower: &Grower<'_>) -> Value {
    let path: Vec<Step> = path.iter().cloned().chain([step]).collect();
    let schemas = from.along(&path);
    let plain = schemas.first().map(|schema| grower.plain(schema));
    plain
        .and_then(|values| values.into_iter().next())
        .unwrap_or_default()
}
