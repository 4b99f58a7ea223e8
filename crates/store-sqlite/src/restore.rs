//! Putting a sound copy in a registry's place.

use crate::error::{code, file_error, primary_code};
use crate::file;
use crate::migrate::FORMAT;
use crate::open::base;
use crate::store::SqliteStore;
use baton_store::{OpenOptions, RegistryStore, StoreError};
use sqlx::sqlite::SqliteJournalMode;
use sqlx::{Connection, SqliteConnection};
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// Puts a copy of `backup` at `registry`, after it was verified. What stood there is kept
/// as `<file>.replaced-<n>`, whose path is given back.
///
/// Nothing happens while another program has the registry open ([`StoreError::Busy`]), or
/// when the backup is not whole. A damaged registry, or whatever else stands there, is replaced.
pub async fn restore(backup: &Path, registry: &Path) -> Result<Option<PathBuf>, StoreError> {
    let copy = sound_copy(backup, registry).await?;
    let kept = match set_aside(registry).await {
        Ok(kept) => kept,
        Err(error) => {
            file::discard(&copy);
            return Err(error);
        }
    };
    file::replace(&copy, registry)?;
    Ok(kept)
}

/// A complete copy of a registry beside its new place.
async fn sound_copy(backup: &Path, registry: &Path) -> Result<PathBuf, StoreError> {
    let options = OpenOptions {
        create: false,
        read_only: true,
    };
    let store = SqliteStore::open(backup, options).await?;
    let found = store.info().schema_version;
    let result = if found > FORMAT {
        Err(StoreError::NewerFormat {
            found,
            supported: FORMAT,
        })
    } else if let Some(problem) = store.verify().await?.into_iter().next() {
        Err(StoreError::corrupt(problem))
    } else {
        store.copy_to(registry).await
    };
    store.close().await;
    result
}

/// Gives what stands at the registry's place a second name, under which it is whole.
async fn set_aside(registry: &Path) -> Result<Option<PathBuf>, StoreError> {
    match fs::metadata(registry) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(file_error(registry, &error)),
        Ok(metadata) if metadata.is_dir() => {
            return Err(StoreError::NotARegistry {
                path: registry.to_owned(),
                reason: "it is a folder".to_owned(),
            });
        }
        Ok(_) => {}
    }
    release(registry).await?;
    let kept = free_name(registry);
    // Edits that wait beside a damaged file belong to it, and must not reach the new one.
    // So do the old pages of a write that was not finished.
    for suffix in ["-wal", "-journal"] {
        let (waiting, to) = (file::beside(registry, suffix), file::beside(&kept, suffix));
        if waiting.exists() {
            fs::rename(&waiting, &to).map_err(|error| file_error(&waiting, &error))?;
        }
    }
    file::discard(&file::beside(registry, "-shm"));
    match fs::hard_link(registry, &kept) {
        // A file system without hard links: for a moment the registry has no file.
        Err(error)
            if matches!(
                error.kind(),
                ErrorKind::Unsupported | ErrorKind::PermissionDenied
            ) =>
        {
            fs::rename(registry, &kept)
        }
        other => other,
    }
    .map_err(|error| file_error(&kept, &error))?;
    Ok(Some(kept))
}

/// Writes waiting edits back into the file, which only works while nobody else has it open.
async fn release(registry: &Path) -> Result<(), StoreError> {
    let options = base(registry).journal_mode(SqliteJournalMode::Delete);
    let released = async {
        SqliteConnection::connect_with(&options)
            .await?
            .close()
            .await
    };
    match released.await {
        Err(error) if matches!(primary_code(&error), Some(code::BUSY | code::LOCKED)) => {
            Err(StoreError::Busy)
        }
        // Damaged, or no database at all: it is moved away as it is.
        _ => Ok(()),
    }
}

fn free_name(registry: &Path) -> PathBuf {
    let mut number = 1_u32;
    loop {
        let name = file::beside(registry, &format!(".replaced-{number}"));
        if !name.exists() {
            return name;
        }
        number += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use baton_store::conformance::{Author, every_kind};

    const CREATE: OpenOptions = OpenOptions {
        create: true,
        read_only: false,
    };

    struct Desk {
        _folder: tempfile::TempDir,
        registry: PathBuf,
        backup: PathBuf,
        author: Author,
    }

    /// A registry that has gone on since its backup; closed.
    async fn desk() -> Desk {
        let folder = tempfile::tempdir().unwrap();
        let (registry, backup) = (folder.path().join("r.baton"), folder.path().join("b.baton"));
        let store = SqliteStore::open(&registry, CREATE).await.unwrap();
        let mut author = Author::new("ana");
        author.commit(&store, &every_kind().unwrap()).await.unwrap();
        store.backup(&backup).await.unwrap();
        author.clone().commit(&store, &[]).await.unwrap();
        store.close().await;
        Desk {
            _folder: folder,
            registry,
            backup,
            author,
        }
    }

    async fn head(path: &Path) -> u32 {
        let store = SqliteStore::open(path, OpenOptions::default())
            .await
            .unwrap();
        let head = store.head().await.unwrap();
        assert_eq!(store.verify().await, Ok(vec![]));
        store.close().await;
        head
    }

    #[tokio::test]
    async fn the_backup_comes_back_and_the_old_file_is_kept_whole() {
        let desk = desk().await;
        let kept = restore(&desk.backup, &desk.registry)
            .await
            .unwrap()
            .unwrap();
        assert_eq!((head(&desk.registry).await, head(&kept).await), (1, 2));
        let again = restore(&kept, &desk.registry).await.unwrap().unwrap();
        assert_ne!(again, kept);
        assert_eq!(head(&desk.registry).await, 2);
        fs::remove_file(&desk.registry).unwrap();
        assert_eq!(restore(&desk.backup, &desk.registry).await, Ok(None));
        assert_eq!(head(&desk.registry).await, 1);
    }

    #[tokio::test]
    async fn a_damaged_registry_is_replaced_and_a_damaged_backup_is_not_used() {
        let desk = desk().await;
        let whole = fs::read(&desk.registry).unwrap();
        fs::write(&desk.registry, &whole[..whole.len() / 2]).unwrap();
        let kept = restore(&desk.backup, &desk.registry)
            .await
            .unwrap()
            .unwrap();
        assert_eq!(head(&desk.registry).await, 1);
        let error = restore(&kept, &desk.registry).await.unwrap_err();
        assert!(matches!(error, StoreError::Corrupt(_)), "{error}");
        assert_eq!(head(&desk.registry).await, 1);
    }

    #[tokio::test]
    async fn an_open_registry_is_not_replaced() {
        let desk = desk().await;
        let store = SqliteStore::open(&desk.registry, CREATE).await.unwrap();
        assert_eq!(
            restore(&desk.backup, &desk.registry).await,
            Err(StoreError::Busy)
        );
        let mut author = desk.author;
        author.read(&store).await.unwrap();
        assert_eq!(author.document.revision(), 2);
        store.close().await;
        let names = fs::read_dir(desk.registry.parent().unwrap())
            .unwrap()
            .count();
        assert_eq!(names, 2, "a file was left behind");
    }
}
