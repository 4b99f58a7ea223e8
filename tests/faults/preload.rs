//! Faults in the calls that a program makes of its files: `shim.c`, compiled once a process and preloaded into the program.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

/// What goes wrong in a program.
#[derive(Clone, Copy, Debug)]
pub enum Fault {
    /// Nothing.
    None,
    /// It is killed instead of a call; calls count from 1.
    Kill(usize),
    /// It is killed in the middle of a call, if that writes.
    Torn(usize),
    /// One call fails because the device does.
    Broken(usize),
    /// From a call on the disk is full.
    Full(usize),
    /// One request for memory is refused; requests count from 1.
    NoMemory(usize),
}

/// What the C library calls a failing device.
const EIO: &str = "5";

static LIBRARY: LazyLock<tempfile::TempDir> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    let source = concat!(env!("CARGO_MANIFEST_DIR"), "/faults/shim.c");
    // Whoever builds Baton has a compiler for C: SQLite is built with it.
    let compiler = std::env::var("CC").unwrap_or_else(|_| "cc".to_owned());
    let built = Command::new(&compiler)
        .args(["-shared", "-fPIC", "-O1", "-o"])
        .arg(folder.path().join("shim.so"))
        .args([source, "-ldl"])
        .status();
    assert!(
        built.is_ok_and(|status| status.success()),
        "{compiler} cannot compile {source}"
    );
    folder
});

/// Preloads the library into a command whose files below `under` count.
pub fn preload(command: &mut Command, under: &Path, fault: Fault) {
    let (call, how) = match fault {
        Fault::None => (0, "0"),
        Fault::Kill(call) => (call, "kill"),
        Fault::Torn(call) => (call, "torn"),
        Fault::Broken(call) => (call, EIO),
        Fault::Full(call) => (call, "full"),
        Fault::NoMemory(request) => (request, "memory"),
    };
    command
        .env("LD_PRELOAD", LIBRARY.path().join("shim.so"))
        .env("FAULT_UNDER", under)
        .env("FAULT_CALL", call.to_string())
        .env("FAULT_HOW", how)
        .env("FAULT_TOLD", told_in());
}

/// Where a program that this test starts tells how many calls it made.
fn told_in() -> PathBuf {
    let name = format!("told-{:?}", std::thread::current().id());
    LIBRARY.path().join(name)
}

/// What the last program did that this test started and that ended by itself.
pub struct Told {
    /// Calls that touch its files.
    pub calls: usize,
    /// Requests for memory.
    pub requests: usize,
}

pub fn told() -> Told {
    let text = std::fs::read_to_string(told_in()).unwrap();
    let (calls, requests) = text.trim().split_once(' ').unwrap();
    Told {
        calls: calls.parse().unwrap(),
        requests: requests.parse().unwrap(),
    }
}

/// Preloads the library into a command whose clock is so many seconds wrong.
pub fn wrong_clock(command: &mut Command, seconds: i64) {
    command
        .env("LD_PRELOAD", LIBRARY.path().join("shim.so"))
        .env("FAULT_CLOCK", seconds.to_string());
}
