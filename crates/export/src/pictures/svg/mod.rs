//! A drawing as SVG: the same cards and lines as in the window, in colours that follow the reader's light or dark.
//!
//! Texts are escaped, and nothing else of the user gets in: no script, no handler, no address.

mod boxes;
mod brackets;
mod glyphs;
mod lines;
mod note;
mod style;
mod text;

use super::scene::{Look, Scene};
use crate::escape::{visible_line, xml};
use baton_layout::topology::TopologyDrawing;
use std::fmt::Write as _;
pub(super) use style::SHEET;

/// Room around the drawing.
const MARGIN: f64 = 32.0;
/// Room for the title above it.
const HEADER: f64 = 36.0;
/// Room of the title over a narrow drawing.
const MOST_TITLE: f64 = 480.0;

pub(super) fn write(scene: &Scene, drawing: &TopologyDrawing) -> String {
    let bounds = drawing.bounds;
    let measure = |text: &str| text::width(text, 16.0);
    let title = text::fit(
        &visible_line(&scene.title),
        bounds.width.max(MOST_TITLE),
        measure,
    );
    let width = bounds.width.max(measure(&title)) + 2.0 * MARGIN;
    let height = bounds.height + 2.0 * MARGIN + HEADER;
    let (left, top) = (bounds.x - MARGIN, bounds.y - MARGIN - HEADER);
    let mut out = String::new();
    let (w, h) = (number(width), number(height));
    let view = format!("{} {} {w} {h}", number(left), number(top));
    let _ = writeln!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{w}\" height=\"{h}\" viewBox=\"{view}\" role=\"img\" aria-labelledby=\"title desc\">"
    );
    let _ = writeln!(out, "<title id=\"title\">{}</title>", xml(&scene.title));
    let _ = writeln!(out, "<desc id=\"desc\">{}</desc>", xml(&description(scene)));
    out.push_str(SHEET);
    let _ = writeln!(
        out,
        "<rect class=\"canvas\" x=\"{}\" y=\"{}\" width=\"{w}\" height=\"{h}\"/>",
        number(left),
        number(top)
    );
    let _ = writeln!(
        out,
        "<text class=\"heading\" x=\"{}\" y=\"{}\">{}</text>",
        number(bounds.x),
        number(bounds.y - MARGIN),
        xml(&title)
    );
    let drawn = || scene.boxes.iter().zip(&drawing.boxes);
    for (shown, place) in drawn().filter(|(shown, _)| shown.look == Look::Group) {
        boxes::group(shown, place, &mut out);
    }
    let course = || scene.lines.iter().zip(&drawing.lines);
    for (line, drawn) in course() {
        lines::course(line, drawn, &mut out);
    }
    brackets::write(scene, drawing, &mut out);
    for (shown, place) in drawn().filter(|(shown, _)| shown.look != Look::Group) {
        boxes::write(shown, place, &mut out);
    }
    // Last, so that no line crosses a word.
    for (line, drawn) in course() {
        lines::marks(line, drawn, &mut out);
    }
    out.push_str("</svg>\n");
    out
}

/// The picture in words, for those who hear it.
fn description(scene: &Scene) -> String {
    let count = |wanted: &dyn Fn(Look) -> bool| {
        scene
            .boxes
            .iter()
            .filter(|shown| wanted(shown.look))
            .count()
    };
    let handoffs: Vec<String> = scene
        .lines
        .iter()
        .filter(|line| line.label.is_some())
        .map(|line| {
            let label = line.label.as_deref().unwrap_or_default();
            format!(
                "{} to {} ({label})",
                scene.boxes[line.from].name, scene.boxes[line.to].name
            )
        })
        .collect();
    let closed = match count(&|look| look == Look::Closed) {
        0 => String::new(),
        closed => format!(", {closed} closed groups"),
    };
    format!(
        "{} agents, {} outcomes{closed}. {}",
        count(&|look| matches!(look, Look::Agent(_))),
        count(&|look| matches!(look, Look::Outcome { .. })),
        handoffs.join("; ")
    )
}

/// Two decimals at most: short files, and the same bytes on every machine.
fn number(value: f64) -> f64 {
    let rounded = (value * 100.0).round() / 100.0;
    if rounded == 0.0 { 0.0 } else { rounded }
}
