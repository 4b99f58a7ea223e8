//! Every tag that is written anywhere, with who declares it and who asks for it.

use super::{asked, declares, defined, is_published};
use crate::Registry;
use crate::record::words::{called, line};
use baton_model::{Document, Kind, RecordKey};
use serde::Serialize;
use std::collections::BTreeSet;

/// A capability tag.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, specta::Type)]
pub struct CapabilityTag {
    /// The tag.
    pub tag: String,
    /// Whether the vocabulary has it.
    pub defined: bool,
    /// What an agent with it can do; empty where nothing is said.
    pub meaning: String,
    /// Other words for it.
    pub synonyms: Vec<String>,
    /// Agents that declare it, those retired left out.
    pub agents: Vec<TaggedRecord>,
    /// Handoffs and contract versions that ask for it.
    pub asked_by: Vec<TaggedRecord>,
    /// What is odd about it, in the order of [`TagOddity`].
    pub oddities: Vec<TagOddity>,
    /// The tag that has this one among its synonyms.
    pub same_as: Option<String>,
    /// Tags that may mean the same: they differ in case, signs or an ending only.
    pub like: Vec<String>,
}

/// A record that writes a tag.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, specta::Type)]
pub struct TaggedRecord {
    /// Its kind.
    pub kind: Kind,
    /// Its id.
    pub id: String,
    /// What it is called.
    pub name: String,
}

/// What is odd about a tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum TagOddity {
    /// Somebody asks for it, and no agent declares it.
    Unprovided,
    /// The vocabulary does not have it.
    Undefined,
    /// It is another word for a tag of the vocabulary.
    Synonym,
    /// Another tag is written almost the same.
    Alike,
    /// Nobody declares it and nobody asks for it.
    Unused,
    /// Agents declare it, and nobody asks for it.
    Unasked,
}

/// Every tag, the oddest first, then by name.
pub fn capability_tags(registry: &Registry) -> Vec<CapabilityTag> {
    registry.read(listed)
}

fn listed(document: &Document) -> Vec<CapabilityTag> {
    let mut tags: BTreeSet<&str> = document
        .capabilities()
        .map(|one| one.tag.as_str())
        .collect();
    for agent in document.agents() {
        tags.extend(agent.capabilities.iter().map(String::as_str));
    }
    for handoff in document.handoffs() {
        tags.extend(asked(handoff).map(String::as_str));
    }
    for version in document.contract_versions() {
        tags.extend(version.required_capabilities.iter().map(String::as_str));
    }
    let mut list: Vec<CapabilityTag> = tags
        .iter()
        .map(|tag| described(document, tag, &tags))
        .collect();
    list.sort_by(|a, b| {
        let oddest = |tag: &CapabilityTag| tag.oddities.first().copied().map_or(9, |odd| odd as u8);
        oddest(a).cmp(&oddest(b)).then_with(|| a.tag.cmp(&b.tag))
    });
    list
}

fn described(document: &Document, tag: &str, all: &BTreeSet<&str>) -> CapabilityTag {
    let found = defined(document, tag);
    let named = |kind: Kind, id: &str| TaggedRecord {
        kind,
        id: id.to_owned(),
        name: called(document, &RecordKey::new(kind, id)),
    };
    let mut agents: Vec<TaggedRecord> = document
        .agents()
        .filter(|agent| declares(agent, tag))
        .map(|agent| named(Kind::Agent, agent.id.as_str()))
        .collect();
    agents.sort();
    let handoffs = document
        .handoffs()
        .filter(|handoff| asked(handoff).any(|own| own == tag))
        .map(|handoff| named(Kind::Handoff, handoff.id.as_str()));
    let versions = document
        .contract_versions()
        .filter(|version| version.required_capabilities.iter().any(|own| own == tag))
        .map(|version| named(Kind::ContractVersion, version.id.as_str()));
    let mut asked_by: Vec<TaggedRecord> = handoffs.chain(versions).collect();
    asked_by.sort();
    let same_as = document
        .capabilities()
        .find(|one| one.tag != tag && one.synonyms.iter().any(|word| word == tag))
        .map(|one| one.tag.clone());
    let own = folded(tag);
    let like: Vec<String> = all
        .iter()
        .filter(|other| **other != tag && folded(other) == own)
        .map(|other| (*other).to_owned())
        .collect();
    let facts = [
        (
            TagOddity::Unprovided,
            agents.is_empty() && !asked_by.is_empty(),
        ),
        (TagOddity::Undefined, found.is_none()),
        (TagOddity::Synonym, same_as.is_some()),
        (TagOddity::Alike, !like.is_empty()),
        (TagOddity::Unused, agents.is_empty() && asked_by.is_empty()),
        (
            TagOddity::Unasked,
            !agents.is_empty() && asked_by.is_empty(),
        ),
    ];
    CapabilityTag {
        tag: tag.to_owned(),
        defined: found.is_some(),
        meaning: found.map(|one| line(&one.meaning)).unwrap_or_default(),
        synonyms: found.map(|one| one.synonyms.clone()).unwrap_or_default(),
        agents,
        asked_by,
        oddities: facts
            .into_iter()
            .filter(|(_, holds)| *holds)
            .map(|(oddity, _)| oddity)
            .collect(),
        same_as,
        like,
    }
}

/// A tag without what people write now so, now so: case, signs, and the ending of many.
fn folded(tag: &str) -> String {
    let letters: String = tag
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect();
    match letters.strip_suffix('s') {
        Some(one) if one.len() > 3 && !one.ends_with('s') => one.to_owned(),
        _ => letters,
    }
}

/// The published contract versions that ask for a tag, by id.
pub(super) fn published_with(document: &Document, tag: &str) -> Vec<String> {
    let mut ids: Vec<String> = document
        .contract_versions()
        .filter(|version| is_published(version))
        .filter(|version| version.required_capabilities.iter().any(|own| own == tag))
        .map(|version| version.id.to_string())
        .collect();
    ids.sort();
    ids
}

#[cfg(test)]
mod tests {
    use super::*;
    use baton_model::{apply, parse_edits};

    #[test]
    fn oddities_are_told_and_the_oddest_comes_first() {
        use TagOddity::{Alike, Synonym, Unasked, Undefined, Unprovided, Unused};
        let text = r#"
{"op":"put","kind":"capability","id":"refund","record":{"tag":"refund","meaning":"Pays back.","synonyms":["reimburse"]}}
{"op":"put","kind":"capability","id":"idle","record":{"tag":"idle"}}
{"op":"put","kind":"topology","id":"t","record":{"name":"T"}}
{"op":"put","kind":"agent","id":"a","record":{"name":"A","capabilities":["refund","Refunds"]}}
{"op":"put","kind":"agent","id":"gone","record":{"name":"Gone","lifecycle":"retired","capabilities":["billing"]}}
{"op":"put","kind":"handoff","id":"h","record":{"topology":"t","from":"a","to":{"capabilities":["reimburse"]},"required_capabilities":["refund"]}}
"#;
        let mut document = Document::new();
        let edits = parse_edits(text, &document).unwrap();
        document.commit(&apply(&document, &edits).unwrap(), 1);
        let told: Vec<(String, Vec<TagOddity>)> = listed(&document)
            .into_iter()
            .map(|tag| (tag.tag, tag.oddities))
            .collect();
        let expected = [
            ("reimburse", vec![Unprovided, Undefined, Synonym]),
            ("Refunds", vec![Undefined, Alike, Unasked]),
            ("billing", vec![Undefined, Unused]),
            ("refund", vec![Alike]),
            ("idle", vec![Unused]),
        ];
        let expected: Vec<(String, Vec<TagOddity>)> = expected
            .into_iter()
            .map(|(tag, odd)| (tag.to_owned(), odd))
            .collect();
        assert_eq!(told, expected);
    }

    #[test]
    fn tags_are_alike_without_case_signs_and_plurals() {
        assert_eq!(folded("Refund-Issues"), folded("refund.issue"));
        assert_ne!(folded("access"), folded("acces"));
        assert_ne!(folded("bus"), folded("bu"));
    }
}
