//! What Baton itself writes: a registry as a folder of files, as `baton pull` leaves it.
//!
//! The records come with their own ids. One that is there already stays as it is: making a registry equal to a folder is what `baton push`
//! is for, and that asks first.

use crate::error::ImportError;
use crate::notes::Notes;
use crate::text::base_name;
use crate::text_form::{FORMAT, MARKER, read_records};
use crate::{Imported, InputFile, read};
use baton_model::{Document, EditCommand, Level};
use std::collections::BTreeMap;

/// The file that marks a folder as a registry, if it is among the files.
pub(crate) fn marker<'f, 'a>(files: &'f [InputFile<'a>]) -> Option<&'f InputFile<'a>> {
    files
        .iter()
        .find(|file| base_name(file.name) == MARKER && says_so(file.bytes))
}

/// Other tools have files of that name too; theirs say nothing of a registry.
fn says_so(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_ok_and(|text| text.contains(FORMAT))
}

/// The records of the folder that the marker stands in, those that are not there yet.
pub(crate) fn import(
    files: &[InputFile<'_>],
    existing: &Document,
) -> Result<Imported, ImportError> {
    let Some(marker) = marker(files) else {
        return Err(ImportError::new(
            files.first().map_or("", |file| file.name),
            "",
            format!("no {MARKER} is among the files, so they are not known to be a registry"),
            "name the folder that `baton pull` wrote",
        ));
    };
    let folder = &marker.name[..marker.name.len() - base_name(marker.name).len()];
    let mut notes = Notes::new(marker.name);
    let mut texts = BTreeMap::new();
    for file in files {
        if let Some(path) = file.name.strip_prefix(folder) {
            texts.insert(path.replace('\\', "/"), read::text(file)?.to_owned());
        } else {
            notes.switch(file.name);
            notes.warning("", format!("left out: it does not stand beside {MARKER}"));
        }
    }
    let mut edits = Vec::new();
    notes.switch(marker.name);
    for (key, record) in read_records(&texts)? {
        match existing.get(&key) {
            None => edits.push(EditCommand::put(record).on(0)),
            Some(entry) if *entry.record == record => {}
            Some(_) => notes.push(
                Level::Info,
                "",
                format!("{key} is there already and differs; it was kept. `baton push` makes the registry equal to the folder"),
                Some(key),
            ),
        }
    }
    Ok(Imported {
        edits,
        notes: notes.finish(),
        proposals: Vec::new(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text_form::to_files;
    use crate::{Format, ImportOptions};
    use baton_model::{Team, TeamId, apply};

    fn teams(names: &[&str]) -> Document {
        let mut document = Document::new();
        let edits: Vec<_> = names
            .iter()
            .map(|name| {
                let id = TeamId::new(name.to_lowercase()).unwrap();
                EditCommand::put(Team::new(id, (*name).to_owned()))
            })
            .collect();
        document.commit(&apply(&document, &edits).unwrap(), 1);
        document
    }

    #[test]
    fn a_folder_brings_what_is_not_there_and_leaves_the_rest() {
        let files = to_files(&teams(&["Care", "Money"])).unwrap();
        let named: Vec<(String, &String)> = files
            .iter()
            .map(|(path, text)| (format!("x/registry/{path}"), text))
            .collect();
        let inputs: Vec<InputFile<'_>> = named
            .iter()
            .map(|(name, text)| InputFile {
                name,
                bytes: text.as_bytes(),
            })
            .collect();
        let mut here = teams(&["CARE"]);
        for format in [None, Some(Format::Baton)] {
            let imported =
                crate::import(format, &inputs, &here, &ImportOptions::default()).unwrap();
            let keys: Vec<_> = imported.edits.iter().map(|edit| edit.key().id).collect();
            assert_eq!(keys, ["money"]);
            assert!(
                imported.notes[0]
                    .message
                    .contains("team care is there already")
            );
        }
        here = teams(&["Care", "Money"]);
        let again = crate::import(None, &inputs, &here, &ImportOptions::default()).unwrap();
        assert_eq!((again.edits.len(), again.notes.len()), (0, 0));
    }

    #[test]
    fn without_its_marker_a_folder_is_none() {
        let inputs = [InputFile {
            name: "teams/care.json",
            bytes: b"{}",
        }];
        let refused = crate::import(
            Some(Format::Baton),
            &inputs,
            &Document::new(),
            &ImportOptions::default(),
        );
        assert!(refused.unwrap_err().message.contains("no baton.json"));
    }
}
