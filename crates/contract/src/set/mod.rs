//! Schemas of every draft as sets of JSON values.
//!
//! One [`Schemas`] holds the sets of all documents that are compared with each other. Nodes are made only through it and only once, so an
//! edit that leaves a definition alone leaves its [`NodeId`] alone, also where definitions refer to themselves or each other.
//!
//! - [`Schemas::read`] reads a document of any draft, as the validator understands it.
//! - [`Schemas::all`], [`Schemas::any`] and their kin build sets from sets, simplifying what costs nothing to simplify.
//! - [`Schemas::evaluate`] and [`Schemas::writes`] judge a given value.

mod build;
mod constant;
mod evaluate;
mod format;
mod judge;
mod node;
mod number;
mod read;
mod settle;
mod spread;
#[cfg(test)]
mod tests;
mod writes;

pub(crate) use evaluate::{Looks, size};
pub(crate) use format::is_of_format;
pub(crate) use judge::steps_back;
pub(crate) use node::{Atom, Declaration, DeclarationId, Demand, Node, NodeId, Scalar, Types};
pub(crate) use number::{exact, is_multiple, written};
pub(crate) use spread::IdHasher;

use crate::compat::Formats;
use crate::draft::Draft;
use crate::validate::SchemaProblem;
use baton_regular::{Language, Meter};
use judge::Judge;
use serde_json::Value;
use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};

/// Transitions of automata that reading all documents may follow, some 50 ns each.
const MOST_TRANSITIONS: u64 = 5_000_000;

/// Transitions that are followed in the time of one step of a decision.
const TRANSITIONS_A_STEP: u64 = 32;

/// The sets of the documents that are compared with each other.
pub(crate) struct Schemas {
    formats: Formats,
    nodes: Vec<Node>,
    /// For each node, types outside of which it has no value.
    types: Vec<Types>,
    /// For each node, whether it leads to a circle.
    leads: Vec<bool>,
    /// The nodes by the hash of their content: the latest of each, and for each node the one before it.
    latest: HashMap<u64, NodeId>,
    before: Vec<Option<NodeId>>,
    hashes: RandomState,
    declarations: Vec<Declaration>,
    declaration_ids: HashMap<Declaration, DeclarationId>,
    places: HashMap<NodeId, Box<str>>,
    /// Languages of names and of patterns, each made once.
    words: HashMap<Box<str>, Language>,
    patterns: HashMap<Box<str>, Result<Language, Box<str>>>,
    /// What reading patterns and putting names together may still cost.
    meter: Meter,
    /// What could not be read, by its content.
    opaque: HashMap<[u8; 32], NodeId>,
    /// How values are judged by what could not be read, where that is known.
    judges: HashMap<[u8; 32], Judge>,
    /// Nodes that lie on or above a cycle, and their ids by the content that they got when the cycle was closed.
    cyclic: Vec<NodeId>,
    closed: HashMap<Node, NodeId>,
}

impl Schemas {
    /// The set of all values.
    pub(crate) const ALWAYS: NodeId = NodeId(0);
    /// The empty set.
    pub(crate) const NEVER: NodeId = NodeId(1);

    /// No documents yet. `formats` says whether `format` is an assertion in those that will be read.
    pub(crate) fn new(formats: Formats) -> Self {
        Self::within(formats, MOST_TRANSITIONS)
    }

    /// The same, where reading all documents may follow so many transitions of automata.
    pub(crate) fn within(formats: Formats, transitions: u64) -> Self {
        let mut schemas = Self {
            formats,
            nodes: Vec::new(),
            types: Vec::new(),
            leads: Vec::new(),
            latest: HashMap::new(),
            before: Vec::new(),
            hashes: RandomState::new(),
            declarations: Vec::new(),
            declaration_ids: HashMap::new(),
            places: HashMap::new(),
            words: HashMap::new(),
            patterns: HashMap::new(),
            meter: Meter::new(transitions),
            opaque: HashMap::new(),
            judges: HashMap::new(),
            cyclic: Vec::new(),
            closed: HashMap::new(),
        };
        schemas.intern(Node::Always, Types::ALL);
        schemas.intern(Node::Never, Types::NONE);
        schemas.declare(Declaration::default());
        schemas
    }

    /// Reads a document. `draft` is the one of a document that names none. Equal ids are equal sets, also among several documents, and
    /// schemas that mean the same to the reader have equal ids wherever they stand.
    ///
    /// # Errors
    /// What is no schema, refers to something that is not there (nothing is fetched) or to itself without stepping into a value, or is
    /// nested too deeply.
    pub(crate) fn read(&mut self, document: &Value, draft: Draft) -> Result<NodeId, SchemaProblem> {
        read::read(self, document, draft)
    }

    /// What a set is made of.
    pub(crate) fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id.0 as usize]
    }

    /// Types outside of which the set has no value; it need not have one of each of them.
    pub(crate) fn types(&self, id: NodeId) -> Types {
        self.types[id.0 as usize]
    }

    /// What a schema declares to those who write values of it. A set that nobody wrote as a schema declares nothing.
    pub(crate) fn declaration(&self, id: NodeId) -> &Declaration {
        match self.node(id) {
            Node::Schema { declares, .. } => &self.declarations[declares.0 as usize],
            _ => &self.declarations[0],
        }
    }

    /// JSON pointer of a place where the set was written, in the first document that has it.
    pub(crate) fn place(&self, id: NodeId) -> Option<&str> {
        self.places.get(&id).map(Box::as_ref)
    }

    /// Whether the set leads to a definition that refers to itself.
    fn is_cyclic(&self, id: NodeId) -> bool {
        self.leads[id.0 as usize]
    }

    /// The language of one word.
    pub(crate) fn word(&mut self, word: &str) -> Language {
        if let Some(known) = self.words.get(word) {
            return known.clone();
        }
        let language = Language::word(word);
        self.words.insert(word.into(), language.clone());
        language
    }

    /// The language of a pattern, or why it is none that is understood.
    fn pattern(&mut self, text: &str) -> Result<Language, Box<str>> {
        if let Some(known) = self.patterns.get(text) {
            return known.clone();
        }
        let language = Language::pattern_within(text, &self.meter)
            .map_err(|unsupported| unsupported.to_string().into());
        self.patterns.insert(text.into(), language.clone());
        language
    }

    /// The id of a node, which is made if there is none of this content.
    fn intern(&mut self, node: Node, types: Types) -> NodeId {
        let hash = self.hashes.hash_one(&node);
        if let Some(known) = self.find(&node, hash) {
            return known;
        }
        let id = self.push(node, types);
        self.before[id.0 as usize] = self.latest.insert(hash, id);
        id
    }

    /// The id of a node of this content and hash, if there is one.
    fn find(&self, node: &Node, hash: u64) -> Option<NodeId> {
        if !self.closed.is_empty()
            && let Some(known) = self.closed.get(node)
        {
            return Some(*known);
        }
        let mut candidate = self.latest.get(&hash).copied();
        while let Some(id) = candidate {
            if self.nodes[id.0 as usize] == *node {
                return Some(id);
            }
            candidate = self.before[id.0 as usize];
        }
        None
    }

    /// The set of exactly this value, if it is a number or a string and somebody made its set.
    fn find_scalar(&self, value: &Value) -> Option<NodeId> {
        let scalar = match value {
            Value::Number(number) => Scalar::Number(exact(number)),
            Value::String(text) => Scalar::String(text.as_str().into()),
            _ => return None,
        };
        let node = Node::Atom(Atom::Scalar(scalar));
        self.find(&node, self.hashes.hash_one(&node))
    }

    /// Steps of a decision that reading patterns took as long as.
    pub(crate) fn steps_read(&self) -> u64 {
        MOST_TRANSITIONS.saturating_sub(self.meter.left()) / TRANSITIONS_A_STEP
    }

    /// Takes over what others have read of patterns, so that it is paid for once.
    pub(crate) fn share_patterns(&mut self, others: &Self) {
        for (text, language) in &others.patterns {
            if !self.patterns.contains_key(text) {
                self.patterns.insert(text.clone(), language.clone());
            }
        }
    }

    /// A node that is not found by its content.
    fn push(&mut self, node: Node, types: Types) -> NodeId {
        let id = NodeId(self.nodes.len() as u32);
        let mut leads = false;
        settle::visit(&node, &mut |part| leads |= self.is_cyclic(part));
        self.leads.push(leads);
        self.nodes.push(node);
        self.types.push(types);
        self.before.push(None);
        id
    }

    /// The id of a declaration.
    fn declare(&mut self, declaration: Declaration) -> DeclarationId {
        if let Some(known) = self.declaration_ids.get(&declaration) {
            return *known;
        }
        let id = DeclarationId(self.declarations.len() as u32);
        self.declarations.push(declaration.clone());
        self.declaration_ids.insert(declaration, id);
        id
    }
}
