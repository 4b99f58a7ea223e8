//! The registry that lies open on the desk, and what the window knows of it.

use crate::log;
use crate::open::{Audience, Open};
use crate::passwords::{self, Keychain, Passwords};
use crate::places;
use crate::refused::Refused;
use crate::remembered::Remembered;
use baton_app::backup;
use baton_app::registry::{RegistryInfo, Snapshot, init};
use baton_app::template::{self, Template};
use baton_app::{AppError, ErrorCode, ErrorReply, Registry, SystemHost};
use baton_place::{Address, Place};
use baton_store::{OpenOptions, StoreError};
use serde::Serialize;
use serde_json::json;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::watch;

/// What a first start shows.
const FIRST_TEMPLATE: &str = "sample-support";

/// The program's state: the open registry, and what is remembered of earlier ones.
pub struct Desk {
    /// What is opened at the start, or why it cannot be read.
    first: Result<Place, Refused>,
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
    /// Why the open registry's server cannot be asked just now.
    away: Mutex<Option<ErrorReply>>,
    passwords: Arc<dyn Passwords>,
}

/// A registry being opened, open, or refused.
#[derive(Clone)]
enum Opening {
    UnderWay,
    Done {
        open: Arc<Open>,
        /// Where it is, without any password.
        place: Place,
        /// As in [`OpenRegistry`].
        turn: u32,
    },
    Refused(Refused),
}

/// Where the open registry is, who writes, and what was open before.
#[derive(Clone, Debug, Serialize, specta::Type)]
pub struct OpenRegistry {
    /// The registry.
    #[serde(flatten)]
    pub info: RegistryInfo,
    /// Registries that were open lately, the last one first: on servers, or in files that are still there.
    pub recent: Vec<String>,
    /// Why its server cannot be asked just now; what was loaded can be read.
    pub away: Option<ErrorReply>,
    /// Which registry this is of those that were put on the desk, from 1.
    pub turn: u32,
}

impl Desk {
    /// A desk on which the given registry is going to be opened, or the one that [`places::first`] finds.
    pub fn new(given: Option<OsString>) -> Self {
        let memory = places::memory();
        let remembered = memory.as_deref().map(Remembered::read).unwrap_or_default();
        Self {
            first: places::first(given, remembered.recent.first()).map_err(Refused::from),
            memory,
            open: watch::Sender::new(Opening::UnderWay),
            remembered: Mutex::new(remembered),
            backups: backup::default_folder(),
            turn: AtomicU32::new(0),
            audience: Arc::default(),
            backup_problem: Mutex::default(),
            away: Mutex::default(),
            passwords: Arc::new(Keychain),
        }
    }

    /// The same, keeping nothing for later, copies beside the registry, and passwords nowhere.
    #[cfg(test)]
    pub fn forgetful(self) -> Self {
        let beside = self.first.as_ref().ok().and_then(Place::file);
        Self {
            backups: beside.map_or_else(PathBuf::new, |path| path.with_file_name("copies")),
            memory: None,
            remembered: Mutex::default(),
            passwords: Arc::new(passwords::Nowhere),
            ..self
        }
    }

    /// The same with files in a folder, and passwords that a test gives.
    #[cfg(test)]
    pub fn keeping(self, folder: &Path, passwords: Arc<dyn Passwords>) -> Self {
        Self {
            memory: Some(folder.join("desktop.json")),
            backups: folder.join("copies"),
            passwords,
            ..self
        }
    }

    /// Opens the first registry; where no file is, makes one that holds the sample.
    pub async fn open_first(&self) {
        match self.opened_first().await {
            Ok((registry, place)) => self.lay_out(registry, &place),
            Err(error) => {
                self.open.send_replace(Opening::Refused(error));
            }
        }
    }

    async fn opened_first(&self) -> Result<(Registry, Place), Refused> {
        let place = self.first.clone()?;
        let registry = match place.file().filter(|path| !path.exists()) {
            None => self.open_at(&place, false).await?,
            Some(path) => {
                let sample = template::find(FIRST_TEMPLATE)?;
                self.create(path, Some(&sample)).await?
            }
        };
        Ok((registry, place))
    }

    /// The open registry; waits while the first one is being opened.
    pub async fn open(&self) -> Result<Arc<Open>, Refused> {
        Ok(self.open_and_turn().await?.0)
    }

    async fn open_and_turn(&self) -> Result<(Arc<Open>, u32), Refused> {
        let mut opening = self.open.subscribe();
        let opened = opening
            .wait_for(|opening| !matches!(opening, Opening::UnderWay))
            .await;
        match opened.as_deref() {
            Ok(Opening::Done { open, turn, .. }) => Ok((Arc::clone(open), *turn)),
            Ok(Opening::Refused(error)) => Err(error.clone()),
            Ok(Opening::UnderWay) | Err(_) => {
                Err(AppError::new(ErrorCode::Internal, "no registry is open", "open one").into())
            }
        }
    }

    /// What is open. A registry that could not be opened before is tried again.
    pub async fn info(&self) -> Result<OpenRegistry, Refused> {
        Ok(self.look().await?.0)
    }

    /// What is open, with all its records and findings.
    pub async fn info_and_snapshot(&self) -> Result<(OpenRegistry, Snapshot), Refused> {
        let (info, open) = self.look().await?;
        Ok((info, open.snapshot()))
    }

    async fn look(&self) -> Result<(OpenRegistry, Arc<Open>), Refused> {
        if self.open().await.is_err() {
            self.open_first().await;
        }
        let (open, turn) = self.open_and_turn().await?;
        let away = self.away().clone();
        if away.is_some() {
            // Whoever asks wants to know how it is now.
            self.audience.wake.notify_one();
        }
        let remembered = self.remembered();
        let there = |place: &&Place| place.file().is_none_or(Path::exists);
        let recent = remembered.recent.iter().filter(there);
        let info = OpenRegistry {
            info: open.registry.info(),
            recent: recent.map(ToString::to_string).collect(),
            away,
            turn,
        };
        drop(remembered);
        Ok((info, open))
    }

    /// How often a registry was put on the desk.
    pub fn turn(&self) -> u32 {
        self.turn.load(Ordering::Acquire)
    }

    /// Where the open registry is; the one that should be open where that was refused.
    pub async fn place(&self) -> Result<Place, Refused> {
        // Waits while it is being opened.
        let _ = self.open().await;
        match &*self.open.borrow() {
            Opening::Done { place, .. } => Ok(place.clone()),
            Opening::UnderWay | Opening::Refused(_) => self.first.clone(),
        }
    }

    /// Whether a registry was open lately.
    pub fn knows(&self, place: &Place) -> bool {
        self.first.as_ref().is_ok_and(|first| first == place)
            || self.remembered().recent.contains(place)
    }

    /// Puts another registry on the desk.
    pub async fn change(&self, place: &Place) -> Result<OpenRegistry, Refused> {
        // The one of the start may have come with a password.
        let first = self.first.as_ref().ok().filter(|first| *first == place);
        let registry = self.open_at(first.unwrap_or(place), false).await?;
        self.lay_out(registry, place);
        self.info().await
    }

    /// Puts a registry of a server on the desk; makes an empty one there where that is asked for. The password that let in is kept
    /// where one is given to be kept.
    pub async fn connect(
        &self,
        address: Address,
        keep: Option<String>,
        create: bool,
    ) -> Result<OpenRegistry, Refused> {
        let account = address.account();
        let place = Place::Server(Box::new(address));
        let registry = self.open_at(&place, create).await?;
        if let Some(password) = keep {
            let passwords = Arc::clone(&self.passwords);
            // Nobody waits until a keychain is unlocked to store it.
            tauri::async_runtime::spawn(async move {
                passwords::keep(&passwords, account, password).await;
            });
        }
        self.lay_out(registry, &place);
        self.info().await
    }

    /// Notes whether the server of a turn's registry can be asked; true where the windows have not heard that yet.
    pub fn note_away(&self, turn: u32, now: Option<ErrorReply>) -> bool {
        let mut away = self.away();
        let is_news = turn == self.turn() && away.is_some() != now.is_some();
        if is_news {
            *away = now;
        }
        is_news
    }

    /// Whether the open registry's server cannot be asked.
    pub fn is_away(&self) -> bool {
        self.away().is_some()
    }

    fn away(&self) -> MutexGuard<'_, Option<ErrorReply>> {
        self.away.lock().unwrap_or_else(PoisonError::into_inner)
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
            self.create(&path, template.as_ref()).await
        };
        let registry = made.await?;
        self.lay_out(registry, &Place::File(path));
        self.info().await
    }

    /// What is remembered, for reading and changing.
    pub fn remembered(&self) -> MutexGuard<'_, Remembered> {
        self.remembered
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// The folder of a registry's copies.
    pub fn backups_of(&self, registry: &Place) -> PathBuf {
        match registry {
            Place::File(path) => backup::folder_of(&self.backups, path),
            Place::Server(address) => {
                backup::folder_of_address(&self.backups, &address.to_string())
            }
        }
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
        let place = self.place().await?;
        let Place::File(path) = &place else {
            return Err(on_a_server(&place).into());
        };
        // From here on commands wait; those under way end and let go of the registry.
        self.open.send_replace(Opening::UnderWay);
        let restored = let_go_and_restore(copy, path).await;
        let opened = self.open_at(&place, false).await;
        match opened {
            Ok(registry) => self.lay_out(registry, &place),
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
        if let Opening::Done { open, .. } = opening {
            let _ = tokio::time::timeout(AT_MOST, open.registry.close()).await;
        }
    }

    fn lay_out(&self, registry: Registry, place: &Place) {
        let place = lasting(place);
        let turn = self.turn.fetch_add(1, Ordering::AcqRel) + 1;
        *self.away() = None;
        let open = Arc::new(Open::new(registry, Arc::clone(&self.audience)));
        let ready = Arc::clone(&open);
        // The first keystroke of a search need not wait for it.
        tauri::async_runtime::spawn_blocking(move || ready.registry.prepare_search());
        log::info("registry", &format!("opened {place}"));
        self.remember(|remembered| remembered.opened(&place));
        self.open.send_replace(Opening::Done { open, place, turn });
        self.audience.wake.notify_one();
    }

    async fn open_at(&self, place: &Place, create: bool) -> Result<Registry, AppError> {
        let options = OpenOptions {
            create,
            ..OpenOptions::default()
        };
        let place = passwords::with_kept(&self.passwords, place.clone()).await;
        let opened = async {
            let store = place.open(options).await?;
            Registry::open(store, Box::new(SystemHost::new(None))).await
        };
        opened.await.map_err(|error| match &place {
            Place::File(_) => error,
            // The window asks for what is missing, at this address.
            Place::Server(address) => error.with_details(&json!({"address": address.to_string()})),
        })
    }

    async fn create(&self, path: &Path, template: Option<&Template>) -> Result<Registry, AppError> {
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).map_err(|error| AppError::io(folder, error))?;
        }
        let registry = self.open_at(&Place::File(path.to_owned()), true).await?;
        match init(&registry, template).await {
            // Another program made it in the same moment.
            Err(error) if error.code != ErrorCode::AlreadyExists => Err(error),
            _ => Ok(registry),
        }
    }
}

/// A place as it may be kept: whatever folder the program runs in, and without a password.
fn lasting(place: &Place) -> Place {
    match place {
        Place::File(path) => {
            Place::File(std::path::absolute(path).unwrap_or_else(|_| path.clone()))
        }
        Place::Server(address) => {
            Place::parse(&address.to_string()).unwrap_or_else(|_| place.clone())
        }
    }
}

fn on_a_server(place: &Place) -> AppError {
    AppError::new(
        ErrorCode::InvalidInput,
        format!("{place} is on a server, where no file can take its place; it is as it was"),
        "write the copy into a new schema, `baton registry copy COPY postgres://HOST/DATABASE?schema=NEW`, and connect to that",
    )
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
