//! Opening the registry that the command line names.

use crate::args::Global;
use baton_app::{AppError, ErrorCode, Registry, SystemHost};
use baton_store::{OpenOptions, RegistryStore};
use baton_store_postgres::{Address, PostgresStore};
use baton_store_sqlite::SqliteStore;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// Every registry that the command has opened, to be closed when it is done: a process that ends without leaves a log beside the
/// registry's file, or a server with a connection that nobody closed.
static OPENED: Mutex<Vec<Box<dyn RegistryStore>>> = Mutex::new(Vec::new());

/// Closes all registries that the command has opened.
pub async fn close_all() {
    let opened = std::mem::take(&mut *OPENED.lock().unwrap_or_else(PoisonError::into_inner));
    for store in opened {
        store.close().await;
    }
}

fn remember(store: Box<dyn RegistryStore>) {
    let mut opened = OPENED.lock().unwrap_or_else(PoisonError::into_inner);
    opened.push(store);
}

/// Where a registry is.
#[derive(Clone, Debug)]
pub enum Place {
    /// A file.
    File(PathBuf),
    /// A schema of a server's database.
    Server(Address),
}

impl Place {
    /// Reads what `--registry` or `BATON_REGISTRY` says. A password among the words of a command is seen by everybody on the machine, so it is refused.
    pub fn parse(text: &str) -> Result<Self, AppError> {
        if !Address::is_meant(text) {
            return Ok(Self::File(PathBuf::from(text)));
        }
        let address = Address::parse(text)?;
        if address.has_password() && std::env::args().any(|word| word.contains(text)) {
            return Err(AppError::new(
                ErrorCode::InvalidInput,
                format!("the password for {address} can be read in the list of processes"),
                "leave it out, and put it into PGPASSWORD, into ~/.pgpass, or into BATON_REGISTRY",
            ));
        }
        Ok(Self::Server(address))
    }

    async fn open(&self, options: OpenOptions) -> Result<Box<dyn RegistryStore>, AppError> {
        match self {
            Self::File(path) => {
                let store = SqliteStore::open(path, options).await?;
                remember(Box::new(store.clone()));
                Ok(Box::new(store))
            }
            Self::Server(address) => {
                let store = PostgresStore::open(address.clone(), options).await?;
                remember(Box::new(store.clone()));
                Ok(Box::new(store))
            }
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(path) => write!(f, "{}", path.display()),
            Self::Server(address) => write!(f, "{address}"),
        }
    }
}

/// The place that `--registry` or `BATON_REGISTRY` names, else the desktop's own.
pub fn place(global: &Global) -> Result<Place, AppError> {
    match global.registry.as_deref() {
        Some(text) => Place::parse(text),
        None => Ok(Place::File(baton_app::registry::default_path())),
    }
}

/// The registry's file, for what is only done with files.
pub fn path(global: &Global) -> Result<PathBuf, AppError> {
    match place(global)? {
        Place::File(path) => Ok(path),
        Place::Server(address) => Err(AppError::new(
            ErrorCode::InvalidInput,
            format!("{address} is no file"),
            "copy it into one first: baton registry copy",
        )),
    }
}

/// Opens a registry that is there.
pub async fn existing(global: &Global) -> Result<Registry, AppError> {
    open(global, false).await
}

/// Opens a registry that is there, as it was at a revision when one is given.
pub async fn as_of(global: &Global, revision: Option<u32>) -> Result<Registry, AppError> {
    let registry = existing(global).await?;
    match revision {
        Some(revision) => registry.as_of(revision).await,
        None => Ok(registry),
    }
}

/// Opens a registry, or makes an empty one.
pub async fn or_new(global: &Global) -> Result<Registry, AppError> {
    open(global, true).await
}

/// Opens a registry, or makes an empty one; a dry run makes it in memory only.
pub async fn for_edits(global: &Global, dry_run: bool) -> Result<Registry, AppError> {
    if !dry_run || is_there(global).await? {
        return or_new(global).await;
    }
    let store = SqliteStore::in_memory().await?;
    registry_on(global, Box::new(store)).await
}

async fn is_there(global: &Global) -> Result<bool, AppError> {
    match place(global)? {
        Place::File(path) => Ok(path.exists()),
        place @ Place::Server(_) => match place.open(OpenOptions::default()).await {
            Ok(_) => Ok(true),
            Err(error) if error.code == ErrorCode::NotFound => Ok(false),
            Err(error) => Err(error),
        },
    }
}

/// The bare store, without loading its records.
pub async fn store(global: &Global) -> Result<Box<dyn RegistryStore>, AppError> {
    place(global)?.open(OpenOptions::default()).await
}

/// The bare store of a registry at a path.
pub async fn store_at(path: &Path) -> Result<Box<dyn RegistryStore>, AppError> {
    let place = Place::File(path.to_owned());
    place.open(OpenOptions::default()).await
}

/// Opens another registry that is there.
pub async fn other(global: &Global, path: &Path) -> Result<Registry, AppError> {
    open_at(global, &Place::File(path.to_owned()), false).await
}

async fn open(global: &Global, create: bool) -> Result<Registry, AppError> {
    let place = place(global)?;
    if create
        && let Place::File(path) = &place
        && let Some(folder) = path
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty())
    {
        std::fs::create_dir_all(folder).map_err(|error| AppError::io(folder, error))?;
    }
    open_at(global, &place, create).await
}

async fn open_at(global: &Global, place: &Place, create: bool) -> Result<Registry, AppError> {
    let options = OpenOptions {
        create,
        ..OpenOptions::default()
    };
    registry_on(global, place.open(options).await?).await
}

async fn registry_on(global: &Global, store: Box<dyn RegistryStore>) -> Result<Registry, AppError> {
    let host = SystemHost::new(global.author.clone());
    Registry::open(store, Box::new(host)).await
}

/// Writes a registry with its history into another place, where none is yet or a copy was cut off. The revision that both are at.
pub async fn copy(from: &Place, to: &Place) -> Result<u32, AppError> {
    let from = from.open(OpenOptions::default()).await?;
    let create = OpenOptions {
        create: true,
        ..OpenOptions::default()
    };
    let to = to.open(create).await?;
    let revision = baton_store::copy(&*from, &*to).await?;
    if let Some(problem) = to.verify().await?.into_iter().next() {
        return Err(baton_store::StoreError::corrupt(problem).into());
    }
    Ok(revision)
}
