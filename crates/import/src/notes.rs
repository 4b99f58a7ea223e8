//! Notes about one file, as many as anybody would read.

use crate::said::counted;
use crate::text::{visible, without_secrets};
use baton_model::{Diagnostic, Level, RecordKey};

/// More notes than this are counted, not listed.
const MOST_NOTES: usize = 1000;

/// Collects notes; the path of each is the file and a JSON pointer in it.
pub(crate) struct Notes {
    file: String,
    list: Vec<Diagnostic>,
    more: usize,
}

impl Notes {
    pub(crate) fn new(file: &str) -> Self {
        Self {
            file: visible(file, 300),
            list: Vec::new(),
            more: 0,
        }
    }

    /// Notes about another file, with those so far kept.
    pub(crate) fn switch(&mut self, file: &str) {
        self.file = visible(file, 300);
    }

    /// How many there are, to come back to.
    pub(crate) fn mark(&self) -> (usize, usize) {
        (self.list.len(), self.more)
    }

    /// Takes back what was noted since, about a file that is left out after all.
    pub(crate) fn back_to(&mut self, (listed, more): (usize, usize)) {
        self.list.truncate(listed);
        self.more = more;
    }

    pub(crate) fn push(
        &mut self,
        level: Level,
        pointer: &str,
        message: impl Into<String>,
        subject: Option<RecordKey>,
    ) {
        if self.list.len() >= MOST_NOTES {
            self.more += 1;
            return;
        }
        let path = if pointer.is_empty() {
            self.file.clone()
        } else {
            format!("{}#{pointer}", self.file)
        };
        let message: String = message.into();
        let mut note = Diagnostic::new(level, without_secrets(&path), without_secrets(&message));
        note.subject = subject;
        self.list.push(note);
    }

    pub(crate) fn info(&mut self, pointer: &str, message: impl Into<String>) {
        self.push(Level::Info, pointer, message, None);
    }

    pub(crate) fn warning(&mut self, pointer: &str, message: impl Into<String>) {
        self.push(Level::Warning, pointer, message, None);
    }

    pub(crate) fn finish(mut self) -> Vec<Diagnostic> {
        if self.more > 0 {
            self.list.push(Diagnostic::new(
                Level::Warning,
                self.file,
                counted(
                    self.more,
                    "more note is not listed",
                    "more notes are not listed",
                ),
            ));
        }
        self.list
    }
}
