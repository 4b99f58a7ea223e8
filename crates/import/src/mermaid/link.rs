//! Links between nodes, with their labels.

use super::cursor::Cursor;

/// Longest label that is looked for, in bytes.
const LONGEST_LABEL: usize = 4096;

/// A link as a statement writes it.
#[allow(
    clippy::struct_excessive_bools,
    reason = "each says one thing of a link"
)]
#[derive(Debug, Default)]
pub(super) struct Link<'t> {
    /// What it is called, so that a later statement can say how it is drawn.
    pub id: Option<&'t str>,
    pub label: Option<&'t str>,
    /// Whether it is drawn with dots or dashes.
    pub dotted: bool,
    /// Whether it has a head at its end.
    pub head: bool,
    /// Whether it has a head at its start too.
    pub back: bool,
    /// Whether it is not drawn at all.
    pub invisible: bool,
}

/// The link at the cursor; the cursor stays where none is.
pub(super) fn read<'t>(cursor: &mut Cursor<'t>) -> Option<Link<'t>> {
    let mark = cursor.mark();
    let link = parse(cursor);
    if link.is_none() {
        cursor.back(mark);
    }
    link
}

fn parse<'t>(cursor: &mut Cursor<'t>) -> Option<Link<'t>> {
    cursor.blanks();
    let mut link = Link {
        id: edge_id(cursor),
        ..Link::default()
    };
    if cursor.rest().starts_with("~~~") {
        let rest = cursor.rest();
        cursor.skip(rest.len() - rest.trim_start_matches('~').len());
        link.invisible = true;
        return Some(link);
    }
    let start = cursor.rest();
    let (tail, body) = match start.chars().next()? {
        c @ ('<' | 'o' | 'x') => (Some(c), &start[1..]),
        _ => (None, start),
    };
    link.back = tail.is_some();
    let stroke = ["--", "==", "-."]
        .into_iter()
        .find(|stroke| body.starts_with(stroke))?;
    if tail.is_some() {
        cursor.skip(1);
    }
    link.dotted = stroke == "-.";
    let rest = cursor.rest();
    let end = match stroke {
        "-." => dotted_end(&rest[1..]).map(|end| end + 1),
        _ => solid_end(rest, stroke.as_bytes()[0]),
    };
    if let Some(end) = end {
        link.head = rest[..end].ends_with(['>', 'o', 'x']);
        cursor.skip(end);
    } else {
        cursor.skip(2);
        let text = cursor.window(LONGEST_LABEL);
        let (label, length) = labelled(text, stroke)?;
        link.label = Some(label);
        link.head = text[..length].ends_with(['>', 'o', 'x']);
        cursor.skip(length);
    }
    let mark = cursor.mark();
    cursor.blanks();
    if link.label.is_none() && cursor.take("|") {
        let window = cursor.window(LONGEST_LABEL);
        let from = if window.trim_start().starts_with('"') {
            let open = window.find('"')? + 1;
            open + window[open..].find('"')? + 1
        } else {
            0
        };
        let end = from + window[from..].find('|')?;
        link.label = Some(&window[..end]);
        cursor.skip(end + 1);
    } else {
        cursor.back(mark);
    }
    Some(link)
}

/// `e1@` before a link names it.
fn edge_id<'t>(cursor: &mut Cursor<'t>) -> Option<&'t str> {
    let rest = cursor.window(128);
    let length = rest
        .bytes()
        .take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'_')
        .count();
    let named = length > 0 && rest[length..].starts_with('@') && !rest[length..].starts_with("@{");
    named.then(|| {
        cursor.skip(length + 1);
        &rest[..length]
    })
}

/// How long a link without label is: `-->`, `---`, `--x`, `==>` and longer ones.
fn solid_end(text: &str, sign: u8) -> Option<usize> {
    let run = text.bytes().take_while(|byte| *byte == sign).count();
    match text.as_bytes().get(run) {
        Some(b'>' | b'o' | b'x') if run >= 2 => Some(run + 1),
        _ => (run >= 3).then_some(run),
    }
}

/// How long the end of a dotted link is: `.->`, `..-`.
fn dotted_end(text: &str) -> Option<usize> {
    let dots = text.bytes().take_while(|byte| *byte == b'.').count();
    if dots == 0 || text.as_bytes().get(dots) != Some(&b'-') {
        return None;
    }
    let head = matches!(text.as_bytes().get(dots + 1), Some(b'>' | b'o' | b'x'));
    Some(dots + 1 + usize::from(head))
}

/// The label up to the end of the link, and how long both are together.
fn labelled<'t>(text: &'t str, line: &str) -> Option<(&'t str, usize)> {
    let mut quoted = false;
    for (at, c) in text.char_indices() {
        quoted ^= c == '"';
        if c == '\n' && !quoted {
            return None;
        }
        // Only the first sign of a run can begin an end.
        let goes_on = at > 0 && text.as_bytes()[at - 1] == c as u8;
        if quoted || goes_on || !matches!(c, '-' | '=' | '.') {
            continue;
        }
        let rest = &text[at..];
        let end = match line {
            "-." => dotted_end(rest),
            "==" => solid_end(rest, b'='),
            _ => solid_end(rest, b'-'),
        };
        if let Some(end) = end {
            return Some((&text[..at], at + end));
        }
    }
    None
}
