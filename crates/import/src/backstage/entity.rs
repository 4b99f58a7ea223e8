//! An entity of the catalog, and references to others.

use crate::notes::Notes;
use crate::text::visible;
use serde_json::Value;

/// An entity with its place.
pub(super) struct Entity<'v> {
    pub file: &'v str,
    pub place: String,
    /// `Component`, `Group` and so on.
    pub kind: String,
    pub namespace: String,
    pub name: &'v str,
    pub value: &'v Value,
}

impl<'v> Entity<'v> {
    /// Reads an entity; what is none becomes a note.
    pub(super) fn read(
        file: &'v str,
        value: &'v Value,
        place: String,
        notes: &mut Notes,
    ) -> Option<Self> {
        let (Some(kind), Some(name)) = (
            value["kind"].as_str(),
            value["metadata"]["name"]
                .as_str()
                .filter(|name| !name.trim().is_empty()),
        ) else {
            notes.warning(&place, "an entity without a kind or a name was left out");
            return None;
        };
        let version = value["apiVersion"].as_str().unwrap_or_default();
        if !super::is_of_catalog(version) {
            notes.warning(
                &place,
                format!(
                    "{:?} of {:?} is no entity of Backstage and was left out",
                    visible(kind, 60),
                    visible(version, 60)
                ),
            );
            return None;
        }
        let valid = name.len() <= 63
            && name.starts_with(|c: char| c.is_ascii_alphanumeric())
            && name
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c));
        if !valid {
            notes.warning(
                &format!("{place}/metadata/name"),
                format!(
                    "{:?} is no name that Backstage takes; it was read all the same",
                    visible(name, 80)
                ),
            );
        }
        let namespace = value["metadata"]["namespace"].as_str().unwrap_or("default");
        Some(Self {
            file,
            place,
            kind: kind.to_ascii_lowercase(),
            namespace: namespace.to_ascii_lowercase(),
            name,
            value,
        })
    }

    /// What others refer to it by: `group:default/payments`.
    pub(super) fn reference(&self) -> String {
        format!(
            "{}:{}/{}",
            self.kind,
            self.namespace,
            self.name.to_ascii_lowercase()
        )
    }

    /// A reference of this entity to another, completed.
    pub(super) fn to(&self, text: &str, kind: &str) -> String {
        let text = text.trim().to_ascii_lowercase();
        let (kind, rest) = text.split_once(':').unwrap_or((kind, &text));
        match rest.split_once('/') {
            Some((namespace, name)) => format!("{kind}:{namespace}/{name}"),
            None => format!("{kind}:{}/{rest}", self.namespace),
        }
    }

    /// A text of the metadata.
    pub(super) fn metadata(&self, name: &str) -> Option<&'v str> {
        self.value["metadata"][name]
            .as_str()
            .filter(|text| !text.trim().is_empty())
    }

    /// A text of the specification.
    pub(super) fn spec(&self, name: &str) -> Option<&'v str> {
        self.value["spec"][name]
            .as_str()
            .filter(|text| !text.trim().is_empty())
    }

    /// The texts of a list of the specification.
    pub(super) fn list(&self, name: &str) -> impl Iterator<Item = &'v str> {
        self.value["spec"][name]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .filter(|text| !text.trim().is_empty() && !text.trim().ends_with(['/', ':']))
    }

    /// Its name as people read it.
    pub(super) fn shown(&self) -> &'v str {
        self.value["spec"]["profile"]["displayName"]
            .as_str()
            .or_else(|| self.metadata("title"))
            .filter(|text| !text.trim().is_empty())
            .unwrap_or(self.name)
    }
}
