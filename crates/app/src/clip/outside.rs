//! Text from elsewhere: edits, files of other tools, or words that become a note.

use super::paste::{PasteOptions, Pasted, paste};
use super::{FORMAT, MOST_BYTES, copied, refused};
use crate::registry::{EditReply, EditRequest, Plan};
use crate::{AppError, Registry};
use baton_import::{Format, ImportOptions, InputFile};
use baton_model::{
    Diagnostic, Document, EditCommand, Kind, Note, NoteId, Placement, PlacementId, RecordKey,
    TopologyId, parse_edits, parse_json, slug,
};
use baton_store::Action;
use serde::Serialize;
use serde_json::Value;

/// What a text was taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum ReadAs {
    /// Records that were copied from a drawing.
    Clip,
    /// Edits of records, as `baton apply` takes them.
    Edits,
    /// A file of another tool.
    File,
    /// Words for people: a note.
    Note,
}

/// What pasting a text did, or would do.
#[derive(Clone, Debug)]
pub struct PastedText {
    /// What the text was taken for.
    pub read_as: ReadAs,
    /// The same in words.
    pub told: String,
    /// As of any edit.
    pub reply: EditReply,
    /// What was guessed, and what could not be carried.
    pub notes: Vec<Diagnostic>,
    /// What stands on the drawing because of it.
    pub keys: Vec<RecordKey>,
}

/// Pastes a text that may come from anywhere into a topology, as one edit.
///
/// JSON is a clip, a list of edits, or a file of another tool; a Mermaid flowchart is one too. A fence around it, as in Markdown, is taken off.
/// What is none of these becomes a note at the place. JSON that cannot be read is refused: nobody means that as a note.
pub async fn paste_text(
    registry: &Registry,
    topology: &TopologyId,
    text: &str,
    options: PasteOptions,
) -> Result<PastedText, AppError> {
    if text.len() > MOST_BYTES {
        return Err(refused(format!("it has {} MiB", text.len() >> 20)));
    }
    let text = without_fence(text);
    match read_as(text) {
        ReadAs::Clip => {
            let Pasted { reply, keys } = paste(registry, topology, text, options).await?;
            Ok(PastedText {
                read_as: ReadAs::Clip,
                told: "a part of a drawing".to_owned(),
                reply,
                notes: Vec::new(),
                keys,
            })
        }
        ReadAs::Edits => edits(registry, text, options.dry_run).await,
        ReadAs::File => file(registry, topology, text, options.dry_run).await,
        ReadAs::Note => note(registry, topology, text, options).await,
    }
}

/// What stands between the fences of Markdown, where the whole text is one such block.
fn without_fence(text: &str) -> &str {
    let text = text.trim_start_matches('\u{feff}').trim();
    let inside = text
        .strip_prefix("```")
        .and_then(|rest| rest.strip_suffix("```"))
        .and_then(|rest| rest.split_once('\n'));
    match inside {
        Some((_, inside)) if !inside.contains("```") => inside.trim(),
        _ => text,
    }
}

fn read_as(text: &str) -> ReadAs {
    if !text.starts_with(['{', '[']) {
        let file = InputFile {
            name: "pasted.txt",
            bytes: text.as_bytes(),
        };
        // Words of people begin like a diagram now and then.
        let of_tool = |format: Format| format.name() != "mermaid";
        let is_file = is_mermaid(text) || Format::detect(&file).is_some_and(of_tool);
        return if is_file { ReadAs::File } else { ReadAs::Note };
    }
    let is_edit = |value: &Value| value.get("op").is_some();
    match parse_json(text) {
        Ok(Value::Object(fields)) if fields.get("baton").is_some_and(is_clip) => ReadAs::Clip,
        Ok(value @ Value::Object(_)) if !is_edit(&value) => ReadAs::File,
        Ok(Value::Array(items)) if !items.iter().any(is_edit) => ReadAs::File,
        // Several objects, one a line, or a mistake that the reader of edits tells best.
        _ => ReadAs::Edits,
    }
}

fn is_clip(format: &Value) -> bool {
    let (name, _) = FORMAT.split_once('/').unwrap_or((FORMAT, ""));
    format
        .as_str()
        .is_some_and(|format| format.starts_with(name))
}

/// Whether the first line that is neither front matter nor a comment begins a flowchart.
fn is_mermaid(text: &str) -> bool {
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let mut line = lines.next();
    if line == Some("---") {
        line = lines.by_ref().skip_while(|line| *line != "---").nth(1);
    }
    while line.is_some_and(|line| line.starts_with("%%")) {
        line = lines.next();
    }
    let mut words = line.unwrap_or_default().split([' ', '\t', ';']);
    let begins = matches!(words.next(), Some("flowchart" | "graph" | "flowchart-elk"));
    let way = words.find(|word| !word.is_empty());
    begins && way.is_none_or(|way| matches!(way, "TB" | "TD" | "BT" | "RL" | "LR"))
}

async fn edits(registry: &Registry, text: &str, dry_run: bool) -> Result<PastedText, AppError> {
    registry.follow().await?;
    let edits = registry.read(|document| parse_edits(text, document))?;
    let told = match edits.len() {
        1 => "1 edit of records".to_owned(),
        several => format!("{several} edits of records"),
    };
    let request = EditRequest {
        dry_run,
        ..EditRequest::edit(edits)
    };
    let reply = registry.edit(request).await?;
    Ok(PastedText {
        read_as: ReadAs::Edits,
        told,
        keys: drawn(&reply),
        reply,
        notes: Vec::new(),
    })
}

async fn file(
    registry: &Registry,
    topology: &TopologyId,
    text: &str,
    dry_run: bool,
) -> Result<PastedText, AppError> {
    registry.follow().await?;
    let extension = if text.starts_with(['{', '[']) {
        "json"
    } else if is_mermaid(text) {
        "mmd"
    } else {
        "txt"
    };
    // Records are found again by the file that they came from; other text is another file.
    let hash = baton_contract::content_hash(&Value::String(text.to_owned()));
    let name = format!("pasted-{}.{extension}", hash.get(..8).unwrap_or(&hash));
    let options = ImportOptions {
        topology: Some(topology.clone()),
    };
    let files = [InputFile {
        name: &name,
        bytes: text.as_bytes(),
    }];
    let imported =
        registry.read(|document| baton_import::import(None, &files, document, &options))?;
    let format = Format::detect(&files[0]).map_or("another tool", Format::name);
    let request = EditRequest {
        action: Action::Import,
        summary: format!("Paste {format}"),
        dry_run,
        ..EditRequest::edit(imported.edits)
    };
    let reply = registry.edit(request).await?;
    Ok(PastedText {
        read_as: ReadAs::File,
        told: match format {
            "mermaid" => "a Mermaid flowchart".to_owned(),
            other => format!("a file of {other}"),
        },
        keys: drawn(&reply),
        reply,
        notes: imported.notes,
    })
}

/// What an edit put there that a drawing shows.
fn drawn(reply: &EditReply) -> Vec<RecordKey> {
    reply
        .diff
        .iter()
        .filter(|change| change.after.is_some() && copied(change.kind))
        .map(|change| RecordKey::new(change.kind, change.id.as_str()))
        .collect()
}

async fn note(
    registry: &Registry,
    topology: &TopologyId,
    text: &str,
    options: PasteOptions,
) -> Result<PastedText, AppError> {
    if text.is_empty() {
        return Err(refused("there is no text"));
    }
    registry.follow().await?;
    crate::record::list::show(registry, Kind::Topology, topology.as_str())?;
    let plan = |document: &Document| {
        Ok(Plan {
            edits: note_edits(document, topology, text, options.at)?,
            action: Action::Edit,
            summary: "Paste a note".to_owned(),
            mark: None,
            notes: Vec::new(),
        })
    };
    let reply = registry.commit(None, options.dry_run, plan).await?;
    Ok(PastedText {
        read_as: ReadAs::Note,
        told: "a note".to_owned(),
        keys: drawn(&reply),
        reply,
        notes: Vec::new(),
    })
}

/// Characters of a note that its id is made from.
const NAMED_BY: usize = 24;

fn note_edits(
    document: &Document,
    topology: &TopologyId,
    text: &str,
    at: Option<(f64, f64)>,
) -> Result<Vec<EditCommand>, AppError> {
    let first = text.lines().next().unwrap_or_default();
    let begin: String = first.chars().take(NAMED_BY).collect();
    let base = slug(&begin, "note");
    let is_free = |id: &String| {
        document
            .get(&RecordKey::new(Kind::Note, id.as_str()))
            .is_none()
    };
    let (mut id, mut number) = (base.clone(), 1);
    while !is_free(&id) {
        number += 1;
        id = format!("{base}-{number}");
    }
    let id = NoteId::new(id).map_err(refused)?;
    let mut note = Note::new(id.clone(), topology.clone());
    text.clone_into(&mut note.text);
    let mut edits = vec![EditCommand::put(note).on(0)];
    if let Some((x, y)) = at {
        let key = RecordKey::new(Kind::Note, id.as_str());
        let place = PlacementId::new(format!("{topology}.note.{id}")).map_err(refused)?;
        let mut placement = Placement::new(place, topology.clone(), key);
        (placement.x, placement.y, placement.pinned) = (Some(x), Some(y), true);
        edits.push(EditCommand::put(placement));
    }
    Ok(edits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_taken_for_what_it_is() {
        for (text, expected) in [
            (
                r#"{"baton":"clip/1","topology":"t","records":[]}"#,
                ReadAs::Clip,
            ),
            (r#"{"baton":"clip/9"}"#, ReadAs::Clip),
            (
                r#"[{"op":"delete","kind":"agent","id":"a"}]"#,
                ReadAs::Edits,
            ),
            ("{\"op\":\"delete\"}\n{\"op\":\"put\"}", ReadAs::Edits),
            ("[{\"op\":", ReadAs::Edits),
            (r#"{"nodes":[],"edges":[]}"#, ReadAs::File),
            ("[]", ReadAs::File),
            ("flowchart TD\n a --> b", ReadAs::File),
            ("graph LR; a-->b", ReadAs::File),
            ("graph\n a --> b", ReadAs::File),
            (
                "---\ntitle: Desk\n---\n%% why\nflowchart LR\n a --> b",
                ReadAs::File,
            ),
            ("graph of our agents, drawn by hand", ReadAs::Note),
            ("flowcharts are fine", ReadAs::Note),
            ("Ask **Maria** first", ReadAs::Note),
            ("", ReadAs::Note),
        ] {
            assert_eq!(read_as(without_fence(text)), expected, "{text}");
        }
    }

    #[test]
    fn a_fence_around_all_of_it_is_taken_off() {
        for (text, inside) in [
            (
                "```mermaid\ngraph TD\n a --> b\n```\n",
                "graph TD\n a --> b",
            ),
            ("```\n{}\n```", "{}"),
            ("see `a` and\n```\nb\n```", "see `a` and\n```\nb\n```"),
            (
                "```\na\n```\nthen\n```\nb\n```",
                "```\na\n```\nthen\n```\nb\n```",
            ),
            ("```", "```"),
        ] {
            assert_eq!(without_fence(text), inside);
        }
    }
}
