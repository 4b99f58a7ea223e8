//! For the benchmark of the start: with `BATON_TEST_START` set, the program says `ready` on its standard output as soon as the
//! drawing can be used, and ends. Asking the page from outside would slow down what is measured.

use std::env;
use tauri::webview::WebviewWindowBuilder;
use tauri::{Manager, Runtime};

/// The title that the page takes for a moment, once a frame with the drawing was painted.
const SIGNAL: &str = "baton-start-measured";

/// Waits in the page, without work of its own between two frames.
const SCRIPT: &str = r#"
    const look = () => {
        if (!window.__baton?.ready) return requestAnimationFrame(look);
        requestAnimationFrame(() => { document.title = "baton-start-measured"; });
    };
    look();
"#;

/// Adds the signal to a window when it is asked for.
pub fn attach<R: Runtime, M: Manager<R>>(
    window: WebviewWindowBuilder<'_, R, M>,
) -> WebviewWindowBuilder<'_, R, M> {
    if env::var_os("BATON_TEST_START").is_none() {
        return window;
    }
    window
        .initialization_script(SCRIPT)
        .on_document_title_changed(|window, title| {
            if title == SIGNAL {
                #[allow(clippy::print_stdout, reason = "the benchmark reads it")]
                {
                    println!("ready");
                }
                window.app_handle().exit(0);
            }
        })
}
