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
}

impl Condition {
    /// Parses a condition, and refuses names that nobody knows. The error completes the sentence "the condition ...".
    pub(super) fn compile(environment: &Arc<Env>, text: &str) -> Result<Self, String> {
        if text.trim().is_empty() {
            return Err("is empty; write one in CEL over `payload`".to_owned());
        }
        if text.len() > LONGEST {
            return Err(format!("is longer than {LONGEST} bytes; split it"));
        }
        if nesting(text) > DEEPEST || longest_chain(text) > LONGEST_CHAIN {
            return Err(TOO_DEEP.to_owned());
        }
        let program = environment.compile(text).map_err(|errors| {
            let first = errors.errors.first();
            first.map_or_else(
                || "does not parse".to_owned(),
                |error| {
                    let (line, column) = error.pos;
                    format!(
                        "does not parse: {} (line {line}, column {column})",
                        first_line(&error.msg)
                    )
                },
            )
        })?;
        let mut reading = Reading::default();
        reading.visit(program.expression(), 0, 0)?;
        let unknown = reading
            .functions
            .iter()
            .find(|name| !is_function(environment, name));
        if let Some(name) = unknown {
            return Err(format!(
                "calls {name}, which is no function of CEL's standard library"
            ));
        }
        let Reading {
            nesting,
            compares,
            widest,
            joins,
            literals,
            paths,
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
        })
    }

    pub(super) fn program(&self) -> &Program {
        &self.program
    }

    /// Steps over a payload, from above.
    pub(super) fn steps(&self, size: Size) -> u64 {
        let longest = size.widest.max(self.widest).saturating_mul(self.joined);
        let inner = if self.compares { size.values } else { 1 };
        longest.saturating_pow(self.nesting).saturating_mul(inner)
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

const TOO_DEEP: &str = "nests too deep; split it into several invariants";

/// What a condition names, and how deep it goes.
#[derive(Default)]
struct Reading<'x> {
    variables: Vec<&'x str>,
    functions: Vec<&'x str>,
    nesting: u32,
    compares: bool,
    widest: u64,
    joins: u64,
    literals: Vec<Value>,
    paths: Vec<String>,
}

impl<'x> Reading<'x> {
    fn visit(
        &mut self,
        expression: &'x IdedExpr,
        depth: usize,
        nesting: u32,
    ) -> Result<(), String> {
        if depth > DEEPEST * LONGEST_CHAIN {
            return Err(TOO_DEEP.to_owned());
        }
        let deeper = depth + 1;
        self.nesting = self.nesting.max(nesting);
        match &expression.expr {
            Expr::Unspecified => Ok(()),
            Expr::Literal(literal) => {
                self.literals.extend(json_of(literal));
                Ok(())
            }
            Expr::Ident(name) => self.variable(name),
            Expr::Select(select) => {
                self.paths.extend(pointer_of(&expression.expr));
                self.visit(&select.operand, deeper, nesting)
            }
            Expr::Call(call) => {
                let name = call.func_name.as_str();
                if name.starts_with(|c: char| c.is_ascii_alphabetic()) {
                    self.functions.push(name);
                }
                self.joins += u64::from(name == "_+_");
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
            Expr::Struct(made) => Err(format!(
                "makes a value of type {}, which a payload cannot have",
                made.type_name
            )),
            Expr::Comprehension(walk) => {
                self.visit(&walk.iter_range, deeper, nesting)?;
                self.visit(&walk.accu_init, deeper, nesting)?;
                let own = [walk.iter_var.as_str(), walk.accu_var.as_str()];
                let before = self.variables.len();
                self.variables.extend(own);
                self.variables.extend(walk.iter_var2.as_deref());
                for part in [&walk.loop_cond, &walk.loop_step, &walk.result] {
                    self.visit(part, deeper, nesting + 1)?;
                }
                self.variables.truncate(before);
                Ok(())
            }
        }
    }

    fn entry(&mut self, entry: &'x EntryExpr, depth: usize, nesting: u32) -> Result<(), String> {
        match entry {
            EntryExpr::StructField(field) => self.visit(&field.value, depth, nesting),
            EntryExpr::MapEntry(entry) => {
                self.visit(&entry.key, depth, nesting)?;
                self.visit(&entry.value, depth, nesting)
            }
        }
    }

    fn variable(&self, name: &str) -> Result<(), String> {
        let is_known = name == "payload"
            || name.starts_with('@')
            || KNOWN.contains(&name)
            || self.variables.contains(&name);
        if is_known {
            Ok(())
        } else {
            Err(format!("names {name}; only `payload` is known"))
        }
    }
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
