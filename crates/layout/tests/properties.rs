//! What holds for every drawing, whatever the input: places, ends of lines, sameness, and an answer at all.
// Corners of a route share their coordinate exactly.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::float_cmp)]

use baton_layout::{
    Direction, Drawing, Edge, Graph, Group, Node, NodeBox, Options, Point, Size, layout, reroute,
    route,
};
use proptest::prelude::*;

const NODES: usize = 24;

fn node(index: usize) -> impl Strategy<Value = Node> {
    let place = proptest::option::weighted(0.15, (-800.0..2000.0_f64, -500.0..1500.0_f64));
    let group = proptest::option::weighted(0.5, 0..5_usize);
    (20.0..260.0_f64, 10.0..140.0_f64, place, group).prop_map(
        move |(width, height, place, group)| Node {
            id: format!("n{index}"),
            width,
            height,
            pinned: place.map(|(x, y)| Point::new(x, y)),
            group: group.map(|group| format!("g{group}")),
        },
    )
}

fn graph() -> impl Strategy<Value = Graph> {
    let nodes = (0..=NODES).prop_flat_map(|count| (0..count).map(node).collect::<Vec<_>>());
    let ends = prop::collection::vec((0..NODES, 0..NODES, any::<bool>()), 0..40);
    let parents = prop::collection::vec(proptest::option::of(0..5_usize), 5);
    (nodes, ends, parents, proptest::option::of(0..NODES)).prop_map(
        |(nodes, ends, parents, entry)| Graph {
            nodes,
            edges: ends
                .into_iter()
                .enumerate()
                .map(|(index, (from, to, labelled))| Edge {
                    id: format!("e{index}"),
                    from: format!("n{from}"),
                    to: format!("n{to}"),
                    label: labelled.then_some(Size {
                        width: 70.0,
                        height: 18.0,
                    }),
                })
                .collect(),
            groups: parents
                .into_iter()
                .enumerate()
                .map(|(index, parent)| Group {
                    id: format!("g{index}"),
                    parent: parent.map(|parent| format!("g{parent}")),
                    padding: 16.0,
                    header: 20.0,
                })
                .collect(),
            entries: entry.into_iter().map(|entry| format!("n{entry}")).collect(),
        },
    )
}

fn options() -> impl Strategy<Value = Options> {
    any::<bool>().prop_map(|down| Options {
        direction: if down {
            Direction::TopToBottom
        } else {
            Direction::LeftToRight
        },
        ..Options::default()
    })
}

fn without_pins(mut graph: Graph) -> Graph {
    graph.nodes.iter_mut().for_each(|node| node.pinned = None);
    graph
}

/// Whether a group lies in another, at any depth.
fn is_within(graph: &Graph, group: Option<&str>, outer: &str) -> bool {
    let mut at = group;
    while let Some(id) = at {
        if id == outer {
            return true;
        }
        at = graph
            .groups
            .iter()
            .find(|group| group.id == id)
            .and_then(|group| group.parent.as_deref());
    }
    false
}

fn label_boxes(graph: &Graph, drawing: &Drawing) -> Vec<NodeBox> {
    let label = |id: &str| {
        graph
            .edges
            .iter()
            .find(|edge| edge.id == id)
            .and_then(|edge| edge.label)
    };
    drawing
        .routes
        .iter()
        .filter_map(|route| {
            let size = label(&route.edge)?;
            Some(NodeBox {
                id: route.edge.clone(),
                x: route.label_at.x - size.width / 2.0,
                y: route.label_at.y - size.height / 2.0,
                width: size.width,
                height: size.height,
            })
        })
        .collect()
}

fn overlap(a: &NodeBox, b: &NodeBox) -> bool {
    a.x + 0.01 < b.x + b.width
        && b.x + 0.01 < a.x + a.width
        && a.y + 0.01 < b.y + b.height
        && b.y + 0.01 < a.y + a.height
}

fn on_border(node: &NodeBox, point: Point) -> bool {
    let near = |a: f64, b: f64| (a - b).abs() < 0.2;
    let inside_x = point.x > node.x - 0.2 && point.x < node.x + node.width + 0.2;
    let inside_y = point.y > node.y - 0.2 && point.y < node.y + node.height + 0.2;
    ((near(point.x, node.x) || near(point.x, node.x + node.width)) && inside_y)
        || ((near(point.y, node.y) || near(point.y, node.y + node.height)) && inside_x)
}

fn segment_in(node: &NodeBox, a: Point, b: Point) -> bool {
    a.x.min(b.x) < node.x + node.width - 0.5
        && a.x.max(b.x) > node.x + 0.5
        && a.y.min(b.y) < node.y + node.height - 0.5
        && a.y.max(b.y) > node.y + 0.5
}

fn check_routes(graph: &Graph, drawing: &Drawing) {
    let find = |id: &str| drawing.boxes.iter().find(|node| node.id == id);
    let known: Vec<&Edge> = graph
        .edges
        .iter()
        .filter(|edge| find(&edge.from).is_some() && find(&edge.to).is_some())
        .collect();
    assert_eq!(known.len(), drawing.routes.len());
    for (edge, route) in known.iter().zip(&drawing.routes) {
        assert_eq!(edge.id, route.edge);
        assert!(route.points.len() >= 2);
        assert!(
            route
                .points
                .iter()
                .all(|p| p.x.is_finite() && p.y.is_finite())
        );
        assert!(route.label_at.x.is_finite() && route.label_at.y.is_finite());
        assert!(
            on_border(find(&edge.from).unwrap(), route.points[0]),
            "{route:?}"
        );
        assert!(
            on_border(find(&edge.to).unwrap(), *route.points.last().unwrap()),
            "{route:?}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn every_graph_has_a_sound_drawing(graph in graph(), options in options()) {
        let drawing = layout(&graph, &options);
        prop_assert_eq!(&drawing, &layout(&graph, &options));
        prop_assert_eq!(drawing.boxes.len(), graph.nodes.len());
        for (node, placed) in graph.nodes.iter().zip(&drawing.boxes) {
            if let Some(pinned) = node.pinned {
                prop_assert_eq!((pinned.x.to_bits(), pinned.y.to_bits()), (placed.x.to_bits(), placed.y.to_bits()));
            }
        }
        for (index, a) in drawing.boxes.iter().enumerate() {
            for (other, b) in drawing.boxes.iter().enumerate().skip(index + 1) {
                let both_pinned = graph.nodes[index].pinned.is_some() && graph.nodes[other].pinned.is_some();
                prop_assert!(both_pinned || !overlap(a, b), "{:?} {:?}", a, b);
            }
        }
        check_routes(&graph, &drawing);
    }

    #[test]
    fn a_free_layout_keeps_lines_labels_and_frames_off_the_boxes(graph in graph(), options in options()) {
        let graph = without_pins(graph);
        let drawing = layout(&graph, &options);
        for route in &drawing.routes {
            for node in &drawing.boxes {
                for pair in route.points.windows(2) {
                    prop_assert!(pair[0].x == pair[1].x || pair[0].y == pair[1].y, "{:?}", route);
                    prop_assert!(!segment_in(node, pair[0], pair[1]), "{:?} runs through {:?}", route, node);
                }
            }
        }
        let labels = label_boxes(&graph, &drawing);
        for (index, label) in labels.iter().enumerate() {
            for other in drawing.boxes.iter().chain(&labels[index + 1..]) {
                prop_assert!(!overlap(label, other), "{:?} on {:?}", label, other);
            }
        }
        for frame in &drawing.groups {
            let frame_box =
                NodeBox { id: String::new(), x: frame.x, y: frame.y, width: frame.width, height: frame.height };
            for (node, placed) in graph.nodes.iter().zip(&drawing.boxes) {
                let inside = placed.x >= frame.x && placed.x + placed.width <= frame.x + frame.width
                    && placed.y >= frame.y && placed.y + placed.height <= frame.y + frame.height;
                if node.group.as_ref() == Some(&frame.id) {
                    prop_assert!(inside, "{:?} not in {:?}", placed, frame);
                } else {
                    let nested = drawing.notes.is_empty() && is_within(&graph, node.group.as_deref(), &frame.id);
                    let as_noted = !drawing.notes.is_empty() && inside;
                    prop_assert!(nested || as_noted || !overlap(&frame_box, placed), "{:?} {:?}", placed, frame);
                }
            }
        }
    }

    #[test]
    fn numbers_that_are_none_do_no_harm(graph in graph(), hostile in prop::collection::vec(any::<f64>(), 8)) {
        let mut graph = graph;
        for (index, node) in graph.nodes.iter_mut().enumerate() {
            match index % 4 {
                0 => node.width = hostile[0],
                1 => node.height = hostile[1],
                2 => node.pinned = Some(Point::new(hostile[2], hostile[3])),
                _ => {}
            }
        }
        for edge in graph.edges.iter_mut().step_by(3) {
            edge.label = Some(Size { width: hostile[4], height: hostile[5] });
        }
        for group in &mut graph.groups {
            group.padding = hostile[6];
        }
        let drawing = layout(&graph, &Options { layer_gap: hostile[7], ..Options::default() });
        let finite = |values: &[f64]| values.iter().all(|value| value.is_finite());
        for node in &drawing.boxes {
            prop_assert!(finite(&[node.x, node.y, node.width, node.height]));
        }
        prop_assert!(finite(&[drawing.bounds.x, drawing.bounds.y, drawing.bounds.width, drawing.bounds.height]));
        check_routes(&graph, &drawing);
    }

    #[test]
    fn a_move_reroutes_its_own_lines_and_leaves_the_drawing_sound(
        graph in graph(), by in (-300.0..300.0_f64, -300.0..300.0_f64), which in 0..NODES,
    ) {
        let graph = without_pins(graph);
        let mut drawing = layout(&graph, &Options::default());
        if drawing.boxes.is_empty() {
            return Ok(());
        }
        let which = which % drawing.boxes.len();
        drawing.boxes[which].x += by.0;
        drawing.boxes[which].y += by.1;
        let moved = [drawing.boxes[which].id.clone()];
        let new = reroute(&drawing.boxes, &graph.edges, &drawing.routes, &moved, &Options::default());
        for route in new {
            let place = drawing.routes.iter().position(|old| old.edge == route.edge).unwrap();
            drawing.routes[place] = route;
        }
        check_routes(&graph, &drawing);
        let unchanged = reroute(&drawing.boxes, &graph.edges, &drawing.routes, &[], &Options::default());
        prop_assert!(unchanged.is_empty());
        drawing.routes = route(&drawing.boxes, &graph.edges, &Options::default());
        check_routes(&graph, &drawing);
    }
}
