//! B-trees of a damaged database: whatever of them can be followed, and what cannot.

use super::pages::{Pages, number};
use std::collections::BTreeSet;

const INDEX_INTERIOR: u8 = 2;
const TABLE_INTERIOR: u8 = 5;
const INDEX_LEAF: u8 = 10;
const TABLE_LEAF: u8 = 13;
/// More than any column of a registry's tables, so that garbage is not taken for a row.
const MOST_COLUMNS: usize = 64;

/// A value of a row.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Cell {
    Null,
    Number(i64),
    Text(String),
    /// A fraction or bytes, which the tables that are read here do not have, or text that is none.
    Other,
}

/// A row with its number; an index has rows without.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub(super) number: i64,
    pub(super) cells: Vec<Cell>,
}

/// Rows that should stand on a page that cannot be read, by number.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hole {
    pub(super) page: u32,
    /// The row before the first one that is missing, if there is one, and the last one.
    pub(super) after: Option<i64>,
    pub(super) until: Option<i64>,
}

/// What was found of a table or an index.
#[derive(Debug, Default)]
pub(super) struct Tree {
    pub(super) rows: Vec<Row>,
    /// Numbers of rows, or pages without one, whose content cannot be read.
    pub(super) broken: Vec<i64>,
    pub(super) holes: Vec<Hole>,
    /// Every page that it goes through.
    pub(super) pages: BTreeSet<u32>,
}

impl Tree {
    /// Whether all of it was readable.
    pub(super) fn is_whole(&self) -> bool {
        self.broken.is_empty() && self.holes.is_empty()
    }

    /// Follows a tree from its root.
    pub(super) fn from_root(pages: &mut Pages, root: u32) -> Self {
        let mut tree = Self::default();
        let mut open = vec![Hole {
            page: root,
            after: None,
            until: None,
        }];
        while let Some(place) = open.pop() {
            let page = pages.page(place.page);
            let is_new = tree.pages.insert(place.page);
            let children = page
                .filter(|_| is_new)
                .and_then(|page| tree.take_page(pages, &page, place));
            match children {
                Some(children) => open.extend(children.into_iter().rev()),
                None => tree.holes.push(place),
            }
        }
        tree
    }

    /// The rows of a page that no tree leads to; none if it is no page of a table.
    pub(super) fn of_lost_page(pages: &mut Pages, number: u32) -> Self {
        let mut tree = Self::default();
        let place = Hole {
            page: number,
            after: None,
            until: None,
        };
        match pages.page(number) {
            Some(page) if page.first() == Some(&TABLE_LEAF) => {
                tree.take_page(pages, &page, place);
            }
            _ => {}
        }
        tree
    }

    /// Takes the rows of a page and tells the pages below it. None if it is no page of a tree.
    fn take_page(&mut self, pages: &mut Pages, page: &[u8], place: Hole) -> Option<Vec<Hole>> {
        let header = if place.page == 1 { 100 } else { 0 };
        let kind = *page.get(header)?;
        let count = short(page, header + 3)?;
        let is_interior = matches!(kind, INDEX_INTERIOR | TABLE_INTERIOR);
        let pointers = header + if is_interior { 12 } else { 8 };
        if !matches!(
            kind,
            INDEX_INTERIOR | TABLE_INTERIOR | INDEX_LEAF | TABLE_LEAF
        ) || pointers + 2 * count > page.len()
        {
            return None;
        }
        let mut below = Vec::new();
        let mut after = place.after;
        for cell in 0..count {
            let at = short(page, pointers + 2 * cell)?;
            match kind {
                TABLE_LEAF => match table_cell(pages, page, at) {
                    Ok(row) => self.rows.push(row),
                    Err(number) => self.broken.push(number.unwrap_or(0)),
                },
                TABLE_INTERIOR => {
                    let last = varint(page, at + 4).map(|(number, _)| number.cast_signed());
                    below.push(Hole {
                        page: number(page, at),
                        after,
                        until: last,
                    });
                    after = last;
                }
                _ => {
                    let start = if is_interior {
                        below.push(Hole {
                            page: number(page, at),
                            ..place
                        });
                        at + 4
                    } else {
                        at
                    };
                    match payload(pages, page, start, true).and_then(|bytes| cells(&bytes)) {
                        Some(cells) => self.rows.push(Row { number: 0, cells }),
                        None => self.broken.push(0),
                    }
                }
            }
        }
        if is_interior {
            below.push(Hole {
                page: number(page, header + 8),
                after,
                until: place.until,
            });
        }
        Some(below)
    }
}

/// The row at a place of a leaf; else its number, if that can be read.
fn table_cell(pages: &mut Pages, page: &[u8], at: usize) -> Result<Row, Option<i64>> {
    let (_, length) = varint(page, at).ok_or(None)?;
    let (number, _) = varint(page, at + length).ok_or(None)?;
    let number = number.cast_signed();
    payload(pages, page, at, false)
        .and_then(|bytes| cells(&bytes))
        .map(|cells| Row { number, cells })
        .ok_or(Some(number))
}

/// The bytes of a row, with those on further pages.
fn payload(pages: &mut Pages, page: &[u8], at: usize, is_index: bool) -> Option<Vec<u8>> {
    let (length, mut used) = varint(page, at)?;
    if !is_index {
        used += varint(page, at + used)?.1;
    }
    let usable = pages.usable;
    let length = usize::try_from(length).ok()?;
    if length as u64 > u64::from(pages.count) * usable as u64 {
        return None;
    }
    let most = if is_index {
        (usable - 12) * 64 / 255 - 23
    } else {
        usable - 35
    };
    let start = at + used;
    if length <= most {
        return page.get(start..start + length).map(<[u8]>::to_vec);
    }
    let least = (usable - 12) * 32 / 255 - 23;
    let filled = least + (length - least) % (usable - 4);
    let here = if filled <= most { filled } else { least };
    let mut bytes = page.get(start..start + here)?.to_vec();
    let mut next = number(page, start + here);
    let mut seen = BTreeSet::new();
    while bytes.len() < length {
        let further = pages.page(next).filter(|_| seen.insert(next))?;
        let part = (length - bytes.len()).min(usable - 4);
        bytes.extend_from_slice(further.get(4..4 + part)?);
        next = number(&further, 0);
    }
    Some(bytes)
}

/// The values of a row.
fn cells(bytes: &[u8]) -> Option<Vec<Cell>> {
    let (header, mut at) = varint(bytes, 0)?;
    let header = usize::try_from(header)
        .ok()
        .filter(|end| *end <= bytes.len())?;
    let mut value = header;
    let mut cells = Vec::new();
    while at < header {
        let (kind, length) = varint(bytes, at)?;
        at += length;
        let size = match kind {
            0 | 8 | 9 => 0,
            1..=4 => usize::try_from(kind).ok()?,
            5 => 6,
            6 | 7 => 8,
            10 | 11 => return None,
            long => usize::try_from((long - 12) / 2).ok()?,
        };
        let content = bytes.get(value..value.checked_add(size)?)?;
        value += size;
        cells.push(match kind {
            0 => Cell::Null,
            1..=6 => Cell::Number(signed(content)),
            8 => Cell::Number(0),
            9 => Cell::Number(1),
            text if text >= 13 && text % 2 == 1 => match std::str::from_utf8(content) {
                Ok(text) => Cell::Text(text.to_owned()),
                Err(_) => Cell::Other,
            },
            _ => Cell::Other,
        });
        if cells.len() > MOST_COLUMNS {
            return None;
        }
    }
    Some(cells)
}

/// Up to eight bytes as a number in two's complement.
fn signed(bytes: &[u8]) -> i64 {
    let sign = if bytes.first().is_some_and(|byte| byte & 0x80 != 0) {
        -1
    } else {
        0
    };
    bytes
        .iter()
        .fold(sign, |number, byte| (number << 8) | i64::from(*byte))
}

/// A number of variable length, with how many bytes it takes.
fn varint(bytes: &[u8], at: usize) -> Option<(u64, usize)> {
    let mut number = 0_u64;
    for index in 0..9 {
        let byte = *bytes.get(at.checked_add(index)?)?;
        if index == 8 {
            return Some(((number << 8) | u64::from(byte), 9));
        }
        number = (number << 7) | u64::from(byte & 0x7f);
        if byte & 0x80 == 0 {
            return Some((number, index + 1));
        }
    }
    None
}

fn short(bytes: &[u8], at: usize) -> Option<usize> {
    let two = bytes.get(at..at + 2)?;
    Some(usize::from(u16::from_be_bytes([two[0], two[1]])))
}
