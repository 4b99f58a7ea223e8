//! `pictures/<topology>.{svg,png,mmd,dot}`: a topology as a picture, as a Mermaid flowchart and for Graphviz;
//! `pictures/<topology>/<handoff>.mmd`: each handoff as a sequence diagram.

mod dot;
mod mermaid;
mod png;
mod scene;
mod sequence;
mod svg;

use crate::file_set::{ExportFile, FileSet, Source};
use crate::kind::ExportKind;
use crate::scope::Scope;
use baton_layout::Options;
use baton_layout::topology::{BoxKind, LineKind, TopologyDrawing, drawing};
use baton_model::{Diagnostic, Document, Kind, Level, RecordKey, TopologyId};
use scene::Scene;

pub(crate) fn run(scope: &Scope<'_>, files: &mut FileSet) {
    for topology in scope.topologies() {
        let drawing = drawing(scope.document, &topology.id, &Options::default());
        let scene = Scene::of(scope.document, &drawing);
        let picture = svg::write(&scene, &drawing);
        let note = |level, message: String| Diagnostic {
            level,
            path: format!("pictures/{}.png", topology.id),
            message,
            subject: Some(RecordKey::new(Kind::Topology, topology.id.as_str())),
        };
        let mut add = |path: String, bytes: Vec<u8>, source: Source| {
            files.add(ExportFile::new(
                path,
                ExportKind::Pictures,
                bytes,
                Some(source),
            ));
        };
        let source = || Source::new(Kind::Topology, topology.id.as_str());
        let at = |extension: &str| format!("pictures/{}.{extension}", topology.id);
        add(at("mmd"), mermaid::write(&scene).into_bytes(), source());
        add(at("dot"), dot::write(&scene).into_bytes(), source());
        for handoff in scope.handoffs(&topology.id) {
            if let Some(text) = sequence::write(scope.document, handoff) {
                let path = format!("pictures/{}/{}.mmd", topology.id, handoff.id);
                let source = Source::new(Kind::Handoff, handoff.id.as_str());
                add(path, text.into_bytes(), source);
            }
        }
        let made = png::of(&picture);
        if let Ok(bytes) = &made {
            add(at("png"), bytes.clone(), source());
        }
        add(at("svg"), picture.into_bytes(), source());
        if let Err(problem) = made {
            files.note(note(Level::Warning, format!("not exported: {problem}")));
        } else if scene.texts().any(|text| !text.chars().all(png::covers)) {
            let message = "letters beyond Latin, Greek and Cyrillic are not drawn; the .svg beside it has them";
            files.note(note(Level::Info, message.to_owned()));
        }
    }
}

/// A drawing for a page that has the [`sheet`] in its own style.
pub(crate) struct Inline {
    pub svg: String,
    pub places: Vec<Place>,
}

/// Where something is drawn that a page can lead to.
#[derive(serde::Serialize)]
pub(crate) struct Place {
    kind: &'static str,
    id: String,
    x: f64,
    y: f64,
    width: f64,
    height: f64,
}

/// Height of a handoff's label, and width of the place where it stands.
const LABEL: (f64, f64) = (96.0, 22.0);

pub(crate) fn inline(document: &Document, topology: &TopologyId) -> Inline {
    let drawing = drawing(document, topology, &Options::default());
    let svg = svg::write(&Scene::of(document, &drawing), &drawing).replace(svg::SHEET, "");
    let boxes = drawing
        .boxes
        .iter()
        .filter(|one| one.kind == BoxKind::Agent);
    let mut places: Vec<Place> = boxes
        .map(|one| Place {
            kind: "agent",
            id: one.subject.id.clone(),
            x: one.x,
            y: one.y,
            width: one.width,
            height: one.height,
        })
        .collect();
    let lines = drawing.lines.iter().filter(|line| {
        line.subject.kind == Kind::Handoff
            && matches!(line.kind, LineKind::Transfer | LineKind::Delegate)
    });
    places.extend(lines.map(|line| Place {
        kind: "handoff",
        id: line.subject.id.clone(),
        x: line.label_at.x - LABEL.0 / 2.0,
        y: line.label_at.y - LABEL.1 / 2.0,
        width: LABEL.0,
        height: LABEL.1,
    }));
    Inline { svg, places }
}

/// The style sheet of pictures, without its element.
pub(crate) fn sheet() -> &'static str {
    svg::SHEET
        .trim_start_matches("<style>")
        .trim_end()
        .trim_end_matches("</style>")
}

/// A topology as a Mermaid flowchart.
pub fn mermaid(document: &Document, topology: &TopologyId) -> String {
    mermaid_of(&drawing(document, topology, &Options::default()), document)
}

/// A drawing, or a part of one, as a Mermaid flowchart.
pub fn mermaid_of(drawing: &TopologyDrawing, document: &Document) -> String {
    mermaid::write(&Scene::of(document, drawing))
}

/// A topology in the language of Graphviz.
pub fn dot(document: &Document, topology: &TopologyId) -> String {
    dot_of(&drawing(document, topology, &Options::default()), document)
}

/// A drawing, or a part of one, in the language of Graphviz.
pub fn dot_of(drawing: &TopologyDrawing, document: &Document) -> String {
    dot::write(&Scene::of(document, drawing))
}

/// A drawing as SVG: light, and dark where the reader prefers it; no script, no handler, nothing from outside.
pub fn svg(drawing: &TopologyDrawing, document: &Document) -> String {
    svg::write(&Scene::of(document, drawing), drawing)
}
