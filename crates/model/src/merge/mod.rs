//! Two changes of one record joined, field by field.
//!
//! A field that one side changed is taken from that side. What both changed to the same is no conflict; what both changed
//! differently is one, and nothing of either side is lost: the result is told twice, once with every conflict settled for each
//! side. How lists are joined, and what belongs together, is said in `rules`.

mod list;
mod rules;
mod sequence;

#[cfg(test)]
mod tests;

pub use sequence::{Region, differences, regions};

use crate::field_diff::escape;
use crate::json::Json;
use crate::kind::Kind;
use rules::{Context, is_part, is_whole, together};
use serde::Serialize;
use serde_json::{Map, Value};

/// A field that both sides changed, differently.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct MergeConflict {
    /// JSON pointer; an item of a list whose items have names is called by its name. Empty for the whole record.
    pub pointer: String,
    /// The value that both started from; absent where there was none.
    pub base: Option<Json>,
    /// Our value; absent where we removed it.
    pub ours: Option<Json>,
    /// Their value; absent where they removed it.
    pub theirs: Option<Json>,
}

/// What came of two changes. Without conflicts `ours` and `theirs` are equal.
#[derive(Clone, Debug, PartialEq)]
pub struct Merged {
    /// Everything joined, conflicts settled for us; none where the record is gone.
    pub ours: Option<Value>,
    /// Everything joined, conflicts settled for them.
    pub theirs: Option<Value>,
    /// What has to be settled by somebody.
    pub conflicts: Vec<MergeConflict>,
}

/// Joins two changes of a record's fields. `base` is what both started from: none where both added the record.
pub fn merge_record(
    kind: Kind,
    base: Option<&Value>,
    ours: Option<&Value>,
    theirs: Option<&Value>,
) -> Merged {
    let mut merge = Merge {
        kind,
        conflicts: Vec::new(),
    };
    let (ours, theirs) = merge.values(&Place::root(), base, ours, theirs);
    Merged {
        ours,
        theirs,
        conflicts: merge.conflicts,
    }
}

/// Both results of a value.
type Both = (Option<Value>, Option<Value>);

/// Where a value stands.
struct Place {
    pointer: String,
    context: Context,
}

impl Place {
    fn root() -> Self {
        Self {
            pointer: String::new(),
            context: Context::root(),
        }
    }

    fn member(&self, name: &str) -> Self {
        Self {
            pointer: format!("{}/{}", self.pointer, escape(name)),
            context: self.context.member(name),
        }
    }

    /// An item of a list, called `name`.
    fn item(&self, name: &str) -> Self {
        Self {
            pointer: format!("{}/{}", self.pointer, escape(name)),
            context: self.context.clone(),
        }
    }
}

struct Merge {
    kind: Kind,
    conflicts: Vec<MergeConflict>,
}

impl Merge {
    fn values(
        &mut self,
        at: &Place,
        base: Option<&Value>,
        ours: Option<&Value>,
        theirs: Option<&Value>,
    ) -> Both {
        if ours == theirs || base == theirs {
            return (ours.cloned(), ours.cloned());
        }
        if base == ours {
            return (theirs.cloned(), theirs.cloned());
        }
        // A part whose fields are all at their defaults is left out of files.
        let empty = Value::Object(Map::new());
        let is_part = is_part(&at.context);
        let filled = |side| if is_part { Some(&empty) } else { side };
        let (ours_in, theirs_in) = (ours.or(filled(ours)), theirs.or(filled(theirs)));
        match (base, ours_in, theirs_in) {
            (
                None | Some(Value::Object(_)),
                Some(Value::Object(our_fields)),
                Some(Value::Object(their_fields)),
            ) if !is_whole(&at.context, [base, ours, theirs]) => {
                let base = base.and_then(Value::as_object);
                let (ours, theirs) = self.fields(at, base, our_fields, their_fields);
                let kept = |fields: Map<String, Value>| {
                    (!is_part || !fields.is_empty()).then_some(Value::Object(fields))
                };
                (kept(ours), kept(theirs))
            }
            (
                None | Some(Value::Array(_)),
                Some(Value::Array(ours)),
                Some(Value::Array(theirs)),
            ) => {
                let base = base
                    .and_then(Value::as_array)
                    .map_or(&[][..], Vec::as_slice);
                let (ours, theirs) = self.lists(at, base, ours, theirs);
                (Some(Value::Array(ours)), Some(Value::Array(theirs)))
            }
            // A list without items is left out of files.
            (Some(Value::Array(base)), None, Some(Value::Array(theirs)))
                if at.context.is_typed() =>
            {
                let (ours, theirs) = self.lists(at, base, &[], theirs);
                (filled_list(ours), filled_list(theirs))
            }
            (Some(Value::Array(base)), Some(Value::Array(ours)), None) if at.context.is_typed() => {
                let (ours, theirs) = self.lists(at, base, ours, &[]);
                (filled_list(ours), filled_list(theirs))
            }
            _ => self.conflict(&at.pointer, base, ours, theirs),
        }
    }

    fn conflict(
        &mut self,
        pointer: &str,
        base: Option<&Value>,
        ours: Option<&Value>,
        theirs: Option<&Value>,
    ) -> Both {
        let json = |value: Option<&Value>| value.cloned().map(Json);
        self.conflicts.push(MergeConflict {
            pointer: pointer.to_owned(),
            base: json(base),
            ours: json(ours),
            theirs: json(theirs),
        });
        (ours.cloned(), theirs.cloned())
    }

    /// The fields of both sides, in our order, then what only they have.
    fn fields(
        &mut self,
        at: &Place,
        base: Option<&Map<String, Value>>,
        ours: &Map<String, Value>,
        theirs: &Map<String, Value>,
    ) -> (Map<String, Value>, Map<String, Value>) {
        let none = Map::new();
        let base = base.unwrap_or(&none);
        let mut merged = (Map::new(), Map::new());
        let new = theirs.keys().filter(|name| !ours.contains_key(*name));
        let gone = base
            .keys()
            .filter(|name| !ours.contains_key(*name) && !theirs.contains_key(*name));
        for name in ours.keys().chain(new).chain(gone) {
            let place = at.member(name);
            let sides = (base.get(name), ours.get(name), theirs.get(name));
            let group = together(self.kind, &at.pointer, name);
            let changed = |side: &Map<String, Value>| {
                group
                    .iter()
                    .any(|field| side.get(*field) != base.get(*field))
            };
            let differ = group
                .iter()
                .any(|field| ours.get(*field) != theirs.get(*field));
            let both = if differ && changed(ours) && changed(theirs) && sides.1 != sides.2 {
                // Fields that mean something only together: each side's stay together.
                self.conflict(&place.pointer, sides.0, sides.1, sides.2)
            } else {
                self.values(&place, sides.0, sides.1, sides.2)
            };
            let put = |fields: &mut Map<String, Value>, value: Option<Value>| {
                if let Some(value) = value {
                    fields.insert(name.clone(), value);
                }
            };
            put(&mut merged.0, both.0);
            put(&mut merged.1, both.1);
        }
        merged
    }
}

fn filled_list(items: Vec<Value>) -> Option<Value> {
    (!items.is_empty()).then_some(Value::Array(items))
}
