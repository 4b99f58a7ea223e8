//! How the web view draws on Linux. Without a graphics card, its DMA-BUF renderer is slower and larger than plain shared memory.

/// Turns the DMA-BUF renderer off where there is no graphics card, unless the user has decided. Call it first in `main`: the
/// variable is read when the web view starts, and changing the environment of a running program is not safe, so the program is
/// started again in its place.
#[cfg(target_os = "linux")]
pub fn choose_renderer() {
    use std::{env, os::unix::process::CommandExt, process::Command};

    const SWITCH: &str = "WEBKIT_DISABLE_DMABUF_RENDERER";
    if env::var_os(SWITCH).is_some() || has_graphics_card() {
        return;
    }
    let Ok(program) = env::current_exe() else {
        return;
    };
    // Returns only if it failed; then the window opens all the same, a little slower.
    let error = Command::new(program)
        .args(env::args_os().skip(1))
        .env(SWITCH, "1")
        .exec();
    eprintln!("The renderer could not be chosen: {error}");
}

/// Other systems have web views of their own.
#[cfg(not(target_os = "linux"))]
pub fn choose_renderer() {}

#[cfg(target_os = "linux")]
fn has_graphics_card() -> bool {
    std::fs::read_dir("/dev/dri").is_ok_and(|entries| {
        entries
            .flatten()
            .any(|entry| entry.file_name().to_string_lossy().starts_with("renderD"))
    })
}
