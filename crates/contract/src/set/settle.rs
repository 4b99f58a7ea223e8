//! Definitions that refer to themselves or each other: slots for what is not read yet, and equality through the circle.
//!
//! A slot is a node that is referred to before its content is known. When a document is read, the nodes on and above circles are
//! compared with each other, and with those of earlier documents, by partition refinement: two are equal unless their contents differ
//! somewhere below. Of equal nodes the oldest stays.

use super::{Atom, Declaration, DeclarationId, Node, NodeId, Schemas, Types};
use std::collections::HashMap;

/// Stands for a part that is compared by its class.
const HOLE: NodeId = NodeId(u32::MAX);

/// Most looks at a node while nodes are compared. Hundreds of rounds over a large document; then nothing is merged.
const MOST_COMPARED: usize = 1 << 20;

/// A schema before it is read: the set that it will be, and the set with what it declares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Slot {
    /// The set.
    pub(super) body: NodeId,
    /// The schema.
    pub(super) schema: NodeId,
}

impl Schemas {
    /// A slot for a set that has no values outside of these types. Until it is filled it consists of itself.
    pub(super) fn slot(&mut self, types: Types) -> Slot {
        let body = self.push(Node::Never, types);
        self.nodes[body.0 as usize] = Node::All([body].into());
        self.leads[body.0 as usize] = true;
        let schema = self.push(
            Node::Schema {
                body,
                declares: DeclarationId(0),
            },
            types,
        );
        Slot { body, schema }
    }

    /// Gives a slot its content: until the document is settled, it is another name of what was read.
    pub(super) fn fill(&mut self, slot: Slot, body: NodeId, declaration: Declaration) {
        let body = self.body(body);
        self.nodes[slot.body.0 as usize] = Node::All([body].into());
        self.types[slot.body.0 as usize] = self.types(slot.body).and(self.types(body));
        let declares = self.declare(declaration);
        self.nodes[slot.schema.0 as usize] = Node::Schema {
            body: slot.body,
            declares,
        };
    }

    /// Compares the nodes from `start` on with each other and with the circles of earlier documents. Returns where `root` is found now.
    ///
    /// # Errors
    /// A node that contains itself without stepping into a value.
    pub(super) fn settle(
        &mut self,
        start: NodeId,
        slots: &[Slot],
        root: NodeId,
    ) -> Result<NodeId, NodeId> {
        if slots.is_empty() {
            return Ok(root);
        }
        let fresh = self.on_or_above(start, slots);
        self.check_in_place(&fresh)?;
        let mut members = self.cyclic.clone();
        members.extend_from_slice(&fresh);
        let representatives = self.representatives(&members);
        let settled = |id: NodeId| representatives.get(&id).copied().unwrap_or(id);
        for id in fresh {
            if settled(id) != id {
                continue;
            }
            let node = map_node(self.node(id), &settled);
            let node = match node {
                Node::Schema { body, declares } => {
                    let declaration =
                        map_declaration(&self.declarations[declares.0 as usize], &settled);
                    Node::Schema {
                        body,
                        declares: self.declare(declaration),
                    }
                }
                other => other,
            };
            self.nodes[id.0 as usize] = node.clone();
            self.closed.entry(node).or_insert(id);
            self.cyclic.push(id);
        }
        for (duplicate, kept) in &representatives {
            if let Some(place) = self.places.remove(duplicate) {
                self.places.entry(*kept).or_insert(place);
            }
        }
        Ok(settled(root))
    }

    /// The nodes from `start` on that lead to a slot. Parts are older than what they are part of, except through slots.
    fn on_or_above(&self, start: NodeId, slots: &[Slot]) -> Vec<NodeId> {
        let first = start.0 as usize;
        let mut marked = vec![false; self.nodes.len() - first];
        for slot in slots {
            marked[slot.body.0 as usize - first] = true;
            marked[slot.schema.0 as usize - first] = true;
        }
        for index in first..self.nodes.len() {
            let mut leads = marked[index - first];
            self.visit(NodeId(index as u32), &mut |part| {
                leads |= part.0 as usize >= first && marked[part.0 as usize - first];
            });
            marked[index - first] = leads;
        }
        (first..self.nodes.len())
            .filter(|index| marked[index - first])
            .map(|index| NodeId(index as u32))
            .collect()
    }

    /// Finds a node that is a part of itself at the same value.
    fn check_in_place(&self, nodes: &[NodeId]) -> Result<(), NodeId> {
        #[derive(Clone, Copy, PartialEq)]
        enum State {
            Entered,
            Left,
        }
        let mut states: HashMap<NodeId, State> = HashMap::new();
        for start in nodes {
            let mut stack = vec![(*start, false)];
            while let Some((id, leaving)) = stack.pop() {
                if leaving {
                    states.insert(id, State::Left);
                    continue;
                }
                match states.get(&id) {
                    Some(State::Left) => continue,
                    Some(State::Entered) => return Err(id),
                    None => {}
                }
                states.insert(id, State::Entered);
                stack.push((id, true));
                let mut circle = None;
                visit_in_place(self.node(id), &mut |part| match states.get(&part) {
                    Some(State::Entered) => circle = Some(part),
                    Some(State::Left) => {}
                    None => stack.push((part, false)),
                });
                if let Some(part) = circle {
                    return Err(part);
                }
            }
        }
        Ok(())
    }

    /// For each of the nodes that equals an older one: the oldest that it equals. None, if comparing them takes too long.
    fn representatives(&self, nodes: &[NodeId]) -> HashMap<NodeId, NodeId> {
        let compared: Vec<NodeId> = nodes
            .iter()
            .copied()
            .filter(|id| self.other_name(*id) == *id)
            .collect();
        let mut oldest: HashMap<u32, NodeId> = HashMap::new();
        let mut kept: HashMap<NodeId, NodeId> = HashMap::new();
        if let Some(classes) = self.classes(&compared) {
            for (id, class) in compared.iter().zip(&classes) {
                let first = oldest.entry(*class).or_insert(*id);
                *first = (*first).min(*id);
            }
            kept.extend(
                compared
                    .iter()
                    .copied()
                    .zip(classes.iter().map(|class| oldest[class])),
            );
        }
        nodes
            .iter()
            .map(|id| {
                let named = self.other_name(*id);
                (*id, kept.get(&named).copied().unwrap_or(named))
            })
            .filter(|(id, kept)| id != kept)
            .collect()
    }

    /// The classes of equal nodes: the coarsest ones in which equal nodes have equal parts.
    fn classes(&self, nodes: &[NodeId]) -> Option<Vec<u32>> {
        let index: HashMap<NodeId, usize> = nodes.iter().copied().zip(0..).collect();
        let hole = |part: NodeId| {
            let part = self.other_name(part);
            if index.contains_key(&part) {
                HOLE
            } else {
                part
            }
        };
        let mut shapes: HashMap<(Node, Option<Declaration>), u32> = HashMap::new();
        let mut classes: Vec<u32> = Vec::with_capacity(nodes.len());
        let mut parts: Vec<(bool, Vec<usize>)> = Vec::with_capacity(nodes.len());
        for id in nodes {
            let node = self.node(*id);
            let shape = match node {
                Node::Schema { body, declares } => {
                    let body = hole(*body);
                    let declaration = &self.declarations[declares.0 as usize];
                    let declares = DeclarationId(0);
                    (
                        Node::Schema { body, declares },
                        Some(map_declaration(declaration, &hole)),
                    )
                }
                other => (map_node(other, &hole), None),
            };
            let count = shapes.len() as u32;
            classes.push(*shapes.entry(shape).or_insert(count));
            let mut below = Vec::new();
            self.visit(*id, &mut |part| {
                below.extend(index.get(&self.other_name(part)));
            });
            let unordered = matches!(node, Node::All(_) | Node::Any(_) | Node::One(_));
            parts.push((unordered, below));
        }
        let mut count = shapes.len();
        for _ in 0..=MOST_COMPARED / nodes.len().max(1) {
            let mut finer: HashMap<(u32, Vec<u32>), u32> = HashMap::with_capacity(count);
            let next: Vec<u32> = classes
                .iter()
                .zip(&parts)
                .map(|(class, (unordered, below))| {
                    let mut key: Vec<u32> = below.iter().map(|part| classes[*part]).collect();
                    if *unordered {
                        key.sort_unstable();
                    }
                    let fresh = finer.len() as u32;
                    *finer.entry((*class, key)).or_insert(fresh)
                })
                .collect();
            classes = next;
            if finer.len() == count {
                return Some(classes);
            }
            count = finer.len();
        }
        None
    }

    /// The node itself, or the one that it is only another name of.
    fn other_name(&self, mut id: NodeId) -> NodeId {
        loop {
            let named = match self.node(id) {
                Node::All(parts) if parts.len() == 1 => parts[0],
                Node::Schema { body, declares } if declares.0 == 0 => *body,
                Node::Schema { body, declares } => {
                    let declaration = &self.declarations[declares.0 as usize];
                    match declaration.same_as() {
                        Some(target)
                            if self.other_name(self.body(target)) == self.other_name(*body) =>
                        {
                            target
                        }
                        _ => return id,
                    }
                }
                _ => return id,
            };
            if named == id {
                return id;
            }
            id = named;
        }
    }

    /// The parts of a node, those of its declaration included.
    fn visit(&self, id: NodeId, see: &mut impl FnMut(NodeId)) {
        let node = self.node(id);
        visit(node, see);
        if let Node::Schema { declares, .. } = node {
            visit_declaration(&self.declarations[declares.0 as usize], see);
        }
    }
}

/// The parts of a node without what it declares.
pub(super) fn visit(node: &Node, see: &mut impl FnMut(NodeId)) {
    match node {
        Node::Atom(
            Atom::Items { each, .. }
            | Atom::Members { each, .. }
            | Atom::Contains { what: each, .. },
        ) => see(*each),
        node => visit_in_place(node, see),
    }
}

/// The parts of a node at the same value.
fn visit_in_place(node: &Node, see: &mut impl FnMut(NodeId)) {
    match node {
        Node::All(parts) | Node::Any(parts) | Node::One(parts) => {
            parts.iter().copied().for_each(see);
        }
        Node::Not(part) => see(*part),
        Node::If {
            test,
            then,
            otherwise,
        } => {
            see(*test);
            see(*then);
            see(*otherwise);
        }
        Node::Schema { body, .. } => see(*body),
        Node::Always | Node::Never | Node::Atom(_) => {}
    }
}

fn visit_declaration(declaration: &Declaration, see: &mut impl FnMut(NodeId)) {
    for (_, schema) in &declaration.members {
        see(*schema);
    }
    for (_, _, schema) in &declaration.items {
        see(*schema);
    }
    declaration.all.iter().copied().for_each(&mut *see);
    for branches in declaration.any.iter().chain(&declaration.one) {
        branches.iter().copied().for_each(&mut *see);
    }
    for (test, then, otherwise) in &declaration.branch {
        see(*test);
        see(*then);
        see(*otherwise);
    }
    for (_, schema) in &declaration.if_has {
        see(*schema);
    }
}

/// The same node with other parts; unordered ones are put in order.
fn map_node(node: &Node, map: &impl Fn(NodeId) -> NodeId) -> Node {
    let unordered = |parts: &[NodeId]| -> Box<[NodeId]> {
        let mut parts: Vec<NodeId> = parts.iter().map(|part| map(*part)).collect();
        parts.sort_unstable();
        parts.into()
    };
    match node {
        Node::All(parts) => Node::All(unordered(parts)),
        Node::Any(parts) => Node::Any(unordered(parts)),
        Node::One(parts) => Node::One(unordered(parts)),
        Node::Not(part) => Node::Not(map(*part)),
        Node::If {
            test,
            then,
            otherwise,
        } => Node::If {
            test: map(*test),
            then: map(*then),
            otherwise: map(*otherwise),
        },
        Node::Schema { body, declares } => Node::Schema {
            body: map(*body),
            declares: *declares,
        },
        Node::Atom(Atom::Items { from, to, each }) => Node::Atom(Atom::Items {
            from: *from,
            to: *to,
            each: map(*each),
        }),
        Node::Atom(Atom::Contains { what, min, max }) => Node::Atom(Atom::Contains {
            what: map(*what),
            min: *min,
            max: *max,
        }),
        Node::Atom(Atom::Members { names, each }) => Node::Atom(Atom::Members {
            names: names.clone(),
            each: map(*each),
        }),
        Node::Always | Node::Never | Node::Atom(_) => node.clone(),
    }
}

fn map_declaration(declaration: &Declaration, map: &impl Fn(NodeId) -> NodeId) -> Declaration {
    let mut mapped = declaration.clone();
    for (_, schema) in &mut mapped.members {
        *schema = map(*schema);
    }
    for (_, _, schema) in &mut mapped.items {
        *schema = map(*schema);
    }
    for schema in &mut mapped.all {
        *schema = map(*schema);
    }
    for branches in mapped.any.iter_mut().chain(&mut mapped.one) {
        for branch in branches {
            *branch = map(*branch);
        }
    }
    for (test, then, otherwise) in &mut mapped.branch {
        (*test, *then, *otherwise) = (map(*test), map(*then), map(*otherwise));
    }
    for (_, schema) in &mut mapped.if_has {
        *schema = map(*schema);
    }
    mapped
}
