//! What takes its time: it happens where nothing waits for it, tells how far it is, and can be ended by its name.

use crate::refused::Refused;
use baton_app::{AppError, ErrorCode};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Time between two reports of a run.
const BETWEEN: Duration = Duration::from_millis(100);

/// The runs that are under way, and who hears of them; `N` is the news that they give.
pub struct Runs<N> {
    /// By name, whether they go on.
    under_way: Mutex<BTreeMap<String, Arc<AtomicBool>>>,
    tell: Arc<dyn Fn(N) + Send + Sync>,
}

impl<N: 'static> Runs<N> {
    pub fn new(tell: impl Fn(N) + Send + Sync + 'static) -> Self {
        Self {
            under_way: Mutex::default(),
            tell: Arc::new(tell),
        }
    }

    /// Runs something on a thread of its own. `news` makes of a step what is told; of steps that follow quickly only some are.
    pub async fn run<S, T: Send + 'static>(
        &self,
        run: String,
        news: impl Fn(&str, S) -> N + Send + 'static,
        work: impl FnOnce(&mut (dyn FnMut(S) -> bool + Send)) -> Result<T, AppError> + Send + 'static,
    ) -> Result<T, Refused> {
        let goes_on = self.begin(&run);
        let mark = Arc::clone(&goes_on);
        let name = run.clone();
        let tell = Arc::clone(&self.tell);
        let done = off_the_way(move || {
            let mut told = Instant::now();
            work(&mut move |step| {
                if told.elapsed() >= BETWEEN {
                    told = Instant::now();
                    tell(news(&name, step));
                }
                goes_on.load(Ordering::Relaxed)
            })
        })
        .await;
        self.end(&run, &mark);
        done
    }

    /// Ends a run early; nothing happens where it has ended already.
    pub fn cancel(&self, run: &str) {
        if let Some(goes_on) = self.under_way().get(run) {
            goes_on.store(false, Ordering::Relaxed);
        }
    }

    /// Begins a run; an earlier one of the same name is ended.
    fn begin(&self, run: &str) -> Arc<AtomicBool> {
        let goes_on = Arc::new(AtomicBool::new(true));
        let mut runs = self.under_way();
        if let Some(earlier) = runs.insert(run.to_owned(), Arc::clone(&goes_on)) {
            earlier.store(false, Ordering::Relaxed);
        }
        goes_on
    }

    fn end(&self, run: &str, mark: &Arc<AtomicBool>) {
        let mut runs = self.under_way();
        if runs.get(run).is_some_and(|known| Arc::ptr_eq(known, mark)) {
            runs.remove(run);
        }
    }

    fn under_way(&self) -> MutexGuard<'_, BTreeMap<String, Arc<AtomicBool>>> {
        self.under_way
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

/// Does what takes its time where nothing waits for it.
pub async fn off_the_way<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, AppError> + Send + 'static,
) -> Result<T, Refused> {
    let done = tauri::async_runtime::spawn_blocking(work).await;
    let done = done.map_err(|error| {
        AppError::new(
            ErrorCode::Internal,
            format!("it stopped: {error}"),
            "try again; no record was touched",
        )
    })?;
    Ok(done?)
}
