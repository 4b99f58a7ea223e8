//! Fields of an object schema, as the kinds of change need to know them.

use super::pair::Pair;
use super::side::{Side, is_open};
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// What a schema says about fields that it does not name.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Others<'a> {
    /// Nothing.
    Open,
    /// There may be none.
    Closed,
    /// They are of this schema.
    Of(&'a Value),
}

impl<'a> Others<'a> {
    fn of(schema: &'a Value) -> Self {
        match schema {
            Value::Bool(false) => Self::Closed,
            schema if is_open(schema) => Self::Open,
            schema => Self::Of(schema),
        }
    }
}

/// Fields that are named and may be there, in their order.
pub(super) fn declared<'a>(side: &Side<'a>) -> Vec<(&'a str, &'a Value)> {
    let fields = side.get("properties").and_then(Value::as_object);
    fields
        .into_iter()
        .flat_map(Map::iter)
        .filter(|(_, schema)| **schema != Value::Bool(false))
        .map(|(name, schema)| (name.as_str(), schema))
        .collect()
}

/// Fields that have to be there.
pub(super) fn required<'a>(side: &Side<'a>) -> BTreeSet<&'a str> {
    let names = side.get("required").and_then(Value::as_array);
    names
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect()
}

/// What is said about fields that are neither named nor covered by a pattern.
pub(super) fn others<'a>(side: &Side<'a>) -> Others<'a> {
    ["additionalProperties", "unevaluatedProperties"]
        .iter()
        .filter_map(|keyword| side.get(keyword))
        .map(Others::of)
        .find(|others| *others != Others::Open)
        .unwrap_or(Others::Open)
}

/// The keyword that says so in the new schema, or in the old one.
pub(super) fn others_keyword(pair: &Pair<'_>) -> &'static str {
    let speaks = |keyword: &&str| {
        let (old, new) = pair.both(keyword);
        old != new
    };
    ["additionalProperties", "unevaluatedProperties"]
        .into_iter()
        .find(speaks)
        .unwrap_or("additionalProperties")
}

/// What is said about a field that is not named.
pub(super) fn unnamed<'a>(side: &Side<'a>, name: &str) -> Others<'a> {
    if side.get("properties").and_then(|fields| fields.get(name)) == Some(&Value::Bool(false)) {
        return Others::Closed;
    }
    let patterns = side.get("patternProperties").and_then(Value::as_object);
    let covering = patterns
        .into_iter()
        .flatten()
        .find(|(pattern, _)| side.document.covers(pattern, name));
    covering.map_or_else(|| others(side), |(_, schema)| Others::of(schema))
}

/// Fields that the new schema names and the old one does not.
pub(super) fn added<'a>(pair: &Pair<'a>) -> Vec<(&'a str, &'a Value)> {
    missing(declared(&pair.new), &declared(&pair.old))
}

/// Fields that the old schema names and the new one neither names nor forbids by name.
pub(super) fn removed<'a>(pair: &Pair<'a>) -> Vec<(&'a str, &'a Value)> {
    let fields = pair.new.get("properties");
    missing(declared(&pair.old), &declared(&pair.new))
        .into_iter()
        .filter(|(name, _)| fields.and_then(|fields| fields.get(*name)).is_none())
        .collect()
}

fn missing<'a>(
    from: Vec<(&'a str, &'a Value)>,
    within: &[(&'a str, &'a Value)],
) -> Vec<(&'a str, &'a Value)> {
    let names: BTreeSet<&str> = within.iter().map(|(name, _)| *name).collect();
    from.into_iter()
        .filter(|(name, _)| !names.contains(name))
        .collect()
}
