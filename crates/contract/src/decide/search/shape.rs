//! What the types alone say about a set.

use crate::set::{Atom, Node, NodeId, Schemas, Types};

/// Sets nested deeper than this are not looked into.
const DEPTH: u32 = 256;

/// The types of whose values a set has all, and those of whose values it has none. Neither is complete.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Shape {
    pub(super) whole: Types,
    pub(super) none: Types,
}

/// The shapes of the sets seen so far.
#[derive(Default)]
pub(super) struct Shapes {
    known: Vec<Option<Shape>>,
}

impl Shapes {
    /// The shape of a set.
    pub(super) fn of(&mut self, schemas: &Schemas, id: NodeId) -> Shape {
        self.within(schemas, id, DEPTH)
    }

    fn within(&mut self, schemas: &Schemas, id: NodeId, depth: u32) -> Shape {
        if let Some(Some(known)) = self.known.get(id.0 as usize) {
            return *known;
        }
        let Some(depth) = depth.checked_sub(1) else {
            return Shape {
                whole: Types::NONE,
                none: Types::NONE,
            };
        };
        let mut shape = self.compose(schemas, schemas.node(id), depth);
        shape.none = shape.none.or(schemas.types(id).complement());
        let index = id.0 as usize;
        if self.known.len() <= index {
            self.known.resize(index + 1, None);
        }
        self.known[index] = Some(shape);
        shape
    }

    fn compose(&mut self, schemas: &Schemas, node: &Node, depth: u32) -> Shape {
        let all = Shape {
            whole: Types::ALL,
            none: Types::NONE,
        };
        let never = Shape {
            whole: Types::NONE,
            none: Types::ALL,
        };
        match node {
            Node::Always => all,
            Node::Never => never,
            Node::Schema { body, .. } => self.within(schemas, *body, depth),
            Node::Not(inner) => {
                let inner = self.within(schemas, *inner, depth);
                Shape {
                    whole: inner.none,
                    none: inner.whole,
                }
            }
            Node::All(parts) => parts.iter().fold(all, |sum, part| {
                let part = self.within(schemas, *part, depth);
                Shape {
                    whole: sum.whole.and(part.whole),
                    none: sum.none.or(part.none),
                }
            }),
            Node::Any(parts) => parts.iter().fold(never, |sum, part| {
                let part = self.within(schemas, *part, depth);
                Shape {
                    whole: sum.whole.or(part.whole),
                    none: sum.none.and(part.none),
                }
            }),
            Node::One(parts) => self.exactly_one(schemas, parts, depth),
            Node::If {
                test,
                then,
                otherwise,
            } => {
                let [test, then, otherwise] =
                    [test, then, otherwise].map(|id| self.within(schemas, *id, depth));
                Shape {
                    whole: (test.whole.and(then.whole))
                        .or(test.none.and(otherwise.whole))
                        .or(then.whole.and(otherwise.whole)),
                    none: (test.whole.and(then.none))
                        .or(test.none.and(otherwise.none))
                        .or(then.none.and(otherwise.none)),
                }
            }
            Node::Atom(Atom::Type(types)) => Shape {
                whole: *types,
                none: types.complement(),
            },
            Node::Atom(Atom::Scalar(scalar)) => Shape {
                whole: Types::NONE,
                none: scalar.types().complement(),
            },
            Node::Atom(atom) => Shape {
                whole: atom.domain().complement(),
                none: Types::NONE,
            },
        }
    }

    fn exactly_one(&mut self, schemas: &Schemas, parts: &[NodeId], depth: u32) -> Shape {
        // Types of whose values no part so far has any, exactly one has all (and the others none), some has all, and two have all.
        let (mut zero, mut one, mut some, mut two) =
            (Types::ALL, Types::NONE, Types::NONE, Types::NONE);
        for part in parts {
            let part = self.within(schemas, *part, depth);
            one = one.and(part.none).or(zero.and(part.whole));
            zero = zero.and(part.none);
            two = two.or(some.and(part.whole));
            some = some.or(part.whole);
        }
        Shape {
            whole: one,
            none: zero.or(two),
        }
    }
}
