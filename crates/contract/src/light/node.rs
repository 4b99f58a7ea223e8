//! Light values as the validator sees them.

use super::Light;
use jsonschema::JsonType;
use jsonschema::json::{Array, Json, Node, NodeIdentity, Object, cmp};
use serde_json::{Number, Value};
use std::borrow::Cow;

/// The representation of which [`Light`] values are the nodes.
#[derive(Debug)]
pub(crate) struct Lights;

impl Json for Lights {
    type Node<'a> = &'a Light<'a>;
    type PreparedKey = String;
    type StringBuffer = ();

    // A lookup compares one name after the other.
    const KEYS_PER_LOOKUP: usize = 2;

    fn prepare_key(key: &str) -> String {
        key.to_owned()
    }

    fn with_string_node<T>((): &mut (), string: &str, f: impl FnOnce(Self::Node<'_>) -> T) -> T {
        f(&Light::String(Cow::Borrowed(string)))
    }
}

impl<'a> Node<'a, Lights> for &'a Light<'a> {
    type Object = &'a [(Cow<'a, str>, Light<'a>)];
    type Array = &'a [Light<'a>];
    type Number = &'a Number;

    fn as_object(&self) -> Option<Self::Object> {
        match self {
            Light::Object(members) => Some(members),
            _ => None,
        }
    }

    fn as_array(&self) -> Option<Self::Array> {
        match self {
            Light::Array(items) => Some(items),
            _ => None,
        }
    }

    fn as_string(&self) -> Option<Cow<'a, str>> {
        match self {
            Light::String(text) => Some(Cow::Borrowed(text)),
            _ => None,
        }
    }

    fn as_number(&self) -> Option<Self::Number> {
        match self {
            Light::Number(number) => Some(number),
            _ => None,
        }
    }

    fn as_boolean(&self) -> Option<bool> {
        match self {
            Light::Bool(value) => Some(*value),
            _ => None,
        }
    }

    fn is_null(&self) -> bool {
        matches!(self, Light::Null)
    }

    fn json_type(&self) -> JsonType {
        match self {
            Light::Null => JsonType::Null,
            Light::Bool(_) => JsonType::Boolean,
            Light::Number(_) => JsonType::Number,
            Light::String(_) => JsonType::String,
            Light::Array(_) => JsonType::Array,
            Light::Object(_) => JsonType::Object,
        }
    }

    fn equals_value(&self, expected: &Value) -> bool {
        match (self, expected) {
            (Light::Null, Value::Null) => true,
            (Light::Bool(one), Value::Bool(other)) => one == other,
            (Light::Number(one), Value::Number(other)) => cmp::equal_numbers(&one, other),
            (Light::String(one), Value::String(other)) => one == other,
            (Light::Array(_) | Light::Object(_), Value::Array(_) | Value::Object(_)) => {
                cmp::equal(&Light::to_value(self), expected)
            }
            _ => false,
        }
    }

    fn to_value(&self) -> Cow<'a, Value> {
        Cow::Owned(Light::to_value(self))
    }

    fn identity(&self) -> Option<NodeIdentity> {
        Some(NodeIdentity::new(
            std::ptr::from_ref::<Light<'a>>(self) as usize
        ))
    }
}

impl<'a> Object<'a, Lights> for &'a [(Cow<'a, str>, Light<'a>)] {
    type Node = &'a Light<'a>;
    type MemberName = &'a str;
    type MembersIter = Members<'a>;

    fn len(&self) -> usize {
        <[_]>::len(self)
    }

    fn get(&self, key: &String) -> Option<&'a Light<'a>> {
        self.iter()
            .find_map(|(name, value)| (name == key).then_some(value))
    }

    fn members(&self) -> Members<'a> {
        Members(self.iter())
    }
}

/// Names and values of an object.
pub(crate) struct Members<'a>(std::slice::Iter<'a, (Cow<'a, str>, Light<'a>)>);

impl<'a> Iterator for Members<'a> {
    type Item = (&'a str, &'a Light<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        self.0.next().map(|(name, value)| (name.as_ref(), value))
    }
}

impl<'a> Array<'a, Lights> for &'a [Light<'a>] {
    type Node = &'a Light<'a>;
    type ElementsIter = std::slice::Iter<'a, Light<'a>>;

    fn len(&self) -> usize {
        <[_]>::len(self)
    }

    fn elements(&self) -> Self::ElementsIter {
        self.iter()
    }
}
