//! `new-importer NAME`.

use super::{Refused, Stub, check_name, filled, module_name, register, type_name};
use std::path::Path;

const LIB: &str = "crates/import/src/lib.rs";
const FORMAT: &str = "crates/import/src/format.rs";

/// Makes the file of an importer and adds its format.
pub fn importer(root: &Path, name: &str) -> Result<Vec<String>, Refused> {
    check_name(name)?;
    let module = module_name(name);
    let variant = type_name(name);
    let text = filled(
        include_str!("../../templates/importer.rs.txt"),
        &[("NAME", name), ("TYPE", &variant), ("MODULE", &module)],
    );
    if root.join(format!("crates/import/src/{module}")).exists() {
        return Err(Refused(format!(
            "crates/import/src/{module} exists already"
        )));
    }
    let mut stub = Stub::new(root, format!("crates/import/src/{module}.rs"), text)?;

    let declaration = format!("mod {module};");
    stub.register(LIB, &format!("add `{declaration}`"), |text| {
        register::among(text, "mod ", &declaration)
    })?;
    let arm = format!("        Format::{variant} => {module}::import(files, existing, options),");
    stub.register(LIB, &format!("add `{}` to the match", arm.trim()), |text| {
        register::after(
            text,
            "pub fn import(",
            "match format {\n        Format::",
            &arm,
        )
        .or_else(|| register::after(text, "pub fn import(", "    match format {\n", &arm))
    })?;

    let documented = format!("    /// Files of {name}.\n    {variant},");
    stub.register(FORMAT, &format!("add the variant `{variant}`"), |text| {
        register::after(text, "pub enum Format {", "pub enum Format {", &documented)
    })?;
    let entry = format!("Format::{variant}");
    stub.register(FORMAT, &format!("add `{entry}` to `ALL`"), |text| {
        register::into_list(text, "ALL: &'static [Format] = &[", ']', &entry)
    })?;
    let named = format!("            Format::{variant} => \"{name}\",");
    stub.register(
        FORMAT,
        &format!("add `{}` to `name`", named.trim()),
        |text| register::after(text, "pub fn name(", "match self {", &named),
    )?;
    let recognised = format!(
        "        if {module}::recognises(&value) {{\n            return Some({entry});\n        }}"
    );
    stub.register(
        FORMAT,
        &format!("ask `{module}::recognises` in `detect`"),
        |text| register::after(text, "pub fn detect(", "let value: Value", &recognised),
    )?;
    let used = format!("use crate::{module};");
    stub.register(FORMAT, &format!("add `{used}`"), |text| {
        register::among(text, "use crate::", &used)
    })?;
    // A format that had a name only is now read.
    stub.register(FORMAT, "", |text| Some(without_not_yet(text, name)))?;
    stub.write()
}

/// Takes `name` out of the list of formats that are known and not read; its length stands in its type.
fn without_not_yet(text: &str, name: &str) -> String {
    let quoted = format!("\"{name}\"");
    let Some(start) = text.find("const NOT_YET: [&str; ") else {
        return text.to_owned();
    };
    let end = start + text[start..].find("];").unwrap_or_default();
    let list = &text[start..end];
    let Some(place) = list.find(&quoted) else {
        return text.to_owned();
    };
    let after_name = list[place + quoted.len()..].trim_start_matches([',', ' ']);
    let shorter = format!("{}{after_name}", &list[..place]);
    let count = list.matches('"').count() / 2;
    let list = shorter.replacen(&format!("; {count}]"), &format!("; {}]", count - 1), 1);
    format!("{}{list}{}", &text[..start], &text[end..])
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
        let lib = fs::read_to_string(copy.path().join(LIB)).unwrap();
        assert!(lib.contains("mod tool_nobody_has;"));
        assert!(lib.contains(
            "Format::ToolNobodyHas => tool_nobody_has::import(files, existing, options),"
        ));
        let format = fs::read_to_string(copy.path().join(FORMAT)).unwrap();
        assert!(format.contains("Format::ToolNobodyHas => \"tool-nobody-has\","));
        assert!(
            importer(copy.path(), "tool-nobody-has").is_err(),
            "it is there already"
        );
    }

    #[test]
    fn a_format_that_had_only_a_name_is_taken_off_that_list() {
        let text = "const NOT_YET: [&str; 3] = [\n    \"a\", \"crewai\",\n    \"b\",\n];\n";
        let expect = "const NOT_YET: [&str; 2] = [\n    \"a\", \n    \"b\",\n];\n";
        assert_eq!(without_not_yet(text, "crewai"), expect);
        assert_eq!(without_not_yet(text, "c"), text);
    }
}
