//! Another word for a tag, everywhere at once: renaming one, or merging several into one.

use super::list::published_with;
use super::{asked, declares, defined};
use crate::record::repoint::repointed;
use crate::registry::{EditReply, Plan};
use crate::{AppError, ErrorCode, Registry};
use baton_model::{
    Capability, CapabilityId, Document, EditCommand, Kind, Record, RecordKey, Target,
};
use baton_store::Action;
use std::collections::BTreeSet;
use std::str::FromStr;

/// Writes `to` wherever one of `from` stands, in one group: agents, handoffs, contract versions that are not published yet, and the vocabulary,
/// where meanings and synonyms are joined and the old words are kept as synonyms if `keep` says so. Published versions stay as they are; agents
/// then go on declaring the old tag too, so that nothing that is in use breaks. The notes say so.
pub async fn rename_capabilities(
    registry: &Registry,
    from: &[String],
    to: &str,
    keep: bool,
    dry_run: bool,
) -> Result<EditReply, AppError> {
    registry.follow().await?;
    let to = to.trim().to_owned();
    let id = CapabilityId::from_str(&to).map_err(|error| {
        AppError::new(
            ErrorCode::InvalidInput,
            error.to_string(),
            "choose another word for the tag",
        )
    })?;
    let from: BTreeSet<&str> = from
        .iter()
        .map(|tag| tag.trim())
        .filter(|tag| !tag.is_empty() && *tag != to)
        .collect();
    if from.is_empty() {
        return Err(AppError::new(
            ErrorCode::InvalidInput,
            "there is nothing to rename",
            "name a tag, and another word for it",
        ));
    }
    let plan = |document: &Document| {
        let (edits, notes) = edits(document, &from, &id, keep);
        if edits.is_empty() {
            return Err(AppError::new(
                ErrorCode::NotFound,
                format!("nothing is tagged {}", listed(&from)),
                "check the word",
            )
            .in_terminal("`baton capability list` shows all"));
        }
        Ok(Plan {
            edits,
            action: Action::Edit,
            summary: format!("Call {} {to}", listed(&from)),
            mark: None,
            notes,
        })
    };
    registry.commit(None, dry_run, plan).await
}

fn listed(from: &BTreeSet<&str>) -> String {
    from.iter().copied().collect::<Vec<_>>().join(", ")
}

fn edits(
    document: &Document,
    from: &BTreeSet<&str>,
    to: &CapabilityId,
    keep: bool,
) -> (Vec<EditCommand>, Vec<String>) {
    let mut edits = Vec::new();
    let mut notes = Vec::new();
    let mut still: BTreeSet<&str> = BTreeSet::new();
    for tag in from {
        let published = published_with(document, tag);
        if !published.is_empty() {
            still.insert(tag);
            notes.push(format!(
                "{} {} published and go{} on asking for {tag}; agents go on declaring it too",
                published.join(", "),
                if published.len() == 1 { "is" } else { "are" },
                if published.len() == 1 { "es" } else { "" },
            ));
        }
    }
    for agent in document.agents() {
        if agent
            .capabilities
            .iter()
            .any(|own| from.contains(own.as_str()))
        {
            let mut changed = agent.clone();
            changed.capabilities = written(&agent.capabilities, from, to.as_str());
            let needed = still.iter().filter(|tag| declares(agent, tag));
            changed
                .capabilities
                .extend(needed.map(|tag| (*tag).to_owned()));
            edits.push(EditCommand::put(changed));
        }
    }
    for handoff in document.handoffs() {
        if asked(handoff).any(|own| from.contains(own.as_str())) {
            let mut changed = handoff.clone();
            changed.required_capabilities =
                written(&handoff.required_capabilities, from, to.as_str());
            if let Target::Query(query) = &mut changed.to {
                query.capabilities = written(&query.capabilities, from, to.as_str());
            }
            edits.push(EditCommand::put(changed));
        }
    }
    for version in document.contract_versions() {
        let asks = version
            .required_capabilities
            .iter()
            .any(|own| from.contains(own.as_str()));
        if asks && !super::is_published(version) {
            let mut changed = version.clone();
            changed.required_capabilities =
                written(&version.required_capabilities, from, to.as_str());
            edits.push(EditCommand::put(changed));
        }
    }
    edits.extend(vocabulary(document, from, to, keep, !edits.is_empty()));
    (edits, notes)
}

/// The words of a list with the new one in place of the first old one.
fn written(tags: &[String], from: &BTreeSet<&str>, to: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::with_capacity(tags.len());
    for tag in tags {
        let tag = if from.contains(tag.as_str()) { to } else { tag };
        if !out.iter().any(|known| known == tag) {
            out.push(tag.to_owned());
        }
    }
    out
}

/// The record of the new word, those of the old ones gone, and whatever was about them leading to the new one.
fn vocabulary(
    document: &Document,
    from: &BTreeSet<&str>,
    to: &CapabilityId,
    keep: bool,
    written_anywhere: bool,
) -> Vec<EditCommand> {
    let old: Vec<&Capability> = from
        .iter()
        .filter_map(|tag| defined(document, tag))
        .collect();
    let there = defined(document, to.as_str());
    let worth = !old.is_empty() || there.is_some() || (keep && written_anywhere);
    if !worth {
        return Vec::new();
    }
    let mut record = there
        .cloned()
        .unwrap_or_else(|| Capability::new(to.clone(), to.to_string()));
    for one in &old {
        if record.meaning.trim().is_empty() {
            record.meaning.clone_from(&one.meaning);
        }
    }
    let mut synonyms: Vec<String> = Vec::new();
    let kept = from.iter().filter(|_| keep).map(|tag| (*tag).to_owned());
    let known = record.synonyms.iter().cloned();
    let joined = old.iter().flat_map(|one| one.synonyms.iter().cloned());
    for word in known.chain(joined).chain(kept) {
        let gone = from.contains(word.as_str()) && !keep;
        if word != record.tag && !gone && !synonyms.contains(&word) {
            synonyms.push(word);
        }
    }
    record.synonyms = synonyms;
    let mut edits = Vec::new();
    if there != Some(&record) {
        edits.push(EditCommand::put(record));
    }
    let new = RecordKey::new(Kind::Capability, to.as_str());
    for one in old {
        let key = RecordKey::new(Kind::Capability, one.id.as_str());
        let about: Vec<Record> = document
            .referrers(&key)
            .filter_map(|referrer| document.get(referrer))
            .filter_map(|held| repointed(&held.record, &key, &new, |_| true))
            .collect();
        edits.extend(about.into_iter().map(EditCommand::put));
        edits.push(EditCommand::delete(&key));
    }
    edits
}
