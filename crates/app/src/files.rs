//! Reading bounded files and writing them so that each is old or new, never half.

use crate::{AppError, ErrorCode};
use baton_model::Limits;
use std::fs;
use std::io::{Read, Write};
use std::path::{Component, Path, PathBuf};

/// Reads a file up to the size limit.
pub(crate) fn read_bounded(path: &Path) -> Result<Vec<u8>, AppError> {
    let file = fs::File::open(path).map_err(|error| AppError::io(path, error))?;
    let metadata = file.metadata().map_err(|error| AppError::io(path, error))?;
    if metadata.is_dir() {
        return Err(AppError::new(
            ErrorCode::InvalidFile,
            format!("{} is a folder", path.display()),
            "name a file",
        ));
    }
    if metadata.len() > Limits::DEFAULT.file_bytes {
        return Err(too_large(path));
    }
    let mut bytes = Vec::new();
    file.take(Limits::DEFAULT.file_bytes + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| AppError::io(path, error))?;
    if bytes.len() as u64 > Limits::DEFAULT.file_bytes {
        return Err(too_large(path));
    }
    Ok(bytes)
}

/// Reads a text file; invalid UTF-8 is named with its place.
pub(crate) fn read_text(path: &Path) -> Result<String, AppError> {
    text(path, read_bounded(path)?)
}

/// A text file up to the size limit, or standard input for `-`.
pub fn read_input(path: &Path) -> Result<String, AppError> {
    if path.as_os_str() == "-" {
        read_stdin()
    } else {
        read_text(path)
    }
}

/// Standard input as text, with the same limit and the same errors as a file.
fn read_stdin() -> Result<String, AppError> {
    let name = Path::new("standard input");
    let mut bytes = Vec::new();
    std::io::stdin()
        .lock()
        .take(Limits::DEFAULT.file_bytes + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| AppError::io(name, error))?;
    if bytes.len() as u64 > Limits::DEFAULT.file_bytes {
        return Err(too_large(name));
    }
    text(name, bytes)
}

fn too_large(path: &Path) -> AppError {
    AppError::new(
        ErrorCode::InvalidFile,
        format!(
            "{} is larger than {} MiB",
            path.display(),
            Limits::DEFAULT.file_bytes >> 20
        ),
        "split the file",
    )
}

fn text(path: &Path, bytes: Vec<u8>) -> Result<String, AppError> {
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let line = error
            .as_bytes()
            .iter()
            .take(at)
            .filter(|byte| **byte == b'\n')
            .count()
            + 1;
        AppError::new(
            ErrorCode::InvalidFile,
            format!("{}: line {line}: byte {at} is not UTF-8", path.display()),
            "save the file as UTF-8",
        )
    })
}

/// The place of a relative path below `root`. Refuses what leads outside, by its words or by a link.
pub(crate) fn inside(root: &Path, relative: &str) -> Result<PathBuf, AppError> {
    let unsafe_path = |why: &str| {
        AppError::new(
            ErrorCode::UnsafePath,
            format!("{relative:?} {why}"),
            format!("nothing is read or written outside {}", root.display()),
        )
    };
    let mut place = root.to_path_buf();
    let parts: Vec<Component> = Path::new(relative).components().collect();
    if parts.is_empty() || relative.contains('\\') {
        return Err(unsafe_path("is not a path below the folder"));
    }
    for (index, part) in parts.iter().enumerate() {
        let Component::Normal(name) = part else {
            return Err(unsafe_path("leads outside the folder"));
        };
        place.push(name);
        match fs::symlink_metadata(&place) {
            Ok(found) if found.file_type().is_symlink() => {
                return Err(unsafe_path("goes through a symbolic link"));
            }
            Ok(found) if index + 1 < parts.len() && !found.is_dir() => {
                return Err(unsafe_path("goes through a file"));
            }
            Ok(_) => {}
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => return Err(AppError::io(&place, error)),
        }
    }
    Ok(place)
}

/// Writes a file next to its place, makes it durable, then moves it there.
pub(crate) fn write_atomically(path: &Path, bytes: &[u8]) -> Result<(), AppError> {
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(|error| AppError::io(folder, error))?;
    let mut file = tempfile::Builder::new()
        .prefix(".baton-")
        .suffix(".part")
        .tempfile_in(folder)
        .map_err(|error| AppError::io(folder, error))?;
    file.write_all(bytes)
        .map_err(|error| AppError::io(path, error))?;
    make_readable(file.as_file()).map_err(|error| AppError::io(path, error))?;
    file.as_file()
        .sync_all()
        .map_err(|error| AppError::io(path, error))?;
    file.persist(path)
        .map_err(|error| AppError::io(path, error.error))?;
    Ok(())
}

/// From so many files on, they are made durable together.
const MANY: usize = 32;

/// Writes files as [`write_atomically`] does: all are written beside their places and made durable, then moved there. With many files
/// the file system is asked once, where each by itself would wait for the disk.
pub(crate) fn write_all_atomically(
    root: &Path,
    files: &[(PathBuf, &[u8])],
) -> Result<(), AppError> {
    if files.len() < MANY {
        return files
            .iter()
            .try_for_each(|(path, bytes)| write_atomically(path, bytes));
    }
    let mut folders = std::collections::BTreeSet::new();
    let mut ready = Vec::with_capacity(files.len());
    for (path, bytes) in files {
        let folder = path.parent().unwrap_or(Path::new("."));
        if folders.insert(folder) {
            fs::create_dir_all(folder).map_err(|error| AppError::io(folder, error))?;
        }
        let mut file = tempfile::Builder::new()
            .prefix(".baton-")
            .suffix(".part")
            .tempfile_in(folder)
            .map_err(|error| AppError::io(folder, error))?;
        let written = file
            .write_all(bytes)
            .and_then(|()| make_readable(file.as_file()))
            .and_then(|()| sync_alone(file.as_file()));
        written.map_err(|error| AppError::io(path, error))?;
        // Closed here: so many files cannot be open at once.
        ready.push((file.into_temp_path(), path));
    }
    sync_together(root).map_err(|error| AppError::io(root, error))?;
    for (file, path) in ready {
        file.persist(path)
            .map_err(|error| AppError::io(path, error.error))?;
    }
    Ok(())
}

/// Makes everything durable that was written to the file system of a folder.
#[cfg(target_os = "linux")]
fn sync_together(folder: &Path) -> std::io::Result<()> {
    rustix::fs::syncfs(fs::File::open(folder)?).map_err(Into::into)
}

#[cfg(not(target_os = "linux"))]
fn sync_together(_: &Path) -> std::io::Result<()> {
    Ok(())
}

/// Makes one file durable where [`sync_together`] does not.
#[cfg(target_os = "linux")]
#[allow(clippy::unnecessary_wraps)] // other systems can fail here
fn sync_alone(_: &fs::File) -> std::io::Result<()> {
    Ok(())
}

#[cfg(not(target_os = "linux"))]
fn sync_alone(file: &fs::File) -> std::io::Result<()> {
    file.sync_all()
}

/// Temporary files are private; what is exported is for everybody who may read the folder.
#[cfg(unix)]
fn make_readable(file: &fs::File) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn make_readable(_: &fs::File) -> std::io::Result<()> {
    Ok(())
}

/// Every file below `root` with its relative path, without following links. Hidden folders are left out.
pub(crate) fn walk(root: &Path, limit: usize) -> Result<Vec<String>, AppError> {
    let mut out = Vec::new();
    let mut folders = vec![(root.to_path_buf(), String::new())];
    while let Some((folder, prefix)) = folders.pop() {
        let entries = fs::read_dir(&folder).map_err(|error| AppError::io(&folder, error))?;
        for entry in entries {
            let entry = entry.map_err(|error| AppError::io(&folder, error))?;
            let name = entry.file_name();
            let Some(name) = name.to_str().filter(|name| !name.starts_with('.')) else {
                continue;
            };
            let relative = if prefix.is_empty() {
                name.to_owned()
            } else {
                format!("{prefix}/{name}")
            };
            let kind = entry
                .file_type()
                .map_err(|error| AppError::io(&entry.path(), error))?;
            if kind.is_dir() {
                folders.push((entry.path(), relative));
            } else if kind.is_file() {
                out.push(relative);
                if out.len() > limit {
                    return Err(AppError::new(
                        ErrorCode::InvalidFile,
                        format!("{} holds more than {limit} files", root.display()),
                        "name the folder that `baton pull` wrote",
                    ));
                }
            }
        }
    }
    out.sort();
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_leads_outside() {
        let root = tempfile::tempdir().unwrap();
        for bad in ["../x", "/etc/passwd", "a/../../x", "", ".", "a\\..\\x"] {
            assert!(inside(root.path(), bad).is_err(), "{bad:?}");
        }
        assert!(inside(root.path(), "a/b.json").is_ok());
    }

    #[cfg(unix)]
    #[test]
    fn links_are_not_followed() {
        let root = tempfile::tempdir().unwrap();
        let outside = tempfile::tempdir().unwrap();
        std::os::unix::fs::symlink(outside.path(), root.path().join("out")).unwrap();
        assert!(inside(root.path(), "out/x").is_err());
    }

    #[test]
    fn a_write_leaves_no_other_file_behind() {
        let root = tempfile::tempdir().unwrap();
        let path = root.path().join("deep/er/file.txt");
        write_atomically(&path, b"one").unwrap();
        write_atomically(&path, b"two").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"two");
        assert_eq!(walk(root.path(), 10).unwrap(), ["deep/er/file.txt"]);
    }

    #[test]
    fn many_files_are_written_like_one() {
        let root = tempfile::tempdir().unwrap();
        let paths: Vec<PathBuf> = (0..3 * MANY)
            .map(|number| root.path().join(format!("{}/{number}.txt", number % 3)))
            .collect();
        for content in ["one", "two"] {
            let files: Vec<_> = paths
                .iter()
                .map(|path| (path.clone(), content.as_bytes()))
                .collect();
            write_all_atomically(root.path(), &files).unwrap();
        }
        assert!(paths.iter().all(|path| fs::read(path).unwrap() == b"two"));
        let all: usize = (0..3)
            .map(|folder| {
                fs::read_dir(root.path().join(folder.to_string()))
                    .unwrap()
                    .count()
            })
            .sum();
        assert_eq!(all, paths.len(), "nothing is left beside them");
    }
}
