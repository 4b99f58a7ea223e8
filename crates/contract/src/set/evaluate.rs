//! Whether a given value is in a set.

use super::number::is_multiple;
use super::{Atom, IdHasher, Node, NodeId, Scalar, Schemas, Types, exact, is_of_format};
use serde_json::{Map, Number, Value};
use std::collections::{HashMap, HashSet};
use std::hash::BuildHasherDefault;

/// Of at most so many parts each is looked at.
const FEW_PARTS: usize = 16;

/// Remembering an answer takes as long as so many looks at a set, and so does finding a value in a list, and reading a number.
const LOOKS_TO_REMEMBER: u64 = 8;
const LOOKS_TO_FIND: u64 = 8;
const LOOKS_AT_A_NUMBER: u64 = 6;

/// Bytes of a text that an automaton reads, or that are compared or counted, in the time of one look.
const BYTES_READ_A_LOOK: u64 = 4;
const BYTES_COMPARED_A_LOOK: u64 = 64;

/// Looks at sets: how many were taken, and how many may be. Everything that takes long counts for several, so that equal questions cost the same
/// on every machine.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Looks {
    taken: u64,
    most: u64,
}

impl Looks {
    /// At most so many.
    pub(crate) fn at_most(most: u64) -> Self {
        Self { taken: 0, most }
    }

    /// How many were taken; more than allowed if they were not enough.
    pub(crate) fn taken(&self) -> u64 {
        self.taken
    }

    /// Whether there are none left, so that every further answer is unknown.
    pub(crate) fn are_spent(&self) -> bool {
        self.taken > self.most
    }

    pub(super) fn take(&mut self, looks: u64) {
        self.taken = self.taken.saturating_add(looks);
    }
}

impl Schemas {
    /// Whether the value is in the set; `None` where only the validator knows.
    #[cfg(test)]
    pub(crate) fn evaluate(&self, set: NodeId, value: &Value) -> Option<bool> {
        self.evaluate_within(set, value, &mut Looks::at_most(u64::MAX))
    }

    /// Whether the value is in the set, as far as the looks reach.
    pub(crate) fn evaluate_within(
        &self,
        set: NodeId,
        value: &Value,
        looks: &mut Looks,
    ) -> Option<bool> {
        let mut evaluation = Evaluation {
            schemas: self,
            known: HashMap::default(),
            looks,
        };
        evaluation.judge(set, value)
    }
}

struct Evaluation<'a> {
    schemas: &'a Schemas,
    /// Answers about arrays and objects, by the address of the value: parts of a set are often shared.
    known: HashMap<(NodeId, *const Value), Option<bool>, BuildHasherDefault<IdHasher>>,
    looks: &'a mut Looks,
}

impl Evaluation<'_> {
    fn judge(&mut self, set: NodeId, value: &Value) -> Option<bool> {
        let schemas = self.schemas;
        self.looks.take(1);
        if self.looks.are_spent() {
            return None;
        }
        match schemas.node(set) {
            Node::Always => Some(true),
            Node::Never => Some(false),
            Node::Schema { body, .. } => self.judge(*body, value),
            Node::Not(inner) => self.judge(*inner, value).map(|accepted| !accepted),
            Node::Atom(atom) => self.atom(atom, value),
            composite => {
                if !value.is_array() && !value.is_object() {
                    return self.composite(composite, value);
                }
                let key = (set, std::ptr::from_ref(value));
                if let Some(known) = self.known.get(&key) {
                    return *known;
                }
                let answer = self.composite(composite, value);
                self.looks.take(LOOKS_TO_REMEMBER);
                self.known.insert(key, answer);
                answer
            }
        }
    }

    /// Whether the value is listed among the sorted parts of a union: that of a long `enum` need not be walked.
    fn is_listed(&mut self, parts: &[NodeId], value: &Value) -> bool {
        self.looks.take(LOOKS_TO_FIND);
        let listed = self.schemas.find_scalar(value);
        listed.is_some_and(|set| parts.binary_search(&set).is_ok())
    }

    fn composite(&mut self, node: &Node, value: &Value) -> Option<bool> {
        match node {
            Node::All(parts) => every(parts.iter().map(|part| self.judge(*part, value))),
            Node::Any(parts) if parts.len() > FEW_PARTS && self.is_listed(parts, value) => {
                Some(true)
            }
            Node::Any(parts) => every(
                parts
                    .iter()
                    .map(|part| self.judge(*part, value).map(|in_it| !in_it)),
            )
            .map(|in_none| !in_none),
            Node::One(parts) => {
                let mut certain = 0;
                let mut possible = 0;
                for part in parts {
                    match self.judge(*part, value) {
                        Some(true) => certain += 1,
                        None => possible += 1,
                        Some(false) => {}
                    }
                    if certain > 1 {
                        return Some(false);
                    }
                }
                (possible == 0).then_some(certain == 1)
            }
            Node::If {
                test,
                then,
                otherwise,
            } => match self.judge(*test, value) {
                Some(true) => self.judge(*then, value),
                Some(false) => self.judge(*otherwise, value),
                None => {
                    let then = self.judge(*then, value);
                    let otherwise = self.judge(*otherwise, value);
                    if then == otherwise { then } else { None }
                }
            },
            _ => None,
        }
    }

    fn atom(&mut self, atom: &Atom, value: &Value) -> Option<bool> {
        match atom {
            Atom::Type(types) => return Some(Types::of(value).overlaps(*types)),
            Atom::Scalar(scalar) => {
                if value.is_number() && matches!(scalar, Scalar::Number(_)) {
                    self.looks.take(LOOKS_AT_A_NUMBER);
                }
                return Some(is_scalar(value, scalar));
            }
            Atom::Opaque { content, .. } => {
                let judge = self.schemas.judges.get(content)?;
                self.looks.take(judge.price(value));
                if self.looks.are_spent() {
                    return None;
                }
                return judge.accepts(value);
            }
            _ => {}
        }
        match value {
            Value::Number(number) => {
                self.looks.take(LOOKS_AT_A_NUMBER);
                judge_number(atom, number)
            }
            Value::String(text) => {
                self.looks.take(match atom {
                    Atom::MinLength(_) | Atom::MaxLength(_) => {
                        text.len() as u64 / BYTES_COMPARED_A_LOOK
                    }
                    Atom::Word(_) | Atom::Format(_) => text.len() as u64 / BYTES_READ_A_LOOK,
                    _ => 0,
                });
                Some(judge_string(atom, text))
            }
            Value::Array(items) => self.array(atom, items),
            Value::Object(members) => self.object(atom, members),
            Value::Null | Value::Bool(_) => Some(true),
        }
    }

    fn array(&mut self, atom: &Atom, items: &[Value]) -> Option<bool> {
        let length = items.len() as u64;
        match atom {
            Atom::MinItems(least) => Some(length >= *least),
            Atom::MaxItems(most) => Some(length <= *most),
            Atom::Items { from, to, each } => {
                let from = (*from).min(length) as usize;
                let to = to.unwrap_or(length).min(length) as usize;
                every(items[from..to].iter().map(|item| self.judge(*each, item)))
            }
            Atom::Contains { what, min, max } => {
                let mut certain = 0;
                let mut possible = 0;
                for item in items {
                    match self.judge(*what, item) {
                        Some(true) => certain += 1,
                        None => possible += 1,
                        Some(false) => {}
                    }
                }
                let most = max.unwrap_or(u64::MAX);
                let fits = |count: u64| count >= *min && count <= most;
                if possible == 0 {
                    Some(fits(certain))
                } else if certain > most || certain + possible < *min {
                    Some(false)
                } else if fits(certain) && fits(certain + possible) {
                    Some(true)
                } else {
                    None
                }
            }
            Atom::Unique => {
                let parts = items.iter().map(size).sum::<u64>();
                self.looks.take(parts.saturating_mul(LOOKS_AT_A_NUMBER));
                let mut seen = HashSet::new();
                Some(items.iter().all(|item| seen.insert(by_value(item))))
            }
            _ => Some(true),
        }
    }

    fn object(&mut self, atom: &Atom, members: &Map<String, Value>) -> Option<bool> {
        let count = members.len() as u64;
        match atom {
            Atom::MinMembers(least) => Some(count >= *least),
            Atom::MaxMembers(most) => Some(count <= *most),
            Atom::Has(name) => Some(members.contains_key(&**name)),
            Atom::Members { names, each } => match names.single() {
                Some(name) => members
                    .get(name)
                    .map_or(Some(true), |member| self.judge(*each, member)),
                None => every(members.iter().map(|(name, member)| {
                    self.looks.take(1 + name.len() as u64 / BYTES_READ_A_LOOK);
                    if names.contains(name) {
                        self.judge(*each, member)
                    } else {
                        Some(true)
                    }
                })),
            },
            _ => Some(true),
        }
    }
}

/// Whether all are true; unknown if that depends on an unknown one.
pub(super) fn every(answers: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let mut all = Some(true);
    for answer in answers {
        match answer {
            Some(false) => return Some(false),
            None => all = None,
            Some(true) => {}
        }
    }
    all
}

fn is_scalar(value: &Value, scalar: &Scalar) -> bool {
    match (value, scalar) {
        (Value::Null, Scalar::Null) => true,
        (Value::Bool(value), Scalar::Boolean(expected)) => value == expected,
        (Value::Number(number), Scalar::Number(expected)) => exact(number) == *expected,
        (Value::String(text), Scalar::String(expected)) => **text == **expected,
        _ => false,
    }
}

fn judge_number(atom: &Atom, number: &Number) -> Option<bool> {
    match atom {
        Atom::Lower { bound, open } => {
            let value = exact(number);
            Some(value > *bound || (!open && value == *bound))
        }
        Atom::Upper { bound, open } => {
            let value = exact(number);
            Some(value < *bound || (!open && value == *bound))
        }
        Atom::MultipleOf(divisor) => is_multiple(number, divisor),
        _ => Some(true),
    }
}

fn judge_string(atom: &Atom, text: &str) -> bool {
    match atom {
        Atom::MinLength(least) => text.chars().count() as u64 >= *least,
        Atom::MaxLength(most) => text.chars().count() as u64 <= *most,
        Atom::Word(language) => language.contains(text),
        Atom::Format(name) => is_of_format(name, text),
        _ => true,
    }
}

/// How many values there are in a value, itself among them; long texts count for several.
pub(crate) fn size(value: &Value) -> u64 {
    match value {
        Value::Array(items) => 1 + items.iter().map(size).sum::<u64>(),
        Value::Object(members) => {
            let member = |(name, value): (&String, &Value)| name.len() as u64 / 16 + size(value);
            1 + members.iter().map(member).sum::<u64>()
        }
        Value::String(text) => 1 + text.len() as u64 / 16,
        _ => 1,
    }
}

/// A text that equal values share: members in order, numbers by their value.
fn by_value(value: &Value) -> String {
    fn write(value: &Value, out: &mut String) {
        match value {
            Value::Number(number) => out.push_str(&exact(number).to_string()),
            Value::Array(items) => {
                out.push('[');
                for item in items {
                    write(item, out);
                    out.push(',');
                }
                out.push(']');
            }
            Value::Object(members) => {
                let mut sorted: Vec<_> = members.iter().collect();
                sorted.sort_by_key(|(name, _)| *name);
                out.push('{');
                for (name, member) in sorted {
                    out.push_str(&Value::from(name.as_str()).to_string());
                    out.push(':');
                    write(member, out);
                    out.push(',');
                }
                out.push('}');
            }
            scalar => out.push_str(&scalar.to_string()),
        }
    }
    let mut out = String::new();
    write(value, &mut out);
    out
}
