//! Which fields of a payload a change touches.

use crate::judge::{Judge, SchemaNumber};
use crate::part::{part, without_words};
use baton_contract::fields;
use baton_model::Writers;
use serde_json::Value;
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

/// What became of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Turn {
    /// It no longer comes.
    Gone,
    /// It came always, and may be missing now.
    Optional,
    /// It came in; this may be written there.
    Added(Written),
    /// This may be written there now.
    Changed(Written),
    /// It must not leave a trust domain unmasked.
    Sensitive,
}

/// The values that senders of a contract may write in a field. They stay what they are wherever the field is passed on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Written {
    pub(crate) schema: SchemaNumber,
    pub(crate) writers: Writers,
}

/// A field that is touched.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Touched {
    /// JSON pointer in the payload.
    pub(crate) pointer: Rc<str>,
    pub(crate) turn: Turn,
    /// Whether it came here by equal name and fitting type alone, somewhere on the way.
    pub(crate) inferred: bool,
}

/// Touched fields that are known by number. Sets are sorted; equal sets have equal numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct FieldSet(u32);

impl FieldSet {
    /// No field.
    pub(crate) const NONE: FieldSet = FieldSet(0);

    /// Its place among all sets.
    pub(crate) fn index(self) -> usize {
        self.0 as usize
    }
}

/// The sets that a question came across.
pub(crate) struct FieldSets {
    sets: Vec<Rc<[Touched]>>,
    numbers: HashMap<Rc<[Touched]>, FieldSet>,
    /// Beside `sets`: whether one of the fields is sensitive.
    sensitive: Vec<bool>,
}

impl Default for FieldSets {
    fn default() -> Self {
        let none: Rc<[Touched]> = Rc::from([]);
        Self {
            sets: vec![Rc::clone(&none)],
            numbers: HashMap::from([(none, FieldSet::NONE)]),
            sensitive: vec![false],
        }
    }
}

impl FieldSets {
    /// The set of some fields. One that is touched in several ways counts in each; one that is declared and inferred is declared.
    pub(crate) fn of(&mut self, mut fields: Vec<Touched>) -> FieldSet {
        fields.sort_unstable();
        fields.dedup_by(|later, first| later.pointer == first.pointer && later.turn == first.turn);
        let set: Rc<[Touched]> = fields.into();
        let next = FieldSet(self.sets.len() as u32);
        let number = *self.numbers.entry(Rc::clone(&set)).or_insert(next);
        if number == next {
            let is_sensitive = set.iter().any(|field| field.turn == Turn::Sensitive);
            self.sensitive.push(is_sensitive);
            self.sets.push(set);
        }
        number
    }

    /// Whether one of the fields must not leave a trust domain unmasked.
    pub(crate) fn is_sensitive(&self, set: FieldSet) -> bool {
        self.sensitive[set.index()]
    }

    /// Both together.
    pub(crate) fn join(&mut self, a: FieldSet, b: FieldSet) -> FieldSet {
        if a == b || b == FieldSet::NONE {
            return a;
        }
        if a == FieldSet::NONE {
            return b;
        }
        let both = [self.fields(a), self.fields(b)].concat();
        self.of(both)
    }

    /// The fields of `a` that `b` does not have. One that is declared counts although it was inferred before.
    pub(crate) fn without(&mut self, a: FieldSet, b: FieldSet) -> FieldSet {
        if a == b || a == FieldSet::NONE {
            return FieldSet::NONE;
        }
        if b == FieldSet::NONE {
            return a;
        }
        let (all, known) = (self.fields(a), self.fields(b));
        let covers = |known: &Touched, field: &Touched| {
            known.pointer == field.pointer
                && known.turn == field.turn
                && known.inferred <= field.inferred
        };
        let new = all
            .iter()
            .filter(|field| !known.iter().any(|known| covers(known, field)));
        let new = new.cloned().collect();
        self.of(new)
    }

    /// Every set, in order of number.
    pub(crate) fn all(&self) -> impl Iterator<Item = &[Touched]> {
        self.sets.iter().map(|set| &**set)
    }

    /// The fields, in order of pointer.
    pub(crate) fn get(&self, set: FieldSet) -> Rc<[Touched]> {
        Rc::clone(&self.sets[set.0 as usize])
    }

    /// The same, borrowed.
    pub(crate) fn fields(&self, set: FieldSet) -> &[Touched] {
        &self.sets[set.0 as usize]
    }
}

/// The fields that differ between two schemas of a contract: gone, optional now, added, or governed otherwise. Of a field and what is in it,
/// the inner one is told where nothing else about the outer one changed.
pub(crate) fn differing(
    judge: &mut Judge<'_>,
    old: &Value,
    new: &Value,
    writers: Writers,
) -> Vec<Touched> {
    let before = rows(old);
    let after = rows(new);
    let mut written = |pointer: &str| {
        let schema = judge.know(&part(new, pointer)?);
        Some(Written { schema, writers })
    };
    let mut touched = Vec::new();
    for (pointer, row) in &before {
        let Some(other) = after.get(pointer) else {
            touched.push(told(pointer, Turn::Gone));
            continue;
        };
        if row.required && !other.required {
            touched.push(told(pointer, Turn::Optional));
        }
        if row.words != other.words || (!row.required && other.required) {
            let turn = written(pointer).map(Turn::Changed);
            touched.extend(turn.map(|turn| told(pointer, turn)));
        }
    }
    let added = after
        .keys()
        .filter(|pointer| !before.contains_key(*pointer));
    for pointer in added {
        let turn = written(pointer).map(Turn::Added);
        touched.extend(turn.map(|turn| told(pointer, turn)));
    }
    touched
}

/// Every field of a payload, as no longer there.
pub(crate) fn all_gone(schema: &Value) -> Vec<Touched> {
    rows(schema)
        .keys()
        .map(|pointer| told(pointer, Turn::Gone))
        .collect()
}

pub(crate) fn told(pointer: &str, turn: Turn) -> Touched {
    Touched {
        pointer: Rc::from(pointer),
        turn,
        inferred: false,
    }
}

/// What is said about a field.
struct Said {
    required: bool,
    /// About one that has fields in it only what these do not say.
    words: String,
}

fn rows(schema: &Value) -> BTreeMap<String, Said> {
    let rows = fields(schema, []);
    let mut said = BTreeMap::new();
    for (at, row) in rows.iter().enumerate() {
        let is_outer = rows
            .get(at + 1)
            .is_some_and(|next| next.pointer.starts_with(&format!("{}/", row.pointer)));
        let mut words = format!("{} {} {}", row.nullable, row.type_words, row.limits);
        if !is_outer && let Some(part) = part(schema, &row.pointer) {
            words.push_str(&baton_contract::canonical_json(&without_words(&part)));
        }
        let required = row.required;
        said.insert(row.pointer.clone(), Said { required, words });
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;
    use baton_contract::Effort;
    use serde_json::json;

    fn check(old: &Value, new: &Value, expected: &[&str]) {
        let mut judge = Judge::new(Effort::default(), None);
        let told: Vec<String> = differing(&mut judge, old, new, Writers::Strict)
            .iter()
            .map(|field| {
                let sign = match field.turn {
                    Turn::Gone => "-",
                    Turn::Optional => "?",
                    Turn::Added(_) => "+",
                    Turn::Changed(_) => "~",
                    Turn::Sensitive => "!",
                };
                format!("{sign}{}", field.pointer)
            })
            .collect();
        assert_eq!(told, expected, "{old} {new}");
    }

    #[test]
    fn the_innermost_difference_is_told() {
        let old = json!({"required": ["a"], "properties": {
            "a": {"type": "object", "title": "A", "properties": {"b": {"type": "string"}, "c": {"type": "string"}}},
            "d": {"type": "integer"}, "e": {"$ref": "#/$defs/e"},
        }, "$defs": {"e": {"enum": [1]}}});
        check(&old, &old, &[]);
        let mut new = old.clone();
        new["properties"]["a"]["title"] = json!("Other words");
        new["properties"]["a"]["properties"]["b"]["type"] = json!("integer");
        check(&old, &new, &["~/a/b"]);
        new["$defs"]["e"]["enum"] = json!([1, 2]);
        new["required"] = json!(["a", "d"]);
        check(&old, &new, &["~/a/b", "~/d", "~/e"]);
        new["properties"].as_object_mut().unwrap().remove("a");
        new["properties"]["f"] = json!({"type": "string"});
        check(&old, &new, &["-/a", "-/a/b", "-/a/c", "~/d", "~/e", "+/f"]);
        let mut loose = old.clone();
        loose["required"] = json!([]);
        check(&old, &loose, &["?/a"]);
        loose["properties"]["a"]["properties"]["b"]["type"] = json!("integer");
        loose["properties"]["a"]["minProperties"] = json!(1);
        check(&old, &loose, &["?/a", "~/a", "~/a/b"]);
    }
}
