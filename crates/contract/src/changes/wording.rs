//! Values and lists in sentences.

use serde_json::Value;

/// Most characters of a value.
const MOST_CHARACTERS: usize = 60;

/// Most values of a list.
const MOST_VALUES: usize = 5;

/// A value as JSON, cut where it is long.
pub(super) fn value(value: &Value) -> String {
    cut(&value.to_string())
}

/// A text, cut where it is long.
pub(super) fn cut(text: &str) -> String {
    if text.chars().count() <= MOST_CHARACTERS {
        return text.to_owned();
    }
    let head: String = text.chars().take(MOST_CHARACTERS).collect();
    format!("{head}…")
}

/// `a`, `a and b`, `a, b and 3 more`, with any word in the place of `and`.
pub(super) fn list(parts: &[String], word: &str) -> String {
    let mut shown: Vec<String> = parts.iter().take(MOST_VALUES).cloned().collect();
    if parts.len() > MOST_VALUES {
        shown.push(format!("{} more", parts.len() - MOST_VALUES));
    }
    match shown.split_last() {
        None => String::new(),
        Some((only, [])) => only.clone(),
        Some((last, others)) => format!("{} {word} {last}", others.join(", ")),
    }
}
