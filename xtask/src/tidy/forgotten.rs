//! Finds source files that no module names: they look like code, and nothing compiles them.

use super::{Check, Finding};
use crate::source::{SourceFile, Tree};

pub const CHECK: Check = Check {
    rule: "Every Rust file below a `src` folder is declared by its parent module; so is every rule, exporter and importer, and every file of a `tests` folder that has a `main.rs`.",
    reason: "A file that nothing compiles passes every test.",
    find,
};

fn find(tree: &Tree) -> Vec<Finding> {
    tree.files
        .iter()
        .filter(|file| file.extension() == "rs")
        .filter_map(|file| judge(tree, file))
        .collect()
}

/// A folder whose files are modules, and what lies in it.
fn split<'a>(tree: &Tree, path: &'a str) -> Option<(String, &'a str)> {
    if let Some((crate_folder, inside)) = path.split_once("/src/") {
        return Some((format!("{crate_folder}/src"), inside));
    }
    // Without a `main.rs` each file is a program of its own.
    let (crate_folder, inside) = path.split_once("/tests/")?;
    let root = format!("{crate_folder}/tests");
    tree.get(&format!("{root}/main.rs")).map(|_| (root, inside))
}

fn judge(tree: &Tree, file: &SourceFile) -> Option<Finding> {
    let (source_root, inside) = split(tree, &file.path)?;
    let is_root = matches!(inside, "lib.rs" | "main.rs") || inside.starts_with("bin/");
    if is_root {
        return None;
    }
    // `a/b/mod.rs` is the module `b` of the folder `a`.
    let (name, folder) = if file.stem() == "mod" {
        let folder = file.folder();
        let (parent, name) = folder.rsplit_once('/')?;
        (name, parent)
    } else {
        (file.stem(), file.folder())
    };
    let parents = if folder == source_root {
        let roots = ["lib.rs", "main.rs"].map(|name| format!("{folder}/{name}"));
        let there = |path: &String| tree.get(path).is_some();
        let found: Vec<String> = roots.iter().filter(|path| there(path)).cloned().collect();
        if found.is_empty() {
            roots.to_vec()
        } else {
            found
        }
    } else {
        vec![format!("{folder}.rs"), format!("{folder}/mod.rs")]
    };
    let declared = parents
        .iter()
        .filter_map(|path| tree.get(path))
        .any(|parent| declares(parent, name));
    (!declared).then(|| Finding {
        path: file.path.clone(),
        line: 1,
        problem: format!("no module declares `{name}`"),
        remedy: format!(
            "Add `mod {name};` to {}, or delete the file.",
            parents.join(" or ")
        ),
    })
}

fn declares(parent: &SourceFile, name: &str) -> bool {
    let file_name = format!("\"{name}.rs\"");
    parent.text.lines().any(|line| {
        let line = line.trim();
        // `#[path = "x.rs"]` and `include!("x.rs")` name the file itself.
        line.contains(&file_name) || module_name(line) == Some(name)
    }) || in_list(&parent.text, name)
}

/// The name that a line like `pub(crate) mod name;` declares.
fn module_name(line: &str) -> Option<&str> {
    let rest = line.split("//").next()?.trim_end();
    let rest = rest
        .strip_suffix(';')
        .or_else(|| rest.strip_suffix('{'))?
        .trim_end();
    let (before, name) = rest.rsplit_once(' ')?;
    let is_module = before == "mod" || before.ends_with(" mod");
    is_module.then(|| name.trim_start_matches("r#"))
}

/// A macro may declare modules from a list of their names: `rules! { agent_without_owner, ... }`.
fn in_list(text: &str, name: &str) -> bool {
    let lists = text.split("! {").skip(1);
    lists
        .filter_map(|rest| rest.split('}').next())
        .any(|list| list.split(',').any(|word| word.trim() == name))
}

#[cfg(test)]
mod tests {
    use super::{super::places, CHECK};

    #[test]
    fn declared_files_are_fine() {
        let files = [
            ("crates/rules/src/lib.rs", "pub mod rules;\nmod r#gen;\n"),
            ("crates/rules/src/gen.rs", ""),
            (
                "crates/rules/src/rules/mod.rs",
                "pub(crate) mod own;\nmod top;\n",
            ),
            (
                "crates/rules/src/rules/own/mod.rs",
                "mod agent_without_owner; // OWN001\n",
            ),
            ("crates/rules/src/rules/own/agent_without_owner.rs", ""),
            (
                "crates/rules/src/rules/top/mod.rs",
                "rules! {\n    dead_end,\n}\n",
            ),
            ("crates/rules/src/rules/top/dead_end.rs", ""),
            ("crates/rules/src/bin/tool.rs", ""),
            ("crates/rules/tests/cases.rs", ""),
        ];
        assert!(places(&CHECK, &files).is_empty());
    }

    #[test]
    fn a_forgotten_file_of_tests_is_found() {
        let files = [
            ("crates/app/tests/main.rs", "mod common;\nmod edits;\n"),
            ("crates/app/tests/common/mod.rs", ""),
            ("crates/app/tests/edits.rs", ""),
            ("crates/app/tests/undo.rs", ""),
            ("crates/app/tests/seams/mod.rs", ""),
            ("crates/graph/tests/naive.rs", ""),
        ];
        assert_eq!(
            places(&CHECK, &files),
            [
                "crates/app/tests/undo.rs:1",
                "crates/app/tests/seams/mod.rs:1"
            ]
        );
    }

    #[test]
    fn a_forgotten_rule_is_found() {
        let files = [
            ("crates/rules/src/lib.rs", "mod rules;\n"),
            ("crates/rules/src/rules.rs", "mod own;\n"),
            (
                "crates/rules/src/rules/own.rs",
                "// mod no_fallback_owner;\nmod agent_without_owner;\n",
            ),
            ("crates/rules/src/rules/own/agent_without_owner.rs", ""),
            ("crates/rules/src/rules/own/no_fallback_owner.rs", ""),
            ("crates/rules/src/rules/top/mod.rs", ""),
        ];
        assert_eq!(
            places(&CHECK, &files),
            [
                "crates/rules/src/rules/own/no_fallback_owner.rs:1",
                "crates/rules/src/rules/top/mod.rs:1"
            ]
        );
    }
}
