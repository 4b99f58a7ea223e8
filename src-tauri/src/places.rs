//! Where the desktop keeps things: the user's own registry, and what the window remembers.

use baton_app::registry::default_path;
use directories::ProjectDirs;
use std::{
    env,
    path::{Path, PathBuf},
};

/// The registry that opens first: the given one, else `BATON_REGISTRY`, else the one that was open last and is still there, else
/// the user's own.
pub fn first(given: Option<PathBuf>, last: Option<&Path>) -> PathBuf {
    given
        .or_else(|| {
            env::var_os("BATON_REGISTRY")
                .filter(|path| !path.is_empty())
                .map(PathBuf::from)
        })
        .or_else(|| last.filter(|path| path.is_file()).map(Path::to_owned))
        .unwrap_or_else(default_path)
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
        assert_eq!(
            first(Some(PathBuf::from("/a/b.baton")), None),
            Path::new("/a/b.baton")
        );
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
