//! Lets tests see how the window stands a desk that is slow to answer.

use std::time::Duration;

/// Waits as many milliseconds as `BATON_TEST_DELAY_MS` says; never in a release.
pub async fn wait() {
    if !cfg!(debug_assertions) {
        return;
    }
    let wanted = std::env::var("BATON_TEST_DELAY_MS").ok();
    if let Some(milliseconds) = wanted.and_then(|text| text.parse().ok()) {
        tokio::time::sleep(Duration::from_millis(milliseconds)).await;
    }
}
