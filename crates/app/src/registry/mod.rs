//! An open registry: its store, its document in memory, and the one way to change both.

mod commit;
mod doctor;
mod follow;
mod info;
mod init;

pub(crate) use commit::Plan;
pub use commit::{EditReply, EditRequest};
pub use doctor::{DoctorReport, examine_store};
pub use follow::Followed;
pub use info::{RegistryInfo, Snapshot};
pub use init::init;

use crate::edit::history::UndoStack;
use crate::{AppError, Host};
use baton_model::{Document, RuleSeverity};
use baton_rules::{Finding, Scope};
use baton_store::RegistryStore;
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard};

/// A registry that is open. Shared between threads; writes are serialised.
pub struct Registry {
    store: Box<dyn RegistryStore>,
    host: Box<dyn Host>,
    state: RwLock<State>,
    writing: tokio::sync::Mutex<()>,
}

struct State {
    document: Document,
    findings: Arc<Vec<Finding>>,
    undo: UndoStack,
}

impl Registry {
    /// Loads all records of a store.
    pub async fn open(
        store: Box<dyn RegistryStore>,
        host: Box<dyn Host>,
    ) -> Result<Self, AppError> {
        let loaded = store.load().await?;
        let document = Document::load(loaded.revision, loaded.records);
        let findings = findings(&document, host.as_ref());
        let undo = UndoStack::load(store.as_ref(), &host.author()).await?;
        Ok(Self {
            store,
            host,
            state: RwLock::new(State {
                document,
                findings: Arc::new(findings),
                undo,
            }),
            writing: tokio::sync::Mutex::new(()),
        })
    }

    /// Looks at the records as they stand.
    pub fn read<T>(&self, look: impl FnOnce(&Document) -> T) -> T {
        look(&self.state().document)
    }

    /// Every finding of the whole registry, silenced ones too.
    pub fn findings(&self) -> Arc<Vec<Finding>> {
        Arc::clone(&self.state().findings)
    }

    /// Author, clock and ids.
    pub fn host(&self) -> &dyn Host {
        self.host.as_ref()
    }

    /// The store beneath.
    pub fn store(&self) -> &dyn RegistryStore {
        self.store.as_ref()
    }

    /// Looks at what the author can take back.
    pub(crate) fn undo_stack<T>(&self, look: impl FnOnce(&UndoStack) -> T) -> T {
        look(&self.state().undo)
    }

    /// Reads the stack anew, further back than before.
    pub(crate) async fn reload_undo_stack(&self) -> Result<(), AppError> {
        let stack = UndoStack::load(self.store.as_ref(), &self.host.author()).await?;
        self.change_state(|state| state.undo = stack);
        Ok(())
    }

    fn state(&self) -> RwLockReadGuard<'_, State> {
        self.state.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn change_state<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        change(&mut self.state.write().unwrap_or_else(PoisonError::into_inner))
    }
}

/// The registry that is opened when none is named: in the platform's data folder, shared by window and command line.
pub fn default_path() -> std::path::PathBuf {
    directories::ProjectDirs::from("dev", "baton", "Baton").map_or_else(
        || std::path::PathBuf::from("registry.baton"),
        |folders| folders.data_dir().join("registry.baton"),
    )
}

/// The rules over a whole registry, with the settings that it holds.
pub(crate) fn findings(document: &Document, host: &dyn Host) -> Vec<Finding> {
    let overrides: &[(String, RuleSeverity)] = &[];
    baton_rules::check(document, Scope::Registry, &host.today(), overrides)
}
