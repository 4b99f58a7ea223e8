//! Pictures of a topology, or of a part of it: SVG, PNG, Mermaid, Graphviz.

use super::drawing::{drawing, drawing_at};
use crate::clip::copy::with_what_belongs;
use crate::files::write_atomically;
use crate::{AppError, ErrorCode, Registry};
use baton_layout::topology::TopologyDrawing;
use baton_model::{Document, RecordKey, TopologyId};
use std::path::Path;

/// What a picture shows.
#[derive(Clone, Copy, Debug)]
pub struct Shown<'a> {
    /// The topology.
    pub topology: &'a TopologyId,
    /// These records alone, with what stands in groups among them and the handoffs between them; everything when empty.
    pub only: &'a [RecordKey],
    /// As it was at a revision; as it is when left out.
    pub at: Option<u32>,
}

impl<'a> Shown<'a> {
    /// All of a topology as it is.
    pub fn all(topology: &'a TopologyId) -> Self {
        Self {
            topology,
            only: &[],
            at: None,
        }
    }
}

/// A picture in the bytes of a file with that extension: `svg`, `png`, `mmd` or `dot`.
pub async fn picture(
    registry: &Registry,
    shown: Shown<'_>,
    extension: &str,
) -> Result<Vec<u8>, AppError> {
    // Pixels are made of the SVG once the records are let go.
    let language = if extension == "png" { "svg" } else { extension };
    let text = if let Some(revision) = shown.at {
        let document = registry.document_at(revision).await?;
        let drawn = drawing_at(&document, shown.topology);
        written(&document, &drawn, shown, language)?
    } else {
        let drawn = drawing(registry, shown.topology);
        registry.read(|document| written(document, &drawn, shown, language))?
    };
    if extension == "png" {
        return png(&text);
    }
    Ok(text.into_bytes())
}

/// Draws a topology into a file; its extension decides the format.
pub async fn draw(registry: &Registry, shown: Shown<'_>, out: &Path) -> Result<(), AppError> {
    let extension = out
        .extension()
        .and_then(|e| e.to_str())
        .unwrap_or_default()
        .to_ascii_lowercase();
    write_atomically(out, &picture(registry, shown, &extension).await?)
}

fn written(
    document: &Document,
    drawn: &TopologyDrawing,
    shown: Shown<'_>,
    language: &str,
) -> Result<String, AppError> {
    let part;
    let drawn = if shown.only.is_empty() {
        drawn
    } else {
        part = drawn.part(&with_what_belongs(document, shown.topology, shown.only)?);
        if part.boxes.is_empty() {
            return Err(AppError::new(
                ErrorCode::InvalidInput,
                format!("none of it is drawn in {}", shown.topology),
                "choose agents, handoffs, entries, outcomes, notes or groups of the drawing",
            ));
        }
        &part
    };
    match language {
        "svg" => Ok(baton_export::svg(drawn, document)),
        "mmd" => Ok(baton_export::mermaid_of(drawn, document)),
        "dot" => Ok(baton_export::dot_of(drawn, document)),
        other => Err(AppError::new(
            ErrorCode::InvalidInput,
            format!("{other:?} is no picture format"),
            "end the file name with .svg, .png, .mmd or .dot",
        )),
    }
}

/// Largest side of a PNG, in pixels.
const MOST_PIXELS: f32 = 16_384.0;

/// An SVG as PNG with two pixels a drawing unit, less where the picture would grow too large.
fn png(svg: &str) -> Result<Vec<u8>, AppError> {
    use resvg::{tiny_skia, usvg};
    let bug = |message: String| AppError::new(ErrorCode::Internal, message, "draw an .svg instead");
    let mut options = usvg::Options::default();
    options.fontdb_mut().load_system_fonts();
    let tree = usvg::Tree::from_str(svg, &options).map_err(|error| bug(error.to_string()))?;
    let size = tree.size();
    let scale = (MOST_PIXELS / size.width().max(size.height())).min(2.0);
    let pixels = |units: f32| (units * scale).ceil().max(1.0) as u32;
    let mut image = tiny_skia::Pixmap::new(pixels(size.width()), pixels(size.height()))
        .ok_or_else(|| bug("the picture has no size".to_owned()))?;
    resvg::render(
        &tree,
        tiny_skia::Transform::from_scale(scale, scale),
        &mut image.as_mut(),
    );
    image.encode_png().map_err(|error| bug(error.to_string()))
}
