//! The pages of a damaged database, read one at a time as they lie there: SQLite itself stops at the first one that it does not
//! understand. Nothing is locked and nothing is written. Formats: sqlite.org/fileformat2.html.

use crate::error::file_error;
use crate::file;
use baton_store::StoreError;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{ErrorKind, Read, Seek, SeekFrom};
use std::path::Path;

/// What a page has where the header does not say.
const USUAL_SIZE: usize = 4096;
/// How the first page of every database begins.
const MAGIC: &[u8] = b"SQLite format 3\0";
const LOG_HEADER: usize = 32;
const FRAME_HEADER: usize = 24;

/// A database file with the log that lies beside it.
pub(super) struct Pages {
    file: File,
    log: Option<File>,
    /// Where in the log the newest state of a page begins, in bytes.
    in_log: BTreeMap<u32, u64>,
    /// The size of a page in bytes, and without what is reserved at its end.
    size: usize,
    pub(super) usable: usize,
    /// Pages are numbered from 1 to this.
    pub(super) count: u32,
    /// The format of the registry, where the header is readable.
    pub(super) format: Option<u32>,
}

impl Pages {
    pub(super) fn open(path: &Path) -> Result<Self, StoreError> {
        let failed = |error: std::io::Error| file_error(path, &error);
        let mut file = File::open(path).map_err(failed)?;
        let found = file.metadata().map_err(failed)?;
        if found.is_dir() {
            return Err(StoreError::NotARegistry {
                path: path.to_owned(),
                reason: "it is a folder".to_owned(),
            });
        }
        let log_path = file::beside(path, "-wal");
        let log = match File::open(&log_path) {
            Ok(log) => Some(log),
            Err(error) if error.kind() == ErrorKind::NotFound => None,
            Err(error) => return Err(file_error(&log_path, &error)),
        };
        let mut first = Vec::new();
        (&mut file)
            .take(100)
            .read_to_end(&mut first)
            .map_err(failed)?;
        let head = Header::of(&first);
        let mut pages = Self {
            file,
            log,
            in_log: BTreeMap::new(),
            size: head.size,
            usable: head.usable,
            count: 0,
            format: head.format,
        };
        let count = found.len() / pages.size as u64;
        pages.count = u32::try_from(count).unwrap_or(u32::MAX);
        pages
            .read_log()
            .map_err(|error| file_error(&log_path, &error))?;
        Ok(pages)
    }

    /// A page; nothing where there is none.
    pub(super) fn page(&mut self, number: u32) -> Option<Vec<u8>> {
        if number == 0 || number > self.count {
            return None;
        }
        let (file, at) = match (self.in_log.get(&number), &mut self.log) {
            (Some(at), Some(log)) => (log, *at),
            _ => (&mut self.file, (u64::from(number) - 1) * self.size as u64),
        };
        let mut bytes = vec![0; self.size];
        file.seek(SeekFrom::Start(at)).ok()?;
        file.read_exact(&mut bytes).ok()?;
        Some(bytes)
    }

    /// The pages that hold nothing any more, as far as their list can be read.
    pub(super) fn free(&mut self) -> BTreeSet<u32> {
        let mut free = BTreeSet::new();
        let mut trunk = self.page(1).map_or(0, |first| number(&first, 32));
        while let Some(page) = self.page(trunk) {
            if !free.insert(trunk) {
                break;
            }
            let leaves = number(&page, 4) as usize;
            if leaves > self.usable / 4 - 2 {
                // No list of free pages: it was overwritten.
                free.remove(&trunk);
                break;
            }
            free.extend((0..leaves).map(|leaf| number(&page, 8 + 4 * leaf)));
            trunk = number(&page, 0);
        }
        free
    }

    /// Finds the pages of the log up to its last commit. It ends where a checksum does not fit.
    fn read_log(&mut self) -> std::io::Result<()> {
        let Some(log) = &mut self.log else {
            return Ok(());
        };
        let mut header = [0; LOG_HEADER];
        if log.read_exact(&mut header).is_err() {
            return Ok(());
        }
        let little = match number(&header, 0) {
            0x377f_0682 => true,
            0x377f_0683 => false,
            _ => return Ok(()),
        };
        let mut sum = checksum((0, 0), &header[..24], little);
        let size = number(&header, 8) as usize;
        if sum != (number(&header, 24), number(&header, 28)) || !is_size(size) {
            return Ok(());
        }
        if size != self.size {
            self.count =
                u32::try_from(self.file.metadata()?.len() / size as u64).unwrap_or(u32::MAX);
            (self.size, self.usable) = (size, size);
        }
        let (mut waiting, mut at) = (Vec::new(), LOG_HEADER as u64);
        let mut frame = vec![0; FRAME_HEADER + size];
        while log.read_exact(&mut frame).is_ok() {
            sum = checksum(sum, &frame[..8], little);
            sum = checksum(sum, &frame[FRAME_HEADER..], little);
            let is_whole =
                frame[8..16] == header[16..24] && sum == (number(&frame, 16), number(&frame, 20));
            if !is_whole {
                break;
            }
            waiting.push((number(&frame, 0), at + FRAME_HEADER as u64));
            let committed = number(&frame, 4);
            if committed > 0 {
                self.in_log.extend(waiting.drain(..));
                self.count = committed;
            }
            at += frame.len() as u64;
        }
        if let Some(first) = self.page(1) {
            self.format = Header::of(&first).format.or(self.format);
        }
        Ok(())
    }
}

/// What the first hundred bytes say, where they can be believed.
struct Header {
    size: usize,
    usable: usize,
    format: Option<u32>,
}

impl Header {
    fn of(first: &[u8]) -> Self {
        let mut header = Self {
            size: USUAL_SIZE,
            usable: USUAL_SIZE,
            format: None,
        };
        if first.len() < 100 || !first.starts_with(MAGIC) {
            return header;
        }
        let size = match u16::from_be_bytes([first[16], first[17]]) {
            1 => 65_536,
            size => usize::from(size),
        };
        if is_size(size) {
            (header.size, header.usable) = (size, size - usize::from(first[20]).min(32));
        }
        let is_ours = i64::from(number(first, 68)) == crate::migrate::APPLICATION_ID;
        header.format = is_ours.then(|| number(first, 60));
        header
    }
}

fn is_size(size: usize) -> bool {
    size.is_power_of_two() && (512..=65_536).contains(&size)
}

/// Four bytes as a number; 0 beyond the end.
pub(super) fn number(bytes: &[u8], at: usize) -> u32 {
    bytes
        .get(at..at + 4)
        .and_then(|four| four.try_into().ok())
        .map_or(0, u32::from_be_bytes)
}

/// The log's running checksum over bytes whose number is a multiple of eight.
fn checksum(mut sum: (u32, u32), bytes: &[u8], little: bool) -> (u32, u32) {
    let word = |four: &[u8]| match (<[u8; 4]>::try_from(four), little) {
        (Ok(four), true) => u32::from_le_bytes(four),
        (Ok(four), false) => u32::from_be_bytes(four),
        (Err(_), _) => 0,
    };
    for eight in bytes.chunks_exact(8) {
        sum.0 = sum.0.wrapping_add(word(&eight[..4])).wrapping_add(sum.1);
        sum.1 = sum.1.wrapping_add(word(&eight[4..])).wrapping_add(sum.0);
    }
    sum
}
