//! Recorded traffic: one JSON value a line, read in bounded memory.

use crate::AppError;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

/// Longest line, in bytes.
pub const LONGEST_LINE: usize = 16 << 20;

/// A line, without its line break.
#[derive(Debug, PartialEq, Eq)]
pub enum Line<'a> {
    /// Text.
    Text(&'a str),
    /// What is no UTF-8.
    NotText(&'a [u8]),
    /// What is longer than [`LONGEST_LINE`]; its beginning.
    TooLong(&'a [u8]),
}

/// A file of lines, or standard input for `-` or none.
pub struct Lines {
    reader: Box<dyn BufRead>,
    name: PathBuf,
    buffer: Vec<u8>,
}

impl Lines {
    /// Opens a file; nothing is read yet.
    pub fn open(path: Option<&Path>) -> Result<Self, AppError> {
        let reader: Box<dyn BufRead> = match path.filter(|path| path.as_os_str() != "-") {
            None => Box::new(BufReader::new(io::stdin())),
            Some(path) => {
                let file = File::open(path).map_err(|error| AppError::io(path, error))?;
                Box::new(BufReader::with_capacity(1 << 16, file))
            }
        };
        let name = match path.filter(|path| path.as_os_str() != "-") {
            Some(path) => path.to_owned(),
            None => PathBuf::from("standard input"),
        };
        Ok(Self::of(reader, name))
    }

    /// Lines of a reader, with the name that errors give it.
    pub fn of(reader: Box<dyn BufRead>, name: PathBuf) -> Self {
        Self {
            reader,
            name,
            buffer: Vec::new(),
        }
    }

    /// The next line; none at the end. What is too long is passed over without being kept.
    pub fn next_line(&mut self) -> Result<Option<Line<'_>>, AppError> {
        self.buffer.clear();
        let most = LONGEST_LINE as u64 + 1;
        let read = (&mut self.reader)
            .take(most)
            .read_until(b'\n', &mut self.buffer);
        if read.map_err(|error| AppError::io(&self.name, error))? == 0 {
            return Ok(None);
        }
        let is_whole = self.buffer.last() == Some(&b'\n');
        if !is_whole && self.buffer.len() > LONGEST_LINE {
            self.skip_line()?;
            return Ok(Some(Line::TooLong(&self.buffer)));
        }
        let mut line = self.buffer.as_slice();
        if is_whole {
            line = &line[..line.len() - 1];
            line = line.strip_suffix(b"\r").unwrap_or(line);
        }
        Ok(Some(match std::str::from_utf8(line) {
            Ok(text) => Line::Text(text),
            Err(_) => Line::NotText(line),
        }))
    }

    /// Passes over what is left of a line.
    fn skip_line(&mut self) -> Result<(), AppError> {
        loop {
            let chunk = self
                .reader
                .fill_buf()
                .map_err(|error| AppError::io(&self.name, error))?;
            let end = chunk.iter().position(|byte| *byte == b'\n');
            let (used, is_over) = match end {
                Some(end) => (end + 1, true),
                None => (chunk.len(), chunk.is_empty()),
            };
            self.reader.consume(used);
            if is_over {
                return Ok(());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(bytes: Vec<u8>) -> Lines {
        Lines::of(Box::new(io::Cursor::new(bytes)), PathBuf::from("test"))
    }

    #[test]
    fn lines_end_where_they_end() {
        let mut lines = lines(b"one\r\n\ntwo\xff\nthree".to_vec());
        assert_eq!(lines.next_line().unwrap(), Some(Line::Text("one")));
        assert_eq!(lines.next_line().unwrap(), Some(Line::Text("")));
        assert_eq!(lines.next_line().unwrap(), Some(Line::NotText(b"two\xff")));
        assert_eq!(lines.next_line().unwrap(), Some(Line::Text("three")));
        assert_eq!(lines.next_line().unwrap(), None);
    }

    #[test]
    fn a_line_that_is_too_long_is_passed_over() {
        let mut bytes = vec![b'x'; LONGEST_LINE * 2];
        bytes.extend_from_slice(b"\nnext\n");
        let mut lines = lines(bytes);
        assert!(
            matches!(lines.next_line().unwrap(), Some(Line::TooLong(start)) if start.len() == LONGEST_LINE + 1)
        );
        assert_eq!(lines.next_line().unwrap(), Some(Line::Text("next")));
        assert_eq!(lines.next_line().unwrap(), None);
    }

    #[test]
    fn a_line_of_the_longest_length_is_read() {
        let mut bytes = vec![b'x'; LONGEST_LINE];
        bytes.push(b'\n');
        assert!(
            matches!(lines(bytes).next_line().unwrap(), Some(Line::Text(text)) if text.len() == LONGEST_LINE)
        );
    }
}
