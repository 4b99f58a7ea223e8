//! `contracts/<contract>/<version>/`: the payload's schema, the schema of a whole message, examples and what changed.

mod changelog;

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
        for (index, version) in versions.iter().enumerate() {
            one_version(contract, version, files);
            let text = changelog::text(scope.document, contract, &versions[..=index]);
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
    examples(version, "accepted", accepted, files);
    examples(version, "rejected", rejected, files);
}

fn examples<'a>(
    version: &ContractVersion,
    folder: &str,
    examples: impl Iterator<Item = (&'a String, &'a Value)>,
    files: &mut FileSet,
) {
    let mut taken = BTreeSet::new();
    for (name, payload) in examples {
        let file = unused(&slug(name, "example"), &mut taken);
        add(
            version,
            &format!("examples/{folder}/{file}.json"),
            json::bytes(payload),
            files,
        );
    }
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
