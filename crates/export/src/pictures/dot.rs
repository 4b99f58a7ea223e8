//! A scene in the language of Graphviz.

use super::scene::{Line, Look, Scene, Shown};
use crate::escape::dot;
use baton_layout::topology::LineKind;
use baton_model::AgentKind;
use std::fmt::Write as _;

pub(super) fn write(scene: &Scene) -> String {
    let mut out = String::from("digraph topology {\n");
    let _ = writeln!(
        out,
        "  graph [rankdir=LR, fontname=\"Helvetica\", label=\"{}\", labelloc=t];",
        dot(&scene.title)
    );
    out.push_str("  node [fontname=\"Helvetica\", fontsize=11, shape=box, style=\"rounded\"];\n");
    out.push_str("  edge [fontname=\"Helvetica\", fontsize=10];\n");
    members(scene, None, 1, &mut out);
    for (index, line) in scene.lines.iter().enumerate() {
        write_line(index, line, &mut out);
    }
    out.push_str("}\n");
    out
}

fn members(scene: &Scene, group: Option<usize>, depth: usize, out: &mut String) {
    for (index, shown) in scene
        .boxes
        .iter()
        .enumerate()
        .filter(|(_, shown)| shown.group == group)
    {
        let indent = "  ".repeat(depth);
        if shown.look == Look::Group {
            let _ = writeln!(
                out,
                "{indent}subgraph cluster_{index} {{\n{indent}  label=\"{}\";",
                dot(&shown.name)
            );
            if depth < 64 && group != Some(index) {
                members(scene, Some(index), depth + 1, out);
            }
            let _ = writeln!(out, "{indent}}}");
        } else {
            let _ = writeln!(
                out,
                "{indent}n{index} [label=\"{}\"{}];",
                text(shown),
                attributes(shown.look)
            );
        }
    }
}

fn text(shown: &Shown) -> String {
    let mut text = dot(&shown.name);
    if shown.look == Look::Closed {
        let _ = write!(text, "\\n{}", dot(&shown.caption));
    } else if matches!(shown.look, Look::Agent(_)) {
        let owner = shown
            .team
            .as_ref()
            .map_or_else(String::new, |team| format!(", {}", team.name));
        let _ = write!(text, "\\n{}{}", dot(&shown.caption), dot(&owner));
    }
    text
}

fn attributes(look: Look) -> &'static str {
    match look {
        Look::Agent(AgentKind::Human) => ", color=\"#a21caf\", penwidth=2",
        Look::Agent(AgentKind::Supervisor) => ", peripheries=2",
        Look::Agent(AgentKind::Tool) => ", shape=component",
        Look::Agent(AgentKind::Queue) => ", shape=cylinder",
        Look::Agent(AgentKind::External) => ", style=\"rounded,dashed\"",
        Look::Outcome { good: true } => ", shape=doublecircle, color=\"#1d7a48\"",
        Look::Outcome { good: false } => ", shape=doublecircle, color=\"#b03a2e\"",
        Look::Entry => ", shape=oval",
        Look::Query => ", shape=hexagon",
        Look::Note => ", shape=note",
        Look::Closed => ", shape=folder",
        Look::Agent(AgentKind::Ai) | Look::Group => "",
    }
}

fn write_line(index: usize, line: &Line, out: &mut String) {
    let mut attributes = Vec::new();
    if let Some(label) = &line.label {
        attributes.push(format!("label=\"{}\"", dot(label)));
    }
    match line.kind {
        LineKind::Delegate => attributes.push("dir=both".to_owned()),
        LineKind::Fallback => attributes.push("style=dashed".to_owned()),
        LineKind::Candidate => attributes.push("style=dotted".to_owned()),
        LineKind::Transfer | LineKind::Entry => {}
    }
    if line.is_default {
        attributes.push("label=\"default\"".to_owned());
    }
    // They leave their sender at one place.
    if let Some(group) = &line.parallel {
        attributes.push(format!("sametail=\"{}\"", dot(group)));
    }
    if line.to_person {
        attributes.push("color=\"#a21caf\"".to_owned());
    }
    let list = if attributes.is_empty() {
        String::new()
    } else {
        format!(" [{}]", attributes.join(", "))
    };
    if let Some(question) = &line.gate {
        let question = if question.is_empty() {
            "Gate"
        } else {
            question
        };
        let _ = writeln!(
            out,
            "  g{index} [label=\"{}\", shape=diamond, color=\"#b45309\"];",
            dot(question)
        );
        let _ = writeln!(
            out,
            "  n{} -> g{index}{list};\n  g{index} -> n{}{list};",
            line.from, line.to
        );
    } else {
        let _ = writeln!(out, "  n{} -> n{}{list};", line.from, line.to);
    }
}
