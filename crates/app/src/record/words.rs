//! How records are called in lists: by name, or by what they are between.

use baton_model::{
    Agent, Contract, Document, Environment, Handoff, Kind, Outcome, Record, RecordKey, Target,
};
use serde::Serialize;
use serde_json::Value;

/// Longest text of a note or remark that stands for its record, in characters.
const LONGEST: usize = 80;

/// What a record is called where its id alone would say too little.
pub(crate) fn title(document: &Document, record: &Record) -> String {
    if let Some(name) = record.name() {
        return line(name);
    }
    match record {
        Record::Handoff(handoff) => {
            format!(
                "{} → {}",
                agent(document, handoff.from.as_str()),
                target(document, &handoff.to)
            )
        }
        Record::Capability(capability) => capability.tag.clone(),
        Record::ContractVersion(version) => {
            let contract = document.find::<Contract>(&version.contract);
            format!(
                "{} {}",
                contract.map_or_else(|| version.contract.to_string(), |c| line(&c.name)),
                version.version
            )
        }
        Record::AgentVersion(version) => {
            format!(
                "{} {}",
                agent(document, version.agent.as_str()),
                version.version
            )
        }
        Record::Deployment(deployment) => {
            let environment = document.find::<Environment>(&deployment.environment);
            format!(
                "{} {} in {}",
                agent(document, deployment.agent.as_str()),
                deployment.version,
                environment.map_or_else(|| deployment.environment.to_string(), |e| line(&e.name))
            )
        }
        Record::Entry(entry) => format!("Entry to {}", agent(document, entry.agent.as_str())),
        Record::Note(note) => first_line(&note.text, "Note"),
        Record::Comment(comment) => first_line(&comment.text, "Comment"),
        Record::Notice(notice) => first_line(&notice.text, "Notice"),
        Record::Review(review) => format!("Review of {}", called(document, &review.subject)),
        Record::Incident(incident) => {
            let handoff = RecordKey::new(Kind::Handoff, incident.handoff.as_str());
            format!("Incident at {}", called(document, &handoff))
        }
        Record::ObservedHandoff(seen) => format!("{} → {}", line(&seen.from), line(&seen.to)),
        Record::RuleSetting(setting) => setting.code.clone(),
        Record::Silence(silence) => {
            format!("{} at {}", silence.code, called(document, &silence.subject))
        }
        _ => record.id().to_owned(),
    }
}

/// What the record at an address is called; its id where there is none.
pub(crate) fn called(document: &Document, key: &RecordKey) -> String {
    document
        .get(key)
        .map_or_else(|| key.id.clone(), |held| title(document, &held.record))
}

/// Where a handoff leads.
pub(crate) fn target(document: &Document, target: &Target) -> String {
    match target {
        Target::Agent(id) => agent(document, id.as_str()),
        Target::Outcome(outcome) => document
            .find::<Outcome>(&outcome.outcome)
            .map_or_else(|| outcome.outcome.to_string(), |o| line(&o.name)),
        Target::Query(query) => format!("whoever offers {}", query.capabilities.join(", ")),
    }
}

/// The contract of a handoff with its version; empty without one.
pub(crate) fn contract(handoff: &Handoff) -> String {
    match (&handoff.contract, &handoff.version) {
        (Some(contract), Some(version)) => format!("{contract} {version}"),
        (Some(contract), None) => contract.to_string(),
        (None, _) => String::new(),
    }
}

fn agent(document: &Document, id: &str) -> String {
    document
        .find::<Agent>(id)
        .map_or_else(|| id.to_owned(), |agent| line(&agent.name))
}

/// A closed word of the model as people read it: `human_rate` as `human rate`.
pub(crate) fn word(value: impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(Value::String(word)) => word.replace('_', " "),
        _ => String::new(),
    }
}

/// Text in one line.
pub(crate) fn line(text: &str) -> String {
    if text.contains(|c: char| c.is_control()) {
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    } else {
        text.to_owned()
    }
}

/// At most so many characters, with a mark where something was cut.
pub(crate) fn cut(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
        None => text.to_owned(),
    }
}

fn first_line(text: &str, otherwise: &str) -> String {
    let first = text.lines().map(str::trim).find(|line| !line.is_empty());
    first.map_or_else(|| otherwise.to_owned(), |first| cut(&line(first), LONGEST))
}

#[cfg(test)]
mod tests {
    use super::*;
    use baton_model::{apply, parse_edits};

    #[test]
    fn every_kind_is_called_something() {
        let text = include_str!("../../../store/src/conformance/every_kind.json");
        let mut document = Document::new();
        let edits = parse_edits(text, &document).unwrap();
        document.commit(&apply(&document, &edits).unwrap(), 1);
        for held in document.all() {
            let title = title(&document, &held.record);
            assert!(!title.trim().is_empty(), "{}", held.record.key());
            assert!(!title.contains('\n'), "{title}");
        }
    }

    #[test]
    fn long_and_broken_texts_become_one_short_line() {
        assert_eq!(line("a\nb\tc"), "a b c");
        assert_eq!(cut("çàé", 2), "çà…");
        assert_eq!(first_line("\n \n# Title\nmore", "Note"), "# Title");
        assert_eq!(first_line(" ", "Note"), "Note");
        assert_eq!(word(baton_model::Lifecycle::Production), "production");
    }
}
