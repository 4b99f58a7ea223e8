//! The registry that lies open on the desk, and what the window knows of it.

use crate::log;
use crate::open::{Audience, Open};
use crate::places;
use crate::refused::Refused;
use crate::remembered::Remembered;
use baton_app::backup;
use baton_app::registry::{RegistryInfo, init};
use baton_app::template::{self, Template};
use baton_app::{AppError, ErrorCode, ErrorReply, Registry, SystemHost};
use baton_store::StoreError;
use baton_store_sqlite::{OpenOptions, SqliteStore};
use serde::Serialize;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::watch;

/// What a first start shows.
const FIRST_TEMPLATE: &str = "sample-support";

/// The program's state: the open registry, and what is remembered of earlier ones.
pub struct Desk {
    first: PathBuf,
    open: watch::Sender<Opening>,
    memory: Option<PathBuf>,
    remembered: Mutex<Remembered>,
    /// The folder of all copies of registries.
    backups: PathBuf,
    /// How often a registry was put here: windows that know an earlier turn have to look again.
    turn: AtomicU32,
    /// The windows, and who follows the registry for them.
    pub audience: Arc<Audience>,
    /// Why the last copy of the day could not be made.
    pub backup_problem: Mutex<Option<ErrorReply>>,
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
    /// Which registry this is of those that were put on the desk, from 1.
    pub turn: u32,
}

impl Desk {
    /// A desk on which the given registry is going to be opened, or the one that [`places::first`] finds.
    pub fn new(given: Option<PathBuf>) -> Self {
        let memory = places::memory();
        let remembered = memory.as_deref().map(Remembered::read).unwrap_or_default();
        let last = remembered.recent.first().map(PathBuf::as_path);
        Self {
            first: places::first(given, last),
            memory,
            open: watch::Sender::new(Opening::UnderWay),
            remembered: Mutex::new(remembered),
            backups: backup::default_folder(),
            turn: AtomicU32::new(0),
            audience: Arc::default(),
            backup_problem: Mutex::default(),
        }
    }

    /// The same, keeping nothing for later, and copies beside the registry.
    #[cfg(test)]
    pub fn forgetful(self) -> Self {
        Self {
            memory: None,
            backups: self.first.with_file_name("copies"),
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
            turn: self.turn(),
        })
    }

    /// How often a registry was put on the desk.
    pub fn turn(&self) -> u32 {
        self.turn.load(Ordering::Acquire)
    }

    /// The file of the open registry; of the one that should be open where that was refused.
    pub async fn path(&self) -> PathBuf {
        match self.open().await {
            Ok(open) => PathBuf::from(open.registry.info().registry),
            Err(_) => self.first.clone(),
        }
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
            .unwrap_or_else(|| places::free(&self.registries(), template.unwrap_or("registry")));
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

    /// The folder of a registry's copies.
    pub fn backups_of(&self, registry: &Path) -> PathBuf {
        backup::folder_of(&self.backups, registry)
    }

    /// The folder of new registries.
    pub fn registries(&self) -> PathBuf {
        let set = self.remembered().settings.registries.clone();
        set.unwrap_or_else(places::registries)
    }

    /// Changes what is remembered, together with what another program has remembered meanwhile. A failure to keep it is told on the
    /// terminal and in the log, and harms nothing.
    pub fn remember(&self, change: impl FnOnce(&mut Remembered)) {
        let mut remembered = self.remembered();
        if let Some(path) = self.memory.as_deref().filter(|path| path.exists()) {
            *remembered = Remembered::read(path);
        }
        let before = remembered.clone();
        change(&mut remembered);
        if *remembered == before {
            return;
        }
        if let Some(path) = &self.memory
            && let Err(error) = remembered.write(path)
        {
            let told = format!("{}: {error}; this will not be remembered", path.display());
            eprintln!("{told}");
            log::error("settings", &told);
        }
    }

    /// Puts a copy in the open registry's place and opens it; what stood there is kept beside it, under the path that comes back.
    /// Where that fails the registry is open as it was.
    pub async fn restore(&self, copy: &Path) -> Result<Option<PathBuf>, Refused> {
        let path = self.path().await;
        // From here on commands wait; those under way end and let go of the registry.
        self.open.send_replace(Opening::UnderWay);
        let restored = let_go_and_restore(copy, &path).await;
        let opened = open(&path, false).await;
        match opened {
            Ok(registry) => self.lay_out(registry, &path),
            Err(error) => {
                self.open.send_replace(Opening::Refused(error.into()));
            }
        }
        Ok(restored?)
    }

    /// Lets go of the registry at the end of the program, so that its file holds all of it. What cannot wait loses nothing: the next
    /// start reads the log that stays beside the file.
    pub async fn close(&self) {
        const AT_MOST: Duration = Duration::from_secs(2);

        let opening = self.open.send_replace(Opening::UnderWay);
        if let Opening::Done(open) = opening {
            let _ = tokio::time::timeout(AT_MOST, open.registry.close()).await;
        }
    }

    fn lay_out(&self, registry: Registry, path: &Path) {
        self.turn.fetch_add(1, Ordering::AcqRel);
        let open = Arc::new(Open::new(registry, Arc::clone(&self.audience)));
        let ready = Arc::clone(&open);
        // The first keystroke of a search need not wait for it.
        tauri::async_runtime::spawn_blocking(move || ready.registry.prepare_search());
        self.open.send_replace(Opening::Done(open));
        let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        log::info("registry", &format!("opened {}", absolute.display()));
        self.remember(|remembered| remembered.opened(&absolute));
        self.audience.wake.notify_one();
    }
}

/// Commands that still have the registry are given so long to end.
const PATIENCE: Duration = Duration::from_secs(10);
const BETWEEN: Duration = Duration::from_millis(50);

async fn let_go_and_restore(copy: &Path, path: &Path) -> Result<Option<PathBuf>, AppError> {
    let began = Instant::now();
    loop {
        match baton_store_sqlite::restore(copy, path).await {
            Err(StoreError::Busy) if began.elapsed() < PATIENCE => {
                tokio::time::sleep(BETWEEN).await;
            }
            done => return Ok(done?),
        }
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
