//! How far something is, on standard error while people look at it.

use std::io::{IsTerminal, Write};
use std::time::{Duration, Instant};

/// Time between two reports.
const BETWEEN: Duration = Duration::from_millis(200);

/// One line that is written over until the work is done.
pub struct Progress {
    is_shown: bool,
    told: Instant,
    is_open: bool,
}

impl Progress {
    pub(super) fn new(is_wanted: bool) -> Self {
        Self {
            is_shown: is_wanted && std::io::stderr().is_terminal(),
            told: Instant::now(),
            is_open: false,
        }
    }

    /// Says how much of all is done.
    pub fn tell(&mut self, done: u64, all: u64, what: &str) {
        if !self.is_shown || self.told.elapsed() < BETWEEN {
            return;
        }
        self.told = Instant::now();
        self.is_open = true;
        let share = done as f64 / all.max(1) as f64 * 100.0;
        let line = format!("\r{share:>3.0} %  {done} of {all} {what}\u{1b}[K");
        // Whoever does not read it misses nothing.
        let _ = std::io::stderr().write_all(line.as_bytes());
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if self.is_open {
            let _ = std::io::stderr().write_all(b"\r\x1b[K");
        }
    }
}
