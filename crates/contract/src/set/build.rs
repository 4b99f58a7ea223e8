//! Sets from sets, with the simplifications that cost nothing: what is left has one form, so that equal ids are frequent.
//!
//! What leads to a circle is taken as it is, because how much of a circle is known depends on where the reader entered it.

use super::{Atom, Declaration, Node, NodeId, Scalar, Schemas, Types};

impl Schemas {
    /// The set of a schema without what it declares.
    pub(crate) fn body(&self, id: NodeId) -> NodeId {
        match self.node(id) {
            Node::Schema { body, .. } => *body,
            _ => id,
        }
    }

    /// The values in all of these sets.
    pub(crate) fn all(&mut self, sets: &[NodeId]) -> NodeId {
        if let [only] = sets {
            return self.body(*only);
        }
        let mut parts = Vec::with_capacity(sets.len());
        for set in sets {
            let set = self.body(*set);
            match self.node(set) {
                Node::Always => {}
                Node::Never => return Schemas::NEVER,
                Node::All(inner) if !self.is_cyclic(set) => parts.extend_from_slice(inner),
                _ => parts.push(set),
            }
        }
        let mut allowed = Types::ALL;
        let mut others = Types::ALL;
        let mut typed = false;
        for part in &parts {
            if let Node::Atom(Atom::Type(types)) = self.node(*part) {
                allowed = allowed.and(*types);
                typed = true;
            } else {
                others = others.and(self.types(*part));
            }
        }
        let possible = allowed.and(others);
        if possible.is_none() {
            return Schemas::NEVER;
        }
        if typed || possible != Types::ALL {
            parts.retain(|part| match self.node(*part) {
                Node::Atom(Atom::Type(_)) => false,
                Node::Atom(atom) => atom.domain().overlaps(possible),
                _ => true,
            });
            if !others.is_within(allowed) {
                parts.push(self.atom(Atom::Type(possible)));
            }
        }
        parts.sort_unstable();
        parts.dedup();
        if self.is_contradiction(&parts) {
            return Schemas::NEVER;
        }
        match parts[..] {
            [] => Schemas::ALWAYS,
            [only] => only,
            _ => self.intern(Node::All(parts.into()), possible),
        }
    }

    /// The values in at least one of these sets.
    pub(crate) fn any(&mut self, sets: &[NodeId]) -> NodeId {
        if let [only] = sets {
            return self.body(*only);
        }
        let mut parts = Vec::with_capacity(sets.len());
        for set in sets {
            let set = self.body(*set);
            match self.node(set) {
                Node::Always => return Schemas::ALWAYS,
                Node::Never => {}
                Node::Any(inner) if !self.is_cyclic(set) => parts.extend_from_slice(inner),
                _ => parts.push(set),
            }
        }
        let mut whole = Types::NONE;
        let mut booleans = [false; 2];
        for part in &parts {
            match self.node(*part) {
                Node::Atom(Atom::Type(types)) => whole = whole.or(*types),
                Node::Atom(Atom::Scalar(Scalar::Boolean(value))) => {
                    booleans[usize::from(*value)] = true;
                }
                _ => {}
            }
        }
        if booleans == [true; 2] {
            whole = whole.or(Types::BOOLEAN);
        }
        if whole == Types::ALL {
            return Schemas::ALWAYS;
        }
        if !whole.is_none() {
            parts.retain(|part| !self.types(*part).is_within(whole));
            parts.push(self.atom(Atom::Type(whole)));
        }
        parts.sort_unstable();
        parts.dedup();
        if self.has_a_part_and_its_negation(&parts) {
            return Schemas::ALWAYS;
        }
        let types = parts
            .iter()
            .fold(Types::NONE, |types, part| types.or(self.types(*part)));
        match parts[..] {
            [] => Schemas::NEVER,
            [only] => only,
            _ => self.intern(Node::Any(parts.into()), types),
        }
    }

    /// The values in exactly one of these sets.
    pub(crate) fn one(&mut self, sets: &[NodeId]) -> NodeId {
        let mut parts: Vec<NodeId> = sets.iter().map(|set| self.body(*set)).collect();
        parts.retain(|part| *part != Schemas::NEVER);
        parts.sort_unstable();
        let repeated: Vec<NodeId> = parts
            .windows(2)
            .filter(|pair| pair[0] == pair[1])
            .map(|pair| pair[0])
            .collect();
        if !repeated.is_empty() {
            // What is in a set that is listed twice is never in exactly one.
            parts.retain(|part| !repeated.contains(part));
            let mut conjuncts = vec![self.one(&parts)];
            for part in repeated {
                conjuncts.push(self.not(part));
            }
            return self.all(&conjuncts);
        }
        if parts.first() == Some(&Schemas::ALWAYS) {
            let others = self.any(&parts[1..]);
            return self.not(others);
        }
        let mut types = Types::NONE;
        let mut disjoint = true;
        for part in &parts {
            disjoint &= !types.overlaps(self.types(*part));
            types = types.or(self.types(*part));
        }
        if disjoint {
            return self.any(&parts);
        }
        self.intern(Node::One(parts.into()), types)
    }

    /// The values not in this set.
    pub(crate) fn not(&mut self, set: NodeId) -> NodeId {
        let set = self.body(set);
        let types = match self.node(set) {
            Node::Always => return Schemas::NEVER,
            Node::Never => return Schemas::ALWAYS,
            Node::Not(inner) => return *inner,
            Node::Atom(Atom::Type(types)) => {
                let rest = types.complement();
                return self.atom(Atom::Type(rest));
            }
            Node::Atom(atom) => atom.domain(),
            Node::Any(parts) => {
                parts
                    .iter()
                    .fold(Types::ALL, |types, part| match self.node(*part) {
                        Node::Atom(Atom::Type(whole)) => types.and(whole.complement()),
                        Node::Atom(atom) => types.and(atom.domain()),
                        _ => types,
                    })
            }
            _ => Types::ALL,
        };
        if types.is_none() {
            return Schemas::NEVER;
        }
        self.intern(Node::Not(set), types)
    }

    /// `then` for the values in `test`, `otherwise` for the rest.
    pub(crate) fn branch(&mut self, test: NodeId, then: NodeId, otherwise: NodeId) -> NodeId {
        let (test, then, otherwise) = (self.body(test), self.body(then), self.body(otherwise));
        if test == Schemas::ALWAYS || then == otherwise {
            return then;
        }
        if test == Schemas::NEVER {
            return otherwise;
        }
        let types = self.types(then).or(self.types(otherwise));
        self.intern(
            Node::If {
                test,
                then,
                otherwise,
            },
            types,
        )
    }

    /// The set of one keyword.
    pub(crate) fn atom(&mut self, atom: Atom) -> NodeId {
        match atom {
            Atom::Type(Types::ALL)
            | Atom::MinLength(0)
            | Atom::MinItems(0)
            | Atom::MinMembers(0)
            | Atom::MaxLength(u64::MAX)
            | Atom::MaxItems(u64::MAX)
            | Atom::MaxMembers(u64::MAX) => Schemas::ALWAYS,
            Atom::Type(Types::NONE) => Schemas::NEVER,
            Atom::Type(types) => self.intern(Node::Atom(atom), types),
            Atom::Scalar(Scalar::Null) => self.atom(Atom::Type(Types::NULL)),
            Atom::Scalar(ref scalar) => {
                let types = scalar.types();
                self.intern(Node::Atom(atom), types)
            }
            Atom::Word(ref language) if language.is_all() => Schemas::ALWAYS,
            Atom::Word(ref language) if language.is_empty() => self.no(Types::STRING),
            Atom::Items { from, to, each } => self.items(from, to, each),
            Atom::Contains { what, min, max } => self.contains(what, min, max),
            Atom::Members { names, each } => {
                let each = self.body(each);
                if each == Schemas::ALWAYS || names.is_empty() {
                    Schemas::ALWAYS
                } else if each == Schemas::NEVER && names.is_all() {
                    self.atom(Atom::MaxMembers(0))
                } else {
                    self.intern(Node::Atom(Atom::Members { names, each }), Types::ALL)
                }
            }
            other => self.intern(Node::Atom(other), Types::ALL),
        }
    }

    /// The values of all types but these.
    fn no(&mut self, types: Types) -> NodeId {
        self.atom(Atom::Type(types.complement()))
    }

    fn items(&mut self, from: u64, to: Option<u64>, each: NodeId) -> NodeId {
        let each = self.body(each);
        if each == Schemas::ALWAYS || to.is_some_and(|to| to <= from) {
            return Schemas::ALWAYS;
        }
        if each == Schemas::NEVER {
            return self.atom(Atom::MaxItems(from));
        }
        self.intern(Node::Atom(Atom::Items { from, to, each }), Types::ALL)
    }

    fn contains(&mut self, what: NodeId, min: u64, max: Option<u64>) -> NodeId {
        let what = self.body(what);
        if min == 0 && max.is_none() {
            return Schemas::ALWAYS;
        }
        if max.is_some_and(|max| max < min) || (what == Schemas::NEVER && min > 0) {
            return self.no(Types::ARRAY);
        }
        if what == Schemas::NEVER {
            return Schemas::ALWAYS;
        }
        if what == Schemas::ALWAYS {
            let least = self.atom(Atom::MinItems(min));
            let most = self.atom(Atom::MaxItems(max.unwrap_or(u64::MAX)));
            return self.all(&[least, most]);
        }
        self.intern(Node::Atom(Atom::Contains { what, min, max }), Types::ALL)
    }

    /// A set together with what it declares to those who write values of it.
    pub(crate) fn schema(&mut self, body: NodeId, declaration: Declaration) -> NodeId {
        let body = self.body(body);
        if body == Schemas::NEVER {
            return body;
        }
        if let Some(target) = declaration.same_as()
            && self.body(target) == body
        {
            return target;
        }
        let declares = self.declare(declaration);
        if declares.0 == 0 {
            return body;
        }
        let types = self.types(body);
        self.intern(Node::Schema { body, declares }, types)
    }

    /// Whether sorted conjuncts exclude each other at first sight.
    fn is_contradiction(&self, parts: &[NodeId]) -> bool {
        let scalars = parts
            .iter()
            .filter(|part| matches!(self.node(**part), Node::Atom(Atom::Scalar(_))))
            .count();
        scalars > 1 || self.has_a_part_and_its_negation(parts)
    }

    fn has_a_part_and_its_negation(&self, parts: &[NodeId]) -> bool {
        parts.iter().any(|part| match self.node(*part) {
            Node::Not(inner) => parts.binary_search(inner).is_ok(),
            _ => false,
        })
    }
}
