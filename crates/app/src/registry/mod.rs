//! An open registry: its store, its document in memory, and the one way to change both.

mod commit;
mod doctor;
mod follow;
mod info;
mod init;
mod past;
pub(crate) mod series;

pub(crate) use commit::Plan;
pub(crate) use commit::others_are_faster;
pub use commit::{EditReply, EditRequest};
pub use doctor::{DoctorReport, examine_store};
pub use follow::{Followed, Step};
pub use info::{RegistryInfo, Snapshot};
pub use init::init;
pub(crate) use past::WayBack;

use crate::audit::remembered::Remembered;
use crate::check::custom::Custom;
use crate::contract::compared::Compared;
use crate::edit::history::UndoStack;
use crate::edit::undo::Way;
use crate::record::around::Around;
use crate::record::index::SearchIndex;
use crate::topology::drawing::Drawings;
use crate::{AppError, Host};
use baton_analysis::RegistryGraph;
use baton_model::{Date, Document, RuleSeverity};
use baton_rules::{Checked, Finding, Scope};
use baton_store::RegistryStore;
use std::sync::{Arc, OnceLock, PoisonError, RwLock, RwLockReadGuard};

/// A registry that is open. Shared between threads; writes are serialised.
pub struct Registry {
    store: Arc<dyn RegistryStore>,
    host: Box<dyn Host>,
    /// Made when somebody else is first looked for.
    session: OnceLock<String>,
    state: RwLock<State>,
    writing: tokio::sync::Mutex<()>,
    drawings: Drawings,
    compared: Compared,
    audits: Remembered,
}

struct State {
    /// Shared with questions that take their time; an edit that comes meanwhile goes into a copy.
    document: Arc<Document>,
    /// What the rules say, always in the document's revision. Made when it is first asked for.
    judged: OnceLock<Judged>,
    /// The rules that users wrote beside the registry.
    custom: Arc<Custom>,
    /// The findings of the revision that stood here before, whichever that was; none where nobody asked for them.
    findings_before: Option<Arc<Vec<Arc<Finding>>>>,
    undo: UndoStack,
    /// A step along the history of which nobody could say whether it was stored.
    doubted: Option<(Way, String)>,
    /// Made when it is first asked for.
    index: OnceLock<SearchIndex>,
    /// Made when it is first asked for; shared like the document.
    graph: OnceLock<Arc<RegistryGraph>>,
}

/// What the rules say about a document.
#[derive(Clone)]
struct Judged {
    /// What the catalogue finds.
    checked: Checked,
    /// The same with what users' rules find.
    findings: Arc<Vec<Arc<Finding>>>,
}

impl Judged {
    fn new(document: &Document, custom: &Custom, today: &Date) -> Self {
        let checked = Checked::new(document, today);
        let findings = with_custom(custom, &checked, document);
        Self { checked, findings }
    }
}

impl Registry {
    /// Loads all records of a store. The rules run when somebody asks for what they say, or edits.
    pub async fn open(
        store: Box<dyn RegistryStore>,
        host: Box<dyn Host>,
    ) -> Result<Self, AppError> {
        Self::on(Arc::from(store), host).await
    }

    /// The same on a store that somebody else holds too, to close it.
    pub async fn on(store: Arc<dyn RegistryStore>, host: Box<dyn Host>) -> Result<Self, AppError> {
        let loaded = store.load().await?;
        let document = Arc::new(Document::load(loaded.revision, loaded.records));
        let custom = Arc::new(Custom::beside(&store.info().location));
        let undo = UndoStack::load(store.as_ref(), &host.author()).await?;
        Ok(Self {
            store,
            host,
            session: OnceLock::new(),
            state: RwLock::new(State {
                document,
                judged: OnceLock::new(),
                findings_before: None,
                custom,
                undo,
                doubted: None,
                index: OnceLock::new(),
                graph: OnceLock::new(),
            }),
            writing: tokio::sync::Mutex::new(()),
            drawings: Drawings::default(),
            compared: Compared::default(),
            audits: Remembered::default(),
        })
    }

    /// Lets go of the store, at the end of a process. Whatever is asked of it afterwards fails.
    pub async fn close(&self) {
        let writing = self.writing.lock().await;
        self.store.close().await;
        drop(writing);
    }

    /// Looks at the records as they stand.
    pub fn read<T>(&self, look: impl FnOnce(&Document) -> T) -> T {
        look(&self.state().document)
    }

    /// Looks at the records with what they say about each other.
    pub(crate) fn around<T>(&self, look: impl FnOnce(&Around<'_>) -> T) -> T {
        let state = self.state();
        let findings = state.findings(self.host.as_ref());
        look(&Around::new(&state.document, &state.index, findings))
    }

    /// The records as they stand. Edits do not wait for whoever holds them.
    pub(crate) fn document(&self) -> Arc<Document> {
        Arc::clone(&self.state().document)
    }

    /// The records as they stand, with what the rules say about them.
    pub(crate) fn judged(&self) -> (Arc<Document>, Arc<Vec<Arc<Finding>>>) {
        let state = self.state();
        let findings = state.findings(self.host.as_ref());
        (Arc::clone(&state.document), Arc::clone(findings))
    }

    /// The records as they stand, with all handoffs among them as a graph. Edits do not wait for whoever holds both.
    pub(crate) fn graphed(&self) -> (Arc<Document>, Arc<RegistryGraph>) {
        let state = self.state();
        let graph = state
            .graph
            .get_or_init(|| Arc::new(RegistryGraph::new(&state.document)));
        (Arc::clone(&state.document), Arc::clone(graph))
    }

    /// Makes what searches look into, so that the first one is as quick as the others.
    pub fn prepare_search(&self) {
        self.around(|around| {
            around.index();
        });
    }

    /// Every finding of the whole registry, silenced ones too.
    pub fn findings(&self) -> Arc<Vec<Arc<Finding>>> {
        Arc::clone(self.state().findings(self.host.as_ref()))
    }

    /// Author, clock and ids.
    pub fn host(&self) -> &dyn Host {
        self.host.as_ref()
    }

    /// The store beneath.
    pub fn store(&self) -> &dyn RegistryStore {
        self.store.as_ref()
    }

    /// Tells this opening of the registry apart from others who have it open.
    pub(crate) fn session(&self) -> &str {
        self.session.get_or_init(|| self.host.operation_id())
    }

    /// The last drawings.
    pub(crate) fn drawings(&self) -> &Drawings {
        &self.drawings
    }

    /// What versions of contracts were compared with each other.
    pub(crate) fn compared(&self) -> &Compared {
        &self.compared
    }

    /// What was audited before.
    pub(crate) fn audits(&self) -> &Remembered {
        &self.audits
    }

    /// The rules that users wrote.
    pub(crate) fn custom(&self) -> Arc<Custom> {
        Arc::clone(&self.state().custom)
    }

    /// Works all findings out anew, where other rules hold and no record changed.
    pub(crate) fn judge_again(&self) {
        self.change_state(|state| {
            if let Some(judged) = state.judged.get_mut() {
                judged.findings = with_custom(&state.custom, &judged.checked, &state.document);
            }
        });
    }

    /// Looks at what the author can take back.
    pub(crate) fn undo_stack<T>(&self, look: impl FnOnce(&UndoStack) -> T) -> T {
        look(&self.state().undo)
    }

    /// The operation of a step that way of which it is still not known whether it was stored.
    pub(crate) fn doubted(&self, way: Way) -> Option<String> {
        let state = self.state();
        let doubted = state.doubted.as_ref();
        doubted
            .filter(|(asked, _)| *asked == way)
            .map(|(_, operation_id)| operation_id.clone())
    }

    /// Remembers a step of which it is not known whether it was stored, until its operation is met; or forgets it.
    pub(crate) fn doubt(&self, step: Option<(Way, String)>) {
        self.change_state(|state| state.doubted = step);
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

/// What the catalogue finds, with what users' rules find.
fn with_custom(custom: &Custom, checked: &Checked, document: &Document) -> Arc<Vec<Arc<Finding>>> {
    let own = checked.findings();
    if custom.is_in_use() {
        Arc::new(custom.join(own.to_vec(), document))
    } else {
        Arc::clone(own)
    }
}

/// The rules over a whole registry on a day, with the settings that it holds.
pub(crate) fn findings_on(document: &Document, today: &Date) -> Vec<Finding> {
    let overrides: &[(String, RuleSeverity)] = &[];
    baton_rules::check(document, Scope::Registry, today, overrides)
}
