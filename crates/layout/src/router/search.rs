//! A search for the cheapest way round many boxes: A* on the lines beside their borders, with a price for every turn.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::scene::{CLEARANCE, Scene};
use crate::shape::Rect;
use crate::types::Point;

const MOST_BOXES: usize = 60;
const TURN: f64 = 30.0;

/// The way from `start` to `end` round the boxes in the neighbourhood, or `None` if there is none.
pub(crate) fn around(
    scene: &Scene,
    start: Point,
    end: Point,
    own: [Rect; 2],
) -> Option<Vec<Point>> {
    let direct = Rect::spanning(start, end).union(own[0]).union(own[1]);
    [60.0, 400.0, 4_000.0]
        .into_iter()
        .find_map(|reach| within(scene, start, end, direct.grown(reach)))
}

fn within(scene: &Scene, start: Point, end: Point, area: Rect) -> Option<Vec<Point>> {
    let mut boxes = Vec::new();
    scene.boxes_in(area, |place, rect| boxes.push((place, rect)));
    let middle = area.center();
    let away =
        |rect: &Rect| (rect.center().x - middle.x).abs() + (rect.center().y - middle.y).abs();
    boxes.sort_by(|a, b| away(&a.1).total_cmp(&away(&b.1)).then(a.0.cmp(&b.0)));
    boxes.truncate(MOST_BOXES);
    let mut columns = vec![start.x, end.x];
    let mut rows = vec![start.y, end.y];
    for (_, rect) in &boxes {
        columns.extend([rect.left - CLEARANCE, rect.right + CLEARANCE]);
        rows.extend([rect.top - CLEARANCE, rect.bottom + CLEARANCE]);
    }
    for values in [&mut columns, &mut rows] {
        values.sort_by(f64::total_cmp);
        values.dedup();
    }
    let corner = |columns: Option<&f64>, rows: Option<&f64>| Some(Point::new(*columns?, *rows?));
    let first = corner(columns.first(), rows.first())?;
    let last = corner(columns.last(), rows.last())?;
    let grid = Grid {
        is_boxed: scene.boxed(Rect::spanning(first, last).grown(1.0)),
        columns,
        rows,
    };
    grid.cheapest(grid.nearest(start)?, grid.nearest(end)?)
}

struct Grid<B> {
    /// Whether a box overlaps an area.
    is_boxed: B,
    columns: Vec<f64>,
    rows: Vec<f64>,
}

/// A crossing of a column and a row, by its indices.
type Spot = (usize, usize);

impl<B: Fn(Rect) -> bool> Grid<B> {
    fn nearest(&self, point: Point) -> Option<Spot> {
        let column = self
            .columns
            .iter()
            .position(|&x| x.total_cmp(&point.x).is_eq())?;
        let row = self
            .rows
            .iter()
            .position(|&y| y.total_cmp(&point.y).is_eq())?;
        Some((column, row))
    }

    fn point(&self, spot: Spot) -> Point {
        Point::new(self.columns[spot.0], self.rows[spot.1])
    }

    fn is_free(&self, a: Spot, b: Spot) -> bool {
        !(self.is_boxed)(Rect::sliver(self.point(a), self.point(b)))
    }

    /// States are spots with the axis on which they were reached. The way still to go is at least the distance (Hart, Nilsson, Raphael
    /// 1968), so that spots far aside are not looked at.
    fn cheapest(&self, start: Spot, end: Spot) -> Option<Vec<Point>> {
        let width = self.columns.len();
        let state = |spot: Spot, is_row: bool| (spot.1 * width + spot.0) * 2 + usize::from(is_row);
        let spot_of = |state: usize| ((state / 2) % width, state / 2 / width);
        let goal = self.point(end);
        let ahead = |at: Point| (at.x - goal.x).abs() + (at.y - goal.y).abs();
        let mut least = vec![f64::INFINITY; width * self.rows.len() * 2];
        let mut came_from = vec![usize::MAX; least.len()];
        let mut is_done = vec![false; least.len()];
        let mut queue = BinaryHeap::new();
        for is_row in [true, false] {
            least[state(start, is_row)] = 0.0;
            queue.push(Reverse((0_u64, state(start, is_row))));
        }
        while let Some(Reverse((_, at))) = queue.pop() {
            if std::mem::replace(&mut is_done[at], true) {
                continue;
            }
            let spot = spot_of(at);
            if spot == end {
                return Some(self.walk_back(at, &came_from, spot_of));
            }
            for (next, is_row) in self.neighbours(spot) {
                let (a, b) = (self.point(spot), self.point(next));
                let turned = usize::from(is_row) != at % 2;
                let step = (a.x - b.x).abs() + (a.y - b.y).abs();
                let price = least[at] + step + if turned { TURN } else { 0.0 };
                let to = state(next, is_row);
                if price < least[to] && self.is_free(spot, next) {
                    least[to] = price;
                    came_from[to] = at;
                    // Costs are not negative, so their bits sort like their values.
                    queue.push(Reverse(((price + ahead(b)).to_bits(), to)));
                }
            }
        }
        None
    }

    fn neighbours(&self, (column, row): Spot) -> impl Iterator<Item = (Spot, bool)> + use<B> {
        let (columns, rows) = (self.columns.len(), self.rows.len());
        [
            (column > 0).then(|| ((column - 1, row), true)),
            (column + 1 < columns).then_some(((column + 1, row), true)),
            (row > 0).then(|| ((column, row - 1), false)),
            (row + 1 < rows).then_some(((column, row + 1), false)),
        ]
        .into_iter()
        .flatten()
    }

    fn walk_back(
        &self,
        end: usize,
        came_from: &[usize],
        spot_of: impl Fn(usize) -> Spot,
    ) -> Vec<Point> {
        let mut points = Vec::new();
        let mut at = end;
        while at != usize::MAX {
            points.push(self.point(spot_of(at)));
            at = came_from[at];
        }
        points.reverse();
        points
    }
}
