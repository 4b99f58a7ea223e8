//! What a topology's drawing shows: boxes, lines of each kind, collapsed groups.

use baton_layout::topology::{
    BoxKind, DrawnBox, Followed, LineKind, Scene, TopologyDrawing, drawing,
};
use baton_layout::{Memory, Options};
use baton_model::{Document, TopologyId, apply, parse_edits};
use proptest::prelude::*;
use serde_json::json;

/// A registry of puts, `kind {record}` each.
fn registry(records: &[String]) -> Document {
    let mut document = Document::new();
    put(&mut document, records);
    document
}

fn put(document: &mut Document, records: &[String]) {
    let edits: Vec<String> = records
        .iter()
        .map(|record| {
            let (kind, record) = record.split_once(' ').unwrap();
            format!(r#"{{"op":"put","kind":"{kind}","record":{record}}}"#)
        })
        .collect();
    let edits = parse_edits(&edits.join("\n"), document).unwrap();
    let diff = apply(document, &edits).unwrap();
    let revision = document.revision() + 1;
    document.commit(&diff, revision);
}

fn draw(document: &Document) -> TopologyDrawing {
    drawing(
        document,
        &TopologyId::new("t").unwrap(),
        &Options::default(),
    )
}

fn topology() -> String {
    r#"topology {"id":"t","name":"T"}"#.to_owned()
}

fn agent(id: &str, more: &str) -> String {
    format!(r#"agent {{"id":"{id}","name":"{id}"{more}}}"#)
}

fn handoff(id: &str, from: &str, to: &str, more: &str) -> String {
    format!(r#"handoff {{"id":"{id}","topology":"t","from":"{from}","to":{to}{more}}}"#)
}

fn member(id: &str, group: &str) -> String {
    format!(
        r#"placement {{"topology":"t","subject":{{"kind":"agent","id":"{id}"}},"group":"{group}"}}"#
    )
}

fn group(id: &str, parent: Option<&str>) -> String {
    let record = json!({"id": id, "topology": "t", "name": id});
    match parent {
        Some(parent) => {
            let mut record = record;
            record["parent"] = json!(parent);
            format!("group {record}")
        }
        None => format!("group {record}"),
    }
}

fn collapse(group: &str, more: &str) -> String {
    format!(
        r#"placement {{"topology":"t","subject":{{"kind":"group","id":"{group}"}},"collapsed":true{more}}}"#
    )
}

fn expand(group: &str) -> String {
    format!(r#"placement {{"topology":"t","subject":{{"kind":"group","id":"{group}"}}}}"#)
}

/// `line from>to` in the order of the drawing, `!` for lines to people.
fn lines(drawing: &TopologyDrawing) -> Vec<String> {
    let mark = |on: bool, mark: &'static str| if on { mark } else { "" };
    drawing
        .lines
        .iter()
        .map(|line| {
            format!(
                "{} {}>{}{}{}",
                line.id,
                line.from.id,
                line.to.id,
                mark(line.to_people, "!"),
                mark(line.is_default, "*")
            )
        })
        .collect()
}

fn find<'a>(drawing: &'a TopologyDrawing, id: &str) -> &'a DrawnBox {
    drawing
        .boxes
        .iter()
        .find(|drawn| drawn.subject.id == id)
        .unwrap()
}

fn desk() -> Vec<String> {
    vec![
        topology(),
        agent("triage", ""),
        agent("billing", ""),
        agent("refunds", ""),
        agent("clerk", r#","kind":"human""#),
        group("money", None),
        group("cash", Some("money")),
        member("billing", "money"),
        member("refunds", "cash"),
        r#"entry {"id":"chat","topology":"t","agent":"billing"}"#.to_owned(),
        handoff("a", "triage", r#""billing""#, ""),
        handoff("b", "triage", r#""refunds""#, ""),
        handoff("c", "billing", r#""refunds""#, ""),
        handoff("d", "refunds", r#""clerk""#, r#","fallbacks":["triage"]"#),
    ]
}

#[test]
fn a_collapsed_group_stands_for_its_members() {
    let mut document = registry(&desk());
    let open = draw(&document);
    assert_eq!(find(&open, "money").members, 2);
    assert_eq!(find(&open, "cash").members, 1);
    put(&mut document, &[collapse("money", "")]);
    let closed = draw(&document);
    let ids: Vec<&str> = closed.boxes.iter().map(|b| b.subject.id.as_str()).collect();
    assert_eq!(ids, ["money", "chat", "clerk", "triage"]);
    let card = find(&closed, "money");
    let frame = find(&open, "money");
    assert_eq!((card.x, card.y), (frame.x, frame.y));
    assert_eq!((card.width, card.height), (208.0, 68.0));
    assert_eq!(
        (card.kind, card.collapsed, card.members),
        (BoxKind::Group, true, 2)
    );
    assert_eq!(find(&closed, "triage"), find(&open, "triage"));
    assert_eq!(
        lines(&closed),
        [
            "entry:chat chat>money",
            "handoff:a triage>money",
            "handoff:b triage>money",
            "handoff:d money>clerk!",
            "fallback:d:triage money>triage",
        ]
    );
    let (a, b) = (&closed.lines[1], &closed.lines[2]);
    assert_ne!(a.points, b.points);
    put(
        &mut document,
        &[expand("money"), collapse("cash", r#","x":900,"y":40"#)],
    );
    let inner = draw(&document);
    assert_eq!(lines(&inner)[3], "handoff:c billing>cash");
    let (cash, money) = (find(&inner, "cash"), find(&inner, "money"));
    assert_eq!((cash.x, cash.y), (900.0, 40.0));
    assert!(money.x + money.width > cash.x + cash.width);
    put(&mut document, &[expand("cash")]);
    assert_eq!(draw(&document), open);
}

#[test]
fn lines_to_people_and_parallel_groups_are_marked() {
    let document = registry(&[
        topology(),
        agent("lead", ""),
        agent("left", ""),
        agent("right", ""),
        agent("clerk", r#","kind":"human""#),
        r#"entry {"id":"chat","topology":"t","agent":"clerk"}"#.to_owned(),
        handoff(
            "l",
            "lead",
            r#""left""#,
            r#","mode":"delegate","parallel_group":"both""#,
        ),
        handoff(
            "r",
            "lead",
            r#""right""#,
            r#","mode":"delegate","parallel_group":"both","fallbacks":["clerk"]"#,
        ),
    ]);
    let drawn = draw(&document);
    assert_eq!(
        lines(&drawn),
        [
            "entry:chat chat>clerk",
            "handoff:l lead>left",
            "handoff:r lead>right",
            "fallback:r:clerk lead>clerk!",
        ]
    );
    let parallel: Vec<Option<&str>> = drawn.lines.iter().map(|l| l.parallel.as_deref()).collect();
    assert_eq!(parallel, [None, Some("both"), Some("both"), None]);
}

#[test]
fn a_scene_follows_what_is_placed() {
    let mut document = registry(&desk());
    let topology = TopologyId::new("t").unwrap();
    let mut scene = Scene::collect(&document, &topology);
    let placed = |id: &str, more: &str| {
        format!(r#"placement {{"topology":"t","subject":{{"kind":"agent","id":"{id}"}}{more}}}"#)
    };
    for (records, expected) in [
        (vec![], Followed::Same),
        (
            vec![r#"team {"id":"x","name":"X"}"#.to_owned()],
            Followed::Same,
        ),
        (
            vec![placed(
                "billing",
                r#","x":3,"y":4,"width":300,"pinned":true"#,
            )],
            Followed::Moved,
        ),
        (
            vec![placed("billing", r#","group":"cash""#)],
            Followed::Moved,
        ),
        (vec![collapse("cash", "")], Followed::Outdated),
        (vec![expand("cash"), placed("refunds", "")], Followed::Moved),
        (vec![placed("clerk", "")], Followed::Outdated),
        (vec![agent("clerk", "")], Followed::Outdated),
        (
            vec![handoff("e", "clerk", r#""billing""#, "")],
            Followed::Outdated,
        ),
    ] {
        put(&mut document, &records);
        let followed = scene.follow(&document);
        assert_eq!(followed, expected, "{records:?}");
        if followed == Followed::Outdated {
            scene = Scene::collect(&document, &topology);
        }
        assert_eq!(scene, Scene::collect(&document, &topology), "{records:?}");
    }
}

/// A query for `refund` from `asker`, with `shown` qualified agents in the topology and `others` outside.
fn query(shown: usize, others: usize, more: &str) -> TopologyDrawing {
    let mut records = vec![topology(), agent("asker", ""), agent("stand-in", "")];
    let to = format!(r#"{{"capabilities":["refund"]{more}}}"#);
    records.push(handoff("q", "asker", &to, ""));
    for at in 0..shown + others {
        let id = format!("agent-{at:02}");
        records.push(agent(&id, r#","capabilities":["refund"]"#));
        if at < shown {
            records.push(handoff(
                &format!("h{at:02}"),
                "asker",
                &format!("{id:?}"),
                "",
            ));
        }
    }
    draw(&registry(&records))
}

#[test]
fn a_query_is_linked_with_who_qualifies() {
    let candidates = |drawing: &TopologyDrawing| {
        let lines = drawing.lines.iter();
        lines.filter(|l| l.kind == LineKind::Candidate).count()
    };
    let agents = |drawing: &TopologyDrawing| {
        let boxes = drawing.boxes.iter();
        boxes.filter(|b| b.kind == BoxKind::Agent).count()
    };
    // (in the topology, outside) -> (linked, agents drawn)
    for ((shown, others), expected) in [
        ((0, 0), (0, 1)),
        ((2, 0), (2, 3)),
        ((0, 8), (8, 9)),
        ((2, 8), (10, 11)),
        ((2, 9), (2, 3)),
        ((24, 0), (24, 25)),
        ((25, 0), (0, 26)),
    ] {
        let drawn = query(shown, others, "");
        assert_eq!(
            (candidates(&drawn), agents(&drawn)),
            expected,
            "{shown} {others}"
        );
        assert_eq!(find(&drawn, "q").members as usize, shown + others);
    }
    let drawn = query(25, 0, r#","default":"stand-in""#);
    assert_eq!(
        lines(&drawn).last().unwrap(),
        "candidate:q:stand-in q>stand-in*"
    );
    let drawn = query(1, 1, r#","default":"agent-00""#);
    assert_eq!(
        lines(&drawn)[2..],
        [
            "candidate:q:agent-00 q>agent-00*",
            "candidate:q:agent-01 q>agent-01"
        ]
    );
}

const AGENTS: usize = 14;

fn random() -> impl Strategy<Value = Vec<String>> {
    let groups = prop::collection::vec(proptest::option::of(0..4_usize), AGENTS);
    let parents = prop::collection::vec(any::<bool>(), 4);
    let ends = prop::collection::vec((0..AGENTS, 0..AGENTS, any::<bool>()), 0..24);
    let places = prop::collection::vec(proptest::option::weighted(0.3, (0..900, 0..900)), AGENTS);
    (groups, parents, ends, places).prop_map(|(groups, parents, ends, places)| {
        let mut records = vec![topology()];
        for (at, nested) in parents.iter().enumerate() {
            let parent = format!("g{}", at.saturating_sub(1));
            records.push(group(
                &format!("g{at}"),
                (*nested && at > 0).then_some(parent.as_str()),
            ));
        }
        for (at, (group, place)) in groups.iter().zip(places).enumerate() {
            let id = format!("a{at}");
            records.push(agent(&id, r#","capabilities":["x"]"#));
            let mut record = json!({"topology": "t", "subject": {"kind": "agent", "id": id}});
            if let Some(group) = group {
                record["group"] = json!(format!("g{group}"));
            }
            if let Some((x, y)) = place {
                record["x"] = json!(x);
                record["y"] = json!(y);
            }
            records.push(format!("placement {record}"));
        }
        for (at, (from, to, is_query)) in ends.into_iter().enumerate() {
            let to = if is_query {
                r#"{"capabilities":["x"],"default":"a1"}"#.to_owned()
            } else {
                format!(r#""a{to}""#)
            };
            records.push(handoff(&format!("h{at}"), &format!("a{from}"), &to, ""));
        }
        records
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, ..ProptestConfig::default() })]

    #[test]
    fn ends_of_lines_can_be_seen_and_opening_brings_all_back(records in random(), which in prop::collection::vec(0..4_usize, 1..4)) {
        let mut document = registry(&records);
        let topology = TopologyId::new("t").unwrap();
        let options = Options::default();
        let mut memory = Memory::default();
        let mut scene = Scene::collect(&document, &topology);
        let open = scene.draw(&options, &mut memory);
        prop_assert_eq!(scene.follow(&document), Followed::Same);
        for group in &which {
            put(&mut document, &[collapse(&format!("g{group}"), "")]);
            if scene.follow(&document) == Followed::Outdated {
                scene = Scene::collect(&document, &topology);
            }
            prop_assert_eq!(&scene, &Scene::collect(&document, &topology));
            let drawn = scene.draw(&options, &mut memory);
            for line in &drawn.lines {
                for end in [&line.from, &line.to] {
                    prop_assert!(drawn.boxes.iter().any(|b| b.subject == *end), "{:?}", line);
                }
                prop_assert!(line.from != line.to || line.from.kind != baton_model::Kind::Group);
            }
            prop_assert_eq!(drawn, draw(&document));
        }
        for group in &which {
            put(&mut document, &[expand(&format!("g{group}"))]);
        }
        prop_assert_eq!(Scene::collect(&document, &topology).draw(&options, &mut memory), open);
    }
}
