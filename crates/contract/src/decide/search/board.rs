//! What is known about one value: which sets it is in, which literals it has to meet, and which choices are still open.

use super::shape::Shapes;
use crate::set::{Atom, IdHasher, Node, NodeId, Schemas, Types};
use std::collections::HashMap;
use std::hash::BuildHasherDefault;

/// A set, and whether the value is in it.
pub(in crate::decide) type Literal = (NodeId, bool);

/// How deep a composite set is looked into for what the parts say about it.
const DEPTH: u8 = 2;

/// Parts that are looked at beyond the first level.
const WIDTH: usize = 24;

/// The demands on one value under the choices made so far. Choices are taken back with [`Board::mark`] and [`Board::undo`].
pub(in crate::decide) struct Board {
    /// The types that the value may have.
    pub(super) types: Types,
    /// Atoms to be met.
    pub(super) literals: Vec<Literal>,
    /// Composite sets of which it is open how they are met.
    pub(super) clauses: Vec<Clause>,
    signs: HashMap<NodeId, bool, BuildHasherDefault<IdHasher>>,
    trail: Vec<NodeId>,
    queue: Vec<Literal>,
}

/// A composite set that is met, or left, in more than one way.
#[derive(Clone, Copy, Debug)]
pub(super) struct Clause {
    /// The set and the sign.
    pub(super) literal: Literal,
    /// Two parts that were open when last looked at: as long as they are, nothing follows.
    watched: [u32; 2],
}

/// A moment to come back to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mark {
    types: Types,
    literals: usize,
    clauses: usize,
    trail: usize,
}

/// The demands exclude each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Contradiction;

/// What the parts of a clause say.
enum Status {
    Met,
    Open,
    Broken,
    Forced(Vec<Literal>),
}

/// What is needed to read a board.
pub(super) struct Rules<'a> {
    pub(super) schemas: &'a Schemas,
    pub(super) shapes: &'a mut Shapes,
    /// Parts looked at so far.
    pub(super) looked_at: u64,
}

impl Board {
    /// Nothing is known.
    pub(super) fn new() -> Self {
        Self {
            types: Types::ALL,
            literals: Vec::new(),
            clauses: Vec::new(),
            signs: HashMap::default(),
            trail: Vec::new(),
            queue: Vec::new(),
        }
    }

    /// The literals of a board and those of one more set, without any choices: fewer demands than those of the board with the set. Nothing,
    /// if no value has the types of both.
    pub(super) fn literals_with(&self, schemas: &Schemas, literal: Literal) -> Option<Self> {
        let mut alone = Self::new();
        alone.types = self.types;
        alone.literals.clone_from(&self.literals);
        let (set, sign) = strip(schemas, literal);
        let parts = match schemas.node(set) {
            Node::All(parts) if sign => parts.iter().map(|part| (*part, true)).collect(),
            Node::Any(parts) if !sign => parts.iter().map(|part| (*part, false)).collect(),
            _ => vec![(set, sign)],
        };
        for part in parts {
            let (set, sign) = strip(schemas, part);
            match schemas.node(set) {
                Node::Atom(Atom::Type(types)) => {
                    let types = if sign { *types } else { types.complement() };
                    alone.types = alone.types.and(types);
                }
                Node::Atom(atom) => alone.assign_atom(atom, (set, sign)),
                _ => {}
            }
        }
        alone.clauses.clear();
        (!alone.types.is_none()).then_some(alone)
    }

    /// Of two clauses that each count how many of their parts accept, one of which says "exactly one" and the other one "not exactly one":
    /// the parts that only one of them has, where most are shared. The value is in one of these, or both counts would be the same.
    pub(super) fn unshared(&self, schemas: &Schemas) -> Vec<Vec<NodeId>> {
        let counting = |wanted: bool| {
            self.clauses.iter().filter_map(move |clause| {
                let (set, sign) = clause.literal;
                match schemas.node(set) {
                    // A part that is there twice counts twice.
                    Node::One(parts) if sign == wanted && parts.is_sorted_by(|a, b| a < b) => {
                        Some(&parts[..])
                    }
                    _ => None,
                }
            })
        };
        let mut all = Vec::new();
        for exactly in counting(true) {
            for not_exactly in counting(false) {
                let unshared = difference(exactly, not_exactly);
                if unshared.len() * 2 <= exactly.len().min(not_exactly.len()) {
                    all.push(unshared);
                }
            }
        }
        all
    }

    /// Whether only objects are asked about.
    pub(in crate::decide) fn is_of_objects(&self) -> bool {
        self.types == Types::OBJECT
    }

    /// This moment.
    pub(super) fn mark(&self) -> Mark {
        Mark {
            types: self.types,
            literals: self.literals.len(),
            clauses: self.clauses.len(),
            trail: self.trail.len(),
        }
    }

    /// Back to an earlier moment.
    pub(super) fn undo(&mut self, mark: Mark) {
        self.types = mark.types;
        self.literals.truncate(mark.literals);
        self.clauses.truncate(mark.clauses);
        for id in self.trail.drain(mark.trail..) {
            self.signs.remove(&id);
        }
        self.queue.clear();
    }

    /// The value has to meet a literal.
    pub(super) fn demand(&mut self, literal: Literal) {
        self.queue.push(literal);
    }

    /// Draws all conclusions from what is demanded.
    pub(super) fn propagate(&mut self, rules: &mut Rules<'_>) -> Result<(), Contradiction> {
        loop {
            while let Some(literal) = self.queue.pop() {
                self.assign(rules, literal)?;
            }
            let before = (self.trail.len(), self.types);
            let mut index = 0;
            while index < self.clauses.len() {
                match self.status(rules, index) {
                    Status::Met | Status::Open => {}
                    Status::Broken => return Err(Contradiction),
                    Status::Forced(literals) => {
                        for literal in literals {
                            self.assign(rules, literal)?;
                        }
                    }
                }
                index += 1;
            }
            if self.queue.is_empty() && before == (self.trail.len(), self.types) {
                return Ok(());
            }
        }
    }

    fn assign(&mut self, rules: &mut Rules<'_>, literal: Literal) -> Result<(), Contradiction> {
        let (id, sign) = strip(rules.schemas, literal);
        rules.looked_at += 1;
        match self.shallow(rules, id) {
            Some(known) if known == sign => return Ok(()),
            Some(_) => return Err(Contradiction),
            None => {}
        }
        self.signs.insert(id, sign);
        self.trail.push(id);
        match rules.schemas.node(id) {
            Node::All(parts) if sign => self.queue.extend(parts.iter().map(|part| (*part, true))),
            Node::Any(parts) if !sign => {
                self.queue.extend(parts.iter().map(|part| (*part, false)));
            }
            Node::Atom(atom) => self.assign_atom(atom, (id, sign)),
            _ => self.clauses.push(Clause {
                literal: (id, sign),
                watched: [0, 0],
            }),
        }
        let shape = rules.shapes.of(rules.schemas, id);
        let impossible = if sign { shape.none } else { shape.whole };
        self.types = self.types.and(impossible.complement());
        if self.types.is_none() {
            return Err(Contradiction);
        }
        Ok(())
    }

    fn assign_atom(&mut self, atom: &Atom, literal: Literal) {
        match atom {
            Atom::Type(_) => {}
            Atom::Contains {
                min, max: Some(_), ..
            } if *min > 0 && !literal.1 => self.clauses.push(Clause {
                literal,
                watched: [0, 0],
            }),
            _ => self.literals.push(literal),
        }
    }

    /// Whether the value is in a set, as far as that is known.
    pub(super) fn known(&self, rules: &mut Rules<'_>, id: NodeId) -> Option<bool> {
        self.look(rules, id, DEPTH)
    }

    fn shallow(&self, rules: &mut Rules<'_>, id: NodeId) -> Option<bool> {
        rules.looked_at += 1;
        if let Some(sign) = self.signs.get(&id) {
            return Some(*sign);
        }
        let shape = rules.shapes.of(rules.schemas, id);
        if self.types.is_within(shape.whole) {
            Some(true)
        } else if self.types.is_within(shape.none) {
            Some(false)
        } else {
            None
        }
    }

    fn look(&self, rules: &mut Rules<'_>, id: NodeId, depth: u8) -> Option<bool> {
        let (id, positive) = strip(rules.schemas, (id, true));
        let known = self.shallow(rules, id).or_else(|| {
            let depth = depth.checked_sub(1)?;
            match rules.schemas.node(id) {
                Node::All(parts) if parts.len() <= WIDTH => self.every(rules, parts, depth, true),
                Node::Any(parts) if parts.len() <= WIDTH => {
                    self.every(rules, parts, depth, false).map(|none| !none)
                }
                _ => None,
            }
        });
        known.map(|sign| sign == positive)
    }

    /// Whether all parts have this sign.
    fn every(
        &self,
        rules: &mut Rules<'_>,
        parts: &[NodeId],
        depth: u8,
        sign: bool,
    ) -> Option<bool> {
        let mut all = Some(true);
        for part in parts {
            match self.look(rules, *part, depth) {
                Some(known) if known == sign => {}
                Some(_) => return Some(false),
                None => all = None,
            }
        }
        all
    }

    fn status(&mut self, rules: &mut Rules<'_>, index: usize) -> Status {
        let (id, sign) = self.clauses[index].literal;
        match rules.schemas.node(id) {
            Node::Any(parts) => self.disjunction(rules, index, parts, true),
            Node::All(parts) => self.disjunction(rules, index, parts, false),
            Node::One(parts) => self.exactly_one(rules, parts, sign),
            Node::If {
                test,
                then,
                otherwise,
            } => self.branch(rules, [*test, *then, *otherwise], sign),
            _ => Status::Open,
        }
    }

    /// At least one of the parts has this sign.
    fn disjunction(
        &mut self,
        rules: &mut Rules<'_>,
        index: usize,
        parts: &[NodeId],
        sign: bool,
    ) -> Status {
        let [first, second] = self.clauses[index].watched;
        if first != second
            && self.shallow(rules, parts[first as usize]).is_none()
            && self.shallow(rules, parts[second as usize]).is_none()
        {
            return Status::Open;
        }
        let mut open = None;
        // From the last open part on and around: parts before it are mostly those that are done with.
        let start = first as usize;
        for position in (start..parts.len()).chain(0..start) {
            match self.known(rules, parts[position]) {
                Some(known) if known == sign => return Status::Met,
                Some(_) => {}
                None => match open {
                    None => open = Some(position),
                    Some(first) => {
                        self.clauses[index].watched = [first as u32, position as u32];
                        return Status::Open;
                    }
                },
            }
        }
        match open {
            None => Status::Broken,
            Some(only) => Status::Forced(vec![(parts[only], sign)]),
        }
    }

    /// Exactly one of the parts accepts, or not exactly one.
    fn exactly_one(&self, rules: &mut Rules<'_>, parts: &[NodeId], sign: bool) -> Status {
        let (mut accepting, mut open) = (0, Vec::new());
        for part in parts {
            match self.known(rules, *part) {
                Some(true) => accepting += 1,
                Some(false) => {}
                None => open.push(*part),
            }
        }
        match (sign, accepting, open.len()) {
            (true, 0, 0) | (true, 2.., _) | (false, 1, 0) => Status::Broken,
            (true, 1, 0) | (false, 2.., _) | (false, 0, 0) => Status::Met,
            (true, 1, _) | (false, 0, 1) => {
                Status::Forced(open.into_iter().map(|part| (part, false)).collect())
            }
            (true, 0, 1) | (false, 1, 1) => {
                Status::Forced(open.into_iter().map(|part| (part, true)).collect())
            }
            _ => Status::Open,
        }
    }

    fn branch(
        &self,
        rules: &mut Rules<'_>,
        [test, then, otherwise]: [NodeId; 3],
        sign: bool,
    ) -> Status {
        let side = |board: &Self, rules: &mut Rules<'_>, id| {
            board.known(rules, id).map(|known| known == sign)
        };
        match self.known(rules, test) {
            Some(which) => {
                let taken = if which { then } else { otherwise };
                match side(self, rules, taken) {
                    Some(true) => Status::Met,
                    Some(false) => Status::Broken,
                    None => Status::Forced(vec![(taken, sign)]),
                }
            }
            None => match (side(self, rules, then), side(self, rules, otherwise)) {
                (Some(true), Some(true)) => Status::Met,
                (Some(false), Some(false)) => Status::Broken,
                (Some(false), _) => Status::Forced(vec![(test, false), (otherwise, sign)]),
                (_, Some(false)) => Status::Forced(vec![(test, true), (then, sign)]),
                _ => Status::Open,
            },
        }
    }
}

/// What is in one of two sorted lists only.
fn difference(left: &[NodeId], right: &[NodeId]) -> Vec<NodeId> {
    let only = |some: &[NodeId], others: &[NodeId]| -> Vec<NodeId> {
        let some = some.iter().copied();
        some.filter(|part| others.binary_search(part).is_err())
            .collect()
    };
    [only(left, right), only(right, left)].concat()
}

/// The same literal without negations and without what a schema declares.
pub(super) fn strip(schemas: &Schemas, (mut id, mut sign): Literal) -> Literal {
    loop {
        match schemas.node(id) {
            Node::Not(inner) => {
                id = *inner;
                sign = !sign;
            }
            Node::Schema { body, .. } => id = *body,
            _ => return (id, sign),
        }
    }
}
