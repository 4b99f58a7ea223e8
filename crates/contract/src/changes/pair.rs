//! Two schemas at one place, as the kinds of change look at them.

use super::kind::Told;
use super::parts::Parts;
use super::side::Side;
use super::subject::Subject;
use crate::compat::Way;
use baton_model::Writers;
use serde_json::{Map, Value};

/// Names and what stands under them.
pub(super) type Members<'a> = Vec<(&'a str, &'a Value)>;

/// An old and a new schema that speak about the same values.
pub(super) struct Pair<'a> {
    pub(super) old: Side<'a>,
    pub(super) new: Side<'a>,
    /// What the values are, for the sentence.
    pub(super) subject: Subject,
    pub(super) writers: Writers,
    /// Of which one (or at least one) has to fit.
    pub(super) alternatives: Parts<'a>,
    /// Which have to fit together.
    pub(super) requirements: Parts<'a>,
}

impl<'a> Pair<'a> {
    /// Whether one of the schemas became one of several parts of the other.
    pub(super) fn is_wrapped(&self) -> bool {
        self.alternatives.is_wrapped || self.requirements.is_wrapped
    }

    /// A keyword on both sides.
    pub(super) fn both(&self, keyword: &str) -> (Option<&'a Value>, Option<&'a Value>) {
        (self.old.get(keyword), self.new.get(keyword))
    }

    /// The members of a keyword that is an object, on both sides; none where it is missing.
    pub(super) fn maps(&self, keyword: &str) -> (Members<'a>, Members<'a>) {
        (
            members(self.old.get(keyword)),
            members(self.new.get(keyword)),
        )
    }

    pub(super) fn is_strict(&self) -> bool {
        self.writers == Writers::Strict
    }

    /// A change of a keyword, told at its place in the new schema, or in the old one if it is gone.
    pub(super) fn told(
        &self,
        keyword: &str,
        breaks: &'static [Way],
        message: impl Into<String>,
    ) -> Told {
        let side = if self.new.get(keyword).is_some() || self.old.get(keyword).is_none() {
            &self.new
        } else {
            &self.old
        };
        Told {
            pointer: side.pointer(&[keyword]),
            breaks,
            message: message.into(),
        }
    }
}

fn members(value: Option<&Value>) -> Members<'_> {
    let members = value.and_then(Value::as_object).into_iter();
    members
        .flat_map(Map::iter)
        .map(|(name, value)| (name.as_str(), value))
        .collect()
}
