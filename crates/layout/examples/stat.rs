#![allow(warnings)]
use baton_layout::topology::{BoxKind, Scene, TopologyDrawing};
use baton_layout::{Edge, Graph, Memory, Node, Options, Point, Size, layout};
use baton_model::{Document, EditCommand, Held, Kind, Record, TopologyId, apply};
use serde_json::json;
use std::sync::Arc;
/// A seeded xorshift generator, so that every run measures the same drawings.
fn random_numbers() -> impl FnMut(usize) -> usize {
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    move |below| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % below as u64) as usize
    }
}

/// The name of a topology that [`registry`] makes.
const TOPOLOGY: &str = "t";

/// A topology in groups of 50: a tree of handoffs in each, some handoffs beside it, a few between groups. Agents stand at `places`.
fn registry(agents: usize, handoffs: usize, places: &[Point], closed: bool) -> Document {
    let mut random = random_numbers();
    let mut records: Vec<(Kind, serde_json::Value)> =
        vec![(Kind::Topology, json!({"id": TOPOLOGY, "name": "Topology"}))];
    for group in 0..agents.div_ceil(GROUP) {
        let id = format!("group-{group:03}");
        records.push((
            Kind::Group,
            json!({"id": id, "topology": TOPOLOGY, "name": id}),
        ));
        records.push((
            Kind::Placement,
            placement("group", &id, json!({"collapsed": closed})),
        ));
    }
    for agent in 0..agents {
        let id = format!("agent-{agent:05}");
        let mut more = json!({"group": format!("group-{:03}", agent / GROUP)});
        if let Some(place) = places.get(agent) {
            more["x"] = json!(place.x);
            more["y"] = json!(place.y);
        }
        records.push((
            Kind::Agent,
            json!({"id": id, "name": id, "capabilities": ["x"]}),
        ));
        records.push((Kind::Placement, placement("agent", &id, more)));
    }
    for handoff in 0..handoffs {
        let (from, to) = if handoff + 1 < agents {
            let to = handoff + 1;
            let first = to / GROUP * GROUP;
            match to - first {
                0 => ((first / GROUP - 1) / 2 * GROUP, to),
                local => (first + (local - 1) / 2, to),
            }
        } else {
            let from = random(agents);
            match random(4) {
                0 => {
                    let group = from / GROUP * 2 + 1 + random(2);
                    (
                        from,
                        if group * GROUP < agents {
                            group
                        } else {
                            from / GROUP
                        } * GROUP,
                    )
                }
                _ => (from, from / GROUP * GROUP + random(GROUP)),
            }
        };
        records.push((
            Kind::Handoff,
            json!({
                "id": format!("handoff-{handoff:05}"),
                "topology": TOPOLOGY,
                "from": format!("agent-{from:05}"),
                "to": format!("agent-{:05}", to.min(agents - 1)),
                "mode": "transfer",
                "contract": "refund-request",
                "version": "1.0.0",
            }),
        ));
    }
    let held = records.into_iter().map(|(kind, record)| Held {
        revision: 1,
        record: Arc::new(Record::from_json(kind, record).unwrap()),
    });
    Document::load(1, held)
}

const GROUP: usize = 50;

fn placement(kind: &str, id: &str, more: serde_json::Value) -> serde_json::Value {
    let mut record = json!({
        "id": format!("{TOPOLOGY}.{kind}.{id}"),
        "topology": TOPOLOGY,
        "subject": {"kind": kind, "id": id},
    });
    if let (Some(record), serde_json::Value::Object(more)) = (record.as_object_mut(), more) {
        record.extend(more);
    }
    record
}

/// Where somebody who moved every box a little has them.
fn places_by_hand(agents: usize, handoffs: usize) -> Vec<Point> {
    let mut random = random_numbers();
    let mut shift = || random(41) as f64 - 20.0;
    let drawn = draw(
        &registry(agents, handoffs, &[], false),
        &mut Memory::default(),
    );
    let boxes = drawn.boxes.iter().filter(|b| b.kind == BoxKind::Agent);
    boxes
        .map(|b| Point::new(b.x.round() + shift(), b.y.round() + shift()))
        .collect()
}

fn draw(document: &Document, memory: &mut Memory) -> TopologyDrawing {
    let topology = TopologyId::new(TOPOLOGY).unwrap();
    Scene::collect(document, &topology).draw(&Options::default(), memory)
}

fn main() {
    if std::env::args().nth(1).as_deref() == Some("loop") {
        let places = places_by_hand(5000, 7500);
        let docs: Vec<_> = (0..8)
            .map(|at| {
                let mut p = places.clone();
                let at = at * 625 + 17;
                p[at].x += 90.0;
                registry(5000, 7500, &p, false)
            })
            .collect();
        let mut memory = Memory::default();
        draw(&docs[0], &mut memory);
        let t = std::time::Instant::now();
        let t2 = Cpu::now();
        let mut least = u128::MAX;
        let mut least_c = u128::MAX;
        let mut least_d = u128::MAX;
        let mut all = vec![];
        for i in 0..200 {
            let t = std::time::Instant::now();
            let sc = Scene::collect(&docs[i % 8], &TopologyId::new("t").unwrap());
            let c = t.elapsed().as_micros();
            let d = sc.draw(&Options::default(), &mut memory);
            let dr = t.elapsed().as_micros() - c;
            drop(d);
            drop(sc);
            let e = t.elapsed().as_micros();
            least = least.min(e);
            least_c = least_c.min(c);
            least_d = least_d.min(dr);
            all.push(e);
        }
        all.sort();
        println!(
            "best: all {least} us collect {least_c} draw {least_d}; p25 {} p50 {}",
            all[50], all[100]
        );
        println!(
            "per move wall {:?} cpu {:?}",
            t.elapsed() / 200,
            t2.elapsed() / 200
        );
        return;
    }

    for (n, m) in [(1000, 1500), (5000, 7500)] {
        let places = places_by_hand(n, m);
        let document = registry(n, m, &places, false);
        let t = Cpu::now();
        let mut memory = Memory::default();
        let d = draw(&document, &mut memory);
        let full = t.elapsed();
        let boxes: Vec<_> = d
            .boxes
            .iter()
            .filter(|b| b.kind != BoxKind::Group)
            .collect();
        let mut through = 0;
        let mut bends = 0;
        let mut len = 0.0;
        let mut longest_hits = 0;
        for l in &d.lines {
            bends += l.points.len() - 2;
            let mut hit = 0;
            for p in l.points.windows(2) {
                len += (p[0].x - p[1].x).abs() + (p[0].y - p[1].y).abs();
                for b in &boxes {
                    if p[0].x.min(p[1].x) < b.x + b.width - 0.5
                        && p[0].x.max(p[1].x) > b.x + 0.5
                        && p[0].y.min(p[1].y) < b.y + b.height - 0.5
                        && p[0].y.max(p[1].y) > b.y + 0.5
                    {
                        hit += 1;
                    }
                }
            }
            if hit > 0 {
                through += 1;
            }
            longest_hits += hit;
        }
        println!(
            "{n}: full {full:?}; lines through boxes {through} (hits {longest_hits}), bends {bends}, length {len:.0}, bounds {:?}",
            d.bounds
        );
        let mut times = vec![];
        for at in 0..8 {
            let mut places = places.clone();
            let at = at * n / 8 + 17;
            places[at].x += 90.0;
            places[at].y -= 40.0;
            let doc = registry(n, m, &places, false);
            let t = Cpu::now();
            draw(&doc, &mut memory);
            times.push(t.elapsed().as_millis());
        }
        println!("  moves {times:?}");
        let t = Cpu::now();
        let sc = Scene::collect(&document, &TopologyId::new("t").unwrap());
        println!("  collect {:?}", t.elapsed());
        let t = Cpu::now();
        let dd = sc.draw(&Options::default(), &mut memory);
        println!("  draw changed {:?}", t.elapsed());
        let t = Cpu::now();
        let dd2 = sc.draw(&Options::default(), &mut memory);
        println!("  draw same {:?}", t.elapsed());
        let t = Cpu::now();
        drop(dd2);
        println!("  drop {:?}", t.elapsed());
        let t = Cpu::now();
        let same = sc == sc.clone();
        println!("  clone+eq {:?} {same}", t.elapsed());
        let t = Cpu::now();
        baton_layout::packed::packed(&dd);
        println!("  packed {:?}", t.elapsed());
        let open = registry(n, m, &[], false);
        let sc = Scene::collect(&open, &TopologyId::new("t").unwrap());
        let mut memory = Memory::default();
        let t = Cpu::now();
        let dd = sc.draw(&Options::default(), &mut memory);
        println!("  free layout {:?}", t.elapsed());
        let t = Cpu::now();
        let dd = sc.draw(&Options::default(), &mut memory);
        println!("  free layout again {:?}", t.elapsed());
        let closed = registry(n, m, &[], true);
        let sc = Scene::collect(&closed, &TopologyId::new("t").unwrap());
        let t = Cpu::now();
        let dd = sc.draw(&Options::default(), &mut memory);
        println!(
            "  closed {:?}: {} boxes {} lines",
            t.elapsed(),
            dd.boxes.len(),
            dd.lines.len()
        );
    }
}

struct Cpu(u64);
impl Cpu {
    fn read() -> u64 {
        std::fs::read_to_string("/proc/self/schedstat")
            .unwrap()
            .split(' ')
            .next()
            .unwrap()
            .parse()
            .unwrap()
    }
    fn now() -> Self {
        Cpu(Self::read())
    }
    fn elapsed(&self) -> std::time::Duration {
        std::time::Duration::from_nanos(Self::read() - self.0)
    }
}
