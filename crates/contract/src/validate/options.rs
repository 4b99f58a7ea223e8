//! How Baton sets the validator up: one place, so that all judges judge alike.

use crate::draft::Draft;
use crate::light::{Light, Lights};
use jsonschema::json::Json;
use jsonschema::{Retrieve, ValidationOptions, Validator};
use serde_json::json;
use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

/// Formats in which the validator itself also takes `* + , - . /` for digits (it tests several bytes at once), and how they are written: a
/// string has to be both.
const WRITTEN: [(&str, &str); 3] = [
    ("date", "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"),
    (
        "time",
        r"^[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?([Zz]|[-+][0-9]{2}:[0-9]{2})$",
    ),
    (
        "date-time",
        r"^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?([Zz]|[-+][0-9]{2}:[0-9]{2})$",
    ),
];

/// The validator's options for a draft: nothing is ever fetched, and dates and times have digits only where digits belong.
pub(crate) fn options(draft: Draft, asserts_formats: bool) -> ValidationOptions<'static> {
    options_for(draft, asserts_formats)
}

/// [`options`] for any representation of values.
pub(crate) fn options_for<F: Json>(
    draft: Draft,
    asserts_formats: bool,
) -> ValidationOptions<'static, Arc<dyn Retrieve>, F> {
    WRITTEN.iter().enumerate().fold(
        jsonschema::options_for::<F>()
            .with_draft(known(draft))
            .offline()
            .should_validate_formats(asserts_formats),
        |options, (index, (name, _))| {
            options.with_format(*name, move |text: &str| is_written(index, text))
        },
    )
}

/// Whether a string is of the format in [`WRITTEN`] with this index.
fn is_written(index: usize, text: &str) -> bool {
    static VALIDATORS: [OnceLock<Option<Validator<Lights>>>; WRITTEN.len()] =
        [const { OnceLock::new() }; WRITTEN.len()];
    let (name, pattern) = WRITTEN[index];
    VALIDATORS[index]
        .get_or_init(|| {
            jsonschema::options_for()
                .should_validate_formats(true)
                .build(&json!({"format": name, "pattern": pattern}))
                .ok()
        })
        .as_ref()
        .is_some_and(|validator| validator.is_valid(&Light::String(Cow::Borrowed(text))))
}

/// The validator's own name of a draft.
pub(crate) fn known(draft: Draft) -> jsonschema::Draft {
    match draft {
        Draft::Draft4 => jsonschema::Draft::Draft4,
        Draft::Draft6 => jsonschema::Draft::Draft6,
        Draft::Draft7 => jsonschema::Draft::Draft7,
        Draft::Draft201909 => jsonschema::Draft::Draft201909,
        Draft::Draft202012 => jsonschema::Draft::Draft202012,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_and_times_are_written_in_digits() {
        for (format, text, expected) in [
            ("date", "2024-02-29", true),
            ("date", "2023-02-29", false),
            ("date", "2024-01-0-", false),
            ("date", "202*-01-01", false),
            ("time", "12:00:00.5+01:00", true),
            ("time", "12:00:0/Z", false),
            ("time", "12:0.:00Z", false),
            ("date-time", "2024-02-29t12:00:00z", true),
            ("date-time", "2024-02-29T12:00:00+0,:00", false),
        ] {
            for draft in [Draft::Draft4, Draft::Draft202012] {
                let schema = json!({ "format": format });
                let accepts = |asserted| {
                    options(draft, asserted)
                        .build(&schema)
                        .unwrap()
                        .is_valid(&json!(text))
                };
                assert_eq!(accepts(true), expected, "{format} {text} in {draft:?}");
                assert!(accepts(false), "not asserted");
            }
        }
    }
}
