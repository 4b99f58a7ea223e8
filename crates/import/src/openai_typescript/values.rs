//! What simple expressions say: texts, and values as JSON.

use super::code::{Code, DEEPEST, call, children, given_back, inner, is_function};
use crate::text::visible;
use serde_json::{Map, Value};
use tree_sitter::Node;

impl<'t> Code<'t> {
    /// The text that an expression says; `None` where it is made while the program runs. Parts that are, are shown as `{name}`.
    pub(super) fn words(&self, node: Node<'t>) -> Option<String> {
        self.words_in(node, 0)
    }

    fn words_in(&self, node: Node<'t>, depth: usize) -> Option<String> {
        if depth > DEEPEST || !self.spend(node.byte_range().len() / 64 + 1) {
            return None;
        }
        let node = inner(node);
        match node.kind() {
            "string" | "template_string" => Some(self.string(node, depth)),
            "binary_expression" => self.sum(node, depth),
            "identifier" | "shorthand_property_identifier" | "member_expression" => {
                let value = self.follow(node);
                if value.id() != node.id() {
                    return self.words_in(value, depth + 1);
                }
                // A constant from elsewhere, such as the SDK's recommended prefix.
                let name = self.text(node);
                let is_constant = name
                    .chars()
                    .all(|c| c.is_ascii_uppercase() || c == '_' || c.is_ascii_digit());
                is_constant.then(|| format!("{{{name}}}"))
            }
            "call_expression" => self.made(node, depth),
            _ if is_function(node) => self.words_in(given_back(node)?, depth + 1),
            _ => None,
        }
    }

    /// Texts that are put together with `+`.
    fn sum(&self, node: Node<'t>, depth: usize) -> Option<String> {
        let mut parts = Vec::new();
        let mut left = node;
        while left.kind() == "binary_expression" {
            let operator = left.child_by_field_name("operator")?;
            if self.text(operator) != "+" {
                return None;
            }
            parts.push(self.words_in(left.child_by_field_name("right")?, depth + 1)?);
            left = inner(left.child_by_field_name("left")?);
        }
        parts.push(self.words_in(left, depth + 1)?);
        parts.reverse();
        Some(parts.concat())
    }

    /// Texts that well-known functions put together.
    fn made(&self, node: Node<'t>, depth: usize) -> Option<String> {
        let made = call(node)?;
        let first = made.arguments.first().copied();
        let object = made.function.child_by_field_name("object");
        match (self.last_name(made.function), object) {
            ("join", Some(list)) => {
                let list = self.follow(list);
                if list.kind() != "array" {
                    return None;
                }
                let between =
                    first.map_or(Some(",".to_owned()), |node| self.words_in(node, depth + 1))?;
                let parts: Option<Vec<String>> = children(list)
                    .into_iter()
                    .map(|part| self.words_in(part, depth + 1))
                    .collect();
                Some(parts?.join(&between))
            }
            ("trim" | "trimStart" | "trimEnd", Some(text)) => self.words_in(text, depth + 1),
            ("dedent" | "stripIndent" | "promptWithHandoffInstructions" | "raw", _) => {
                self.words_in(first?, depth + 1)
            }
            _ => None,
        }
    }

    /// A text in quotes, with its escapes read.
    fn string(&self, node: Node<'t>, depth: usize) -> String {
        let mut out = String::new();
        let mut high = None;
        for part in children(node) {
            match part.kind() {
                "string_fragment" => out.push_str(self.text(part)),
                "escape_sequence" => escape(self.text(part), &mut out, &mut high),
                "template_substitution" => {
                    let inside = children(part).first().copied();
                    let said = inside
                        .filter(|inside| !is_function(*inside))
                        .and_then(|inside| self.words_in(inside, depth + 1));
                    out.push_str(&said.unwrap_or_else(|| {
                        let shown = inside.map_or("", |inside| self.text(inside));
                        format!("{{{}}}", visible(shown, 80))
                    }));
                }
                _ => {}
            }
        }
        out
    }

    /// A value that stands in the source; `None` where a part of it is made while the program runs.
    pub(super) fn literal(&self, node: Node<'t>) -> Option<Value> {
        self.literal_in(node, 0)
    }

    fn literal_in(&self, node: Node<'t>, depth: usize) -> Option<Value> {
        if depth > DEEPEST || !self.spend(1) {
            return None;
        }
        let node = self.follow(node);
        match node.kind() {
            "string" | "template_string" => self.words(node).map(Value::String),
            "number" | "unary_expression" => {
                serde_json::from_str(&self.text(node).replace('_', "")).ok()
            }
            "true" => Some(Value::Bool(true)),
            "false" => Some(Value::Bool(false)),
            "null" => Some(Value::Null),
            "array" => {
                let items = children(node);
                items
                    .into_iter()
                    .map(|item| self.literal_in(item, depth + 1))
                    .collect::<Option<Vec<_>>>()
                    .map(Value::Array)
            }
            "object" => {
                let options = self.options(Some(node));
                if options.unread.is_some() {
                    return None;
                }
                // In the order of the file, which the map of names does not keep.
                let mut members: Vec<_> = options.named.into_iter().collect();
                members.sort_by_key(|(_, value)| value.start_byte());
                members
                    .into_iter()
                    .map(|(name, value)| {
                        Some((name.to_owned(), self.literal_in(value, depth + 1)?))
                    })
                    .collect::<Option<Map<_, _>>>()
                    .map(Value::Object)
            }
            _ => None,
        }
    }

    /// Whether an option says yes; a function that decides counts as yes.
    pub(super) fn says_yes(&self, node: Option<&Node<'t>>) -> bool {
        node.is_some_and(|node| {
            let value = self.follow(*node);
            !matches!(value.kind(), "false" | "null" | "undefined")
        })
    }
}

/// Adds the character that an escape means. Half of a pair waits in `high` for the other half.
fn escape(text: &str, out: &mut String, high: &mut Option<u32>) {
    let rest = text.strip_prefix('\\').unwrap_or(text);
    let code = match rest.chars().next() {
        Some('u') => {
            let digits = rest[1..].trim_start_matches('{').trim_end_matches('}');
            u32::from_str_radix(digits, 16).ok()
        }
        Some('x') => u32::from_str_radix(&rest[1..], 16).ok(),
        _ => None,
    };
    if let Some(code) = code {
        match (high.take(), code) {
            (Some(first), 0xDC00..=0xDFFF) => {
                let both = 0x10000 + ((first - 0xD800) << 10) + (code - 0xDC00);
                out.extend(char::from_u32(both));
            }
            (_, 0xD800..=0xDBFF) => *high = Some(code),
            (_, code) => out.push(char::from_u32(code).unwrap_or('\u{fffd}')),
        }
        return;
    }
    match rest {
        "n" => out.push('\n'),
        "t" => out.push('\t'),
        "r" | "\n" | "\r\n" | "\r" => {}
        "0" => out.push('\0'),
        other => out.push_str(other),
    }
}
