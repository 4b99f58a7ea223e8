//! What a sketch says, short enough to be compared in tests.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use crate::InputFile;
use crate::error::ImportError;
use crate::notes::Notes;
use crate::sketch::Sketch;
use crate::source::Source;
use baton_model::{HandoffMode, Record, RecordKey, Responder, Target};
use std::fmt::Write as _;
use std::path::PathBuf;

type Read = fn(&Source<'_>, &mut Notes) -> Result<Vec<Sketch>, ImportError>;

/// What a reader makes of a text, with its notes.
pub(crate) fn told(read: Read, name: &str, text: &str) -> String {
    match sketched(read, name, text) {
        Ok((sketches, notes)) => {
            format!("{}{notes}", sketches.iter().map(tell).collect::<String>())
        }
        Err(error) => format!("refused: {error} | {}\n", error.hint),
    }
}

/// The sketches that a reader makes of a text, and its notes, one a line.
pub(crate) fn sketched(
    read: Read,
    name: &str,
    text: &str,
) -> Result<(Vec<Sketch>, String), ImportError> {
    let source = Source::new(InputFile {
        name,
        bytes: text.as_bytes(),
    });
    let mut notes = Notes::new(name);
    let sketches = read(&source, &mut notes)?;
    let mut out = String::new();
    for note in notes.finish() {
        let level = serde_json::to_value(note.level).unwrap();
        let path = note
            .path
            .strip_prefix(name)
            .unwrap_or(&note.path)
            .to_owned();
        let _ = writeln!(out, "{} {path}: {}", level.as_str().unwrap(), note.message);
    }
    Ok((sketches, out))
}

/// A file of the shared samples; `None`, with a word about it, where they are not at hand.
pub(crate) fn sample(path: &str) -> Option<String> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../../../shared/samples")
        .join(path);
    let text = std::fs::read_to_string(&path).ok();
    if text.is_none() {
        println!("skipped: {} is not there", path.display());
    }
    text
}

fn word(value: impl serde::Serialize) -> String {
    let value = serde_json::to_value(value).unwrap();
    value
        .as_str()
        .map_or_else(|| value.to_string(), ToOwned::to_owned)
}

#[allow(clippy::too_many_lines, reason = "one arm a kind")]
fn tell(sketch: &Sketch) -> String {
    let mut out = format!("topology {:?}\n", sketch.topology.name);
    let key = |record: RecordKey| {
        let part = sketch
            .parts()
            .iter()
            .find(|part| part.record.key() == record);
        part.map_or_else(|| format!("?{record:?}"), |part| part.key.clone())
    };
    let agent =
        |id: &baton_model::AgentId| key(RecordKey::new(baton_model::Kind::Agent, id.as_str()));
    let target = |to: &Target| match to {
        Target::Agent(id) => agent(id),
        Target::Outcome(outcome) => format!(
            "({})",
            key(RecordKey::new(
                baton_model::Kind::Outcome,
                outcome.outcome.as_str()
            ))
        ),
        Target::Query(query) => format!("?{:?}", query.capabilities),
    };
    for part in sketch.parts() {
        match &part.record {
            Record::Agent(agent) => {
                let function = agent
                    .function
                    .map_or_else(String::new, |function| format!("/{}", word(function)));
                let _ = write!(
                    out,
                    "agent {} {:?} {}{function}",
                    part.key,
                    agent.name,
                    word(agent.kind)
                );
                if let Some(team) = &agent.team {
                    let _ = write!(
                        out,
                        " of {}",
                        key(RecordKey::new(baton_model::Kind::Team, team.as_str()))
                    );
                }
                if !agent.tools.is_empty() {
                    let names: Vec<_> = agent.tools.iter().map(|tool| tool.name.as_str()).collect();
                    let _ = write!(out, " tools {}", names.join(","));
                }
                if !agent.role.scope.text.is_empty() {
                    let _ = write!(out, " {:?}", agent.role.scope.text);
                }
            }
            Record::Handoff(handoff) => {
                let arrow = if handoff.mode == HandoffMode::Delegate {
                    "=>"
                } else {
                    "->"
                };
                let _ = write!(
                    out,
                    "handoff {} {arrow} {}",
                    agent(&handoff.from),
                    target(&handoff.to)
                );
                let trigger = &handoff.trigger;
                let on = word(&trigger.on);
                if on != "done" {
                    let value = trigger
                        .value
                        .as_ref()
                        .map_or_else(String::new, |value| word(&value.0));
                    let _ = write!(out, " on {on} {value:?}");
                }
                if word(trigger.decided_by) != "rule" {
                    let _ = write!(out, " by {}", word(trigger.decided_by));
                }
                if trigger.otherwise {
                    out.push_str(" otherwise");
                }
                if let Some(gate) = &handoff.gate {
                    let _ = write!(out, " gate {:?}", gate.question);
                }
                if let Some(limit) = handoff.policy.loop_limit {
                    let _ = write!(out, " loop {limit}");
                }
                if handoff.policy.retries > 0 {
                    let _ = write!(out, " retries {}", handoff.policy.retries);
                }
                if let Some(contract) = &handoff.contract {
                    let _ = write!(
                        out,
                        " carries {}",
                        key(RecordKey::new(
                            baton_model::Kind::Contract,
                            contract.as_str()
                        ))
                    );
                }
            }
            Record::Outcome(outcome) => {
                let _ = write!(
                    out,
                    "outcome {} {:?} {}",
                    part.key,
                    outcome.name,
                    if outcome.good { "good" } else { "bad" }
                );
            }
            Record::Entry(entry) => {
                let _ = write!(out, "entry {}", agent(&entry.agent));
            }
            Record::Group(group) => {
                let _ = write!(out, "group {} {:?}", part.key, group.name);
                if let Some(parent) = &group.parent {
                    let _ = write!(
                        out,
                        " in {}",
                        key(RecordKey::new(baton_model::Kind::Group, parent.as_str()))
                    );
                }
            }
            Record::Placement(placement) => {
                let subject = RecordKey::new(placement.subject.kind, placement.subject.id.as_str());
                let _ = write!(out, "place {}", key(subject));
                if let (Some(x), Some(y)) = (placement.x, placement.y) {
                    let _ = write!(out, " at {x},{y}");
                }
                if let Some(group) = &placement.group {
                    let _ = write!(
                        out,
                        " in {}",
                        key(RecordKey::new(baton_model::Kind::Group, group.as_str()))
                    );
                }
            }
            Record::Note(note) => {
                let _ = write!(out, "note {:?}", note.text);
            }
            Record::Contract(contract) => {
                let _ = write!(out, "contract {} {:?}", part.key, contract.name);
                if let Some(team) = &contract.team {
                    let _ = write!(
                        out,
                        " of {}",
                        key(RecordKey::new(baton_model::Kind::Team, team.as_str()))
                    );
                }
            }
            Record::ContractVersion(version) => {
                let _ = write!(
                    out,
                    "schema {} {}",
                    version.version, version.payload_schema.0
                );
            }
            Record::AgentVersion(version) => {
                let _ = write!(out, "version of {}", agent(&version.agent));
                if let Some(model) = &version.model {
                    let _ = write!(out, " model {model}");
                }
                if let Some(schema) = &version.output_schema {
                    let _ = write!(out, " puts out {}", schema.0);
                }
            }
            Record::Team(team) => {
                let _ = write!(out, "team {} {:?}", part.key, team.name);
                for contact in &team.contacts {
                    let _ = write!(out, " {}:{}", contact.channel, contact.address);
                }
            }
            Record::Person(person) => {
                let teams: Vec<_> = person
                    .teams
                    .iter()
                    .map(|team| key(RecordKey::new(baton_model::Kind::Team, team.as_str())))
                    .collect();
                let _ = write!(
                    out,
                    "person {} {:?} {} in {teams:?}",
                    part.key,
                    person.name,
                    person.email.as_deref().unwrap_or("-")
                );
            }
            Record::EscalationPath(path) => {
                let _ = write!(
                    out,
                    "escalation {} {:?} repeat {}",
                    part.key, path.name, path.repeat
                );
                for step in &path.steps {
                    let who = match &step.notify {
                        Responder::Person(id) => {
                            key(RecordKey::new(baton_model::Kind::Person, id.as_str()))
                        }
                        Responder::Rotation(id) => {
                            key(RecordKey::new(baton_model::Kind::Rotation, id.as_str()))
                        }
                        Responder::Team(id) => {
                            key(RecordKey::new(baton_model::Kind::Team, id.as_str()))
                        }
                    };
                    let _ = write!(out, " {}m {who}", step.after_minutes);
                }
            }
            Record::Rotation(rotation) => {
                let _ = write!(
                    out,
                    "rotation {} {:?} {} shifts {}",
                    part.key,
                    rotation.name,
                    rotation.schedule.len(),
                    rotation.link.as_deref().unwrap_or("-")
                );
            }
            other => {
                let _ = write!(out, "{:?} {}", other.kind(), part.key);
            }
        }
        if !part.metadata.is_empty() {
            let _ = write!(out, " {}", serde_json::Value::Object(part.metadata.clone()));
        }
        out.push('\n');
    }
    out
}
