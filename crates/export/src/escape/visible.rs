//! Characters that cannot be seen, made visible.

use std::fmt::Write as _;

/// Text in which every control and formatting character but line feeds is shown by its number. Line ends of all systems become line feeds, tabs become spaces.
pub fn visible(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '\r' => {
                letters.next_if_eq(&'\n');
                out.push('\n');
            }
            '\n' => out.push('\n'),
            '\t' => out.push(' '),
            hidden if is_hidden(hidden) => {
                let _ = write!(out, "⟨U+{:04X}⟩", u32::from(hidden));
            }
            shown => out.push(shown),
        }
    }
    out
}

/// As [`visible`], on one line: runs of white space become one space, none at the ends.
pub fn visible_line(text: &str) -> String {
    visible(text)
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

/// Controls, direction marks, invisible spaces and operators, tags and what is no character. The joiners stay: scripts and emoji need them.
fn is_hidden(letter: char) -> bool {
    letter.is_control()
        || matches!(letter,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{fffe}' | '\u{ffff}'
            | '\u{e0000}'..='\u{e007f}')
        || u32::from(letter) & 0xfffe == 0xfffe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_characters_show() {
        assert_eq!(visible("a\u{202e}b\u{0}c"), "a⟨U+202E⟩b⟨U+0000⟩c");
        assert_eq!(visible("a\r\nb\rc\nd\te"), "a\nb\nc\nd e");
        assert_eq!(
            visible("👩\u{200d}🚒 می\u{200c}خواهم é"),
            "👩\u{200d}🚒 می\u{200c}خواهم é"
        );
        assert_eq!(visible("\u{1fffe}\u{e0041}"), "⟨U+1FFFE⟩⟨U+E0041⟩");
    }

    #[test]
    fn a_line_is_one_line() {
        assert_eq!(visible_line("  a\n\n b\u{a0}c\t"), "a b c");
    }
}
