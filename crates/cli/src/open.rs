//! Opening the registry that the command line names.

use crate::args::Global;
use baton_app::{AppError, ErrorCode, Registry, SystemHost};
use baton_place::{Place, PostgresStore};
use baton_store::{OpenOptions, RegistryStore, StoreError};
use baton_store_sqlite::SqliteStore;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// Every registry that the command has opened, to be closed when it is done: a process that ends without leaves a log beside the
/// registry's file, or a server with a connection that nobody closed.
static OPENED: Mutex<Vec<Arc<dyn RegistryStore>>> = Mutex::new(Vec::new());

/// Closes all registries that the command has opened.
pub async fn close_all() {
    let opened = std::mem::take(&mut *OPENED.lock().unwrap_or_else(PoisonError::into_inner));
    for store in opened {
        store.close().await;
    }
}

/// Reads a place from the words of a command. A password among them is seen by everybody on the machine, so it is refused.
pub fn parse(text: &str) -> Result<Place, AppError> {
    let place = Place::parse(text)?;
    if let Place::Server(address) = &place
        && address.has_password()
        && std::env::args().any(|word| word.contains(text))
    {
        return Err(AppError::new(
            ErrorCode::InvalidInput,
            format!("the password for {address} can be read in the list of processes"),
            "leave it out, and put it into PGPASSWORD, into ~/.pgpass, or into BATON_REGISTRY",
        ));
    }
    Ok(place)
}

async fn open_store(
    place: &Place,
    options: OpenOptions,
) -> Result<Arc<dyn RegistryStore>, AppError> {
    let store: Arc<dyn RegistryStore> = Arc::from(place.open(options).await?);
    let mut opened = OPENED.lock().unwrap_or_else(PoisonError::into_inner);
    opened.push(Arc::clone(&store));
    Ok(store)
}

/// The place that `--registry` or `BATON_REGISTRY` names, else the desktop's own.
pub fn place(global: &Global) -> Result<Place, AppError> {
    match global.registry.as_deref() {
        Some(text) => parse(text),
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

/// The shared registry, for what is only done with those.
pub async fn shared(global: &Global) -> Result<PostgresStore, AppError> {
    let address = match place(global)? {
        Place::Server(address) => *address,
        Place::File(path) => {
            return Err(AppError::new(
                ErrorCode::InvalidInput,
                format!(
                    "{} is a file; roles are of shared registries",
                    path.display()
                ),
                "name a registry on a server with --registry or BATON_REGISTRY; who may write a file is up to the system's permissions",
            ));
        }
    };
    let store = PostgresStore::open(address, OpenOptions::default()).await?;
    let mut opened = OPENED.lock().unwrap_or_else(PoisonError::into_inner);
    opened.push(Arc::new(store.clone()));
    Ok(store)
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
    registry_on(global, Arc::new(store)).await
}

async fn is_there(global: &Global) -> Result<bool, AppError> {
    match place(global)? {
        Place::File(path) => Ok(path.exists()),
        place @ Place::Server(_) => match open_store(&place, OpenOptions::default()).await {
            Ok(_) => Ok(true),
            Err(error) if error.code == ErrorCode::NotFound => Ok(false),
            Err(error) => Err(error),
        },
    }
}

/// The bare store, without loading its records.
pub async fn store(global: &Global) -> Result<Arc<dyn RegistryStore>, AppError> {
    open_store(&place(global)?, OpenOptions::default()).await
}

/// The bare store of a registry at a path.
pub async fn store_at(path: &Path) -> Result<Arc<dyn RegistryStore>, AppError> {
    open_store(&Place::File(path.to_owned()), OpenOptions::default()).await
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
    registry_on(global, open_store(place, options).await?).await
}

async fn registry_on(global: &Global, store: Arc<dyn RegistryStore>) -> Result<Registry, AppError> {
    let host = SystemHost::new(global.author.clone());
    Registry::on(store, Box::new(host)).await
}

/// Writes a registry with its history into another place, where none is yet or a copy was cut off. The revision that both are at.
pub async fn copy(from: &Place, to: &Place) -> Result<u32, AppError> {
    let from = open_store(from, OpenOptions::default()).await?;
    let create = OpenOptions {
        create: true,
        ..OpenOptions::default()
    };
    let to = open_store(to, create).await?;
    let revision = baton_store::copy(&*from, &*to).await?;
    if let Some(problem) = to.verify().await?.into_iter().next() {
        return Err(StoreError::corrupt(problem).into());
    }
    Ok(revision)
}
