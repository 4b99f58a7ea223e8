//! `new-rule FAMILY CODE name`.

use super::{Refused, Stub, check_name, filled, module_name, register, type_name};
use std::path::Path;

/// Family folder and first letters of its codes, and the variant of `Category` in the rules crate.
const FAMILIES: [(&str, &str); 7] = [
    ("cap", "Capabilities"),
    ("con", "Contracts"),
    ("hil", "People"),
    ("obs", "Observability"),
    ("own", "Ownership"),
    ("res", "Resilience"),
    ("top", "Topology"),
];

/// Makes the file of a rule and adds it to its family.
pub fn rule(root: &Path, family: &str, code: &str, name: &str) -> Result<Vec<String>, Refused> {
    check_name(name)?;
    let Some((_, category)) = FAMILIES.iter().find(|(known, _)| *known == family) else {
        let known: Vec<_> = FAMILIES.iter().map(|(family, _)| *family).collect();
        return Err(Refused(format!(
            "`{family}` is no family; there are {}",
            known.join(", ")
        )));
    };
    let number = code.strip_prefix(&family.to_ascii_uppercase());
    if !number.is_some_and(|number| {
        number.len() == 3 && number.bytes().all(|digit| digit.is_ascii_digit())
    }) {
        return Err(Refused(format!(
            "`{code}` has to be {} and three digits",
            family.to_ascii_uppercase()
        )));
    }
    let folder = format!("crates/rules/src/rules/{family}");
    if let Some(other) = rule_with_code(&root.join(&folder), code)? {
        return Err(Refused(format!(
            "{code} is the code of {other}; codes are never used again"
        )));
    }

    let module = module_name(name);
    let text = filled(
        include_str!("../../templates/rule.rs.txt"),
        &[
            ("CODE", code),
            ("NAME", name),
            ("TYPE", &type_name(name)),
            ("CATEGORY", category),
        ],
    );
    let mut stub = Stub::new(root, format!("{folder}/{module}.rs"), text)?;
    let list = format!("{folder}/mod.rs");
    if root.join(&list).exists() {
        stub.register(&list, &format!("add `mod {module};`"), |text| {
            register::among(text, "mod ", &format!("mod {module};"))
        })?;
        stub.register(&list, &format!("add `{module},` to the list"), |text| {
            register::into_list(text, "rules![", ']', &module)
        })?;
    } else {
        stub.texts.push((
            list.clone(),
            format!(
                "//! {category}.\n\nuse crate::rule::{{Entry, rules}};\n\nmod {module};\n\n\
                 pub(super) static RULES: &[(&str, &Entry)] = rules![{module},];\n"
            ),
        ));
        stub.told.push(format!("made     {list}"));
        let all = "crates/rules/src/rules/mod.rs";
        stub.register(all, &format!("add `mod {family};`"), |text| {
            register::among(text, "mod ", &format!("mod {family};"))
        })?;
        stub.register(
            all,
            &format!("add `(\"{family}\", {family}::RULES)` to the families"),
            |text| {
                let entry = format!("(\"{family}\", {family}::RULES)");
                register::into_list(text, "static FAMILIES: &[Family] = &[", ']', &entry)
            },
        )?;
    }
    stub.write()
}

/// The file in `folder` that already uses `code`.
fn rule_with_code(folder: &Path, code: &str) -> Result<Option<String>, Refused> {
    if !folder.exists() {
        return Ok(None);
    }
    let declaration = format!("const CODE: &'static str = \"{code}\"");
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if std::fs::read_to_string(&path).is_ok_and(|text| text.contains(&declaration)) {
            return Ok(path
                .file_name()
                .map(|name| name.to_string_lossy().into_owned()));
        }
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::{super::tests::copy_of, *};
    use std::fs;

    fn read(copy: &tempfile::TempDir, path: &str) -> String {
        fs::read_to_string(copy.path().join("crates/rules/src/rules").join(path)).unwrap()
    }

    #[test]
    fn a_rule_joins_its_family_as_the_crate_is_now() {
        let copy = copy_of("rules");
        let told = rule(copy.path(), "own", "OWN999", "left-alone").unwrap();
        assert!(
            !told.iter().any(|line| line.starts_with("by hand")),
            "{told:?}"
        );
        assert!(read(&copy, "own/mod.rs").contains("    left_alone,\n]"));
        assert!(read(&copy, "own/mod.rs").contains("\nmod left_alone;\n"));
        assert!(read(&copy, "own/left_alone.rs").contains("Entry::of_agents::<LeftAlone>"));
    }

    #[test]
    fn a_new_family_is_listed_as_the_crate_is_now() {
        let copy = copy_of("rules");
        let _ = fs::remove_dir_all(copy.path().join("crates/rules/src/rules/obs"));
        let told = rule(copy.path(), "obs", "OBS999", "never-seen").unwrap();
        assert!(
            !told.iter().any(|line| line.starts_with("by hand")),
            "{told:?}"
        );
        assert!(read(&copy, "mod.rs").contains("    (\"obs\", obs::RULES),\n"));
    }

    #[test]
    fn nothing_is_made_of_wrong_words() {
        let copy = copy_of("rules");
        for (family, code, name) in [
            ("xyz", "XYZ001", "a-rule"),
            ("own", "TOP009", "a-rule"),
            ("own", "OWN1", "a-rule"),
            ("own", "OWN999", "../a-rule"),
            ("own", "OWN001", "another-name"),
            ("own", "OWN998", "agent-without-owner"),
        ] {
            assert!(
                rule(copy.path(), family, code, name).is_err(),
                "{family} {code} {name}"
            );
        }
    }
}
