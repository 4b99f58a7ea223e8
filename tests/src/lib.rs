//! What end-to-end tests share: a folder with a registry of its own, and the program run in it.
// A test says what it expects by failing.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::missing_panics_doc)]
#![allow(clippy::return_self_not_must_use)] // `expect` is an assertion; the reply is used or not

use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// A folder of its own with a registry in it, and the program.
pub struct Desk {
    folder: tempfile::TempDir,
    program: PathBuf,
}

impl Desk {
    /// An empty folder; there is no registry yet.
    pub fn new(program: &str) -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
            program: program.into(),
        }
    }

    /// A folder with a registry made from a template.
    pub fn from_template(program: &str, template: &str) -> Self {
        let desk = Self::new(program);
        desk.run(&["init", "--template", template]).expect(0);
        desk
    }

    /// A path in the folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The registry's file.
    pub fn registry(&self) -> PathBuf {
        self.path("registry.baton")
    }

    /// Writes a file into the folder.
    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, content).unwrap();
        path
    }

    /// The program in the folder, with the registry and the author `tester` in its environment.
    pub fn command(&self) -> Command {
        let mut command = Command::new(&self.program);
        command
            .current_dir(self.folder.path())
            .env("BATON_REGISTRY", self.registry())
            .env("BATON_USER", "tester")
            .env_remove("NO_COLOR")
            .stdin(Stdio::null());
        command
    }

    /// Runs the program for people.
    pub fn run(&self, words: &[&str]) -> Reply {
        Reply::of(words, &self.command().args(words).output().unwrap())
    }

    /// Runs the program for programs.
    pub fn json(&self, words: &[&str]) -> Reply {
        let output = self
            .command()
            .args(words)
            .args(["--format", "json"])
            .output()
            .unwrap();
        Reply::of(words, &output)
    }

    /// Runs the program for programs, with standard input.
    pub fn json_with_input(&self, words: &[&str], input: &[u8]) -> Reply {
        let mut child = self
            .command()
            .args(words)
            .args(["--format", "json"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // A program that refuses early closes its end.
        let _ = child.stdin.take().unwrap().write_all(input);
        Reply::of(words, &child.wait_with_output().unwrap())
    }

    /// Applies edits that have to be fine.
    pub fn apply(&self, edits: &Value) -> Value {
        self.json_with_input(&["apply", "-"], edits.to_string().as_bytes())
            .expect(0)
            .value()
    }

    /// The registry's revision; 0 where there is none.
    pub fn revision(&self) -> u64 {
        let log = self.json(&["log", "--limit", "1"]);
        if log.code != 0 {
            return 0;
        }
        log.value()["entries"][0]["revision"].as_u64().unwrap_or(0)
    }

    /// The record of a kind with an id.
    pub fn show(&self, kind: &str, id: &str) -> Value {
        self.json(&["show", kind, id]).expect(0).value()
    }
}

/// How a run of the program ended.
#[derive(Debug)]
pub struct Reply {
    /// What was run.
    pub words: String,
    /// The exit code; -1 when a signal ended it.
    pub code: i32,
    /// Standard output.
    pub stdout: String,
    /// Standard error.
    pub stderr: String,
}

impl Reply {
    /// How a run of the program ended.
    pub fn of(words: &[&str], output: &Output) -> Self {
        Self {
            words: words.join(" "),
            code: output.status.code().unwrap_or(-1),
            stdout: String::from_utf8(output.stdout.clone()).unwrap(),
            stderr: String::from_utf8(output.stderr.clone()).unwrap(),
        }
    }

    /// The reply, which has to have ended with an exit code.
    #[track_caller]
    pub fn expect(self, code: i32) -> Self {
        assert_eq!(
            self.code, code,
            "baton {}\n{}\n{}",
            self.words, self.stdout, self.stderr
        );
        self
    }

    /// Standard output as one JSON value.
    #[track_caller]
    pub fn value(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| {
            panic!(
                "baton {}: {error}\n{}\n{}",
                self.words, self.stdout, self.stderr
            )
        })
    }

    /// The error in JSON: code, message and hints, none of them empty.
    #[track_caller]
    pub fn error(&self) -> (String, String, Vec<String>) {
        let value = self.value();
        let error = value["error"]
            .as_object()
            .unwrap_or_else(|| panic!("no error: {value}"));
        let hints: Vec<String> = error["hints"]
            .as_array()
            .unwrap()
            .iter()
            .map(|hint| hint.as_str().unwrap().to_owned())
            .collect();
        let text = |name: &str| error[name].as_str().unwrap().to_owned();
        let (code, message) = (text("code"), text("message"));
        assert!(
            !code.is_empty() && !message.is_empty() && !hints.is_empty(),
            "{value}"
        );
        assert!(hints.iter().all(|hint| !hint.is_empty()), "{value}");
        (code, message, hints)
    }
}

/// Fails unless an object has all the fields.
#[track_caller]
pub fn has_fields(value: &Value, names: &[&str]) {
    for name in names {
        assert!(value.get(name).is_some(), "{name} is missing in {value}");
    }
}

/// SHA-256 of bytes, in hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

/// SHA-256 of every file below a folder, by relative path.
pub fn hashes(folder: &Path) -> BTreeMap<String, String> {
    let mut out = BTreeMap::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(&next).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path
                    .strip_prefix(folder)
                    .unwrap()
                    .to_str()
                    .unwrap()
                    .to_owned();
                out.insert(name, sha256(&std::fs::read(&path).unwrap()));
            }
        }
    }
    out
}
