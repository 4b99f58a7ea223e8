//! Text for quoted labels of Mermaid.

use super::visible::visible_line;
use std::fmt::Write as _;

/// A label's text, to be put between double quotes. Whatever could mean something to Mermaid, to the Markdown that it reads in labels, or
/// to a browser is written as an entity (`#60;`).
pub fn mermaid(text: &str) -> String {
    let letters: Vec<char> = visible_line(text).chars().collect();
    let mut out = String::with_capacity(letters.len());
    for (index, &letter) in letters.iter().enumerate() {
        let is_inside_word = index > 0
            && letters[index - 1].is_alphanumeric()
            && letters
                .get(index + 1)
                .is_some_and(|next| next.is_alphanumeric());
        if letter.is_alphanumeric()
            || letter == ' '
            || letter == ','
            || (matches!(letter, '.' | '-') && is_inside_word)
            || !letter.is_ascii()
        {
            out.push(letter);
        } else {
            let _ = write!(out, "#{};", u32::from(letter));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::escape::HOSTILE;

    #[test]
    fn only_words_and_entities_remain() {
        for text in HOSTILE {
            let escaped = mermaid(text);
            let mut rest = escaped.as_str();
            while let Some((before, after)) = rest.split_once('#') {
                assert!(
                    !before.contains([
                        '"', '<', '>', '`', '[', ']', '&', '\n', ':', '%', '*', '_', '{'
                    ]),
                    "{escaped}"
                );
                let (number, after) = after.split_once(';').unwrap();
                assert!(number.bytes().all(|b| b.is_ascii_digit()), "{escaped}");
                rest = after;
            }
        }
        assert_eq!(
            mermaid("refund-request@1.2.0 (EU)"),
            "refund-request#64;1.2.0 #40;EU#41;"
        );
        assert_eq!(mermaid("1. one\n- two"), "1#46; one #45; two");
        assert_eq!(mermaid("Rückgabe 退款"), "Rückgabe 退款");
    }
}
