//! Python source as a syntax tree: finding names, calls and arguments in it. Nothing is run.

use crate::error::ImportError;
use crate::source::Source;
use std::collections::BTreeMap;
use tree_sitter::{Node, Parser, Tree};

/// Larger sources are not read.
const LARGEST: usize = 2 << 20;

/// Parses a source.
pub(super) fn parse(source: &Source<'_>, text: &str) -> Result<Tree, ImportError> {
    let wrong = |message: &str| {
        source.wrong(
            "",
            message,
            "import the files that make the agents, one by one",
        )
    };
    if text.len() > LARGEST {
        return Err(wrong("the source has more than 2 MB; that is the limit"));
    }
    let mut parser = Parser::new();
    parser
        .set_language(&tree_sitter_python::LANGUAGE.into())
        .ok()
        .and_then(|()| parser.parse(text, None))
        .ok_or_else(|| wrong("the source could not be parsed"))
}

/// A call with its arguments.
pub(super) struct Call<'t> {
    pub node: Node<'t>,
    /// What is called: a name, or an attribute of something.
    pub function: Node<'t>,
    pub positional: Vec<Node<'t>>,
    pub named: BTreeMap<&'t str, Node<'t>>,
    /// Whether `*args` or `**kwargs` are handed in.
    pub spread: bool,
}

/// The source with what was found in it.
#[derive(Default)]
pub(super) struct Found<'t> {
    /// What names are bound to, in order of the source.
    pub bound: BTreeMap<&'t str, Vec<Node<'t>>>,
    pub classes: BTreeMap<&'t str, Node<'t>>,
    pub functions: BTreeMap<&'t str, Node<'t>>,
    /// Names of the SDK as this source calls them.
    pub imported: BTreeMap<&'t str, &'t str>,
    pub calls: Vec<Node<'t>>,
    /// `x.handoffs = ...` and its like: object, attribute, value.
    pub set: Vec<(Node<'t>, &'t str, Node<'t>)>,
}

/// The text of a node.
pub(super) fn text<'t>(node: Node<'_>, source: &'t str) -> &'t str {
    source.get(node.byte_range()).unwrap_or_default()
}

/// The place of a node in notes.
pub(super) fn place(node: Node<'_>) -> String {
    format!("line {}", node.start_position().row + 1)
}

/// The named children of a node.
pub(super) fn children(node: Node<'_>) -> Vec<Node<'_>> {
    let mut cursor = node.walk();
    node.named_children(&mut cursor)
        .filter(|child| child.kind() != "comment")
        .collect()
}

/// What stands behind parentheses and `await`.
pub(super) fn inner(mut node: Node<'_>) -> Node<'_> {
    while matches!(node.kind(), "parenthesized_expression" | "await" | "type") {
        match node.named_child(0) {
            Some(child) => node = child,
            None => break,
        }
    }
    node
}

/// The call that a node is.
pub(super) fn call<'t>(node: Node<'t>, source: &'t str) -> Option<Call<'t>> {
    let node = inner(node);
    if node.kind() != "call" {
        return None;
    }
    let mut call = Call {
        node,
        function: node.child_by_field_name("function")?,
        positional: Vec::new(),
        named: BTreeMap::new(),
        spread: false,
    };
    for argument in children(node.child_by_field_name("arguments")?) {
        match argument.kind() {
            "keyword_argument" => {
                let name = argument.child_by_field_name("name");
                let value = argument.child_by_field_name("value");
                if let (Some(name), Some(value)) = (name, value) {
                    call.named.insert(text(name, source), value);
                }
            }
            "list_splat" | "dictionary_splat" => call.spread = true,
            _ => call.positional.push(argument),
        }
    }
    Some(call)
}

/// The last name of what is called: `Agent` of `agents.Agent[Context]`.
pub(super) fn last_name<'t>(node: Node<'t>, source: &'t str) -> &'t str {
    let mut node = node;
    loop {
        node = match node.kind() {
            "subscript" => match node.child_by_field_name("value") {
                Some(value) => value,
                None => return "",
            },
            "attribute" => match node.child_by_field_name("attribute") {
                Some(name) => name,
                None => return "",
            },
            "identifier" => return text(node, source),
            _ => return "",
        };
    }
}

/// Goes over the whole tree once.
pub(super) fn find<'t>(tree: &'t Tree, source: &'t str) -> Found<'t> {
    let mut found = Found::default();
    let mut cursor = tree.walk();
    'walk: loop {
        let node = cursor.node();
        note(node, source, &mut found);
        if cursor.goto_first_child() {
            continue;
        }
        while !cursor.goto_next_sibling() {
            if !cursor.goto_parent() {
                break 'walk;
            }
        }
    }
    found
}

fn note<'t>(node: Node<'t>, source: &'t str, found: &mut Found<'t>) {
    match node.kind() {
        "assignment" | "augmented_assignment" => {
            let (Some(left), Some(right)) = (
                node.child_by_field_name("left"),
                node.child_by_field_name("right"),
            ) else {
                return;
            };
            match left.kind() {
                "identifier" if node.kind() == "assignment" => found
                    .bound
                    .entry(text(left, source))
                    .or_default()
                    .push(right),
                "attribute" => {
                    let (Some(object), Some(name)) = (
                        left.child_by_field_name("object"),
                        left.child_by_field_name("attribute"),
                    ) else {
                        return;
                    };
                    let name = text(name, source);
                    // `self.triage = Agent(...)` binds the name as well.
                    found.bound.entry(name).or_default().push(right);
                    found.set.push((object, name, right));
                }
                _ => {}
            }
        }
        "class_definition" => {
            if let Some(name) = node.child_by_field_name("name") {
                found.classes.entry(text(name, source)).or_insert(node);
            }
        }
        "function_definition" => {
            if let Some(name) = node.child_by_field_name("name") {
                found.functions.entry(text(name, source)).or_insert(node);
            }
        }
        "import_from_statement" => imports(node, source, found),
        "call" => {
            found.calls.push(node);
            // `x.handoffs.append(y)` and `.extend([...])`.
            let Some(made) = call(node, source) else {
                return;
            };
            let method = last_name(made.function, source);
            let list = made.function.child_by_field_name("object");
            if let (Some(list), "append" | "extend", [value]) = (list, method, &made.positional[..])
                && list.kind() == "attribute"
                && let (Some(object), Some(name)) = (
                    list.child_by_field_name("object"),
                    list.child_by_field_name("attribute"),
                )
            {
                found.set.push((object, text(name, source), *value));
            }
        }
        _ => {}
    }
}

fn imports<'t>(node: Node<'t>, source: &'t str, found: &mut Found<'t>) {
    let module = node
        .child_by_field_name("module_name")
        .map_or("", |name| text(name, source));
    if module != "agents" && !module.starts_with("agents.") {
        return;
    }
    for name in children(node).into_iter().skip(1) {
        let (original, local) = match name.kind() {
            "aliased_import" => (
                name.child_by_field_name("name"),
                name.child_by_field_name("alias"),
            ),
            _ => (Some(name), Some(name)),
        };
        if let (Some(original), Some(local)) = (original, local) {
            found
                .imported
                .insert(text(local, source), text(original, source));
        }
    }
}
