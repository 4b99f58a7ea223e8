//! Types for Rust: serde structs and enums, and checks of what a type cannot say, as a crate of its own.

mod checks;
mod declared;

use super::names::{snake, unused};
use super::read::read;
use super::shape::{Module, Shape, Type};
use super::{Live, head, lines_of, live, of_version, shared};
use crate::file_set::FileSet;
use crate::kind::ExportKind;
use crate::scope::Scope;
use checks::function;
use std::collections::BTreeSet;
use std::fmt::Write as _;

const KIND: ExportKind = ExportKind::TypesRust;
const ROOT: &str = "types/rust";
const WRITTEN: &str = "// Written by Baton; what is changed here is lost with the next export.\n";

const MANIFEST: &str = "# Written by Baton; what is changed here is lost with the next export.
[package]
name = \"baton-types\"
version = \"0.1.0\"
edition = \"2024\"
publish = false

[dependencies]
regex = \"1\"
serde = { version = \"1\", features = [\"derive\"] }
serde_json = \"1\"

# Not part of a workspace around it.
[workspace]
";

/// Names that a file has from elsewhere.
const TAKEN: &[&str] = &[
    "Box",
    "Option",
    "Vec",
    "String",
    "BTreeMap",
    "Value",
    "Problem",
    "Place",
    "Range",
    "TextRule",
    "Check",
    "Some",
    "None",
    "Ok",
    "Err",
    "Result",
    "Self",
    "Default",
    "LazyLock",
    "Regex",
    "Serialize",
    "Deserialize",
    "Debug",
    "Clone",
    "PartialEq",
];

/// Words of the language.
const RESERVED: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate",
    "do", "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl",
    "in", "let", "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref",
    "return", "self", "static", "struct", "super", "trait", "true", "try", "type", "typeof",
    "unsafe", "unsized", "use", "virtual", "where", "while", "yield", "checks",
];

pub(crate) fn run(scope: &Scope<'_>, files: &mut FileSet) {
    let contracts = live(scope);
    if contracts.is_empty() {
        return;
    }
    shared(files, KIND, &format!("{ROOT}/Cargo.toml"), MANIFEST);
    shared(
        files,
        KIND,
        &format!("{ROOT}/src/checks.rs"),
        include_str!("templates/checks.rs.txt"),
    );
    let mut library = format!(
        "{WRITTEN}//! Types of the payloads that agents hand each other.\n\npub mod checks;\n"
    );
    let mut taken = BTreeSet::new();
    for live in &contracts {
        let name = identifier(&unused(&snake(live.contract.id.as_str()), &mut taken));
        let _ = writeln!(library, "pub mod {name};");
        one(live, &name, files);
    }
    shared(files, KIND, &format!("{ROOT}/src/lib.rs"), &library);
}

fn one(live: &Live<'_>, folder: &str, files: &mut FileSet) {
    let module_of = |version: &baton_model::Version| {
        format!("v{}", snake(&version.to_string()).trim_start_matches("x_"))
    };
    let mut index = WRITTEN.to_owned();
    for line in lines_of(&live.contract.name) {
        let _ = writeln!(index, "{}", format!("//! {line}").trim_end());
    }
    index.push('\n');
    for version in &live.versions {
        let module = read(version, live.contract.id.as_str());
        let mut text = String::new();
        for line in head(live.contract, version, &module) {
            let _ = writeln!(text, "{}", format!("//! {line}").trim_end());
        }
        text.push_str(&Writer::new(&module).text());
        let name = module_of(&version.version);
        let _ = writeln!(index, "pub mod {name};");
        of_version(
            files,
            KIND,
            format!("{ROOT}/src/{folder}/{name}.rs"),
            text,
            version,
        );
    }
    if let Some(newest) = live.newest() {
        let _ = write!(index, "\npub use {}::*;\n", module_of(&newest.version));
    }
    shared(files, KIND, &format!("{ROOT}/src/{folder}/mod.rs"), &index);
}

/// A name that Rust accepts where one may be chosen.
fn identifier(name: &str) -> String {
    if RESERVED.contains(&name) {
        format!("{name}_")
    } else {
        name.to_owned()
    }
}

struct Writer<'m> {
    module: &'m Module,
    names: Vec<String>,
    /// Enumerations of shapes that have no name in the schema: name, and shape.
    choices: Vec<(String, Shape)>,
    taken: BTreeSet<String>,
    patterns: Vec<String>,
}

impl<'m> Writer<'m> {
    fn new(module: &'m Module) -> Self {
        let name = |one: &Type| {
            if TAKEN.contains(&one.name.as_str()) {
                format!("{}_", one.name)
            } else {
                one.name.clone()
            }
        };
        let names: Vec<String> = module.types.iter().map(name).collect();
        let taken = names
            .iter()
            .chain(module.types.iter().map(|one| &one.name))
            .map(|name| name.to_ascii_lowercase());
        Self {
            module,
            taken: taken.collect(),
            names,
            choices: Vec::new(),
            patterns: Vec::new(),
        }
    }

    fn text(mut self) -> String {
        let mut types = String::new();
        for (index, one) in self.module.types.iter().enumerate() {
            types.push('\n');
            types.push_str(&self.declared(index, one));
        }
        // A choice may hold further ones.
        let mut next = 0;
        while next < self.choices.len() {
            let (name, shape) = self.choices[next].clone();
            let _ = write!(
                types,
                "\n/// One of several.\n{}",
                self.choice(&name, &shape)
            );
            next += 1;
        }
        let mut checks = String::new();
        for index in 0..self.module.types.len() {
            let check = self.check_of(index);
            let _ = write!(
                checks,
                "\nfn {}(place: Place<'_>) {{\n    {check};\n}}\n",
                function(&self.names[index])
            );
        }
        let mut patterns = String::new();
        for (index, pattern) in self.patterns.iter().enumerate() {
            let _ = write!(
                patterns,
                "\nstatic PATTERN_{index}: LazyLock<Regex> = LazyLock::new(|| Regex::new({}).expect(\"the pattern was read before\"));\n",
                quoted(pattern)
            );
        }
        let payload = &self.names[self.module.payload.0];
        let check = function(payload);
        format!(
            "#![allow(dead_code, unused_imports, clippy::all, clippy::pedantic)]

use crate::checks::{{Place, Problem, Range, TextRule, checked}};
use regex::Regex;
use serde::{{Deserialize, Serialize}};
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::LazyLock;
{types}
/// The value as a payload of this version.
///
/// # Errors
/// The first problem, with its place.
pub fn parse(value: Value) -> Result<{payload}, Problem> {{
    checked({check}, value)
}}
{patterns}{checks}"
        )
    }
}

/// A string with everything but printable ASCII escaped.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' | '\\' => out.extend(['\\', letter]),
            plain if plain.is_ascii_graphic() || plain == ' ' => out.push(plain),
            other => {
                let _ = write!(out, "\\u{{{:x}}}", u32::from(other));
            }
        }
    }
    out.push('"');
    out
}
