//! Keeps files, network, clock and chance out of the crates that only think.

use super::{
    Check, Finding,
    manifest::{Use, manifests},
};
use crate::source::{SourceFile, Tree};

pub const CHECK: Check = Check {
    rule: "model, regular, graph, layout, rules, contract, analysis, export and import touch no file, network, environment, clock or random \
           source outside their tests and benchmarks.",
    reason: "The same input then gives the same output everywhere, and no content of a user's file can make them fail.",
    find,
};

const PURE: [&str; 9] = [
    "analysis", "contract", "export", "graph", "import", "layout", "model", "regular", "rules",
];

const FORBIDDEN_CRATES: [&str; 7] = [
    "async-std",
    "rand",
    "reqwest",
    "sqlx",
    "tempfile",
    "tokio",
    "ureq",
];

/// Looked for in code, comments left out.
const FORBIDDEN_PATHS: [&str; 16] = [
    "std::fs",
    "std::net",
    "std::env",
    "std::process",
    "thread::sleep",
    "thread::spawn",
    "thread::current",
    "tokio::",
    "sqlx::",
    "rand::",
    "Instant::now",
    "SystemTime::now",
    "Timestamp::now",
    "Zoned::now",
    "Uuid::now",
    "Uuid::new_v4",
];

const FORBIDDEN_IN_STD_GROUP: [&str; 5] = ["env", "fs", "net", "process", "thread"];

fn find(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for name in PURE {
        let manifest_path = format!("crates/{name}/Cargo.toml");
        for manifest in manifests(tree) {
            if manifest.path != manifest_path {
                continue;
            }
            for entry in &manifest.dependencies {
                if entry.used_in == Use::Product
                    && FORBIDDEN_CRATES.contains(&entry.package.as_str())
                {
                    findings.push(finding(&manifest.path, entry.line, name, &entry.package));
                }
            }
        }
        let folder = format!("crates/{name}/src");
        for file in tree.below(&folder, &["rs"]) {
            if is_test_file(file) {
                continue;
            }
            for (line, text) in product_code(file) {
                for word in forbidden_words(&text) {
                    findings.push(finding(&file.path, line, name, &word));
                }
            }
        }
    }
    findings
}

fn finding(path: &str, line: usize, name: &str, word: &str) -> Finding {
    Finding {
        path: path.to_owned(),
        line,
        problem: format!("`{word}` in the pure crate `{name}`"),
        remedy: "Take the bytes, the time or the random numbers as a parameter; baton-app and the binaries have them.".to_owned(),
    }
}

fn is_test_file(file: &SourceFile) -> bool {
    file.stem() == "tests" || file.stem().ends_with("_tests") || file.path.contains("/tests/")
}

/// Lines that reach the product: without comments, and without modules marked `#[cfg(test)]`.
fn product_code(file: &SourceFile) -> Vec<(usize, String)> {
    let mut lines = Vec::new();
    let mut after_mark = false;
    // The indentation of the test module that is being passed over.
    let mut inside: Option<usize> = None;
    for (number, line) in file.lines() {
        let indentation = line.len() - line.trim_start().len();
        if let Some(depth) = inside {
            // rustfmt puts the closing brace of an item in the column of its first line.
            if line.trim_end() == format!("{}}}", " ".repeat(depth)) {
                inside = None;
            }
            continue;
        }
        let code = line.split("//").next().unwrap_or_default();
        if code.trim() == "#[cfg(test)]" {
            after_mark = true;
            continue;
        }
        if after_mark && !code.trim().is_empty() && !code.trim_start().starts_with("#[") {
            after_mark = false;
            if code.trim_end().ends_with('{') {
                inside = Some(indentation);
            }
            continue;
        }
        lines.push((number, code.to_owned()));
    }
    lines
}

fn forbidden_words(code: &str) -> Vec<String> {
    let mut words: Vec<String> = FORBIDDEN_PATHS
        .iter()
        .filter(|path| contains_path(code, path))
        .map(|path| (*path).to_owned())
        .collect();
    if let Some((_, group)) = code.split_once("use std::{") {
        words.extend(
            group
                .split([',', '}', ';'])
                .map(|part| part.trim().split("::").next().unwrap_or_default())
                .filter(|part| FORBIDDEN_IN_STD_GROUP.contains(part))
                .map(|part| format!("std::{part}")),
        );
    }
    words
}

/// `rand::` is not found in `operand::`.
fn contains_path(code: &str, path: &str) -> bool {
    code.match_indices(path).any(|(start, _)| {
        let before = code[..start].chars().next_back();
        !before.is_some_and(|letter| letter.is_alphanumeric() || letter == '_')
    })
}

#[cfg(test)]
mod tests {
    use super::{super::places, CHECK};

    #[test]
    fn thinking_is_fine() {
        let text = "//! No std::fs here.\nuse std::{collections::BTreeMap, fmt};\nlet x = operand::of(1); // not Instant::now()\n";
        let files = [
            ("crates/rules/src/lib.rs", text),
            ("crates/app/src/lib.rs", "use std::fs;\n"),
            ("crates/rules/tests/cases.rs", "use std::fs;\n"),
        ];
        assert!(places(&CHECK, &files).is_empty());
    }

    #[test]
    fn tests_inside_the_crate_may_read_files() {
        let text = "fn a() {}\n\n#[cfg(test)]\nmod tests {\n    use std::fs;\n    fn b() {\n    }\n}\n\nuse std::env;\n";
        assert_eq!(
            places(&CHECK, &[("crates/model/src/a.rs", text)]),
            ["crates/model/src/a.rs:10"]
        );
    }

    #[test]
    fn files_clock_and_chance_are_found() {
        let text = "use std::{collections::BTreeMap, fs};\nlet a = std::env::var(\"X\");\nlet b = Instant::now();\nlet c = rand::random();\n";
        assert_eq!(
            places(&CHECK, &[("crates/layout/src/a.rs", text)]),
            [
                "crates/layout/src/a.rs:1",
                "crates/layout/src/a.rs:2",
                "crates/layout/src/a.rs:3",
                "crates/layout/src/a.rs:4"
            ]
        );
    }

    #[test]
    fn a_database_in_the_manifest_is_found_but_not_among_tests() {
        let text = "[package]\nname = \"baton-export\"\n[dependencies]\nsqlx = \"0.9\"\n[dev-dependencies]\ntempfile = \"3\"\n";
        assert_eq!(
            places(&CHECK, &[("crates/export/Cargo.toml", text)]),
            ["crates/export/Cargo.toml:4"]
        );
    }
}
