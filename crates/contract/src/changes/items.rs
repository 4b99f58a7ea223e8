//! Items of an array schema, as the kinds of change need to know them.

use super::fields::Others;
use super::pair::Pair;
use super::side::{Side, is_open};
use serde_json::Value;

/// The keyword that has a schema for each position.
fn tuple_keyword(side: &Side<'_>) -> Option<&'static str> {
    ["prefixItems", "items"]
        .into_iter()
        .find(|keyword| side.get(keyword).is_some_and(Value::is_array))
}

/// The schemas of the positions of a tuple, and their keyword.
pub(super) fn tuple<'a>(side: &Side<'a>) -> Option<(&'static str, &'a [Value])> {
    let keyword = tuple_keyword(side)?;
    Some((keyword, side.get(keyword)?.as_array()?))
}

/// The schemas of the positions of a tuple; none if it is no tuple.
pub(super) fn positions<'a>(side: &Side<'a>) -> &'a [Value] {
    tuple(side).map_or(&[], |(_, positions)| positions)
}

/// The keyword that speaks about all items that no position speaks about.
pub(super) fn rest_keyword(side: &Side<'_>) -> Option<&'static str> {
    // `additionalItems` says something beside positions in `items` only.
    let keywords: &[&'static str] = if tuple_keyword(side) == Some("items") {
        &["additionalItems", "unevaluatedItems"]
    } else {
        &["items", "unevaluatedItems"]
    };
    keywords
        .iter()
        .copied()
        .find(|keyword| side.get(keyword).is_some())
}

/// What is said about items that no position speaks about.
pub(super) fn rest<'a>(side: &Side<'a>) -> Others<'a> {
    match rest_keyword(side).and_then(|keyword| side.get(keyword)) {
        None => Others::Open,
        Some(Value::Bool(false)) => Others::Closed,
        Some(schema) if is_open(schema) => Others::Open,
        Some(schema) => Others::Of(schema),
    }
}

/// The keyword of the positions in the new schema, or in the old one.
pub(super) fn positions_keyword(pair: &Pair<'_>) -> &'static str {
    let keyword = tuple_keyword(&pair.new).or_else(|| tuple_keyword(&pair.old));
    keyword.unwrap_or("prefixItems")
}

/// The keyword of the further items in the new schema, or in the old one.
pub(super) fn rest_keyword_of(pair: &Pair<'_>) -> &'static str {
    let keyword = rest_keyword(&pair.new).or_else(|| rest_keyword(&pair.old));
    keyword.unwrap_or("items")
}
