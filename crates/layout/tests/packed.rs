//! The bytes of a drawing, read again by the description of the format.

use baton_layout::packed::{NONE, packed};
use baton_layout::topology::{BoxKind, DrawnBox, DrawnLine, LineKind, TopologyDrawing};
use baton_layout::{Bounds, Heading, Point};
use baton_model::{Kind, RecordKey, TopologyId};
use proptest::prelude::*;

const BOX_KINDS: [(BoxKind, Kind); 6] = [
    (BoxKind::Agent, Kind::Agent),
    (BoxKind::Outcome, Kind::Outcome),
    (BoxKind::Entry, Kind::Entry),
    (BoxKind::Query, Kind::Handoff),
    (BoxKind::Note, Kind::Note),
    (BoxKind::Group, Kind::Group),
];
const LINE_KINDS: [LineKind; 5] = [
    LineKind::Transfer,
    LineKind::Delegate,
    LineKind::Entry,
    LineKind::Fallback,
    LineKind::Candidate,
];
const HEADINGS: [Heading; 4] = [Heading::Right, Heading::Down, Heading::Left, Heading::Up];

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    fn take(&mut self, length: usize) -> &'a [u8] {
        self.at += length;
        &self.bytes[self.at - length..self.at]
    }

    fn u8s(&mut self, count: usize) -> Vec<u8> {
        self.take(count).to_vec()
    }

    fn u32s(&mut self, count: usize) -> Vec<u32> {
        assert_eq!(self.at % 4, 0);
        let bytes = self.take(count * 4).chunks_exact(4);
        bytes
            .map(|b| u32::from_le_bytes(b.try_into().unwrap()))
            .collect()
    }

    fn f64s(&mut self, count: usize) -> Vec<f64> {
        assert_eq!(self.at % 8, 0);
        let bytes = self.take(count * 8).chunks_exact(8);
        bytes
            .map(|b| f64::from_le_bytes(b.try_into().unwrap()))
            .collect()
    }
}

fn unpacked(bytes: &[u8]) -> TopologyDrawing {
    let mut reader = Reader { bytes, at: 0 };
    assert_eq!(reader.take(4), b"BTN1");
    let counts: Vec<usize> = reader.u32s(5).into_iter().map(|n| n as usize).collect();
    let [n, m, p, text, 0] = counts[..] else {
        panic!("{counts:?}");
    };
    let bounds = reader.f64s(4);
    let (rects, points, labels) = (reader.f64s(4 * n), reader.f64s(2 * p), reader.f64s(2 * m));
    let point = |at: &[f64]| Point::new(at[0], at[1]);
    let (box_ids, members) = (reader.u32s(n), reader.u32s(n));
    let (from, to, first) = (reader.u32s(m), reader.u32s(m), reader.u32s(m + 1));
    let (subjects, ids) = (reader.u32s(m), reader.u32s(m));
    let (labels_of, parallel) = (reader.u32s(m), reader.u32s(m));
    let (box_kinds, box_flags) = (reader.u8s(n), reader.u8s(n));
    let (line_kinds, headings, line_flags) = (reader.u8s(m), reader.u8s(m), reader.u8s(m));
    let text: serde_json::Value = serde_json::from_slice(reader.take(text)).unwrap();
    assert_eq!(reader.at, bytes.len());
    let string = |at: u32| text["strings"][at as usize].as_str().unwrap().to_owned();
    let optional = |at: u32| (at != NONE).then(|| string(at));
    let boxes: Vec<DrawnBox> = (0..n)
        .map(|i| {
            let (kind, record) = BOX_KINDS[usize::from(box_kinds[i])];
            DrawnBox {
                subject: RecordKey::new(record, string(box_ids[i])),
                kind,
                x: rects[4 * i],
                y: rects[4 * i + 1],
                width: rects[4 * i + 2],
                height: rects[4 * i + 3],
                pinned: box_flags[i] & 1 != 0,
                collapsed: box_flags[i] & 2 != 0,
                members: members[i],
            }
        })
        .collect();
    let lines = (0..m).map(|i| {
        let kind = LINE_KINDS[usize::from(line_kinds[i])];
        let record = match kind {
            LineKind::Entry => Kind::Entry,
            _ => Kind::Handoff,
        };
        let subject = string(subjects[i]);
        let own = first[i] as usize..first[i + 1] as usize;
        DrawnLine {
            id: optional(ids[i]).unwrap_or_else(|| format!("{}:{subject}", record.name())),
            kind,
            subject: RecordKey::new(record, subject),
            from: boxes[from[i] as usize].subject.clone(),
            to: boxes[to[i] as usize].subject.clone(),
            points: own.map(|at| point(&points[2 * at..])).collect(),
            heading: HEADINGS[usize::from(headings[i])],
            label: optional(labels_of[i]),
            label_at: point(&labels[2 * i..]),
            to_people: line_flags[i] & 1 != 0,
            parallel: optional(parallel[i]),
            is_default: line_flags[i] & 2 != 0,
        }
    });
    TopologyDrawing {
        topology: TopologyId::new(text["topology"].as_str().unwrap()).unwrap(),
        lines: lines.collect(),
        boxes,
        bounds: Bounds {
            x: bounds[0],
            y: bounds[1],
            width: bounds[2],
            height: bounds[3],
        },
    }
}

fn number() -> impl Strategy<Value = f64> {
    -1e6..1e6_f64
}

fn drawn_box(at: usize) -> impl Strategy<Value = DrawnBox> {
    let place = (number(), number(), number(), number());
    (0..BOX_KINDS.len(), place, any::<(bool, bool, u32)>()).prop_map(
        move |(kind, (x, y, width, height), (pinned, collapsed, members))| DrawnBox {
            subject: RecordKey::new(BOX_KINDS[kind].1, format!("box-{at}")),
            kind: BOX_KINDS[kind].0,
            x,
            y,
            width,
            height,
            pinned,
            collapsed,
            members,
        },
    )
}

fn line(at: usize, boxes: &[DrawnBox]) -> impl Strategy<Value = DrawnLine> + use<> {
    let ends: Vec<RecordKey> = boxes.iter().map(|drawn| drawn.subject.clone()).collect();
    let ends = prop::sample::select(ends);
    let text = || proptest::option::of("[a-z\u{e9}\u{9000} \"@]{0,8}");
    (
        (0..LINE_KINDS.len(), 0..HEADINGS.len(), any::<bool>()),
        (ends.clone(), ends),
        prop::collection::vec((number(), number()), 0..6),
        (text(), text(), (number(), number())),
        any::<(bool, bool)>(),
    )
        .prop_map(
            move |(
                (kind, heading, usual),
                (from, to),
                points,
                (label, parallel, at_label),
                flags,
            )| {
                let kind = LINE_KINDS[kind];
                let record = match kind {
                    LineKind::Entry => Kind::Entry,
                    _ => Kind::Handoff,
                };
                DrawnLine {
                    id: if usual {
                        format!("{}:line-{at}", record.name())
                    } else {
                        format!("fallback:line-{at}:box-0")
                    },
                    kind,
                    subject: RecordKey::new(record, format!("line-{at}")),
                    from,
                    to,
                    points: points.into_iter().map(|(x, y)| Point::new(x, y)).collect(),
                    heading: HEADINGS[heading],
                    label,
                    label_at: Point::new(at_label.0, at_label.1),
                    to_people: flags.0,
                    parallel,
                    is_default: flags.1,
                }
            },
        )
}

fn drawing() -> impl Strategy<Value = TopologyDrawing> {
    (1..9_usize, 0..12_usize)
        .prop_flat_map(|(n, m)| ((0..n).map(drawn_box).collect::<Vec<_>>(), Just(m)))
        .prop_flat_map(|(boxes, m)| {
            let lines: Vec<_> = (0..m).map(|at| line(at, &boxes)).collect();
            (Just(boxes), lines, (number(), number(), number(), number()))
        })
        .prop_map(|(boxes, lines, (x, y, width, height))| TopologyDrawing {
            topology: TopologyId::new("desk").unwrap(),
            boxes,
            lines,
            bounds: Bounds {
                x,
                y,
                width,
                height,
            },
        })
}

proptest! {
    #[test]
    fn what_is_packed_can_be_unpacked(drawing in drawing()) {
        prop_assert_eq!(unpacked(&packed(&drawing)), drawing);
    }
}

#[test]
fn an_empty_drawing_is_a_header() {
    let empty = TopologyDrawing {
        topology: TopologyId::new("desk").unwrap(),
        boxes: Vec::new(),
        lines: Vec::new(),
        bounds: Bounds::default(),
    };
    let bytes = packed(&empty);
    assert_eq!(unpacked(&bytes), empty);
    // Header, bounds and the one number that says where the first line would begin.
    assert_eq!(&bytes[60..], br#"{"topology":"desk","strings":[]}"#);
}
