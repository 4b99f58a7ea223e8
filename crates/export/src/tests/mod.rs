//! `tests/<runner>/`: tests of contracts and boundaries for the runners of three languages.
//!
//! What is expected is data (`vectors/`), the same for all of them; the program beside it reads it and asks the guard of its language.

pub(crate) mod cargo;
pub(crate) mod cases;
mod messages;
pub(crate) mod pytest;
mod routing;
pub(crate) mod vitest;

use crate::boundary::Boundaries;
use crate::file_set::{ExportFile, FileSet, Source};
use crate::json;
use crate::kind::ExportKind;
use crate::scope::Scope;
use baton_model::{Kind, TaskState};
use cases::{Accepted, Rejected, cases};
use messages::at_boundary;
use serde::Serialize;
use serde_json::Value;

/// What a version of a contract is tested with.
#[derive(Serialize)]
struct Agreed<'a> {
    contract: &'a str,
    version: String,
    /// The schema as it was agreed on.
    schema: Value,
    accepted: &'a [Accepted],
    rejected: &'a [Rejected],
    transitions: Vec<Change>,
}

/// A change of the task's state.
#[derive(Serialize)]
struct Change {
    from: TaskState,
    to: TaskState,
    allowed: bool,
}

/// The names of what is tested, in order.
struct Names {
    /// Contract and version.
    versions: Vec<(String, String)>,
    handoffs: Vec<String>,
    topologies: Vec<String>,
}

/// Writes the vectors; none where there is nothing to test.
fn vectors(scope: &Scope<'_>, files: &mut FileSet, kind: ExportKind, root: &str) -> Option<Names> {
    let boundaries = Boundaries::read(scope);
    if boundaries.contracts.is_empty() {
        return None;
    }
    let by_version = scope.cases.get_or_init(|| {
        let versions = boundaries.terms().map(|terms| terms.version);
        versions
            .map(|version| (version.id.to_string(), cases(version)))
            .collect()
    });
    let mut names = Names {
        versions: Vec::new(),
        handoffs: Vec::new(),
        topologies: Vec::new(),
    };
    for terms in boundaries.terms() {
        let version = terms.version;
        let Some(cases) = by_version.get(version.id.as_str()) else {
            continue;
        };
        let pairs = TaskState::ALL
            .iter()
            .flat_map(|from| TaskState::ALL.iter().map(|to| (*from, *to)));
        let transitions = pairs.map(|(from, to)| Change {
            from,
            to,
            allowed: terms.transitions.contains(&[from, to]),
        });
        let agreed = Agreed {
            contract: version.contract.as_str(),
            version: version.version.to_string(),
            schema: terms.schema(),
            accepted: &cases.accepted,
            rejected: &cases.rejected,
            transitions: transitions.collect(),
        };
        let source = Source {
            version: Some(agreed.version.clone()),
            ..Source::new(Kind::ContractVersion, version.id.as_str())
        };
        let path = format!(
            "{root}/vectors/contracts/{}/{}.json",
            agreed.contract, agreed.version
        );
        if write(files, kind, path, &agreed, source) {
            names
                .versions
                .push((agreed.contract.to_owned(), agreed.version.clone()));
        }
    }
    let handoffs = scope
        .topologies()
        .flat_map(|topology| scope.handoffs(&topology.id));
    for handoff in handoffs {
        let Some(boundary) = boundaries.handoffs.get(handoff.id.as_str()) else {
            continue;
        };
        let Some(at_boundary) = at_boundary(handoff, boundary, &boundaries, by_version) else {
            continue;
        };
        let source = Source::new(Kind::Handoff, handoff.id.as_str());
        let path = format!("{root}/vectors/handoffs/{}.json", handoff.id);
        if write(files, kind, path, &at_boundary, source) {
            names.handoffs.push(handoff.id.to_string());
        }
    }
    names.handoffs.sort();
    for (topology, agents) in &boundaries.routes {
        let cases = routing::cases(topology, agents, by_version);
        let source = Source::new(Kind::Topology, topology);
        let path = format!("{root}/vectors/routing/{topology}.json");
        if !agents.is_empty() && write(files, kind, path, &cases, source) {
            names.topologies.push((*topology).to_owned());
        }
    }
    Some(names)
}

/// Writes a file of vectors. False where its path is taken, which the set notes.
fn write(
    files: &mut FileSet,
    kind: ExportKind,
    path: String,
    vectors: &impl Serialize,
    source: Source,
) -> bool {
    let is_free = !files.is_taken(&path);
    let value = serde_json::to_value(vectors).unwrap_or_default();
    files.add(ExportFile::new(
        path,
        kind,
        json::bytes(&value),
        Some(source),
    ));
    is_free
}

fn shared(files: &mut FileSet, kind: ExportKind, path: &str, text: impl Into<Vec<u8>>) {
    files.add(ExportFile::new(path, kind, text, None));
}
