//! Texts of strangers, made safe to read: nothing invisible, nothing that looks like more of the card than it is.

use serde_json::Value;
use std::fmt::Write;

/// Longest value that is shown, in characters.
const LONGEST_VALUE: usize = 300;
/// Longest text of the gate's own, in characters.
const LONGEST_WORDS: usize = 4_000;

/// Words of the gate: lines stay lines.
pub(super) fn words(text: &str) -> String {
    visible(text, LONGEST_WORDS, "\n")
}

/// A text on one line: a line break in a payload must not look like a line of the card.
pub(super) fn line(text: &str) -> String {
    visible(text, LONGEST_VALUE, " ⏎ ")
}

/// A value of the payload on one line; texts as they are unless JSON is asked for.
pub(super) fn value(value: &Value, as_json: bool) -> String {
    match value {
        Value::String(text) if !as_json => line(text),
        other => line(&other.to_string()),
    }
}

fn visible(text: &str, longest: usize, line_break: &str) -> String {
    let mut shown = String::new();
    let mut count = 0;
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        if count >= longest {
            shown.push('…');
            break;
        }
        count += 1;
        match letter {
            '\r' if letters.peek() == Some(&'\n') => {}
            '\n' | '\r' | '\u{2028}' | '\u{2029}' => shown.push_str(line_break),
            '\t' => shown.push(' '),
            hidden if is_hidden(hidden) => {
                let _ = write!(shown, "⟨U+{:04X}⟩", u32::from(hidden));
            }
            other => shown.push(other),
        }
    }
    shown
}

/// Controls, and what changes direction or width without being seen.
fn is_hidden(letter: char) -> bool {
    letter.is_control()
        || matches!(
            letter,
            '\u{00ad}'
                | '\u{061c}'
                | '\u{200b}'..='\u{200f}'
                | '\u{202a}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{feff}'
                | '\u{fff9}'..='\u{fffb}'
                | '\u{e0000}'..='\u{e007f}'
        )
}
