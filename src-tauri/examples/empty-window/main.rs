//! A Tauri window with an empty page: what `scripts/measure-start.mjs` takes off, so that Baton answers only for its own time and
//! memory. It says `ready` once the page was painted; with `BATON_TEST_START=stay` it stays open, otherwise it ends.

use std::{env, process::ExitCode};
use tauri::webview::WebviewWindowBuilder;
use tauri::{Manager, WebviewUrl};

const SIGNAL: &str = "empty-start-measured";

/// As Baton's own signal does, it waits for the frame after the first picture.
const SCRIPT: &str = r#"
    const look = () => {
        if (document.readyState !== "complete") return requestAnimationFrame(look);
        requestAnimationFrame(() => { document.title = "empty-start-measured"; });
    };
    look();
"#;

fn main() -> ExitCode {
    baton_desktop::choose_renderer();
    match open() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("The empty window did not open: {error}");
            ExitCode::FAILURE
        }
    }
}

fn open() -> tauri::Result<()> {
    let stays = env::var_os("BATON_TEST_START").is_some_and(|how| how == "stay");
    let context = tauri::generate_context!("examples/empty-window/tauri.conf.json");
    let app = tauri::Builder::default().build(context)?;
    WebviewWindowBuilder::new(&app, "main", WebviewUrl::App("index.html".into()))
        .title("Empty")
        .inner_size(1440.0, 900.0)
        .initialization_script(SCRIPT)
        .on_document_title_changed(move |window, title| {
            if title == SIGNAL {
                #[allow(clippy::print_stdout, reason = "the benchmark reads it")]
                {
                    println!("ready");
                }
                if !stays {
                    window.app_handle().exit(0);
                }
            }
        })
        .build()?;
    app.run(|_, _| {});
    Ok(())
}
