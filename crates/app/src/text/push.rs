//! Making the registry equal to a folder of text files.

use super::git::unmerged;
use super::pull::RULES;
use crate::files::{inside, read_text, walk};
use crate::registry::{EditReply, EditRequest};
use crate::{AppError, ErrorCode, Registry};
use baton_store::Action;
use std::collections::BTreeMap;
use std::path::Path;

/// Most files that a folder may hold.
const MOST_FILES: usize = 1_000_000;

/// Applies what the folder says, as one group. Records that the folder does not have are deleted only with `prune`.
pub async fn push(
    registry: &Registry,
    folder: &Path,
    prune: bool,
    dry_run: bool,
) -> Result<EditReply, AppError> {
    registry.follow().await?;
    let files = read_folder(folder)?;
    let edits =
        registry.read(|document| baton_import::text_form::from_files(&files, document, prune))?;
    refuse_unmerged(folder)?;
    let rules = folder.join(RULES);
    let rules = rules.exists().then(|| read_text(&rules)).transpose()?;
    let name = folder
        .file_name()
        .and_then(|name| name.to_str())
        .unwrap_or("a folder");
    let mut reply = registry
        .edit(EditRequest {
            action: Action::Push,
            summary: format!("Push {name}"),
            dry_run,
            ..EditRequest::edit(edits)
        })
        .await?;
    if let Some(rules) =
        rules.filter(|rules| registry.custom_rules_text().ok().flatten().as_ref() != Some(rules))
    {
        let verb = if dry_run { "would become" } else { "became" };
        reply
            .notes
            .push(format!("{RULES} {verb} the registry's custom rules"));
        if !dry_run {
            registry.write_custom_rules(&rules)?;
            reply.findings = registry.findings();
        }
    }
    Ok(reply)
}

/// The files of a folder that may hold records.
pub(super) fn read_folder(folder: &Path) -> Result<BTreeMap<String, String>, AppError> {
    let mut files = BTreeMap::new();
    for path in walk(folder, MOST_FILES)? {
        if Path::new(&path)
            .extension()
            .is_some_and(|extension| extension == "json")
        {
            let text = read_text(&inside(folder, &path)?)?;
            files.insert(path, text);
        }
    }
    Ok(files)
}

/// Where one side deleted a file that the other edited, git leaves one of the two in place without a mark.
fn refuse_unmerged(folder: &Path) -> Result<(), AppError> {
    let open = unmerged(folder);
    if open.is_empty() {
        return Ok(());
    }
    let most = 10;
    let mut list = open
        .iter()
        .take(most)
        .cloned()
        .collect::<Vec<_>>()
        .join(", ");
    if open.len() > most {
        list.push_str(", ...");
    }
    Err(AppError::new(
        ErrorCode::Conflict,
        format!("a merge has left conflicts that nobody has settled: {list}"),
        "settle each file, or delete it, and tell git with `git add` or `git rm`; nothing was changed",
    ))
}
