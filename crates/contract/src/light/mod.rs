//! Payloads read for a yes or no: their texts stay in the line, and members in the order in which they came.
//!
//! Most lines are accepted, and of those nothing has to be told. Reading them into [`serde_json::Value`] copies every text and hashes every
//! name, which takes longer than all validation. A [`Light`] value is read by the same parser and judged by the same validator; whatever
//! cannot be read this way, or is not accepted, is judged anew as a [`serde_json::Value`], with reasons.

mod node;
mod read;
#[cfg(test)]
mod tests;

pub(crate) use node::Lights;

use crate::draft::Draft;
use crate::validate::{SchemaProblem, compile};
use jsonschema::Validator;
use serde_json::{Number, Value};
use std::borrow::Cow;

/// Most members of an object: they are looked up one after the other.
const MOST_MEMBERS: usize = 32;

/// A JSON value that borrows from the text it was read from.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Light<'t> {
    Null,
    Bool(bool),
    Number(Number),
    String(Cow<'t, str>),
    Array(Vec<Light<'t>>),
    /// At most [`MOST_MEMBERS`], of different names.
    Object(Vec<(Cow<'t, str>, Light<'t>)>),
}

impl Light<'_> {
    /// The member of that name.
    pub(crate) fn get(&self, name: &str) -> Option<&Self> {
        let Light::Object(members) = self else {
            return None;
        };
        let mut members = members.iter();
        members.find_map(|(key, value)| (key == name).then_some(value))
    }

    /// The text of a string.
    pub(crate) fn as_str(&self) -> Option<&str> {
        match self {
            Light::String(text) => Some(text),
            _ => None,
        }
    }

    /// The same value, with everything copied.
    pub(crate) fn to_value(&self) -> Value {
        match self {
            Light::Null => Value::Null,
            Light::Bool(value) => Value::Bool(*value),
            Light::Number(number) => Value::Number(number.clone()),
            Light::String(text) => Value::String(text.clone().into_owned()),
            Light::Array(items) => items.iter().map(Light::to_value).collect(),
            Light::Object(members) => members
                .iter()
                .map(|(name, value)| (name.clone().into_owned(), value.to_value()))
                .collect(),
        }
    }
}

/// A schema that is ready to judge light values.
#[derive(Debug)]
pub(crate) struct LightValidator {
    compiled: Validator<Lights>,
}

impl LightValidator {
    /// Compiles a schema as [`PayloadValidator`](crate::PayloadValidator) does.
    pub(crate) fn compile(schema: &Value) -> Result<Self, SchemaProblem> {
        let (compiled, _): (_, Draft) = compile(schema)?;
        Ok(Self { compiled })
    }

    /// Whether the value is accepted.
    pub(crate) fn accepts(&self, value: &Light<'_>) -> bool {
        self.compiled.is_valid(value)
    }
}
