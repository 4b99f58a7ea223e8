//! Notifications of the system, for work that has finished while nobody looked.

use crate::log;
use std::env;
use tauri::{AppHandle, Runtime};
use tauri_plugin_notification::NotificationExt;

/// Tests of the window name a file here; it then gets what would be told. Without effect in a release.
const TEST: &str = "BATON_TEST_NOTIFIED";
/// Letters that are shown.
const MOST: usize = 200;

/// Shows a title and what it is about.
type Show = Box<dyn Fn(&str, &str) + Send + Sync>;

/// Tells what has finished.
pub struct Finished(Show);

impl Finished {
    pub fn new<R: Runtime>(app: &AppHandle<R>) -> Self {
        let app = app.clone();
        Self(Box::new(move |title, body| {
            let shown = app.notification().builder().title(title).body(body).show();
            if let Err(error) = shown {
                log::info("notification", &format!("it was not shown: {error}"));
            }
        }))
    }

    pub fn tell(&self, title: &str, body: &str) {
        let (title, body) = (plain(title), plain(body));
        if cfg!(debug_assertions)
            && let Some(file) = env::var_os(TEST)
        {
            // The test waits for it and says so when it does not come.
            let _ = std::fs::write(file, format!("{title}\n{body}"));
            return;
        }
        (self.0)(&title, &body);
    }
}

/// Without what notification daemons read as markup or as the end of a line.
fn plain(text: &str) -> String {
    let kept = text.chars().filter(|c| !"<>&".contains(*c));
    kept.map(|c| if c.is_control() { ' ' } else { c })
        .take(MOST)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_notification_is_plain_text() {
        assert_eq!(plain("<b>Orders</b>\n&amp;"), "bOrders/b amp;");
        assert_eq!(plain(&"x".repeat(500)).len(), MOST);
    }
}
