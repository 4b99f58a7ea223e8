//! The log's files: one that grows, and the one before it. An entry is a line of JSON.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufRead, BufReader, Write};
use std::path::{Path, PathBuf};

/// A file that is larger becomes the one before.
const MOST_BYTES: u64 = 512 * 1024;
/// Letters of a message that are kept.
const MOST_LETTERS: usize = 600;

/// What kind of entry it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum LogLevel {
    /// A command of a window.
    Command,
    /// Something worth knowing.
    Info,
    /// A refusal or a failure.
    Error,
}

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct LogEntry {
    /// When, in UTC.
    pub at: String,
    /// What kind of entry it is.
    pub level: LogLevel,
    /// The command, or the part of the program.
    pub what: String,
    /// What was said about it, without secrets.
    pub message: String,
    /// Milliseconds that it took.
    pub took_ms: Option<f64>,
}

impl LogEntry {
    pub fn new(level: LogLevel, what: &str, message: &str) -> Self {
        let now = Timestamp::now();
        let now = now.round(jiff::Unit::Millisecond).unwrap_or(now);
        Self {
            at: now.to_string(),
            level,
            what: what.to_owned(),
            message: message.chars().take(MOST_LETTERS).collect(),
            took_ms: None,
        }
    }

    pub fn took(self, milliseconds: f64) -> Self {
        Self {
            took_ms: Some(milliseconds),
            ..self
        }
    }
}

/// Where the log is.
#[derive(Clone, Debug)]
pub struct Files {
    folder: PathBuf,
}

impl Files {
    pub fn new(folder: PathBuf) -> Self {
        Self { folder }
    }

    pub fn folder(&self) -> &Path {
        &self.folder
    }

    fn newest(&self) -> PathBuf {
        self.folder.join("baton.log")
    }

    fn before(&self) -> PathBuf {
        self.folder.join("baton.log.1")
    }

    /// The last entries, the newest first. Lines that are none are passed over.
    pub fn read(&self, most: usize) -> Vec<LogEntry> {
        let mut found = Vec::new();
        for path in [self.newest(), self.before()] {
            let Ok(file) = File::open(path) else { continue };
            let lines = BufReader::new(file).lines().map_while(Result::ok);
            let mut entries: Vec<LogEntry> = lines
                .filter_map(|line| serde_json::from_str(&line).ok())
                .collect();
            entries.reverse();
            found.append(&mut entries);
            if found.len() >= most {
                break;
            }
        }
        found.truncate(most);
        found
    }
}

/// Appends entries; a file that has become too large takes the place of the one before.
pub fn write_entries(files: &Files, entries: impl Iterator<Item = LogEntry>) -> io::Result<()> {
    fs::create_dir_all(&files.folder)?;
    let newest = files.newest();
    if fs::metadata(&newest).is_ok_and(|file| file.len() >= MOST_BYTES) {
        fs::rename(&newest, files.before())?;
    }
    let mut options = OpenOptions::new();
    options.create(true).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut text = String::new();
    for entry in entries {
        text.push_str(&serde_json::to_string(&entry)?);
        text.push('\n');
    }
    // One write: lines of two programs do not mix.
    options.open(&newest)?.write_all(text.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_is_read_newest_first() {
        let folder = tempfile::tempdir().unwrap();
        let files = Files::new(folder.path().join("log"));
        assert!(files.read(10).is_empty());
        let entry = |n: u32| LogEntry::new(LogLevel::Command, "undo", "").took(f64::from(n));
        write_entries(&files, [entry(1), entry(2)].into_iter()).unwrap();
        fs::write(files.before(), "half a line{\n").unwrap();
        write_entries(&files, [entry(3)].into_iter()).unwrap();
        let took: Vec<_> = files.read(10).iter().map(|entry| entry.took_ms).collect();
        assert_eq!(took, [Some(3.0), Some(2.0), Some(1.0)]);
        assert_eq!(files.read(1).len(), 1);
    }

    #[test]
    fn the_log_does_not_grow_without_end() {
        let folder = tempfile::tempdir().unwrap();
        let files = Files::new(folder.path().to_owned());
        let long = "x".repeat(100_000);
        for _ in 0..50 {
            let entries = (0..100).map(|_| LogEntry::new(LogLevel::Error, "edit", &long));
            write_entries(&files, entries).unwrap();
        }
        let size = |path: PathBuf| fs::metadata(path).unwrap().len();
        assert!(size(files.newest()) + size(files.before()) < 3 * MOST_BYTES);
        assert!(files.read(5)[0].message.len() == MOST_LETTERS);
    }
}
