//! The one window: its size, and the walls around it.

use crate::desk::Desk;
use crate::remembered::WindowSize;
use crate::start_signal;
use tauri::webview::{NewWindowResponse, WebviewWindowBuilder};
use tauri::{App, AppHandle, Manager, RunEvent, Runtime, Url, WebviewUrl, WindowEvent};

/// The window that the capabilities name.
const LABEL: &str = "main";

/// Opens the window in the size that it had.
pub fn open<R: Runtime>(app: &App<R>) -> tauri::Result<()> {
    let size = app.state::<Desk>().remembered().window;
    let window = WebviewWindowBuilder::new(app, LABEL, WebviewUrl::App("index.html".into()))
        .title("Baton")
        .inner_size(size.width, size.height)
        .min_inner_size(WindowSize::SMALLEST.width, WindowSize::SMALLEST.height)
        .maximized(size.maximized)
        .prevent_overflow()
        .on_navigation(is_ours)
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .disable_drag_drop_handler();
    start_signal::attach(window).build()?;
    Ok(())
}

/// Keeps the window's size when it is closed.
pub fn remember<R: Runtime>(app: &AppHandle<R>, event: RunEvent) {
    let RunEvent::WindowEvent {
        label,
        event: WindowEvent::CloseRequested { .. },
        ..
    } = event
    else {
        return;
    };
    let Some(window) = app.get_webview_window(&label) else {
        return;
    };
    let Ok(scale) = window.scale_factor() else {
        return;
    };
    let maximized = window.is_maximized().unwrap_or(false);
    app.state::<Desk>().remember(|remembered| {
        // A maximised window comes back to the size that it had before.
        if let (false, Ok(size)) = (maximized, window.inner_size()) {
            let size = size.to_logical::<f64>(scale);
            remembered.window = WindowSize {
                width: size.width,
                height: size.height,
                maximized,
            };
        }
        remembered.window.maximized = maximized;
    });
}

/// Whether an address is the window's own. Nothing else is ever loaded into it.
fn is_ours(url: &Url) -> bool {
    let host = url.host_str();
    match url.scheme() {
        "tauri" => host == Some("localhost"),
        "http" | "https" => {
            host == Some("tauri.localhost") || (cfg!(dev) && host == Some("localhost"))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_window_itself_may_be_loaded() {
        let ours = |address: &str| is_ours(&address.parse().unwrap());
        assert!(ours("tauri://localhost/index.html"));
        assert!(ours("http://tauri.localhost/"));
        for other in [
            "https://example.org/",
            "http://localhost.example.org/",
            "file:///etc/passwd",
            "data:text/html,x",
            "javascript:alert(1)",
        ] {
            assert!(!ours(other), "{other}");
        }
    }
}
