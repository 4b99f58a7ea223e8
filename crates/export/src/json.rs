//! JSON as bytes that depend on content alone: members in a fixed order, two spaces, line feeds, one at the end.

use serde_json::Value;

/// What readers look for first in a schema. All other members follow in alphabetical order.
const FIRST: [&str; 24] = [
    "$schema",
    "$id",
    "$anchor",
    "$dynamicAnchor",
    "$comment",
    "title",
    "description",
    "deprecated",
    "$ref",
    "$dynamicRef",
    "type",
    "const",
    "enum",
    "format",
    "pattern",
    "minimum",
    "maximum",
    "minLength",
    "maxLength",
    "properties",
    "required",
    "additionalProperties",
    "prefixItems",
    "items",
];

/// Members that come last.
const LAST: [&str; 4] = ["examples", "definitions", "$defs", "payload"];

/// The bytes of a JSON file.
pub(crate) fn bytes(value: &Value) -> Vec<u8> {
    let mut text = String::new();
    write(value, 0, &mut text);
    text.push('\n');
    text.into_bytes()
}

fn write(value: &Value, depth: usize, out: &mut String) {
    match value {
        Value::Array(items)
            if items
                .iter()
                .all(|item| !item.is_array() && !item.is_object()) =>
        {
            let items: Vec<String> = items.iter().map(Value::to_string).collect();
            let line = items.join(", ");
            if line.len() <= 80 {
                out.extend(["[", line.as_str(), "]"]);
            } else {
                list(items.iter(), depth, ['[', ']'], out, |item, out| {
                    out.push_str(item);
                });
            }
        }
        Value::Array(items) => {
            list(items.iter(), depth, ['[', ']'], out, |item, out| {
                write(item, depth + 1, out);
            });
        }
        Value::Object(members) if members.is_empty() => out.push_str("{}"),
        Value::Object(members) => {
            let mut sorted: Vec<_> = members.iter().collect();
            sorted.sort_by(|a, b| rank(a.0).cmp(&rank(b.0)).then_with(|| a.0.cmp(b.0)));
            list(
                sorted.into_iter(),
                depth,
                ['{', '}'],
                out,
                |(name, member), out| {
                    out.push_str(&Value::from(name.as_str()).to_string());
                    out.push_str(": ");
                    write(member, depth + 1, out);
                },
            );
        }
        scalar => out.push_str(&scalar.to_string()),
    }
}

fn list<T>(
    items: impl Iterator<Item = T>,
    depth: usize,
    [open, close]: [char; 2],
    out: &mut String,
    mut each: impl FnMut(T, &mut String),
) {
    out.push(open);
    for (index, item) in items.enumerate() {
        out.push_str(if index == 0 { "\n" } else { ",\n" });
        out.push_str(&"  ".repeat(depth + 1));
        each(item, out);
    }
    out.push('\n');
    out.push_str(&"  ".repeat(depth));
    out.push(close);
}

fn rank(name: &str) -> usize {
    if let Some(place) = FIRST.iter().position(|first| *first == name) {
        return place;
    }
    LAST.iter()
        .position(|last| *last == name)
        .map_or(FIRST.len(), |place| FIRST.len() + 1 + place)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_content_has_equal_bytes() {
        let read = |text: &str| bytes(&serde_json::from_str(text).unwrap());
        let a = read(r#"{"b":[],"type":"object","a":{"y":[{"k":1}],"x":1.0},"$id":"i"}"#);
        let b = read(r#"{"$id":"i","a":{"x":1.0,"y":[{"k":1}]},"b":[],"type":"object"}"#);
        assert_eq!(a, b);
        assert_eq!(
            String::from_utf8(a).unwrap(),
            "{\n  \"$id\": \"i\",\n  \"type\": \"object\",\n  \"a\": {\n    \"x\": 1.0,\n    \"y\": [\n      {\n        \
             \"k\": 1\n      }\n    ]\n  },\n  \"b\": []\n}\n"
        );
    }

    #[test]
    fn what_is_written_is_read_back() {
        let value = serde_json::json!({"a": ["x\n\u{202e}", null, true, -1.5e300], "": {}, "long": ["x".repeat(90)]});
        assert_eq!(
            serde_json::from_slice::<Value>(&bytes(&value)).unwrap(),
            value
        );
    }
}
