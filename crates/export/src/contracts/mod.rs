//! `contracts/<contract>/<version>/`: the payload's schema, the schema of a whole message, examples and what changed.

mod changelog;
mod examples;
mod verdict;

use crate::file_set::{ExportFile, FileSet, Source};
use crate::json;
use crate::kind::ExportKind;
use crate::scope::{Scope, versions};
use baton_contract::{examples_problems, message_schema, payload_schema};
use baton_model::{Contract, ContractVersion, Kind, Level, slug};
use serde_json::Value;
use std::collections::BTreeSet;

pub(crate) fn run(scope: &Scope<'_>, files: &mut FileSet) {
    for contract in scope.contracts() {
        let versions = versions(scope.document, &contract.id);
        let mut compared = Vec::new();
        for (index, version) in versions.iter().enumerate() {
            one_version(contract, version, files);
            let before = index.checked_sub(1).map(|before| versions[before]);
            let verdict = before.map(|before| verdict::verdict(contract, before, version));
            compared.push((*version, verdict));
            let text = changelog::text(scope.document, contract, &compared);
            add(version, "CHANGELOG.md", text.into_bytes(), files);
        }
    }
}

fn one_version(contract: &Contract, version: &ContractVersion, files: &mut FileSet) {
    for mut problem in examples_problems(version) {
        // The files are written all the same: whoever reads them sees what the registry says.
        problem.level = Level::Warning;
        files.note(problem);
    }
    add(
        version,
        "payload.schema.json",
        json::bytes(&payload_schema(version)),
        files,
    );
    add(
        version,
        "message.schema.json",
        json::bytes(&message_schema(version, Some(contract))),
        files,
    );
    let accepted = version
        .examples
        .accepted
        .iter()
        .map(|example| (&example.name, &example.payload.0));
    let rejected = version
        .examples
        .rejected
        .iter()
        .map(|example| (&example.name, &example.payload.0));
    let written = examples::Files {
        accepted: each(version, "accepted", accepted, files),
        rejected: each(version, "rejected", rejected, files),
    };
    if !(written.accepted.is_empty() && written.rejected.is_empty()) {
        let text = examples::text(contract, version, &written);
        add(version, "examples/README.md", text.into_bytes(), files);
    }
}

/// A file for each example; gives their paths.
fn each<'a>(
    version: &ContractVersion,
    folder: &str,
    examples: impl Iterator<Item = (&'a String, &'a Value)>,
    files: &mut FileSet,
) -> Vec<String> {
    let mut taken = BTreeSet::new();
    let mut paths = Vec::new();
    for (name, payload) in examples {
        let file = unused(&slug(name, "example"), &mut taken);
        let path = format!("{folder}/{file}.json");
        add(
            version,
            &format!("examples/{path}"),
            json::bytes(payload),
            files,
        );
        paths.push(path);
    }
    paths
}

/// The name, or the name with the first number that nobody has.
fn unused(name: &str, taken: &mut BTreeSet<String>) -> String {
    let mut candidate = name.to_owned();
    let mut number = 2;
    while !taken.insert(candidate.clone()) {
        candidate = format!("{name}-{number}");
        number += 1;
    }
    candidate
}

fn add(version: &ContractVersion, name: &str, bytes: Vec<u8>, files: &mut FileSet) {
    let source = Source {
        version: Some(version.version.to_string()),
        ..Source::new(Kind::ContractVersion, version.id.as_str())
    };
    let path = format!("contracts/{}/{}/{name}", version.contract, version.version);
    files.add(ExportFile::new(
        path,
        ExportKind::Contracts,
        bytes,
        Some(source),
    ));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_names_get_numbers() {
        let mut taken = BTreeSet::new();
        let names: Vec<_> = ["a", "a", "a-2", "a"]
            .iter()
            .map(|name| unused(name, &mut taken))
            .collect();
        assert_eq!(names, ["a", "a-2", "a-2-2", "a-3"]);
    }
}
