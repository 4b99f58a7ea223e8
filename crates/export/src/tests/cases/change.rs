//! One change of a payload.

use serde_json::Value;

/// What is done at one place of a payload.
#[derive(Clone, Debug)]
pub(super) struct Change {
    /// Where, as steps.
    pub place: Vec<String>,
    pub edit: Edit,
    /// What it shows, in a few words.
    pub name: String,
    /// Which constraint it is about, and which side of it; payloads of a version need each once.
    pub key: String,
}

#[derive(Clone, Debug)]
pub(super) enum Edit {
    /// Another value.
    Put(Value),
    /// A member less.
    Remove(String),
    /// A member more, or another one.
    Set(String, Value),
}

impl Change {
    /// The payload with the change; none if nothing changes.
    pub fn applied(&self, payload: &Value) -> Option<Value> {
        let mut changed = payload.clone();
        let here = self
            .place
            .iter()
            .try_fold(&mut changed, |at, step| match at {
                Value::Object(members) => members.get_mut(step),
                Value::Array(items) => items.get_mut(step.parse::<usize>().ok()?),
                _ => None,
            })?;
        match (&self.edit, here) {
            (Edit::Put(value), here) => *here = value.clone(),
            (Edit::Remove(name), Value::Object(members)) => {
                members.remove(name)?;
            }
            (Edit::Set(name, value), Value::Object(members)) => {
                members.insert(name.clone(), value.clone());
            }
            _ => return None,
        }
        (changed != *payload).then_some(changed)
    }
}
