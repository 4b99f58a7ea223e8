//! Lines judged on all processors and handed on in the order in which they came.
//!
//! One thread reads, several judge, the caller's writes. A fixed number of buffers goes round between them, so memory does not grow
//! with the stream, whichever of them is slow.

use super::judge::{Fate, Judged, judge};
use super::letters::DeadLetters;
use super::pieces::{Piece, Pieces};
use super::{MOST_TOLD, PayloadSummary};
use crate::{AppError, ErrorCode};
use baton_contract::{Boundary, Transfers};
use std::collections::BTreeMap;
use std::io::{self, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

/// Buffers a judging thread: one that it works on, one that waits, one that is read or written.
const BUFFERS: usize = 3;

/// A buffer that grew larger than this is given back to the system.
const LARGE: usize = 2 << 20;

/// Stack of a thread that judges: schemas may refer to themselves as deep as payloads nest.
const STACK_BYTES: usize = 64 << 20;

/// Where lines come from.
pub(super) struct Input {
    pub(super) stream: Box<dyn Read + Send>,
    /// What errors call it.
    pub(super) name: PathBuf,
}

type Numbered<T> = (u64, T);

/// Judges all lines on `workers` threads. Dead letters are written before any line behind them goes on.
pub(super) fn judge_lines(
    boundary: &Arc<Boundary>,
    input: Input,
    out: &mut dyn Write,
    letters: Option<&mut DeadLetters<'_>>,
    workers: usize,
) -> Result<PayloadSummary, AppError> {
    let buffers = workers * BUFFERS;
    let (free, buffer) = sync_channel(buffers);
    let (pieces, waiting) = sync_channel(buffers);
    let (answers, answered) = sync_channel(buffers);
    for _ in 0..buffers {
        // The channel has room for all of them.
        let _ = free.send(Vec::new());
    }
    let waiting = Arc::new(Mutex::new(waiting));
    let wants_letters = letters.is_some();
    for _ in 0..workers {
        let (boundary, waiting, answers) =
            (Arc::clone(boundary), Arc::clone(&waiting), answers.clone());
        spawn("payloads", move || {
            while let Some((number, piece)) = next(&waiting) {
                let judged = judge(&boundary, piece, wants_letters);
                if answers.send((number, Ok(judged))).is_err() {
                    break;
                }
            }
        })?;
    }
    drop(waiting);
    // Not waited for: it may be stuck in a stream that nobody writes to any more.
    spawn("lines", move || {
        read(
            Pieces::of(input.stream),
            &buffer,
            &pieces,
            &answers,
            &input.name,
        );
    })?;
    let mut sink = Sink {
        out,
        letters,
        seen: Transfers::default(),
        summary: PayloadSummary::default(),
        passing: Vec::new(),
        dead: Vec::new(),
    };
    let mut early = BTreeMap::new();
    let mut next_number = 0;
    for (number, answer) in answered {
        early.insert(number, answer);
        while let Some(answer) = early.remove(&next_number) {
            next_number += 1;
            let mut used = sink.take(answer?)?;
            if used.capacity() > LARGE {
                used = Vec::new();
            }
            // The reader may be done.
            let _ = free.send(used);
        }
    }
    Ok(sink.summary)
}

fn spawn(name: &str, work: impl FnOnce() + Send + 'static) -> Result<(), AppError> {
    thread::Builder::new()
        .name(name.to_owned())
        .stack_size(STACK_BYTES)
        .spawn(work)
        .map(drop)
        .map_err(|error| AppError::io(Path::new("a thread"), error))
}

fn next<T>(waiting: &Mutex<Receiver<T>>) -> Option<T> {
    waiting
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .recv()
        .ok()
}

/// Reads until the end, an error, or until nobody wants more.
fn read<R: Read>(
    mut input: Pieces<R>,
    buffers: &Receiver<Vec<u8>>,
    pieces: &SyncSender<Numbered<Piece>>,
    answers: &SyncSender<Numbered<Result<Judged, AppError>>>,
    name: &Path,
) {
    let mut number = 0;
    while let Ok(buffer) = buffers.recv() {
        match input.next(buffer) {
            Ok(Some(piece)) => {
                if pieces.send((number, piece)).is_err() {
                    return;
                }
            }
            Ok(None) => return,
            Err(error) => {
                // What was read before it is handed on first. Nobody is left to be told when this fails.
                let _ = answers.send((number, Err(AppError::io(name, error))));
                return;
            }
        }
        number += 1;
    }
}

/// What writes, counts and remembers.
struct Sink<'o, 'l, 'p> {
    out: &'o mut dyn Write,
    letters: Option<&'l mut DeadLetters<'p>>,
    seen: Transfers,
    summary: PayloadSummary,
    /// The bytes of a piece that go on.
    passing: Vec<u8>,
    /// Its dead letters.
    dead: Vec<u8>,
}

impl Sink<'_, '_, '_> {
    /// Takes a piece, and gives its buffer back.
    fn take(&mut self, judged: Judged) -> Result<Vec<u8>, AppError> {
        let Judged { piece, stretches } = judged;
        self.passing.clear();
        self.dead.clear();
        let mut counts = self.summary.clone();
        let mut start = 0;
        for stretch in stretches {
            let bytes = &piece.bytes[start..stretch.end];
            start = stretch.end;
            match stretch.fate {
                Fate::Accepted(lines) => {
                    counts.accepted += lines;
                    self.passing.extend_from_slice(bytes);
                }
                Fate::Transfer(transfer) if self.seen.is_new(transfer) => {
                    counts.accepted += 1;
                    self.passing.extend_from_slice(bytes);
                }
                Fate::Transfer(_) => counts.duplicates += 1,
                Fate::Blank => {}
                Fate::Rejected(rejection) => {
                    counts.rejected += 1;
                    counts.unreadable += u64::from(!rejection.is_readable);
                    self.dead.extend_from_slice(&rejection.letter);
                    if counts.first_rejected.len() < MOST_TOLD {
                        counts.first_rejected.push(rejection.line);
                    }
                }
            }
        }
        if let Some(letters) = &mut self.letters {
            letters.add(&self.dead, piece.first_line)?;
        }
        self.out
            .write_all(&self.passing)
            .and_then(|()| self.out.flush())
            .map_err(|error| not_handed_on(&error, piece.first_line))?;
        self.summary = counts;
        Ok(piece.bytes)
    }
}

/// Accepted lines that nobody takes. Those before `line` were taken; of those from it on some may have been.
fn not_handed_on(error: &io::Error, line: u64) -> AppError {
    let (code, why) = match error.kind() {
        ErrorKind::BrokenPipe => (
            ErrorCode::Io,
            "whoever reads standard output has gone away".to_owned(),
        ),
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => {
            (ErrorCode::DiskFull, format!("standard output: {error}"))
        }
        _ => (ErrorCode::Io, format!("standard output: {error}")),
    };
    AppError::new(
        code,
        format!(
            "{why}: lines up to {} were handed on; from line {line} on some may be missing, and the rest was not checked",
            line - 1
        ),
        "mend what takes the lines, then check the rest again",
    )
}
