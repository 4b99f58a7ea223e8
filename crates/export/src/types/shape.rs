//! What a payload's schema says, as far as the types of programming languages can say it.

use serde_json::Value;

/// The types of one contract version.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Module {
    /// In the order in which they were found; a type stands after those that refer to it.
    pub types: Vec<Type>,
    /// What a payload is.
    pub payload: TypeId,
    /// What the schema asks and no type here checks.
    pub unchecked: Vec<Unchecked>,
}

impl Module {
    /// The type of an id.
    pub fn get(&self, id: TypeId) -> &Type {
        &self.types[id.0]
    }
}

/// The place of a type in its module.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct TypeId(pub usize);

/// A keyword that is left to the schema.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Unchecked {
    /// Where it stands, as a JSON pointer in the schema.
    pub pointer: String,
    /// What is not checked.
    pub what: String,
}

/// A type with a name.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Type {
    /// Letters and digits, the first one a capital letter; no two are alike, capitals left aside.
    pub name: String,
    /// What it is for; may be empty.
    pub doc: String,
    /// What it is.
    pub body: Body,
}

/// What a named type is.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Body {
    /// An object with declared members.
    Record(Record),
    /// One of several strings.
    Words(Vec<String>),
    /// Another name for a shape.
    Alias(Shape),
}

/// An object with declared members.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Record {
    /// As the schema orders them.
    pub members: Vec<Member>,
    /// All other members.
    pub rest: Rest,
}

/// Members that an object does not declare.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) enum Rest {
    /// They may be there.
    #[default]
    Open,
    /// There are none.
    Closed,
    /// They may be there, each of this shape.
    Of(Shape),
}

/// A declared member.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Member {
    /// Its name on the wire.
    pub name: String,
    /// What it means; may be empty.
    pub doc: String,
    /// Whether it has to be there.
    pub is_required: bool,
    /// Whether it must not leave its trust domain unmasked.
    pub is_sensitive: bool,
    /// Its value.
    pub shape: Shape,
}

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Shape {
    /// Anything.
    Any,
    /// Nothing at all.
    Never,
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool,
    /// A number without a fraction.
    Whole(Range),
    /// A number.
    Number(Range),
    /// A string.
    Text(TextRule),
    /// One of these values: numbers, `true`, `false` or `null`; strings have a type with a name, or are alone.
    Literals(Vec<Value>),
    /// A list.
    List(Box<ListRule>),
    /// An object used as a dictionary.
    Map(Box<MapRule>),
    /// A type with a name.
    Named(TypeId),
    /// `null` or the shape, which does not take `null` itself.
    Nullable(Box<Shape>),
    /// The first that fits.
    Union(Box<Union>),
}

/// Bounds of a number.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Range {
    /// The least, and whether it is left out itself.
    pub least: Option<(f64, bool)>,
    /// The greatest, and whether it is left out itself.
    pub most: Option<(f64, bool)>,
    /// It is a multiple of this.
    pub multiple_of: Option<f64>,
}

/// Bounds of a string.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct TextRule {
    /// Fewest Unicode code points.
    pub shortest: Option<u64>,
    /// Most Unicode code points.
    pub longest: Option<u64>,
    /// A pattern that all three languages read alike; it may match anywhere.
    pub pattern: Option<String>,
}

/// A list.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ListRule {
    pub items: Shape,
    pub fewest: Option<u64>,
    pub most: Option<u64>,
    /// No two items are equal.
    pub is_unique: bool,
}

/// A dictionary.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct MapRule {
    pub values: Shape,
    pub fewest: Option<u64>,
    pub most: Option<u64>,
}

/// Several shapes.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Union {
    /// At least two.
    pub branches: Vec<Shape>,
    /// A member that every branch has with a word of its own, which says which branch it is.
    pub discriminator: Option<String>,
}

impl Module {
    /// The one word that a member of an object has to be; none where the shape is no object with one.
    pub fn word(&self, shape: &Shape, member: &str) -> Option<String> {
        let Shape::Named(id) = shape else { return None };
        let Body::Record(record) = &self.get(*id).body else {
            return None;
        };
        let member = record.members.iter().find(|known| known.name == member)?;
        match &member.shape {
            Shape::Literals(values) => match &values[..] {
                [Value::String(word)] => Some(word.clone()),
                _ => None,
            },
            _ => None,
        }
    }
}
