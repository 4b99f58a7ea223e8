//! Drawings of the shapes that topologies have, each with the property that makes it readable.
// Corners of a route share their coordinate exactly.

use baton_layout::{
    Direction, Drawing, Edge, Graph, Group, Heading, Node, Note, Options, Point, Route, Size,
    layout,
};

/// `"a>b"` is an edge with that id; boxes appear in the order in which they are named.
fn graph(edges: &[&str]) -> Graph {
    let mut graph = Graph::default();
    for text in edges {
        let (from, to) = text.split('#').next().unwrap().split_once('>').unwrap();
        for id in [from, to] {
            if !graph.nodes.iter().any(|node| *node.id == *id) {
                graph.nodes.push(Node {
                    id: id.into(),
                    width: 168.0,
                    height: 64.0,
                    pinned: None,
                    group: None,
                });
            }
        }
        graph.edges.push(Edge {
            id: (*text).into(),
            from: from.into(),
            to: to.into(),
            label: Some(Size {
                width: 80.0,
                height: 20.0,
            }),
        });
    }
    graph
}

fn grouped(mut graph: Graph, group: &str, members: &[&str]) -> Graph {
    graph.groups.push(Group {
        id: group.into(),
        parent: None,
        padding: 20.0,
        header: 22.0,
        closed: None,
    });
    for node in graph
        .nodes
        .iter_mut()
        .filter(|node| members.contains(&&*node.id))
    {
        node.group = Some(group.into());
    }
    graph
}

fn support() -> Graph {
    let graph = graph(&[
        "entry>triage",
        "triage>billing",
        "triage>refunds",
        "triage>technical",
        "triage>account",
        "billing>triage",
        "refunds>triage",
        "technical>triage",
        "billing>refunds",
        "refunds>payments",
        "payments>refunds",
        "billing>crm",
        "technical>knowledge",
        "account>crm",
        "refunds>human",
        "technical>human",
        "account>human",
        "human>manager",
        "human>triage",
        "triage>human",
        "human>quality",
        "technical>technical",
        "manager>human",
    ]);
    let graph = grouped(
        graph,
        "specialists",
        &["billing", "refunds", "technical", "account"],
    );
    let graph = grouped(graph, "tools", &["payments", "crm", "knowledge"]);
    grouped(graph, "people", &["human", "manager"])
}

/// Length that two routes run on top of each other.
fn shared(a: &Route, b: &Route) -> f64 {
    let mut total = 0.0;
    for p in a.points.windows(2) {
        for q in b.points.windows(2) {
            let apart = |p: f64, q: f64| (p - q).abs() > 1.0;
            let common = |a: f64, b: f64, c: f64, d: f64| {
                (a.max(b).min(c.max(d)) - a.min(b).max(c.min(d))).max(0.0)
            };
            if p[0].y == p[1].y && q[0].y == q[1].y && !apart(p[0].y, q[0].y) {
                total += common(p[0].x, p[1].x, q[0].x, q[1].x);
            }
            if p[0].x == p[1].x && q[0].x == q[1].x && !apart(p[0].x, q[0].x) {
                total += common(p[0].y, p[1].y, q[0].y, q[1].y);
            }
        }
    }
    total
}

fn assert_lines_apart(drawing: &Drawing) {
    for (index, a) in drawing.routes.iter().enumerate() {
        for b in &drawing.routes[index + 1..] {
            assert!(
                shared(a, b) < 1.0,
                "{} runs on {}: {:?} {:?}",
                a.edge,
                b.edge,
                a.points,
                b.points
            );
            assert_ne!(a.points.first(), b.points.first());
            assert_ne!(a.points.last(), b.points.last());
        }
    }
}

fn find<'a>(drawing: &'a Drawing, edge: &str) -> &'a Route {
    drawing
        .routes
        .iter()
        .find(|route| *route.edge == *edge)
        .unwrap()
}

#[test]
fn lines_of_a_support_desk_never_run_on_top_of_each_other() {
    for direction in [Direction::LeftToRight, Direction::TopToBottom] {
        let options = Options {
            direction,
            ..Options::default()
        };
        assert_lines_apart(&layout(&support(), &options));
        let mut open = support();
        open.groups.clear();
        assert_lines_apart(&layout(&open, &options));
    }
}

#[test]
fn a_chain_is_one_straight_line() {
    let drawing = layout(&graph(&["a>b", "b>c", "c>d"]), &Options::default());
    assert!(
        drawing
            .routes
            .iter()
            .all(|route| route.points.len() == 2 && route.heading == Heading::Right)
    );
    let down = Options {
        direction: Direction::TopToBottom,
        ..Options::default()
    };
    let drawing = layout(&graph(&["a>b", "b>c", "c>d"]), &down);
    assert!(
        drawing
            .routes
            .iter()
            .all(|route| route.points.len() == 2 && route.heading == Heading::Down)
    );
}

#[test]
fn a_router_stands_at_the_middle_of_what_it_routes_to() {
    let drawing = layout(&graph(&["a>b", "a>c", "a>d"]), &Options::default());
    let at = |index: usize| drawing.boxes[index].y;
    assert!((at(0) - at(2)).abs() < 1.0, "{:?}", drawing.boxes);
}

#[test]
fn parallel_lines_both_directions_and_loops_are_apart() {
    let drawing = layout(
        &graph(&["a>b", "a>b#2", "a>b#3", "b>a", "b>a#2", "a>a", "a>a#2"]),
        &Options::default(),
    );
    assert_eq!(drawing.routes.len(), 7);
    assert_lines_apart(&drawing);
    assert_eq!(find(&drawing, "b>a").heading, Heading::Left);
}

#[test]
fn work_enters_at_the_left_even_in_a_circle() {
    let mut circle = graph(&["a>b", "b>c", "c>a"]);
    circle.entries = vec!["b".into()];
    let drawing = layout(&circle, &Options::default());
    assert!(drawing.boxes[1].x < drawing.boxes[2].x && drawing.boxes[2].x < drawing.boxes[0].x);
}

#[test]
fn parts_without_a_connection_fill_a_landscape() {
    let edges: Vec<String> = (0..12).map(|i| format!("a{i}>b{i}")).collect();
    let drawing = layout(
        &graph(&edges.iter().map(String::as_str).collect::<Vec<_>>()),
        &Options::default(),
    );
    let ratio = drawing.bounds.width / drawing.bounds.height;
    assert!((0.8..3.2).contains(&ratio), "{ratio}");
}

#[test]
fn what_cannot_be_drawn_is_told() {
    let mut odd = graph(&["a>b", "a>b#2"]);
    odd.nodes.push(odd.nodes[0].clone());
    odd.edges[1].to = "nobody".into();
    odd.nodes[1].width = f64::NAN;
    odd.nodes[1].group = Some("nowhere".into());
    odd.groups.push(Group {
        id: "x".into(),
        parent: Some("y".into()),
        padding: 8.0,
        header: 0.0,
        closed: None,
    });
    odd.groups.push(Group {
        id: "y".into(),
        parent: Some("x".into()),
        padding: 8.0,
        header: 0.0,
        closed: None,
    });
    let drawing = layout(&odd, &Options::default());
    assert_eq!((drawing.boxes.len(), drawing.routes.len()), (2, 1));
    assert_eq!(
        drawing.notes,
        [
            Note::DuplicateNode("a".into()),
            Note::UnknownEnd {
                edge: "a>b#2".into(),
                node: "nobody".into()
            },
            Note::UnknownGroup {
                member: "b".into(),
                group: "nowhere".into()
            },
            Note::GroupNesting("x".into()),
            Note::UnusableSize("b".into()),
        ]
    );
    assert_eq!(
        layout(&Graph::default(), &Options::default()),
        Drawing::default()
    );
}

#[test]
fn boxes_step_aside_for_a_pinned_one_and_the_rest_stays() {
    let free = layout(&support(), &Options::default());
    let mut pinned = support();
    let place = |id: &str| free.boxes.iter().position(|node| *node.id == *id).unwrap();
    let (entry, human, crm) = (place("entry"), place("human"), place("crm"));
    for index in [entry, human] {
        pinned.nodes[index].pinned = Some(Point::new(free.boxes[index].x, free.boxes[index].y));
    }
    assert_eq!(layout(&pinned, &Options::default()), free);
    pinned.nodes[place("quality")].pinned =
        Some(Point::new(free.boxes[crm].x + 20.0, free.boxes[crm].y));
    let drawing = layout(&pinned, &Options::default());
    assert_ne!(
        (drawing.boxes[crm].x, drawing.boxes[crm].y),
        (free.boxes[crm].x, free.boxes[crm].y)
    );
    assert_eq!(
        drawing.boxes[place("billing")],
        free.boxes[place("billing")]
    );
    assert_eq!(find(&drawing, "entry>triage"), find(&free, "entry>triage"));
}

#[test]
fn a_chain_of_twenty_thousand_boxes_is_drawn() {
    let edges: Vec<String> = (0..20_000).map(|i| format!("{i}>{}", i + 1)).collect();
    let mut long = Graph::default();
    for index in 0..=20_000 {
        long.nodes.push(Node {
            id: index.to_string().into(),
            width: 40.0,
            height: 20.0,
            pinned: None,
            group: None,
        });
    }
    for edge in &edges {
        let (from, to) = edge.split_once('>').unwrap();
        long.edges.push(Edge {
            id: edge.as_str().into(),
            from: from.into(),
            to: to.into(),
            label: None,
        });
    }
    assert_eq!(layout(&long, &Options::default()).routes.len(), 20_000);
}
