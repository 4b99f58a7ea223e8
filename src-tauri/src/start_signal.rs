//! For the benchmark of the start: with `BATON_TEST_START` set, the program says `ready` on its standard output as soon as the
//! drawing can be used, and ends; with `BATON_TEST_START=stay` it goes on, so that its memory can be read. Behind the word stand
//! the moments on the way there as JSON, in milliseconds since the page began: what the page marked (`ui/src/platform/timing.ts`),
//! and `origin`, the beginning itself in milliseconds since 1970. Asking the page from outside would slow down what is measured.

use std::env;
use tauri::webview::WebviewWindowBuilder;
use tauri::{Manager, Runtime};

/// The title that the page takes for a moment, once a frame with the drawing was painted.
const SIGNAL: &str = "baton-start-measured";

/// Waits in the page, without work of its own between two frames.
const SCRIPT: &str = r#"
    const look = () => {
        if (!window.__baton?.ready) return requestAnimationFrame(look);
        requestAnimationFrame(() => {
            const moments = { origin: performance.timeOrigin };
            for (const { name, startTime } of performance.getEntriesByType("mark")) moments[name] = startTime;
            document.title = "baton-start-measured" + JSON.stringify({ ...moments, ready: performance.now() });
        });
    };
    look();
"#;

/// Adds the signal to a window when it is asked for.
pub fn attach<R: Runtime, M: Manager<R>>(
    window: WebviewWindowBuilder<'_, R, M>,
) -> WebviewWindowBuilder<'_, R, M> {
    let Some(how) = env::var_os("BATON_TEST_START") else {
        return window;
    };
    let stays = how == "stay";
    window
        .initialization_script(SCRIPT)
        .on_document_title_changed(move |window, title| {
            if let Some(moments) = title.strip_prefix(SIGNAL) {
                #[allow(clippy::print_stdout, reason = "the benchmark reads it")]
                {
                    println!("ready {moments}");
                }
                if !stays {
                    window.app_handle().exit(0);
                }
            }
        })
}
