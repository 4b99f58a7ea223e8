//! What the window remembers from one start to the next. Losing it loses nothing of the user's work.

use serde::{Deserialize, Serialize};
use std::{
    fs, io,
    path::{Path, PathBuf},
};

/// Registries that are listed at most.
const RECENT: usize = 12;
/// Bytes that are read at most.
const LIMIT: u64 = 64 * 1024;

/// The window's size and what was open.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Remembered {
    /// Registries, the last one first.
    pub recent: Vec<PathBuf>,
    /// The window, once it was closed.
    pub window: WindowSize,
}

/// The inner size of the window, in logical pixels.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct WindowSize {
    pub width: f64,
    pub height: f64,
    pub maximized: bool,
}

impl WindowSize {
    /// The smallest size in which everything can be reached.
    pub const SMALLEST: Self = Self {
        width: 800.0,
        height: 560.0,
        maximized: false,
    };
    const LARGEST: f64 = 10_000.0;

    fn within_limits(self) -> Self {
        let side = |value: f64, least: f64, usual: f64| {
            if value.is_finite() {
                value.clamp(least, Self::LARGEST)
            } else {
                usual
            }
        };
        let usual = Self::default();
        Self {
            width: side(self.width, Self::SMALLEST.width, usual.width),
            height: side(self.height, Self::SMALLEST.height, usual.height),
            maximized: self.maximized,
        }
    }
}

impl Default for WindowSize {
    fn default() -> Self {
        Self {
            width: 1440.0,
            height: 900.0,
            maximized: false,
        }
    }
}

impl Remembered {
    /// Reads the file. What is missing, damaged or out of range is as on the first start.
    pub fn read(path: &Path) -> Self {
        let small = fs::metadata(path).is_ok_and(|file| file.is_file() && file.len() <= LIMIT);
        let text = if small {
            fs::read_to_string(path).unwrap_or_default()
        } else {
            String::new()
        };
        let mut read: Self = serde_json::from_str(&text).unwrap_or_default();
        read.window = read.window.within_limits();
        read.recent.retain(|path| path.is_absolute());
        read.recent.truncate(RECENT);
        read
    }

    /// Writes the file, whole or not at all.
    pub fn write(&self, path: &Path) -> io::Result<()> {
        let folder = path.parent().unwrap_or(Path::new("."));
        fs::create_dir_all(folder)?;
        let file = tempfile::NamedTempFile::new_in(folder)?;
        serde_json::to_writer_pretty(&file, self)?;
        file.persist(path)?;
        Ok(())
    }

    /// Puts a registry first.
    pub fn opened(&mut self, registry: &Path) {
        self.recent.retain(|path| path != registry);
        self.recent.insert(0, registry.to_owned());
        self.recent.truncate(RECENT);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Remembered {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("desktop.json");
        fs::write(&path, text).unwrap();
        Remembered::read(&path)
    }

    #[test]
    fn what_was_written_is_read_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new/desktop.json");
        let mut remembered = Remembered::default();
        remembered.opened(Path::new("/a.sqlite"));
        remembered.opened(Path::new("/b.sqlite"));
        remembered.opened(Path::new("/a.sqlite"));
        remembered.write(&path).unwrap();
        assert_eq!(Remembered::read(&path), remembered);
        assert_eq!(
            remembered.recent,
            [Path::new("/a.sqlite"), Path::new("/b.sqlite")]
        );
    }

    #[test]
    fn a_damaged_or_missing_file_is_as_on_the_first_start() {
        assert_eq!(read("{\"recent\": 7"), Remembered::default());
        assert_eq!(
            read(&format!("{{\"x\":\"{}\"}}", "a".repeat(70_000))),
            Remembered::default()
        );
        assert_eq!(
            Remembered::read(Path::new("/does/not/exist.json")),
            Remembered::default()
        );
    }

    #[test]
    fn sizes_and_paths_out_of_range_are_mended() {
        let read = read(
            r#"{"recent":["../a.sqlite"],"window":{"width":1,"height":1e9,"maximized":true}}"#,
        );
        assert!(read.recent.is_empty());
        assert_eq!(
            read.window,
            WindowSize {
                width: 800.0,
                height: 10_000.0,
                maximized: true
            }
        );
    }
}
