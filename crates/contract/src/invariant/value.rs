//! JSON values as values of CEL.

use cel::Value;
use serde_json::Value as Json;
use std::collections::HashMap;

/// The value as CEL sees it. Numbers written as integers are integers.
pub(crate) fn of_json(value: &Json) -> Value {
    match value {
        Json::Null => Value::Null,
        Json::Bool(truth) => Value::Bool(*truth),
        Json::Number(number) => number
            .as_i64()
            .map(Value::Int)
            .or_else(|| number.as_u64().map(Value::UInt))
            .unwrap_or_else(|| Value::Float(number.as_f64().unwrap_or(f64::NAN))),
        Json::String(text) => Value::from(text.as_str()),
        Json::Array(items) => Value::from(items.iter().map(of_json).collect::<Vec<_>>()),
        Json::Object(members) => Value::from(
            members
                .iter()
                .map(|(name, member)| (name.clone(), of_json(member)))
                .collect::<HashMap<String, Value>>(),
        ),
    }
}

/// How large a value is.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Size {
    /// Items or members of its longest array or object.
    pub(crate) widest: u64,
    /// Values in it, itself among them.
    pub(crate) values: u64,
}

impl Size {
    pub(crate) fn of(value: &Json) -> Self {
        let mut size = Self::default();
        size.add(value);
        size
    }

    fn add(&mut self, value: &Json) {
        self.values += 1;
        match value {
            Json::Array(items) => {
                self.widest = self.widest.max(items.len() as u64);
                for item in items {
                    self.add(item);
                }
            }
            Json::Object(members) => {
                self.widest = self.widest.max(members.len() as u64);
                for member in members.values() {
                    self.add(member);
                }
            }
            _ => {}
        }
    }
}
