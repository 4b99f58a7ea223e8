//! A drawing as one run of bytes, for a reader that wants typed arrays and not thousands of objects.
//!
//! Everything is little endian. Sections follow each other without gaps, the widest numbers first, so that each starts at a multiple of
//! the size of its numbers; text comes last. With `n` boxes, `m` lines and `p` points:
//!
//! | section | numbers | content |
//! | --- | --- | --- |
//! | header | 24 bytes | `BTN1`; as `u32`: `n`, `m`, `p`, bytes of the text, zero |
//! | bounds | 4 `f64` | x, y, width, height around everything |
//! | boxes | 4n `f64` | x, y, width, height of each |
//! | points | 2p `f64` | x, y of the corners of all lines, one line after the other |
//! | label places | 2m `f64` | x, y of the label's centre, or of the middle of the line |
//! | box ids | n `u32` | the subject's id, in `strings` |
//! | box members | n `u32` | [`DrawnBox::members`] |
//! | line from | m `u32` | the box where it starts |
//! | line to | m `u32` | the box where it ends |
//! | line first | m + 1 `u32` | its first point; the last number is `p`, so a line's points end where those of the next begin |
//! | line subjects | m `u32` | id of the entry or handoff, in `strings` |
//! | line ids | m `u32` | in `strings`, or none: then the id is `entry:` or `handoff:` and the subject |
//! | line labels | m `u32` | in `strings`, or none |
//! | line parallel groups | m `u32` | in `strings`, or none |
//! | box kinds | n `u8` | 0 agent, 1 outcome, 2 entry, 3 query, 4 note, 5 group |
//! | box flags | n `u8` | 1 pinned, 2 collapsed |
//! | line kinds | m `u8` | 0 transfer, 1 delegate, 2 entry, 3 fallback, 4 candidate |
//! | line headings | m `u8` | 0 right, 1 down, 2 left, 3 up |
//! | line flags | m `u8` | 1 to people, 2 default |
//! | text | UTF-8 | JSON: `{"topology": string, "strings": [string]}`, each string once |
//!
//! None is 4,294,967,295. The record's kind follows from that of the box; of a query it is the handoff.

use crate::Heading;
use crate::topology::{BoxKind, DrawnBox, DrawnLine, LineKind, TopologyDrawing};
use baton_model::{Kind, RecordKey};
use std::collections::HashMap;

/// The first bytes.
pub const MAGIC: [u8; 4] = *b"BTN1";
/// In place of an index: nothing.
pub const NONE: u32 = u32::MAX;

/// The drawing as bytes. A line whose ends are not among the boxes is left out.
pub fn packed(drawing: &TopologyDrawing) -> Vec<u8> {
    let places: HashMap<&RecordKey, u32> = drawing
        .boxes
        .iter()
        .map(|drawn| &drawn.subject)
        .zip(0..)
        .collect();
    let lines: Vec<Ends<'_>> = drawing
        .lines
        .iter()
        .filter_map(|line| {
            Some(Ends {
                line,
                from: *places.get(&line.from)?,
                to: *places.get(&line.to)?,
            })
        })
        .collect();
    let mut strings = Strings::default();
    let columns = Columns::new(drawing, &lines, &mut strings);
    let text = Text {
        topology: drawing.topology.as_str(),
        strings: &strings.all,
    };
    // Texts alone cannot fail to be written.
    let text = serde_json::to_string(&text).unwrap_or_default();
    let points: usize = lines.iter().map(|ends| ends.line.points.len()).sum();
    let mut out = Vec::with_capacity(
        60 + 42 * drawing.boxes.len() + 47 * lines.len() + 16 * points + text.len(),
    );
    out.extend(MAGIC);
    let counts = [drawing.boxes.len(), lines.len(), points, text.len(), 0];
    for count in counts {
        out.extend((count as u32).to_le_bytes());
    }
    for number in numbers(drawing, &lines) {
        out.extend(number.to_le_bytes());
    }
    for number in columns.wide.iter().flatten() {
        out.extend(number.to_le_bytes());
    }
    out.extend(columns.narrow.concat());
    out.extend(text.bytes());
    out
}

#[derive(serde::Serialize)]
struct Text<'a> {
    topology: &'a str,
    strings: &'a [&'a str],
}

struct Ends<'a> {
    line: &'a DrawnLine,
    from: u32,
    to: u32,
}

fn numbers(drawing: &TopologyDrawing, lines: &[Ends<'_>]) -> impl Iterator<Item = f64> {
    let bounds = drawing.bounds;
    let boxes = drawing
        .boxes
        .iter()
        .flat_map(|b| [b.x, b.y, b.width, b.height]);
    let points = lines.iter().flat_map(|ends| &ends.line.points);
    let labels = lines.iter().map(|ends| &ends.line.label_at);
    [bounds.x, bounds.y, bounds.width, bounds.height]
        .into_iter()
        .chain(boxes)
        .chain(points.chain(labels).flat_map(|point| [point.x, point.y]))
}

/// Columns in the order of the format.
struct Columns {
    wide: [Vec<u32>; 9],
    narrow: [Vec<u8>; 5],
}

impl Columns {
    fn new<'a>(
        drawing: &'a TopologyDrawing,
        lines: &[Ends<'a>],
        strings: &mut Strings<'a>,
    ) -> Self {
        let boxes = || drawing.boxes.iter();
        let all = || lines.iter().map(|ends| ends.line);
        let mut first = Vec::with_capacity(lines.len() + 1);
        let mut next = 0;
        first.push(next);
        for line in all() {
            next += line.points.len() as u32;
            first.push(next);
        }
        Self {
            wide: [
                boxes()
                    .map(|drawn| strings.add(&drawn.subject.id))
                    .collect(),
                boxes().map(|drawn| drawn.members).collect(),
                lines.iter().map(|ends| ends.from).collect(),
                lines.iter().map(|ends| ends.to).collect(),
                first,
                all().map(|line| strings.add(&line.subject.id)).collect(),
                all()
                    .map(|line| strings.add_some(Some(&line.id).filter(|_| !has_usual_id(line))))
                    .collect(),
                all()
                    .map(|line| strings.add_some(line.label.as_ref()))
                    .collect(),
                all()
                    .map(|line| strings.add_some(line.parallel.as_ref()))
                    .collect(),
            ],
            narrow: [
                boxes().map(|drawn| box_kind(drawn.kind)).collect(),
                boxes().map(box_flags).collect(),
                all().map(|line| line_kind(line.kind)).collect(),
                all().map(|line| heading(line.heading)).collect(),
                all().map(line_flags).collect(),
            ],
        }
    }
}

#[derive(Default)]
struct Strings<'a> {
    all: Vec<&'a str>,
    places: HashMap<&'a str, u32>,
}

impl<'a> Strings<'a> {
    fn add(&mut self, text: &'a str) -> u32 {
        *self.places.entry(text).or_insert_with(|| {
            self.all.push(text);
            self.all.len() as u32 - 1
        })
    }

    fn add_some(&mut self, text: Option<&'a String>) -> u32 {
        text.map_or(NONE, |text| self.add(text))
    }
}

/// Whether the id says no more than the subject.
fn has_usual_id(line: &DrawnLine) -> bool {
    let kind = match line.kind {
        LineKind::Entry => Kind::Entry,
        _ => Kind::Handoff,
    };
    line.id.split_once(':') == Some((kind.name(), &line.subject.id))
}

fn box_kind(kind: BoxKind) -> u8 {
    match kind {
        BoxKind::Agent => 0,
        BoxKind::Outcome => 1,
        BoxKind::Entry => 2,
        BoxKind::Query => 3,
        BoxKind::Note => 4,
        BoxKind::Group => 5,
    }
}

fn line_kind(kind: LineKind) -> u8 {
    match kind {
        LineKind::Transfer => 0,
        LineKind::Delegate => 1,
        LineKind::Entry => 2,
        LineKind::Fallback => 3,
        LineKind::Candidate => 4,
    }
}

fn heading(heading: Heading) -> u8 {
    match heading {
        Heading::Right => 0,
        Heading::Down => 1,
        Heading::Left => 2,
        Heading::Up => 3,
    }
}

fn box_flags(drawn: &DrawnBox) -> u8 {
    u8::from(drawn.pinned) | u8::from(drawn.collapsed) << 1
}

fn line_flags(line: &DrawnLine) -> u8 {
    u8::from(line.to_people) | u8::from(line.is_default) << 1
}
