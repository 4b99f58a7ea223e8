//! Which values in a schema are schemas, and what they say about themselves: draft and address.

use super::{Members, pointer};
use crate::draft::Draft;
use crate::validate::SchemaProblem;
use serde_json::{Value, json};

/// Keywords whose value is a schema.
const IN_VALUE: [&str; 12] = [
    "additionalItems",
    "additionalProperties",
    "contains",
    "contentSchema",
    "else",
    "if",
    "items",
    "not",
    "propertyNames",
    "then",
    "unevaluatedItems",
    "unevaluatedProperties",
];

/// Keywords whose value holds schemas.
const IN_CHILD: [&str; 11] = [
    "$defs",
    "allOf",
    "anyOf",
    "definitions",
    "dependencies",
    "dependentSchemas",
    "items",
    "oneOf",
    "patternProperties",
    "prefixItems",
    "properties",
];

/// The draft of a schema inside of one of another draft.
pub(super) fn draft_of(members: &Members, around: Draft, at: &str) -> Result<Draft, SchemaProblem> {
    let Some(named) = members.get("$schema").and_then(Value::as_str) else {
        return Ok(around);
    };
    if matches!(
        named.trim_end_matches('#'),
        "https://json-schema.org/schema" | "http://json-schema.org/schema"
    ) {
        return Ok(Draft::Draft202012);
    }
    Draft::of(&json!({"$schema": named})).map_err(|named| {
        let mut at = at.to_owned();
        pointer::push(&mut at, "$schema");
        unknown_draft(&at, &named)
    })
}

/// The address that a schema gives itself.
pub(super) fn id_of(members: &Members, draft: Draft) -> Option<&str> {
    let id = members.get(draft.id_keyword())?.as_str()?;
    if draft <= Draft::Draft7 && (id.starts_with('#') || members.contains_key("$ref")) {
        return None;
    }
    Some(id.trim_end_matches('#'))
}

/// Whether the steps from one schema lead to another one, not into the value of some other keyword.
pub(super) fn leads_to_schema(steps: &[String]) -> bool {
    let mut steps = steps.iter().peekable();
    while let Some(keyword) = steps.next() {
        let keyword = keyword.as_str();
        let is_list = steps
            .peek()
            .is_some_and(|next| next.bytes().all(|byte| byte.is_ascii_digit()));
        if keyword == "items" && !is_list {
            continue;
        }
        if IN_CHILD.contains(&keyword) {
            if steps.next().is_none() {
                return false;
            }
        } else if !IN_VALUE.contains(&keyword) {
            return false;
        }
    }
    true
}

/// Visits the schemas that the value of a keyword is or holds.
pub(super) fn visit_schemas<'d>(
    keyword: &str,
    value: &'d Value,
    visit: &mut impl FnMut(&'d Value, &[&str]) -> Result<(), SchemaProblem>,
) -> Result<(), SchemaProblem> {
    match value {
        Value::Array(items) if IN_CHILD.contains(&keyword) => {
            for (index, item) in items.iter().enumerate() {
                visit(item, &[keyword, &index.to_string()])?;
            }
        }
        Value::Object(members) if IN_CHILD.contains(&keyword) && keyword != "items" => {
            for (name, member) in members {
                visit(member, &[keyword, name])?;
            }
        }
        Value::Object(_) if IN_VALUE.contains(&keyword) => visit(value, &[keyword])?,
        _ => {}
    }
    Ok(())
}

pub(super) fn unknown_draft(at: &str, named: &str) -> SchemaProblem {
    SchemaProblem::new(
        at,
        format!(
            "{named} is no draft that Baton reads; use {}",
            Draft::Draft202012.uri()
        ),
    )
}
