//! A private PostgreSQL in a temporary folder, on a free port of this machine, as a user without privileges.
#![allow(dead_code, reason = "not every test asks for everything")]

use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A running server; it ends with its last user.
pub struct Cluster {
    folder: tempfile::TempDir,
    programs: PathBuf,
    port: u16,
}

impl Cluster {
    /// Starts one that forgets what it is told when the machine goes down. `None` where no PostgreSQL is installed, said on the terminal.
    pub fn start() -> Option<Self> {
        Self::start_with("-c fsync=off -c max_connections=100")
    }

    /// Starts one with settings of its own.
    pub fn start_with(settings: &str) -> Option<Self> {
        let Some(programs) = programs() else {
            eprintln!("Skipped: PostgreSQL is not installed (Debian: postgresql).");
            return None;
        };
        let folder = tempfile::tempdir().unwrap();
        let port = TcpListener::bind("127.0.0.1:0")
            .unwrap()
            .local_addr()
            .unwrap()
            .port();
        let cluster = Self {
            folder,
            programs,
            port,
        };
        if is_root() {
            // The server refuses to run as root.
            run(Command::new("chown")
                .arg("postgres")
                .arg(cluster.folder.path()));
        }
        let data = cluster.data();
        let init = [
            "-D",
            &data,
            "-U",
            "baton",
            "--auth=trust",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
        ];
        run(cluster.program("initdb").args(init));
        let server = format!(
            "-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= {settings}"
        );
        let log = cluster.folder.path().join("log");
        let control = ["-D", &data, "-w", "-t", "60", "-o", &server, "-l"];
        run(cluster
            .program("pg_ctl")
            .args(control)
            .arg(log)
            .arg("start"));
        Some(cluster)
    }

    /// The address of a schema.
    pub fn address(&self, schema: &str) -> String {
        format!(
            "postgres://baton@127.0.0.1:{}/postgres?schema={schema}",
            self.port
        )
    }

    /// Runs statements as the owner of everything, with the server's own client.
    pub fn sql(&self, statements: &str) {
        let port = self.port.to_string();
        run(Command::new(self.programs.join("psql"))
            .args([
                "-h",
                "127.0.0.1",
                "-p",
                &port,
                "-U",
                "baton",
                "-d",
                "postgres",
            ])
            .args(["-v", "ON_ERROR_STOP=1", "-c", statements]));
    }

    /// The port that the server listens on.
    pub fn port(&self) -> u16 {
        self.port
    }

    fn data(&self) -> String {
        self.folder.path().join("data").display().to_string()
    }

    fn program(&self, name: &str) -> Command {
        let path = self.programs.join(name);
        if !is_root() {
            return Command::new(path);
        }
        let mut command = Command::new("setpriv");
        command
            .args(["--reuid=postgres", "--regid=postgres", "--clear-groups"])
            .arg(path);
        command
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        let data = self.data();
        let stop = ["-D", &data, "-m", "immediate", "-w", "stop"];
        let _ = self
            .program("pg_ctl")
            .args(stop)
            .stdout(Stdio::null())
            .status();
    }
}

/// The folder that `BATON_TEST_POSTGRES` names, or else the newest PostgreSQL of the system.
fn programs() -> Option<PathBuf> {
    if let Some(folder) = std::env::var_os("BATON_TEST_POSTGRES") {
        return Some(folder.into());
    }
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten();
    let mut folders: Vec<PathBuf> = versions
        .flatten()
        .map(|version| version.path().join("bin"))
        .filter(|folder| folder.join("initdb").exists())
        .collect();
    folders.sort();
    let path = std::env::var_os("PATH").unwrap_or_default();
    folders
        .pop()
        .or_else(|| std::env::split_paths(&path).find(|folder| folder.join("initdb").exists()))
}

fn is_root() -> bool {
    Path::new("/proc/self").exists()
        && fs::metadata("/proc/self").is_ok_and(|own| {
            use std::os::unix::fs::MetadataExt;
            own.uid() == 0
        })
}

fn run(command: &mut Command) {
    let done = command.stdin(Stdio::null()).output().unwrap();
    assert!(
        done.status.success(),
        "{command:?}: {}",
        String::from_utf8_lossy(&done.stderr)
    );
}
