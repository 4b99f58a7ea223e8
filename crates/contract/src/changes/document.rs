//! A schema document, and what is found in it more than once.

use baton_regular::{Language, Meter};
use serde_json::Value;
use std::cell::{Cell, OnceCell, RefCell};
use std::collections::HashMap;

/// Transitions that reading all patterns of a document may follow.
const MOST_TRANSITIONS: u64 = 1_000_000;

/// Names that are held against patterns.
const MOST_NAMES: u32 = 500_000;

/// The document that a schema stands in.
#[derive(Debug)]
pub(super) struct Document<'a> {
    pub(super) root: &'a Value,
    /// Where the schemas stand that have a name of their own, once somebody asked.
    anchors: OnceCell<HashMap<String, String>>,
    /// Patterns, as far as they could be read.
    patterns: RefCell<HashMap<Box<str>, Option<Language>>>,
    meter: Meter,
    names_left: Cell<u32>,
}

impl<'a> Document<'a> {
    pub(super) fn new(root: &'a Value) -> Self {
        Self {
            root,
            anchors: OnceCell::new(),
            patterns: RefCell::default(),
            meter: Meter::new(MOST_TRANSITIONS),
            names_left: Cell::new(MOST_NAMES),
        }
    }

    /// A JSON pointer to the schema of this anchor, the first one if there are several.
    pub(super) fn anchored(&self, name: &str) -> Option<String> {
        let anchors = self.anchors.get_or_init(|| {
            let mut anchors = HashMap::new();
            for (at, schema) in crate::walk::schemas(self.root) {
                for keyword in ["$anchor", "$dynamicAnchor", "$id", "id"] {
                    if let Some(named) = schema.get(keyword).and_then(Value::as_str) {
                        let named = named.strip_prefix('#').unwrap_or(named);
                        anchors
                            .entry(named.to_owned())
                            .or_insert_with(|| at.clone());
                    }
                }
            }
            anchors
        });
        anchors.get(name).cloned()
    }

    /// Whether a field of this name is known to match a pattern.
    pub(super) fn covers(&self, pattern: &str, name: &str) -> bool {
        let Some(left) = self.names_left.get().checked_sub(1) else {
            return false;
        };
        self.names_left.set(left);
        let mut patterns = self.patterns.borrow_mut();
        if !patterns.contains_key(pattern) {
            let language = Language::pattern_within(pattern, &self.meter).ok();
            patterns.insert(pattern.into(), language);
        }
        let language = patterns.get(pattern).and_then(Option::as_ref);
        language.is_some_and(|language| language.contains(name))
    }
}
