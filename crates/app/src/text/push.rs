//! Making the registry equal to a folder of text files.

use super::pull::RULES;
use crate::files::{inside, read_text, walk};
use crate::registry::{EditReply, EditRequest};
use crate::{AppError, Registry};
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
    let edits =
        registry.read(|document| baton_import::text_form::from_files(&files, document, prune))?;
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
