//! Lists: sets, lists of named items, and lists whose order counts.

use super::rules::ListRule;
use super::sequence::{Region, regions};
use super::{Merge, Place};
use serde_json::Value;
use std::collections::BTreeMap;

type BothLists = (Vec<Value>, Vec<Value>);

impl Merge {
    /// Joins two changes of a list, as its rule says. A list that breaks its rule (an item or a name twice) is joined by order.
    pub(super) fn lists(
        &mut self,
        at: &Place,
        base: &[Value],
        ours: &[Value],
        theirs: &[Value],
    ) -> BothLists {
        let names: Option<[Names<'_>; 3]> = match at.context.list_rule() {
            ListRule::Ordered => None,
            ListRule::Set => named([base, ours, theirs], &|item| Some(item.to_string())),
            ListRule::Named(members) => named([base, ours, theirs], &|item| name_of(item, members)),
        };
        match names {
            Some(sides) => self.named_items(at, &sides),
            None => self.ordered(at, base, ours, theirs),
        }
    }

    /// Items one by one. They stand in the order of the base, or of the one side that moved some; what is new follows, sorted.
    fn named_items(&mut self, at: &Place, sides: &[Names<'_>; 3]) -> BothLists {
        let [base, ours, theirs] = sides;
        let mut merged = (Vec::new(), Vec::new());
        for name in order(base, ours, theirs) {
            let place = at.item(name);
            let both = self.values(&place, base.get(name), ours.get(name), theirs.get(name));
            merged.0.extend(both.0);
            merged.1.extend(both.1);
        }
        merged
    }

    fn ordered(
        &mut self,
        at: &Place,
        base: &[Value],
        ours: &[Value],
        theirs: &[Value],
    ) -> BothLists {
        let mut joined = Vec::new();
        let mut is_joined = true;
        for region in regions(base, ours, theirs) {
            match region {
                Region::Joined(items) => joined.extend_from_slice(items),
                Region::Conflict { .. } => is_joined = false,
            }
        }
        if is_joined && keeps_both(base, ours, theirs, &joined) {
            return (joined.clone(), joined);
        }
        let list = |items: &[Value]| Value::Array(items.to_vec());
        self.conflict(
            &at.pointer,
            Some(&list(base)),
            Some(&list(ours)),
            Some(&list(theirs)),
        );
        (ours.to_vec(), theirs.to_vec())
    }
}

/// Whether a joined list has every item as often as the two changes ask for: what moved on one side and went or came on the other
/// would be there once too often.
fn keeps_both(base: &[Value], ours: &[Value], theirs: &[Value], joined: &[Value]) -> bool {
    let mut counts: BTreeMap<String, [i64; 4]> = BTreeMap::new();
    for (side, items) in [base, ours, theirs, joined].into_iter().enumerate() {
        for item in items {
            counts.entry(item.to_string()).or_default()[side] += 1;
        }
    }
    counts.values().all(|[base, ours, theirs, joined]| {
        let asked = match (ours - base, theirs - base) {
            (0, change) | (change, 0) => base + change,
            // Both changed how often it stands there: only the same may be meant.
            (our_change, their_change) if our_change == their_change => base + our_change,
            _ => return false,
        };
        *joined == asked
    })
}

/// Items by their names, in order.
struct Names<'v> {
    items: BTreeMap<String, &'v Value>,
    order: Vec<String>,
}

impl<'v> Names<'v> {
    fn get(&self, name: &str) -> Option<&'v Value> {
        self.items.get(name).copied()
    }
}

/// All three lists by names; none where an item has no name or a name stands twice.
fn named<'v>(
    sides: [&'v [Value]; 3],
    name: &dyn Fn(&Value) -> Option<String>,
) -> Option<[Names<'v>; 3]> {
    let read = |items: &'v [Value]| {
        let mut names = Names {
            items: BTreeMap::new(),
            order: Vec::with_capacity(items.len()),
        };
        for item in items {
            let name = name(item)?;
            names.order.push(name.clone());
            if names.items.insert(name, item).is_some() {
                return None;
            }
        }
        Some(names)
    };
    let [base, ours, theirs] = sides;
    Some([read(base)?, read(ours)?, read(theirs)?])
}

fn name_of(item: &Value, members: &[&str]) -> Option<String> {
    let parts = members.iter().map(|member| item.get(*member)?.as_str());
    Some(parts.collect::<Option<Vec<_>>>()?.join(" "))
}

/// The names of all sides: those of the base in its order, or in that of the only side that moved some; then new ones, sorted.
fn order<'n>(base: &'n Names<'_>, ours: &'n Names<'_>, theirs: &'n Names<'_>) -> Vec<&'n String> {
    let kept = |side: &'n Names<'_>| {
        let names = side.order.iter();
        names.filter(|name| base.items.contains_key(*name))
    };
    let has_moved = |side: &'n Names<'_>| {
        let before = base
            .order
            .iter()
            .filter(|name| side.items.contains_key(*name));
        !before.eq(kept(side))
    };
    let lead = match (has_moved(ours), has_moved(theirs)) {
        (true, false) => ours,
        (false, true) => theirs,
        _ => base,
    };
    // Where the leading side lost an item that the other edited, it follows those that are there.
    let mut names: Vec<&String> = kept(lead).collect();
    names.extend(
        base.order
            .iter()
            .filter(|name| !lead.items.contains_key(*name)),
    );
    let mut new: Vec<&String> = [ours, theirs]
        .iter()
        .flat_map(|side| &side.order)
        .filter(|name| !base.items.contains_key(*name))
        .collect();
    // Only one side added some: in its order.
    let adds = |side: &Names<'_>| side.order.iter().any(|name| !base.items.contains_key(name));
    if adds(ours) && adds(theirs) {
        new.sort_unstable();
        new.dedup();
    }
    names.extend(new);
    names
}
