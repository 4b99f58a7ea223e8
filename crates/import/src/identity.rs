//! Ids for what is new.

use crate::text::looks_secret;
use baton_model::{Document, Kind, slug};
use std::collections::{BTreeMap, BTreeSet};

/// Hands out ids that nobody has, not even in other case: ids become file names.
pub(crate) struct FreshIds {
    taken: BTreeMap<Kind, BTreeSet<String>>,
    next: BTreeMap<(Kind, String), u32>,
}

impl FreshIds {
    pub(crate) fn new(document: &Document) -> Self {
        let mut taken: BTreeMap<Kind, BTreeSet<String>> = BTreeMap::new();
        for entry in document.all() {
            taken
                .entry(entry.record.kind())
                .or_default()
                .insert(entry.record.id().to_ascii_lowercase());
        }
        Self {
            taken,
            next: BTreeMap::new(),
        }
    }

    /// An id made from `wanted`; `-2`, `-3` and so on is added where it is taken. The flag says
    /// whether it was. What becomes something like a secret by losing its odd characters gives the kind's name.
    pub(crate) fn take(&mut self, kind: Kind, wanted: &str) -> (String, bool) {
        let mut base = slug(wanted, kind.name());
        if looks_secret(&base) {
            kind.name().clone_into(&mut base);
        }
        let taken = self.taken.entry(kind).or_default();
        let mut id = base.clone();
        let mut renamed = false;
        while !taken.insert(id.to_ascii_lowercase()) {
            let number = self.next.entry((kind, base.clone())).or_insert(2);
            id = format!("{base}-{number}");
            *number += 1;
            renamed = true;
        }
        (id, renamed)
    }
}
