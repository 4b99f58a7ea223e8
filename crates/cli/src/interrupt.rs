//! Interrupts of long work from the keyboard.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tokio::task::JoinHandle;

/// Listens for an interrupt until it is dropped. The first one asks the work to end, a second one ends the program.
pub struct Interrupt {
    goes_on: Arc<AtomicBool>,
    listener: JoinHandle<()>,
}

impl Interrupt {
    pub fn listen() -> Self {
        let goes_on = Arc::new(AtomicBool::new(true));
        let interrupted = Arc::clone(&goes_on);
        let listener = tokio::spawn(async move {
            while tokio::signal::ctrl_c().await.is_ok() {
                if !interrupted.swap(false, Ordering::Relaxed) {
                    std::process::exit(130);
                }
            }
        });
        Self { goes_on, listener }
    }

    /// Whether nobody interrupted it yet.
    pub fn goes_on(&self) -> bool {
        self.goes_on.load(Ordering::Relaxed)
    }
}

impl Drop for Interrupt {
    fn drop(&mut self) {
        self.listener.abort();
    }
}
