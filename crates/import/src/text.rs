//! Text of a file, made safe to keep and to show.

pub(crate) use crate::secrets::{looks_secret, without_secrets};

/// The text with control and direction characters written as `\u{..}`, cut to `limit` characters.
pub(crate) fn visible(text: &str, limit: usize) -> String {
    let mut out = String::new();
    for (index, c) in text.chars().enumerate() {
        if index == limit {
            out.push('…');
            break;
        }
        if c.is_control() || is_direction(c) {
            out.extend(c.escape_unicode());
        } else {
            out.push(c);
        }
    }
    out
}

fn is_direction(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// The file's name without its folder, whichever system wrote the path.
pub(crate) fn base_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

/// What stands where a secret stood.
pub(crate) const REMOVED: &str = "[removed: looks like a secret]";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_seen_is_written_out() {
        assert_eq!(visible("a\u{202e}b\0", 10), "a\\u{202e}b\\u{0}");
        assert_eq!(visible("abcdef", 3), "abc…");
        assert_eq!(base_name(r"C:\x\graph.json"), "graph.json");
    }
}
