//! Where the desktop keeps things: the user's own registry, and what the window remembers.

use baton_app::registry::default_path;
use baton_app::{AppError, ErrorCode};
use baton_place::{Address, Place};
use baton_store::StoreError;
use directories::ProjectDirs;
use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// The registry that opens first: the given one, else `BATON_REGISTRY`, else the one that was open last and is on a server or still
/// there, else the user's own.
pub fn first(given: Option<OsString>, last: Option<&Place>) -> Result<Place, AppError> {
    if let Some(given) = given {
        let place = place(given)?;
        if matches!(&place, Place::Server(address) if address.has_password()) {
            return Err(AppError::new(
                ErrorCode::InvalidInput,
                format!("the password for {place} can be read in the list of processes"),
                "leave it out: Baton asks for it, and can keep it in this machine's keychain",
            ));
        }
        return Ok(place);
    }
    if let Some(set) = env::var_os("BATON_REGISTRY").filter(|set| !set.is_empty()) {
        return place(set);
    }
    let last = last.filter(|last| last.file().is_none_or(Path::is_file));
    Ok(last.cloned().unwrap_or_else(|| default_path().into()))
}

fn place(text: OsString) -> Result<Place, AppError> {
    match text.to_str() {
        Some(text) if Address::is_meant(text) => Ok(Place::Server(Box::new(address(text)?))),
        _ => Ok(PathBuf::from(text).into()),
    }
}

/// Reads the address of a registry on a server. Where that fails nothing of it is repeated, for it may hold a password.
pub fn address(text: &str) -> Result<Address, AppError> {
    Address::parse(text.trim()).map_err(|error| {
        let reason = match error {
            StoreError::NotARegistry { reason, .. } => reason,
            other => other.to_string(),
        };
        AppError::new(
            ErrorCode::InvalidInput,
            format!("this address cannot be read: {reason}"),
            "an address is written postgres://you@db.example.com/database?schema=name",
        )
    })
}

/// The folder of the user's own registries.
pub fn registries() -> PathBuf {
    default_path().parent().unwrap_or(Path::new("")).to_owned()
}

/// The file in which the window remembers its size and what was open; none on a system without home folders.
pub fn memory() -> Option<PathBuf> {
    ProjectDirs::from("dev", "baton", "Baton")
        .map(|folders| folders.config_dir().join("desktop.json"))
}

/// The folder of the log.
pub fn log() -> Option<PathBuf> {
    ProjectDirs::from("dev", "baton", "Baton").map(|folders| folders.data_local_dir().join("log"))
}

/// The socket on which links arrive.
#[cfg(unix)]
pub fn socket() -> Option<PathBuf> {
    memory().map(|path| path.with_file_name("links.socket"))
}

/// A path in the folder of registries that is not taken, named after `stem`.
pub fn free(folder: &Path, stem: &str) -> PathBuf {
    let name = |count: u32| match count {
        1 => format!("{stem}.baton"),
        _ => format!("{stem}-{count}.baton"),
    };
    (1..=u32::MAX)
        .map(|count| folder.join(name(count)))
        .find(|path| !path.exists())
        .unwrap_or_else(|| folder.join(stem))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_given_registry_comes_first() {
        let given = |text: &str| first(Some(text.into()), None);
        let file = given("/a/b.baton").unwrap();
        assert_eq!(file.file(), Some(Path::new("/a/b.baton")));
        let server = given("postgres://ana@db.example.org/desk").unwrap();
        assert_eq!(
            server.to_string(),
            "postgres://ana@db.example.org:5432/desk"
        );
        let refused = given("postgres://ana:s3cret@db.example.org/desk").unwrap_err();
        assert!(!refused.to_string().contains("s3cret"), "{refused}");
    }

    #[test]
    fn what_is_no_address_is_refused_and_not_repeated() {
        for text in [
            "db.example.org/desk",
            "postgres://ana:s3cret",
            "postgres://ana@db.example.org:s3cret/desk",
            "postgres://ana@db.example.org/desk?password=s3cret&schema=Odd",
        ] {
            let refused = address(text).unwrap_err();
            assert_eq!(refused.code, ErrorCode::InvalidInput);
            assert!(
                !format!("{refused} {:?}", refused.hints).contains("s3cret"),
                "{refused}"
            );
        }
    }

    #[test]
    fn a_taken_name_gets_a_number() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(
            free(folder.path(), "support"),
            folder.path().join("support.baton")
        );
        std::fs::write(folder.path().join("support.baton"), "").unwrap();
        assert_eq!(
            free(folder.path(), "support"),
            folder.path().join("support-2.baton")
        );
    }
}
