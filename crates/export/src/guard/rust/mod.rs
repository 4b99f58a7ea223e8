//! The guard for Rust: a crate of its own, with jsonschema.

use super::{data, shared};
use crate::boundary::Boundaries;
use crate::file_set::FileSet;
use crate::kind::ExportKind;
use crate::scope::Scope;
use serde_json::Value;
use std::fmt::Write as _;

const KIND: ExportKind = ExportKind::GuardRust;
const ROOT: &str = "guards/rust";

pub(crate) fn run(scope: &Scope<'_>, files: &mut FileSet) {
    let boundaries = Boundaries::read(scope);
    if boundaries.contracts.is_empty() {
        return;
    }
    for (name, text) in [
        ("Cargo.toml", include_str!("templates/Cargo.toml.txt")),
        ("README.md", include_str!("templates/README.md")),
        (
            "src/conditions.rs",
            include_str!("templates/conditions.rs.txt"),
        ),
        ("src/guard.rs", include_str!("templates/guard.rs.txt")),
        ("src/lib.rs", include_str!("templates/lib.rs.txt")),
        ("src/payload.rs", include_str!("templates/payload.rs.txt")),
        ("src/routing.rs", include_str!("templates/routing.rs.txt")),
        ("src/schema.rs", include_str!("templates/schema.rs.txt")),
        ("src/store.rs", include_str!("templates/store.rs.txt")),
    ] {
        shared(files, KIND, &format!("{ROOT}/{name}"), text);
    }
    let mut members = String::new();
    for (name, path) in data(&boundaries, files, KIND, ROOT) {
        // Ids and versions have no letter that the two languages write differently.
        let (name, path) = (Value::from(name), Value::from(format!("../{path}")));
        let _ = writeln!(members, "    ({name}, include_str!({path})),");
    }
    let text = include_str!("templates/rules.rs.txt").replace("    // The schemas.\n", &members);
    shared(files, KIND, &format!("{ROOT}/src/rules.rs"), text);
}
