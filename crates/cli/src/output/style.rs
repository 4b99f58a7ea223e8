//! Colours of the terminal, where it has any.

use anstyle::{AnsiColor, Style as Ansi};
use baton_rules::Severity;

/// Paints words, or leaves them as they are.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    coloured: bool,
}

impl Style {
    /// With or without colours.
    pub fn new(coloured: bool) -> Self {
        Self { coloured }
    }

    fn paint(self, style: Ansi, text: &str) -> String {
        if self.coloured {
            format!("{style}{text}{style:#}")
        } else {
            text.to_owned()
        }
    }

    /// Something is wrong.
    pub fn error(self, text: &str) -> String {
        self.paint(AnsiColor::Red.on_default().bold(), text)
    }

    /// Something wants attention.
    pub fn warning(self, text: &str) -> String {
        self.paint(AnsiColor::Yellow.on_default().bold(), text)
    }

    /// Something is fine.
    pub fn good(self, text: &str) -> String {
        self.paint(AnsiColor::Green.on_default(), text)
    }

    /// What matters in a line.
    pub fn strong(self, text: &str) -> String {
        self.paint(Ansi::new().bold(), text)
    }

    /// What does not.
    pub fn dim(self, text: &str) -> String {
        self.paint(Ansi::new().dimmed(), text)
    }

    /// A severity in its colour.
    pub fn severity(self, severity: Severity) -> String {
        let style = match severity {
            Severity::Error => AnsiColor::Red.on_default().bold(),
            Severity::Warning => AnsiColor::Yellow.on_default().bold(),
            Severity::Advice => AnsiColor::Cyan.on_default(),
        };
        self.paint(style, severity.name())
    }
}
