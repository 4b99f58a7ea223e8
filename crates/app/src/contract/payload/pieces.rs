//! A stream cut into pieces of whole lines, each with its place.

use crate::contract::lines::LONGEST_LINE;
use std::io::{self, Read};

/// How much is read at once. What there is at once becomes a piece, so that lines of a live stream do not wait for more.
const CHUNK: usize = 256 << 10;

/// How much of a line that is too long is kept.
const KEPT: usize = 1_000;

/// Some lines, or the beginning of one that is too long.
#[derive(Debug, Default)]
pub(super) struct Piece {
    /// Whole lines with their breaks; the last one of the stream may have none.
    pub(super) bytes: Vec<u8>,
    /// The number of the first line, from 1.
    pub(super) first_line: u64,
    /// Where the first line begins in the stream, in bytes.
    pub(super) offset: u64,
    /// The length of the only line, where it is too long and `bytes` is its beginning.
    pub(super) too_long: Option<u64>,
}

/// Cuts a stream.
pub(super) struct Pieces<R> {
    input: R,
    /// What was read behind the last piece.
    rest: Vec<u8>,
    next_line: u64,
    next_offset: u64,
    is_over: bool,
}

impl<R: Read> Pieces<R> {
    pub(super) fn of(input: R) -> Self {
        Self {
            input,
            rest: Vec::new(),
            next_line: 1,
            next_offset: 0,
            is_over: false,
        }
    }

    /// The next piece, in `buffer`; none at the end. It is never larger than the longest line and one chunk.
    pub(super) fn next(&mut self, mut buffer: Vec<u8>) -> io::Result<Option<Piece>> {
        buffer.clear();
        buffer.append(&mut self.rest);
        let mut searched = 0;
        loop {
            if let Some(last) = memchr::memrchr(b'\n', &buffer[searched..]) {
                let end = searched + last + 1;
                self.rest.extend_from_slice(&buffer[end..]);
                buffer.truncate(end);
                return Ok(Some(self.piece(buffer)));
            }
            searched = buffer.len();
            if searched > LONGEST_LINE {
                return self.skip(buffer).map(Some);
            }
            if self.is_over {
                return Ok((!buffer.is_empty()).then(|| self.piece(buffer)));
            }
            self.read(&mut buffer)?;
        }
    }

    fn piece(&mut self, bytes: Vec<u8>) -> Piece {
        let (first_line, offset) = (self.next_line, self.next_offset);
        self.next_line += memchr::memchr_iter(b'\n', &bytes).count() as u64;
        self.next_offset += bytes.len() as u64;
        Piece {
            bytes,
            first_line,
            offset,
            too_long: None,
        }
    }

    /// Passes over what is left of a line that is too long.
    fn skip(&mut self, mut buffer: Vec<u8>) -> io::Result<Piece> {
        let mut length = buffer.len() as u64;
        buffer.truncate(KEPT);
        let mut chunk = Vec::new();
        let mut with_break = 0;
        while !self.is_over {
            chunk.clear();
            self.read(&mut chunk)?;
            if let Some(end) = memchr::memchr(b'\n', &chunk) {
                self.rest.extend_from_slice(&chunk[end + 1..]);
                length += end as u64;
                with_break = 1;
                break;
            }
            length += chunk.len() as u64;
        }
        let piece = Piece {
            bytes: buffer,
            first_line: self.next_line,
            offset: self.next_offset,
            too_long: Some(length),
        };
        self.next_line += 1;
        self.next_offset += length + with_break;
        Ok(piece)
    }

    /// Adds what there is, a chunk at most.
    fn read(&mut self, buffer: &mut Vec<u8>) -> io::Result<()> {
        let start = buffer.len();
        buffer.resize(start + CHUNK, 0);
        let read = loop {
            match self.input.read(&mut buffer[start..]) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                read => break read,
            }
        };
        buffer.truncate(start + *read.as_ref().unwrap_or(&0));
        self.is_over = read? == 0;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Gives a few bytes at a time, as pipes do.
    struct Drops<'b>(&'b [u8], usize);

    impl Read for Drops<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let size = self.1.min(self.0.len()).min(buffer.len());
            buffer[..size].copy_from_slice(&self.0[..size]);
            self.0 = &self.0[size..];
            Ok(size)
        }
    }

    fn pieces(input: &[u8], drop: usize) -> Vec<Piece> {
        let mut pieces = Pieces::of(Drops(input, drop));
        std::iter::from_fn(|| pieces.next(Vec::new()).unwrap()).collect()
    }

    proptest! {
        #[test]
        fn all_bytes_come_once_in_whole_lines(input in prop::collection::vec(prop_oneof![Just(b'\n'), Just(b'x')], 0..200), drop in 1..50_usize) {
            let mut lines = 1;
            let mut offset = 0;
            for piece in pieces(&input, drop) {
                prop_assert_eq!((piece.first_line, piece.offset), (lines, offset));
                let end = offset as usize + piece.bytes.len();
                prop_assert_eq!(&piece.bytes, &input[offset as usize..end]);
                prop_assert!(piece.bytes.ends_with(b"\n") || end == input.len());
                lines += memchr::memchr_iter(b'\n', &piece.bytes).count() as u64;
                offset = end as u64;
            }
            prop_assert_eq!(offset as usize, input.len());
        }
    }

    #[test]
    fn a_line_that_is_too_long_is_measured_and_passed_over() {
        let mut input = b"one\n".to_vec();
        let length = 3 * LONGEST_LINE;
        input.extend(std::iter::repeat_n(b'x', length));
        input.extend_from_slice(b"\ntwo\n");
        let found = pieces(&input, 1 << 20);
        let told: Vec<_> = found
            .iter()
            .map(|piece| (piece.first_line, piece.offset, piece.too_long))
            .collect();
        let end = 4 + length as u64 + 1;
        assert_eq!(
            told,
            [(1, 0, None), (2, 4, Some(length as u64)), (3, end, None)]
        );
        assert_eq!(
            (found[1].bytes.len(), found[2].bytes.as_slice()),
            (KEPT, &b"two\n"[..])
        );
        let unended = pieces(&input[..input.len() - 5], 1 << 20);
        assert_eq!(
            unended[1].too_long,
            Some(length as u64),
            "at the end of the stream"
        );
    }
}
