//! Formats that are regular languages.
//!
//! Each is spelt as patterns from which a language is made, and proven against the validator in `tests/judge/formats.rs`.

mod clock;
mod date;
mod ip;
mod machine;
mod uri;

use crate::language::Language;
use crate::points::Points;
use std::sync::LazyLock;

/// A format: its name, and its language once somebody asks for it.
type Format = (&'static str, LazyLock<Option<Language>>);

static FORMATS: [Format; 14] = [
    ("date", LazyLock::new(|| Some(Language::of(date::date())))),
    ("time", LazyLock::new(|| Some(Language::of(clock::time())))),
    ("date-time", LazyLock::new(|| Some(date_time()))),
    ("duration", LazyLock::new(|| whole(DURATION))),
    ("ipv4", LazyLock::new(|| whole(&ip::v4()))),
    ("ipv6", LazyLock::new(|| whole(&ip::v6()))),
    ("uuid", LazyLock::new(|| whole(UUID))),
    (
        "json-pointer",
        LazyLock::new(|| whole(&format!("(?:{POINTER})?"))),
    ),
    (
        "relative-json-pointer",
        LazyLock::new(|| whole(&format!("(?:0|[1-9][0-9]*)(?:#|{POINTER})?"))),
    ),
    ("uri-template", LazyLock::new(|| whole(&uri_template()))),
    ("uri", LazyLock::new(|| whole(&uri::absolute(uri::ASCII)))),
    (
        "uri-reference",
        LazyLock::new(|| whole(&uri::reference(uri::ASCII))),
    ),
    ("iri", LazyLock::new(|| whole(&uri::absolute(uri::UNICODE)))),
    (
        "iri-reference",
        LazyLock::new(|| whole(&uri::reference(uri::UNICODE))),
    ),
];

const UUID: &str = "[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}";

/// Weeks stand alone; a year goes on with months only, and an hour with minutes only.
const DURATION: &str = "P(?:[0-9]+W|(?:[0-9]+Y(?:[0-9]+M(?:[0-9]+D)?)?|[0-9]+M(?:[0-9]+D)?|[0-9]+D)\
(?:T(?:[0-9]+H(?:[0-9]+M(?:[0-9]+S)?)?|[0-9]+M(?:[0-9]+S)?|[0-9]+S))?\
|T(?:[0-9]+H(?:[0-9]+M(?:[0-9]+S)?)?|[0-9]+M(?:[0-9]+S)?|[0-9]+S))";

/// One reference token after the other, `~` escaped.
const POINTER: &str = r"/(?:[^~]|~[01])*";

pub(crate) fn language(name: &str) -> Option<Language> {
    let (_, language) = FORMATS.iter().find(|(known, _)| *known == name)?;
    (**language).clone()
}

/// The strings that match from the beginning to the end.
fn whole(pattern: &str) -> Option<Language> {
    Language::pattern(&format!("^(?:{pattern})$")).ok()
}

/// A date and a time with `T` between them.
fn date_time() -> Language {
    let mark = Points::one('T').union(&Points::one('t'));
    Language::of(date::date().joined(&mark, &clock::time()))
}

/// RFC 6570, level 4, with the operators that it reserves.
fn uri_template() -> String {
    const PERCENT: &str = "%[0-9A-Fa-f]{2}";
    let literal = format!(r#"(?:[^\x00-\x20"<>%\\^`{{|}}\x7F]|{PERCENT})"#);
    let character = format!("(?:[A-Za-z0-9_]|{PERCENT})");
    let variable = format!(r"{character}+(?:\.{character}+)*(?::[1-9][0-9]{{0,3}}|\*)?");
    format!(r"(?:{literal}|\{{[+#./;?&=,!@|]?{variable}(?:,{variable})*\}})*")
}
