//! Ways between numbered places, whatever tool drew them: places where nobody works are taken out, calls are told from moving on.

use crate::limits;
use std::collections::{BTreeMap, BTreeSet};

/// A way from one place to another.
pub(crate) trait Way {
    /// Where it begins and ends.
    fn ends(&self) -> (usize, usize);

    /// Whether something decides that it is gone.
    fn is_conditional(&self) -> bool;
}

/// Takes passages out: what leads to each is joined with what follows it. `told` hears of every passage how many ways led to it and away from
/// it. `None` when that would make too many ways.
pub(crate) fn without_passages<W: Way>(
    ways: Vec<W>,
    places: usize,
    passages: impl Iterator<Item = usize>,
    joined: impl Fn(usize, &W, &W) -> W,
    mut told: impl FnMut(usize, usize, usize),
) -> Option<Vec<W>> {
    let mut touching: Vec<Vec<usize>> = vec![Vec::new(); places];
    for (index, way) in ways.iter().enumerate() {
        let (from, to) = way.ends();
        touching[from].push(index);
        touching[to].push(index);
    }
    let mut ways: Vec<Option<W>> = ways.into_iter().map(Some).collect();
    let mut made = 0_usize;
    for passage in passages {
        let here: Vec<W> = std::mem::take(&mut touching[passage])
            .into_iter()
            .filter_map(|way| ways[way].take())
            .collect();
        let (mut into, mut out_of) = (Vec::new(), Vec::new());
        for way in &here {
            match way.ends() {
                (from, to) if from == to => {}
                (_, to) if to == passage => into.push(way),
                _ => out_of.push(way),
            }
        }
        made = made.saturating_add(into.len().saturating_mul(out_of.len()));
        if made > limits::HANDOFFS {
            return None;
        }
        for before in &into {
            for after in &out_of {
                touching[before.ends().0].push(ways.len());
                touching[after.ends().1].push(ways.len());
                ways.push(Some(joined(passage, before, after)));
            }
        }
        told(passage, into.len(), out_of.len());
    }
    Some(ways.into_iter().flatten().collect())
}

/// Whoever is called: a worker that only one place leads to, and that does nothing but return to it. Gives, by worker, the caller; the way back
/// is no handoff.
pub(crate) fn calls<W: Way>(ways: &[W], works: impl Fn(usize) -> bool) -> BTreeMap<usize, usize> {
    let mut senders: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    let mut leaving: BTreeMap<usize, Vec<&W>> = BTreeMap::new();
    for way in ways {
        let (from, to) = way.ends();
        senders.entry(to).or_default().insert(from);
        leaving.entry(from).or_default().push(way);
    }
    let candidates: BTreeMap<usize, usize> = leaving
        .iter()
        .filter_map(|(&worker, ways)| {
            let [only] = ways[..] else { return None };
            let caller = only.ends().1;
            let by_it_alone = senders
                .get(&worker)
                .is_some_and(|from| from.len() == 1 && from.contains(&caller));
            let is_call = worker != caller
                && works(worker)
                && works(caller)
                && !only.is_conditional()
                && by_it_alone;
            is_call.then_some((worker, caller))
        })
        .collect();
    // Two that only know each other would call each other: neither is then a caller.
    candidates
        .iter()
        .filter(|(_, caller)| !candidates.contains_key(caller))
        .map(|(worker, caller)| (*worker, *caller))
        .collect()
}
