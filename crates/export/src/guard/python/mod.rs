//! The guard for Python: a package that passes `mypy --strict`, with jsonschema.

use super::{data, shared};
use crate::boundary::Boundaries;
use crate::file_set::FileSet;
use crate::kind::ExportKind;
use crate::scope::Scope;

const KIND: ExportKind = ExportKind::GuardPython;
const ROOT: &str = "guards/python";

pub(crate) fn run(scope: &Scope<'_>, files: &mut FileSet) {
    let boundaries = Boundaries::read(scope);
    if boundaries.contracts.is_empty() {
        return;
    }
    boundaries.note(files, "guards/python/baton_guard/rules.json");
    for (name, text) in [
        ("README.md", include_str!("templates/README.md")),
        ("pyproject.toml", include_str!("templates/pyproject.toml")),
        (
            "baton_guard/__init__.py",
            include_str!("templates/__init__.py"),
        ),
        (
            "baton_guard/conditions.py",
            include_str!("templates/conditions.py"),
        ),
        ("baton_guard/guard.py", include_str!("templates/guard.py")),
        ("baton_guard/py.typed", ""),
        (
            "baton_guard/routing.py",
            include_str!("templates/routing.py"),
        ),
        ("baton_guard/schema.py", include_str!("templates/schema.py")),
        ("baton_guard/store.py", include_str!("templates/store.py")),
    ] {
        shared(files, KIND, &format!("{ROOT}/{name}"), text);
    }
    data(&boundaries, files, KIND, &format!("{ROOT}/baton_guard"));
}
