//! What becomes of the lines of a piece. Pieces know nothing of each other, so that they are judged on many threads.

use super::RejectedLine;
use super::pieces::Piece;
use crate::contract::lines::LONGEST_LINE;
use baton_contract::{Boundary, Passage, Transfer, Violation};
use serde_json::{Value, json};

/// How much of a line that is no text is kept in a dead letter, in bytes.
const KEPT: usize = 1_000;

/// A piece with what becomes of its lines.
pub(super) struct Judged {
    pub(super) piece: Piece,
    /// Stretches of the piece, one after the other.
    pub(super) stretches: Vec<Stretch>,
}

/// Bytes of a piece up to `end`, from the end of the last stretch on.
pub(super) struct Stretch {
    pub(super) end: usize,
    pub(super) fate: Fate,
}

pub(super) enum Fate {
    /// Payloads that go on, as many as there are.
    Accepted(u64),
    /// A message that goes on, unless it went on before.
    Transfer(Transfer),
    /// A line without anything.
    Blank,
    /// A line that stays here.
    Rejected(Box<Rejection>),
}

pub(super) struct Rejection {
    pub(super) line: RejectedLine,
    /// Whether it could be read as JSON at all.
    pub(super) is_readable: bool,
    /// The line of the dead-letter file; empty where there is none.
    pub(super) letter: Vec<u8>,
}

/// Judges the lines of a piece.
pub(super) fn judge(boundary: &Boundary, piece: Piece, wants_letters: bool) -> Judged {
    let mut stretches: Vec<Stretch> = Vec::new();
    let mut place = Place {
        line: piece.first_line,
        offset: piece.offset,
        wants_letters,
    };
    if let Some(length) = piece.too_long {
        stretches.push(Stretch {
            end: piece.bytes.len(),
            fate: place.too_long(&piece.bytes, length),
        });
        return Judged { piece, stretches };
    }
    let mut start = 0;
    while start < piece.bytes.len() {
        let found = memchr::memchr(b'\n', &piece.bytes[start..]);
        let end = found.map_or(piece.bytes.len(), |at| start + at + 1);
        let line = &piece.bytes[start..found.map_or(end, |at| start + at)];
        let fate = place.fate(boundary, line);
        match (&fate, stretches.last_mut()) {
            (
                Fate::Accepted(_),
                Some(Stretch {
                    end: so_far,
                    fate: Fate::Accepted(count),
                }),
            ) => {
                (*so_far, *count) = (end, *count + 1);
            }
            _ => stretches.push(Stretch { end, fate }),
        }
        place.line += 1;
        place.offset += (end - start) as u64;
        start = end;
    }
    Judged { piece, stretches }
}

/// Where a line stands.
struct Place {
    line: u64,
    offset: u64,
    wants_letters: bool,
}

impl Place {
    fn fate(&self, boundary: &Boundary, line: &[u8]) -> Fate {
        if line.len() > LONGEST_LINE {
            return self.too_long(line, line.len() as u64);
        }
        let text = match std::str::from_utf8(line) {
            Ok(text) => text,
            Err(error) => {
                let at = error.valid_up_to();
                let reason = format!("byte {at} of the line is not UTF-8");
                return self.unreadable(reason, &line[..line.len().min(KEPT)], json!({}));
            }
        };
        if text.trim().is_empty() {
            return Fate::Blank;
        }
        match boundary.judge(text) {
            Passage::Accepted { transfer: None } => Fate::Accepted(1),
            Passage::Accepted {
                transfer: Some(transfer),
            } => Fate::Transfer(transfer),
            Passage::Rejected { is_json, reasons } => {
                let content = if is_json {
                    // As it was written, to the letter.
                    let text = text.trim_start_matches('\u{feff}').trim_end();
                    format!(r#""message":{text}"#)
                } else {
                    format!(r#""text":{}"#, json!(text))
                };
                self.rejected(is_json, &reasons, &content)
            }
        }
    }

    fn too_long(&self, start: &[u8], length: u64) -> Fate {
        let reason = format!(
            "the line has {length} bytes; {} MiB is the limit",
            LONGEST_LINE >> 20
        );
        self.unreadable(
            reason,
            &start[..start.len().min(KEPT)],
            json!({"bytes": length}),
        )
    }

    /// A line of which the beginning is kept.
    fn unreadable(&self, reason: String, start: &[u8], mut more: Value) -> Fate {
        more["text"] = json!(String::from_utf8_lossy(start));
        let more = more.to_string();
        let reason = Violation {
            instance_pointer: String::new(),
            schema_pointer: String::new(),
            message: reason,
        };
        self.rejected(false, &[reason], &more[1..more.len() - 1])
    }

    /// `content` is the rest of the letter's members.
    fn rejected(&self, is_readable: bool, reasons: &[Violation], content: &str) -> Fate {
        let first = reasons.first();
        let line = RejectedLine {
            line: self.line,
            offset: self.offset,
            pointer: first.map_or_else(String::new, |first| first.instance_pointer.clone()),
            reason: first.map_or_else(String::new, |first| first.message.clone()),
        };
        let letter = if self.wants_letters {
            let told: Vec<Value> = reasons
                .iter()
                .map(|reason| {
                    json!({"pointer": reason.instance_pointer, "schema_pointer": reason.schema_pointer, "message": reason.message})
                })
                .collect();
            format!(
                "{{\"line\":{},\"offset\":{},\"reason\":{},\"pointer\":{},\"reasons\":{},{content}}}\n",
                line.line,
                line.offset,
                json!(line.reason),
                json!(line.pointer),
                Value::from(told)
            )
            .into_bytes()
        } else {
            Vec::new()
        };
        Fate::Rejected(Box::new(Rejection {
            line,
            is_readable,
            letter,
        }))
    }
}
