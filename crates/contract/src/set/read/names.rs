//! The strings in a set, as a language: what `propertyNames` says about names.

use crate::set::{Atom, Node, NodeId, Scalar, Schemas, Types};
use baton_regular::{Language, Meter, TooLarge};

/// Deepest composition that is looked through; what refers to itself does not end.
const DEEPEST: u32 = 64;

/// Longest bound on the length of a name that is turned into an automaton.
const LONGEST: u64 = 2_000;

impl Schemas {
    /// The strings in a set.
    ///
    /// # Errors
    /// Why they are no regular language.
    pub(super) fn strings(&mut self, set: NodeId) -> Result<Language, &'static str> {
        self.strings_within(set, DEEPEST)
    }

    fn strings_within(&mut self, set: NodeId, depth: u32) -> Result<Language, &'static str> {
        let Some(depth) = depth.checked_sub(1) else {
            return Err("the names are described by something that refers to itself");
        };
        if !self.types(set).overlaps(Types::STRING) {
            return Ok(Language::none());
        }
        match self.node(set).clone() {
            Node::Always => Ok(Language::all()),
            Node::Never => Ok(Language::none()),
            Node::Schema { body, .. } => self.strings_within(body, depth),
            Node::Not(inner) => Ok(self.strings_within(inner, depth)?.complement()),
            Node::All(parts) => {
                let mut words = Language::all();
                for part in parts {
                    let part = self.strings_within(part, depth)?;
                    words = words.and_within(&part, &self.meter).map_err(too_large)?;
                }
                Ok(words)
            }
            Node::Any(parts) => {
                let mut words = Language::none();
                for part in parts {
                    let part = self.strings_within(part, depth)?;
                    words = words.or_within(&part, &self.meter).map_err(too_large)?;
                }
                Ok(words)
            }
            Node::One(parts) => {
                let mut once = Language::none();
                let mut more = Language::none();
                for part in parts {
                    let part = self.strings_within(part, depth)?;
                    let again = once.and_within(&part, &self.meter).map_err(too_large)?;
                    more = more.or_within(&again, &self.meter).map_err(too_large)?;
                    once = once.or_within(&part, &self.meter).map_err(too_large)?;
                }
                once.minus_within(&more, &self.meter).map_err(too_large)
            }
            Node::If {
                test,
                then,
                otherwise,
            } => {
                let test = self.strings_within(test, depth)?;
                let then = self.strings_within(then, depth)?;
                let otherwise = self.strings_within(otherwise, depth)?;
                let yes = test.and_within(&then, &self.meter).map_err(too_large)?;
                let no = otherwise
                    .minus_within(&test, &self.meter)
                    .map_err(too_large)?;
                yes.or_within(&no, &self.meter).map_err(too_large)
            }
            Node::Atom(atom) => strings_of(&atom, &self.meter),
        }
    }
}

fn strings_of(atom: &Atom, meter: &Meter) -> Result<Language, &'static str> {
    match atom {
        Atom::Word(words) => Ok(words.clone()),
        Atom::Scalar(Scalar::String(word)) => Ok(Language::word(word)),
        Atom::Scalar(_) => Ok(Language::none()),
        Atom::MinLength(least) => length(*least, None, meter),
        Atom::MaxLength(most) => length(0, Some(*most), meter),
        Atom::Format(_) => Err("the names are of a format that is no regular language"),
        Atom::Opaque { .. } => Err("the names are described by a keyword that is not understood"),
        // A type that overlaps with strings holds all of them, and other keywords say nothing about strings.
        _ => Ok(Language::all()),
    }
}

/// The words of a length.
fn length(least: u64, most: Option<u64>, meter: &Meter) -> Result<Language, &'static str> {
    if least.max(most.unwrap_or(0)) > LONGEST {
        return Err("the bound on the length of the names is too large");
    }
    let most = most.map(|most| most.to_string()).unwrap_or_default();
    Language::pattern_within(&format!("^[\\s\\S]{{{least},{most}}}$"), meter)
        .map_err(|_| "the bound on the length of the names is too large")
}

fn too_large(_: TooLarge) -> &'static str {
    "the language of the names is too large"
}
