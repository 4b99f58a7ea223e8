//! Keeps the window toolkit in its two rooms.

use super::{Check, Finding, manifest::manifests};
use crate::source::Tree;

pub const CHECK: Check = Check {
    rule: "Only `src-tauri` depends on Tauri, and only `ui/src/platform` imports `@tauri-apps`.",
    reason: "The command line has to do all that the desktop does, and the UI has to run in a test without a window.",
    find,
};

fn find(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for manifest in manifests(tree) {
        if manifest.path.starts_with("src-tauri/") {
            continue;
        }
        for entry in &manifest.dependencies {
            if entry.package == "tauri" || entry.package.starts_with("tauri-") {
                findings.push(Finding {
                    path: manifest.path.clone(),
                    line: entry.line,
                    problem: format!("`{}` depends on `{}`", manifest.package, entry.package),
                    remedy: "Put what needs the window into src-tauri and keep the operation itself in baton-app.".to_owned(),
                });
            }
        }
    }
    for file in tree.below("ui/src", &["ts", "tsx"]) {
        // Tests stand in for the desktop with the mocks of the same package.
        let mocks = file.path.starts_with("ui/src/testing/mock/") || file.path.contains(".test.");
        if mocks || file.path.starts_with("ui/src/platform/") {
            continue;
        }
        for (line, text) in file.lines() {
            if text.contains("@tauri-apps/") {
                findings.push(Finding {
                    path: file.path.clone(),
                    line,
                    problem: "the desktop's API is imported outside ui/src/platform".to_owned(),
                    remedy: "Add a function to ui/src/platform and call that.".to_owned(),
                });
            }
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::{super::places, CHECK};

    const IMPORT: &str =
        "import { x } from \"y\";\nimport { invoke } from \"@tauri-apps/api/core\";\n";

    #[test]
    fn its_two_rooms_are_fine() {
        let manifest = "[package]\nname = \"baton-desktop\"\n[dependencies]\ntauri = \"2\"\n";
        let files = [
            ("src-tauri/Cargo.toml", manifest),
            ("ui/src/platform/ipc.ts", IMPORT),
            ("ui/src/testing/mock/desktop.ts", IMPORT),
            ("ui/src/document/store.test.ts", IMPORT),
        ];
        assert!(places(&CHECK, &files).is_empty());
    }

    #[test]
    fn anywhere_else_is_not() {
        let manifest = "[package]\nname = \"baton-app\"\n[dependencies]\ntauri-plugin-fs = \"2\"\n";
        let files = [
            ("crates/app/Cargo.toml", manifest),
            ("ui/src/features/canvas/Canvas.tsx", IMPORT),
        ];
        assert_eq!(
            places(&CHECK, &files),
            [
                "crates/app/Cargo.toml:4",
                "ui/src/features/canvas/Canvas.tsx:2"
            ]
        );
    }
}
