//! TypeScript and JavaScript source as a syntax tree: finding names, calls and options in it. Nothing is run.

use crate::error::ImportError;
use crate::source::Source;
use std::cell::Cell;
use std::collections::BTreeMap;
use tree_sitter::{Node, Tree};

/// Deepest nesting of whatever else stands in each other: sums, choices, statements.
const NESTED_SYNTAX: usize = 5000;
/// Deepest chain of names, lists and texts that is followed.
pub(super) const DEEPEST: usize = 24;
/// How many names, values and 64 bytes of text are looked at in all while names are followed.
const BUDGET: usize = 1 << 18;

/// A call, or an object that is made.
pub(super) struct Call<'t> {
    pub node: Node<'t>,
    /// What is called: a name, or a member of something.
    pub function: Node<'t>,
    pub arguments: Vec<Node<'t>>,
}

/// The members of an object, also of one that has a name.
#[derive(Default)]
pub(super) struct Options<'t> {
    pub named: BTreeMap<&'t str, Node<'t>>,
    /// What is handed in and cannot be read.
    pub unread: Option<Node<'t>>,
}

/// Where a name was imported from.
#[derive(Clone, Copy)]
pub(super) struct Imported<'t> {
    pub module: &'t str,
    /// What it is called there; `*` for all of it.
    pub name: &'t str,
}

/// A source with what was found in it.
#[derive(Default)]
pub(super) struct Code<'t> {
    pub source: &'t str,
    /// What names are bound to, in order of the source.
    pub bound: BTreeMap<&'t str, Vec<Node<'t>>>,
    /// Functions that have a name.
    pub functions: BTreeMap<&'t str, Node<'t>>,
    /// All functions, outer ones first.
    pub all_functions: Vec<Node<'t>>,
    pub imported: BTreeMap<&'t str, Imported<'t>>,
    pub calls: Vec<Node<'t>>,
    /// `x.handoffs = ...` and its like: object, member, value.
    pub set: Vec<(Node<'t>, &'t str, Node<'t>)>,
    /// Where functions, by their id, are left or loops of theirs are.
    pub leaves: BTreeMap<usize, Vec<usize>>,
    spent: Cell<usize>,
}

/// The place of a node in notes.
pub(super) fn place(node: Node<'_>) -> String {
    format!("line {}", node.start_position().row + 1)
}

/// The named children of a node.
pub(super) fn children(node: Node<'_>) -> Vec<Node<'_>> {
    let mut cursor = node.walk();
    node.named_children(&mut cursor)
        .filter(|child| !matches!(child.kind(), "comment" | "html_comment"))
        .collect()
}

/// What stands behind parentheses, `await` and words about types.
pub(super) fn inner(mut node: Node<'_>) -> Node<'_> {
    loop {
        let next = match node.kind() {
            "parenthesized_expression"
            | "await_expression"
            | "as_expression"
            | "satisfies_expression"
            | "non_null_expression" => children(node).first().copied(),
            "type_assertion" => children(node).last().copied(),
            _ => None,
        };
        match next {
            Some(next) => node = next,
            None => return node,
        }
    }
}

/// Whether a node is a function with a body of its own.
pub(super) fn is_function(node: Node<'_>) -> bool {
    matches!(
        node.kind(),
        "function_declaration"
            | "function_expression"
            | "arrow_function"
            | "method_definition"
            | "generator_function"
            | "generator_function_declaration"
    )
}

/// The last word of what is called: `Agent` of `sdk.Agent`.
fn last_node(node: Node<'_>) -> Option<Node<'_>> {
    match node.kind() {
        "member_expression" => node.child_by_field_name("property"),
        "instantiation_expression" => last_node(*children(node).first()?),
        "identifier" | "property_identifier" => Some(node),
        _ => None,
    }
}

/// The call that a node is.
pub(super) fn call(node: Node<'_>) -> Option<Call<'_>> {
    let node = inner(node);
    let function = match node.kind() {
        "call_expression" => node.child_by_field_name("function")?,
        "new_expression" => node.child_by_field_name("constructor")?,
        _ => return None,
    };
    let arguments = node
        .child_by_field_name("arguments")
        .map(|list| match list.kind() {
            "arguments" => children(list),
            _ => vec![list],
        });
    Some(Call {
        node,
        function,
        arguments: arguments.unwrap_or_default(),
    })
}

/// What a function gives back in the end.
pub(super) fn given_back(function: Node<'_>) -> Option<Node<'_>> {
    let body = function.child_by_field_name("body")?;
    if body.kind() != "statement_block" {
        return Some(body);
    }
    let last = children(body)
        .into_iter()
        .rev()
        .find(|statement| statement.kind() == "return_statement")?;
    children(last).first().copied()
}

impl<'t> Code<'t> {
    /// Goes over the whole tree once.
    pub(super) fn find(
        file: &Source<'_>,
        tree: &'t Tree,
        source: &'t str,
    ) -> Result<Self, ImportError> {
        let mut code = Code {
            source,
            ..Code::default()
        };
        let mut within: Vec<(usize, usize)> = Vec::new();
        let mut depth = 0;
        let mut cursor = tree.walk();
        'walk: loop {
            let node = cursor.node();
            if depth > NESTED_SYNTAX {
                return Err(file.wrong(
                    place(node),
                    "the source is nested deeper than 5000 levels; that is the limit",
                    "import the files that make the agents, one by one",
                ));
            }
            while within
                .last()
                .is_some_and(|(end, _)| *end <= node.start_byte())
            {
                within.pop();
            }
            if is_function(node) {
                code.all_functions.push(node);
                within.push((node.end_byte(), node.id()));
            }
            if matches!(
                node.kind(),
                "return_statement" | "break_statement" | "continue_statement"
            ) {
                let function = within.last().map_or(0, |(_, id)| *id);
                code.leaves
                    .entry(function)
                    .or_default()
                    .push(node.start_byte());
            }
            code.note(node);
            if cursor.goto_first_child() {
                depth += 1;
                continue;
            }
            while !cursor.goto_next_sibling() {
                if !cursor.goto_parent() {
                    break 'walk;
                }
                depth -= 1;
            }
        }
        Ok(code)
    }

    /// The text of a node.
    pub(super) fn text(&self, node: Node<'_>) -> &'t str {
        self.source.get(node.byte_range()).unwrap_or_default()
    }

    /// The last name of what is called; empty where there is none.
    pub(super) fn last_name(&self, node: Node<'_>) -> &'t str {
        last_node(inner(node)).map_or("", |name| self.text(name))
    }

    /// A key of an object, without quotes.
    fn key(&self, node: Node<'_>) -> &'t str {
        self.text(node).trim_matches(['"', '\''])
    }

    fn bind(&mut self, name: Node<'t>, value: Node<'t>) {
        let name = self.text(name);
        if is_function(inner(value)) {
            self.functions.entry(name).or_insert(inner(value));
        }
        self.bound.entry(name).or_default().push(value);
    }

    fn note(&mut self, node: Node<'t>) {
        match node.kind() {
            "variable_declarator" | "public_field_definition" => {
                let name = node.child_by_field_name("name");
                let value = node.child_by_field_name("value");
                let (Some(name), Some(value)) = (name, value) else {
                    return;
                };
                if name.kind() == "object_pattern" {
                    self.required(name, value);
                } else {
                    self.bind(name, value);
                }
            }
            "assignment_expression" => {
                let left = node.child_by_field_name("left");
                let right = node.child_by_field_name("right");
                let (Some(left), Some(right)) = (left, right) else {
                    return;
                };
                if left.kind() == "identifier" {
                    self.bind(left, right);
                } else if let (Some(object), Some(name)) = (
                    left.child_by_field_name("object"),
                    left.child_by_field_name("property"),
                ) {
                    // `this.triage = new Agent(...)` binds the name as well.
                    self.bind(name, right);
                    self.set.push((object, self.text(name), right));
                }
            }
            "function_declaration" | "generator_function_declaration" | "method_definition" => {
                if let Some(name) = node.child_by_field_name("name") {
                    let name = self.text(name);
                    self.functions.entry(name).or_insert(node);
                }
            }
            "import_statement" => self.import(node),
            "call_expression" | "new_expression" => {
                self.calls.push(node);
                self.push(node);
            }
            _ => {}
        }
    }

    /// `x.handoffs.push(y, ...z)`.
    fn push(&mut self, node: Node<'t>) {
        let Some(made) = call(node) else {
            return;
        };
        if self.last_name(made.function) != "push" {
            return;
        }
        if let Some(list) = made.function.child_by_field_name("object")
            && let (Some(object), Some(name)) = (
                list.child_by_field_name("object"),
                list.child_by_field_name("property"),
            )
        {
            let name = self.text(name);
            self.set.extend(
                made.arguments
                    .into_iter()
                    .map(|value| (object, name, value)),
            );
        }
    }

    fn import(&mut self, node: Node<'t>) {
        let Some(module) = node.child_by_field_name("source") else {
            return;
        };
        let module = self.key(module);
        for clause in children(node) {
            for part in children(clause) {
                match part.kind() {
                    "named_imports" => {
                        for name in children(part) {
                            let own = name.child_by_field_name("name");
                            let local = name.child_by_field_name("alias").or(own);
                            if let (Some(own), Some(local)) = (own, local) {
                                self.take(local, module, self.text(own));
                            }
                        }
                    }
                    "namespace_import" => {
                        if let Some(local) = children(part).first() {
                            self.take(*local, module, "*");
                        }
                    }
                    "identifier" => self.take(part, module, "default"),
                    _ => {}
                }
            }
        }
    }

    /// `const { Agent: A } = require("...")`.
    fn required(&mut self, pattern: Node<'t>, value: Node<'t>) {
        let Some(made) =
            call(value).filter(|made| matches!(self.text(made.function), "require" | "import"))
        else {
            return;
        };
        let Some(module) = made.arguments.first().map(|module| self.key(*module)) else {
            return;
        };
        for part in children(pattern) {
            match part.kind() {
                "shorthand_property_identifier_pattern" => {
                    self.take(part, module, self.text(part));
                }
                "pair_pattern" => {
                    let own = part.child_by_field_name("key");
                    let local = part.child_by_field_name("value");
                    if let (Some(own), Some(local)) = (own, local) {
                        self.take(local, module, self.key(own));
                    }
                }
                _ => {}
            }
        }
    }

    fn take(&mut self, local: Node<'t>, module: &'t str, name: &'t str) {
        self.imported
            .insert(self.text(local), Imported { module, name });
    }

    /// The name of the SDK that a callee stands for; empty for what comes from elsewhere.
    pub(super) fn original(&self, function: Node<'t>) -> &'t str {
        let function = inner(function);
        let name = self.last_name(function);
        if function.kind() != "identifier" {
            return name;
        }
        match self.imported.get(name) {
            Some(from) if from.module.starts_with("@openai/agents") => from.name,
            Some(_) => "",
            None => name,
        }
    }

    /// Whether names may still be followed; each look is counted.
    pub(super) fn spend(&self, much: usize) -> bool {
        self.spent.set(self.spent.get().saturating_add(much));
        !self.is_spent()
    }

    /// Whether names refer to each other so often that not all were followed.
    pub(super) fn is_spent(&self) -> bool {
        self.spent.get() >= BUDGET
    }

    /// The value that a name is bound to where it is used: the last one before it, else the first.
    pub(super) fn bound(&self, name: &str, at: usize) -> Option<Node<'t>> {
        let values = self.bound.get(name)?;
        let before = values.partition_point(|value| value.start_byte() < at);
        values.get(before.saturating_sub(1)).copied()
    }

    /// What an expression is once names and members of objects are followed, as far as they go.
    pub(super) fn follow(&self, node: Node<'t>) -> Node<'t> {
        self.follow_to(node, DEEPEST)
    }

    fn follow_to(&self, node: Node<'t>, most: usize) -> Node<'t> {
        let mut node = inner(node);
        for left in (0..most).rev() {
            if !self.spend(1) {
                break;
            }
            let next = match node.kind() {
                "identifier" | "shorthand_property_identifier" => {
                    self.bound(self.text(node), node.start_byte())
                }
                "member_expression" => self.member(node, left),
                _ => None,
            };
            match next.map(inner) {
                Some(next) if next.id() != node.id() => node = next,
                _ => break,
            }
        }
        node
    }

    /// What `object.name` is: a member of an object that stands in the source, or what `this.name` was set to.
    fn member(&self, node: Node<'t>, most: usize) -> Option<Node<'t>> {
        let object = node.child_by_field_name("object")?;
        let name = self.text(node.child_by_field_name("property")?);
        if object.kind() == "this" {
            return self.bound(name, node.start_byte());
        }
        let object = self.follow_to(object, most.min(4));
        if object.kind() != "object" {
            return None;
        }
        let members = children(object);
        self.spend(members.len());
        members
            .into_iter()
            .filter(|member| member.kind() == "pair")
            .find(|member| {
                let key = member.child_by_field_name("key");
                key.is_some_and(|key| self.key(key) == name)
            })?
            .child_by_field_name("value")
    }

    /// The members of an object, also of one that has a name or is spread into it.
    pub(super) fn options(&self, node: Option<Node<'t>>) -> Options<'t> {
        let mut options = Options::default();
        if let Some(node) = node {
            self.members(node, &mut options, 0);
        }
        options
    }

    fn members(&self, node: Node<'t>, options: &mut Options<'t>, depth: usize) {
        let object = self.follow(node);
        if object.kind() != "object" || depth > DEEPEST || !self.spend(1) {
            options.unread = Some(node);
            return;
        }
        let members = children(object);
        self.spend(members.len());
        for member in members {
            match member.kind() {
                "pair" => {
                    let key = member.child_by_field_name("key");
                    let value = member.child_by_field_name("value");
                    if let (Some(key), Some(value)) = (key, value) {
                        options.named.insert(self.key(key), value);
                    }
                }
                "shorthand_property_identifier" => {
                    options.named.insert(self.text(member), member);
                }
                "method_definition" => {
                    if let Some(name) = member.child_by_field_name("name") {
                        options.named.insert(self.text(name), member);
                    }
                }
                "spread_element" => {
                    if let Some(inside) = children(member).first() {
                        self.members(*inside, options, depth + 1);
                    }
                }
                _ => options.unread = Some(member),
            }
        }
    }
}
