//! What is known about formats that are not regular languages, without asking the validator: a regular language inside each, one around
//! it, and a word that people know.

use crate::set::is_of_format;
use baton_regular::Language;
use std::sync::LazyLock;

/// A format between two regular languages.
#[derive(Debug)]
pub(super) struct Format {
    /// Its name in a schema.
    pub(super) name: &'static str,
    /// Every word of this is of the format.
    pub(super) inside: Language,
    /// Every word of the format is in this.
    pub(super) around: Language,
    /// A readable word of the format.
    pub(super) example: &'static str,
}

impl Format {
    /// The format of that name; `None` for formats about which nothing is known.
    pub(super) fn named(name: &str) -> Option<&'static Format> {
        FORMATS.iter().find(|format| format.name == name)
    }

    /// Whether a string is of the format, as the validator judges it.
    pub(super) fn judges(&self, word: &str) -> bool {
        is_of_format(self.name, word)
    }
}

/// Words that people know, of formats that are regular languages: preferred to a shorter word that is harder to read.
pub(super) const READABLE: [&str; 10] = [
    "2024-01-31",
    "12:00:00Z",
    "2024-01-31T12:00:00Z",
    "P1D",
    "https://example.com",
    "192.0.2.1",
    "2001:db8::1",
    "00000000-0000-4000-8000-000000000000",
    "a@example.com",
    "example.com",
];

static FORMATS: LazyLock<Vec<Format>> = LazyLock::new(|| {
    let mailbox = r"^[A-Za-z0-9]{1,64}@([a-z0-9]{1,63}\.){1,2}[a-z]{2,63}$";
    let hostname = r"^[A-Za-z0-9]{1,63}(\.[A-Za-z0-9]{1,63}){0,2}$";
    let labels = r"^[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63})*$";
    [
        ("email", mailbox, r"^[\s\S]+@[\s\S]+$", "a@example.com"),
        ("idn-email", mailbox, r"^[\s\S]+@[\s\S]+$", "a@example.com"),
        ("hostname", hostname, labels, "example.com"),
        ("hostname-rfc1034", hostname, labels, "example.com"),
        ("idn-hostname", hostname, r"^[\s\S]+$", "example.com"),
        (
            "iri",
            r"^[a-z]+:(//[a-z0-9.]+)?(/[A-Za-z0-9]+)*$",
            r#"^[A-Za-z][A-Za-z0-9+.\-]*:[^ <>"{}|\\^`]*$"#,
            "https://example.com",
        ),
        (
            "iri-reference",
            r"^(/[A-Za-z0-9]+)*$|^[A-Za-z0-9]*$",
            r#"^[^ <>"{}|\\^`]*$"#,
            "/a",
        ),
        ("regex", r"^[A-Za-z0-9]*$", r"^([^*+?)][\s\S]*)?$", "^a$"),
    ]
    .into_iter()
    .map(|(name, inside, around, example)| Format {
        name,
        inside: Language::pattern(inside).unwrap_or_else(|_| Language::none()),
        around: Language::pattern(around).unwrap_or_else(|_| Language::all()),
        example,
    })
    .collect()
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_validator_agrees_with_both_languages() {
        for format in FORMATS.iter() {
            assert!(!format.inside.is_empty(), "{}", format.name);
            assert!(format.judges(format.example), "{}", format.name);
            assert!(format.around.contains(format.example), "{}", format.name);
            assert!(
                format.inside.is_subset(&format.around).unwrap(),
                "{}",
                format.name
            );
            for (min, max) in [
                (0, Some(3)),
                (1, Some(1)),
                (6, Some(9)),
                (60, None),
                (180, None),
                (250, None),
            ] {
                for word in format.inside.some_words(40, min, max).unwrap() {
                    assert!(format.judges(&word), "{} should take {word:?}", format.name);
                }
            }
            let beyond = format.around.complement();
            for (min, max) in [(0, Some(1)), (2, Some(2)), (3, None), (30, None)] {
                for word in beyond.some_words(200, min, max).unwrap() {
                    assert!(
                        !format.judges(&word),
                        "{} should refuse {word:?}",
                        format.name
                    );
                }
            }
        }
    }

    /// Every ASCII character at every place of a known word: what the outer language refuses, the validator refuses.
    #[test]
    fn no_word_of_a_format_is_outside() {
        for format in FORMATS.iter() {
            for place in 0..=format.example.len() {
                for character in
                    (0..128_u8)
                        .map(char::from)
                        .chain(['\u{e9}', '\u{3000}', '\u{1f600}'])
                {
                    for skip in 0..=usize::from(place < format.example.len()) {
                        let word = format!(
                            "{}{character}{}",
                            &format.example[..place],
                            &format.example[place + skip..]
                        );
                        if format.judges(&word) {
                            assert!(
                                format.around.contains(&word),
                                "{} takes {word:?}",
                                format.name
                            );
                        } else {
                            assert!(
                                !format.inside.contains(&word),
                                "{} refuses {word:?}",
                                format.name
                            );
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn single_words_are_judged_by_the_validator() {
        for (name, word, expected) in [
            ("email", "a+b@example.com", true),
            ("email", "a b@example.com", false),
            ("regex", "(a", false),
            ("regex", "(a)", true),
            ("idn-hostname", "b\u{fc}cher.example", true),
            ("hostname-rfc1034", "ab--c", true),
            ("hostname", "ab--c", false),
        ] {
            let format = Format::named(name).unwrap();
            assert_eq!(format.judges(word), expected, "{name} {word}");
        }
        assert!(Format::named("date").is_none());
    }
}
