//! What a registry says about itself.

use super::Registry;
use baton_model::StoredRecord;
use baton_rules::Finding;
use serde::Serialize;

/// Where a registry is, who writes, and whether that is possible.
#[derive(Clone, Debug, Serialize, specta::Type)]
pub struct RegistryInfo {
    /// A file's path or a database's address.
    pub registry: String,
    /// Its revision.
    pub revision: u32,
    /// Who writes. Claimed, not proven.
    pub author: String,
    /// Whether nothing can be written.
    pub read_only: bool,
    /// Why nothing can be written.
    pub notice: Option<String>,
}

/// Everything at one revision.
#[derive(Clone, Debug, Serialize, specta::Type)]
pub struct Snapshot {
    /// The revision.
    pub revision: u32,
    /// All records.
    pub records: Vec<StoredRecord>,
    /// All findings.
    pub findings: Vec<Finding>,
    /// Whether the author has something to undo.
    pub can_undo: bool,
    /// Whether the author has something to redo.
    pub can_redo: bool,
}

impl Registry {
    /// Where the registry is, who writes, and whether that is possible.
    pub fn info(&self) -> RegistryInfo {
        let info = self.store.info();
        RegistryInfo {
            registry: info.location,
            revision: self.state().document.revision(),
            author: self.host.author(),
            read_only: info.read_only.is_some(),
            notice: info.read_only,
        }
    }

    /// Everything at the current revision.
    pub fn snapshot(&self) -> Snapshot {
        let state = self.state();
        Snapshot {
            revision: state.document.revision(),
            records: state.document.all().map(StoredRecord::of).collect(),
            findings: state
                .findings(self.host.as_ref())
                .iter()
                .map(|finding| Finding::clone(finding))
                .collect(),
            can_undo: state.undo.can_undo(),
            can_redo: state.undo.can_redo(),
        }
    }
}
