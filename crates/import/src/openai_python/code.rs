//! Python source as a syntax tree: finding names, calls and arguments in it. Nothing is run.

use crate::error::ImportError;
use crate::source::Source;
use std::collections::BTreeMap;
use std::ops::Range;
use tree_sitter::{Node, Parser, Point, Tree};

/// Larger sources are not read.
const LARGEST: usize = 2 << 20;

/// Parses a source, which is these bytes of a text, from a row on.
pub(super) fn parse(
    file: &Source<'_>,
    text: &str,
    bytes: Range<usize>,
    first_row: usize,
) -> Result<Tree, ImportError> {
    let wrong = |message: &str| {
        file.wrong(
            "",
            message,
            "import the files that make the agents, one by one",
        )
    };
    if bytes.len() > LARGEST {
        return Err(wrong("the source has more than 2 MB; that is the limit"));
    }
    let own = text.get(bytes.clone()).unwrap_or_default();
    let last = own.rsplit('\n').next().unwrap_or_default();
    let within = tree_sitter::Range {
        start_byte: bytes.start,
        end_byte: bytes.end,
        start_point: Point::new(first_row, 0),
        end_point: Point::new(first_row + own.matches('\n').count(), last.len()),
    };
    let mut parser = Parser::new();
    parser
        .set_language(&tree_sitter_python::LANGUAGE.into())
        .ok()
        .and_then(|()| parser.set_included_ranges(&[within]).ok())
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

/// The text of a node.
pub(super) fn text<'t>(node: Node<'_>, source: &'t str) -> &'t str {
    source.get(node.byte_range()).unwrap_or_default()
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

/// Whether a node is a function with a body of its own.
pub(super) fn is_function(node: Node<'_>) -> bool {
    matches!(node.kind(), "function_definition" | "lambda")
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

/// What a function gives back in the end.
pub(super) fn given_back(function: Node<'_>) -> Option<Node<'_>> {
    let body = function.child_by_field_name("body")?;
    children(body)
        .into_iter()
        .rev()
        .find(|statement| statement.kind() == "return_statement")?
        .named_child(0)
}
