//! `format` as the validator asserts it: which names mean something in which draft, and whether a string is of one.

use crate::draft::Draft;
use crate::validate::options;
use baton_regular::Language;
use jsonschema::Validator;
use serde_json::json;
use std::sync::OnceLock;

/// A format, from the draft that brought it on. The one of host names has changed since draft 6 and has two entries.
struct Format {
    /// What the atom is called.
    name: &'static str,
    /// What schemas call it.
    written: &'static str,
    /// The first and the last draft that assert it.
    drafts: [Draft; 2],
}

const FORMATS: [Format; 20] = [
    every("date"),
    every("date-time"),
    from("duration", Draft::Draft201909),
    every("email"),
    Format {
        name: "hostname-rfc1034",
        written: "hostname",
        drafts: [Draft::Draft4, Draft::Draft6],
    },
    from("hostname", Draft::Draft7),
    every("idn-email"),
    from("idn-hostname", Draft::Draft7),
    every("ipv4"),
    every("ipv6"),
    from("iri", Draft::Draft7),
    from("iri-reference", Draft::Draft7),
    from("json-pointer", Draft::Draft6),
    every("regex"),
    from("relative-json-pointer", Draft::Draft7),
    every("time"),
    every("uri"),
    from("uri-reference", Draft::Draft6),
    from("uri-template", Draft::Draft6),
    from("uuid", Draft::Draft201909),
];

const fn every(name: &'static str) -> Format {
    from(name, Draft::Draft4)
}

const fn from(name: &'static str, first: Draft) -> Format {
    Format {
        name,
        written: name,
        drafts: [first, Draft::Draft202012],
    }
}

/// The name of the atom for a format that is an assertion in this draft; all others say nothing.
pub(super) fn asserted(written: &str, draft: Draft) -> Option<&'static str> {
    FORMATS
        .iter()
        .find(|format| {
            format.written == written && (format.drafts[0]..=format.drafts[1]).contains(&draft)
        })
        .map(|format| format.name)
}

/// The format as a language, if it is one; made once.
pub(super) fn language(name: &str) -> Option<Language> {
    static LANGUAGES: [OnceLock<Option<Language>>; FORMATS.len()] =
        [const { OnceLock::new() }; FORMATS.len()];
    let index = FORMATS.iter().position(|format| format.name == name)?;
    LANGUAGES[index]
        .get_or_init(|| Language::format(name))
        .clone()
}

/// Whether the validator takes `text` for one of the format that an [`Atom::Format`](super::Atom::Format) names.
pub(crate) fn is_of_format(name: &str, text: &str) -> bool {
    static VALIDATORS: [OnceLock<Option<Validator>>; FORMATS.len()] =
        [const { OnceLock::new() }; FORMATS.len()];
    let Some(index) = FORMATS.iter().position(|format| format.name == name) else {
        return true;
    };
    let format = &FORMATS[index];
    VALIDATORS[index]
        .get_or_init(|| {
            options(format.drafts[1], true)
                .build(&json!({"format": format.written}))
                .ok()
        })
        .as_ref()
        .is_none_or(|validator| validator.is_valid(&text.into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_format_is_asserted_from_its_draft_on() {
        for (written, draft, expected) in [
            ("date", Draft::Draft4, Some("date")),
            ("uuid", Draft::Draft7, None),
            ("uuid", Draft::Draft201909, Some("uuid")),
            ("hostname", Draft::Draft6, Some("hostname-rfc1034")),
            ("hostname", Draft::Draft7, Some("hostname")),
            ("int64", Draft::Draft202012, None),
        ] {
            assert_eq!(asserted(written, draft), expected, "{written} in {draft:?}");
        }
    }

    #[test]
    fn every_format_is_judged_by_the_validator() {
        for format in &FORMATS {
            let judged = ["", " ", "(", "not one\n"]
                .iter()
                .any(|text| !is_of_format(format.name, text));
            assert!(judged, "{} accepts everything", format.name);
        }
        assert!(is_of_format("hostname-rfc1034", "example.com"));
        assert!(is_of_format("no-such-format", ""));
    }
}
