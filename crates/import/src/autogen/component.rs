//! A component: what it is, and its configuration.

use crate::pen::{at, str_of};
use serde_json::{Map, Value};

/// A component of a file.
#[derive(Clone, Debug)]
pub(super) struct Component<'v> {
    /// The last part of its provider, for example `SelectorGroupChat`.
    pub class: &'v str,
    /// What it says of itself.
    pub fields: &'v Map<String, Value>,
    /// Its configuration; the component itself in files of early Studio versions.
    pub config: &'v Map<String, Value>,
    /// Where the configuration stands.
    pub place: String,
}

impl<'v> Component<'v> {
    pub(super) fn read(place: &str, value: &'v Value) -> Option<Self> {
        let fields = value.as_object()?;
        let class = str_of(fields, "provider")
            .and_then(|provider| provider.rsplit('.').next())
            .or_else(|| {
                [
                    "team_type",
                    "agent_type",
                    "tool_type",
                    "termination_type",
                    "model_type",
                ]
                .iter()
                .find_map(|member| str_of(fields, member))
            })
            .or_else(|| str_of(fields, "component_type"))?;
        let (config, place) = match fields.get("config") {
            Some(Value::Object(config)) => (config, at(place, "config")),
            _ => (fields, place.to_owned()),
        };
        Some(Self {
            class: class.trim(),
            fields,
            config,
            place,
        })
    }

    pub(super) fn is_team(&self) -> bool {
        self.config.get("participants").is_some_and(Value::is_array) || self.says("team")
    }

    pub(super) fn is_agent(&self) -> bool {
        self.says("agent") || self.class.ends_with("Agent")
    }

    fn says(&self, kind: &str) -> bool {
        str_of(self.fields, "component_type") == Some(kind)
    }

    /// The name that its author gave it.
    pub(super) fn name(&self) -> Option<&'v str> {
        let own = str_of(self.config, "name");
        let label = str_of(self.fields, "label");
        // Teams are called after their class where nobody named them.
        own.filter(|name| *name != self.class)
            .or(label)
            .or(own)
            .or(Some(self.class))
    }

    /// A component inside its configuration, with its place.
    pub(super) fn inner(&self, member: &str) -> Option<Component<'v>> {
        Component::read(&at(&self.place, member), self.config.get(member)?)
    }

    pub(super) fn at(&self, member: &str) -> String {
        at(&self.place, member)
    }
}
