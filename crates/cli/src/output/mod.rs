//! Results on standard output, everything else on standard error.

mod progress;
mod style;

pub use progress::Progress;
pub use style::Style;

use crate::args::{Format, Global};
use baton_app::AppError;
use serde::Serialize;
use serde_json::json;
use std::io::{BufWriter, IsTerminal, Write};

/// Where and how results are written.
pub struct Output {
    format: Format,
    quiet: bool,
    style: Style,
    error_style: Style,
}

impl Output {
    /// As the command line asks for.
    pub fn new(global: &Global) -> Self {
        let plain =
            global.no_color || std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        Self {
            format: global.format,
            quiet: global.quiet,
            style: Style::new(!plain && std::io::stdout().is_terminal()),
            error_style: Style::new(!plain && std::io::stderr().is_terminal()),
        }
    }

    /// Writes a result: the value for programs, or the text for people.
    pub fn result<V: Serialize>(
        &self,
        value: impl FnOnce() -> V,
        text: impl FnOnce(Style) -> String,
    ) {
        if self.format == Format::Json {
            return write_json(&value());
        }
        let text = text(self.style);
        let line = text.trim_end();
        if !line.is_empty() {
            write_line(line);
        }
    }

    /// Says something beside the result.
    pub fn note(&self, text: &str) {
        if !self.quiet && self.format == Format::Text {
            eprintln!("{text}");
        }
    }

    /// A line that tells how far something is, where people look.
    pub fn progress(&self) -> Progress {
        Progress::new(!self.quiet && self.format == Format::Text)
    }

    /// Tells an error.
    pub fn error(&self, error: &AppError) {
        if self.format == Format::Json {
            write_line(&in_json(error));
        } else {
            self.error_in_words(error);
        }
    }

    /// Tells an error on standard error, whatever the format: where standard output holds something else, or is gone.
    pub fn error_aside(&self, error: &AppError) {
        if self.format == Format::Json {
            eprintln!("{}", in_json(error));
        } else {
            self.error_in_words(error);
        }
    }

    fn error_in_words(&self, error: &AppError) {
        let mut reply = error.reply();
        reply.hints.extend_from_slice(&error.in_terminal);
        let style = self.error_style;
        eprintln!("{} {}", style.error("error:"), visible(&reply.message));
        for hint in &reply.hints {
            eprintln!("{} {}", style.dim("  ->"), visible(hint));
        }
    }
}

fn in_json(error: &AppError) -> String {
    let mut reply = error.reply();
    reply.hints.extend_from_slice(&error.in_terminal);
    let mut value =
        json!({"error": {"code": reply.code, "message": reply.message, "hints": reply.hints}});
    if let Some(conflict) = reply.conflict {
        value["error"]["conflict"] = json!(conflict);
    }
    if let Some(details) = reply.details {
        value["error"]["details"] = json!(details);
    }
    value.to_string()
}

/// Writes text as it is, whatever the format.
pub fn raw(text: &str) {
    write_line(text.trim_end());
}

/// Writes text to the letter: files of other formats end their lines as they do.
pub fn exact(text: &str) {
    write(format_args!("{text}"));
}

/// Writes a value as it is told, so that a large one is not held as text too.
fn write_json(value: &impl Serialize) {
    let mut stdout = BufWriter::new(std::io::stdout().lock());
    if let Err(error) = serde_json::to_writer(&mut stdout, value)
        && !error.is_io()
    {
        eprintln!("error: a fault of Baton: the result cannot be told: {error}");
        std::process::exit(5);
    }
    // A reader that has gone away is no error; what could not be written before cannot be written now.
    if stdout
        .write_all(b"\n")
        .and_then(|()| stdout.flush())
        .is_err()
    {
        std::process::exit(0);
    }
}

fn write_line(line: &str) {
    write(format_args!("{line}\n"));
}

/// A reader that has gone away, as `head` does, is no error.
fn write(text: std::fmt::Arguments<'_>) {
    let mut stdout = std::io::stdout().lock();
    if stdout
        .write_fmt(text)
        .and_then(|()| stdout.flush())
        .is_err()
    {
        std::process::exit(0);
    }
}

/// Control and direction characters as escapes, so that a name cannot steer the terminal.
pub fn visible(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        let steers = matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        if c == '\n' || (!c.is_control() && !steers) {
            out.push(c);
        } else {
            out.extend(c.escape_unicode());
        }
    }
    out
}

/// The same in one line: what others wrote cannot begin a line of its own.
pub fn visible_line(text: &str) -> String {
    visible(text).replace('\n', "\\n")
}

/// Whether the words ask for JSON; needed before they are understood.
pub fn asked_for_json(words: impl Iterator<Item = String>) -> bool {
    let words: Vec<String> = words.collect();
    words.iter().any(|word| word == "--format=json")
        || words
            .windows(2)
            .any(|pair| pair[0] == "--format" && pair[1] == "json")
}
