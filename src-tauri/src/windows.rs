//! The windows: their frames, the walls around them, and how they come back as they were left, whichever way the program ended.

use crate::desk::Desk;
use crate::log;
use crate::remembered::{KeptWindow, WindowSize};
use crate::start_signal;
use baton_app::{AppError, ErrorCode};
use baton_model::Json;
use std::sync::Mutex;
use std::sync::atomic::Ordering;
use std::time::Duration;
use tauri::webview::{NewWindowResponse, WebviewWindowBuilder};
use tauri::{
    App, AppHandle, Manager, RunEvent, Runtime, Url, WebviewUrl, WebviewWindow, WindowEvent,
};
use tokio::sync::Notify;

/// What the first window is called; the capabilities name it and the others.
const FIRST: &str = "main";
/// Windows at a time.
const MOST: usize = crate::remembered::MOST_WINDOWS;
/// A frame is kept when it has not moved for so long.
const SETTLED: Duration = Duration::from_millis(400);
/// Letters of a title.
const MOST_TITLE: usize = 200;

/// What the program knows of its windows.
pub struct Windows {
    open: Box<dyn Fn(Option<Json>) -> Result<(), AppError> + Send + Sync>,
    /// The one that was used last.
    last: Mutex<Option<String>>,
    /// Tells that a frame has moved.
    moved: Notify,
}

impl Windows {
    pub fn new<R: Runtime>(app: &AppHandle<R>) -> Self {
        let app = app.clone();
        Self {
            open: Box::new(move |place| open_another(&app, place)),
            last: Mutex::new(None),
            moved: Notify::new(),
        }
    }

    /// Opens one more window at a place.
    pub fn open(&self, place: Option<Json>) -> Result<(), AppError> {
        (self.open)(place)
    }
}

/// Opens the windows that were open when the program ended, at least one, and keeps their frames from now on.
pub fn open_all<R: Runtime>(app: &App<R>) -> tauri::Result<()> {
    let desk = app.state::<Desk>();
    let mut kept = desk.remembered().windows.clone();
    if kept.is_empty() {
        let frame = desk.remembered().window;
        kept.push(KeptWindow {
            frame,
            ..KeptWindow::default()
        });
    }
    for (at, window) in kept.iter_mut().enumerate() {
        window.label = label(at);
    }
    desk.remember(|remembered| remembered.windows.clone_from(&kept));
    for window in &kept {
        build(app.handle(), window)?;
    }
    let handle = app.handle().clone();
    tauri::async_runtime::spawn(async move { keep_frames(&handle).await });
    Ok(())
}

/// Follows what happens to windows. To be called with every event of the program.
pub fn follow<R: Runtime>(app: &AppHandle<R>, event: RunEvent) {
    match event {
        RunEvent::WindowEvent { label, event, .. } => match event {
            WindowEvent::Moved(_) | WindowEvent::Resized(_) => {
                app.state::<Windows>().moved.notify_one();
            }
            WindowEvent::Focused(true) => {
                let windows = app.state::<Windows>();
                if let Ok(mut last) = windows.last.lock() {
                    *last = Some(label);
                }
            }
            WindowEvent::CloseRequested { .. } => closing(app, &label),
            WindowEvent::Destroyed => count(app),
            _ => {}
        },
        RunEvent::Exit => tauri::async_runtime::block_on(app.state::<Desk>().close()),
        #[cfg(target_os = "macos")]
        RunEvent::Opened { urls } => {
            for url in urls {
                crate::opened(app, url.as_str());
            }
        }
        _ => {}
    }
}

/// The window that was used last, or any.
pub fn in_front<R: Runtime>(app: &AppHandle<R>) -> Option<WebviewWindow<R>> {
    let windows = app.state::<Windows>();
    let last = windows.last.lock().ok().and_then(|last| last.clone());
    last.and_then(|label| app.get_webview_window(&label))
        .or_else(|| app.get_webview_window(FIRST))
        .or_else(|| app.webview_windows().into_values().next())
}

fn label(at: usize) -> String {
    match at {
        0 => FIRST.to_owned(),
        _ => format!("window-{}", at + 1),
    }
}

fn open_another<R: Runtime>(app: &AppHandle<R>, place: Option<Json>) -> Result<(), AppError> {
    const BESIDE: f64 = 32.0;

    let free = (0..MOST)
        .map(label)
        .find(|label| app.get_webview_window(label).is_none());
    let Some(label) = free else {
        return Err(AppError::new(
            ErrorCode::InvalidInput,
            format!("{MOST} windows are open already"),
            "close one first",
        ));
    };
    let desk = app.state::<Desk>();
    let mut frame = in_front(app)
        .and_then(|window| frame_of(&window))
        .unwrap_or(desk.remembered().window);
    frame.maximized = false;
    frame.x = frame.x.map(|x| x + BESIDE);
    frame.y = frame.y.map(|y| y + BESIDE);
    let window = KeptWindow {
        label,
        frame,
        place,
    };
    desk.remember(|remembered| {
        remembered
            .windows
            .retain(|known| known.label != window.label);
        remembered.windows.push(window.clone());
    });
    build(app, &window).map_err(|error| {
        AppError::new(
            ErrorCode::Internal,
            format!("the window could not be opened: {error}"),
            "everything that was open is still open",
        )
    })
}

/// Asks in the page's name for what it shows first, so that the answer comes while the page's code is read; see `ui/src/document/first-look.ts`.
const FIRST_LOOK: &str = r#"
    window.__batonFirstLook = window.__TAURI_INTERNALS__.invoke("first_look");
    window.__batonFirstLook.catch(() => {});
"#;

fn build<R: Runtime>(app: &AppHandle<R>, kept: &KeptWindow) -> tauri::Result<()> {
    let frame = kept.frame;
    let page = WebviewUrl::App("index.html".into());
    let mut window = WebviewWindowBuilder::new(app, &kept.label, page)
        .title("Baton")
        .inner_size(frame.width, frame.height)
        .min_inner_size(WindowSize::SMALLEST.width, WindowSize::SMALLEST.height)
        .maximized(frame.maximized)
        .prevent_overflow()
        .on_navigation(is_ours)
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .on_document_title_changed(|window, title| {
            let title: String = title.chars().take(MOST_TITLE).collect();
            // The page's words have to do where the system does not take the title.
            let _ = window.set_title(&title);
        })
        .initialization_script(app.state::<Desk>().remembered().session.script())
        .initialization_script(FIRST_LOOK)
        .disable_drag_drop_handler();
    if let Some((x, y)) = on_a_screen(app, frame) {
        window = window.position(x, y);
    }
    let window = start_signal::attach(window).build()?;
    come_back(&window);
    count(app);
    Ok(())
}

/// The corner of a frame, if a screen is there: it may have been unplugged.
fn on_a_screen<R: Runtime>(app: &AppHandle<R>, frame: WindowSize) -> Option<(f64, f64)> {
    /// So much of a title has to be on it.
    const GRASP: f64 = 48.0;

    let (x, y) = frame.x.zip(frame.y)?;
    let screens = app.available_monitors().ok()?;
    let within = screens.iter().any(|screen| {
        let scale = screen.scale_factor();
        let corner = screen.position().to_logical::<f64>(scale);
        let size = screen.size().to_logical::<f64>(scale);
        let right = x + frame.width - GRASP;
        x < corner.x + size.width - GRASP
            && right > corner.x
            && y >= corner.y
            && y < corner.y + size.height - GRASP
    });
    within.then_some((x, y))
}

/// Other windows stay open without a closed one, which is then forgotten; the last one comes back.
fn closing<R: Runtime>(app: &AppHandle<R>, label: &str) {
    keep(app);
    if app.webview_windows().len() > 1 {
        let desk = app.state::<Desk>();
        desk.remember(|remembered| remembered.windows.retain(|known| known.label != label));
    }
}

fn count<R: Runtime>(app: &AppHandle<R>) {
    let count = u32::try_from(app.webview_windows().len()).unwrap_or(u32::MAX);
    let desk = app.state::<Desk>();
    desk.audience.windows.store(count, Ordering::Release);
}

async fn keep_frames<R: Runtime>(app: &AppHandle<R>) {
    let windows = app.state::<Windows>();
    loop {
        windows.moved.notified().await;
        // A frame that is dragged moves many times a second.
        while tokio::time::timeout(SETTLED, windows.moved.notified())
            .await
            .is_ok()
        {}
        keep(app);
    }
}

/// Keeps the frames of all windows that are open.
fn keep<R: Runtime>(app: &AppHandle<R>) {
    let frames: Vec<(String, WindowSize)> = app
        .webview_windows()
        .into_iter()
        .filter_map(|(label, window)| Some((label, frame_of(&window)?)))
        .collect();
    app.state::<Desk>().remember(|remembered| {
        for (label, frame) in frames {
            let known = remembered
                .windows
                .iter_mut()
                .find(|known| known.label == label);
            let Some(known) = known else { continue };
            known.frame = if frame.maximized {
                // A maximised window comes back to the size that it had before.
                WindowSize {
                    maximized: true,
                    ..known.frame
                }
            } else {
                frame
            };
            remembered.window = WindowSize {
                x: None,
                y: None,
                ..known.frame
            };
        }
    });
}

fn frame_of<R: Runtime>(window: &WebviewWindow<R>) -> Option<WindowSize> {
    let scale = window.scale_factor().ok()?;
    let size = window.inner_size().ok()?.to_logical::<f64>(scale);
    let corner = window.outer_position().ok();
    let corner = corner.map(|corner| corner.to_logical::<f64>(scale));
    Some(WindowSize {
        width: size.width,
        height: size.height,
        maximized: window.is_maximized().unwrap_or(false),
        x: corner.map(|corner| corner.x),
        y: corner.map(|corner| corner.y),
    })
}

/// A page whose process has died is loaded again: all that was acknowledged is in the registry, and it finds its place. One that dies
/// again and again is left alone.
#[cfg(target_os = "linux")]
fn come_back<R: Runtime>(window: &WebviewWindow<R>) {
    use std::cell::RefCell;
    use std::time::Instant;
    use webkit2gtk::WebViewExt;

    const MOST_DEATHS: usize = 3;
    const WITHIN: Duration = Duration::from_mins(1);

    let label = window.label().to_owned();
    let attached = window.with_webview(move |webview| {
        let deaths = RefCell::new(Vec::new());
        webview
            .inner()
            .connect_web_process_terminated(move |view, reason| {
                let mut deaths = deaths.borrow_mut();
                deaths.retain(|at: &Instant| at.elapsed() < WITHIN);
                deaths.push(Instant::now());
                log::error(
                    "window",
                    &format!("the page of {label} has died ({reason:?})"),
                );
                if deaths.len() <= MOST_DEATHS {
                    view.reload();
                }
            });
    });
    if let Err(error) = attached {
        log::error("window", &error.to_string());
    }
}

/// Other systems load a page again by themselves.
#[cfg(not(target_os = "linux"))]
fn come_back<R: Runtime>(_: &WebviewWindow<R>) {}

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
