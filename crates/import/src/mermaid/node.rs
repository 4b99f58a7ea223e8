//! Nodes of a chart: ids, shapes, classes.

use super::cursor::Cursor;

/// Longest label that is looked for, in bytes.
const LONGEST_LABEL: usize = 8192;
/// Longest id, in bytes.
const LONGEST_ID: usize = 512;

/// The outline of a node, as far as it means something.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Shape {
    /// A box of any kind.
    #[default]
    Box,
    /// Rounded ends: where things begin and end, or people.
    Stadium,
    /// A circle.
    Circle,
    /// Two circles in each other: an end.
    DoubleCircle,
    /// A decision.
    Diamond,
    /// A store.
    Cylinder,
    /// A box with double sides: something that runs others.
    Subroutine,
    /// Slanted: what comes in or goes out.
    Slanted,
    /// A flag.
    Flag,
}

/// A node as a statement names it; what it does not say is `None`.
#[derive(Debug)]
pub(super) struct Named<'t> {
    pub id: &'t str,
    pub shape: Option<Shape>,
    pub label: Option<&'t str>,
    pub class: Option<&'t str>,
}

/// Openings and their closings, longer ones first.
const SHAPES: [(&str, &[&str], Shape); 15] = [
    ("(((", &[")))"], Shape::DoubleCircle),
    ("((", &["))"], Shape::Circle),
    ("([", &["])"], Shape::Stadium),
    ("(-", &["-)"], Shape::Stadium),
    ("(", &[")"], Shape::Box),
    ("[[", &["]]"], Shape::Subroutine),
    ("[(", &[")]"], Shape::Cylinder),
    ("[/", &["/]", "\\]"], Shape::Slanted),
    ("[\\", &["\\]", "/]"], Shape::Slanted),
    ("[|", &["|]"], Shape::Box),
    ("[", &["]"], Shape::Box),
    ("{{", &["}}"], Shape::Box),
    ("{", &["}"], Shape::Diamond),
    (">", &["]"], Shape::Flag),
    ("<", &[">"], Shape::Box),
];

/// Shapes by the names of `@{ shape: ... }`.
fn by_name(name: &str) -> Shape {
    match name {
        "stadium" | "pill" | "terminal" => Shape::Stadium,
        "circle" | "circ" | "sm-circ" | "small-circle" | "start" => Shape::Circle,
        "dbl-circ" | "double-circle" | "fr-circ" | "framed-circle" | "stop" => Shape::DoubleCircle,
        "diam" | "diamond" | "decision" | "question" => Shape::Diamond,
        "cyl" | "cylinder" | "database" | "db" | "h-cyl" | "das" | "lin-cyl" | "disk" => {
            Shape::Cylinder
        }
        "subproc" | "subprocess" | "subroutine" | "fr-rect" | "framed-rectangle" => {
            Shape::Subroutine
        }
        "lean-r" | "lean-right" | "in-out" | "lean-l" | "lean-left" | "out-in" => Shape::Slanted,
        _ => Shape::Box,
    }
}

/// The id at the cursor.
pub(super) fn id<'t>(cursor: &mut Cursor<'t>) -> Option<&'t str> {
    let rest = cursor.window(LONGEST_ID);
    let mut end = 0;
    let mut chars = rest.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map(|(_, c)| *c);
        let inside = c.is_alphanumeric()
            || "_.\\/!#$%'*+?`".contains(c)
            || (c == '-' && !matches!(next, Some('>' | '-' | '.') | None))
            || (c == '=' && !matches!(next, Some('=' | '>') | None))
            || (c == ':'
                && next != Some(':')
                && end > 0
                && next.is_some_and(char::is_alphanumeric));
        if !inside {
            break;
        }
        end = at + c.len_utf8();
    }
    (end > 0).then(|| {
        cursor.skip(end);
        &rest[..end]
    })
}

/// The node at the cursor; `None` where none can be read.
pub(super) fn named<'t>(cursor: &mut Cursor<'t>) -> Option<Named<'t>> {
    let id = id(cursor)?;
    let mut node = Named {
        id,
        shape: None,
        label: None,
        class: None,
    };
    if cursor.rest().starts_with("@{") {
        attributes(cursor, &mut node)?;
    } else {
        let mark = cursor.mark();
        // `A [text]` is a node too, and `A > B` is nothing.
        cursor.blanks();
        let opened = SHAPES.iter().find(|(open, ..)| {
            cursor.rest().starts_with(open)
                && (cursor.mark() == mark || !matches!(*open, ">" | "<"))
                && !cursor.rest().starts_with("<-")
                && !cursor.rest().starts_with("<=")
        });
        match opened {
            Some((open, closings, shape)) => {
                cursor.skip(open.len());
                node.label = Some(until(cursor, closings)?);
                node.shape = Some(*shape);
            }
            None => cursor.back(mark),
        }
        if cursor.rest().starts_with("@{") {
            attributes(cursor, &mut node)?;
        }
    }
    if cursor.take(":::") {
        node.class = self::id(cursor);
    }
    Some(node)
}

/// The text up to a closing, which may stand in quotes; goes on behind the closing.
fn until<'t>(cursor: &mut Cursor<'t>, closings: &[&str]) -> Option<&'t str> {
    let window = cursor.window(LONGEST_LABEL);
    let quoted = window.trim_start().starts_with('"');
    let from = if quoted {
        let open = window.find('"')? + 1;
        open + window[open..].find('"')? + 1
    } else {
        0
    };
    let (end, closing) = closings
        .iter()
        .filter_map(|closing| Some((window[from..].find(closing)? + from, *closing)))
        .min()?;
    cursor.skip(end + closing.len());
    Some(&window[..end])
}

/// `@{ shape: diamond, label: "..." }` behind an id.
fn attributes<'t>(cursor: &mut Cursor<'t>, node: &mut Named<'t>) -> Option<()> {
    let window = cursor.window(LONGEST_LABEL);
    let mut quoted = false;
    let end = window.char_indices().find_map(|(at, c)| {
        quoted ^= c == '"';
        (c == '}' && !quoted).then_some(at)
    })?;
    cursor.skip(end + 1);
    let mut rest = &window[2..end];
    while !rest.trim().is_empty() {
        let mut quoted = false;
        let cut = rest
            .char_indices()
            .find_map(|(at, c)| {
                quoted ^= c == '"';
                (matches!(c, ',' | '\n') && !quoted).then_some(at)
            })
            .unwrap_or(rest.len());
        if let Some((key, value)) = rest[..cut].split_once(':') {
            match key.trim() {
                "shape" => node.shape = Some(by_name(value.trim().trim_matches('"'))),
                "label" => node.label = Some(value.trim()),
                _ => {}
            }
        }
        rest = rest.get(cut + 1..).unwrap_or_default();
    }
    Some(())
}
