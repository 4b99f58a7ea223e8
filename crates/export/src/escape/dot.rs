//! Text for quoted strings of the Graphviz language.

use super::visible::visible;

/// A label's text, to be put between double quotes. Escapes such as `\N` and entities show as they are written; line feeds break the line.
pub fn dot(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in visible(text).trim().chars() {
        match letter {
            '\\' => out.push_str("\\\\"),
            '"' => out.push_str("\\\""),
            '\n' => out.push_str("\\n"),
            '&' => out.push_str("&amp;"),
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::escape::HOSTILE;

    #[test]
    fn the_string_ends_where_it_should() {
        for text in HOSTILE {
            let escaped = dot(text);
            assert!(!escaped.contains('\n'));
            let mut letters = escaped.chars();
            while let Some(letter) = letters.next() {
                assert_ne!(letter, '"', "{escaped}");
                if letter == '\\' {
                    assert!(
                        matches!(letters.next(), Some('\\' | '"' | 'n')),
                        "{escaped}"
                    );
                }
            }
        }
        assert_eq!(dot("a\"b\\N\n&lt;"), "a\\\"b\\\\N\\n&amp;lt;");
    }
}
