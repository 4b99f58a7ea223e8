//! Notes as they are read: the little Markdown that people write into them, in lines that fit.
//!
//! The window reads the same (`ui/src/canvas/markdown.ts`): headings, lists, quotes, code, emphasis. A link is its words.

use super::number;
use super::text::{mono_width, width};
use crate::escape::{visible, xml};
use baton_layout::topology::DrawnBox;
use std::fmt::Write as _;

/// Size of the letters, of code among them, and from line to line.
const SIZE: f64 = 12.0;
const CODE_SIZE: f64 = 11.0;
const LEADING: f64 = 17.4;
/// Between two blocks.
const BETWEEN: f64 = 7.0;
/// From the left border to the words, and what marks stand in front of them.
const PADDING: f64 = 12.0;
const LIST: f64 = 15.0;
const QUOTE: f64 = 9.0;
/// Bold letters are that much wider.
const BOLD: f64 = 1.06;
/// Nobody reads more of a note in a picture.
const MOST_CHARACTERS: usize = 4000;

pub(super) fn write(text: &str, place: &DrawnBox, out: &mut String) {
    let _ = writeln!(
        out,
        "<rect class=\"note\" width=\"{}\" height=\"{}\" rx=\"6\"/>",
        number(place.width),
        number(place.height)
    );
    let text: String = visible(text).chars().take(MOST_CHARACTERS).collect();
    let mut y = 20.0;
    let mut shown = false;
    for (index, block) in blocks(&text).iter().enumerate() {
        if index > 0 {
            y += BETWEEN;
        }
        for part in &block.parts {
            let room = place.width - 2.0 * PADDING - block.indent();
            for (row, line) in wrapped(part, block.is, room).iter().enumerate() {
                if shown && y + 4.0 > place.height {
                    // Says that there is more, where the eye ends.
                    let _ = writeln!(
                        out,
                        "<text class=\"note-text\" x=\"{}\" y=\"{}\">…</text>",
                        number(place.width - PADDING - 8.0),
                        number(place.height - 6.0)
                    );
                    return;
                }
                let mark = if row == 0 { part.mark.as_str() } else { "" };
                write_line(line, mark, block, y, out);
                shown = true;
                y += LEADING;
            }
        }
    }
}

fn write_line(line: &[Span], mark: &str, block: &Block, y: f64, out: &mut String) {
    if block.is == Is::Quote {
        let _ = writeln!(
            out,
            "<rect class=\"note-edge\" x=\"{}\" y=\"{}\" width=\"2\" height=\"{}\"/>",
            number(PADDING),
            number(y - 12.5),
            number(LEADING)
        );
    }
    if !mark.is_empty() {
        let _ = writeln!(
            out,
            "<text class=\"note-text\" x=\"{}\" y=\"{}\">{}</text>",
            number(PADDING),
            number(y),
            xml(mark)
        );
    }
    let _ = write!(
        out,
        "<text class=\"note-text{}\" x=\"{}\" y=\"{}\">",
        if block.is == Is::Heading {
            " note-strong"
        } else {
            ""
        },
        number(PADDING + block.indent()),
        number(y)
    );
    for span in line {
        match span.look {
            Look::Plain => out.push_str(&xml(&span.text)),
            look => {
                let _ = write!(
                    out,
                    "<tspan class=\"{}\">{}</tspan>",
                    look.class(),
                    xml(&span.text)
                );
            }
        }
    }
    out.push_str("</text>\n");
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Is {
    Heading,
    Paragraph,
    Quote,
    Code,
    List,
}

struct Block {
    is: Is,
    parts: Vec<Part>,
}

impl Block {
    fn indent(&self) -> f64 {
        match self.is {
            Is::List => LIST,
            Is::Quote => QUOTE,
            Is::Heading | Is::Paragraph | Is::Code => 0.0,
        }
    }
}

/// A line as it was written, or an item of a list.
struct Part {
    mark: String,
    text: String,
}

impl Part {
    fn plain(text: &str) -> Self {
        Self {
            mark: String::new(),
            text: text.to_owned(),
        }
    }

    /// Numbers go on from the first one, whatever stands there.
    fn after(self, before: Option<&Part>) -> Self {
        let number = before.and_then(|part| part.mark.strip_suffix('.')?.parse::<u64>().ok());
        match number {
            Some(number) if self.mark.ends_with('.') => Self {
                mark: format!("{}.", number + 1),
                ..self
            },
            _ => self,
        }
    }
}

fn blocks(text: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    // Whether the next line goes on with the last block.
    let mut open = false;
    let mut fence: Option<&str> = None;
    for line in text.lines() {
        let trimmed = line.trim();
        if let Some(mark) = fence {
            if trimmed.starts_with(mark) {
                (fence, open) = (None, false);
            } else if let Some(block) = blocks.last_mut() {
                block.parts.push(Part::plain(line));
            }
            continue;
        }
        if trimmed.is_empty() {
            open = false;
            continue;
        }
        if let Some(mark) = ["```", "~~~"]
            .into_iter()
            .find(|mark| trimmed.starts_with(mark))
        {
            fence = Some(mark);
            blocks.push(Block {
                is: Is::Code,
                parts: Vec::new(),
            });
            continue;
        }
        let (is, part) = line_of(trimmed);
        let goes_on = open && is != Is::Heading && blocks.last().is_some_and(|last| last.is == is);
        // What is indented below an item belongs to it.
        let below = open && is == Is::Paragraph && line.starts_with(' ');
        match blocks.last_mut() {
            Some(last) if below && last.is == Is::List => {
                if let Some(item) = last.parts.last_mut() {
                    item.text.push(' ');
                    item.text.push_str(trimmed);
                }
            }
            Some(last) if goes_on => last.parts.push(part.after(last.parts.last())),
            _ => blocks.push(Block {
                is,
                parts: vec![part],
            }),
        }
        open = is != Is::Heading;
    }
    blocks
}

fn line_of(line: &str) -> (Is, Part) {
    let hashes = line.chars().take_while(|letter| *letter == '#').count();
    if (1..=6).contains(&hashes)
        && let Some(title) = line[hashes..].strip_prefix(' ')
    {
        let title = title.trim().trim_end_matches('#').trim_end();
        return (Is::Heading, Part::plain(title));
    }
    if let Some(item) = ["- ", "* ", "+ "]
        .into_iter()
        .find_map(|mark| line.strip_prefix(mark))
    {
        let part = Part {
            mark: "•".to_owned(),
            text: item.trim().to_owned(),
        };
        return (Is::List, part);
    }
    let digits = line.chars().take_while(char::is_ascii_digit).count();
    if (1..=9).contains(&digits)
        && let Some(item) = line[digits..]
            .strip_prefix(". ")
            .or_else(|| line[digits..].strip_prefix(") "))
    {
        let part = Part {
            mark: format!("{}.", &line[..digits]),
            text: item.trim().to_owned(),
        };
        return (Is::List, part);
    }
    match line.strip_prefix('>') {
        Some(said) => (Is::Quote, Part::plain(said.trim_start())),
        None => (Is::Paragraph, Part::plain(line)),
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Look {
    Plain,
    Strong,
    Soft,
    Code,
}

impl Look {
    fn class(self) -> &'static str {
        match self {
            Self::Plain => "",
            Self::Strong => "note-strong",
            Self::Soft => "note-soft",
            Self::Code => "note-code",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Span {
    text: String,
    look: Look,
}

/// A line without its marks. What opens and is not closed stands as it is.
fn spans(line: &str) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    let mut push = |text: &str, look| {
        if text.is_empty() {
            return;
        }
        match spans.last_mut() {
            Some(last) if last.look == look => last.text.push_str(text),
            _ => spans.push(Span {
                text: text.to_owned(),
                look,
            }),
        }
    };
    let mut rest = line;
    let mut before = ' ';
    while let Some(letter) = rest.chars().next() {
        if let Some((text, look, after)) = marked(rest, before) {
            push(text, look);
            before = ')';
            rest = after;
            continue;
        }
        let (one, after) = rest.split_at(letter.len_utf8());
        push(one, Look::Plain);
        (before, rest) = (letter, after);
    }
    spans
}

/// What stands between marks at the start of a text, and what follows it.
fn marked(text: &str, before: char) -> Option<(&str, Look, &str)> {
    let between = |mark: &str| {
        let inside = text.strip_prefix(mark)?;
        let (inside, after) = inside.split_once(mark)?;
        (!inside.is_empty()).then_some((inside, after))
    };
    if let Some((code, after)) = between("`") {
        return Some((code, Look::Code, after));
    }
    if let Some((strong, after)) = between("**")
        && !strong.contains('*')
    {
        return Some((strong, Look::Strong, after));
    }
    let is_word = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '*');
    for mark in ["*", "_"] {
        if !is_word(before)
            && let Some((soft, after)) = between(mark)
            && !after.starts_with(is_word)
        {
            return Some((soft, Look::Soft, after));
        }
    }
    let (words, link) = text.strip_prefix('[')?.split_once("](")?;
    let (_, after) = link.split_once(')')?;
    (!words.contains(['[', ']'])).then_some((words, Look::Plain, after))
}

fn measure(text: &str, look: Look, is: Is) -> f64 {
    match look {
        Look::Code => mono_width(text, CODE_SIZE),
        Look::Strong => width(text, SIZE) * BOLD,
        _ if is == Is::Heading => width(text, SIZE) * BOLD,
        Look::Plain | Look::Soft => width(text, SIZE),
    }
}

/// A written line in lines that fit, broken between words, and within those that are wider than a line.
fn wrapped(part: &Part, is: Is, room: f64) -> Vec<Vec<Span>> {
    let mut lines: Vec<Vec<Span>> = vec![Vec::new()];
    let mut used = 0.0;
    let mut add = |text: &str, look: Look| {
        let wide = measure(text, look, is);
        if used > 0.0 && used + measure(text.trim_end(), look, is) > room {
            lines.push(Vec::new());
            used = 0.0;
        }
        used += wide;
        let Some(line) = lines.last_mut() else { return };
        match line.last_mut() {
            Some(last) if last.look == look => last.text.push_str(text),
            _ => line.push(Span {
                text: text.to_owned(),
                look,
            }),
        }
    };
    let written = if is == Is::Code {
        vec![Span {
            text: part.text.clone(),
            look: Look::Code,
        }]
    } else {
        spans(&part.text)
    };
    for span in &written {
        for word in span.text.split_inclusive(' ') {
            if measure(word.trim_end(), span.look, is) <= room {
                add(word, span.look);
                continue;
            }
            for letter in word.chars() {
                add(letter.encode_utf8(&mut [0; 4]), span.look);
            }
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(line: &str) -> String {
        let parts = spans(line).into_iter().map(|span| match span.look {
            Look::Plain => span.text,
            look => format!(
                "<{} {}>",
                look.class().trim_start_matches("note-"),
                span.text
            ),
        });
        parts.collect()
    }

    #[test]
    fn a_line_is_read_as_in_the_window() {
        for (line, expected) in [
            ("a **b** c", "a <strong b> c"),
            ("`x*y*` and *z*", "<code x*y*> and <soft z>"),
            ("[here](https://x.example)!", "here!"),
            ("a_b_c and 2*3*4", "a_b_c and 2*3*4"),
            ("**open", "**open"),
            ("", ""),
        ] {
            assert_eq!(told(line), expected, "{line}");
        }
    }

    #[test]
    fn blocks_are_told_apart() {
        let text = "# Why #\nIt *is*\nso\n\n- a\n  more\n- b\n\n3. c\n3. d\n> said\n```rust\nlet a;\n```\nend";
        let told: Vec<String> = blocks(text)
            .iter()
            .map(|block| {
                let parts = block.parts.iter();
                let parts: Vec<String> = parts
                    .map(|part| format!("{}{}", part.mark, part.text))
                    .collect();
                format!("{:?} {}", block.is, parts.join("|"))
            })
            .collect();
        assert_eq!(
            told,
            [
                "Heading Why",
                "Paragraph It *is*|so",
                "List •a more|•b",
                "List 3.c|4.d",
                "Quote said",
                "Code let a;",
                "Paragraph end"
            ]
        );
    }

    #[test]
    fn long_words_break_and_short_ones_do_not() {
        let lines = |text: &str, room| -> Vec<String> {
            let part = Part::plain(text);
            let lines = wrapped(&part, Is::Paragraph, room).into_iter();
            lines
                .map(|line| line.into_iter().map(|span| span.text).collect())
                .collect()
        };
        assert_eq!(lines("one two three", 50.0), ["one two ", "three"]);
        assert_eq!(lines("退款退款", 30.0), ["退款", "退款"]);
        assert_eq!(lines("", 30.0), [""]);
    }
}
