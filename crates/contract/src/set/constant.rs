//! The set of exactly one value, arrays and objects spelt out with the keywords that bound them.

use super::{Atom, NodeId, Scalar, Schemas, Types, exact};
use serde_json::Value;

impl Schemas {
    /// The set of exactly this value.
    pub(crate) fn constant(&mut self, value: &Value) -> NodeId {
        let scalar = match value {
            Value::Null => Scalar::Null,
            Value::Bool(value) => Scalar::Boolean(*value),
            Value::Number(number) => Scalar::Number(exact(number)),
            Value::String(text) => Scalar::String(text.as_str().into()),
            Value::Array(items) => return self.constant_array(items),
            Value::Object(members) => return self.constant_object(members),
        };
        self.atom(Atom::Scalar(scalar))
    }

    fn constant_array(&mut self, items: &[Value]) -> NodeId {
        let length = items.len() as u64;
        let mut parts = vec![
            self.atom(Atom::Type(Types::ARRAY)),
            self.atom(Atom::MinItems(length)),
            self.atom(Atom::MaxItems(length)),
        ];
        for (index, item) in (0..).zip(items) {
            let each = self.constant(item);
            parts.push(self.atom(Atom::Items {
                from: index,
                to: Some(index + 1),
                each,
            }));
        }
        self.all(&parts)
    }

    fn constant_object(&mut self, members: &serde_json::Map<String, Value>) -> NodeId {
        let mut parts = vec![
            self.atom(Atom::Type(Types::OBJECT)),
            self.atom(Atom::MaxMembers(members.len() as u64)),
        ];
        for (name, member) in members {
            parts.push(self.atom(Atom::Has(name.as_str().into())));
            let each = self.constant(member);
            let names = self.word(name);
            parts.push(self.atom(Atom::Members { names, each }));
        }
        self.all(&parts)
    }
}
