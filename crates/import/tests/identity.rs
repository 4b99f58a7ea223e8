//! Whose a file is: systems that share names, keys and even agents stay apart, and a file that did not change changes nothing.

use crate::support::{committed, notes};
use baton_import::{ImportOptions, Imported, InputFile, import};
use baton_model::{Agent, ContractVersion, Document, Level, Topology, TopologyId};

fn bring(files: &[(&str, &str)], topology: Option<&str>, existing: &Document) -> Imported {
    let files: Vec<InputFile<'_>> = files
        .iter()
        .map(|(name, text)| InputFile {
            name,
            bytes: text.as_bytes(),
        })
        .collect();
    let options = ImportOptions {
        topology: topology.map(|id| TopologyId::new(id).unwrap()),
    };
    import(None, &files, existing, &options).unwrap()
}

fn changed(imported: &Imported) -> Vec<String> {
    let edits = imported.edits.iter();
    edits.map(|edit| edit.key().to_string()).collect()
}

fn desk(field: &str) -> String {
    format!(
        "from agents import Agent\nfrom pydantic import BaseModel\nclass Out(BaseModel):\n    {field}: str\nbilling = Agent(name=\"Billing\", instructions=\"b\", output_type=Out, model=\"m\")\ntriage = Agent(name=\"Triage\", instructions=\"t\", handoffs=[billing])\n"
    )
}

#[test]
fn contracts_and_versions_of_another_topology_stay_as_they_are() {
    let (one, two) = (desk("first_field"), desk("second_field"));
    let (one, two) = ([("c1/desk.py", &*one)], [("c2/desk.py", &*two)]);
    let first = committed(
        &Document::new(),
        &bring(&one, Some("one"), &Document::new()),
    );
    let both = committed(&first, &bring(&two, Some("two"), &first));
    assert_eq!(changed(&bring(&two, Some("two"), &both)), [""; 0]);
    assert_eq!(changed(&bring(&one, Some("one"), &both)), [""; 0]);
    let schema = both
        .find::<ContractVersion>("one-billing-output@0.1.0")
        .unwrap();
    assert!(schema.payload_schema.0["properties"]["first_field"].is_object());
}

const TASKS: &str = "research:\n  description: Look\n  expected_output: A report\n  agent: analyst\nplan:\n  description: Plan\n  expected_output: A plan\n  agent: strategist\nwrite:\n  description: Write\n  expected_output: A text\n  agent: writer\n";

fn crew(last: &str) -> (String, String) {
    let agent = |key: &str| {
        format!("{key}:\n  role: {key}\n  goal: Do it\n  backstory: B\n  llm: openai/gpt-4o\n")
    };
    (
        format!("{}{}{}", agent("analyst"), agent("strategist"), agent(last)),
        TASKS.replace("writer", last),
    )
}

#[test]
fn crews_that_share_agents_stay_apart_under_every_topology() {
    let ((agents, tasks), (other_agents, other_tasks)) = (crew("writer"), crew("designer"));
    let a = [("agents.yaml", &*agents), ("tasks.yaml", &*tasks)];
    let b = [
        ("agents.yaml", &*other_agents),
        ("tasks.yaml", &*other_tasks),
    ];
    let first = committed(&Document::new(), &bring(&a, None, &Document::new()));
    let both = committed(&first, &bring(&b, Some("other"), &first));
    assert_eq!(changed(&bring(&a, None, &both)), [""; 0]);
    assert_eq!(changed(&bring(&b, Some("other"), &both)), [""; 0]);
}

#[test]
fn a_folder_of_two_crews_is_the_same_the_second_time() {
    let ((agents, tasks), (other_agents, other_tasks)) = (crew("writer"), crew("designer"));
    let folder = [
        ("two/a/config/agents.yaml", &*agents),
        ("two/a/config/tasks.yaml", &*tasks),
        ("two/b/config/agents.yaml", &*other_agents),
        ("two/b/config/tasks.yaml", &*other_tasks),
    ];
    let after = committed(&Document::new(), &bring(&folder, None, &Document::new()));
    assert_eq!(after.topologies().count(), 2);
    assert_eq!(changed(&bring(&folder, None, &after)), [""; 0]);
    // One of them by itself is still that one.
    assert_eq!(changed(&bring(&folder[2..], None, &after)), [""; 0]);
}

#[test]
fn systems_whose_files_every_tool_calls_the_same_stay_two() {
    let agent = |does: &str| {
        format!("name: root_agent\nmodel: m\ninstruction: {does}\nagent_class: LlmAgent\n")
    };
    let (billing, weather) = (agent("Answer about bills"), agent("Tell the forecast"));
    for (one, other) in [
        ("two/x/root_agent.yaml", "two/y/root_agent.yaml"),
        ("root_agent.yaml", "root_agent.yaml"),
        ("root_agent.yaml", "two/y/root_agent.yaml"),
    ] {
        let first = committed(
            &Document::new(),
            &bring(&[(one, &billing)], None, &Document::new()),
        );
        let imported = bring(&[(other, &weather)], None, &first);
        let both = committed(&first, &imported);
        assert_eq!(both.topologies().count(), 2, "{one} {other}");
        assert_eq!(
            both.find::<Agent>("root_agent").unwrap().role.scope.text,
            "Answer about bills"
        );
        assert!(notes(&imported).contains("to import over"), "{one} {other}");
        assert_eq!(changed(&bring(&[(one, &billing)], None, &both)), [""; 0]);
        assert_eq!(changed(&bring(&[(other, &weather)], None, &both)), [""; 0]);
    }
}

#[test]
fn what_was_made_without_a_folder_is_found_from_one() {
    let (agents, tasks) = crew("writer");
    let old = [("agents.yaml", &*agents), ("tasks.yaml", &*tasks)];
    let first = committed(&Document::new(), &bring(&old, None, &Document::new()));
    let moved = [
        ("tours/config/agents.yaml", &*agents),
        ("tours/config/tasks.yaml", &*tasks),
    ];
    let after = committed(&first, &bring(&moved, None, &first));
    assert_eq!(after.topologies().count(), 1);
    let topology = after.topologies().next().unwrap();
    assert_eq!(
        topology.origin.as_ref().unwrap().file,
        "tours/config/agents.yaml"
    );
    assert_eq!(changed(&bring(&moved, None, &after)), [""; 0]);
    // The folder also gave the name; it stays the same topology.
    let back = committed(&after, &bring(&old, None, &after));
    assert_eq!(back.topologies().count(), 1);
}

#[test]
fn of_several_files_those_that_cannot_be_read_are_left_out_and_told() {
    let good = desk("x");
    let tools = "from agents import function_tool\n@function_tool\ndef pay(): pass\n";
    let files = [
        ("app/main.py", &*good),
        ("app/tools.py", tools),
        ("docs/seq.mmd", "sequenceDiagram\n  A->>B: hi\n"),
    ];
    let imported = bring(&files, None, &Document::new());
    let after = committed(&Document::new(), &imported);
    assert!(after.find::<Topology>("main").is_some());
    for left in ["app/tools.py", "docs/seq.mmd"] {
        assert!(
            imported
                .notes
                .iter()
                .any(|note| note.level == Level::Warning
                    && note.path.starts_with(left)
                    && note.message.starts_with("left out: ")),
            "{left}: {}",
            notes(&imported)
        );
    }
    // By themselves they are refused, and so are several of which none can be read.
    for some in [&files[1..2], &files[1..]] {
        let files: Vec<InputFile<'_>> = some
            .iter()
            .map(|(name, text)| InputFile {
                name,
                bytes: text.as_bytes(),
            })
            .collect();
        assert!(import(None, &files, &Document::new(), &ImportOptions::default()).is_err());
    }
}

#[test]
fn files_of_one_name_in_two_folders_of_a_drop_stay_two() {
    let (one, two) = (desk("first_field"), desk("second_field"));
    let files = [("drop/north/desk.py", &*one), ("drop/south/desk.py", &*two)];
    let both = committed(&Document::new(), &bring(&files, None, &Document::new()));
    let kept = |document: &Document| {
        let mut kept: Vec<String> = document
            .topologies()
            .map(|topology| topology.origin.as_ref().unwrap().file.clone())
            .collect();
        kept.sort();
        kept
    };
    assert_eq!(kept(&both), ["north/desk.py", "south/desk.py"]);
    assert_eq!(both.find::<Agent>("billing").into_iter().count(), 1);
    assert_eq!(both.agents().count(), 4);
    assert_eq!(changed(&bring(&files, None, &both)), [""; 0]);
    // From another place, in another order, and each by itself.
    let moved = [
        ("/home/me/drop/south/desk.py", &*two),
        ("/home/me/drop/north/desk.py", &*one),
    ];
    assert_eq!(changed(&bring(&moved, None, &both)), [""; 0]);
    for file in moved {
        assert_eq!(changed(&bring(&[file], None, &both)), [""; 0]);
    }
    // What changed in one of them changes nothing of the other.
    let three = desk("third_field");
    let changes = bring(&[("drop/north/desk.py", &*three)], None, &both);
    let after = committed(&both, &changes);
    assert_eq!(kept(&after), ["north/desk.py", "south/desk.py"]);
    assert_eq!(changed(&bring(&files[1..], None, &after)), [""; 0]);
}
