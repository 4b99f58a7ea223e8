//! A grid over the drawing that finds the rectangles near a place without looking at all of them.

use crate::shape::Rect;

/// Cells on one side of the grid at most: a drawing with far outliers gets larger cells, not more.
const MOST_CELLS: f64 = 128.0;
const LEAST_CELL: f64 = 120.0;

pub(crate) struct Index {
    area: Rect,
    cell: (f64, f64),
    columns: usize,
    rows: usize,
    cells: Vec<Vec<u32>>,
    rects: Vec<Rect>,
}

impl Index {
    /// An empty index for things mostly inside `area`; others are found too, only slower.
    pub(crate) fn new(area: Rect) -> Self {
        let fit = |extent: f64| {
            let cell = (extent / MOST_CELLS).max(LEAST_CELL);
            (cell, (extent / cell).ceil().max(1.0) as usize)
        };
        let (width, columns) = fit(area.right - area.left);
        let (height, rows) = fit(area.bottom - area.top);
        Self {
            area,
            cell: (width, height),
            columns,
            rows,
            cells: vec![vec![]; columns * rows],
            rects: vec![],
        }
    }

    pub(crate) fn insert(&mut self, rect: Rect) {
        let id = self.rects.len() as u32;
        let (columns, rows) = self.covered(rect);
        for row in rows.0..=rows.1 {
            for column in columns.0..=columns.1 {
                self.cells[row * self.columns + column].push(id);
            }
        }
        self.rects.push(rect);
    }

    /// Calls `found` once for each rectangle that overlaps `area` or may do so.
    pub(crate) fn near(&self, area: Rect, mut found: impl FnMut(usize, Rect)) {
        let (columns, rows) = self.covered(area);
        for row in rows.0..=rows.1 {
            for column in columns.0..=columns.1 {
                for &id in &self.cells[row * self.columns + column] {
                    let rect = self.rects[id as usize];
                    let (own_columns, own_rows) = self.covered(rect);
                    let first = (own_columns.0.max(columns.0), own_rows.0.max(rows.0));
                    if first == (column, row) {
                        found(id as usize, rect);
                    }
                }
            }
        }
    }

    /// Whether anything overlaps `area`.
    pub(crate) fn is_taken(&self, area: Rect) -> bool {
        let mut taken = false;
        self.near(area, |_, rect| taken |= rect.overlaps(area));
        taken
    }

    fn covered(&self, rect: Rect) -> ((usize, usize), (usize, usize)) {
        let cell = |value: f64, origin: f64, size: f64, count: usize| {
            (((value - origin) / size).floor().max(0.0) as usize).min(count - 1)
        };
        let column = |x: f64| cell(x, self.area.left, self.cell.0, self.columns);
        let row = |y: f64| cell(y, self.area.top, self.cell.1, self.rows);
        (
            (column(rect.left), column(rect.right)),
            (row(rect.top), row(rect.bottom)),
        )
    }
}
