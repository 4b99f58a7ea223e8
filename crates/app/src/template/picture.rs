//! Small pictures of templates, to choose by.

use crate::{AppError, ErrorCode};
use baton_layout::topology::{BoxKind, DrawnBox, LineKind, TopologyDrawing, drawing};
use baton_layout::{Options, Point};
use baton_model::{
    Agent, AgentKind, Channel, Document, Entry, Group, Handoff, Note, Outcome, Target,
};
use serde::Serialize;

/// A box of a picture.
#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
pub struct PictureBox {
    /// What it is.
    pub kind: BoxKind,
    /// Of an agent its kind.
    pub agent_kind: Option<AgentKind>,
    /// What stands in it.
    pub name: String,
    /// Left border.
    pub x: f64,
    /// Upper border.
    pub y: f64,
    /// Horizontal extent.
    pub width: f64,
    /// Vertical extent.
    pub height: f64,
}

/// A line of a picture.
#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
pub struct PictureLine {
    /// What it is.
    pub kind: LineKind,
    /// Its corners.
    pub points: Vec<Point>,
}

/// A small picture of a template's first topology; its upper left corner is the origin.
#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
pub struct TemplatePicture {
    /// Horizontal extent.
    pub width: f64,
    /// Vertical extent.
    pub height: f64,
    /// Boxes; groups first.
    pub boxes: Vec<PictureBox>,
    /// Lines.
    pub lines: Vec<PictureLine>,
}

/// The picture of the template with an id.
pub fn picture(id: &str) -> Result<TemplatePicture, AppError> {
    let template = super::find(id)?;
    let document = template.document()?;
    let Some(topology) = document.topologies().next() else {
        return Err(AppError::new(
            ErrorCode::Internal,
            format!("the template {id} draws nothing"),
            "",
        ));
    };
    let drawing = drawing(&document, &topology.id, &Options::default());
    Ok(pictured(&document, &drawing))
}

/// A drawing as a picture.
pub(crate) fn pictured(document: &Document, drawing: &TopologyDrawing) -> TemplatePicture {
    let (left, top) = (drawing.bounds.x, drawing.bounds.y);
    let boxes = drawing.boxes.iter().map(|drawn| PictureBox {
        kind: drawn.kind,
        agent_kind: document
            .find::<Agent>(&drawn.subject.id)
            .filter(|_| drawn.kind == BoxKind::Agent)
            .map(|agent| agent.kind),
        name: name(document, drawn),
        x: drawn.x - left,
        y: drawn.y - top,
        width: drawn.width,
        height: drawn.height,
    });
    let moved = |point: &Point| Point::new(point.x - left, point.y - top);
    let lines = drawing.lines.iter().map(|line| PictureLine {
        kind: line.kind,
        points: line.points.iter().map(moved).collect(),
    });
    TemplatePicture {
        width: drawing.bounds.width,
        height: drawing.bounds.height,
        boxes: boxes.collect(),
        lines: lines.collect(),
    }
}

fn name(document: &Document, drawn: &DrawnBox) -> String {
    let id = drawn.subject.id.as_str();
    let found = match drawn.kind {
        BoxKind::Agent => document.find::<Agent>(id).map(|agent| agent.name.clone()),
        BoxKind::Outcome => document
            .find::<Outcome>(id)
            .map(|outcome| outcome.name.clone()),
        BoxKind::Entry => document
            .find::<Entry>(id)
            .map(|entry| entry.channel.map_or_else(|| "entry".to_owned(), word)),
        BoxKind::Query => document
            .find::<Handoff>(id)
            .and_then(|handoff| match &handoff.to {
                Target::Query(query) => Some(query.capabilities.join(", ")),
                Target::Agent(_) | Target::Outcome(_) => None,
            }),
        BoxKind::Note => document.find::<Note>(id).map(|note| note.text.clone()),
        BoxKind::Group => document.find::<Group>(id).map(|group| group.name.clone()),
    };
    found.unwrap_or_default()
}

/// A channel as it is written in files.
fn word(channel: Channel) -> String {
    let written = serde_json::to_value(channel);
    let word = written
        .ok()
        .and_then(|word| Some(word.as_str()?.to_owned()));
    word.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_template_has_a_picture_within_its_borders() {
        for template in super::super::all().unwrap() {
            let picture = picture(&template.id).unwrap();
            let agents = picture.boxes.iter().filter(|b| b.agent_kind.is_some());
            assert!(agents.count() > 2, "{}", template.id);
            assert!(picture.lines.len() > 2, "{}", template.id);
            for drawn in &picture.boxes {
                assert!(!drawn.name.is_empty(), "{drawn:?}");
                assert!(drawn.x >= 0.0 && drawn.x + drawn.width <= picture.width + 0.01);
                assert!(drawn.y >= 0.0 && drawn.y + drawn.height <= picture.height + 0.01);
            }
        }
    }

    #[test]
    fn an_unknown_template_has_none() {
        assert_eq!(picture("nothing").unwrap_err().code, ErrorCode::NotFound);
    }
}
