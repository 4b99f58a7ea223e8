//! Last step across the flow: bends that the rest of the layer has room to avoid.
//!
//! The coordinate assignment averages four drawings, which leaves small steps in lines. Ports slide along their box and the inner
//! part of a line moves sideways where that makes a line straight and keeps everybody's distance.

use super::graph::{Kind, Layered, Vertex};
use super::lanes::STRAIGHT;
use crate::types::Options;

/// How near a moved port may come to the next one.
const LEAST_PORT_GAP: f64 = 6.0;
/// Part of the usual gap that inner parts of lines keep when they move.
const LEAST_GAP: f64 = 0.6;
const PASSES: usize = 3;

/// Moves ports of `graph` and inner parts of lines in `across`.
pub(crate) fn straighten(graph: &mut Layered, across: &mut [f64], options: &Options) {
    for _ in 0..PASSES {
        for chain in 0..graph.chains.len() {
            let links = graph.chains[chain].links.clone();
            let mut start = links.start;
            while start + 1 < links.end {
                let mut end = start + 1;
                while end + 1 < links.end && is_straight(graph, across, end) {
                    end += 1;
                }
                move_run(graph, across, start, end, options);
                start = end;
            }
        }
        for link in 0..graph.links.len() {
            move_frame_end(graph, across, link, options);
            slide_port(graph, across, link);
        }
    }
}

fn difference(graph: &Layered, across: &[f64], link: usize) -> f64 {
    let link = &graph.links[link];
    across[link.high] + link.high_port - across[link.low] - link.low_port
}

fn is_straight(graph: &Layered, across: &[f64], link: usize) -> bool {
    difference(graph, across, link).abs() < STRAIGHT
}

/// Moves the inner vertices between the links `first` and `last` into the line of one of their ends, if there is room and neither
/// end is straight already.
fn move_run(graph: &Layered, across: &mut [f64], first: usize, last: usize, options: &Options) {
    let (back, ahead) = (
        -difference(graph, across, first),
        difference(graph, across, last),
    );
    if back.abs() < STRAIGHT || ahead.abs() < STRAIGHT {
        return;
    }
    let (mut back_limit, mut ahead_limit) = (f64::NEG_INFINITY, f64::INFINITY);
    for link in first..last {
        let (back, ahead) = room(graph, across, graph.links[link].high, options);
        back_limit = back_limit.max(back);
        ahead_limit = ahead_limit.min(ahead);
    }
    let nearest_first = if back.abs() <= ahead.abs() {
        [back, ahead]
    } else {
        [ahead, back]
    };
    if let Some(way) = nearest_first
        .into_iter()
        .find(|way| (back_limit..=ahead_limit).contains(way))
    {
        for link in first..last {
            across[graph.links[link].high] += way;
        }
    }
}

/// How far a vertex may move to either side before it comes too near to its neighbours in the layer.
fn room(graph: &Layered, across: &[f64], vertex: usize, options: &Options) -> (f64, f64) {
    let layer = &graph.layers[graph.vertices[vertex].layer];
    let place = graph.place[vertex];
    let gap = |other: usize| {
        let part = if graph.vertices[other].kind.is_child() {
            1.0
        } else {
            LEAST_GAP
        };
        graph.gap(other, vertex, options) * part
    };
    let back = place.checked_sub(1).map_or(f64::NEG_INFINITY, |before| {
        let other = layer[before];
        (across[other] + graph.vertices[other].across + gap(other) - across[vertex]).min(0.0)
    });
    let ahead = layer.get(place + 1).map_or(f64::INFINITY, |&other| {
        (across[other] - gap(other) - graph.vertices[vertex].across - across[vertex]).max(0.0)
    });
    (back, ahead)
}

/// Moves the place where a line crosses the frame into the line's way, inside the extent of the other vertices of its layer.
fn move_frame_end(graph: &Layered, across: &mut [f64], index: usize, options: &Options) {
    let difference = difference(graph, across, index);
    let link = &graph.links[index];
    let is_frame = |vertex: usize| graph.vertices[vertex].kind == Kind::Frame;
    let (vertex, way) = if is_frame(link.high) {
        (link.high, -difference)
    } else if is_frame(link.low) {
        (link.low, difference)
    } else {
        return;
    };
    let (back, ahead) = room(graph, across, vertex, options);
    if (back..=ahead).contains(&way) {
        across[vertex] += way;
    }
}

/// Moves a port along its side where that makes a line straight, between its neighbours and not far from its place.
fn slide_port(graph: &mut Layered, across: &[f64], index: usize) {
    let difference = difference(graph, across, index);
    if difference == 0.0 {
        return;
    }
    let link = graph.links[index];
    let links = &graph.links;
    let low_wanted = link.low_port + difference;
    let high_wanted = link.high_port - difference;
    let others = |side: &[usize], port: fn(&super::graph::Link) -> f64| -> Vec<f64> {
        side.iter()
            .filter(|&&other| other != index)
            .map(|&other| port(&links[other]))
            .collect()
    };
    let after = others(&graph.after[link.low], |link| link.low_port);
    let before = others(&graph.before[link.high], |link| link.high_port);
    if may_slide(&graph.vertices[link.low], &after, link.low_port, low_wanted) {
        graph.links[index].low_port = low_wanted;
    } else if may_slide(
        &graph.vertices[link.high],
        &before,
        link.high_port,
        high_wanted,
    ) {
        graph.links[index].high_port = high_wanted;
    }
}

fn may_slide(vertex: &Vertex, others: &[f64], own: f64, wanted: f64) -> bool {
    let side = vertex.across - vertex.lead;
    let margin = (side / 8.0).min(10.0);
    vertex.kind.is_child()
        && !vertex.fixed_ports
        && (wanted - own).abs() <= side / 3.0
        && wanted >= vertex.lead + margin
        && wanted <= vertex.across - margin
        && others.iter().all(|&other| {
            (other < own) == (other < wanted)
                && (other - wanted).abs() >= LEAST_PORT_GAP.min((other - own).abs())
        })
}
