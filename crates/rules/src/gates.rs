//! What a reviewer sees at a gate.

use crate::context::TopologyContext;
use baton_model::Handoff;
use serde_json::Value;

/// More fields than that are no summary.
const MOST_FIELDS: usize = 4;

/// Whether a template shows the payload as a whole, filtered or not.
pub(crate) fn shows_whole_payload(template: &str) -> bool {
    let expressions = template
        .split("{{")
        .skip(1)
        .filter_map(|rest| rest.split("}}").next());
    let mut shown = expressions.map(|expression| {
        let value = expression.split('|').next().unwrap_or_default();
        value.trim_matches(|c: char| c == '-' || c.is_whitespace())
    });
    shown.any(|value| value == "payload")
}

/// A template over simple fields of the pinned contract version, the required ones first; `None` where it has none.
pub(crate) fn summary(context: &TopologyContext<'_>, handoff: &Handoff) -> Option<String> {
    let pinned = handoff.contract.as_ref().zip(handoff.version.as_ref())?;
    let version = context.registry.contract_version(pinned.0, pinned.1)?;
    let schema = &version.payload_schema.0;
    let properties = schema.get("properties")?.as_object()?;
    let required = schema.get("required").and_then(Value::as_array);
    let is_required = |name: &str| {
        required.is_some_and(|required| required.iter().any(|entry| entry.as_str() == Some(name)))
    };
    let simple = properties
        .iter()
        .filter(|(name, schema)| is_word(name) && is_simple(schema));
    let mut names: Vec<&str> = simple.map(|(name, _)| name.as_str()).collect();
    names.sort_by_key(|name| !is_required(name));
    names.truncate(MOST_FIELDS);
    let parts: Vec<String> = names.into_iter().map(part).collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}

fn is_word(name: &str) -> bool {
    let starts = name.starts_with(|c: char| c.is_ascii_alphabetic());
    starts && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

fn is_simple(schema: &Value) -> bool {
    let kind = schema.get("type").and_then(Value::as_str);
    matches!(kind, Some("string" | "number" | "integer" | "boolean"))
}

/// For example `Order id: {{ payload.order_id }}.`
fn part(name: &str) -> String {
    let words = name.replace('_', " ");
    let (first, rest) = words.split_at(1);
    format!(
        "{}{rest}: {{{{ payload.{name} }}}}.",
        first.to_ascii_uppercase()
    )
}
