//! Cards, pills, areas and notes.

use super::super::scene::{Look, Shown};
use super::text::{fit, width};
use super::{glyphs, note, number};
use crate::escape::{visible_line, xml};
use baton_layout::topology::DrawnBox;
use baton_model::AgentKind;
use std::fmt::Write as _;

/// Colours of owners; a team's place among all teams chooses one, in order and round again.
pub(super) const OWNER_COLOURS: usize = 10;

pub(super) fn write(shown: &Shown, place: &DrawnBox, out: &mut String) {
    let _ = write!(
        out,
        "<g transform=\"translate({} {})\">",
        number(place.x),
        number(place.y)
    );
    let _ = writeln!(out, "<title>{}</title>", xml(&spoken(shown)));
    match shown.look {
        Look::Agent(_) | Look::Query => card(shown, place, out),
        Look::Closed => closed(shown, place, out),
        Look::Outcome { .. } | Look::Entry => pill(shown, place, out),
        Look::Note | Look::Group => note::write(&shown.name, place, out),
    }
    out.push_str("</g>\n");
}

fn spoken(shown: &Shown) -> String {
    let mut parts = vec![visible_line(&shown.name)];
    parts.extend((!shown.caption.is_empty()).then(|| shown.caption.clone()));
    if matches!(shown.look, Look::Agent(_)) {
        parts.push(shown.team.as_ref().map_or_else(
            || "no owning team".to_owned(),
            |team| format!("owned by {}", visible_line(&team.name)),
        ));
    }
    parts.join(", ")
}

fn card(shown: &Shown, place: &DrawnBox, out: &mut String) {
    let (w, h) = (place.width, place.height);
    let owner = match &shown.team {
        Some(team) => format!("owner{}", team.place % OWNER_COLOURS),
        None => "unowned".to_owned(),
    };
    let is_person = shown.look == Look::Agent(AgentKind::Human);
    let _ = writeln!(
        out,
        "<rect class=\"shadow\" y=\"2\" width=\"{}\" height=\"{}\" rx=\"10\"/>",
        number(w),
        number(h)
    );
    let _ = writeln!(
        out,
        "<rect class=\"card\" width=\"{}\" height=\"{}\" rx=\"10\"/>",
        number(w),
        number(h)
    );
    // The owner's stripe, inside the rounded corners.
    let _ = writeln!(
        out,
        "<path class=\"{owner}\" d=\"M4 .9A10 10 0 0 0 0 10V{}A10 10 0 0 0 4 {}Z\"/>",
        number(h - 10.0),
        number(h - 0.9)
    );
    let border = if shown.look == Look::Query {
        "border dashed"
    } else {
        "border"
    };
    let _ = writeln!(
        out,
        "<rect class=\"{border}\" x=\".5\" y=\".5\" width=\"{}\" height=\"{}\" rx=\"9.5\"/>",
        number(w - 1.0),
        number(h - 1.0)
    );
    let with_tags = !shown.tags.is_empty() && h >= 68.0;
    let middle = if with_tags { 27.0 } else { h / 2.0 };
    let _ = writeln!(
        out,
        "<rect class=\"chip\" x=\"14\" y=\"{}\" width=\"28\" height=\"28\" rx=\"7\"/>",
        number(middle - 14.0)
    );
    let ink = if is_person { "ink people-ink" } else { "ink" };
    glyph(glyph_of(shown.look), ink, 20.0, middle - 8.0, 16.0, out);
    let room = w - 12.0 - 52.0;
    let name = fit(&visible_line(&shown.name), room, |text| width(text, 13.0));
    let team = shown.team.as_ref().map(|team| visible_line(&team.name));
    let under = match (shown.look, team) {
        (Look::Agent(_), Some(team)) => format!("{} · {team}", shown.caption),
        (Look::Agent(_), None) => format!("{} · no owner", shown.caption),
        _ => shown.caption.clone(),
    };
    let under = fit(&under, room, |text| width(text, 11.0));
    let _ = writeln!(
        out,
        "<text class=\"name\" x=\"52\" y=\"{}\">{}</text>",
        number(middle - 2.0),
        xml(&name)
    );
    let _ = writeln!(
        out,
        "<text class=\"under\" x=\"52\" y=\"{}\">{}</text>",
        number(middle + 13.0),
        xml(&under)
    );
    if with_tags {
        chips(&shown.tags, w, h, out);
    }
}

fn chips(tags: &[String], w: f64, h: f64, out: &mut String) {
    let (top, right) = (h - 26.0, w - 12.0);
    let mut x = 14.0;
    for (index, tag) in tags.iter().enumerate() {
        let rest = tags.len() - index - 1;
        let room = right - x - if rest > 0 { 30.0 } else { 0.0 };
        let measure = |text: &str| width(text, 10.5);
        let tag = visible_line(tag);
        let text = if index == 0 {
            fit(&tag, room - 12.0, measure)
        } else {
            tag
        };
        let chip = measure(&text) + 12.0;
        if chip > room {
            let _ = writeln!(
                out,
                "<text class=\"under\" x=\"{}\" y=\"{}\">+{}</text>",
                number(x + 2.0),
                number(top + 12.5),
                rest + 1
            );
            return;
        }
        let _ = writeln!(
            out,
            "<rect class=\"chip\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"17\" rx=\"5\"/><text class=\"tag\" x=\"{}\" y=\"{}\">{}</text>",
            number(x),
            number(top),
            number(chip),
            number(x + chip / 2.0),
            number(top + 12.2),
            xml(&text)
        );
        x += chip + 4.0;
    }
}

fn pill(shown: &Shown, place: &DrawnBox, out: &mut String) {
    let (w, h) = (place.width, place.height);
    let class = match shown.look {
        Look::Outcome { good: true } => "good",
        Look::Outcome { good: false } => "bad",
        _ => "entry",
    };
    let radius = h / 2.0;
    let _ = writeln!(
        out,
        "<rect class=\"pill {class}\" x=\".5\" y=\".5\" width=\"{}\" height=\"{}\" rx=\"{}\"/>",
        number(w - 1.0),
        number(h - 1.0),
        number(radius - 0.5)
    );
    if class != "entry" {
        let _ = writeln!(
            out,
            "<rect class=\"ring {class}-ink\" x=\"3.5\" y=\"3.5\" width=\"{}\" height=\"{}\" rx=\"{}\"/>",
            number(w - 7.0),
            number(h - 7.0),
            number(radius - 3.5)
        );
    }
    let text = fit(&visible_line(&shown.name), w - 43.0, |text| {
        width(text, 12.0)
    });
    let total = 21.0 + width(&text, 12.0);
    let x = (w - total) / 2.0;
    glyph(
        glyph_of(shown.look),
        &format!("ink {class}-ink"),
        x,
        (h - 15.0) / 2.0,
        15.0,
        out,
    );
    let _ = writeln!(
        out,
        "<text class=\"pill-text\" x=\"{}\" y=\"{}\">{}</text>",
        number(x + 21.0),
        number(h / 2.0 + 4.2),
        xml(&text)
    );
}

/// A card on top of others, for all the boxes that it stands for.
fn closed(shown: &Shown, place: &DrawnBox, out: &mut String) {
    let (w, h) = (place.width, place.height);
    for inset in [6.0, 3.0] {
        let _ = writeln!(
            out,
            "<rect class=\"behind\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"10\"/>",
            number(inset + 0.5),
            number(inset + 0.5),
            number(w - 2.0 * inset - 1.0),
            number(h - 1.0)
        );
    }
    card(shown, place, out);
}

/// A frame and its title.
pub(super) fn group(shown: &Shown, place: &DrawnBox, out: &mut String) {
    let title = fit(&visible_line(&shown.name), place.width - 28.0, |text| {
        width(text, 12.0)
    });
    let _ = writeln!(
        out,
        "<g transform=\"translate({} {})\"><rect class=\"area\" width=\"{}\" height=\"{}\" rx=\"16\"/><text class=\"area-title\" x=\"14\" y=\"20\">{}</text></g>",
        number(place.x),
        number(place.y),
        number(place.width),
        number(place.height),
        xml(&title)
    );
}

fn glyph_of(look: Look) -> &'static str {
    match look {
        Look::Agent(AgentKind::Supervisor) => glyphs::SUPERVISOR,
        Look::Agent(AgentKind::Human) => glyphs::HUMAN,
        Look::Agent(AgentKind::Tool) => glyphs::TOOL,
        Look::Agent(AgentKind::External) => glyphs::EXTERNAL,
        Look::Agent(AgentKind::Queue) => glyphs::QUEUE,
        Look::Outcome { good: true } => glyphs::GOOD,
        Look::Outcome { good: false } => glyphs::BAD,
        Look::Entry => glyphs::ENTRY,
        Look::Query => glyphs::QUERY,
        Look::Closed => glyphs::GROUP,
        Look::Agent(AgentKind::Ai) | Look::Note | Look::Group => glyphs::AI,
    }
}

fn glyph(path: &str, class: &str, x: f64, y: f64, size: f64, out: &mut String) {
    let _ = writeln!(
        out,
        "<path class=\"{class}\" transform=\"translate({} {}) scale({})\" d=\"{path}\"/>",
        number(x),
        number(y),
        (size / 24.0 * 10_000.0).round() / 10_000.0
    );
}
