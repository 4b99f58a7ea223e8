//! A place in the text of a chart.

/// The chart's text without a byte order mark, a Markdown fence and front matter, how many lines come before it,
/// and the title of the front matter.
pub(super) fn body(text: &str) -> (&str, usize, Option<&str>) {
    let mut rest = text.trim_start_matches('\u{feff}').trim_start();
    if let Some(at) = fence(rest) {
        rest = rest[at..].trim_start();
        rest = rest.find("\n```").map_or(rest, |end| &rest[..end]);
    }
    let mut title = None;
    if let Some(front) = rest.strip_prefix("---")
        && let Some(end) = front.find("\n---")
    {
        title = front[..end]
            .lines()
            .find_map(|line| line.strip_prefix("title:"))
            .map(|title| title.trim().trim_matches(['"', '\'']).trim())
            .filter(|title| !title.is_empty());
        rest = front[end + 4..].trim_start_matches(['-', ' ', '\t', '\r']);
    }
    let before = rest.as_ptr() as usize - text.as_ptr() as usize;
    let lines = text[..before].bytes().filter(|byte| *byte == b'\n').count();
    (rest, lines, title)
}

/// Where the text behind the opening of a fenced `mermaid` block begins, if one is there within the first lines.
fn fence(text: &str) -> Option<usize> {
    let at = text.find("```mermaid")?;
    let line = text[at..].find('\n')? + at + 1;
    Some(line)
}

/// A place in the text.
pub(super) struct Cursor<'t> {
    text: &'t str,
    at: usize,
    line: usize,
    counted: usize,
}

impl<'t> Cursor<'t> {
    /// At the beginning; `lines` come before the text in the file.
    pub(super) fn new(text: &'t str, lines: usize) -> Self {
        Self {
            text,
            at: 0,
            line: lines + 1,
            counted: 0,
        }
    }

    /// What is left.
    pub(super) fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    pub(super) fn is_done(&self) -> bool {
        self.at >= self.text.len()
    }

    /// Goes on by so many bytes.
    pub(super) fn skip(&mut self, bytes: usize) {
        self.at = self.at.saturating_add(bytes).min(self.text.len());
    }

    /// Goes on behind `text` if it stands here.
    pub(super) fn take(&mut self, text: &str) -> bool {
        let here = self.rest().starts_with(text);
        if here {
            self.skip(text.len());
        }
        here
    }

    /// Blanks that do not end a statement.
    pub(super) fn blanks(&mut self) {
        let rest = self.rest();
        self.skip(rest.len() - rest.trim_start_matches([' ', '\t', '\r']).len());
    }

    /// The rest of the line, without its end; goes on behind it.
    pub(super) fn rest_of_line(&mut self) -> &'t str {
        let rest = self.rest();
        let end = rest.find('\n').unwrap_or(rest.len());
        self.skip(end + 1);
        rest[..end].trim_end_matches('\r')
    }

    /// Goes on behind the end of the line or the next semicolon.
    pub(super) fn statement(&mut self) -> &'t str {
        let rest = self.rest();
        let end = rest.find(['\n', ';']).unwrap_or(rest.len());
        self.skip(end + 1);
        rest[..end].trim()
    }

    /// The number of the line in the file.
    pub(super) fn line(&mut self) -> usize {
        let passed = &self.text.as_bytes()[self.counted.min(self.at)..self.at];
        self.line += passed.split(|byte| *byte == b'\n').count() - 1;
        self.counted = self.at;
        self.line
    }

    /// So many bytes of what is left, at most, cut at a character.
    pub(super) fn window(&self, bytes: usize) -> &'t str {
        let rest = self.rest();
        if rest.len() <= bytes {
            return rest;
        }
        let mut end = bytes;
        while !rest.is_char_boundary(end) {
            end -= 1;
        }
        &rest[..end]
    }

    /// Where the cursor is, to come back to.
    pub(super) fn mark(&self) -> usize {
        self.at
    }

    /// Goes back to a mark. Lines counted since stay counted once.
    pub(super) fn back(&mut self, mark: usize) {
        self.at = mark;
    }
}
