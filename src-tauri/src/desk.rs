//! The registry that lies open on the desk, and what the window knows of it.

use crate::open::Open;
use crate::places;
use crate::refused::Refused;
use crate::remembered::Remembered;
use baton_app::registry::{RegistryInfo, init};
use baton_app::template::{self, Template};
use baton_app::{AppError, ErrorCode, Registry, SystemHost};
use baton_store_sqlite::{OpenOptions, SqliteStore};
use serde::Serialize;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::{Notify, watch};

/// What a first start shows.
const FIRST_TEMPLATE: &str = "sample-support";

/// The program's state: the open registry, and what is remembered of earlier ones.
pub struct Desk {
    first: PathBuf,
    open: watch::Sender<Opening>,
    memory: Option<PathBuf>,
    remembered: Mutex<Remembered>,
    /// Wakes whoever follows the registry before its time.
    pub wake: Notify,
}

/// A registry being opened, open, or refused.
#[derive(Clone)]
enum Opening {
    UnderWay,
    Done(Arc<Open>),
    Refused(Refused),
}

/// Where the open registry is, who writes, and what was open before.
#[derive(Clone, Debug, Serialize, specta::Type)]
pub struct OpenRegistry {
    /// The registry.
    #[serde(flatten)]
    pub info: RegistryInfo,
    /// Registries that were open lately and are still there, the last one first.
    pub recent: Vec<String>,
}

impl Desk {
    /// A desk on which `first` is going to be opened.
    pub fn new(first: PathBuf) -> Self {
        let memory = places::memory();
        let remembered = memory.as_deref().map(Remembered::read).unwrap_or_default();
        Self {
            first,
            memory,
            open: watch::Sender::new(Opening::UnderWay),
            remembered: Mutex::new(remembered),
            wake: Notify::new(),
        }
    }

    /// The same, keeping nothing for later.
    #[cfg(test)]
    pub fn forgetful(self) -> Self {
        Self {
            memory: None,
            remembered: Mutex::default(),
            ..self
        }
    }

    /// Opens the first registry; where none is, makes one that holds the sample.
    pub async fn open_first(&self) {
        let sample = if self.first.exists() {
            Ok(None)
        } else {
            template::find(FIRST_TEMPLATE).map(Some)
        };
        let opened = match sample {
            Ok(None) => open(&self.first, false).await,
            Ok(Some(sample)) => create(&self.first, Some(&sample)).await,
            Err(error) => Err(error),
        };
        match opened {
            Ok(registry) => self.lay_out(registry, &self.first),
            Err(error) => {
                self.open.send_replace(Opening::Refused(error.into()));
            }
        }
    }

    /// The open registry; waits while the first one is being opened.
    pub async fn open(&self) -> Result<Arc<Open>, Refused> {
        let mut opening = self.open.subscribe();
        let opened = opening
            .wait_for(|opening| !matches!(opening, Opening::UnderWay))
            .await;
        match opened.as_deref() {
            Ok(Opening::Done(open)) => Ok(Arc::clone(open)),
            Ok(Opening::Refused(error)) => Err(error.clone()),
            Ok(Opening::UnderWay) | Err(_) => {
                Err(AppError::new(ErrorCode::Internal, "no registry is open", "open one").into())
            }
        }
    }

    /// What is open. A registry that could not be opened before is tried again.
    pub async fn info(&self) -> Result<OpenRegistry, Refused> {
        if self.open().await.is_err() {
            self.open_first().await;
        }
        let info = self.open().await?.registry.info();
        let remembered = self.remembered();
        let there = remembered.recent.iter().filter(|path| path.exists());
        Ok(OpenRegistry {
            info,
            recent: there.map(|path| path.display().to_string()).collect(),
        })
    }

    /// Whether a registry was open lately.
    pub fn knows(&self, path: &Path) -> bool {
        path == self.first || self.remembered().recent.iter().any(|recent| recent == path)
    }

    /// Puts another registry on the desk.
    pub async fn change(&self, path: &Path) -> Result<OpenRegistry, Refused> {
        let registry = open(path, false).await?;
        self.lay_out(registry, path);
        self.info().await
    }

    /// Makes a registry and puts it on the desk.
    pub async fn start(
        &self,
        path: Option<PathBuf>,
        template: Option<&str>,
    ) -> Result<OpenRegistry, Refused> {
        let path = path
            .unwrap_or_else(|| places::free(&places::registries(), template.unwrap_or("registry")));
        let made = async {
            let template = template.map(template::find).transpose()?;
            if path.exists() {
                return Err(AppError::new(
                    ErrorCode::AlreadyExists,
                    format!("{} is there already", path.display()),
                    "choose another name, or open it; it was not touched",
                ));
            }
            create(&path, template.as_ref()).await
        };
        let registry = made.await?;
        self.lay_out(registry, &path);
        self.info().await
    }

    /// What is remembered, for reading and changing.
    pub fn remembered(&self) -> MutexGuard<'_, Remembered> {
        self.remembered
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes what is remembered. A failure to keep it is told on the terminal and harms nothing.
    pub fn remember(&self, change: impl FnOnce(&mut Remembered)) {
        let mut remembered = self.remembered();
        change(&mut remembered);
        if let Some(path) = &self.memory
            && let Err(error) = remembered.write(path)
        {
            eprintln!(
                "{}: {error}; the window will not remember this",
                path.display()
            );
        }
    }

    fn lay_out(&self, registry: Registry, path: &Path) {
        let open = Arc::new(Open::new(registry));
        let ready = Arc::clone(&open);
        // The first keystroke of a search need not wait for it.
        tauri::async_runtime::spawn_blocking(move || ready.registry.prepare_search());
        self.open.send_replace(Opening::Done(open));
        let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        self.remember(|remembered| remembered.opened(&absolute));
    }
}

async fn open(path: &Path, create: bool) -> Result<Registry, AppError> {
    let options = OpenOptions {
        create,
        ..OpenOptions::default()
    };
    let store = SqliteStore::open(path, options).await?;
    Registry::open(Box::new(store), Box::new(SystemHost::new(None))).await
}

async fn create(path: &Path, template: Option<&Template>) -> Result<Registry, AppError> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(|error| AppError::io(folder, error))?;
    }
    let registry = open(path, true).await?;
    match init(&registry, template).await {
        // Another program made it in the same moment.
        Err(error) if error.code != ErrorCode::AlreadyExists => Err(error),
        _ => Ok(registry),
    }
}
