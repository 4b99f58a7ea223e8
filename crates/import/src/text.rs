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

/// A count with what is said of one thing or of several: `1 node is`, `3 nodes are`.
pub(crate) fn counted(count: usize, one: &str, several: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { several })
}

/// The file's name without its folder, whichever system wrote the path.
pub(crate) fn base_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

/// What stands where a secret stood.
pub(crate) const REMOVED: &str = "[removed: looks like a secret]";

/// Whether a text holds a UUID: 32 hexadecimal digits, as 8-4-4-4-12.
pub(crate) fn has_uuid(text: &str) -> bool {
    const SHAPE: [usize; 5] = [8, 4, 4, 4, 12];
    let pieces: Vec<&str> = text.split('-').collect();
    pieces.windows(SHAPE.len()).any(|window| {
        let is_hex = |piece: &str| piece.bytes().all(|byte| byte.is_ascii_hexdigit());
        let [first, middle @ .., last] = window else {
            return false;
        };
        // Other words may stand before the first piece and behind the last one.
        let begins = first.len() >= SHAPE[0]
            && first.is_char_boundary(first.len() - SHAPE[0])
            && is_hex(&first[first.len() - SHAPE[0]..]);
        let ends =
            last.len() >= SHAPE[4] && last.is_char_boundary(SHAPE[4]) && is_hex(&last[..SHAPE[4]]);
        let fits = middle
            .iter()
            .zip(&SHAPE[1..4])
            .all(|(piece, length)| piece.len() == *length && is_hex(piece));
        begins && ends && fits
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_seen_is_written_out() {
        assert_eq!(visible("a\u{202e}b\0", 10), "a\\u{202e}b\\u{0}");
        assert_eq!(visible("abcdef", 3), "abc…");
        assert_eq!(base_name(r"C:\x\graph.json"), "graph.json");
    }

    #[test]
    fn uuids_are_told_from_other_words() {
        for text in [
            "7c19e489-c718-44bf-a934-865fb28f9f6b",
            "data 7c19e489-c718-44bf-a934-865fb28f9f6b input",
            "x7C19E489-C718-44BF-A934-865FB28F9F6B->y",
        ] {
            assert!(has_uuid(text), "{text}");
        }
        for text in [
            "",
            "a-b-c-d-e",
            "7c19e489-c718-44bf-a934-865fb28f9f6",
            "7c19e489-c718-44bf-a93-4865fb28f9f6b",
            "7c19e48g-c718-44bf-a934-865fb28f9f6b",
            "\u{e4}\u{e4}\u{e4}\u{e4}\u{e4}-c718-44bf-a934-\u{e4}\u{e4}\u{e4}\u{e4}\u{e4}\u{e4}\u{e4}",
        ] {
            assert!(!has_uuid(text), "{text}");
        }
    }
}
