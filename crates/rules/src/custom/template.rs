//! Messages with expressions in them: `${from.name} hands over without a timeout.`

use super::place::Placed;
use crate::wording;
use baton_contract::{Formula, Members, Unevaluated, Variables};
use serde_json::Value;

/// Most expressions in one message.
const MOST_EXPRESSIONS: usize = 20;

/// A message, ready to be filled in.
#[derive(Debug)]
pub(super) struct Template {
    parts: Vec<Part>,
}

#[derive(Debug)]
enum Part {
    Words(String),
    /// With the byte of the message at which it starts.
    Value(usize, Box<Formula>),
}

/// What is wrong with a message, and at which byte of the file.
pub(super) struct Wrong {
    pub at: usize,
    pub message: String,
    pub remedy: String,
}

impl Template {
    /// Reads a message that may name some variables.
    pub fn read(text: &Placed, variables: &[&str]) -> Result<Self, Wrong> {
        let wrong = |at: usize, message: String, remedy: &str| Wrong {
            at: text.in_file(at),
            message,
            remedy: remedy.to_owned(),
        };
        let mut parts = Vec::new();
        let mut from = 0;
        while let Some(offset) = text.text[from..].find("${") {
            let opened = from + offset;
            let start = opened + 2;
            parts.push(Part::Words(text.text[from..opened].to_owned()));
            let end = closing(&text.text, start).ok_or_else(|| {
                wrong(
                    opened,
                    "the message opens an expression with `${` and does not close it".to_owned(),
                    "close it with `}`",
                )
            })?;
            let formula =
                Formula::compile(&text.text[start..end], variables).map_err(|problem| {
                    wrong(
                        start + problem.at,
                        format!("the expression in the message {}", problem.message),
                        "write CEL over the record's fields between `${` and `}`",
                    )
                })?;
            parts.push(Part::Value(start, Box::new(formula)));
            if parts.len() > 2 * MOST_EXPRESSIONS {
                return Err(wrong(
                    opened,
                    format!("the message has more than {MOST_EXPRESSIONS} expressions"),
                    "leave some out",
                ));
            }
            from = end + 1;
        }
        parts.push(Part::Words(text.text[from..].to_owned()));
        Ok(Self { parts })
    }

    /// Members that its expressions look at, with the byte of the message at which each is named.
    pub fn members(&self) -> impl Iterator<Item = (usize, &Members)> {
        self.parts.iter().flat_map(|part| {
            let (start, members) = match part {
                Part::Words(_) => (0, &[][..]),
                Part::Value(start, formula) => (*start, formula.members()),
            };
            members
                .iter()
                .map(move |members| (start + members.at, members))
        })
    }

    /// The message for a record; where a value cannot be told, why.
    pub fn fill(&self, variables: &Variables) -> (String, Option<Unevaluated>) {
        let mut text = String::new();
        let mut untold = None;
        for part in &self.parts {
            match part {
                Part::Words(words) => text.push_str(words),
                Part::Value(_, formula) => match formula.evaluate(variables) {
                    Ok(value) => text.push_str(&in_words(&value)),
                    Err(why) => {
                        text.push('?');
                        untold.get_or_insert(why);
                    }
                },
            }
        }
        (text, untold)
    }
}

/// The brace that closes an expression; those within it and within its texts are its own.
fn closing(text: &str, start: usize) -> Option<usize> {
    let mut depth = 0_u32;
    let mut quote = None;
    let mut escaped = false;
    for (at, character) in text[start..].char_indices() {
        match (quote, character) {
            _ if escaped => escaped = false,
            (Some(_), '\\') => escaped = true,
            (Some(open), _) if open == character => quote = None,
            (None, '"' | '\'') => quote = Some(character),
            (None, '{') => depth += 1,
            (None, '}') if depth == 0 => return Some(start + at),
            (None, '}') => depth -= 1,
            _ => {}
        }
    }
    None
}

fn in_words(value: &Value) -> String {
    match value {
        Value::String(text) => wording::shown(text),
        Value::Array(items) => wording::list(items.iter().map(in_words)),
        Value::Null => "nothing".to_owned(),
        other => wording::shown(&other.to_string()),
    }
}
