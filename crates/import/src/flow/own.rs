//! What Baton's own drawings write: kinds under names, contracts on lines.

use super::Line;
use crate::notes::Notes;
use crate::text::visible;
use baton_model::AgentKind;

/// How Baton's own drawings name kinds, under an agent's name.
const KINDS: [(&str, AgentKind); 6] = [
    ("AI agent", AgentKind::Ai),
    ("Supervisor", AgentKind::Supervisor),
    ("Human", AgentKind::Human),
    ("Tool", AgentKind::Tool),
    ("Outside agent", AgentKind::External),
    ("Queue", AgentKind::Queue),
];

/// The kind and owner that stand under an agent's name.
pub(crate) fn caption(text: &str) -> Option<(AgentKind, Option<String>)> {
    let (kind, owner) = match text.split_once(", ") {
        Some((kind, owner)) => (kind, Some(owner.to_owned())),
        None => (text, None),
    };
    let kind = KINDS.iter().find(|(word, _)| *word == kind)?.1;
    Some((kind, owner))
}

/// A line: contracts are named there, and fallbacks drawn as such.
pub(crate) fn line(line: &mut Line, is_fallback: bool, notes: &mut Notes) {
    if let Some(label) = line.label.take() {
        let is_contract = label.contains('@') && !label.contains(' ');
        if is_contract {
            notes.warning(&line.place, format!("the handoff carries {}; a drawing does not hold the schema, so no contract was made", visible(&label, 80)));
        } else {
            line.label = Some(label);
        }
    }
    if is_fallback {
        line.on_error = true;
        notes.info(
            &line.place,
            "a fallback was drawn as a handoff that an error sets off",
        );
    }
}

/// Says where more is to be had.
pub(crate) fn tell(notes: &mut Notes) {
    notes.info("", "this drawing was made by Baton; the registry it came from says more: export its text form, or the open agent specification, and import that");
}
