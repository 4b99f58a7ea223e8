//! The words and signs of a DOT file.

/// Part of a file.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Token {
    Word(String),
    Sign(&'static str),
}

/// Goes over a text.
pub(super) struct Tokens<'t> {
    text: &'t str,
    at: usize,
    line: usize,
    counted: usize,
}

impl<'t> Tokens<'t> {
    /// At the beginning of a text.
    pub(super) fn new(text: &'t str) -> Self {
        Self {
            text,
            at: 0,
            line: 1,
            counted: 0,
        }
    }

    /// The line that the next token follows.
    pub(super) fn line(&mut self) -> usize {
        self.line += self.text[self.counted..self.at].matches('\n').count();
        self.counted = self.at;
        self.line
    }

    /// The next token; an error says what is open.
    pub(super) fn next_token(&mut self) -> Result<Option<Token>, &'static str> {
        loop {
            let rest = &self.text[self.at..];
            let trimmed = rest.trim_start();
            self.at += rest.len() - trimmed.len();
            if trimmed.starts_with("//") || trimmed.starts_with('#') {
                self.at += trimmed.find('\n').unwrap_or(trimmed.len());
            } else if trimmed.starts_with("/*") {
                self.at += trimmed.find("*/").ok_or("a comment has no end")? + 2;
            } else {
                break;
            }
        }
        let rest = &self.text[self.at..];
        let Some(first) = rest.chars().next() else {
            return Ok(None);
        };
        for sign in ["->", "--", "{", "}", "[", "]", "=", ";", ",", ":", "+"] {
            if rest.starts_with(sign) {
                self.at += sign.len();
                return Ok(Some(Token::Sign(sign)));
            }
        }
        if first == '"' {
            return self.quoted(rest).map(Some);
        }
        if first == '<' {
            return self.markup(rest).map(Some);
        }
        let length = rest
            .find(|c: char| {
                !(c.is_alphanumeric() || c == '_' || c == '.' || c == '-' && rest.starts_with('-'))
            })
            .unwrap_or(rest.len());
        if length == 0 {
            return Err("this sign means nothing here");
        }
        self.at += length;
        Ok(Some(Token::Word(rest[..length].to_owned())))
    }

    fn quoted(&mut self, rest: &str) -> Result<Token, &'static str> {
        let mut out = String::new();
        let mut chars = rest.char_indices().skip(1);
        while let Some((at, c)) = chars.next() {
            match c {
                '"' => {
                    self.at += at + 1;
                    return Ok(Token::Word(out));
                }
                '\\' => match chars.next() {
                    Some((_, '"')) => out.push('"'),
                    Some((_, '\n')) => {}
                    Some((_, other)) => out.extend(['\\', other]),
                    None => break,
                },
                _ => out.push(c),
            }
        }
        Err("a text in quotes has no end")
    }

    fn markup(&mut self, rest: &str) -> Result<Token, &'static str> {
        let mut depth = 0_usize;
        for (at, c) in rest.char_indices() {
            match c {
                '<' => depth += 1,
                '>' => {
                    depth -= 1;
                    if depth == 0 {
                        self.at += at + 1;
                        return Ok(Token::Word(rest[1..at].to_owned()));
                    }
                }
                _ => {}
            }
        }
        Err("a label in angle brackets has no end")
    }
}
