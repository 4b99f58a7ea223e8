//! Types for Python: Pydantic 2 models, strict, with the schema's bounds as validators.

mod shapes;

use super::names::{snake, unused};
use super::read::read;
use super::shape::{Body, Member, Module, Record, Rest, Shape};
use super::{Live, head, lines_of, live, of_version, shared};
use crate::file_set::FileSet;
use crate::kind::ExportKind;
use crate::scope::Scope;
use shapes::optional;
use std::collections::BTreeSet;
use std::fmt::Write as _;

const KIND: ExportKind = ExportKind::TypesPython;
const ROOT: &str = "types/python/baton_types";
const WRITTEN: &str = "# Written by Baton; what is changed here is lost with the next export.\n";

/// Names that a file has from elsewhere.
const TAKEN: &[&str] = &[
    "Annotated",
    "Any",
    "BaseModel",
    "ConfigDict",
    "Field",
    "Literal",
    "None",
    "Payload",
    "True",
    "False",
    "TypeAlias",
    "Union",
    "Whole",
    "ClassVar",
];

/// Words of the language, and what every model has already.
const RESERVED: &[&str] = &[
    "and",
    "as",
    "assert",
    "async",
    "await",
    "break",
    "case",
    "class",
    "continue",
    "copy",
    "def",
    "del",
    "dict",
    "elif",
    "else",
    "except",
    "finally",
    "for",
    "from",
    "global",
    "if",
    "import",
    "in",
    "is",
    "json",
    "lambda",
    "match",
    "nonlocal",
    "not",
    "or",
    "pass",
    "raise",
    "return",
    "schema",
    "construct",
    "try",
    "type",
    "validate",
    "while",
    "with",
    "yield",
    "str",
    "int",
    "float",
    "bool",
    "list",
    "unique",
    "counted",
    "multiple_of",
    "nothing",
    "plain",
];

pub(crate) fn run(scope: &Scope<'_>, files: &mut FileSet) {
    let contracts = live(scope);
    if contracts.is_empty() {
        return;
    }
    shared(
        files,
        KIND,
        &format!("{ROOT}/checks_.py"),
        include_str!("templates/checks.py"),
    );
    shared(files, KIND, &format!("{ROOT}/__init__.py"), WRITTEN);
    shared(files, KIND, &format!("{ROOT}/py.typed"), "");
    let mut taken = BTreeSet::new();
    for live in &contracts {
        let package = identifier(&unused(&snake(live.contract.id.as_str()), &mut taken));
        one(live, &package, files);
    }
}

fn one(live: &Live<'_>, package: &str, files: &mut FileSet) {
    let module_of = |version: &baton_model::Version| {
        format!("v{}", snake(&version.to_string()).trim_start_matches("x_"))
    };
    for version in &live.versions {
        let module = read(version, live.contract.id.as_str());
        let mut text = String::new();
        for line in head(live.contract, version, &module) {
            let _ = writeln!(text, "{}", format!("# {line}").trim_end());
        }
        text.push_str(&Writer::new(&module).text());
        let path = format!("{ROOT}/{package}/{}.py", module_of(&version.version));
        of_version(files, KIND, path, text, version);
    }
    if let Some(newest) = live.newest() {
        let text = format!(
            "{WRITTEN}\nfrom .{} import *  # noqa: F403\n",
            module_of(&newest.version)
        );
        shared(files, KIND, &format!("{ROOT}/{package}/__init__.py"), &text);
    }
}

/// A name that Python accepts where one may be chosen.
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
    /// From the types' file.
    tools: BTreeSet<&'static str>,
}

impl<'m> Writer<'m> {
    fn new(module: &'m Module) -> Self {
        let names = module.types.iter().map(|one| {
            if TAKEN.contains(&one.name.as_str()) {
                format!("{}_", one.name)
            } else {
                one.name.clone()
            }
        });
        Self {
            module,
            names: names.collect(),
            tools: BTreeSet::from(["Payload"]),
        }
    }

    fn text(mut self) -> String {
        let mut types = String::new();
        let mut models = Vec::new();
        // What a type is made of stands before it.
        for index in (0..self.module.types.len()).rev() {
            let one = &self.module.types[index];
            types.push_str("\n\n");
            match &one.body {
                Body::Record(record) => {
                    types.push_str(&self.model(index, &one.doc, record));
                    models.push(self.names[index].clone());
                }
                Body::Words(words) => {
                    let words: Vec<String> = words.iter().map(|word| quoted(word)).collect();
                    let _ = writeln!(
                        types,
                        "{} = Literal[{}]",
                        self.names[index],
                        words.join(", ")
                    );
                    types.push_str(&docstring(&one.doc, ""));
                }
                Body::Alias(shape) => {
                    let shape = self.type_of(shape, index);
                    let _ = writeln!(types, "{}: TypeAlias = {shape}", self.names[index]);
                    types.push_str(&docstring(&one.doc, ""));
                }
            }
        }
        let mut rebuilt = String::new();
        for model in &models {
            let _ = writeln!(rebuilt, "{model}.model_rebuild()");
        }
        let exported: Vec<String> = self.names.iter().map(|name| quoted(name)).collect();
        let tools: Vec<&str> = self.tools.iter().copied().collect();
        let payload = &self.names[self.module.payload.0];
        let parse = format!("parse_{}", snake(payload));
        let gap = if rebuilt.is_empty() { "" } else { "\n\n" };
        format!(
            "\nfrom typing import Annotated, Any, ClassVar, Literal, TypeAlias\n\nfrom pydantic import ConfigDict, Field, TypeAdapter\n\n\
             from ..checks_ import {}\n\n__all__ = [{}, {}]\n{types}{gap}{rebuilt}\n\n_adapter: TypeAdapter[Any] = TypeAdapter({payload})\n\n\n\
             def {parse}(value: object) -> {payload}:\n    \"\"\"The value as `{payload}`; raises `pydantic.ValidationError` with every problem.\"\"\"\n    \
             checked: {payload} = _adapter.validate_python(value, strict=True)\n    return checked\n",
            tools.join(", "),
            exported.join(", "),
            quoted(&parse),
        )
    }

    fn model(&mut self, index: usize, doc: &str, record: &Record) -> String {
        let mut text = format!("class {}(Payload):\n", self.names[index]);
        let doc = docstring(doc, "    ");
        text.push_str(&doc);
        let rest = match &record.rest {
            Rest::Open => String::new(),
            Rest::Closed => "    model_config = ConfigDict(extra=\"forbid\")\n".to_owned(),
            Rest::Of(shape) => {
                format!(
                    "    __pydantic_extra__: dict[str, {}] = Field(init=False)\n",
                    self.type_of(shape, index)
                )
            }
        };
        if !doc.is_empty() {
            text.push('\n');
        }
        text.push_str(&rest);
        let may_miss: Vec<String> = record
            .members
            .iter()
            .filter(|member| {
                !member.is_required
                    && !matches!(member.shape, Shape::Nullable(_) | Shape::Null | Shape::Any)
            })
            .map(|member| quoted(&member.name))
            .collect();
        if !may_miss.is_empty() {
            let _ = writeln!(
                text,
                "    members_that_may_be_missing_: ClassVar[frozenset[str]] = frozenset({{{}}})",
                may_miss.join(", ")
            );
        }
        let mut taken = BTreeSet::new();
        for member in &record.members {
            text.push_str(&self.member(index, member, &mut taken));
        }
        if record.members.is_empty() && rest.is_empty() && doc.is_empty() {
            text.push_str("    pass\n");
        }
        text
    }

    fn member(&mut self, index: usize, member: &Member, taken: &mut BTreeSet<String>) -> String {
        let plain = is_plain(&member.name).then(|| member.name.clone());
        let wanted = plain.unwrap_or_else(|| snake(&member.name));
        let mut name = unused(&identifier(&wanted), taken);
        let is_a_type =
            |name: &str| TAKEN.contains(&name) || self.names.iter().any(|known| known == name);
        if RESERVED.contains(&name.as_str()) || name.starts_with("model_") || is_a_type(&name) {
            name.push('_');
        }
        let mut shape = self.type_of(&member.shape, index);
        let mut arguments = Vec::new();
        if !member.is_required {
            arguments.push("default=None".to_owned());
            if !matches!(member.shape, Shape::Nullable(_) | Shape::Null | Shape::Any) {
                shape = optional(&shape);
            }
        }
        if name != member.name {
            arguments.push(format!("alias={}", quoted(&member.name)));
        }
        let value = match (&arguments[..], member.is_required) {
            ([], _) => String::new(),
            ([_], false) => " = None".to_owned(),
            (arguments, _) => format!(" = Field({})", arguments.join(", ")),
        };
        let mut doc = member.doc.clone();
        if member.is_sensitive {
            let more = "Sensitive: masked before it leaves its trust domain.";
            doc = if doc.is_empty() {
                more.to_owned()
            } else {
                format!("{doc}\n{more}")
            };
        }
        format!("    {name}: {shape}{value}\n{}", docstring(&doc, "    "))
    }

    fn tool(&mut self, name: &'static str) -> &'static str {
        self.tools.insert(name);
        name
    }
}

fn is_plain(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_alphabetic())
        && name
            .chars()
            .all(|letter| letter.is_ascii_alphanumeric() || letter == '_')
}

fn docstring(doc: &str, indent: &str) -> String {
    let lines: Vec<String> = lines_of(doc)
        .iter()
        .map(|line| line.replace('\\', "\\\\"))
        .collect();
    match &lines[..] {
        [] => String::new(),
        [one] => format!("{indent}\"\"\"{}\"\"\"\n", ended(one)),
        [first, others @ ..] => {
            let body = others.iter().fold(String::new(), |so_far, line| {
                so_far + format!("{indent}{line}").trim_end() + "\n"
            });
            format!("{indent}\"\"\"{first}\n{body}{indent}\"\"\"\n")
        }
    }
}

/// A line that does not run into the quotes behind it.
fn ended(line: &str) -> String {
    if line.ends_with('"') {
        format!("{line} ")
    } else {
        line.to_owned()
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
                let _ = write!(out, "\\U{:08x}", u32::from(other));
            }
        }
    }
    out.push('"');
    out
}
