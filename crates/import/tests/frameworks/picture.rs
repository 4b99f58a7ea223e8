//! An import as lines that can be read and compared.

use baton_import::{Format, ImportOptions, Imported, InputFile, import};
use baton_model::{Document, Handoff, HandoffMode, Target, TriggerOn, apply};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Imports files under their base names; a folder in the name is kept.
pub fn imported(
    format: Option<&str>,
    files: &[(String, Vec<u8>)],
    existing: &Document,
) -> Imported {
    let format = format.and_then(|name| Format::parse(name).unwrap());
    let inputs: Vec<InputFile<'_>> = files
        .iter()
        .map(|(name, bytes)| InputFile { name, bytes })
        .collect();
    import(format, &inputs, existing, &ImportOptions::default()).unwrap()
}

pub fn committed(imported: &Imported) -> Document {
    let mut document = Document::new();
    let diff = apply(&document, &imported.edits).unwrap();
    document.commit(&diff, 1);
    document
}

/// Files with their names below a folder.
pub fn files(folder: &Path, names: &[&str]) -> Option<Vec<(String, Vec<u8>)>> {
    let mut found = Vec::new();
    for name in names {
        let path = folder.join(name);
        let Ok(bytes) = fs::read(&path) else {
            println!("skipped: {} is not there", path.display());
            return None;
        };
        found.push(((*name).to_owned(), bytes));
    }
    Some(found)
}

/// The records of a document, one a line, and the notes behind them.
pub fn picture(document: &Document, notes: &Imported) -> String {
    let mut out = String::new();
    for topology in document.topologies() {
        writeln!(out, "topology {} {:?}", topology.id, topology.name).unwrap();
    }
    for agent in document.agents() {
        write!(out, "agent {} {:?}", agent.id, agent.kind).unwrap();
        if let Some(function) = agent.function {
            write!(out, " {function:?}").unwrap();
        }
        write!(out, " {:?}", agent.name).unwrap();
        let tools: Vec<&str> = agent.tools.iter().map(|tool| tool.name.as_str()).collect();
        let model = document
            .agent_versions()
            .find(|version| version.agent == agent.id)
            .and_then(|version| version.model.as_deref());
        for (word, text) in [
            ("model", model.unwrap_or_default()),
            ("tools", &tools.join(",")),
            ("can", &agent.capabilities.join(",")),
            ("team", agent.team.as_ref().map_or("", |team| team.as_str())),
            ("mcp", agent.links.mcp.as_deref().unwrap_or_default()),
            ("a2a", agent.links.a2a.as_deref().unwrap_or_default()),
        ] {
            if !text.is_empty() {
                write!(out, " {word}={text}").unwrap();
            }
        }
        let place = document
            .placements()
            .find(|place| place.subject.id == agent.id.as_str() && place.group.is_some());
        if let Some(group) = place.and_then(|place| place.group.as_ref()) {
            write!(out, " in {group}").unwrap();
        }
        out.push('\n');
    }
    for entry in document.entries() {
        writeln!(out, "entry {}", entry.agent).unwrap();
    }
    for outcome in document.outcomes() {
        writeln!(out, "outcome {} good={}", outcome.id, outcome.good).unwrap();
    }
    for handoff in document.handoffs() {
        writeln!(out, "{}", line(handoff)).unwrap();
    }
    for version in document.contract_versions() {
        writeln!(out, "contract {} {}", version.id, version.payload_schema.0).unwrap();
    }
    for note in &notes.notes {
        writeln!(out, "{:?} {}: {}", note.level, note.path, note.message).unwrap();
    }
    out
}

fn line(handoff: &Handoff) -> String {
    let to = match &handoff.to {
        Target::Agent(agent) => agent.to_string(),
        Target::Outcome(target) => format!("({})", target.outcome),
        Target::Query(query) => format!("?{}", query.capabilities.join("+")),
    };
    let arrow = if handoff.mode == HandoffMode::Delegate {
        "=>"
    } else {
        "->"
    };
    let mut line = format!("{} {arrow} {to}", handoff.from);
    let trigger = &handoff.trigger;
    if trigger.on != TriggerOn::Done {
        let value = trigger.value.as_ref().map_or(String::new(), |value| {
            value
                .0
                .as_str()
                .map_or_else(|| value.0.to_string(), str::to_owned)
        });
        let word = match &trigger.on {
            TriggerOn::Any(clauses) => format!("any of {}", clauses.len()),
            on => format!("{on:?}").to_lowercase(),
        };
        write!(line, " on {word} {value:?}").unwrap();
    }
    if let Some(condition) = &trigger.condition {
        write!(line, " if {condition:?}").unwrap();
    }
    let policy = &handoff.policy;
    let said = [
        (trigger.otherwise, "otherwise".to_owned()),
        (handoff.gate.is_some(), "gated".to_owned()),
        (
            handoff.contract.is_some(),
            format!(
                "carries {}",
                handoff.contract.as_ref().map_or("", |id| id.as_str())
            ),
        ),
        (
            handoff.version.is_some(),
            handoff
                .version
                .as_ref()
                .map_or(String::new(), ToString::to_string),
        ),
        (
            policy.loop_limit.is_some(),
            format!("loops<={}", policy.loop_limit.unwrap_or_default()),
        ),
        (
            policy.timeout_ms.is_some(),
            format!("{}ms", policy.timeout_ms.unwrap_or_default()),
        ),
        (policy.retries > 0, format!("retries={}", policy.retries)),
        (
            handoff.parallel_group.is_some(),
            format!(
                "at once {:?}",
                handoff.parallel_group.as_deref().unwrap_or_default()
            ),
        ),
        (!handoff.continuity.is_empty(), "tells".to_owned()),
    ];
    for (holds, words) in said {
        if holds {
            write!(line, " {words}").unwrap();
        }
    }
    line
}

/// Compares with a file beside the fixture; `BATON_BLESS=1` writes it.
#[track_caller]
pub fn check(expected: &Path, text: &str) {
    if std::env::var_os("BATON_BLESS").is_some() {
        fs::write(expected, text).unwrap();
        return;
    }
    let known = fs::read_to_string(expected).unwrap_or_default();
    assert_eq!(
        text,
        known,
        "{} differs; BATON_BLESS=1 writes it anew",
        expected.display()
    );
}
