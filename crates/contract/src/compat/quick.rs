//! The quick first question: what `jsonschema::canonical` says about inclusion.

use super::side::Side;
use crate::validate::known;
use jsonschema::PatternOptions;
use jsonschema::canonical::{CanonicalSchema, Containment, options};
use serde_json::Value;

/// Most JSON values of a document that is put into canonical form: products of unions grow with it. So many bytes of a text count for one.
const MOST_PARTS: usize = 400;
const BYTES_A_PART: usize = 64;

/// Whether every value of `from` is one of `within`, as the canonical form has it; `Unknown` where it is not asked.
pub(super) fn covers(from: &Side<'_>, within: &Side<'_>) -> Containment {
    if from.draft() != within.draft() || !is_small(from.document()) || !is_small(within.document())
    {
        return Containment::Unknown;
    }
    let both = canonical(from).zip(canonical(within));
    both.and_then(|(from, within)| within.covers(&from).ok())
        .unwrap_or(Containment::Unknown)
}

fn canonical(side: &Side<'_>) -> Option<CanonicalSchema> {
    options()
        .with_draft(known(side.draft()))
        .offline()
        .should_validate_formats(side.asserts_formats())
        .with_pattern_options(PatternOptions::regex())
        .canonicalize(&in_order(side.document()))
        .ok()
}

/// The document with all members in the order of their names, which says the same: the canonical form tells constants apart by it.
fn in_order(value: &Value) -> Value {
    match value {
        Value::Array(items) => items.iter().map(in_order).collect(),
        Value::Object(members) => {
            let mut sorted: Vec<(&String, &Value)> = members.iter().collect();
            sorted.sort_unstable_by_key(|(name, _)| *name);
            let sorted = sorted.into_iter();
            sorted
                .map(|(name, member)| (name.clone(), in_order(member)))
                .collect()
        }
        scalar => scalar.clone(),
    }
}

fn is_small(document: &Value) -> bool {
    let mut open = vec![document];
    let mut seen = 0;
    while let Some(value) = open.pop() {
        seen += 1;
        if seen + open.len() > MOST_PARTS {
            return false;
        }
        match value {
            Value::Array(items) => open.extend(items),
            Value::Object(members) => {
                seen += members
                    .keys()
                    .map(|name| name.len() / BYTES_A_PART)
                    .sum::<usize>();
                open.extend(members.values());
            }
            Value::String(text) => seen += text.len() / BYTES_A_PART,
            _ => {}
        }
    }
    true
}
