//! What people wrote in a file, as records keep it. Secrets are taken out of every record by the carrier.

use crate::notes::Notes;
use crate::text::visible;
use serde_json::Value;

/// Longest name that is kept, in characters.
const NAME: usize = 200;
/// Longest prose that is kept, in characters.
const PROSE: usize = 4000;
/// Largest metadata value that is kept, in bytes of JSON.
const METADATA: usize = 4000;

/// A name on one line; `otherwise` where it is empty.
pub(crate) fn name(text: &str, otherwise: &str) -> String {
    let words: Vec<_> = text.split_whitespace().collect();
    let text = words.join(" ");
    visible(if text.is_empty() { otherwise } else { &text }, NAME)
}

/// How many there are, with the words for one or for several.
pub(crate) fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// A text of several lines, cut with a note where it is very long.
pub(crate) fn prose(text: &str, place: &str, notes: &mut Notes) -> String {
    let mut kept = String::new();
    for line in text.trim().lines() {
        if !kept.is_empty() {
            kept.push('\n');
        }
        kept.push_str(&visible(line.trim_end(), PROSE));
        if kept.len() > 4 * PROSE {
            break;
        }
    }
    if kept.chars().count() > PROSE {
        notes.warning(place, format!("the text was cut after {PROSE} characters"));
        kept = kept.chars().take(PROSE).collect();
        kept.push('…');
    }
    kept
}

/// A JSON Schema; `None`, with a note, where none stands there.
pub(crate) fn schema(value: &Value, place: &str, notes: &mut Notes) -> Option<Value> {
    if value.is_object() || value.is_boolean() {
        return Some(value.clone());
    }
    notes.warning(place, "no JSON Schema stands here; it was left out");
    None
}

/// A value to keep as metadata under `name`; `None` where it is empty, and, with a note, where it is too large.
pub(crate) fn metadata(name: &str, value: &Value, place: &str, notes: &mut Notes) -> Option<Value> {
    let empty = match value {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(fields) => fields.is_empty(),
        Value::Bool(_) | Value::Number(_) => false,
    };
    if empty {
        return None;
    }
    if value.to_string().len() > METADATA {
        notes.warning(
            place,
            format!("{:?} is too long to be kept as metadata", visible(name, 60)),
        );
        return None;
    }
    Some(value.clone())
}

/// HTML of an editor's text field as plain words: paragraphs become lines, tags go, entities are read.
pub(crate) fn without_markup(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        let tail = &rest[at..];
        if let Some((name, length)) = tag(tail) {
            if matches!(
                name.as_str(),
                "br" | "p" | "li" | "div" | "hr" | "h1" | "h2" | "h3" | "h4" | "tr"
            ) && !out.is_empty()
                && !out.ends_with('\n')
            {
                out.push('\n');
            }
            rest = &tail[length..];
        } else {
            out.push('<');
            rest = &tail[1..];
        }
    }
    out.push_str(rest);
    entities(&out).trim().to_owned()
}

/// Tags that only shape text; any other stays, as words.
const SHAPING: [&str; 30] = [
    "a",
    "b",
    "blockquote",
    "br",
    "code",
    "div",
    "em",
    "font",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "hr",
    "i",
    "li",
    "mark",
    "ol",
    "p",
    "pre",
    "s",
    "small",
    "span",
    "strong",
    "sub",
    "sup",
    "table",
    "td",
    "tr",
    "ul",
];

/// The name and length of a shaping tag that the text begins with.
fn tag(text: &str) -> Option<(String, usize)> {
    let inner = text.get(1..)?;
    let inner = inner.strip_prefix('/').unwrap_or(inner);
    let name: String = inner
        .chars()
        .take_while(char::is_ascii_alphanumeric)
        .take(12)
        .collect::<String>()
        .to_ascii_lowercase();
    if !SHAPING.contains(&name.as_str()) {
        return None;
    }
    let end = text.bytes().take(2000).position(|byte| byte == b'>')?;
    Some((name, end + 1))
}

/// Entities of HTML and of Mermaid (`#quot;`, `#91;`) as the characters that they stand for.
pub(crate) fn entities(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['&', '#']) {
        out.push_str(&rest[..at]);
        let tail = &rest[at..];
        let end = tail.bytes().take(12).position(|byte| byte == b';');
        let found = end.and_then(|end| Some((entity(&tail[1..end])?, end + 1)));
        if let Some((c, length)) = found {
            out.push(c);
            rest = &tail[length..];
        } else {
            out.push_str(&tail[..1]);
            rest = &tail[1..];
        }
    }
    out.push_str(rest);
    out
}

fn entity(name: &str) -> Option<char> {
    match name {
        "nbsp" => Some(' '),
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => {
            let digits = name.strip_prefix('#').unwrap_or(name);
            let code = match digits.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => digits.parse().ok()?,
            };
            char::from_u32(code).map(|c| if c == '\u{a0}' { ' ' } else { c })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_becomes_words_and_what_is_no_shape_stays() {
        for (from, to) in [
            ("<p>one</p><p>two &amp; three</p>", "one\ntwo & three"),
            ("a < b <br/> c", "a < b \n c"),
            (
                "<img src=x onerror=alert(1)>",
                "<img src=x onerror=alert(1)>",
            ),
            ("x#quot;y#35;#91;", "x\"y#["),
            ("<b", "<b"),
            ("&unknown; &#0; é<", "&unknown; \u{0} é<"),
        ] {
            assert_eq!(without_markup(from), to, "{from}");
        }
    }
}
