//! Types and checks for TypeScript. The checks are put together from those in `checks.ts`, which knows no package.

use super::names::{pascal, snake};
use super::read::read;
use super::shape::{Body, Module, Range, Record, Rest, Shape, TextRule, Type, TypeId};
use super::{Live, head, lines_of, live, number, of_version, shared};
use crate::file_set::FileSet;
use crate::kind::ExportKind;
use crate::scope::Scope;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fmt::Write as _;

const KIND: ExportKind = ExportKind::TypesTypescript;

/// Names that a file has from elsewhere.
const TAKEN: &[&str] = &["Problem", "Record", "ReadonlyArray", "Check", "TypeError"];

pub(crate) fn run(scope: &Scope<'_>, files: &mut FileSet) {
    let contracts = live(scope);
    if contracts.is_empty() {
        return;
    }
    shared(
        files,
        KIND,
        "types/typescript/checks.ts",
        include_str!("templates/checks.ts"),
    );
    let mut index =
        "// Written by Baton; what is changed here is lost with the next export.\n\n".to_owned();
    for live in &contracts {
        let _ = writeln!(
            index,
            "export * as {} from \"./{}/index.js\";",
            namespace(live),
            live.contract.id
        );
        one(live, files);
    }
    shared(files, KIND, "types/typescript/index.ts", &index);
}

fn one(live: &Live<'_>, files: &mut FileSet) {
    let folder = format!("types/typescript/{}", live.contract.id);
    for version in &live.versions {
        let module = read(version, live.contract.id.as_str());
        let mut text = String::new();
        for line in head(live.contract, version, &module) {
            let _ = writeln!(text, "{}", format!("// {line}").trim_end());
        }
        text.push_str(&Writer::new(&module).text());
        of_version(
            files,
            KIND,
            format!("{folder}/v{}.ts", version.version),
            text,
            version,
        );
    }
    if let Some(newest) = live.newest() {
        let text = format!(
            "// Written by Baton; what is changed here is lost with the next export.\n\nexport * from \"./v{}.js\";\n",
            newest.version
        );
        shared(files, KIND, &format!("{folder}/index.ts"), &text);
    }
}

/// Ids differ by more than signs between words, or the second one's name would be the first one's.
fn namespace(live: &Live<'_>) -> String {
    let name = pascal(live.contract.id.as_str());
    let plain = snake(live.contract.id.as_str()).replace('_', "-") == live.contract.id.as_str();
    if plain {
        name
    } else {
        format!("{name}_{}", hex::encode(live.contract.id.as_str()))
    }
}

struct Writer<'m> {
    module: &'m Module,
    /// Beside the module's types.
    names: Vec<String>,
    /// What is used of `checks.ts`.
    used: BTreeSet<&'static str>,
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
        Self {
            module,
            names: module.types.iter().map(name).collect(),
            used: BTreeSet::new(),
        }
    }

    fn text(mut self) -> String {
        let mut types = String::new();
        for (index, one) in self.module.types.iter().enumerate() {
            types.push('\n');
            types.push_str(&comment(&one.doc, false, ""));
            types.push_str(&self.declared(index, &one.body));
        }
        let mut checks = String::new();
        // A check stands before those that use it; what goes round in circles is looked up when it runs.
        for index in (0..self.module.types.len()).rev() {
            let check = self.check_of(index);
            let _ = write!(
                checks,
                "\nconst {}: Check = {check};\n",
                constant(&self.names[index])
            );
        }
        let payload = &self.names[self.module.payload.0];
        let check = constant(payload);
        let mut used: Vec<&str> = self.used.iter().copied().collect();
        used.extend(["checked", "problemsOf"]);
        used.sort_unstable();
        let list = used
            .iter()
            .fold(String::new(), |so_far, name| so_far + "  " + name + ",\n");
        format!(
            "\nimport {{\n  type Check,\n  type Problem,\n{list}}} from \"../checks.js\";\n{types}{checks}
/** Every problem of a value that should be `{payload}`; none where it is. */
export function problemsOf{payload}(value: unknown): Problem[] {{
  return problemsOf({check}, value);
}}

/** The value as `{payload}`; throws a `TypeError` that names the first problem. */
export function parse{payload}(value: unknown): {payload} {{
  return checked({check}, value);
}}
"
        )
    }

    fn declared(&self, index: usize, body: &Body) -> String {
        let name = &self.names[index];
        match body {
            Body::Record(record) => self.interface(name, record),
            Body::Words(words) => {
                let words: Vec<String> = words.iter().map(|word| quoted(word)).collect();
                format!("export type {name} = {};\n", words.join(" | "))
            }
            Body::Alias(shape) => format!("export type {name} = {};\n", self.type_of(shape)),
        }
    }

    fn interface(&self, name: &str, record: &Record) -> String {
        let mut text = format!("export interface {name} {{\n");
        for member in &record.members {
            text.push_str(&comment(&member.doc, member.is_sensitive, "  "));
            let mark = if member.is_required { "" } else { "?" };
            let _ = writeln!(
                text,
                "  readonly {}{mark}: {};",
                key(&member.name),
                self.type_of(&member.shape)
            );
        }
        if let Rest::Of(_) = &record.rest {
            // Declared members need not be of the others' shape, so no index signature can say it.
            text.push_str(
                "  /** Other members may be there; they are checked when a payload is read. */\n",
            );
            text.push_str("  readonly [other: string]: unknown;\n");
        }
        text.push_str("}\n");
        text
    }

    fn type_of(&self, shape: &Shape) -> String {
        match shape {
            Shape::Any => "unknown".to_owned(),
            Shape::Never => "never".to_owned(),
            Shape::Null => "null".to_owned(),
            Shape::Bool => "boolean".to_owned(),
            Shape::Whole(_) | Shape::Number(_) => "number".to_owned(),
            Shape::Text(_) => "string".to_owned(),
            Shape::Literals(values) => {
                let all: Vec<String> = values.iter().map(literal).collect();
                all.join(" | ")
            }
            Shape::List(list) => format!("readonly {}[]", self.inner(&list.items)),
            Shape::Map(map) => format!(
                "{{ readonly [name: string]: {} }}",
                self.type_of(&map.values)
            ),
            Shape::Named(id) => self.names[id.0].clone(),
            Shape::Nullable(inner) => format!("{} | null", self.type_of(inner)),
            Shape::Union(union) => {
                let all: Vec<String> = union
                    .branches
                    .iter()
                    .map(|branch| self.type_of(branch))
                    .collect();
                all.join(" | ")
            }
        }
    }

    /// A type that something is put behind.
    fn inner(&self, shape: &Shape) -> String {
        let text = self.type_of(shape);
        let is_simple =
            matches!(shape, Shape::Named(_)) || text.bytes().all(|byte| byte.is_ascii_alphabetic());
        if is_simple { text } else { format!("({text})") }
    }

    fn check_of(&mut self, index: usize) -> String {
        match &self.module.types[index].body {
            Body::Record(record) => {
                let mut text = format!("{}([", self.tool("record"));
                for member in &record.members {
                    let tool = self.tool(if member.is_required {
                        "required"
                    } else {
                        "optional"
                    });
                    let check = self.check(&member.shape, index);
                    let _ = write!(text, "\n  {tool}({}, {check}),", quoted(&member.name));
                }
                text.push_str("\n]");
                match &record.rest {
                    Rest::Open => {}
                    Rest::Closed => {
                        let tool = self.tool("nothing");
                        let _ = write!(text, ", {tool}");
                    }
                    Rest::Of(shape) => {
                        let check = self.check(shape, index);
                        let _ = write!(text, ", {check}");
                    }
                }
                text + ")"
            }
            Body::Words(words) => {
                let words: Vec<String> = words.iter().map(|word| quoted(word)).collect();
                format!("{}({})", self.tool("literals"), words.join(", "))
            }
            Body::Alias(shape) => self.check(shape, index),
        }
    }

    fn tool(&mut self, name: &'static str) -> &'static str {
        self.used.insert(name);
        name
    }

    /// The check of a shape within the type at `index`.
    fn check(&mut self, shape: &Shape, index: usize) -> String {
        match shape {
            Shape::Any => self.tool("anything").to_owned(),
            Shape::Never => self.tool("nothing").to_owned(),
            Shape::Null => self.tool("nil").to_owned(),
            Shape::Bool => self.tool("bool").to_owned(),
            Shape::Whole(range) => format!("{}({})", self.tool("whole"), bounds(range)),
            Shape::Number(range) => format!("{}({})", self.tool("number"), bounds(range)),
            Shape::Text(rule) => format!("{}({})", self.tool("text"), text_rule(rule)),
            Shape::Literals(values) => {
                let all: Vec<String> = values.iter().map(literal).collect();
                format!("{}({})", self.tool("literals"), all.join(", "))
            }
            Shape::List(list) => {
                let tool = self.tool("list");
                let mut rules = count(list.fewest, list.most);
                if list.is_unique {
                    rules.push("unique: true".to_owned());
                }
                format!(
                    "{tool}({}{})",
                    self.check(&list.items, index),
                    object(&rules, ", ")
                )
            }
            Shape::Map(map) => {
                let tool = self.tool("map");
                format!(
                    "{tool}({}{})",
                    self.check(&map.values, index),
                    object(&count(map.fewest, map.most), ", ")
                )
            }
            Shape::Named(id) => self.named(*id, index),
            Shape::Nullable(inner) => {
                format!("{}({})", self.tool("nullable"), self.check(inner, index))
            }
            Shape::Union(union) => {
                let words = union
                    .discriminator
                    .as_deref()
                    .and_then(|name| self.words(name, &union.branches));
                if let (Some(name), Some(words)) = (&union.discriminator, words) {
                    let tool = self.tool("byMember");
                    let branches: Vec<String> = words
                        .iter()
                        .zip(&union.branches)
                        .map(|(word, branch)| {
                            format!("[{}, {}]", quoted(word), self.check(branch, index))
                        })
                        .collect();
                    return format!("{tool}({}, {})", quoted(name), branches.join(", "));
                }
                let tool = self.tool("oneOf");
                let all: Vec<String> = union
                    .branches
                    .iter()
                    .map(|branch| self.check(branch, index))
                    .collect();
                format!("{tool}({})", all.join(", "))
            }
        }
    }

    fn named(&self, id: TypeId, index: usize) -> String {
        let name = constant(&self.names[id.0]);
        // Checks are written from the last type to the first.
        if id.0 > index {
            name
        } else {
            format!("(value, at, problems) => {name}(value, at, problems)")
        }
    }

    /// The word of each branch, where each is an object with one.
    fn words(&self, member: &str, branches: &[Shape]) -> Option<Vec<String>> {
        branches
            .iter()
            .map(|branch| self.module.word(branch, member))
            .collect()
    }
}

/// The name of a type's check.
fn constant(name: &str) -> String {
    format!("is{name}")
}

fn comment(doc: &str, is_sensitive: bool, indent: &str) -> String {
    let mut lines = lines_of(doc);
    if is_sensitive {
        lines.push("Sensitive: masked before it leaves its trust domain.".to_owned());
    }
    match &lines[..] {
        [] => String::new(),
        [one] => format!("{indent}/** {one} */\n"),
        many => {
            let body = many.iter().fold(String::new(), |so_far, line| {
                so_far + format!("{indent} * {line}").trim_end() + "\n"
            });
            format!("{indent}/**\n{body}{indent} */\n")
        }
    }
}

/// A member's name, in quotes where it is no identifier.
fn key(name: &str) -> String {
    let mut letters = name.chars();
    let first = letters
        .next()
        .is_some_and(|first| first.is_ascii_alphabetic() || first == '_');
    let is_plain = first && letters.all(|letter| letter.is_ascii_alphanumeric() || letter == '_');
    if is_plain {
        name.to_owned()
    } else {
        quoted(name)
    }
}

/// A string with everything but printable ASCII escaped.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for unit in text.encode_utf16() {
        match char::from_u32(u32::from(unit))
            .filter(|letter| letter.is_ascii_graphic() || *letter == ' ')
        {
            Some(letter @ ('"' | '\\')) => out.extend(['\\', letter]),
            Some(letter) => out.push(letter),
            None => {
                let _ = write!(out, "\\u{unit:04x}");
            }
        }
    }
    out.push('"');
    out
}

fn literal(value: &Value) -> String {
    match value {
        Value::String(text) => quoted(text),
        Value::Number(found) => found.as_f64().map_or_else(|| "never".to_owned(), number),
        other => other.to_string(),
    }
}

fn object(rules: &[String], before: &str) -> String {
    if rules.is_empty() {
        String::new()
    } else {
        format!("{before}{{ {} }}", rules.join(", "))
    }
}

fn bounds(range: &Range) -> String {
    let mut rules = Vec::new();
    if let Some((least, is_left_out)) = range.least {
        rules.push(format!(
            "{}: {}",
            if is_left_out { "above" } else { "least" },
            number(least)
        ));
    }
    if let Some((most, is_left_out)) = range.most {
        rules.push(format!(
            "{}: {}",
            if is_left_out { "below" } else { "most" },
            number(most)
        ));
    }
    if let Some(of) = range.multiple_of {
        rules.push(format!("multipleOf: {}", number(of)));
    }
    object(&rules, "")
}

fn text_rule(rule: &TextRule) -> String {
    let mut rules = Vec::new();
    rules.extend(
        rule.shortest
            .map(|shortest| format!("shortest: {shortest}")),
    );
    rules.extend(rule.longest.map(|longest| format!("longest: {longest}")));
    rules.extend(
        rule.pattern
            .as_ref()
            .map(|pattern| format!("pattern: /{}/u", pattern.replace('/', "\\/"))),
    );
    object(&rules, "")
}

fn count(fewest: Option<u64>, most: Option<u64>) -> Vec<String> {
    let mut rules = Vec::new();
    rules.extend(fewest.map(|fewest| format!("fewest: {fewest}")));
    rules.extend(most.map(|most| format!("most: {most}")));
    rules
}
