//! What a label says: a name, and what tools write beside it.

use crate::said::without_markup;

/// A label taken apart.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Label {
    /// The words, on one line.
    pub words: String,
    /// `key = value` lines that LangGraph writes under the name.
    pub pairs: Vec<(String, String)>,
}

/// Reads a label as Mermaid shows it: quotes, Markdown marks and markup go, entities are read.
pub(super) fn read(text: &str) -> Label {
    let text = text.trim();
    let text = text
        .strip_prefix('"')
        .and_then(|text| text.strip_suffix('"'))
        .unwrap_or(text);
    let text = text
        .strip_prefix('`')
        .and_then(|text| text.strip_suffix('`'))
        .unwrap_or(text);
    let (name, pairs) = match text.split_once("<hr/><small><em>") {
        Some((name, rest)) => {
            let lines = rest.strip_suffix("</em></small>").unwrap_or(rest);
            let pairs = lines.lines().filter_map(|line| {
                let (key, value) = line.split_once(" = ")?;
                Some((one_line(key), one_line(value)))
            });
            (name, pairs.collect())
        }
        None => (text, Vec::new()),
    };
    Label {
        words: one_line(name),
        pairs,
    }
}

/// Words on one line.
pub(super) fn one_line(text: &str) -> String {
    let plain = without_markup(text);
    let words = plain
        .split_whitespace()
        .filter(|word| !is_icon(word))
        .collect::<Vec<_>>();
    words.join(" ").trim_matches('*').trim().to_owned()
}

/// `fa:fa-user` and its like.
fn is_icon(word: &str) -> bool {
    ["fa:fa-", "fab:fa-", "fas:fa-", "far:fa-", "mdi:"]
        .iter()
        .any(|prefix| word.starts_with(prefix))
}

/// An id that LangGraph wrote, with `\3a` for a colon, as it stands in the graph.
pub(super) fn unescaped(id: &str) -> String {
    let mut out = String::with_capacity(id.len());
    let mut rest = id;
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        let tail = &rest[at + 1..];
        // Two digits cover what stands in names of nodes; longer codes could swallow letters that follow.
        let code = tail
            .get(..2)
            .and_then(|code| u32::from_str_radix(code, 16).ok());
        if let Some(c) = code.and_then(char::from_u32).filter(|c| !c.is_control()) {
            out.push(c);
            rest = &tail[2..];
        } else {
            out.push('\\');
            rest = tail;
        }
    }
    out.push_str(rest);
    out
}
