//! First step of a layered drawing: turn round the lines that close a cycle, and give each box a layer.

use std::cmp::Reverse;

/// Layer of each of `count` vertices, 0 for the first. `starts` are visited first, so lines back to them are the ones turned round.
pub(crate) fn ranks(count: usize, edges: &[(usize, usize)], starts: &[usize]) -> Vec<usize> {
    let mut out = vec![Vec::new(); count];
    let mut incoming = vec![0_usize; count];
    for &(from, to) in edges {
        if from != to {
            out[from].push(to);
            incoming[to] += 1;
        }
    }
    let finished_last = depth_first(&out, &visit_order(&out, &incoming, starts));
    let mut place = vec![0; count];
    for (index, &vertex) in finished_last.iter().enumerate() {
        place[vertex] = index;
    }
    let mut above = vec![Vec::new(); count];
    let mut below = vec![Vec::new(); count];
    for &(from, to) in edges {
        if from == to {
            continue;
        }
        let (low, high) = if place[from] < place[to] {
            (from, to)
        } else {
            (to, from)
        };
        below[low].push(high);
        above[high].push(low);
    }
    let mut rank = vec![0; count];
    for &vertex in &finished_last {
        rank[vertex] = above[vertex]
            .iter()
            .map(|&v| rank[v] + 1)
            .max()
            .unwrap_or(0);
    }
    shorten(&finished_last, &above, &below, &mut rank);
    let first = rank.iter().copied().min().unwrap_or(0);
    rank.iter().map(|r| r - first).collect()
}

/// Named starts, then sources, then whatever gives more work than it takes.
fn visit_order(out: &[Vec<usize>], incoming: &[usize], starts: &[usize]) -> Vec<usize> {
    let mut rest: Vec<usize> = (0..out.len()).collect();
    rest.sort_by_key(|&v| {
        let (takes, gives) = (incoming[v], out[v].len());
        (
            takes > 0,
            takes.saturating_sub(gives),
            Reverse(gives.saturating_sub(takes)),
            Reverse(gives),
            v,
        )
    });
    let mut order: Vec<usize> = starts.iter().copied().filter(|&v| v < out.len()).collect();
    order.extend(rest);
    order
}

/// Reverse order of finishing of a depth-first walk: every line that points backwards in it closes a cycle.
fn depth_first(out: &[Vec<usize>], order: &[usize]) -> Vec<usize> {
    let mut seen = vec![false; out.len()];
    let mut finished = Vec::with_capacity(out.len());
    let mut stack: Vec<(usize, usize)> = Vec::new();
    for &root in order {
        if seen[root] {
            continue;
        }
        seen[root] = true;
        stack.push((root, 0));
        while let Some(&mut (vertex, ref mut next)) = stack.last_mut() {
            if let Some(&to) = out[vertex].get(*next) {
                *next += 1;
                if !seen[to] {
                    seen[to] = true;
                    stack.push((to, 0));
                }
            } else {
                finished.push(vertex);
                stack.pop();
            }
        }
    }
    finished.reverse();
    finished
}

/// Moves boxes inside the room that their neighbours leave, to where their lines get shorter.
fn shorten(order: &[usize], above: &[Vec<usize>], below: &[Vec<usize>], rank: &mut [usize]) {
    for _ in 0..8 {
        let mut changed = false;
        for &v in order.iter().rev() {
            if below[v].len() > above[v].len()
                && let Some(next) = below[v].iter().map(|&w| rank[w]).min()
                && next > 0
                && rank[v] != next - 1
            {
                rank[v] = next - 1;
                changed = true;
            }
        }
        for &v in order {
            if above[v].len() > below[v].len() {
                let wanted = above[v].iter().map(|&w| rank[w] + 1).max().unwrap_or(0);
                changed |= rank[v] != wanted;
                rank[v] = wanted;
            }
        }
        if !changed {
            break;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::ranks;

    #[test]
    fn a_line_back_to_the_start_is_turned_round() {
        assert_eq!(ranks(3, &[(0, 1), (1, 2), (2, 0)], &[0]), [0, 1, 2]);
        assert_eq!(ranks(3, &[(0, 1), (1, 2), (2, 0)], &[1]), [2, 0, 1]);
    }

    #[test]
    fn a_source_moves_next_to_the_box_it_feeds() {
        assert_eq!(ranks(4, &[(0, 1), (1, 2), (3, 2)], &[0]), [0, 1, 2, 1]);
    }

    #[test]
    fn both_directions_are_one_step() {
        assert_eq!(ranks(2, &[(0, 1), (1, 0)], &[]), [0, 1]);
    }
}
