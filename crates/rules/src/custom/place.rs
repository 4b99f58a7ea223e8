//! From a place in a TOML string to the place in its file.

use super::CustomProblem;

/// Texts of a file with the byte in the file at which each of their bytes stands.
#[derive(Debug)]
pub(super) struct Placed {
    pub text: String,
    /// One longer than the text: the last is where it ends.
    origins: Vec<usize>,
}

impl Placed {
    /// `written` is the string as it stands in the file, quotes included, from byte `start` on; `text` is what it says.
    pub fn new(text: &str, written: &str, start: usize) -> Self {
        let origins = origins(written)
            .filter(|(said, _)| said == text)
            .map_or_else(
                || vec![start; text.len() + 1],
                |(_, origins)| origins.into_iter().map(|at| at + start).collect(),
            );
        Self {
            text: text.to_owned(),
            origins,
        }
    }

    /// Where a byte of the text stands in the file.
    pub fn in_file(&self, at: usize) -> usize {
        let last = self.origins.len() - 1;
        self.origins[at.min(last)]
    }
}

/// A problem at a byte of a file.
pub(super) fn problem(
    file: &str,
    at: usize,
    code: Option<&str>,
    message: impl Into<String>,
    remedy: impl Into<String>,
) -> CustomProblem {
    let (line, column) = line_and_column(file, at);
    CustomProblem {
        code: code.map(str::to_owned),
        line,
        column,
        message: message.into(),
        remedy: remedy.into(),
    }
}

/// Line and column of a byte, both from 1; columns are characters.
pub(super) fn line_and_column(text: &str, at: usize) -> (u32, u32) {
    let mut end = at.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let before = &text[..end];
    let line = before.matches('\n').count() + 1;
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    let column = before[start..].chars().count() + 1;
    (line as u32, column as u32)
}

/// What a TOML string says, and where each byte of it stands in the string as it is written; none where that cannot be told.
fn origins(written: &str) -> Option<(String, Vec<usize>)> {
    let quote = ["\"\"\"", "'''", "\"", "'"]
        .into_iter()
        .find(|quote| written.starts_with(quote) && written.len() >= 2 * quote.len())?;
    let end = written.len() - quote.len();
    let mut at = quote.len();
    if quote.len() == 3 {
        let rest = &written[at..end];
        at += if rest.starts_with("\r\n") {
            2
        } else {
            usize::from(rest.starts_with('\n'))
        };
    }
    let mut said = String::new();
    let mut origins = Vec::new();
    while at < end {
        let (character, next) = match written[at..end].chars().next()? {
            '\\' if quote.starts_with('"') => escaped(&written[..end], at)?,
            character => (Some(character), at + character.len_utf8()),
        };
        if let Some(character) = character {
            said.push(character);
            origins.resize(said.len(), at);
        }
        at = next;
    }
    origins.push(end);
    Some((said, origins))
}

/// The character that an escape stands for, and what comes after it; no character where a line goes on in the next.
fn escaped(written: &str, at: usize) -> Option<(Option<char>, usize)> {
    let mut rest = written[at + 1..].chars();
    let kind = rest.next()?;
    let simple = |character| Some((Some(character), at + 2));
    let coded = |digits: usize| {
        let code = written.get(at + 2..at + 2 + digits)?;
        let character = char::from_u32(u32::from_str_radix(code, 16).ok()?)?;
        Some((Some(character), at + 2 + digits))
    };
    match kind {
        'b' => simple('\u{8}'),
        't' => simple('\t'),
        'n' => simple('\n'),
        'f' => simple('\u{c}'),
        'r' => simple('\r'),
        'e' => simple('\u{1b}'),
        '"' | '\\' => simple(kind),
        'x' => coded(2),
        'u' => coded(4),
        'U' => coded(8),
        _ if kind.is_whitespace() => {
            let rest = &written[at + 1..];
            Some((None, written.len() - rest.trim_start().len()))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_lead_back_into_every_form_of_string() {
        for (written, text, at, expected) in [
            ("'a b'", "a b", 2, 3),
            (r#""a\tb""#, "a\tb", 2, 4),
            (r#""\u00e4b""#, "äb", 2, 7),
            ("\"\"\"\n  a\n  b\"\"\"", "  a\n  b", 6, 10),
            ("\"\"\"a \\\n   b\"\"\"", "a b", 2, 10),
            ("'''\r\na'''", "a", 0, 5),
        ] {
            let placed = Placed::new(text, written, 0);
            assert_eq!(placed.in_file(at), expected, "{written}");
        }
        // What is read differently leads to the start of the string.
        assert_eq!(Placed::new("other", "'text'", 7).in_file(3), 7);
    }
}
