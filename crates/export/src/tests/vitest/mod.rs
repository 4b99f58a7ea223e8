//! Contract tests for Vitest.

use super::{shared, vectors};
use crate::file_set::FileSet;
use crate::kind::ExportKind;
use crate::scope::Scope;

const KIND: ExportKind = ExportKind::TestsVitest;
const ROOT: &str = "tests/vitest";

pub(crate) fn run(scope: &Scope<'_>, files: &mut FileSet) {
    if vectors(scope, files, KIND, ROOT).is_none() {
        return;
    }
    for (name, text) in [
        ("README.md", include_str!("templates/README.md")),
        (
            "contracts.test.ts",
            include_str!("templates/contracts.test.ts"),
        ),
        (
            "handoffs.test.ts",
            include_str!("templates/handoffs.test.ts"),
        ),
        ("routing.test.ts", include_str!("templates/routing.test.ts")),
        ("vectors.ts", include_str!("templates/vectors.ts")),
    ] {
        shared(files, KIND, &format!("{ROOT}/{name}"), text);
    }
}
