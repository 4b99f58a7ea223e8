//! Whether a given value is in a set.

use super::number::is_multiple;
use super::{Atom, Node, NodeId, Scalar, Schemas, Types, exact, is_of_format};
use serde_json::{Map, Number, Value};
use std::collections::{HashMap, HashSet};

/// Of at most so many parts each is looked at.
const FEW_PARTS: usize = 16;

/// Remembering an answer takes as long as so many looks at a set.
const LOOKS_TO_REMEMBER: u64 = 8;

impl Schemas {
    /// Whether the value is in the set; `None` where only the validator knows.
    pub(crate) fn evaluate(&self, set: NodeId, value: &Value) -> Option<bool> {
        self.evaluate_counting(set, value, &mut 0)
    }

    /// As [`Schemas::evaluate`]; adds how many sets were looked at.
    pub(crate) fn evaluate_counting(
        &self,
        set: NodeId,
        value: &Value,
        looked_at: &mut u64,
    ) -> Option<bool> {
        let mut evaluation = Evaluation {
            schemas: self,
            known: HashMap::new(),
            looked_at: 0,
        };
        let answer = evaluation.judge(set, value);
        *looked_at += evaluation.looked_at;
        answer
    }
}

struct Evaluation<'a> {
    schemas: &'a Schemas,
    /// Answers about arrays and objects, by the address of the value: parts of a set are often shared.
    known: HashMap<(NodeId, *const Value), Option<bool>>,
    looked_at: u64,
}

impl Evaluation<'_> {
    fn judge(&mut self, set: NodeId, value: &Value) -> Option<bool> {
        let schemas = self.schemas;
        self.looked_at += 1;
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
                self.looked_at += LOOKS_TO_REMEMBER;
                self.known.insert(key, answer);
                answer
            }
        }
    }

    /// Whether the value is listed among the sorted parts of a union: that of a long `enum` need not be walked.
    fn is_listed(&self, parts: &[NodeId], value: &Value) -> bool {
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
            Atom::Scalar(scalar) => return Some(is_scalar(value, scalar)),
            Atom::Opaque { content, .. } => {
                let judge = self.schemas.judges.get(content)?;
                return Some(judge.accepts(value));
            }
            _ => {}
        }
        match value {
            Value::Number(number) => judge_number(atom, number),
            Value::String(text) => Some(judge_string(atom, text)),
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
                None => every(
                    members
                        .iter()
                        .filter(|(name, _)| names.contains(name))
                        .map(|(_, member)| self.judge(*each, member)),
                ),
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
