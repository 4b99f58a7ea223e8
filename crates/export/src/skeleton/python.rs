//! Python that nobody's words can break out of: names, texts, comments, documentation.

use crate::escape::{visible, visible_line};
use crate::types::names::{snake, unused};
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// Words of the language, and names that are there already.
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
    "def",
    "del",
    "elif",
    "else",
    "except",
    "false",
    "finally",
    "for",
    "from",
    "global",
    "if",
    "import",
    "in",
    "is",
    "lambda",
    "match",
    "none",
    "nonlocal",
    "not",
    "or",
    "pass",
    "raise",
    "return",
    "true",
    "try",
    "type",
    "while",
    "with",
    "yield",
    "print",
    "list",
    "dict",
    "set",
    "str",
    "int",
    "float",
    "bool",
    "len",
    "any",
    "all",
    "id",
    "input",
    "object",
    "tuple",
    "next",
    "isinstance",
];

/// Names for functions and variables of one file, each given once.
pub(super) struct Names(BTreeSet<String>);

impl Names {
    /// With the names that the file has already.
    pub fn new(taken: &[&str]) -> Self {
        let taken = RESERVED.iter().chain(taken);
        Self(taken.map(|name| name.to_ascii_lowercase()).collect())
    }

    /// An identifier like the text.
    pub fn give(&mut self, text: &str) -> String {
        let mut name = snake(text);
        name.truncate(60);
        let name = if RESERVED.contains(&name.as_str()) {
            format!("{name}_")
        } else {
            name
        };
        unused(&name, &mut self.0)
    }
}

/// A string on one line: what cannot be seen is shown, white space is one blank.
pub(super) fn text(value: &str) -> String {
    escaped(&visible_line(value))
}

/// A string over several lines, as adjacent literals behind an indent; on one line where it has only one.
pub(super) fn paragraphs(value: &str, indent: usize) -> String {
    let value = visible(value.trim());
    let lines: Vec<&str> = value.lines().map(str::trim_end).collect();
    if lines.len() < 2 {
        return escaped(lines.first().copied().unwrap_or_default());
    }
    let pad = " ".repeat(indent + 4);
    let mut out = String::from("(\n");
    for (index, line) in lines.iter().enumerate() {
        let mut literal = escaped(line);
        if index + 1 < lines.len() {
            literal.insert_str(literal.len() - 1, "\\n");
        }
        let _ = writeln!(out, "{pad}{literal}");
    }
    let _ = write!(out, "{})", " ".repeat(indent));
    out
}

fn escaped(line: &str) -> String {
    let mut out = String::with_capacity(line.len() + 2);
    out.push('"');
    for letter in line.chars() {
        if matches!(letter, '"' | '\\') {
            out.push('\\');
        }
        out.push(letter);
    }
    out.push('"');
    out
}

/// A comment on one line.
pub(super) fn comment(value: &str) -> String {
    format!("# {}", visible_line(value))
}

/// Lines between triple quotes, at an indent.
pub(super) fn docstring(lines: &[String], indent: usize) -> String {
    let pad = " ".repeat(indent);
    let safe: Vec<String> = lines
        .iter()
        .flat_map(|line| {
            let line = visible(line);
            let line = line.replace('\\', "\\\\").replace("\"\"\"", "'''");
            if line.is_empty() {
                vec![line]
            } else {
                line.lines()
                    .map(|part| part.trim_end().to_owned())
                    .collect()
            }
        })
        .collect();
    let end = safe
        .iter()
        .rposition(|line| !line.is_empty())
        .map_or(0, |at| at + 1);
    match &safe[..end] {
        [] => format!("{pad}\"\"\"\"\"\"\n"),
        [only] => {
            let gap = if only.ends_with('"') { " " } else { "" };
            format!("{pad}\"\"\"{only}{gap}\"\"\"\n")
        }
        [first, others @ ..] => {
            let mut out = format!("{pad}\"\"\"{first}\n");
            for line in others {
                let _ = writeln!(out, "{}", format!("{pad}{line}").trim_end());
            }
            let _ = writeln!(out, "{pad}\"\"\"");
            out
        }
    }
}

/// A tuple of strings.
pub(super) fn tuple<'s>(items: impl IntoIterator<Item = &'s str>) -> String {
    let items: Vec<String> = items.into_iter().map(text).collect();
    match &items[..] {
        [only] => format!("({only},)"),
        several => format!("({})", several.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_identifiers_and_unique() {
        let mut names = Names::new(&["State", "route"]);
        let given: Vec<_> = [
            "class", "2nd-desk", "a.b", "a-b", "state", "\u{6771}", "None",
        ]
        .map(|name| names.give(name))
        .into();
        assert_eq!(
            given,
            [
                "class_",
                "x_2nd_desk",
                "a_b",
                "a_b2",
                "state2",
                "x",
                "none_"
            ]
        );
    }

    #[test]
    fn texts_cannot_end_their_string() {
        assert_eq!(text("a\"\\\n\u{202e}b"), "\"a\\\"\\\\ ⟨U+202E⟩b\"");
        assert_eq!(paragraphs("one\"", 0), "\"one\\\"\"");
        assert_eq!(
            paragraphs("a\"\nb\\", 0),
            "(\n    \"a\\\"\\n\"\n    \"b\\\\\"\n)"
        );
        assert_eq!(comment("a\nimport os"), "# a import os");
        assert_eq!(
            docstring(&["x\"\"\"\\".to_owned(), "y\"".to_owned()], 0),
            "\"\"\"x'''\\\\\ny\"\n\"\"\"\n"
        );
        assert_eq!(
            docstring(&["say \"hi\"".to_owned()], 4),
            "    \"\"\"say \"hi\" \"\"\"\n"
        );
        assert_eq!(tuple(["a"]), "(\"a\",)");
        assert_eq!(tuple([]), "()");
    }
}
