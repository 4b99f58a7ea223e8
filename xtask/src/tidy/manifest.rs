//! Reading crate manifests: which package depends on what, and on which line.

use crate::source::{SourceFile, Tree};

/// Whether a dependency reaches users of the crate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Use {
    /// `dependencies` and `build-dependencies`, also per target.
    Product,
    /// `dev-dependencies`.
    Tests,
}

/// One dependency as a manifest names it.
#[derive(Debug, Clone)]
pub struct Dependency {
    /// The package's name, also where the manifest renames it.
    pub package: String,
    /// Where it is used.
    pub used_in: Use,
    /// From 1.
    pub line: usize,
}

/// One member's manifest.
#[derive(Debug, Clone)]
pub struct Manifest {
    /// Path of `Cargo.toml`.
    pub path: String,
    /// The package's name.
    pub package: String,
    /// In the order of the tables.
    pub dependencies: Vec<Dependency>,
}

/// Every manifest in `tree` that declares a package and can be parsed; cargo itself speaks up about the others.
pub fn manifests(tree: &Tree) -> Vec<Manifest> {
    tree.files
        .iter()
        .filter(|file| file.path == "Cargo.toml" || file.path.ends_with("/Cargo.toml"))
        .filter_map(parse)
        .collect()
}

fn parse(file: &SourceFile) -> Option<Manifest> {
    let root: toml::Table = file.text.parse().ok()?;
    let package = root.get("package")?.get("name")?.as_str()?.to_owned();
    let mut dependencies = Vec::new();
    let targets = root.get("target").and_then(toml::Value::as_table);
    let per_target = targets
        .into_iter()
        .flat_map(|targets| targets.values())
        .filter_map(toml::Value::as_table);
    for table in std::iter::once(&root).chain(per_target) {
        for (section, used_in) in [
            ("dependencies", Use::Product),
            ("build-dependencies", Use::Product),
            ("dev-dependencies", Use::Tests),
        ] {
            let entries = table.get(section).and_then(toml::Value::as_table);
            for (key, value) in entries.into_iter().flatten() {
                let renamed = value.get("package").and_then(toml::Value::as_str);
                dependencies.push(Dependency {
                    package: renamed.unwrap_or(key).to_owned(),
                    used_in,
                    line: line_of(&file.text, section, key),
                });
            }
        }
    }
    Some(Manifest {
        path: file.path.clone(),
        package,
        dependencies,
    })
}

/// The line on which `key` stands in a table named `section`, or the first line.
fn line_of(text: &str, section: &str, key: &str) -> usize {
    let mut inside = false;
    for (number, line) in (1..).zip(text.lines()) {
        let line = line.trim();
        if let Some(header) = line.strip_prefix('[') {
            let header = header.trim_end_matches(']');
            if header.ends_with(&format!("{section}.{key}")) {
                return number;
            }
            inside = header == section || header.ends_with(&format!(".{section}"));
        } else if inside
            && line
                .strip_prefix(key)
                .is_some_and(|rest| rest.starts_with(['.', ' ', '=']))
        {
            return number;
        }
    }
    1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_and_rename_is_read_with_its_line() {
        let text = "[package]\nname = \"baton-x\"\n\n[dependencies]\nserde.workspace = true\nm = { package = \"baton-model\" }\n\n\
                    [dev-dependencies.insta]\nversion = \"1\"\n\n[target.'cfg(unix)'.dependencies]\nlibc = \"0.2\"\n";
        let found = manifests(&Tree::of(&[("crates/x/Cargo.toml", text)]));
        let summary: Vec<_> = found[0]
            .dependencies
            .iter()
            .map(|entry| (entry.package.as_str(), entry.used_in, entry.line))
            .collect();
        assert_eq!(found[0].package, "baton-x");
        assert_eq!(
            summary,
            [
                ("baton-model", Use::Product, 6),
                ("serde", Use::Product, 5),
                ("insta", Use::Tests, 8),
                ("libc", Use::Product, 12),
            ]
        );
    }
}
