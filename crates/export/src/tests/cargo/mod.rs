//! Contract tests for `cargo test`: a package whose tests are named after contracts and handoffs.

use super::{shared, vectors};
use crate::file_set::FileSet;
use crate::kind::ExportKind;
use crate::scope::Scope;
use crate::types::names::{snake, unused};
use std::collections::BTreeSet;
use std::fmt::Write as _;

const KIND: ExportKind = ExportKind::TestsCargo;
const ROOT: &str = "tests/cargo";

pub(crate) fn run(scope: &Scope<'_>, files: &mut FileSet) {
    let Some(names) = vectors(scope, files, KIND, ROOT) else {
        return;
    };
    let mut taken = BTreeSet::new();
    let mut contracts = String::new();
    for (contract, version) in &names.versions {
        let name = unused(&snake(&format!("{contract}-{version}")), &mut taken);
        let _ = writeln!(contracts, "contract!(v_{name}, {contract:?}, {version:?});");
    }
    let mut taken = BTreeSet::new();
    let mut handoffs = String::new();
    for handoff in &names.handoffs {
        let name = unused(&snake(handoff), &mut taken);
        let _ = writeln!(handoffs, "handoff!(h_{name}, {handoff:?});");
    }
    let of_contracts =
        include_str!("templates/contracts.rs.txt").replace("// The contracts.\n", &contracts);
    let of_handoffs =
        include_str!("templates/handoffs.rs.txt").replace("// The handoffs.\n", &handoffs);
    let mut taken = BTreeSet::new();
    let mut topologies = String::new();
    for topology in &names.topologies {
        let name = unused(&snake(topology), &mut taken);
        let _ = writeln!(topologies, "routing!(t_{name}, {topology:?});");
    }
    let of_topologies =
        include_str!("templates/routing.rs.txt").replace("// The topologies.\n", &topologies);
    for (name, text) in [
        ("Cargo.toml", include_str!("templates/Cargo.toml.txt")),
        ("README.md", include_str!("templates/README.md")),
        ("src/lib.rs", include_str!("templates/lib.rs.txt")),
        ("tests/contracts.rs", &of_contracts),
        ("tests/handoffs.rs", &of_handoffs),
        ("tests/routing.rs", &of_topologies),
    ] {
        shared(files, KIND, &format!("{ROOT}/{name}"), text);
    }
}
