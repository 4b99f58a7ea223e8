//! `skeletons/<framework>/<topology>.py`: Python to start from, whose graph is the drawing.

mod about;
pub(crate) mod langgraph;
pub(crate) mod openai;
mod python;
mod trigger;

use crate::file_set::FileSet;
use baton_model::{Diagnostic, Kind, Level, RecordKey, Topology};

/// Tells what of a topology its skeleton says otherwise.
fn tell(files: &mut FileSet, path: &str, topology: &Topology, notes: Vec<String>) {
    for message in notes {
        files.note(Diagnostic {
            subject: Some(RecordKey::new(Kind::Topology, topology.id.as_str())),
            ..Diagnostic::new(Level::Info, path, message)
        });
    }
}
