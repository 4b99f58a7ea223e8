//! Which crate may know which.

use super::{
    Check, Finding,
    manifest::{Manifest, Use, manifests},
};
use crate::source::Tree;

pub const CHECK: Check = Check {
    rule: "A crate depends only on crates of earlier rows: model, regular; graph, contract, import, layout; rules, analysis, simulation, protocol, export; app; \
           cli and desktop. `store` knows only the model, and only the binaries choose a database.",
    reason: "Domain code that knows no window and no database can be used by all of them and tested in milliseconds.",
    find,
};

/// Rows of the house; a crate may depend on every crate of an earlier row.
const ROWS: &[&[&str]] = &[
    &["baton-model", "baton-regular"],
    &[
        "baton-graph",
        "baton-contract",
        "baton-import",
        "baton-layout",
    ],
    &[
        "baton-rules",
        "baton-analysis",
        "baton-simulation",
        "baton-protocol",
        "baton-export",
    ],
    &["baton-app"],
    &["baton-cli", "baton-desktop"],
];

/// What the stores know, and who knows the stores.
const STORES: &[(&str, &[&str])] = &[
    ("baton-store", &["baton-model"]),
    ("baton-store-sqlite", &["baton-model", "baton-store"]),
    (
        "baton-store-postgres",
        &["baton-model", "baton-store", "baton-store-sqlite"],
    ),
    (
        "baton-place",
        &["baton-store", "baton-store-sqlite", "baton-store-postgres"],
    ),
    ("baton-app", &["baton-store"]),
    (
        "baton-cli",
        &["baton-store", "baton-store-sqlite", "baton-place"],
    ),
    (
        "baton-desktop",
        &["baton-store", "baton-store-sqlite", "baton-place"],
    ),
];

/// Not part of the product: they may look at everything.
const TOOLS: &[&str] = &["baton-tests", "baton-fuzz", "xtask"];

fn find(tree: &Tree) -> Vec<Finding> {
    manifests(tree).iter().flat_map(judge).collect()
}

fn judge(manifest: &Manifest) -> Vec<Finding> {
    let from = manifest.package.as_str();
    if TOOLS.contains(&from) {
        return Vec::new();
    }
    if !is_known(from) {
        return vec![Finding {
            path: manifest.path.clone(),
            line: 1,
            problem: format!("`{from}` has no place in the house"),
            remedy: "Give it a row in xtask/src/tidy/arrows.rs and in ARCHITECTURE.md, or merge it into a crate that has one."
                .to_owned(),
        }];
    }
    manifest
        .dependencies
        .iter()
        .filter(|entry| entry.package.starts_with("baton-"))
        .filter(|entry| !is_allowed(from, &entry.package, entry.used_in))
        .map(|entry| Finding {
            path: manifest.path.clone(),
            line: entry.line,
            problem: format!("`{from}` must not depend on `{}`", entry.package),
            remedy: "Move the code to the side that may know both (ARCHITECTURE.md has the arrows), or pass in what is needed."
                .to_owned(),
        })
        .collect()
}

fn is_known(name: &str) -> bool {
    row(name).is_some() || STORES.iter().any(|(from, _)| *from == name)
}

fn row(name: &str) -> Option<usize> {
    ROWS.iter().position(|row| row.contains(&name))
}

fn is_allowed(from: &str, to: &str, used_in: Use) -> bool {
    let by_row = matches!((row(from), row(to)), (Some(mine), Some(theirs)) if theirs < mine);
    let by_store = STORES
        .iter()
        .any(|(name, may)| *name == from && may.contains(&to));
    // Operations are tested against the real database.
    let by_test = used_in == Use::Tests && from == "baton-app" && to == "baton-store-sqlite";
    by_row || by_store || by_test
}

#[cfg(test)]
mod tests {
    use super::{super::places, CHECK};

    fn verdict(package: &str, section: &str, dependency: &str) -> Vec<String> {
        let text = format!(
            "[package]\nname = \"{package}\"\n[{section}]\n{dependency}.workspace = true\n"
        );
        places(&CHECK, &[("crates/x/Cargo.toml", &text)])
    }

    #[test]
    fn earlier_rows_are_fine() {
        for (from, to) in [
            ("baton-graph", "baton-model"),
            ("baton-export", "baton-layout"),
            ("baton-app", "baton-import"),
            ("baton-app", "baton-store"),
            ("baton-cli", "baton-store-sqlite"),
            ("baton-store-sqlite", "baton-store"),
            ("baton-tests", "baton-store-sqlite"),
        ] {
            assert!(
                verdict(from, "dependencies", to).is_empty(),
                "{from} -> {to}"
            );
        }
        assert!(verdict("baton-app", "dev-dependencies", "baton-store-sqlite").is_empty());
    }

    #[test]
    fn the_same_or_a_later_row_is_not() {
        for (from, to) in [
            ("baton-model", "baton-graph"),
            ("baton-graph", "baton-contract"),
            ("baton-rules", "baton-export"),
            ("baton-rules", "baton-store"),
            ("baton-store", "baton-graph"),
            ("baton-app", "baton-store-sqlite"),
            ("baton-cli", "baton-desktop"),
        ] {
            assert_eq!(
                verdict(from, "dependencies", to),
                ["crates/x/Cargo.toml:4"],
                "{from} -> {to}"
            );
        }
    }

    #[test]
    fn tests_do_not_bend_the_arrows() {
        assert_eq!(
            verdict("baton-model", "dev-dependencies", "baton-app").len(),
            1
        );
    }

    #[test]
    fn a_crate_without_a_row_is_told() {
        assert_eq!(
            verdict("baton-helpers", "dependencies", "serde"),
            ["crates/x/Cargo.toml:1"]
        );
    }
}
