//! Pictures of a topology: SVG, PNG, Mermaid, Graphviz.

use super::drawing::drawing;
use crate::files::write_atomically;
use crate::{AppError, ErrorCode, Registry};
use baton_model::TopologyId;
use std::path::Path;

/// A picture in the language that a file's extension names: `svg`, `mmd` or `dot`.
pub fn picture(
    registry: &Registry,
    topology: &TopologyId,
    extension: &str,
) -> Result<String, AppError> {
    match extension {
        "svg" => {
            let drawn = drawing(registry, topology);
            Ok(registry.read(|document| baton_export::svg(&drawn, document)))
        }
        "mmd" => Ok(registry.read(|document| baton_export::mermaid(document, topology))),
        "dot" => Ok(registry.read(|document| baton_export::dot(document, topology))),
        other => Err(AppError::new(
            ErrorCode::InvalidInput,
            format!("{other:?} is no picture format"),
            "end the file name with .svg, .png, .mmd or .dot",
        )),
    }
}

/// Draws a topology into a file; its extension decides the format, `png` among them.
pub fn draw(registry: &Registry, topology: &TopologyId, out: &Path) -> Result<(), AppError> {
    let extension = out
        .extension()
        .and_then(|e| e.to_str())
        .unwrap_or_default()
        .to_ascii_lowercase();
    let bytes = match extension.as_str() {
        "png" => png(&picture(registry, topology, "svg")?)?,
        other => picture(registry, topology, other)?.into_bytes(),
    };
    write_atomically(out, &bytes)
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
