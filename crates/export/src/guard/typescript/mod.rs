//! The guard for TypeScript: ECMAScript modules that compile under `--strict`, with ajv.

use super::{data, shared};
use crate::boundary::Boundaries;
use crate::file_set::FileSet;
use crate::kind::ExportKind;
use crate::scope::Scope;
use serde_json::Value;
use std::fmt::Write as _;

const KIND: ExportKind = ExportKind::GuardTypescript;
const ROOT: &str = "guards/typescript";

const RULES: &str = include_str!("templates/rules.ts");

pub(crate) fn run(scope: &Scope<'_>, files: &mut FileSet) {
    let boundaries = Boundaries::read(scope);
    if boundaries.contracts.is_empty() {
        return;
    }
    boundaries.note(files, "guards/typescript/rules.json");
    for (name, text) in [
        ("README.md", include_str!("templates/README.md")),
        ("conditions.ts", include_str!("templates/conditions.ts")),
        ("guard.ts", include_str!("templates/guard.ts")),
        ("package.json", include_str!("templates/package.json")),
        ("routing.ts", include_str!("templates/routing.ts")),
        ("schema.ts", include_str!("templates/schema.ts")),
        ("store.ts", include_str!("templates/store.ts")),
    ] {
        shared(files, KIND, &format!("{ROOT}/{name}"), text);
    }
    let schemas = data(&boundaries, files, KIND, ROOT);
    let (mut imports, mut members) = (String::new(), String::new());
    for (index, (name, path)) in schemas.iter().enumerate() {
        let path = Value::from(format!("./{path}"));
        let _ = writeln!(
            imports,
            "import schema{index} from {path} with {{ type: \"json\" }};"
        );
        let _ = writeln!(members, "  {}: schema{index},", Value::from(name.as_str()));
    }
    let text = RULES
        .replace("// The imports.\n", &imports)
        .replace("  // The schemas.\n", &members);
    shared(files, KIND, &format!("{ROOT}/rules.ts"), text);
}
