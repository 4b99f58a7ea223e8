//! Ways to give marks to items.

use super::Search;
use crate::decide::Gap;
use serde_json::Value;

/// So many ways are tried for the items of an array of one length before longer ones get their turn.
const MOST_WAYS: u32 = 4_000;

/// Items of a segment that bear the same marks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Group {
    pub(super) segment: usize,
    /// The marks, as bits.
    pub(super) marks: u64,
    pub(super) count: u64,
}

impl Search<'_> {
    /// Gives the marks in `left`, which are bits, to items, in every way in turn, until the items get values.
    pub(super) fn spread(
        &mut self,
        left: u64,
        groups: Vec<Group>,
        items: u64,
    ) -> Result<Option<Vec<Value>>, Gap> {
        // The mark that leaves the fewest items to choose from comes next.
        let mut next: Option<(u64, usize, Vec<usize>)> = None;
        for mark in (0..self.plan.marks.len()).filter(|mark| left >> mark & 1 == 1) {
            let need = self.plan.marks[mark].need.of(items);
            let mut bearers = Vec::new();
            let mut room = 0;
            for (index, group) in groups.iter().enumerate() {
                if self.may_bear(group.segment, group.marks, mark)? {
                    bearers.push(index);
                    room += group.count;
                }
            }
            let Some(slack) = u64::checked_sub(room, need) else {
                return Ok(None);
            };
            if next.as_ref().is_none_or(|(least, ..)| slack < *least) {
                next = Some((slack, mark, bearers));
            }
        }
        let Some((_, mark, mut bearers)) = next else {
            return self.values(groups, items);
        };
        // Items that bear few marks are the easiest to find.
        bearers.sort_by_key(|index| groups[*index].marks.count_ones());
        let sizes = bearers.iter().map(|index| groups[*index].count);
        let mut spread = Spread::new(sizes, self.plan.marks[mark].need.of(items));
        while let Some(counts) = spread.next() {
            self.children.step()?;
            self.ways += 1;
            if self.ways > MOST_WAYS {
                self.give_up(Gap::new("too many ways to share demands among items"));
                return Ok(None);
            }
            let marked = give(mark, &groups, &bearers, counts);
            if let Some(found) = self.spread(left & !(1 << mark), marked, items)? {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }
}

/// All ways to take `need` items from groups, as numbers per group; the first ones take as many as there are from the first groups.
struct Spread {
    sizes: Vec<u64>,
    taken: Vec<u64>,
    need: u64,
    started: bool,
}

impl Spread {
    fn new(sizes: impl Iterator<Item = u64>, need: u64) -> Self {
        let sizes: Vec<u64> = sizes.collect();
        Self {
            taken: vec![0; sizes.len()],
            sizes,
            need,
            started: false,
        }
    }

    /// The next way; `None` after the last one.
    fn next(&mut self) -> Option<&[u64]> {
        if !self.started {
            self.started = true;
            return (self.fill(0, self.need) == 0).then_some(&self.taken[..]);
        }
        // From the last group that can pass one item on to those behind it.
        let mut behind = 0;
        let mut room = 0_u64;
        for index in (0..self.sizes.len()).rev() {
            if self.taken[index] > 0 && room > 0 {
                self.taken[index] -= 1;
                self.fill(index + 1, behind + 1);
                return Some(&self.taken);
            }
            behind += self.taken[index];
            room = room.saturating_add(self.sizes[index] - self.taken[index]);
        }
        None
    }

    /// Takes `need` items from the groups from `first` on, and gives back how many there are too few.
    fn fill(&mut self, first: usize, mut need: u64) -> u64 {
        for index in first..self.sizes.len() {
            self.taken[index] = self.sizes[index].min(need);
            need -= self.taken[index];
        }
        need
    }
}

/// The groups after `counts` items of the groups at `bearers` got the mark.
fn give(mark: usize, groups: &[Group], bearers: &[usize], counts: &[u64]) -> Vec<Group> {
    let mut given = groups.to_vec();
    for (index, count) in bearers.iter().zip(counts) {
        if *count == 0 {
            continue;
        }
        given[*index].count -= count;
        given.push(Group {
            marks: groups[*index].marks | 1 << mark,
            count: *count,
            segment: groups[*index].segment,
        });
    }
    given.retain(|group| group.count > 0);
    given
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_ways_in_order() {
        for (sizes, need, expected) in [
            (
                vec![2, 1, 2],
                3,
                vec![
                    vec![2, 1, 0],
                    vec![2, 0, 1],
                    vec![1, 1, 1],
                    vec![1, 0, 2],
                    vec![0, 1, 2],
                ],
            ),
            (vec![1, 1], 1, vec![vec![1, 0], vec![0, 1]]),
            (vec![1, 1], 3, vec![]),
            (vec![3], 3, vec![vec![3]]),
            (vec![], 1, vec![]),
        ] {
            let mut spread = Spread::new(sizes.iter().copied(), need);
            let mut ways = Vec::new();
            while let Some(way) = spread.next() {
                ways.push(way.to_vec());
            }
            assert_eq!(ways, expected, "{need} of {sizes:?}");
        }
    }

    #[test]
    fn a_mark_splits_a_group() {
        let group = |segment, marks, count| Group {
            segment,
            marks,
            count,
        };
        let given = give(0, &[group(0, 0, 1), group(1, 2, 5)], &[0, 1], &[1, 2]);
        assert_eq!(given, [group(1, 2, 3), group(0, 1, 1), group(1, 3, 2)]);
    }
}
