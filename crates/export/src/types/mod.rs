//! `types/<language>/`: types of payloads for programs, with the checks that a type alone cannot make.
//!
//! One reading ([`read`]) gives a [`shape::Module`]; one file for each language writes it. What neither a type nor a check of it says is told in
//! the head of each file.

pub(crate) mod names;
pub(crate) mod python;
pub(crate) mod read;
pub(crate) mod rust;
pub(crate) mod shape;
#[cfg(test)]
mod tests;
pub(crate) mod typescript;

use crate::file_set::{ExportFile, FileSet, Source};
use crate::kind::ExportKind;
use crate::scope::{Scope, versions};
use baton_model::{Contract, ContractState, ContractVersion, Kind};

/// A contract with the versions that programs may still meet, lowest first.
pub(crate) struct Live<'a> {
    pub contract: &'a Contract,
    pub versions: Vec<&'a ContractVersion>,
}

pub(crate) fn live<'a>(scope: &Scope<'a>) -> Vec<Live<'a>> {
    let contracts = scope.contracts().map(|contract| {
        let mut versions = versions(scope.document, &contract.id);
        versions.retain(|version| version.state != ContractState::Retired);
        Live { contract, versions }
    });
    contracts.filter(|live| !live.versions.is_empty()).collect()
}

impl<'a> Live<'a> {
    /// The version that a program means that names none: the highest that is published, else the highest.
    pub fn newest(&self) -> Option<&'a ContractVersion> {
        let is_published = |version: &&&ContractVersion| version.state == ContractState::Published;
        self.versions
            .iter()
            .rev()
            .find(is_published)
            .or(self.versions.last())
            .copied()
    }
}

/// A file that no record alone gives.
fn shared(files: &mut FileSet, kind: ExportKind, path: &str, text: &str) {
    files.add(ExportFile::new(path, kind, text, None));
}

/// The file of a version.
fn of_version(
    files: &mut FileSet,
    kind: ExportKind,
    path: String,
    text: String,
    version: &ContractVersion,
) {
    let source = Source {
        version: Some(version.version.to_string()),
        ..Source::new(Kind::ContractVersion, version.id.as_str())
    };
    files.add(ExportFile::new(path, kind, text, Some(source)));
}

/// A number as the three languages write it.
pub(crate) fn number(value: f64) -> String {
    if value.fract() == 0.0 && value.abs() < 9e15 {
        format!("{value:.0}")
    } else {
        format!("{value:?}")
    }
}

/// The lines of a file's head: what it is of, and what it does not check.
fn head(contract: &Contract, version: &ContractVersion, module: &shape::Module) -> Vec<String> {
    let mut lines = vec![
        format!(
            "{} {}: the types of its payload.",
            contract.name, version.version
        ),
        String::new(),
        "Written by Baton; what is changed here is lost with the next export.".to_owned(),
    ];
    if !module.unchecked.is_empty() {
        lines.push(String::new());
        lines.push("Left to the schema, which the boundary guard checks:".to_owned());
        for one in &module.unchecked {
            let pointer = if one.pointer.is_empty() {
                "/"
            } else {
                &one.pointer
            };
            lines.push(format!("- {pointer}: {}", one.what));
        }
    }
    let of = |line: String| {
        if line.is_empty() {
            vec![line]
        } else {
            lines_of(&line)
        }
    };
    lines.into_iter().flat_map(of).collect()
}

/// Lines of a comment, without anything that could end it or change how it reads.
pub(crate) fn lines_of(text: &str) -> Vec<String> {
    let visible = crate::escape::visible(text);
    visible
        .lines()
        .map(|line| {
            line.trim_end()
                .replace("*/", "* /")
                .replace("\"\"\"", "'''")
        })
        .collect()
}
