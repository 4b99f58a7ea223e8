// Written by Baton; what is changed here is lost with the next export.
//! Conditions over payloads, in the Common Expression Language.

use cel::{Context, Program, Value};
use serde_json::Value as Json;
use std::collections::HashMap;

/// A condition that may run.
pub(crate) struct Condition(Option<Program>);

impl Condition {
    pub(crate) fn compile(text: &str) -> Self {
        Self(Program::compile(text).ok())
    }

    /// Whether it holds. One that cannot be told does not: a boundary must not open because of it.
    pub(crate) fn holds(&self, payload: &Json) -> bool {
        let mut context = Context::default();
        context.add_variable_from_value("payload", value_of(payload));
        let told = self.0.as_ref().map(|program| program.execute(&context));
        matches!(told, Some(Ok(Value::Bool(true))))
    }
}

/// Numbers written as integers are integers.
fn value_of(json: &Json) -> Value {
    match json {
        Json::Null => Value::Null,
        Json::Bool(truth) => Value::Bool(*truth),
        Json::Number(number) => (number.as_i64().map(Value::Int))
            .or_else(|| number.as_u64().map(Value::UInt))
            .unwrap_or_else(|| Value::Float(number.as_f64().unwrap_or(f64::NAN))),
        Json::String(text) => Value::from(text.as_str()),
        Json::Array(items) => Value::from(items.iter().map(value_of).collect::<Vec<_>>()),
        Json::Object(members) => {
            let members = members.iter().map(|(name, member)| (name.clone(), value_of(member)));
            Value::from(members.collect::<HashMap<String, Value>>())
        }
    }
}
