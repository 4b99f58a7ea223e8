//! Types and limits as people say them.

use super::shape::Shape;
use serde_json::Value;

/// Most values of an enumeration that are listed.
const MOST_VALUES: usize = 6;
/// Longest value or pattern that is shown, in characters.
const LONGEST_VALUE: usize = 60;
/// Most levels of lists in lists that are told.
const DEEPEST: usize = 4;

/// For example `text`, `list of whole numbers`, `one of 3 values`.
pub(super) fn type_words<'a>(shape: &Shape<'a>, root: &'a Value) -> String {
    words(shape, root, DEEPEST, false)
}

fn words<'a>(shape: &Shape<'a>, root: &'a Value, levels: usize, many: bool) -> String {
    let said = |one: &str, several: &str| if many { several } else { one }.to_owned();
    if shape.is_never() {
        return "nothing".to_owned();
    }
    if let Some(value) = shape.keyword("const") {
        return format!("always {}", shown(value));
    }
    if let Some(Value::Array(values)) = shape.keyword("enum") {
        let values = values.iter().filter(|value| !value.is_null());
        return match values.clone().count() {
            1 => format!("always {}", values.map(shown).collect::<String>()),
            count => format!("one of {count} values"),
        };
    }
    let choices = shape.choices(root);
    if !choices.is_empty() && shape.types().is_empty() {
        return of_choices(&choices, root, levels);
    }
    let types = shape.types();
    match types.as_slice() {
        ["string"] => said(text_words(shape), text_words(shape)),
        ["number"] => said("number", "numbers"),
        ["integer"] => said("whole number", "whole numbers"),
        ["boolean"] => said("yes or no", "yes or no"),
        ["array"] => list_words(shape, root, levels, many),
        ["object"] => object_words(shape, root, levels, many),
        [] if shape.properties().next().is_some() => said("object", "objects"),
        [] if shape.keyword("items").is_some() => list_words(shape, root, levels, many),
        [] if shape.any_member(root).is_some() => object_words(shape, root, levels, many),
        [] => "anything".to_owned(),
        several => {
            let names = several.iter().map(|name| plain(name).to_owned());
            either(names.collect())
        }
    }
}

fn plain(name: &str) -> &str {
    match name {
        "string" => "text",
        "integer" => "whole number",
        "boolean" => "yes or no",
        "array" => "list",
        other => other,
    }
}

fn text_words(shape: &Shape<'_>) -> &'static str {
    match shape.keyword("format").and_then(Value::as_str) {
        Some("date") => "date",
        Some("date-time") => "time",
        Some("time") => "time of day",
        Some("duration") => "duration",
        Some("email" | "idn-email") => "email address",
        Some("uri" | "uri-reference" | "iri" | "iri-reference") => "web address",
        Some("uuid") => "UUID",
        Some("hostname" | "idn-hostname") => "host name",
        Some("ipv4" | "ipv6") => "IP address",
        _ => "text",
    }
}

fn list_words<'a>(shape: &Shape<'a>, root: &'a Value, levels: usize, many: bool) -> String {
    let list = if many { "lists" } else { "list" };
    if let Some(Value::Array(places)) = shape.keyword("prefixItems") {
        return format!("{list} of {} places", places.len());
    }
    match shape.item(root) {
        Some(item) if levels > 0 => match words(&item, root, levels - 1, true).as_str() {
            "anything" => list.to_owned(),
            items => format!("{list} of {items}"),
        },
        _ => list.to_owned(),
    }
}

fn object_words<'a>(shape: &Shape<'a>, root: &'a Value, levels: usize, many: bool) -> String {
    if shape.properties().next().is_none()
        && levels > 0
        && let Some(member) = shape.any_member(root)
    {
        let map = if many { "maps" } else { "map" };
        return format!("{map} of {}", words(&member, root, levels - 1, true));
    }
    if many { "objects" } else { "object" }.to_owned()
}

fn of_choices<'a>(choices: &[Shape<'a>], root: &'a Value, levels: usize) -> String {
    if levels == 0 {
        return "anything".to_owned();
    }
    let mut names: Vec<String> = Vec::new();
    for choice in choices {
        let name = words(choice, root, levels - 1, false);
        if !names.contains(&name) {
            names.push(name);
        }
    }
    match names.as_slice() {
        [one] if one == "object" => format!("one of {} shapes", choices.len()),
        [_, ..] if names.len() <= 3 => either(names),
        _ => format!("one of {} kinds", choices.len()),
    }
}

fn either(mut names: Vec<String>) -> String {
    let last = names.pop().unwrap_or_default();
    if names.is_empty() {
        last
    } else {
        format!("{} or {last}", names.join(", "))
    }
}

/// For example `1 to 64 characters, pattern ^[a-z]+$`; empty without limits.
pub(super) fn limits(shape: &Shape<'_>) -> String {
    let mut out: Vec<String> = Vec::new();
    if let Some(Value::Array(values)) = shape.keyword("enum") {
        let values = values.iter().filter(|value| !value.is_null());
        let count = values.clone().count();
        if count > 1 {
            out.extend(values.take(MOST_VALUES).map(shown));
            if count > MOST_VALUES {
                out.push(format!("{} more", count - MOST_VALUES));
            }
        }
    }
    out.extend(span(
        shape,
        "minLength",
        "maxLength",
        "character",
        "characters",
    ));
    out.extend(range(shape));
    if let Some(step) = shape.keyword("multipleOf").and_then(Value::as_number) {
        out.push(format!("in steps of {step}"));
    }
    out.extend(span(shape, "minItems", "maxItems", "entry", "entries"));
    if shape.keyword("uniqueItems") == Some(&Value::Bool(true)) {
        out.push("no two alike".to_owned());
    }
    out.extend(span(
        shape,
        "minProperties",
        "maxProperties",
        "member",
        "members",
    ));
    if let Some(pattern) = shape.keyword("pattern").and_then(Value::as_str) {
        out.push(format!("pattern {}", cut(pattern)));
    }
    out.join(", ")
}

fn span(shape: &Shape<'_>, least: &str, most: &str, one: &str, many: &str) -> Option<String> {
    let number = |keyword| shape.keyword(keyword).and_then(Value::as_u64);
    let unit = |count| if count == 1 { one } else { many };
    match (number(least).filter(|least| *least > 0), number(most)) {
        (Some(least), Some(most)) if least == most => Some(format!("{most} {}", unit(most))),
        (Some(least), Some(most)) => Some(format!("{least} to {most} {}", unit(most))),
        (Some(least), None) => Some(format!("at least {least} {}", unit(least))),
        (None, Some(most)) => Some(format!("at most {most} {}", unit(most))),
        (None, None) => None,
    }
}

fn range(shape: &Shape<'_>) -> Vec<String> {
    let number = |keyword| shape.keyword(keyword).and_then(Value::as_number);
    // In draft 4 the keyword only says that the limit itself is out.
    let without = |keyword| shape.keyword(keyword) == Some(&Value::Bool(true));
    let least = number("minimum");
    let most = number("maximum");
    let (above, below) = (
        number("exclusiveMinimum").or(least.filter(|_| without("exclusiveMinimum"))),
        number("exclusiveMaximum").or(most.filter(|_| without("exclusiveMaximum"))),
    );
    let least = least.filter(|_| !without("exclusiveMinimum"));
    let most = most.filter(|_| !without("exclusiveMaximum"));
    let mut out = Vec::new();
    match (least, most) {
        (Some(least), Some(most)) => out.push(format!("{least} to {most}")),
        (Some(least), None) => out.push(format!("{least} or more")),
        (None, Some(most)) => out.push(format!("{most} or less")),
        (None, None) => {}
    }
    out.extend(above.map(|above| format!("more than {above}")));
    out.extend(below.map(|below| format!("less than {below}")));
    out
}

fn shown(value: &Value) -> String {
    cut(&value.to_string())
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(LONGEST_VALUE) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn types_and_limits_in_words() {
        for (schema, expected, limited) in [
            (json!({"type": "string", "format": "uuid"}), "UUID", ""),
            (
                json!({"type": "string", "minLength": 3, "maxLength": 3}),
                "text",
                "3 characters",
            ),
            (
                json!({"type": "string", "minLength": 1}),
                "text",
                "at least 1 character",
            ),
            (json!({"enum": ["a", null]}), "always \"a\"", ""),
            (json!({"const": {"a": 1}}), "always {\"a\":1}", ""),
            (
                json!({"enum": [1, 2, 3, 4, 5, 6, 7, 8]}),
                "one of 8 values",
                "1, 2, 3, 4, 5, 6, 2 more",
            ),
            (json!({"type": ["string", "number"]}), "text or number", ""),
            (json!({"type": "array"}), "list", ""),
            (
                json!({"items": {"type": "array", "items": {"type": "number"}}}),
                "list of lists of numbers",
                "",
            ),
            (
                json!({"type": "array", "prefixItems": [{}, {}]}),
                "list of 2 places",
                "",
            ),
            (
                json!({"oneOf": [{"properties": {"a": {}}}, {"properties": {"b": {}}}]}),
                "one of 2 shapes",
                "",
            ),
            (
                json!({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}),
                "text or list of text",
                "",
            ),
            (
                json!({"type": "number", "minimum": 0, "maximum": 1}),
                "number",
                "0 to 1",
            ),
            (
                json!({"type": "number", "minimum": 0, "exclusiveMinimum": true}),
                "number",
                "more than 0",
            ),
            (
                json!({"type": "integer", "maximum": -1}),
                "whole number",
                "-1 or less",
            ),
            (
                json!({"type": "object", "additionalProperties": {"type": "boolean"}, "minProperties": 1}),
                "map of yes or no",
                "at least 1 member",
            ),
        ] {
            let shape = Shape::of(&schema, &schema);
            assert_eq!(type_words(&shape, &schema), expected, "{schema}");
            assert_eq!(limits(&shape), limited, "{schema}");
        }
    }
}
