//! What holds for every drawing, whatever the input: places, ends of lines, sameness, and an answer at all.
// Corners of a route share their coordinate exactly.

use baton_layout::{
    Closed, Direction, Drawing, Edge, Graph, Group, Memory, Node, NodeBox, Note, Options, Point,
    Size, layout, layout_again,
};
use proptest::prelude::*;

const NODES: usize = 24;

fn node(index: usize) -> impl Strategy<Value = Node> {
    let place = proptest::option::weighted(0.15, (-800.0..2000.0_f64, -500.0..1500.0_f64));
    let group = proptest::option::weighted(0.5, 0..5_usize);
    (20.0..260.0_f64, 10.0..140.0_f64, place, group).prop_map(
        move |(width, height, place, group)| Node {
            id: format!("n{index}").into(),
            width,
            height,
            pinned: place.map(|(x, y)| Point::new(x, y)),
            group: group.map(|group| format!("g{group}").into()),
        },
    )
}

fn closed() -> impl Strategy<Value = Option<Closed>> {
    let place = proptest::option::weighted(0.3, (-800.0..2000.0_f64, -500.0..1500.0_f64));
    let size = Size {
        width: 120.0,
        height: 48.0,
    };
    proptest::option::weighted(
        0.25,
        place.prop_map(move |place| Closed {
            size,
            pinned: place.map(|(x, y)| Point::new(x, y)),
        }),
    )
}

fn graph() -> impl Strategy<Value = Graph> {
    let nodes = (0..=NODES).prop_flat_map(|count| (0..count).map(node).collect::<Vec<_>>());
    let ends = prop::collection::vec((0..NODES, 0..NODES, any::<bool>()), 0..40);
    let parents = prop::collection::vec((proptest::option::of(0..5_usize), closed()), 5);
    (nodes, ends, parents, proptest::option::of(0..NODES)).prop_map(
        |(nodes, ends, parents, entry)| Graph {
            nodes,
            edges: ends
                .into_iter()
                .enumerate()
                .map(|(index, (from, to, labelled))| Edge {
                    id: format!("e{index}").into(),
                    from: format!("n{from}").into(),
                    to: format!("n{to}").into(),
                    label: labelled.then_some(Size {
                        width: 70.0,
                        height: 18.0,
                    }),
                })
                .collect(),
            groups: parents
                .into_iter()
                .enumerate()
                .map(|(index, (parent, closed))| Group {
                    id: format!("g{index}").into(),
                    parent: parent.map(|parent| format!("g{parent}").into()),
                    padding: 16.0,
                    header: 20.0,
                    closed,
                })
                .collect(),
            entries: entry
                .into_iter()
                .map(|entry| format!("n{entry}").into())
                .collect(),
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

fn all_open(mut graph: Graph) -> Graph {
    graph
        .groups
        .iter_mut()
        .for_each(|group| group.closed = None);
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
            .find(|group| *group.id == *id)
            .and_then(|group| group.parent.as_deref());
    }
    false
}

fn label_boxes(graph: &Graph, drawing: &Drawing) -> Vec<NodeBox> {
    let label = |id: &str| {
        graph
            .edges
            .iter()
            .find(|edge| *edge.id == *id)
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

/// The outermost closed group around a node, if any.
fn closed_by<'a>(graph: &'a Graph, node: &Node) -> Option<&'a str> {
    let closed = |group: &&Group| group.closed.is_some();
    let mut around = graph
        .groups
        .iter()
        .filter(closed)
        .filter(|group| is_within(graph, node.group.as_deref(), &group.id));
    let mut outermost = around.next()?;
    for group in around {
        if is_within(graph, Some(&outermost.id), &group.id) {
            outermost = group;
        }
    }
    Some(&outermost.id)
}

/// The box that stands for a node.
fn stand_in(graph: &Graph, drawing: &Drawing, id: &str) -> Option<NodeBox> {
    let node = graph.nodes.iter().find(|node| *node.id == *id)?;
    let Some(group) = closed_by(graph, node) else {
        return drawing.boxes.iter().find(|node| *node.id == *id).cloned();
    };
    let frame = drawing.groups.iter().find(|frame| *frame.id == *group)?;
    assert!(frame.closed);
    Some(NodeBox {
        id: format!("closed {group}").into(),
        x: frame.x,
        y: frame.y,
        width: frame.width,
        height: frame.height,
    })
}

fn check_routes(graph: &Graph, drawing: &Drawing) {
    let mut routes = drawing.routes.iter();
    for edge in &graph.edges {
        let ends = (
            stand_in(graph, drawing, &edge.from),
            stand_in(graph, drawing, &edge.to),
        );
        let (Some(from), Some(to)) = ends else {
            continue;
        };
        if from.id == to.id && from.id != edge.from {
            continue;
        }
        let route = routes.next().unwrap();
        assert_eq!(edge.id, route.edge);
        assert!(route.points.len() >= 2);
        assert!(
            route
                .points
                .iter()
                .all(|p| p.x.is_finite() && p.y.is_finite())
        );
        assert!(route.label_at.x.is_finite() && route.label_at.y.is_finite());
        assert!(on_border(&from, route.points[0]), "{route:?}");
        assert!(on_border(&to, *route.points.last().unwrap()), "{route:?}");
    }
    assert_eq!(routes.next(), None);
}

/// One step of somebody's work on a drawing.
#[derive(Debug, Clone, Copy)]
enum Step {
    Pin(usize, f64, f64),
    Unpin(usize),
    Close(usize, Option<Closed>),
    Join(usize, usize),
    Part(usize),
    Leave(usize),
}

fn step() -> impl Strategy<Value = Step> {
    let place = || (-800.0..2000.0_f64, -500.0..1500.0_f64);
    prop_oneof![
        6 => (0..NODES, place()).prop_map(|(node, (x, y))| Step::Pin(node, x, y)),
        1 => (0..NODES).prop_map(Step::Unpin),
        2 => (0..5_usize, closed()).prop_map(|(group, closed)| Step::Close(group, closed)),
        1 => (0..NODES, 0..NODES).prop_map(|(from, to)| Step::Join(from, to)),
        1 => (0..40_usize).prop_map(Step::Part),
        1 => (0..NODES).prop_map(Step::Leave),
    ]
}

fn take(graph: &mut Graph, step: Step) {
    let node = |at: usize| format!("n{at}");
    match step {
        Step::Pin(at, x, y) => {
            for node in graph.nodes.iter_mut().skip(at).take(1) {
                node.pinned = Some(Point::new(x, y));
            }
        }
        Step::Unpin(at) => {
            for node in graph.nodes.iter_mut().skip(at).take(1) {
                node.pinned = None;
            }
        }
        Step::Close(at, closed) => graph.groups[at].closed = closed,
        Step::Join(from, to) => graph.edges.insert(
            graph.edges.len() / 2,
            Edge {
                id: format!("new{}", graph.edges.len()).into(),
                from: node(from).into(),
                to: node(to).into(),
                label: None,
            },
        ),
        Step::Part(at) if at < graph.edges.len() => drop(graph.edges.remove(at)),
        Step::Leave(at) if at < graph.nodes.len() => drop(graph.nodes.remove(at)),
        Step::Part(_) | Step::Leave(_) => {}
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn every_graph_has_a_sound_drawing(graph in graph(), options in options()) {
        let drawing = layout(&graph, &options);
        prop_assert_eq!(&drawing, &layout(&graph, &options));
        let graph = if drawing.notes.is_empty() { graph } else { all_open(graph) };
        let drawing = layout(&graph, &options);
        let open: Vec<&Node> = graph.nodes.iter().filter(|node| closed_by(&graph, node).is_none()).collect();
        prop_assert_eq!(drawing.boxes.len(), open.len());
        for (node, placed) in open.iter().zip(&drawing.boxes) {
            if let Some(pinned) = node.pinned {
                prop_assert_eq!((pinned.x.to_bits(), pinned.y.to_bits()), (placed.x.to_bits(), placed.y.to_bits()));
            }
        }
        for (index, a) in drawing.boxes.iter().enumerate() {
            for (other, b) in drawing.boxes.iter().enumerate().skip(index + 1) {
                let both_pinned = open[index].pinned.is_some() && open[other].pinned.is_some();
                prop_assert!(both_pinned || !overlap(a, b), "{:?} {:?}", a, b);
            }
        }
        check_routes(&graph, &drawing);
    }

    #[test]
    fn closing_groups_moves_nothing_else_and_opening_them_brings_all_back(graph in graph(), options in options()) {
        let mut memory = Memory::default();
        let open = layout_again(&all_open(graph.clone()), &options, &mut memory);
        let closed = layout_again(&graph, &options, &mut memory);
        for placed in &closed.boxes {
            prop_assert!(open.boxes.contains(placed));
        }
        for group in &closed.groups {
            let frame = open.groups.iter().find(|frame| frame.id == group.id).unwrap();
            let known = graph.groups.iter().find(|known| known.id == group.id).unwrap();
            prop_assert_eq!(group.members, frame.members);
            prop_assert_eq!(group.closed, known.closed.is_some());
            if let Some(closed) = known.closed {
                let at = closed.pinned.unwrap_or(Point::new(frame.x, frame.y));
                prop_assert!((group.x - at.x).abs() < 1e-9 && (group.y - at.y).abs() < 1e-9);
            }
        }
        prop_assert_eq!(open, layout_again(&all_open(graph), &options, &mut memory));
    }

    #[test]
    fn a_memory_changes_nothing(
        graph in graph(), placed in any::<bool>(), steps in prop::collection::vec(step(), 1..12), options in options(),
    ) {
        let mut graph = graph;
        if placed {
            let drawing = layout(&all_open(graph.clone()), &options);
            for (node, at) in graph.nodes.iter_mut().zip(&drawing.boxes) {
                node.pinned = Some(Point::new((at.x * 1.1).round(), (at.y * 1.1).round()));
            }
        }
        let mut memory = Memory::default();
        prop_assert_eq!(layout_again(&graph, &options, &mut memory), layout(&graph, &options));
        for step in steps {
            take(&mut graph, step);
            prop_assert_eq!(layout_again(&graph, &options, &mut memory), layout(&graph, &options));
        }
    }

    #[test]
    fn a_free_layout_keeps_lines_labels_and_frames_off_the_boxes(graph in graph(), options in options()) {
        let graph = all_open(without_pins(graph));
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
                NodeBox { id: "".into(), x: frame.x, y: frame.y, width: frame.width, height: frame.height };
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
            if let Some(closed) = &mut group.closed {
                closed.size.width = hostile[0];
                closed.pinned = Some(Point::new(hostile[2], hostile[3]));
            }
        }
        let drawing = layout(&graph, &Options { layer_gap: hostile[7], ..Options::default() });
        let finite = |values: &[f64]| values.iter().all(|value| value.is_finite());
        for node in &drawing.boxes {
            prop_assert!(finite(&[node.x, node.y, node.width, node.height]));
        }
        prop_assert!(finite(&[drawing.bounds.x, drawing.bounds.y, drawing.bounds.width, drawing.bounds.height]));
        if !drawing.notes.iter().any(|note| matches!(note, Note::GroupNesting(_))) {
            check_routes(&graph, &drawing);
        }
    }
}
