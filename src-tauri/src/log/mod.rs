//! What the program did, for whoever has to find out why something went wrong: commands with the time that they took, refusals,
//! failures. A file of bounded size in the user's data folder, without secrets and without anything that was typed.

mod file;
mod redact;

pub use file::{LogEntry, LogLevel};

use file::{Files, write_entries};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;
use std::time::Duration;

/// Entries that wait for the disk at most; while it is that slow, further ones are dropped.
const MOST_WAITING: usize = 1024;

static LOG: OnceLock<Log> = OnceLock::new();

struct Log {
    files: Files,
    home: Option<String>,
    waiting: SyncSender<LogEntry>,
}

/// Begins to write into a folder. Before, and in tests without it, nothing is kept.
pub fn begin(folder: PathBuf) {
    let (waiting, arriving) = sync_channel(MOST_WAITING);
    let files = Files::new(folder);
    let home = directories::UserDirs::new().map(|user| user.home_dir().display().to_string());
    let log = Log {
        files: files.clone(),
        home,
        waiting,
    };
    if LOG.set(log).is_ok() {
        thread::spawn(move || keep(&files, &arriving));
        note_panics();
    }
}

/// The folder of the log; none while nothing is kept.
pub fn folder() -> Option<&'static Path> {
    LOG.get().map(|log| log.files.folder())
}

/// The last entries, the newest first.
pub fn entries(most: usize) -> Vec<LogEntry> {
    LOG.get().map_or_else(Vec::new, |log| log.files.read(most))
}

/// A command that was answered.
pub fn command(name: &str, took: Duration) {
    let took_ms = took.as_secs_f64() * 1000.0;
    note(LogEntry::new(LogLevel::Command, name, "").took((took_ms * 10.0).round() / 10.0));
}

/// Something worth knowing.
pub fn info(what: &str, message: &str) {
    note(LogEntry::new(LogLevel::Info, what, message));
}

/// Something that was refused or failed.
pub fn error(what: &str, message: &str) {
    note(LogEntry::new(LogLevel::Error, what, message));
}

fn note(mut entry: LogEntry) {
    let Some(log) = LOG.get() else { return };
    entry.message = redact::redact(&entry.message, log.home.as_deref());
    // A full queue means a disk that does not answer; the program goes on.
    let _ = log.waiting.try_send(entry);
}

fn keep(files: &Files, arriving: &Receiver<LogEntry>) {
    while let Ok(first) = arriving.recv() {
        let entries = std::iter::once(first).chain(arriving.try_iter());
        // Without a log the program works all the same.
        let _ = write_entries(files, entries);
    }
}

/// A fault of ours is in the log before the program ends of it.
fn note_panics() {
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if let Some(log) = LOG.get() {
            let message = redact::redact(&panic.to_string(), log.home.as_deref());
            let entry = LogEntry::new(LogLevel::Error, "panic", &message);
            let _ = write_entries(&log.files, std::iter::once(entry));
        }
        usual(panic);
    }));
}
