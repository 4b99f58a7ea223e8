//! Text for Markdown: the common core and what code hosts and site generators add to it.

use super::visible::{visible, visible_line};
use std::fmt::Write as _;

/// Text on one line that shows as it was written: no markup, no link, no HTML, safe in a table's cell.
pub fn markdown_inline(text: &str) -> String {
    line(&visible_line(text))
}

/// Text of several lines: blank lines part paragraphs, other line ends stay line ends, and lines that begin with `- ` or `1. ` stay
/// items of a list. Everything else shows as it was written.
pub fn markdown_block(text: &str) -> String {
    let mut out: Vec<String> = Vec::new();
    for written in visible(text).trim().lines() {
        let written = written.trim();
        let (marker, rest) = item(written);
        if marker.is_empty() {
            // A hard line break, unless the line before is blank or an item.
            if let Some(last) = out.last_mut()
                && !last.is_empty()
                && !written.is_empty()
            {
                if item(last).0.is_empty() {
                    last.push('\\');
                } else {
                    out.push(String::new());
                }
            }
        } else if out
            .last()
            .is_some_and(|last| !last.is_empty() && item(last).0.is_empty())
        {
            out.push(String::new());
        }
        if written.is_empty() && out.last().is_none_or(String::is_empty) {
            continue;
        }
        out.push(format!("{marker}{}", line(&visible_line(rest))));
    }
    out.join("\n")
}

/// Text as code: it shows as it was written in another font. Not for a table's cell.
pub fn markdown_code(text: &str) -> String {
    let text = visible_line(text);
    if text.is_empty() {
        return String::new();
    }
    let longest = text
        .split(|letter| letter != '`')
        .map(str::len)
        .max()
        .unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') {
        " "
    } else {
        ""
    };
    format!("{fence}{pad}{text}{pad}{fence}")
}

/// A link to a web page or a mail address; any other target shows as text.
pub fn markdown_link(text: &str, target: &str) -> String {
    let target = visible_line(target);
    let allowed = ["https://", "http://", "mailto:"];
    let is_link = allowed.iter().any(|scheme| {
        target
            .get(..scheme.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(scheme))
            && target.len() > scheme.len()
    });
    if !is_link {
        let shown = markdown_inline(text);
        return if visible_line(text) == target {
            shown
        } else {
            format!("{shown} ({})", line(&target))
        };
    }
    let mut url = String::new();
    for letter in target.chars() {
        if letter.is_ascii_alphanumeric() || "-._~:/?#@!$*+,;=%&".contains(letter) {
            // An entity would be decoded.
            if letter == '&' {
                url.push_str("&amp;");
            } else {
                url.push(letter);
            }
        } else {
            let mut bytes = [0; 4];
            for byte in letter.encode_utf8(&mut bytes).bytes() {
                let _ = write!(url, "%{byte:02X}");
            }
        }
    }
    format!("[{}](<{url}>)", markdown_inline(text))
}

/// The marker of a list item and what follows it.
fn item(line: &str) -> (&str, &str) {
    let length = if line.starts_with("- ") {
        2
    } else {
        let digits = line.bytes().take_while(u8::is_ascii_digit).count();
        if (1..=9).contains(&digits) && line[digits..].starts_with(". ") {
            digits + 2
        } else {
            0
        }
    };
    line.split_at(length)
}

fn is_list_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

fn ends_with_www(text: &str) -> bool {
    text.as_bytes()
        .last_chunk::<3>()
        .is_some_and(|end| end.eq_ignore_ascii_case(b"www"))
}

fn line(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut before = ' ';
    for (index, letter) in text.char_indices() {
        let rest = &text[index..];
        match letter {
            '\\' | '`' | '*' | '[' | ']' | '{' | '}' | '#' | '!' => {
                out.push('\\');
                out.push(letter);
            }
            // Entities are read by every dialect, backslashes before these are not.
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '|' => out.push_str("&#124;"),
            '~' => out.push_str("&#126;"),
            '$' => out.push_str("&#36;"),
            '@' => out.push_str("&#64;"),
            '^' => out.push_str("&#94;"),
            // Inside a word an underscore is text.
            '_' if before.is_alphanumeric() && rest[1..].starts_with(char::is_alphanumeric) => {
                out.push('_');
            }
            '_' => out.push_str("\\_"),
            ':' if rest.starts_with("://") => out.push_str("&#58;"),
            // Words like `:tada:`.
            ':' if rest[1..].starts_with(|next: char| next.is_alphabetic() || next == '+') => {
                out.push_str("&#58;");
            }
            '.' if ends_with_www(&out) => {
                out.push_str("&#46;");
            }
            '-' | '+' | ':'
                if index == 0 && (rest[1..].starts_with([' ', '-']) || rest.len() == 1) =>
            {
                out.push('\\');
                out.push(letter);
            }
            '=' if index == 0 => out.push_str("&#61;"),
            '.' | ')'
                if is_list_number(&out) && (rest[1..].starts_with(' ') || rest.len() == 1) =>
            {
                out.push('\\');
                out.push(letter);
            }
            other => out.push(other),
        }
        before = letter;
    }
    out
}

#[cfg(test)]
mod tests;
