//! Which files belong to a crew, and what becomes of them.

use super::*;
use crate::source::Source;
use serde_json::json;

#[test]
fn files_of_one_crew_find_each_other() {
    for (one, other) in [
        ("agents.yaml", "tasks.yaml"),
        ("a/content.agents.yaml", "a/content.tasks.yml"),
        (r"c\config\agents.yaml", "c/config/tasks.yaml"),
    ] {
        assert_eq!(stem(one), stem(other), "{one}");
    }
    assert_ne!(stem("a/agents.yaml"), stem("b/tasks.yaml"));
}

#[test]
fn files_are_told_apart() {
    let cases = [
        (
            json!({"a": {"role": "x", "goal": "y"}}),
            Some(Holds::Agents),
        ),
        (
            json!({"t": {"description": "x", "expected_output": "y"}}),
            Some(Holds::Tasks),
        ),
        (
            json!({"agents": {}, "tasks": [{"description": "x", "agent": "a"}]}),
            Some(Holds::Crew),
        ),
        (json!({"schema": "crewai.flow/v2"}), Some(Holds::Flow)),
        (json!({"a": {"role": "x", "goal": "y"}, "b": 1}), None),
        (json!({}), None),
    ];
    for (value, expected) in cases {
        assert_eq!(holds(&value), expected, "{value}");
    }
}

/// What the files of an import become, each agent with the file that it is from.
fn drawn(files: &[(&str, &str)]) -> (Vec<(String, String)>, String) {
    let sources: Vec<Source<'_>> = files
        .iter()
        .map(|(name, text)| {
            Source::new(crate::InputFile {
                name,
                bytes: text.as_bytes(),
            })
        })
        .collect();
    assert!(sources.iter().all(|source| (READER.detect)(source)));
    let mut notes = Notes::new("x");
    let sketches = read(&Page::all(&sources).unwrap(), &mut notes).unwrap();
    let agents = sketches.iter().flat_map(|sketch| {
        sketch.parts().iter().filter_map(|part| match &part.record {
            baton_model::Record::Agent(agent) => Some((agent.name.clone(), part.file.to_string())),
            _ => None,
        })
    });
    let agents = agents.collect();
    let said: Vec<String> = notes
        .finish()
        .into_iter()
        .map(|note| format!("{}: {}", note.path, note.message))
        .collect();
    (agents, said.join("\n"))
}

const WRITER: &str = "{\"role\": \"Writer\", \"goal\": \"g\", \"backstory\": \"b\", } // mine";
const CREW: &str = r#"{"agents": ["writer"], "tasks": [{"description": "d", "expected_output": "e", "agent": "writer"}], "process": "hierarchical", "manager_agent": "chief"}"#;

#[test]
fn an_agent_is_found_beside_its_crew_or_by_its_name_alone() {
    let chief = r#"{"role": "Chief", "goal": "g", "backstory": "b"}"#;
    for (crew, writer, boss) in [
        (
            "a/crew.jsonc",
            "a/agents/writer.jsonc",
            "a/agents/chief.json",
        ),
        (
            r"c:\a\crew.json",
            r"c:\a\agents\writer.jsonc",
            r"c:\a\agents\chief.json",
        ),
        ("crew.jsonc", "writer.jsonc", "chief.json"),
    ] {
        let (agents, notes) = drawn(&[(crew, CREW), (writer, WRITER), (boss, chief)]);
        let expected = [("Writer", writer), ("Chief", boss)]
            .map(|(name, file)| (name.to_owned(), file.to_owned()));
        assert_eq!(agents, expected, "{notes}");
        assert!(!notes.contains("only named here"), "{notes}");
    }
}

#[test]
fn an_agent_of_another_crew_is_not_taken() {
    let (agents, notes) = drawn(&[
        ("a/crew.jsonc", CREW),
        ("b/crew.jsonc", CREW),
        ("b/agents/writer.jsonc", WRITER),
    ]);
    assert!(
        notes.contains("a/crew.jsonc#/agents/0: \"writer\" is only named here"),
        "{notes}"
    );
    assert!(!notes.contains("b/crew.jsonc#/agents/0"), "{notes}");
    assert!(
        agents
            .iter()
            .any(|(_, file)| file == "b/agents/writer.jsonc"),
        "{agents:?}"
    );
}

#[test]
fn an_agent_without_a_crew_is_read_by_itself() {
    let (agents, notes) = drawn(&[("p/agents/writer.jsonc", WRITER)]);
    assert_eq!(agents.len(), 1);
    assert!(
        notes.contains("no crew among the files names this agent"),
        "{notes}"
    );
}
