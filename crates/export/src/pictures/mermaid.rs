//! A scene as a Mermaid flowchart. Ids are numbers, texts are quoted entities, so no label can become a statement.

use super::scene::{Line, Look, Scene, Shown};
use crate::escape::mermaid;
use baton_layout::topology::LineKind;
use baton_model::AgentKind;
use std::fmt::Write as _;

/// Longest text of a note in characters; a flowchart has no room for more.
const NOTE_CHARACTERS: usize = 120;

pub(super) fn write(scene: &Scene) -> String {
    let mut out = String::from("flowchart LR\n");
    let _ = writeln!(out, "  accTitle: {}", mermaid(&scene.title));
    members(scene, None, 1, &mut out);
    let mut styles = Styles::default();
    for (index, line) in scene.lines.iter().enumerate() {
        write_line(index, line, &mut styles, &mut out);
    }
    classes(scene, &mut out);
    styles.write(&mut out);
    out
}

/// The boxes of a group, groups among them as subgraphs.
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
                "{indent}subgraph n{index}[\"{}\"]",
                mermaid(&shown.name)
            );
            // Groups that contain each other would never end; the drawing has placed them outside.
            if depth < 64 && group != Some(index) {
                members(scene, Some(index), depth + 1, out);
            }
            let _ = writeln!(out, "{indent}end");
        } else {
            let (open, close) = brackets(shown.look);
            let _ = writeln!(out, "{indent}n{index}{open}\"{}\"{close}", text(shown));
        }
    }
}

fn brackets(look: Look) -> (&'static str, &'static str) {
    match look {
        Look::Agent(AgentKind::Supervisor) => ("[[", "]]"),
        Look::Agent(AgentKind::Human) | Look::Entry => ("([", "])"),
        Look::Agent(AgentKind::Tool) => ("[/", "/]"),
        Look::Agent(AgentKind::Queue) => ("[(", ")]"),
        Look::Outcome { .. } => ("(((", ")))"),
        Look::Query => ("{{", "}}"),
        Look::Note => (">", "]"),
        Look::Closed => ("[/", "\\]"),
        Look::Agent(_) | Look::Group => ("[", "]"),
    }
}

fn text(shown: &Shown) -> String {
    let name = if shown.look == Look::Note {
        cut(&shown.name)
    } else {
        shown.name.clone()
    };
    let mut text = mermaid(&name);
    if text.is_empty() {
        text.push_str("#160;");
    }
    if shown.look == Look::Closed {
        let _ = write!(text, "<br/>{}", mermaid(&shown.caption));
    } else if matches!(shown.look, Look::Agent(_)) {
        let owner = shown
            .team
            .as_ref()
            .map_or_else(String::new, |team| format!(", {}", team.name));
        let _ = write!(
            text,
            "<br/>{}",
            mermaid(&format!("{}{owner}", shown.caption))
        );
    }
    text
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(NOTE_CHARACTERS) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// Mermaid styles lines by their number.
#[derive(Default)]
struct Styles {
    count: usize,
    to_person: Vec<usize>,
    candidates: Vec<usize>,
}

impl Styles {
    fn add(&mut self, line: &Line) {
        if line.to_person {
            self.to_person.push(self.count);
        }
        if line.kind == LineKind::Candidate {
            self.candidates.push(self.count);
        }
        self.count += 1;
    }

    fn write(&self, out: &mut String) {
        for (lines, style) in [
            (&self.to_person, "stroke:#a21caf,stroke-width:2px"),
            (&self.candidates, "stroke-dasharray:2 4"),
        ] {
            if !lines.is_empty() {
                let list: Vec<String> = lines.iter().map(ToString::to_string).collect();
                let _ = writeln!(out, "  linkStyle {} {style}", list.join(","));
            }
        }
    }
}

fn write_line(index: usize, line: &Line, styles: &mut Styles, out: &mut String) {
    let parallel = line
        .parallel
        .as_ref()
        .map(|name| format!("parallel: {name}"));
    let default = line.is_default.then(|| "default".to_owned());
    let words: Vec<String> = [line.label.clone(), parallel, default]
        .iter()
        .flatten()
        .map(|text| mermaid(text))
        .collect();
    let label = if words.is_empty() {
        String::new()
    } else {
        format!("|\"{}\"|", words.join("<br/>"))
    };
    let arrow = match line.kind {
        LineKind::Transfer | LineKind::Entry => "-->",
        LineKind::Delegate => "<-->",
        LineKind::Fallback | LineKind::Candidate => "-.->",
    };
    match &line.gate {
        Some(question) => {
            let question = if question.is_empty() {
                "Gate"
            } else {
                question
            };
            let _ = writeln!(out, "  g{index}{{\"{}\"}}:::gate", mermaid(question));
            let _ = writeln!(out, "  n{} {arrow}{label} g{index}", line.from);
            let _ = writeln!(out, "  g{index} {arrow} n{}", line.to);
            styles.add(line);
        }
        None => {
            let _ = writeln!(out, "  n{} {arrow}{label} n{}", line.from, line.to);
        }
    }
    styles.add(line);
}

fn classes(scene: &Scene, out: &mut String) {
    let class = |wanted: &dyn Fn(Look) -> bool| {
        let found = scene
            .boxes
            .iter()
            .enumerate()
            .filter(|(_, shown)| wanted(shown.look));
        found
            .map(|(index, _)| format!("n{index}"))
            .collect::<Vec<_>>()
            .join(",")
    };
    let used = [
        (
            "person",
            "stroke:#a21caf,stroke-width:2px",
            class(&|look| look == Look::Agent(AgentKind::Human)),
        ),
        (
            "good",
            "fill:#e5f5ec,stroke:#1d7a48,color:#1b1d22",
            class(&|look| look == Look::Outcome { good: true }),
        ),
        (
            "bad",
            "fill:#fbeceb,stroke:#b03a2e,color:#1b1d22",
            class(&|look| look == Look::Outcome { good: false }),
        ),
        (
            "note",
            "fill:#fdf6dd,stroke:#e8dcae,color:#1b1d22",
            class(&|look| look == Look::Note),
        ),
    ];
    for (name, style, members) in used {
        if !members.is_empty() {
            let _ = writeln!(out, "  classDef {name} {style}\n  class {members} {name}");
        }
    }
    if scene.lines.iter().any(|line| line.gate.is_some()) {
        out.push_str("  classDef gate fill:#ffffff,stroke:#b45309,color:#1b1d22\n");
    }
}
