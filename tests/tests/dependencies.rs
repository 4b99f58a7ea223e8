//! What the program is built from: where every crate comes from, under which licence, and what is known against it. The policy stands in
//! `deny.toml`, which `cargo deny check` reads as well.
// A test says what it expects by failing, and aloud what it skips.

use rustsec::advisory::Informational;
use rustsec::{Database, Lockfile, Report};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn policy() -> toml::Table {
    let text = std::fs::read_to_string(root().join("deny.toml")).unwrap();
    text.parse().unwrap()
}

fn lock() -> Lockfile {
    Lockfile::load(root().join("Cargo.lock")).unwrap()
}

/// The texts of an array of the policy.
fn listed(table: &toml::Table, section: &str, key: &str) -> BTreeSet<String> {
    let entries = table[section][key].as_array().unwrap().iter();
    entries
        .map(|entry| entry.as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn every_crate_comes_from_a_registry_we_allow_and_is_pinned_by_its_checksum() {
    let allowed = listed(&policy(), "sources", "allow-registry");
    let lock = lock();
    let outside = lock.packages.iter().filter(|each| each.source.is_some());
    let strangers: Vec<String> = outside
        .filter(|each| {
            let source = each.source.as_ref().unwrap();
            !source.is_registry()
                || !allowed.contains(source.url().as_str())
                || each.checksum.is_none()
        })
        .map(|each| format!("{} {}", each.name, each.version))
        .collect();
    assert!(strangers.is_empty(), "{strangers:?}");
    assert!(lock.packages.len() > 100, "the lock file was read");
}

/// Name, version and licence of every crate of other people, for every platform.
fn licences() -> Vec<(String, String, String)> {
    let asked = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--locked", "--quiet"])
        .current_dir(root())
        .output()
        .unwrap();
    assert!(
        asked.status.success(),
        "cargo metadata: {}",
        String::from_utf8_lossy(&asked.stderr)
    );
    let told: Value = serde_json::from_slice(&asked.stdout).unwrap();
    let packages = told["packages"].as_array().unwrap().iter();
    let outside = packages.filter(|each| !each["source"].is_null());
    let text = |each: &Value, key: &str| each[key].as_str().unwrap_or_default().to_owned();
    outside
        .map(|each| {
            (
                text(each, "name"),
                text(each, "version"),
                text(each, "license"),
            )
        })
        .collect()
}

#[test]
fn every_crate_is_under_a_licence_we_may_ship() {
    let policy = policy();
    let everywhere = listed(&policy, "licenses", "allow");
    let mut exceptions: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for entry in policy["licenses"]["exceptions"].as_array().unwrap() {
        let allowed = entry["allow"].as_array().unwrap().iter();
        let allowed = allowed.map(|each| each.as_str().unwrap().to_owned());
        exceptions
            .entry(entry["crate"].as_str().unwrap().to_owned())
            .or_default()
            .extend(allowed);
    }
    let all = licences();
    assert!(all.len() > 100, "cargo was asked");
    let mut unused = exceptions.clone();
    let mut refused = Vec::new();
    for (name, version, licence) in &all {
        let of_crate = exceptions.get(name);
        let expression = spdx::Expression::parse_mode(licence, spdx::ParseMode::LAX);
        let is_allowed = expression.is_ok_and(|expression| {
            expression.evaluate(|asked| {
                let asked = asked.to_string();
                everywhere.contains(&asked) || of_crate.is_some_and(|its| its.contains(&asked))
            })
        });
        unused.remove(name);
        if !is_allowed {
            refused.push(format!("{name} {version}: {licence:?}"));
        }
    }
    assert!(refused.is_empty(), "{refused:#?}");
    assert!(
        unused.is_empty(),
        "exceptions for crates that are not there: {unused:?}"
    );
}

/// The advisory data beside the repository, unpacked; none, said aloud, where it is not there.
fn advisories() -> Option<(tempfile::TempDir, Database)> {
    let packed = root().join("../shared/samples/advisories/rustsec.tar.gz");
    if !packed.exists() {
        println!(
            "skipped: {} is not there, so no advisory was looked at",
            packed.display()
        );
        return None;
    }
    let folder = tempfile::tempdir().unwrap();
    let unpacked = Command::new("tar")
        .arg("-xzf")
        .arg(&packed)
        .arg("-C")
        .arg(folder.path())
        .status()
        .unwrap();
    assert!(unpacked.success(), "{} is no archive", packed.display());
    let database = Database::open(folder.path()).unwrap();
    assert!(database.iter().count() > 500, "the advisories were read");
    Some((folder, database))
}

fn settings() -> rustsec::report::Settings {
    rustsec::report::Settings {
        informational_warnings: vec![
            Informational::Unmaintained,
            Informational::Unsound,
            Informational::Notice,
        ],
        ..rustsec::report::Settings::default()
    }
}

/// Advisories against `lock`: id, and what it is about.
fn known_against(database: &Database, lock: &Lockfile) -> BTreeMap<String, String> {
    let report = Report::generate(database, lock, &settings());
    let vulnerable = report.vulnerabilities.list.into_iter().map(|each| {
        let about = format!(
            "{} {}: {}",
            each.package.name, each.package.version, each.advisory.title
        );
        (each.advisory.id.to_string(), about)
    });
    let warned = report.warnings.into_values().flatten().filter_map(|each| {
        let advisory = each.advisory?;
        let about = format!(
            "{} {}: {}",
            each.package.name, each.package.version, advisory.title
        );
        Some((advisory.id.to_string(), about))
    });
    vulnerable.chain(warned).collect()
}

#[test]
fn nothing_is_known_against_a_crate_but_what_the_policy_argues_for() {
    let Some((_folder, database)) = advisories() else {
        return;
    };
    let policy = policy();
    let mut argued = BTreeSet::new();
    for entry in policy["advisories"]["ignore"].as_array().unwrap() {
        let reason = entry["reason"].as_str().unwrap();
        assert!(reason.len() > 20, "a reason is a sentence: {reason:?}");
        argued.insert(entry["id"].as_str().unwrap().to_owned());
    }
    let known = known_against(&database, &lock());
    let open: Vec<_> = known
        .iter()
        .filter(|(id, _)| !argued.contains(*id))
        .collect();
    assert!(open.is_empty(), "{open:#?}");
    let stale: Vec<_> = argued
        .iter()
        .filter(|id| !known.contains_key(*id))
        .collect();
    assert!(stale.is_empty(), "argued for without need: {stale:?}");
}

#[test]
fn a_vulnerable_crate_would_be_found() {
    let Some((_folder, database)) = advisories() else {
        return;
    };
    let text = r#"
version = 4

[[package]]
name = "smallvec"
version = "0.6.3"
source = "registry+https://github.com/rust-lang/crates.io-index"
checksum = "26df3bb03ca5eac2e64192b723d51f56c1b1e0860e7c766281f4598f181acdc8"
"#;
    let known = known_against(&database, &text.parse().unwrap());
    assert!(known.contains_key("RUSTSEC-2019-0012"), "{known:?}");
}
