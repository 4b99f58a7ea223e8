//! `pictures/<topology>.{svg,mmd,dot}`: a topology as a picture, as a Mermaid flowchart and for Graphviz.

mod dot;
mod mermaid;
mod scene;
mod svg;

use crate::file_set::{ExportFile, FileSet, Source};
use crate::kind::ExportKind;
use crate::scope::Scope;
use baton_layout::Options;
use baton_layout::topology::{TopologyDrawing, drawing};
use baton_model::{Document, Kind, TopologyId};
use scene::Scene;

pub(crate) fn run(scope: &Scope<'_>, files: &mut FileSet) {
    for topology in scope.topologies() {
        let drawing = drawing(scope.document, &topology.id, &Options::default());
        let scene = Scene::of(scope.document, &drawing);
        for (extension, text) in [
            ("svg", svg::write(&scene, &drawing)),
            ("mmd", mermaid::write(&scene)),
            ("dot", dot::write(&scene)),
        ] {
            let path = format!("pictures/{}.{extension}", topology.id);
            let source = Source::new(Kind::Topology, topology.id.as_str());
            files.add(ExportFile::new(
                path,
                ExportKind::Pictures,
                text,
                Some(source),
            ));
        }
    }
}

/// A topology as a Mermaid flowchart.
pub fn mermaid(document: &Document, topology: &TopologyId) -> String {
    mermaid::write(&Scene::of(
        document,
        &drawing(document, topology, &Options::default()),
    ))
}

/// A topology in the language of Graphviz.
pub fn dot(document: &Document, topology: &TopologyId) -> String {
    dot::write(&Scene::of(
        document,
        &drawing(document, topology, &Options::default()),
    ))
}

/// A drawing as SVG: light, and dark where the reader prefers it; no script, no handler, nothing from outside.
pub fn svg(drawing: &TopologyDrawing, document: &Document) -> String {
    svg::write(&Scene::of(document, drawing), drawing)
}
