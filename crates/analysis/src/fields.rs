//! Which fields of a payload a change touches.

use crate::judge::{Judge, SchemaNumber};
use crate::part::{part, without_words};
use baton_contract::fields;
use serde_json::Value;
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

/// What became of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Turn {
    /// It no longer comes.
    Gone,
    /// It came in; this governs it.
    Added(SchemaNumber),
    /// Its value is governed by this now.
    Changed(SchemaNumber),
    /// It must not leave a trust domain unmasked.
    Sensitive,
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
}

impl Default for FieldSets {
    fn default() -> Self {
        let none: Rc<[Touched]> = Rc::from([]);
        Self {
            sets: vec![Rc::clone(&none)],
            numbers: HashMap::from([(none, FieldSet::NONE)]),
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
            self.sets.push(set);
        }
        number
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

    /// The fields of `a` that `b` does not have, however they came there.
    pub(crate) fn without(&mut self, a: FieldSet, b: FieldSet) -> FieldSet {
        if a == b || a == FieldSet::NONE {
            return FieldSet::NONE;
        }
        if b == FieldSet::NONE {
            return a;
        }
        let (all, known) = (self.fields(a), self.fields(b));
        let same = |a: &Touched, b: &Touched| a.pointer == b.pointer && a.turn == b.turn;
        let new = all
            .iter()
            .filter(|field| !known.iter().any(|known| same(field, known)));
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

/// The fields that differ between two schemas: gone, added, or governed otherwise. Of a field and what is in it, the inner one is told where
/// nothing else about the outer one changed.
pub(crate) fn differing(judge: &mut Judge<'_>, old: &Value, new: &Value) -> Vec<Touched> {
    let before = rows(old);
    let after = rows(new);
    let mut touched = Vec::new();
    for (pointer, row) in &before {
        let turn = match after.get(pointer) {
            None => Some(Turn::Gone),
            Some(other) if other == row => None,
            Some(_) => part(new, pointer).map(|part| Turn::Changed(judge.know(&part))),
        };
        touched.extend(turn.map(|turn| told(pointer, turn)));
    }
    let added = after
        .keys()
        .filter(|pointer| !before.contains_key(*pointer));
    for pointer in added {
        if let Some(part) = part(new, pointer) {
            touched.push(told(pointer, Turn::Added(judge.know(&part))));
        }
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

/// What is said about each field. About one that has fields in it only what these do not say.
fn rows(schema: &Value) -> BTreeMap<String, String> {
    let rows = fields(schema, []);
    let mut said = BTreeMap::new();
    for (at, row) in rows.iter().enumerate() {
        let is_outer = rows
            .get(at + 1)
            .is_some_and(|next| next.pointer.starts_with(&format!("{}/", row.pointer)));
        let mut words = format!(
            "{} {} {} {}",
            row.required, row.nullable, row.type_words, row.limits
        );
        if !is_outer && let Some(part) = part(schema, &row.pointer) {
            words.push_str(&baton_contract::canonical_json(&without_words(&part)));
        }
        said.insert(row.pointer.clone(), words);
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
        let told: Vec<String> = differing(&mut judge, old, new)
            .iter()
            .map(|field| {
                let sign = match field.turn {
                    Turn::Gone => "-",
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
    }
}
