//! Search over all records.

use super::around::owners;
use super::index::Words;
use super::words::{called, contract, cut, line, title, word};
use crate::Registry;
use baton_model::{Document, Kind, Record, RecordKey, TopologyId};
use memchr::memmem::Finder;
use serde::Serialize;
use serde_json::Value;

/// Most characters of a question that are looked at.
const LONGEST_QUESTION: usize = 200;
/// Most words of a question that are looked at.
const MOST_WORDS: usize = 8;
/// Longest note beside a hit, in characters.
const LONGEST_NOTE: usize = 90;
/// How well a record can fit: from its exact id or name down to any other text.
const RANKS: usize = 6;

/// The kinds in the order in which people look for them.
const KINDS: [Kind; 28] = [
    Kind::Agent,
    Kind::Topology,
    Kind::Contract,
    Kind::ContractVersion,
    Kind::Team,
    Kind::Person,
    Kind::Handoff,
    Kind::EscalationPath,
    Kind::Rotation,
    Kind::Outcome,
    Kind::Entry,
    Kind::Group,
    Kind::Note,
    Kind::Capability,
    Kind::TrustDomain,
    Kind::Environment,
    Kind::Memory,
    Kind::AgentVersion,
    Kind::Deployment,
    Kind::Scenario,
    Kind::Review,
    Kind::Comment,
    Kind::Incident,
    Kind::Baseline,
    Kind::ObservedHandoff,
    Kind::Notice,
    Kind::RuleSetting,
    Kind::Silence,
];

/// A record that fits a question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, specta::Type)]
pub struct SearchHit {
    /// What it is.
    pub kind: Kind,
    /// Its id.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// Where it belongs or what matched, in a few words; may be empty.
    pub note: String,
}

/// Records that hold all words, best first: the exact id or name, names that begin with the question, names with words that begin with
/// it, names that hold it, tags and names of owners, agents and contracts, any other text. Placements are never found.
pub fn search(registry: &Registry, text: &str, limit: usize) -> Vec<SearchHit> {
    let Some(question) = Question::new(text) else {
        return Vec::new();
    };
    registry.around(|around| {
        let (document, index) = (around.document, around.index());
        let mut found: [Vec<RecordKey>; RANKS] = Default::default();
        // Once a rank is full, only better ones count.
        let mut better_than = if limit == 0 { 0 } else { RANKS };
        for kind in KINDS {
            for (id, words) in index.of_kind(kind) {
                if let Some(rank) = question.rank(words, better_than) {
                    found[rank].push(RecordKey::new(kind, id));
                    if found[rank].len() >= limit {
                        better_than = rank;
                    }
                }
            }
        }
        let best = found.into_iter().enumerate();
        best.flat_map(|(rank, keys)| keys.into_iter().map(move |key| (rank, key)))
            .take(limit)
            .filter_map(|(rank, key)| {
                let record = &document.get(&key)?.record;
                let note = if rank + 1 == RANKS {
                    question.passage(&record.to_json())
                } else {
                    None
                };
                Some(SearchHit {
                    kind: key.kind,
                    name: title(document, record),
                    note: note.unwrap_or_else(|| place(document, record)),
                    id: key.id,
                })
            })
            .collect()
    })
}

/// A question as it is compared: in lower case, whole and in words.
pub(super) struct Question {
    whole: String,
    words: Vec<String>,
    finders: Vec<Finder<'static>>,
}

impl Question {
    /// `None` for a question without words.
    pub fn new(text: &str) -> Option<Self> {
        let text: String = text.chars().take(LONGEST_QUESTION).collect();
        let words: Vec<String> = text
            .to_lowercase()
            .split_whitespace()
            .take(MOST_WORDS)
            .map(str::to_owned)
            .collect();
        if words.is_empty() {
            return None;
        }
        Some(Self {
            whole: words.join(" "),
            finders: words.iter().map(|w| Finder::new(w).into_owned()).collect(),
            words,
        })
    }

    /// How well the words of a record fit, 0 best; `None` where one of the question's is missing, or the rank would not be
    /// better than asked for.
    fn rank(&self, words: &Words, better_than: usize) -> Option<usize> {
        let (id, name) = (words.id.as_str(), words.name.as_str());
        let rank = if id == self.whole || (!name.is_empty() && name == self.whole) {
            0
        } else if better_than > 1 && name.starts_with(&self.whole) {
            1
        } else if better_than > 2 {
            self.rank_of_words(words, better_than)?
        } else {
            return None;
        };
        (rank < better_than).then_some(rank)
    }

    fn rank_of_words(&self, words: &Words, better_than: usize) -> Option<usize> {
        let (id, name) = (words.id.as_bytes(), words.name.as_bytes());
        let called = |finder: &Finder<'_>| finder.find(name).is_some() || finder.find(id).is_some();
        if self.finders.iter().all(called) {
            let begins = |f: &Finder<'_>| begins_word(name, f) || begins_word(id, f);
            return Some(if self.finders.iter().all(begins) {
                2
            } else {
                3
            });
        }
        if better_than <= 4 {
            return None;
        }
        let near = |f: &Finder<'_>| called(f) || f.find(words.near.as_bytes()).is_some();
        if self.finders.iter().all(near) {
            return Some(4);
        }
        if better_than <= 5 {
            return None;
        }
        let anywhere = |f: &Finder<'_>| near(f) || f.find(words.rest.as_bytes()).is_some();
        self.finders.iter().all(anywhere).then_some(RANKS - 1)
    }

    /// The text of a record that holds one of the words, around it.
    fn passage(&self, value: &Value) -> Option<String> {
        match value {
            Value::String(text) => {
                let folded = text.to_lowercase();
                let at = self.words.iter().find_map(|w| folded.find(w.as_str()))?;
                // Lower case may be longer or shorter than the text; a place near by is good enough.
                let before = folded[..at].chars().count().min(text.chars().count());
                let from = before.saturating_sub(LONGEST_NOTE / 3);
                let passage: String = text.chars().skip(from).collect();
                let passage = cut(line(&passage).trim(), LONGEST_NOTE);
                Some(if from > 0 {
                    format!("…{passage}")
                } else {
                    passage
                })
            }
            Value::Array(items) => items.iter().find_map(|item| self.passage(item)),
            Value::Object(fields) => fields.values().find_map(|item| self.passage(item)),
            Value::Null | Value::Bool(_) | Value::Number(_) => None,
        }
    }
}

/// Whether a word of the text begins so. Whatever is not ASCII counts as a letter.
fn begins_word(text: &[u8], word: &Finder<'_>) -> bool {
    word.find_iter(text).any(|at| {
        let before = at.checked_sub(1).and_then(|before| text.get(before));
        before.is_none_or(|byte| byte.is_ascii() && !byte.is_ascii_alphanumeric())
    })
}

/// Where a record belongs, in a few words.
fn place(document: &Document, record: &Record) -> String {
    let topology = |id: &TopologyId| called(document, &RecordKey::new(Kind::Topology, id.as_str()));
    let owned = || {
        let teams = owners(document, record);
        let names = teams
            .iter()
            .map(|team| called(document, &RecordKey::new(Kind::Team, team.as_str())));
        names.collect::<Vec<_>>().join(", ")
    };
    let note = match record {
        Record::Handoff(handoff) => {
            let parts = [topology(&handoff.topology), contract(handoff)];
            let parts: Vec<String> = parts.into_iter().filter(|p| !p.is_empty()).collect();
            parts.join(" · ")
        }
        Record::ContractVersion(version) => word(version.state),
        Record::Team(team) => team.parent.as_ref().map_or_else(
            || line(&team.purpose),
            |parent| called(document, &RecordKey::new(Kind::Team, parent.as_str())),
        ),
        Record::Topology(r) => line(&r.purpose),
        Record::Capability(r) => line(&r.meaning),
        Record::TrustDomain(r) => line(&r.organisation),
        Record::Entry(r) => topology(&r.topology),
        Record::Outcome(r) => topology(&r.topology),
        Record::Group(r) => topology(&r.topology),
        Record::Note(r) => topology(&r.topology),
        Record::Scenario(r) => topology(&r.topology),
        Record::Baseline(r) => topology(&r.topology),
        Record::Comment(r) => called(document, &r.subject),
        Record::Silence(r) => line(&r.reason),
        _ => owned(),
    };
    cut(&note, LONGEST_NOTE)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::index::SearchIndex;

    #[test]
    fn every_kind_but_placements_is_looked_for() {
        let all: Vec<&Kind> = Kind::ALL
            .iter()
            .filter(|kind| **kind != Kind::Placement)
            .collect();
        assert_eq!(all.len(), KINDS.len());
        assert!(all.iter().all(|kind| KINDS.contains(kind)));
        assert_eq!(SearchIndex::default().of_kind(Kind::Agent).count(), 0);
    }

    #[test]
    fn ids_and_names_come_before_words_and_words_before_text() {
        let rank = |question: &str, words: (&str, &str, &str, &str)| {
            let words = Words {
                id: words.0.to_owned(),
                name: words.1.to_owned(),
                near: words.2.to_owned(),
                rest: words.3.to_owned(),
            };
            Question::new(question).unwrap().rank(&words, RANKS)
        };
        let words = ("refund-desk", "the refunds agent", "payments", "money back");
        for (question, expected) in [
            ("refund-desk", Some(0)),
            ("The  Refunds agent", Some(0)),
            ("the ref", Some(1)),
            ("refund", Some(2)),
            ("agent desk", Some(2)),
            ("fund", Some(3)),
            ("refund payments", Some(4)),
            ("money", Some(5)),
            ("refund zebra", None),
        ] {
            assert_eq!(rank(question, words), expected, "{question}");
        }
        assert!(Question::new(" \t").is_none());
    }

    #[test]
    fn a_passage_shows_what_matched() {
        let question = Question::new("CAFÉ").unwrap();
        let text = format!(
            "{} the café on the corner",
            "so many words before it ".repeat(9)
        );
        let passage = question
            .passage(&serde_json::json!({"a": 1, "b": ["x", text]}))
            .unwrap();
        assert!(
            passage.starts_with('…') && passage.contains("café"),
            "{passage}"
        );
        assert!(passage.chars().count() <= LONGEST_NOTE + 2);
    }
}
