//! Copies of a registry, in a folder of their own away from it: one for every day on which something changed, and whenever somebody
//! asks. What Baton keeps beside a registry (before its format changes, before a copy takes its place) is listed with them.

mod examine;
mod keep;
mod list;
mod name;

pub use examine::{BackupExamined, examine};
pub use keep::{DAYS, daily, take};
pub use list::{Backup, BackupReason, list};

use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};

/// The folder of a registry's copies, below the folder of all of them. The registry's name makes it readable, its path unique.
pub fn folder_of(backups: &Path, registry: &Path) -> PathBuf {
    let stem = registry.file_stem().unwrap_or_default().to_string_lossy();
    let readable = baton_model::slug(&stem, "registry");
    let place = std::path::absolute(registry).unwrap_or_else(|_| registry.to_owned());
    folder_named(backups, &readable, place.as_os_str().as_encoded_bytes())
}

/// The same of a registry on a server, whose address says where it is and holds no password.
pub fn folder_of_address(backups: &Path, address: &str) -> PathBuf {
    let name = address.rsplit('/').next().unwrap_or(address);
    let readable = baton_model::slug(name, "registry");
    folder_named(backups, &readable, address.as_bytes())
}

fn folder_named(backups: &Path, readable: &str, place: &[u8]) -> PathBuf {
    let hash = hex_of(&Sha256::digest(place)[..4]);
    backups.join(format!("{readable}-{hash}"))
}

/// The folder of all copies: in the platform's data folder, shared by window and command line.
pub fn default_folder() -> PathBuf {
    let registry = crate::registry::default_path();
    registry.parent().unwrap_or(Path::new("")).join("backups")
}

fn hex_of(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests;
