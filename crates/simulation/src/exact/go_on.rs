//! Whether anybody still waits for a solution.

use std::sync::atomic::{AtomicBool, Ordering};

/// Asked in every loop that can take long; once it is over, what is under way comes to an end with numbers that nobody gets to see.
pub(super) struct GoOn<'a> {
    ask: &'a (dyn Fn() -> bool + Sync),
    is_over: AtomicBool,
}

impl<'a> GoOn<'a> {
    pub fn new(ask: &'a (dyn Fn() -> bool + Sync)) -> Self {
        Self {
            ask,
            is_over: AtomicBool::new(false),
        }
    }

    /// Once over, it stays so.
    pub fn is_over(&self) -> bool {
        if !self.is_over.load(Ordering::Relaxed) && !(self.ask)() {
            self.is_over.store(true, Ordering::Relaxed);
        }
        self.is_over.load(Ordering::Relaxed)
    }
}
