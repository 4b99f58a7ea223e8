//! Keeps the addresses of somebody's package mirror out of the repository.

use super::{Check, Finding};
use crate::source::{SourceFile, Tree};

pub const CHECK: Check = Check {
    rule: "Packages come from the default registries: no address of another one in a manifest, lock file or tool setting.",
    reason: "A clone builds the same for everybody, and nobody's internal host name is published.",
    find,
};

const CRATES_IO: &str = "source = \"registry+https://github.com/rust-lang/crates.io-index\"";

fn find(tree: &Tree) -> Vec<Finding> {
    tree.files.iter().flat_map(judge).collect()
}

fn judge(file: &SourceFile) -> Vec<Finding> {
    let name = file.path.rsplit('/').next().unwrap_or(&file.path);
    let is_foreign: fn(&str) -> bool = match name {
        "Cargo.lock" => |line| line.starts_with("source = ") && line != CRATES_IO,
        "package-lock.json" => |line| line.starts_with("\"resolved\""),
        "Cargo.toml" => |line| {
            let code = line.split('#').next().unwrap_or_default();
            ["registry =", "registry-index", "git ="]
                .iter()
                .any(|mark| code.contains(mark))
        },
        ".npmrc" => |line| line.starts_with("registry") || line.contains(":registry"),
        "config.toml" if file.path.contains(".cargo/") => |line| {
            line.starts_with("[source")
                || line.starts_with("[registr")
                || line.starts_with("replace-with")
        },
        _ => return Vec::new(),
    };
    file.lines()
        .filter(|(_, line)| is_foreign(line.trim()))
        .map(|(line, text)| Finding {
            path: file.path.clone(),
            line,
            problem: format!("`{}` names another package registry", text.trim()),
            remedy: remedy(name).to_owned(),
        })
        .collect()
}

fn remedy(name: &str) -> &'static str {
    match name {
        "package-lock.json" => "Write it anew with `npm run lock`.",
        "Cargo.lock" => {
            "Build with the mirror in your own ~/.cargo/config.toml as a replacement of crates-io, then the lock stays clean."
        }
        _ => "Keep such settings in your home folder, and depend on published versions.",
    }
}

#[cfg(test)]
mod tests {
    use super::{super::places, CHECK, CRATES_IO};

    #[test]
    fn the_default_registries_are_fine() {
        let lock = format!("[[package]]\nname = \"a\"\n{CRATES_IO}\n");
        let files = [
            ("Cargo.lock", lock.as_str()),
            (
                "package-lock.json",
                "{\n  \"integrity\": \"sha512-x\",\n  \"url\": \"https://opencollective.com/x\"\n}\n",
            ),
            ("Cargo.toml", "# no git = here\nserde = \"1\"\n"),
            (".cargo/config.toml", "[alias]\nxtask = \"run\"\n"),
            (".npmrc", "omit-lockfile-registry-resolved=true\n"),
        ];
        assert!(places(&CHECK, &files).is_empty());
    }

    #[test]
    fn every_other_one_is_found() {
        let files = [
            (
                "Cargo.lock",
                "source = \"registry+https://mirror.example/index\"\n",
            ),
            (
                "package-lock.json",
                "{\n  \"resolved\": \"https://mirror.example/x.tgz\"\n}\n",
            ),
            (
                "Cargo.toml",
                "[dependencies]\nx = { git = \"https://example.org/x\" }\n",
            ),
            (
                ".cargo/config.toml",
                "[source.crates-io]\nreplace-with = \"mirror\"\n",
            ),
            (
                ".npmrc",
                "registry=https://mirror.example/\n@scope:registry=https://mirror.example/\n",
            ),
        ];
        assert_eq!(
            places(&CHECK, &files),
            [
                "Cargo.lock:1",
                "package-lock.json:2",
                "Cargo.toml:2",
                ".cargo/config.toml:1",
                ".cargo/config.toml:2",
                ".npmrc:1",
                ".npmrc:2"
            ]
        );
    }
}
