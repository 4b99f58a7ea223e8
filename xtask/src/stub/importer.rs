//! `new-importer NAME`.

use super::{Refused, Stub, check_name, filled, module_name, register, type_name};
use std::path::Path;

const LIB: &str = "crates/import/src/lib.rs";
const FORMAT: &str = "crates/import/src/format.rs";
const READERS: &str = "crates/import/src/reader.rs";

/// Makes the folder of an importer with its reader, and adds its format.
pub fn importer(root: &Path, name: &str) -> Result<Vec<String>, Refused> {
    check_name(name)?;
    let module = module_name(name);
    let variant = type_name(name);
    let text = filled(
        include_str!("../../templates/importer.rs.txt"),
        &[("NAME", name), ("TYPE", &variant), ("MODULE", &module)],
    );
    let mut stub = Stub::new(root, format!("crates/import/src/{module}/mod.rs"), text)?;

    let declaration = format!("mod {module};");
    stub.register(LIB, &format!("add `{declaration}`"), |text| {
        register::among(text, "mod ", &declaration)
    })?;
    let documented = format!("    /// Files of {name}.\n    {variant},");
    stub.register(FORMAT, &format!("add the variant `{variant}`"), |text| {
        register::after(text, "pub enum Format {", "pub enum Format {", &documented)
    })?;
    let named = format!("    (Format::{variant}, \"{name}\"),");
    stub.register(
        FORMAT,
        &format!("add `{}` to `NAMES`", named.trim()),
        |text| register::after(text, "const NAMES:", "const NAMES:", &named),
    )?;
    let listed = format!("    &crate::{module}::READER,");
    stub.register(
        READERS,
        &format!("add `{}` to `READERS`", listed.trim()),
        |text| register::after(text, "static READERS:", "static READERS:", &listed),
    )?;
    stub.write()
}

#[cfg(test)]
mod tests {
    use super::{super::tests::copy_of, *};
    use std::fs;

    #[test]
    fn an_importer_joins_the_formats_as_the_crate_is_now() {
        let copy = copy_of("import");
        let told = importer(copy.path(), "tool-nobody-has").unwrap();
        assert!(
            !told.iter().any(|line| line.starts_with("by hand")),
            "{told:?}"
        );
        let text = |file: &str| fs::read_to_string(copy.path().join(file)).unwrap();
        assert!(text(LIB).contains("mod tool_nobody_has;"));
        assert!(text(FORMAT).contains("    ToolNobodyHas,"));
        assert!(text(FORMAT).contains("(Format::ToolNobodyHas, \"tool-nobody-has\"),"));
        assert!(text(READERS).contains("&crate::tool_nobody_has::READER,"));
        assert!(
            importer(copy.path(), "tool-nobody-has").is_err(),
            "it is there already"
        );
    }
}
