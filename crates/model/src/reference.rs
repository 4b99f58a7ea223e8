//! References between records, found from the types themselves.
//!
//! Every field whose type is a typed id is a reference; the `record!` macro walks the
//! fields, so a new field cannot be forgotten.

use crate::kind::Kind;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Kind and id of a record: its address in the registry.
#[derive(
    Clone,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    schemars::JsonSchema,
    specta::Type,
)]
#[serde(deny_unknown_fields)]
pub struct RecordKey {
    /// What kind of record.
    pub kind: Kind,
    /// Its id.
    pub id: String,
}

impl RecordKey {
    /// An address; the id is not checked here.
    pub fn new(kind: Kind, id: impl Into<String>) -> Self {
        Self {
            kind,
            id: id.into(),
        }
    }
}

impl std::fmt::Display for RecordKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.kind, self.id)
    }
}

/// A reference to a record of any kind, as a field of a record.
pub type RecordRef = RecordKey;

/// One reference that a record holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// JSON pointer of the field in the record that refers.
    pub pointer: String,
    /// The record that it refers to.
    pub to: RecordKey,
}

/// Where a value stands in its record. It becomes a JSON pointer only where a reference is found: most fields hold none.
#[derive(Clone, Copy, Debug)]
pub enum At<'a> {
    /// The whole record.
    Root,
    /// A field of what stands there.
    Field(&'a At<'a>, &'static str),
    /// An item of the list that stands there.
    Item(&'a At<'a>, usize),
}

impl std::fmt::Display for At<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            At::Root => Ok(()),
            At::Field(of, name) => write!(f, "{of}/{name}"),
            At::Item(of, index) => write!(f, "{of}/{index}"),
        }
    }
}

/// What a record is called from now on; `None` keeps its id.
pub type Names<'a> = dyn Fn(Kind, &str) -> Option<String> + 'a;

/// Whatever can hold references to records.
pub trait References {
    /// Appends every reference; this value stands `at` a place of its record.
    fn references(&self, at: &At<'_>, out: &mut Vec<Reference>);

    /// Removes every reference to `gone`: list items and optional values go. `false`
    /// when the value cannot stand without it.
    fn detach(&mut self, gone: &RecordKey) -> bool;

    /// Writes another id wherever `names` has one. Ids that do not fit the grammar stay as they were.
    fn rename(&mut self, names: &Names<'_>);
}

impl References for RecordKey {
    fn references(&self, at: &At<'_>, out: &mut Vec<Reference>) {
        out.push(Reference {
            pointer: at.to_string(),
            to: self.clone(),
        });
    }

    fn detach(&mut self, gone: &RecordKey) -> bool {
        self != gone
    }

    fn rename(&mut self, names: &Names<'_>) {
        if let Some(id) = names(self.kind, &self.id) {
            self.id = id;
        }
    }
}

impl<T: References> References for Option<T> {
    fn references(&self, at: &At<'_>, out: &mut Vec<Reference>) {
        if let Some(value) = self {
            value.references(at, out);
        }
    }

    fn detach(&mut self, gone: &RecordKey) -> bool {
        if self.as_mut().is_some_and(|value| !value.detach(gone)) {
            *self = None;
        }
        true
    }

    fn rename(&mut self, names: &Names<'_>) {
        if let Some(value) = self {
            value.rename(names);
        }
    }
}

impl<T: References> References for Vec<T> {
    fn references(&self, at: &At<'_>, out: &mut Vec<Reference>) {
        for (index, value) in self.iter().enumerate() {
            value.references(&At::Item(at, index), out);
        }
    }

    fn detach(&mut self, gone: &RecordKey) -> bool {
        self.retain_mut(|value| value.detach(gone));
        true
    }

    fn rename(&mut self, names: &Names<'_>) {
        for value in self {
            value.rename(names);
        }
    }
}

impl<T: References> References for Box<T> {
    fn references(&self, at: &At<'_>, out: &mut Vec<Reference>) {
        (**self).references(at, out);
    }

    fn detach(&mut self, gone: &RecordKey) -> bool {
        (**self).detach(gone)
    }

    fn rename(&mut self, names: &Names<'_>) {
        (**self).rename(names);
    }
}

impl<T> References for BTreeMap<String, T> {
    fn references(&self, _: &At<'_>, _: &mut Vec<Reference>) {}

    fn detach(&mut self, _: &RecordKey) -> bool {
        true
    }

    fn rename(&mut self, _: &Names<'_>) {}
}

/// Declares types that hold no references.
macro_rules! no_references {
    ($($ty:ty),* $(,)?) => {$(
        impl $crate::reference::References for $ty {
            fn references(&self, _: &$crate::reference::At<'_>, _: &mut Vec<$crate::reference::Reference>) {}
            fn detach(&mut self, _: &$crate::reference::RecordKey) -> bool {
                true
            }
            fn rename(&mut self, _: &$crate::reference::Names<'_>) {}
        }
    )*};
}
pub(crate) use no_references;

no_references!(String, bool, u32, i32, f64, Kind);
