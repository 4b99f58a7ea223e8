//! Who qualifies for a capability query: one answer for the drawing, the rules and whatever walks a topology.

use crate::document::Document;
use crate::records::{Agent, CapabilityQuery, Handoff, Target};
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// The agents of a registry by capability tag, each in order of id.
type ByTag<'a> = BTreeMap<&'a str, Vec<&'a Agent>>;

/// Who qualifies for the queries of a registry. The tags of all agents are read once, when the first query is asked.
pub struct Candidates<'a> {
    document: &'a Document,
    by_tag: OnceLock<ByTag<'a>>,
}

impl<'a> Candidates<'a> {
    /// Those of a registry; nothing is read yet.
    pub fn new(document: &'a Document) -> Self {
        let by_tag = OnceLock::new();
        Self { document, by_tag }
    }

    fn by_tag(&self) -> &ByTag<'a> {
        self.by_tag.get_or_init(|| {
            let mut by_tag: ByTag<'a> = BTreeMap::new();
            for agent in self.document.agents() {
                for tag in &agent.capabilities {
                    let agents = by_tag.entry(tag).or_default();
                    // An agent may repeat a tag.
                    if agents.last().is_none_or(|last| last.id != agent.id) {
                        agents.push(agent);
                    }
                }
            }
            by_tag
        })
    }

    /// Agents of the registry that declare all tags of a handoff's query, the sender left out, in order of id. A query
    /// without tags asks for nothing in particular: everybody qualifies. Nobody does where the handoff leads elsewhere.
    pub fn of(&self, handoff: &Handoff) -> Vec<&'a Agent> {
        match &handoff.to {
            Target::Query(query) => self.declaring(query, handoff),
            Target::Agent(_) | Target::Outcome(_) => Vec::new(),
        }
    }

    fn declaring(&self, query: &CapabilityQuery, handoff: &Handoff) -> Vec<&'a Agent> {
        let declared = query
            .capabilities
            .iter()
            .map(|tag| self.by_tag().get(tag.as_str()));
        let Some(rarest) = declared.min_by_key(|agents| agents.map_or(0, Vec::len)) else {
            return self
                .document
                .agents()
                .filter(|agent| agent.id != handoff.from)
                .collect();
        };
        rarest
            .into_iter()
            .flatten()
            .copied()
            .filter(|agent| agent.id != handoff.from)
            .filter(|agent| {
                query
                    .capabilities
                    .iter()
                    .all(|tag| agent.capabilities.contains(tag))
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{apply, parse_edits};

    fn check(to: &str, expected: &[&str]) {
        let edits = format!(
            r#"{{"op":"put","kind":"topology","record":{{"id":"t","name":"T"}}}}
{{"op":"put","kind":"agent","record":{{"id":"sender","name":"S","capabilities":["refund","goodwill"]}}}}
{{"op":"put","kind":"agent","record":{{"id":"clerk","name":"C","capabilities":["refund","refund","goodwill"]}}}}
{{"op":"put","kind":"agent","record":{{"id":"bot","name":"B","capabilities":["refund"]}}}}
{{"op":"put","kind":"handoff","record":{{"id":"h","topology":"t","from":"sender","to":{to}}}}}"#
        );
        let mut document = Document::new();
        let edits = parse_edits(&edits, &document).unwrap();
        document.commit(&apply(&document, &edits).unwrap(), 1);
        let handoff = document.find::<Handoff>("h").unwrap();
        let found = Candidates::new(&document).of(handoff);
        assert_eq!(
            found
                .iter()
                .map(|agent| agent.id.as_str())
                .collect::<Vec<_>>(),
            expected,
            "{to}"
        );
    }

    #[test]
    fn whoever_declares_all_tags_qualifies_but_never_the_sender() {
        check(r#"{"capabilities":["refund"]}"#, &["bot", "clerk"]);
        check(r#"{"capabilities":["refund","goodwill"]}"#, &["clerk"]);
        check(r#"{"capabilities":["unknown","refund"]}"#, &[]);
        check(r#"{"capabilities":[]}"#, &["bot", "clerk"]);
        check(r#""bot""#, &[]);
    }
}
