//! Text for XML and SVG: between tags and in quoted attributes.

use super::visible::visible;

/// Text without any markup. No character in it is forbidden in XML 1.0.
pub fn xml(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in visible(text).chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
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
    fn nothing_opens_a_tag_or_ends_an_attribute() {
        for text in HOSTILE {
            let escaped = xml(text);
            assert!(
                !escaped.contains(['<', '>', '"', '\'', '\u{0}', '\u{202e}']),
                "{escaped}"
            );
        }
        assert_eq!(xml("<a b='&'>\""), "&lt;a b=&#39;&amp;&#39;&gt;&quot;");
    }
}
