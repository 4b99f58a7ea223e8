//! `new-exporter NAME`.

use super::{Refused, Stub, check_name, filled, module_name, register, type_name};
use std::path::Path;

const LIB: &str = "crates/export/src/lib.rs";
const KIND: &str = "crates/export/src/kind.rs";

/// Makes the folder of an exporter and adds its kind.
pub fn exporter(root: &Path, name: &str) -> Result<Vec<String>, Refused> {
    check_name(name)?;
    let module = module_name(name);
    let variant = type_name(name);
    let text = filled(
        include_str!("../../templates/exporter.rs.txt"),
        &[("NAME", name), ("TYPE", &variant), ("MODULE", &module)],
    );
    if root.join(format!("crates/export/src/{module}.rs")).exists() {
        return Err(Refused(format!(
            "crates/export/src/{module}.rs exists already"
        )));
    }
    let mut stub = Stub::new(root, format!("crates/export/src/{module}/mod.rs"), text)?;
    let declaration = format!("mod {module};");
    stub.register(LIB, &format!("add `{declaration}`"), |text| {
        register::among(text, "mod ", &declaration)
    })?;
    let entry = format!("    {variant} = \"{name}\" in {module};");
    stub.register(
        KIND,
        &format!("add `{}` to the list", entry.trim()),
        |text| with_kind(text, name, &entry),
    )?;
    stub.write()
}

/// Adds a documented entry to the list of exporters, which is sorted by name.
fn with_kind(text: &str, name: &str, entry: &str) -> Option<String> {
    let opening = "\nexporters! {\n";
    let start = text.find(opening)? + opening.len();
    let end = start + text[start..].find("\n}\n")? + 1;
    // An entry ends with `;`, its documentation stands above it.
    let mut place = start;
    for existing in text[start..end].split_inclusive(";\n") {
        let is_later = existing.split('"').nth(1).is_none_or(|other| other > name);
        if is_later {
            break;
        }
        place += existing.len();
    }
    Some(format!(
        "{}    /// What it writes, in one line.\n{entry}\n{}",
        &text[..place],
        &text[place..]
    ))
}

#[cfg(test)]
mod tests {
    use super::{super::tests::copy_of, *};
    use std::fs;

    #[test]
    fn an_exporter_joins_the_kinds_as_the_crate_is_now() {
        let copy = copy_of("export");
        let told = exporter(copy.path(), "format-nobody-has").unwrap();
        assert!(
            !told.iter().any(|line| line.starts_with("by hand")),
            "{told:?}"
        );
        let lib = fs::read_to_string(copy.path().join(LIB)).unwrap();
        assert!(lib.contains("mod format_nobody_has;"));
        assert!(
            copy.path()
                .join("crates/export/src/format_nobody_has/mod.rs")
                .exists()
        );
        assert!(
            exporter(copy.path(), "format-nobody-has").is_err(),
            "it is there already"
        );
    }

    #[test]
    fn kinds_stay_sorted_by_name() {
        let text = "macro_rules! exporters {\n}\n\nexporters! {\n    /// A.\n    A = \"a\" in a;\n    /// C.\n    C = \"c\" in c;\n}\n\nimpl X {\n}\n";
        let order = |name: &str| {
            let changed = with_kind(text, name, &format!("    N = \"{name}\" in n;")).unwrap();
            let names: Vec<_> = changed
                .split('"')
                .skip(1)
                .step_by(2)
                .map(str::to_owned)
                .collect();
            names.join(" ")
        };
        assert_eq!(order("b"), "a b c");
        assert_eq!(order("d"), "a c d");
        assert_eq!(order("0"), "0 a c");
    }
}
