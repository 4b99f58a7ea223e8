//! Showing a folder in the system's file manager: one program with one argument, and no shell that could read anything into its name.

use baton_app::{AppError, ErrorCode};
use std::env;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

/// Tests of the window name a file here; it then gets the folder's path, and nothing is opened. Without effect in a release.
const TEST: &str = "BATON_TEST_OPENED";
/// How long a program may take to say that it cannot, and how often it is looked at meanwhile.
const LOOKS: u32 = 20;
const BETWEEN: Duration = Duration::from_millis(50);

/// Opens a folder; anything else is refused, for opening a file would run what it is bound to.
pub fn open(folder: &Path) -> Result<(), AppError> {
    if !(folder.is_absolute() && folder.is_dir()) {
        return Err(AppError::new(
            ErrorCode::NotFound,
            format!("{} is no folder", folder.display()),
            "it may have been moved; choose it again",
        ));
    }
    if cfg!(debug_assertions)
        && let Some(file) = env::var_os(TEST)
    {
        let path = folder.as_os_str().as_encoded_bytes();
        return std::fs::write(&file, path).map_err(|error| AppError::io(Path::new(&file), error));
    }
    let cannot = |why: String| {
        AppError::new(
            ErrorCode::Io,
            format!("the file manager did not open: {why}"),
            format!("the files are in {}", folder.display()),
        )
    };
    let child = command(folder).spawn();
    let mut child = child.map_err(|error| cannot(error.to_string()))?;
    let ended = ended(&mut child);
    // Explorer says 1 when all is well.
    if !cfg!(windows) && ended == Some(false) {
        return Err(cannot("no program is set up for folders".to_owned()));
    }
    // Whatever is not waited for stays in the list of processes.
    thread::spawn(move || child.wait());
    Ok(())
}

#[cfg(target_os = "macos")]
fn command(folder: &Path) -> Command {
    // A folder may be called like a program, which would be started; the Finder shows what is in it.
    quiet("open", |command| command.args(["-a", "Finder"]).arg(folder))
}

#[cfg(windows)]
fn command(folder: &Path) -> Command {
    use std::os::windows::process::CommandExt;
    // Explorer takes a comma for its own, unless it stands in quotes; no path has those.
    let mut quoted = std::ffi::OsString::from("\"");
    quoted.push(folder);
    quoted.push("\"");
    quiet("explorer.exe", |command| command.raw_arg(quoted))
}

#[cfg(not(any(target_os = "macos", windows)))]
fn command(folder: &Path) -> Command {
    // An absolute path is never taken for an option.
    quiet("xdg-open", |command| command.arg(folder))
}

fn quiet(program: &str, with: impl FnOnce(&mut Command) -> &mut Command) -> Command {
    let mut command = Command::new(program);
    with(&mut command)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command
}

/// Whether it ended well, if it ends at once.
fn ended(child: &mut Child) -> Option<bool> {
    for _ in 0..LOOKS {
        if let Ok(Some(status)) = child.try_wait() {
            return Some(status.success());
        }
        thread::sleep(BETWEEN);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::ffi::OsStr;

    #[test]
    fn only_folders_are_opened() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("run.desktop");
        std::fs::write(&file, "[Desktop Entry]").unwrap();
        for path in [
            file.as_path(),
            &folder.path().join("nothing"),
            Path::new("."),
            Path::new("--version"),
            Path::new("https://example.org"),
        ] {
            assert_eq!(open(path).unwrap_err().code, ErrorCode::NotFound);
        }
    }

    #[test]
    fn a_hostile_name_is_one_argument() {
        for name in [
            "/tmp/$(touch x);`id` & \"q\" 'q'",
            "/tmp/-a Calculator",
            "/tmp/x.app",
            "/tmp/%2e%2e\n/x",
        ] {
            let command = command(Path::new(name));
            let last: Vec<&OsStr> = command.get_args().collect();
            if !cfg!(windows) {
                assert_eq!(last.last(), Some(&OsStr::new(name)));
            }
            let shells = ["sh", "bash", "cmd", "cmd.exe", "powershell.exe"];
            assert!(!shells.iter().any(|shell| command.get_program() == *shell));
        }
    }
}
