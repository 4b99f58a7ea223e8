//! One condition: parsed, with its names known and its cost bounded.

use super::value::Size;
use cel::common::ast::{EntryExpr, Expr, IdedExpr, LiteralValue};
use cel::{Context, Env, Program};
use serde_json::{Number, Value, json};
use std::sync::Arc;

/// Longest condition, in bytes.
const LONGEST: usize = 4_000;

/// Deepest nesting of brackets and questions. The parser needs some 100 KiB of stack for each when it is not optimised, and threads have 2 MiB.
const DEEPEST: usize = 12;

/// Longest chain of members, places and operators: each is a level of the parsed condition, and takes some 40 KiB.
const LONGEST_CHAIN: usize = 40;

/// Names that stand for types and for the library of optional values.
const KNOWN: &[&str] = &[
    "bool",
    "bytes",
    "double",
    "dyn",
    "int",
    "list",
    "map",
    "null_type",
    "optional",
    "string",
    "type",
    "uint",
];

/// A condition that may run.
#[derive(Debug)]
pub(crate) struct Condition {
    program: Program,
    /// How deep iterations nest; a search in a list within one counts too.
    nesting: u32,
    /// Whether values that may be large are compared within an iteration.
    compares: bool,
    /// The longest list that is written down in it.
    widest: u64,
    /// How many lists may be joined to a longer one, plus one.
    joined: u64,
    literals: Vec<Value>,
    paths: Vec<String>,
    members: Vec<Members>,
    /// How often values are joined to longer ones within iterations.
    joined_within: u64,
    /// The patterns that it matches texts with; none where one is worked out.
    patterns: Vec<Option<String>>,
}

/// Members of a variable that are named one after another; `[]` stands for each item of a list that is walked through.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Members {
    /// The variable, then the members, outermost first.
    pub names: Vec<String>,
    /// Whether it is asked if the last one is there, with `has`.
    pub asks_presence: bool,
    /// Byte in the condition at which the last one is named, as near as it is known.
    pub at: usize,
}

/// Why an expression is refused. `why` completes the sentence "the condition ...".
pub(crate) struct Refused {
    pub(crate) why: String,
    /// The byte in the text that it is about, as near as it is known.
    pub(crate) at: Option<usize>,
}

impl From<String> for Refused {
    fn from(why: String) -> Self {
        Self { why, at: None }
    }
}

impl Condition {
    /// Parses a condition over a payload, and refuses names that nobody knows. The error completes the sentence "the condition ...".
    pub(super) fn compile(environment: &Arc<Env>, text: &str) -> Result<Self, String> {
        Self::over(environment, text, &["payload"]).map_err(|Refused { why, at }| {
            match at.filter(|_| why.starts_with(DOES_NOT_PARSE)) {
                Some(at) => {
                    let (line, column) = line_and_column(text, at);
                    format!("{why} (line {line}, column {column})")
                }
                None => why,
            }
        })
    }

    /// Parses an expression over some variables, and refuses other names.
    pub(crate) fn over(
        environment: &Arc<Env>,
        text: &str,
        variables: &[&str],
    ) -> Result<Self, Refused> {
        if text.trim().is_empty() {
            let known = known_names(variables);
            return Err(format!("is empty; write one in CEL over {known}").into());
        }
        if text.len() > LONGEST {
            return Err(format!("is longer than {LONGEST} bytes; split it").into());
        }
        if nesting(text) > DEEPEST || longest_chain(text) > LONGEST_CHAIN {
            return Err(TOO_DEEP.to_owned().into());
        }
        let program = environment.compile(text).map_err(|errors| {
            errors.errors.first().map_or_else(
                || DOES_NOT_PARSE.to_owned().into(),
                |error| Refused {
                    why: format!("{DOES_NOT_PARSE}: {}", first_line(&error.msg)),
                    at: Some(byte_at(text, error.pos)),
                },
            )
        })?;
        let mut reading = Reading {
            known: variables,
            ..Reading::default()
        };
        let read = reading.visit(program.expression(), 0, 0);
        let place = |id: u64| {
            let (start, _) = program.source_info().offset_for(id)?;
            Some(start as usize)
        };
        read.map_err(|(why, id)| Refused {
            why,
            at: id.and_then(place),
        })?;
        let unknown = reading
            .functions
            .iter()
            .find(|(name, _)| !is_function(environment, name));
        if let Some((name, id)) = unknown {
            return Err(Refused {
                why: format!("calls {name}, which is no function of CEL's standard library"),
                at: place(*id),
            });
        }
        let members = reading.members.drain(..);
        let members = members.map(|(names, asks_presence, id)| Members {
            names,
            asks_presence,
            at: place(id).unwrap_or(0),
        });
        let members = members.collect();
        let Reading {
            nesting,
            compares,
            widest,
            joins,
            literals,
            paths,
            joined_within,
            patterns,
            ..
        } = reading;
        Ok(Self {
            program,
            nesting,
            compares,
            widest,
            joined: joins + 1,
            literals,
            paths,
            members,
            joined_within,
            patterns,
        })
    }

    pub(crate) fn program(&self) -> &Program {
        &self.program
    }

    /// Steps over a payload, from above.
    pub(crate) fn steps(&self, size: Size) -> u64 {
        let longest = size.widest.max(self.widest).saturating_mul(self.joined);
        let inner = if self.compares { size.values } else { 1 };
        longest.saturating_pow(self.nesting).saturating_mul(inner)
    }

    /// What it looks at of its variables.
    pub(crate) fn members(&self) -> &[Members] {
        &self.members
    }

    /// How often it joins values to longer ones within iterations.
    pub(crate) fn joined_within(&self) -> u64 {
        self.joined_within
    }

    /// The patterns that it matches texts with; none where one is worked out.
    pub(crate) fn patterns(&self) -> &[Option<String>] {
        &self.patterns
    }

    /// The literals in it.
    pub(super) fn literals(&self) -> &[Value] {
        &self.literals
    }

    /// JSON pointers of the payload members that it names, as far as they are named plainly.
    pub(super) fn paths(&self) -> &[String] {
        &self.paths
    }
}

const TOO_DEEP: &str = "nests too deep; split it into several";
const DOES_NOT_PARSE: &str = "does not parse";

/// What is wrong, and with which part of the expression.
type Wrong = (String, Option<u64>);

/// What a condition names, and how deep it goes.
#[derive(Default)]
struct Reading<'x> {
    /// The variables that it may name.
    known: &'x [&'x str],
    /// Those of the iterations around a part, with what they walk through.
    variables: Vec<(&'x str, Option<Vec<String>>)>,
    functions: Vec<(&'x str, u64)>,
    members: Vec<(Vec<String>, bool, u64)>,
    joined_within: u64,
    patterns: Vec<Option<String>>,
    nesting: u32,
    compares: bool,
    widest: u64,
    joins: u64,
    literals: Vec<Value>,
    paths: Vec<String>,
}

impl<'x> Reading<'x> {
    fn visit(&mut self, expression: &'x IdedExpr, depth: usize, nesting: u32) -> Result<(), Wrong> {
        if depth > DEEPEST * LONGEST_CHAIN {
            return Err((TOO_DEEP.to_owned(), None));
        }
        let deeper = depth + 1;
        self.nesting = self.nesting.max(nesting);
        match &expression.expr {
            Expr::Unspecified => Ok(()),
            Expr::Literal(literal) => {
                self.literals.extend(json_of(literal));
                Ok(())
            }
            Expr::Ident(name) => {
                self.variable(name)
                    .map_err(|why| (why, Some(expression.id)))?;
                let names = self.named(&expression.expr);
                self.members
                    .extend(names.map(|names| (names, false, expression.id)));
                Ok(())
            }
            Expr::Select(select) => {
                self.paths.extend(pointer_of(&expression.expr));
                let names = self.named(&expression.expr);
                self.members
                    .extend(names.map(|names| (names, select.test, expression.id)));
                self.visit(&select.operand, deeper, nesting)
            }
            Expr::Call(call) => {
                let name = call.func_name.as_str();
                if name.starts_with(|c: char| c.is_ascii_alphabetic()) {
                    self.functions.push((name, expression.id));
                }
                self.joins += u64::from(name == "_+_");
                self.joined_within += u64::from(name == "_+_" && nesting > 0);
                if name == "matches" {
                    self.patterns.push(
                        call.args
                            .last()
                            .and_then(|pattern| literal_text(&pattern.expr)),
                    );
                }
                if matches!(name, "_==_" | "_!=_") && nesting > 0 {
                    let is_small = |part: &IdedExpr| matches!(part.expr, Expr::Literal(_));
                    self.compares |= !call.args.iter().any(is_small);
                }
                let inner = nesting + u32::from(name == "@in" && nesting > 0);
                for part in call.target.as_deref().into_iter().chain(&call.args) {
                    self.visit(part, deeper, inner)?;
                }
                Ok(())
            }
            Expr::List(list) => {
                self.widest = self.widest.max(list.elements.len() as u64);
                list.elements
                    .iter()
                    .try_for_each(|part| self.visit(part, deeper, nesting))
            }
            Expr::Map(map) => {
                self.widest = self.widest.max(map.entries.len() as u64);
                let mut entries = map.entries.iter();
                entries.try_for_each(|entry| self.entry(&entry.expr, deeper, nesting))
            }
            Expr::Struct(made) => Err((
                format!(
                    "makes a value of type {}, which no JSON value has",
                    made.type_name
                ),
                Some(expression.id),
            )),
            Expr::Comprehension(walk) => {
                self.visit(&walk.iter_range, deeper, nesting)?;
                self.visit(&walk.accu_init, deeper, nesting)?;
                let walked = self.named(&walk.iter_range.expr).map(|mut names| {
                    names.push(EACH.to_owned());
                    names
                });
                let before = self.variables.len();
                self.variables.push((&walk.iter_var, walked));
                self.variables.push((&walk.accu_var, None));
                self.variables
                    .extend(walk.iter_var2.as_deref().map(|name| (name, None)));
                for part in [&walk.loop_cond, &walk.loop_step, &walk.result] {
                    self.visit(part, deeper, nesting + 1)?;
                }
                self.variables.truncate(before);
                Ok(())
            }
        }
    }

    fn entry(&mut self, entry: &'x EntryExpr, depth: usize, nesting: u32) -> Result<(), Wrong> {
        match entry {
            EntryExpr::StructField(field) => self.visit(&field.value, depth, nesting),
            EntryExpr::MapEntry(entry) => {
                self.visit(&entry.key, depth, nesting)?;
                self.visit(&entry.value, depth, nesting)
            }
        }
    }

    fn variable(&self, name: &str) -> Result<(), String> {
        let is_known = self.known.contains(&name)
            || name.starts_with('@')
            || KNOWN.contains(&name)
            || self.variables.iter().any(|(own, _)| *own == name);
        if is_known {
            return Ok(());
        }
        let verb = if self.known.len() == 1 { "is" } else { "are" };
        let known = known_names(self.known);
        Err(format!("names {name}; only {known} {verb} known"))
    }

    /// `record.a.b` as `record`, `a`, `b`; none for what is worked out in other ways.
    fn named(&self, expression: &Expr) -> Option<Vec<String>> {
        match expression {
            Expr::Ident(name) => {
                let own = self.variables.iter().rev().find(|(own, _)| own == name);
                match own {
                    Some((_, walked)) => walked.clone(),
                    None => self
                        .known
                        .contains(&name.as_str())
                        .then(|| vec![name.clone()]),
                }
            }
            Expr::Select(select) => {
                let mut names = self.named(&select.operand.expr)?;
                names.push(select.field.clone());
                Some(names)
            }
            _ => None,
        }
    }
}

/// Stands for each item of a list.
const EACH: &str = "[]";

/// For example `payload`, or `record`, `from` and `to`.
fn known_names(names: &[&str]) -> String {
    let mut quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.pop() {
        None => "nothing".to_owned(),
        Some(last) if quoted.is_empty() => last,
        Some(last) => format!("{} and {last}", quoted.join(", ")),
    }
}

fn literal_text(expression: &Expr) -> Option<String> {
    match expression {
        Expr::Literal(LiteralValue::String(text)) => Some(text.inner().to_owned()),
        _ => None,
    }
}

/// The byte of a line and a column, both from 1; columns are characters.
fn byte_at(text: &str, (line, column): (isize, isize)) -> usize {
    let line = usize::try_from(line).unwrap_or(1).max(1) - 1;
    let column = usize::try_from(column).unwrap_or(1).max(1) - 1;
    let before: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
    let rest = text.get(before..).unwrap_or_default();
    let within = rest
        .char_indices()
        .nth(column)
        .map_or(rest.len(), |(at, _)| at);
    before + within
}

/// Line and column of a byte, both from 1; columns are characters.
pub(crate) fn line_and_column(text: &str, at: usize) -> (usize, usize) {
    let mut end = at.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let before = &text[..end];
    let line = before.matches('\n').count() + 1;
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    (line, before[start..].chars().count() + 1)
}

/// The environment refuses a function of one's own where it has one of that name.
fn is_function(environment: &Arc<Env>, name: &str) -> bool {
    let mut context = Context::with_env(Arc::clone(environment));
    context.add_function(name, || true).is_err()
}

/// `payload.a.b` as `/a/b`.
fn pointer_of(expression: &Expr) -> Option<String> {
    match expression {
        Expr::Ident(name) => (name == "payload").then(String::new),
        Expr::Select(select) => {
            let parent = pointer_of(&select.operand.expr)?;
            let name = select.field.replace('~', "~0").replace('/', "~1");
            Some(format!("{parent}/{name}"))
        }
        _ => None,
    }
}

fn json_of(literal: &LiteralValue) -> Option<Value> {
    match literal {
        LiteralValue::Boolean(truth) => Some(json!(*truth.inner())),
        LiteralValue::Int(number) => Some(json!(*number.inner())),
        LiteralValue::UInt(number) => Some(json!(*number.inner())),
        LiteralValue::Double(number) => Number::from_f64(*number.inner()).map(Value::Number),
        LiteralValue::String(text) => Some(json!(text.inner())),
        LiteralValue::Null => Some(Value::Null),
        LiteralValue::Bytes(_) => None,
    }
}

/// How deep a condition may nest, from above: brackets and questions, also those within texts.
fn nesting(text: &str) -> usize {
    let mut depth = 0_usize;
    let mut deepest = 0;
    let mut questions = 0;
    for byte in text.bytes() {
        match byte {
            b'(' | b'[' | b'{' => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            b')' | b']' | b'}' => depth = depth.saturating_sub(1),
            b'?' => questions += 1,
            _ => {}
        }
    }
    deepest + questions
}

/// The most members, places and operators between two logical operators, which alone are joined evenly.
fn longest_chain(text: &str) -> usize {
    let parts = text.split("&&").flat_map(|part| part.split("||"));
    let links = parts.map(|part| {
        part.bytes()
            .filter(|byte| b".+-*/%[!<>=".contains(byte))
            .count()
    });
    links.max().unwrap_or(0)
}

fn first_line(message: &str) -> &str {
    message.lines().next().unwrap_or_default()
}
