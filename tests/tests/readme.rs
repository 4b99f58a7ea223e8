//! What README says to type works as it stands there.

use baton_tests::Desk;
use serde_json::json;

const BATON: &str = env!("CARGO_BIN_EXE_baton-under-test");
const README: &str = include_str!("../../README.md");

/// What can only be tried with files or commits of one's own, which other tests have.
const ELSEWHERE: [&str; 4] = [
    "key.pem",
    "../main/registry",
    "baton rewind 12",
    "graph.json",
];

/// The words of a line without its comment, as a shell reads them.
fn words(line: &str) -> Vec<String> {
    let line = line.split(" #").next().unwrap();
    let (mut words, mut word, mut quote) = (Vec::new(), None::<String>, None);
    for c in line.chars() {
        match quote {
            Some(open) if c == open => quote = None,
            None if c == '\'' || c == '"' => {
                quote = Some(c);
                word.get_or_insert_default();
            }
            None if c == ' ' => words.extend(word.take()),
            _ => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    words
}

/// The commands of the block that has a line.
fn block(line: &str) -> Vec<Vec<String>> {
    let blocks = README.split("```sh\n").skip(1);
    let blocks = blocks.map(|rest| rest.split("```").next().unwrap());
    let block = blocks.into_iter().find(|block| block.contains(line));
    let lines = block
        .unwrap_or_else(|| panic!("no block has {line:?}"))
        .lines();
    let lines = lines.filter(|line| line.starts_with("baton "));
    let tried = lines.filter(|line| !ELSEWHERE.iter().any(|word| line.contains(word)));
    let mut commands: Vec<_> = tried.map(words).collect();
    for command in &mut commands {
        command.remove(0);
    }
    commands
}

fn run_all(desk: &Desk, commands: &[Vec<String>]) {
    for command in commands {
        let command: Vec<&str> = command.iter().map(String::as_str).collect();
        // 1 says that something was found, which is no mistake of whoever typed it.
        let reply = desk.run(&command);
        assert!(matches!(reply.code, 0 | 1), "{reply:?}");
    }
}

#[test]
fn the_first_commands_work_as_they_are_written() {
    let mut commands = block("baton check --fix --dry-run");
    let desk = Desk::new(BATON);
    let init = commands.remove(0);
    assert_eq!(init[..3], ["init", "--template", "customer-support"]);
    desk.run(&["init", "--template", "customer-support"])
        .expect(0);
    desk.write("edits.json", "[]");
    assert!(commands.len() > 15, "{commands:?}");
    run_all(&desk, &commands);
    let owned = desk.json(&["list", "handoff", "--filter", "owner:payments no:gate"]);
    let records = owned.expect(0).value()["records"].as_array().unwrap().len();
    assert!(records > 0, "the filter of README finds something");
}

#[test]
fn a_version_goes_from_draft_to_production_as_it_is_written() {
    let commands = block("baton contract draft credit-request");
    let desk = Desk::from_template(BATON, "sample-support");
    let version = desk.show("contract_version", "credit-request@1.0.0");
    let mut schema = version["payload_schema"].clone();
    schema["properties"]["currency"] = json!({"type": "string"});
    desk.write("credit-request.json", schema.to_string());
    run_all(&desk, &commands);
    let state = desk.show("contract_version", "credit-request@1.1.0")["state"].clone();
    assert_eq!(state, "published");
}

#[test]
fn two_files_are_compared_as_it_is_written() {
    let desk = Desk::new(BATON);
    let schema =
        |kind: &str| json!({"type": "object", "properties": {"n": {"type": kind}}}).to_string();
    desk.write("old.json", schema("integer"));
    desk.write("new.json", schema("number"));
    run_all(&desk, &block("baton compat old.json new.json "));
}
