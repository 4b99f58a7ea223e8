//! Links to and from whole subgraphs become links to and from the nodes in them.

use super::chart::{Chart, Edge};
use crate::limits;
use std::collections::{BTreeMap, BTreeSet};

/// Joins what leads to a subgraph with the nodes that begin it, and what leaves it with the nodes that end it. Gives the
/// nodes that stand for such subgraphs: nobody works there.
pub(super) fn dissolve(chart: &mut Chart) -> BTreeSet<usize> {
    let groups: BTreeMap<&str, usize> = chart
        .groups
        .iter()
        .enumerate()
        .map(|(index, group)| (group.id.as_str(), index))
        .collect();
    let stands_for: BTreeMap<usize, usize> = chart
        .nodes
        .iter()
        .enumerate()
        .filter_map(|(index, node)| Some((index, *groups.get(node.id.as_str())?)))
        .collect();
    if stands_for.is_empty() {
        return BTreeSet::new();
    }
    let mut members: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    for (index, node) in chart.nodes.iter().enumerate() {
        let mut group = node.group;
        // Parents stand before their members, so this ends.
        while let Some(inner) = group {
            if !stands_for.contains_key(&index) {
                members.entry(inner).or_default().insert(index);
            }
            group = chart.groups[inner].parent;
        }
    }
    let mut begins: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    let mut ends: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (group, members) in &members {
        let within = || {
            chart
                .edges
                .iter()
                .filter(|edge| members.contains(&edge.from) && members.contains(&edge.to))
        };
        let entered: BTreeSet<usize> = within().map(|edge| edge.to).collect();
        let left: BTreeSet<usize> = within().map(|edge| edge.from).collect();
        let marked = |index: &&usize| {
            let label = chart.nodes[**index].label.as_deref().unwrap_or_default();
            label.trim_matches('"').ends_with(" (Start)")
        };
        let mut first: Vec<usize> = members.iter().filter(marked).copied().collect();
        if first.is_empty() {
            first = members.difference(&entered).copied().collect();
        }
        begins.insert(*group, first);
        ends.insert(*group, members.difference(&left).copied().collect());
    }
    let dissolved: BTreeSet<usize> = stands_for
        .iter()
        .filter(|(_, group)| members.contains_key(group))
        .map(|(index, _)| *index)
        .collect();
    let mut edges = Vec::with_capacity(chart.edges.len());
    for edge in chart.edges.drain(..) {
        let resolve =
            |index: usize, ways: &BTreeMap<usize, Vec<usize>>| match stands_for.get(&index) {
                Some(group) if dissolved.contains(&index) => {
                    ways.get(group).cloned().unwrap_or_default()
                }
                _ => vec![index],
            };
        let targets = resolve(edge.to, &begins);
        for from in resolve(edge.from, &ends) {
            for to in &targets {
                // One more than the limit is enough to be refused.
                if edges.len() <= limits::HANDOFFS {
                    edges.push(Edge {
                        from,
                        to: *to,
                        label: edge.label.clone(),
                        ..edge
                    });
                }
            }
        }
    }
    chart.edges = edges;
    dissolved
}
