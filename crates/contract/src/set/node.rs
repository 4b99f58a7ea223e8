//! Schemas as sets of JSON values: the one form that every draft is read into.
//!
//! A [`Node`] is a set. All keywords of all drafts become boolean combinations of few atoms, and an atom says nothing about values of
//! another type than its own (`Atom::Has("a")` accepts every number), exactly as the keywords do. Equal ids are equal sets, also across
//! the documents that share one [`Schemas`], so that what an edit left alone costs nothing to compare.

use super::number::is_integral;
use baton_regular::Language;
use num_rational::BigRational;
use serde_json::Value;

/// A node of a [`Schemas`] arena.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct NodeId(pub u32);

/// A set of JSON values.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Node {
    /// Every value.
    Always,
    /// No value.
    Never,
    /// The values in all of them.
    All(Box<[NodeId]>),
    /// The values in at least one of them.
    Any(Box<[NodeId]>),
    /// The values in exactly one of them.
    One(Box<[NodeId]>),
    /// The values not in it.
    Not(NodeId),
    /// `then` for the values in `test`, `otherwise` for the rest.
    If {
        /// The question.
        test: NodeId,
        /// Where it holds.
        then: NodeId,
        /// Where it does not.
        otherwise: NodeId,
    },
    /// A schema as somebody wrote it: the set `body`, and what it declares to those who write values of it.
    Schema {
        /// The set.
        body: NodeId,
        /// What strict writers may write under it.
        declares: DeclarationId,
    },
    /// One keyword.
    Atom(Atom),
}

/// Types of JSON values, as bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Types(pub u8);

impl Types {
    pub(crate) const NULL: Types = Types(1);
    pub(crate) const BOOLEAN: Types = Types(2);
    /// Numbers with an integral value, however they are written.
    pub(crate) const INTEGER: Types = Types(4);
    /// Numbers with a fractional part.
    pub(crate) const FRACTION: Types = Types(8);
    pub(crate) const NUMBER: Types = Types(4 | 8);
    pub(crate) const STRING: Types = Types(16);
    pub(crate) const ARRAY: Types = Types(32);
    pub(crate) const OBJECT: Types = Types(64);
    pub(crate) const ALL: Types = Types(127);
    pub(crate) const NONE: Types = Types(0);

    /// The type of a value; a number counts by its value, so `1.0` is an integer.
    pub(crate) fn of(value: &Value) -> Types {
        match value {
            Value::Null => Types::NULL,
            Value::Bool(_) => Types::BOOLEAN,
            Value::Number(number) if is_integral(number) => Types::INTEGER,
            Value::Number(_) => Types::FRACTION,
            Value::String(_) => Types::STRING,
            Value::Array(_) => Types::ARRAY,
            Value::Object(_) => Types::OBJECT,
        }
    }

    /// The types in both.
    pub(crate) const fn and(self, other: Types) -> Types {
        Types(self.0 & other.0)
    }

    /// The types in either.
    pub(crate) const fn or(self, other: Types) -> Types {
        Types(self.0 | other.0)
    }

    /// The types not in it.
    pub(crate) const fn complement(self) -> Types {
        Types(Types::ALL.0 & !self.0)
    }

    /// Whether there is none.
    pub(crate) const fn is_none(self) -> bool {
        self.0 == 0
    }

    /// Whether some type is in both.
    pub(crate) const fn overlaps(self, other: Types) -> bool {
        self.0 & other.0 != 0
    }

    /// Whether all of its types are in the other.
    pub(crate) const fn is_within(self, other: Types) -> bool {
        self.0 & !other.0 == 0
    }
}

/// What one keyword says about the values of its own type; values of other types are accepted (except by `Type` and `Scalar`).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Atom {
    /// The value is of one of these types.
    Type(Types),
    /// The value equals this null, boolean, number or string. (`const` and `enum` of arrays and objects are spelt out with other atoms,
    /// so that their negation needs no rule of its own.)
    Scalar(Scalar),
    /// Number: at least this, or above it.
    Lower {
        /// The bound.
        bound: BigRational,
        /// Whether the bound itself is excluded.
        open: bool,
    },
    /// Number: at most this, or below it.
    Upper {
        /// The bound.
        bound: BigRational,
        /// Whether the bound itself is excluded.
        open: bool,
    },
    /// Number: a multiple of this, which is above zero.
    MultipleOf(BigRational),
    /// String: at least so many code points.
    MinLength(u64),
    /// String: at most so many code points.
    MaxLength(u64),
    /// String: a word of the language (`pattern`, and a `format` that is a regular language).
    Word(Language),
    /// String: of a format that only the validator can judge.
    Format(Box<str>),
    /// Array: at least so many items.
    MinItems(u64),
    /// Array: at most so many items.
    MaxItems(u64),
    /// Array: the items from index `from` to before `to` (to the end, if left out) are in `each`.
    Items {
        /// First index.
        from: u64,
        /// Index behind the last one.
        to: Option<u64>,
        /// The set.
        each: NodeId,
    },
    /// Array: at least `min` and at most `max` items are in `what`.
    Contains {
        /// The set.
        what: NodeId,
        /// Least number.
        min: u64,
        /// Largest number.
        max: Option<u64>,
    },
    /// Array: no two items are equal.
    Unique,
    /// Object: at least so many members.
    MinMembers(u64),
    /// Object: at most so many members.
    MaxMembers(u64),
    /// Object: has a member of this name.
    Has(Box<str>),
    /// Object: every member whose name is in `names` has a value in `each`.
    Members {
        /// Names; a single property is a language of one word.
        names: Language,
        /// The set.
        each: NodeId,
    },
    /// What cannot be said with the others; only a given value can be judged, with the validator.
    Opaque {
        /// JSON pointer of the keyword in its document.
        pointer: Box<str>,
        /// Why it could not be read.
        reason: Box<str>,
        /// Tells equal opaque parts from others: a hash over the subschema and all that it refers to.
        content: [u8; 32],
    },
}

impl Atom {
    /// The types whose values it says something about; it accepts all values of the others, except for `Type` and `Scalar`, which reject
    /// them.
    pub(crate) fn domain(&self) -> Types {
        match self {
            Atom::Type(_) | Atom::Scalar(_) | Atom::Opaque { .. } => Types::ALL,
            Atom::Lower { .. } | Atom::Upper { .. } | Atom::MultipleOf(_) => Types::NUMBER,
            Atom::MinLength(_) | Atom::MaxLength(_) | Atom::Word(_) | Atom::Format(_) => {
                Types::STRING
            }
            Atom::MinItems(_)
            | Atom::MaxItems(_)
            | Atom::Items { .. }
            | Atom::Contains { .. }
            | Atom::Unique => Types::ARRAY,
            Atom::MinMembers(_) | Atom::MaxMembers(_) | Atom::Has(_) | Atom::Members { .. } => {
                Types::OBJECT
            }
        }
    }
}

/// A value without parts.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Scalar {
    Null,
    Boolean(bool),
    Number(BigRational),
    String(Box<str>),
}

impl Scalar {
    /// The type of the value.
    pub(crate) fn types(&self) -> Types {
        match self {
            Scalar::Null => Types::NULL,
            Scalar::Boolean(_) => Types::BOOLEAN,
            Scalar::Number(number) if number.is_integer() => Types::INTEGER,
            Scalar::Number(_) => Types::FRACTION,
            Scalar::String(_) => Types::STRING,
        }
    }
}

/// Names a [`Declaration`](super::Declaration).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct DeclarationId(pub u32);

/// What a schema object says to those who write values of it strictly, keyword by keyword (the definition of declared members).
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Declaration {
    /// Whether it has `const` or `enum`: then anything that it accepts may be written.
    pub(crate) enumerated: bool,
    /// Names that it declares: `properties` whose schema is not `false`, `patternProperties`, `required`, and all remaining ones where
    /// `additionalProperties` or `unevaluatedProperties` is neither boolean nor annotations only.
    pub(crate) names: Vec<Language>,
    /// Names that are declared where a member is there (`dependentRequired`).
    pub(crate) names_if: Vec<(Box<str>, Vec<Box<str>>)>,
    /// Which schema it applies to which members.
    pub(crate) members: Vec<(Language, NodeId)>,
    /// Which schema it applies to which items: first index, index behind the last one, schema.
    pub(crate) items: Vec<(u64, Option<u64>, NodeId)>,
    /// Schemas that apply at the same value: `allOf`, `$ref`.
    pub(crate) all: Vec<NodeId>,
    /// Each `anyOf`: at least one of these applies.
    pub(crate) any: Vec<Box<[NodeId]>>,
    /// Each `oneOf`: exactly one of these applies.
    pub(crate) one: Vec<Box<[NodeId]>>,
    /// Each `if`: the question, then, else.
    pub(crate) branch: Vec<(NodeId, NodeId, NodeId)>,
    /// Each of `dependentSchemas`: applies where the member is there.
    pub(crate) if_has: Vec<(Box<str>, NodeId)>,
    /// Why strict writing cannot be decided here (overlapping patterns, `$dynamicRef`, a schema as `unevaluated*` beside `anyOf`).
    pub(crate) unclear: Option<Box<str>>,
}

impl Declaration {
    /// The schema that it only passes on, as a lone `$ref` does.
    pub(super) fn same_as(&self) -> Option<NodeId> {
        match self.all[..] {
            [only]
                if !self.enumerated
                    && self.names.is_empty()
                    && self.names_if.is_empty()
                    && self.members.is_empty()
                    && self.items.is_empty()
                    && self.any.is_empty()
                    && self.one.is_empty()
                    && self.branch.is_empty()
                    && self.if_has.is_empty()
                    && self.unclear.is_none() =>
            {
                Some(only)
            }
            _ => None,
        }
    }
}

/// What is asked of one value.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Demand {
    /// It is in the set.
    Accepts(NodeId),
    /// It is not in the set.
    Rejects(NodeId),
    /// A strict sender of all these schemas together may write it. (Implies that all accept it.) Several such demands on one value are one.
    Writes(Box<[NodeId]>),
}
