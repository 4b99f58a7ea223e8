//! Fourth step of a layered drawing: the room between two layers, where lines change their place across the flow.
//!
//! Each line that does so gets a lane of its own, unless another line's lane ends before it starts. The order of the lanes is
//! the one in which lines cross least and never run on top of each other.

/// A line on its way between two layers: where it leaves the first and where it enters the second, across the flow.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Crossing {
    pub from: f64,
    pub to: f64,
}

/// Differences below this are straight.
pub(crate) const STRAIGHT: f64 = 0.01;

impl Crossing {
    pub(crate) fn is_straight(self) -> bool {
        (self.from - self.to).abs() < STRAIGHT
    }

    fn span(self) -> (f64, f64) {
        (self.from.min(self.to), self.from.max(self.to))
    }
}

/// Lane of each crossing, counted from the first layer (`None` for straight ones), and the number of lanes.
pub(crate) fn assign(crossings: &[Crossing], edge_gap: f64) -> (Vec<Option<usize>>, usize) {
    let mut lanes = vec![None; crossings.len()];
    let mut order: Vec<usize> = (0..crossings.len())
        .filter(|&i| !crossings[i].is_straight())
        .collect();
    // Of two lines that run the same way, the one ahead turns first; then they do not cross.
    order.sort_by(|&a, &b| {
        let (ca, cb) = (crossings[a], crossings[b]);
        let (down_a, down_b) = (ca.to > ca.from, cb.to > cb.from);
        let ahead = if down_a {
            cb.from.total_cmp(&ca.from)
        } else {
            ca.from.total_cmp(&cb.from)
        };
        let ends = if down_a {
            cb.to.total_cmp(&ca.to)
        } else {
            ca.to.total_cmp(&cb.to)
        };
        down_b.cmp(&down_a).then(ahead).then(ends).then(a.cmp(&b))
    });
    let order = without_overlaps(crossings, &order, edge_gap);
    let mut used: Vec<Vec<(f64, f64)>> = Vec::new();
    for &index in &order {
        let (low, high) = crossings[index].span();
        let free_of = |spans: &Vec<(f64, f64)>| {
            spans
                .iter()
                .all(|&(l, h)| h + edge_gap * 0.5 < low || high + edge_gap * 0.5 < l)
        };
        let lane = used
            .iter()
            .rposition(|spans| !free_of(spans))
            .map_or(0, |last| last + 1);
        if lane == used.len() {
            used.push(Vec::new());
        }
        used[lane].push((low, high));
        lanes[index] = Some(lane);
    }
    (lanes, used.len())
}

/// Moves a line before another one where the second would leave on top of the first one's arrival.
fn without_overlaps(crossings: &[Crossing], order: &[usize], edge_gap: f64) -> Vec<usize> {
    let near = |a: f64, b: f64| (a - b).abs() < edge_gap * 0.3;
    let mut by_start: Vec<usize> = order.to_vec();
    by_start.sort_by(|&a, &b| {
        crossings[a]
            .from
            .total_cmp(&crossings[b].from)
            .then(a.cmp(&b))
    });
    // `first[b]`: lines that must turn before `b` does, because they leave at the place where `b` arrives.
    let first = |b: usize| {
        let arrival = crossings[b].to;
        let begin = by_start.partition_point(|&a| crossings[a].from < arrival - edge_gap);
        by_start[begin..]
            .iter()
            .copied()
            .take_while(move |&a| crossings[a].from < arrival + edge_gap)
            .filter(move |&a| a != b && near(crossings[a].from, arrival))
            .collect::<Vec<_>>()
    };
    let mut state = vec![0_u8; crossings.len()];
    let mut sorted = Vec::with_capacity(order.len());
    let mut stack = Vec::new();
    for &start in order {
        stack.push(start);
        while let Some(&line) = stack.last() {
            match state[line] {
                0 => {
                    state[line] = 1;
                    stack.extend(first(line).into_iter().filter(|&other| state[other] == 0));
                }
                1 => {
                    state[line] = 2;
                    sorted.push(line);
                    stack.pop();
                }
                _ => {
                    stack.pop();
                }
            }
        }
    }
    sorted
}

#[cfg(test)]
mod tests {
    use super::{Crossing, assign};

    fn check(crossings: &[(f64, f64)], expected: &[Option<usize>]) {
        let crossings: Vec<Crossing> = crossings
            .iter()
            .map(|&(from, to)| Crossing { from, to })
            .collect();
        assert_eq!(assign(&crossings, 10.0).0, expected);
    }

    #[test]
    fn straight_lines_need_no_lane() {
        check(&[(5.0, 5.0), (0.0, 50.0)], &[None, Some(0)]);
    }

    #[test]
    fn lines_that_do_not_meet_share_a_lane() {
        check(&[(0.0, 50.0), (100.0, 150.0)], &[Some(0), Some(0)]);
    }

    #[test]
    fn the_line_ahead_turns_first() {
        check(&[(0.0, 50.0), (20.0, 70.0)], &[Some(1), Some(0)]);
        check(&[(50.0, 0.0), (70.0, 20.0)], &[Some(0), Some(1)]);
    }

    #[test]
    fn a_line_leaves_before_another_arrives_at_its_place() {
        check(&[(100.0, 200.0), (300.0, 100.0)], &[Some(0), Some(1)]);
        check(&[(50.0, 100.0), (100.0, 20.0)], &[Some(1), Some(0)]);
    }
}
