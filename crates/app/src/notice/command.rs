//! Running a program with a notice on its standard input.

use std::io::{ErrorKind, Write};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// How often a running program is looked at.
const LOOK: Duration = Duration::from_millis(10);

/// Runs a program without a shell; it has to end with success in time, and is killed otherwise. What it prints is not kept.
pub(super) fn run(argv: &[String], body: Vec<u8>, timeout: Duration) -> Result<(), String> {
    let Some((program, arguments)) = argv.split_first() else {
        return Err("no program is named".to_owned());
    };
    let mut child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| match error.kind() {
            ErrorKind::NotFound => "the program was not found".to_owned(),
            ErrorKind::PermissionDenied => "the program may not be run".to_owned(),
            _ => "the program could not be started".to_owned(),
        })?;
    if let Some(mut stdin) = child.stdin.take() {
        // A program that does not read must not hold up the others; one that has gone away does not want to know.
        std::thread::spawn(move || stdin.write_all(&body));
    }
    wait(&mut child, timeout)
}

fn wait(child: &mut Child, timeout: Duration) -> Result<(), String> {
    let started = Instant::now();
    loop {
        match child.try_wait() {
            Ok(Some(status)) if status.success() => return Ok(()),
            Ok(Some(status)) => {
                return Err(status.code().map_or_else(
                    || "it was ended by a signal".to_owned(),
                    |code| format!("it ended with exit code {code}"),
                ));
            }
            Ok(None) if started.elapsed() < timeout => std::thread::sleep(LOOK),
            Ok(None) => {
                // It may end by itself in this moment; either way it is gone after the wait.
                let _ = child.kill();
                let _ = child.wait();
                return Err(format!("it did not end within {} s", timeout.as_secs_f32()));
            }
            Err(_) => return Err("it could not be waited for".to_owned()),
        }
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn check(script: &str, expected: Result<(), &str>) {
        let argv = ["/bin/sh", "-c", script].map(str::to_owned);
        let done = run(&argv, b"{}".to_vec(), Duration::from_millis(500));
        assert_eq!(done, expected.map_err(str::to_owned), "{script}");
    }

    #[test]
    fn a_program_ends_with_success_in_time_or_it_failed() {
        check("test \"$(cat)\" = '{}'", Ok(()));
        check("exit 3", Err("it ended with exit code 3"));
        check("kill -9 $$", Err("it was ended by a signal"));
        check("exec sleep 60", Err("it did not end within 0.5 s"));
        let missing = run(&["/nowhere/at/all".to_owned()], Vec::new(), LOOK);
        assert_eq!(missing, Err("the program was not found".to_owned()));
    }

    #[test]
    fn a_program_that_does_not_read_holds_up_nothing() {
        let argv = ["/bin/sh", "-c", "exit 0"].map(str::to_owned);
        assert_eq!(
            run(&argv, vec![b'x'; 1 << 20], Duration::from_secs(10)),
            Ok(())
        );
    }
}
