//! Values of a file: names and texts that are safe to keep, limits, addresses, what somebody is by a name.

use crate::error::ImportError;
use crate::guess::{self, Guess, words};
use crate::read::escape;
pub(super) use crate::secrets::hides;
use crate::text::{REMOVED, looks_secret, visible};
use baton_model::AgentKind;
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// Longest text that is carried, in characters.
pub(super) const LONGEST_TEXT: usize = 16_000;
/// Deepest value that is kept under an origin.
const DEEPEST: usize = 32;

pub(super) fn within(
    count: usize,
    most: usize,
    what: &str,
    place: &str,
) -> Result<(), ImportError> {
    if count <= most {
        return Ok(());
    }
    Err(ImportError::new(
        "",
        place,
        format!("the file gives more than {most} {what}"),
        "import a part of it",
    ))
}

/// A name that can be seen, without secrets; `otherwise` where nothing is left.
pub(super) fn shown(name: &str, otherwise: &str) -> String {
    let name = name.trim();
    if looks_secret(name) {
        return REMOVED.to_owned();
    }
    let line = name.split_whitespace().collect::<Vec<_>>().join(" ");
    let line = visible(&line, 200);
    if line.is_empty() {
        otherwise.to_owned()
    } else {
        line
    }
}

/// Replaces what looks like a secret, and what lies too deep to be looked at. Gives where secrets were, as pointers below `place`.
pub(super) fn clean(value: &mut Value, place: &str) -> Vec<String> {
    let mut found = Vec::new();
    clean_below(value, 0, place, &mut found);
    found
}

fn clean_below(value: &mut Value, depth: usize, place: &str, found: &mut Vec<String>) {
    if depth > DEEPEST {
        *value = Value::Null;
        return;
    }
    match value {
        Value::String(text) if looks_secret(text) => {
            REMOVED.clone_into(text);
            found.push(place.to_owned());
        }
        Value::Array(items) => {
            for (index, item) in items.iter_mut().enumerate() {
                if may_hold_text(item) {
                    clean_below(item, depth + 1, &format!("{place}/{index}"), found);
                }
            }
        }
        Value::Object(fields) => {
            let members = fields.len();
            fields.retain(|name, _| !looks_secret(name));
            if fields.len() != members {
                found.push(place.to_owned());
            }
            for (name, item) in fields {
                if hides(name, item) {
                    *item = Value::String(REMOVED.to_owned());
                    found.push(at(place, name));
                } else if may_hold_text(item) {
                    clean_below(item, depth + 1, &at(place, name), found);
                }
            }
        }
        _ => {}
    }
}

fn may_hold_text(value: &Value) -> bool {
    value.is_string() || value.is_array() || value.is_object()
}

/// The text with its lines made visible; a line with a secret is replaced, and so is a whole text with a key in armour.
pub(crate) fn without_secrets(text: &str) -> (String, bool) {
    if text.contains("-----BEGIN") {
        return (REMOVED.to_owned(), true);
    }
    let mut secret = false;
    let lines: Vec<String> = text
        .lines()
        .map(|line| {
            if looks_secret(line) {
                secret = true;
                REMOVED.to_owned()
            } else {
                visible(line.trim_end(), LONGEST_TEXT)
            }
        })
        .collect();
    (lines.join("\n"), secret)
}

pub(super) fn says_nothing(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::Array(items) => items.is_empty(),
        Value::Object(fields) => fields.is_empty(),
        Value::String(text) => text.is_empty(),
        _ => false,
    }
}

/// An `http` address without user or password; placeholders and anything else are none.
pub(crate) fn address(link: &str) -> Option<&str> {
    let link = link.trim();
    let rest = link
        .strip_prefix("https://")
        .or_else(|| link.strip_prefix("http://"))?;
    let is_written = |byte: u8| byte.is_ascii_graphic() && !b"\"<>\\^`{}|".contains(&byte);
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let fits = !authority.is_empty()
        && !authority.contains('@')
        && rest.bytes().all(is_written)
        && !looks_secret(link);
    fits.then_some(link)
}

/// What somebody is, by the words of a name; a worker where they say nothing.
pub(crate) fn guess_by(name: &str) -> Guess {
    let words: BTreeSet<String> = words(name).collect();
    guess::human(&words)
        .or_else(|| guess::named(&words))
        .unwrap_or_else(Guess::worker)
}

/// A guess for a program that asks a model: a name that speaks of people does not make it one.
pub(crate) fn guess_ai(name: &str) -> Guess {
    let words: BTreeSet<String> = words(name).collect();
    guess::named(&words)
        .filter(|guess| guess.kind != AgentKind::Tool && guess.kind != AgentKind::Queue)
        .unwrap_or_else(Guess::worker)
}

/// What is known, not guessed.
pub(crate) fn known(kind: AgentKind) -> Guess {
    Guess::new(kind, None, "")
}

/// A member as text.
pub(crate) fn str_of<'v>(fields: &'v Map<String, Value>, name: &str) -> Option<&'v str> {
    fields
        .get(name)?
        .as_str()
        .filter(|text| !text.trim().is_empty())
}

/// A member as a whole number that a limit may have.
pub(crate) fn count_of(fields: &Map<String, Value>, name: &str) -> Option<u32> {
    let value = fields.get(name)?;
    let number = value.as_u64().or_else(|| value.as_f64().and_then(whole))?;
    u32::try_from(number).ok().filter(|number| *number > 0)
}

/// Seconds of a file as milliseconds of a policy.
pub(crate) fn milliseconds(seconds: Option<&Value>) -> Option<u32> {
    let number = whole((seconds?.as_f64()? * 1000.0).round())?;
    u32::try_from(number).ok().filter(|number| *number > 0)
}

#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the range was looked at"
)]
fn whole(number: f64) -> Option<u64> {
    (number.is_finite() && (0.0..=4_294_967_295.0).contains(&number) && number.fract() == 0.0)
        .then_some(number as u64)
}

/// A place inside another.
pub(crate) fn at(place: &str, member: &str) -> String {
    format!("{place}/{}", escape(member))
}

/// A schema of an object from its members: name, schema, whether it has to be there.
pub(crate) fn object_schema(members: Vec<(String, Value, bool)>) -> Value {
    let required: Vec<Value> = members
        .iter()
        .filter(|(name, _, required)| *required && !looks_secret(name))
        .map(|(name, ..)| Value::String(name.clone()))
        .collect();
    let properties: Map<String, Value> = members
        .into_iter()
        .map(|(name, schema, _)| (name, schema))
        .collect();
    let mut schema = Map::new();
    schema.insert("type".to_owned(), Value::from("object"));
    schema.insert("properties".to_owned(), Value::Object(properties));
    if !required.is_empty() {
        schema.insert("required".to_owned(), Value::Array(required));
    }
    Value::Object(schema)
}
