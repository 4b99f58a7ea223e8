//! A grid over the drawing that finds the rectangles near a place without looking at all of them.

use crate::shape::Rect;

/// Cells on one side of the grid at most: a drawing with far outliers gets larger cells, not more.
const MOST_CELLS: f64 = 512.0;
const LEAST_CELL: f64 = 120.0;

pub(crate) struct Index {
    left: f64,
    top: f64,
    /// Cells per unit.
    scale: (f64, f64),
    columns: u32,
    rows: u32,
    /// One more than the place in `entries` of the last one of each cell; 0 for none.
    heads: Vec<u32>,
    entries: Vec<Entry>,
    things: Vec<Thing>,
}

#[derive(Clone, Copy)]
struct Entry {
    thing: u32,
    /// Like `heads`: the one before it in the same cell.
    next: u32,
}

struct Thing {
    rect: Rect,
    /// The first cell that it covers.
    first: (u32, u32),
}

/// Columns and rows from the first to the last.
struct Cells {
    first: (u32, u32),
    last: (u32, u32),
}

impl Index {
    /// An empty index for things mostly inside `area`; others are found too, only slower.
    pub(crate) fn new(area: Rect) -> Self {
        let fit = |extent: f64| {
            let cell = (extent / MOST_CELLS).max(LEAST_CELL);
            (1.0 / cell, (extent / cell).ceil().max(1.0) as u32)
        };
        let (across, columns) = fit(area.right - area.left);
        let (down, rows) = fit(area.bottom - area.top);
        Self {
            left: area.left,
            top: area.top,
            scale: (across, down),
            columns,
            rows,
            heads: vec![0; columns as usize * rows as usize],
            entries: Vec::new(),
            things: Vec::new(),
        }
    }

    pub(crate) fn insert(&mut self, rect: Rect) {
        let thing = self.things.len() as u32;
        let cells = self.covered(rect);
        for row in cells.first.1..=cells.last.1 {
            for column in cells.first.0..=cells.last.0 {
                let head = &mut self.heads[row as usize * self.columns as usize + column as usize];
                self.entries.push(Entry { thing, next: *head });
                *head = self.entries.len() as u32;
            }
        }
        self.things.push(Thing {
            rect,
            first: cells.first,
        });
    }

    /// Calls `found` once for each rectangle that overlaps `area`, in no order.
    pub(crate) fn near(&self, area: Rect, mut found: impl FnMut(usize, Rect)) {
        self.find(area, |thing, rect| {
            found(thing, rect);
            false
        });
    }

    /// Whether anything overlaps `area`.
    pub(crate) fn is_taken(&self, area: Rect) -> bool {
        self.find(area, |_, _| true)
    }

    /// Goes through what overlaps `area`, in no order, until something is `wanted`; whether it was.
    pub(crate) fn find(&self, area: Rect, mut wanted: impl FnMut(usize, Rect) -> bool) -> bool {
        let cells = self.covered(area);
        for row in cells.first.1..=cells.last.1 {
            let start = row as usize * self.columns as usize;
            for column in cells.first.0..=cells.last.0 {
                let mut at = self.heads[start + column as usize];
                while at != 0 {
                    let entry = self.entries[at as usize - 1];
                    at = entry.next;
                    let thing = &self.things[entry.thing as usize];
                    // What covers several cells of the area counts in the first of them.
                    let is_first = thing.first.0.max(cells.first.0) == column
                        && thing.first.1.max(cells.first.1) == row;
                    if is_first
                        && thing.rect.overlaps(area)
                        && wanted(entry.thing as usize, thing.rect)
                    {
                        return true;
                    }
                }
            }
        }
        false
    }

    fn covered(&self, rect: Rect) -> Cells {
        // The conversion to an integer cuts off what is below zero.
        let column = |x: f64| (((x - self.left) * self.scale.0) as u32).min(self.columns - 1);
        let row = |y: f64| (((y - self.top) * self.scale.1) as u32).min(self.rows - 1);
        Cells {
            first: (column(rect.left), row(rect.top)),
            last: (column(rect.right), row(rect.bottom)),
        }
    }
}
