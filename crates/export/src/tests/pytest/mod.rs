//! Contract tests for pytest.

use super::{shared, vectors};
use crate::file_set::FileSet;
use crate::kind::ExportKind;
use crate::scope::Scope;

const KIND: ExportKind = ExportKind::TestsPytest;
const ROOT: &str = "tests/pytest";

pub(crate) fn run(scope: &Scope<'_>, files: &mut FileSet) {
    if vectors(scope, files, KIND, ROOT).is_none() {
        return;
    }
    for (name, text) in [
        ("README.md", include_str!("templates/README.md")),
        ("conftest.py", include_str!("templates/conftest.py")),
        (
            "test_contracts.py",
            include_str!("templates/test_contracts.py"),
        ),
        ("test_routing.py", include_str!("templates/test_routing.py")),
        (
            "test_handoffs.py",
            include_str!("templates/test_handoffs.py"),
        ),
    ] {
        shared(files, KIND, &format!("{ROOT}/{name}"), text);
    }
}
