//! What files say and nobody may lose: people who are asked, what has to hold, the words of a schema. And what is never kept: secrets.

use crate::support::{agents, committed, handoffs, notes, read};
use baton_import::Imported;
use baton_model::{Agent, AgentKind, ContractVersion, Document, Level};
use serde_json::json;

fn made(name: &str, text: &str) -> (Document, Imported) {
    let imported = read(name, text.as_bytes(), &Document::new());
    (committed(&Document::new(), &imported), imported)
}

fn kind(document: &Document, id: &str) -> AgentKind {
    document
        .find::<Agent>(id)
        .unwrap_or_else(|| panic!("{id} in {:?}", agents(document)))
        .kind
}

fn warned(imported: &Imported, words: &str) -> bool {
    let notes = imported.notes.iter();
    notes
        .filter(|note| note.level == Level::Warning)
        .any(|note| note.message.contains(words))
}

#[test]
fn servers_are_named_without_their_source() {
    let source = r#"
from agents import Agent, HostedMCPTool
from agents.mcp import MCPServerStdio, MCPServerStreamableHttp
a = Agent(name="A", instructions="x",
  mcp_servers=[MCPServerStdio(params={"command": "npx", "env": {"DB_PASSWORD": "hunter2secret", "PGPASS": "abc12345"}}),
   MCPServerStreamableHttp(params={"url": "https://mcp.example.com/mcp?key=abcdef123456", "headers": {"Authorization": "Bearer zzzz"}})],
  tools=[HostedMCPTool(tool_config={"type": "mcp", "server_label": "gitmcp", "server_url": "https://gitmcp.io/openai/codex", "allowed_tools": ["search"], "authorization": "qwertyuiop", "require_approval": "always"})])
"#;
    let (document, imported) = made("sec.py", source);
    let stored = format!("{:?} {:?}", imported.edits, imported.notes);
    for secret in [
        "hunter2secret",
        "abc12345",
        "abcdef123456",
        "zzzz",
        "qwertyuiop",
    ] {
        assert!(!stored.contains(secret), "{secret} in {stored}");
    }
    let mut names: Vec<_> = document.agents().map(|agent| agent.name.as_str()).collect();
    names.sort_unstable();
    assert_eq!(names, ["A", "gitmcp", "mcp.example.com", "npx"]);
    let git = document.find::<Agent>("gitmcp").unwrap();
    assert_eq!(
        git.links.mcp.as_deref(),
        Some("https://gitmcp.io/openai/codex")
    );
    assert_eq!(git.tools[0].name, "search");
    for words in [
        "env of the server",
        "headers of the server",
        "authorization of the server",
        "need approval",
    ] {
        assert!(warned(&imported, words), "{words}: {}", notes(&imported));
    }
}

#[test]
fn tokens_are_taken_out_and_words_like_them_stay() {
    let graph = json!({
        "nodes": [{"id": "__start__"}, {"id": "a", "metadata": {
            "hf": "hf_abcdefghijklmnopqrstuvwxyzABCDEFGH",
            "npm": "npm_abcdefghijklmnopqrstuvwxyz0123456789",
            "azure": "DefaultEndpointsProtocol=https;AccountName=x;AccountKey=abcdefghij/klmnopqrstuvwxyz0123456789+ABC==;",
            "tokens": {"max_tokens": 500},
            "secretary": "Anna",
            "auth": {"tokenUrl": "https://x.example/token"}
        }}],
        "edges": [{"source": "__start__", "target": "a"}]
    });
    let (document, imported) = made("g.graph.json", &graph.to_string());
    let stored = format!("{:?} {:?}", imported.edits, imported.notes);
    for secret in ["hf_abc", "npm_abc", "klmnopqrstuvwxyz"] {
        assert!(!stored.contains(secret), "{secret} in {stored}");
    }
    let kept = document.find::<Agent>("a").unwrap().origin.clone().unwrap();
    let kept = kept.metadata.unwrap().0;
    assert_eq!(kept["tokens"], json!({"max_tokens": 500}));
    assert_eq!(kept["secretary"], "Anna");
    assert_eq!(kept["auth"]["tokenUrl"], "https://x.example/token");
}

#[test]
fn words_of_yaml_stay_words() {
    let api = "asyncapi: 3.0.0\ninfo: {title: T, version: 1.0.0}\ncomponents:\n  messages:\n    Order:\n      payload:\n        type: object\n        properties:\n          country: {enum: [NO, SE, on, true]}\n          code: {const: 0123}\n        required: [country, no]\n";
    let (document, _) = made("asyncapi.yaml", api);
    let schema = document
        .contract_versions()
        .map(|version: &ContractVersion| &version.payload_schema.0)
        .find(|schema| schema["properties"].is_object())
        .unwrap();
    assert_eq!(
        schema["properties"]["country"]["enum"],
        json!(["NO", "SE", "on", true])
    );
    assert_eq!(schema["properties"]["code"]["const"], "0123");
    assert_eq!(schema["required"], json!(["country", "no"]));
}

fn autogen(class: &str, participants: &serde_json::Value, ends: &serde_json::Value) -> String {
    json!({
        "provider": format!("autogen_agentchat.teams.{class}"), "component_type": "team", "version": 1,
        "config": {"participants": participants, "termination_condition": {
            "provider": "autogen_agentchat.base.OrTerminationCondition", "component_type": "termination",
            "config": {"conditions": ends}
        }}
    })
    .to_string()
}

fn assistant(name: &str, handoffs: &[&str]) -> serde_json::Value {
    json!({
        "provider": "autogen_agentchat.agents.AssistantAgent", "component_type": "agent", "version": 1,
        "config": {"name": name, "description": "d", "handoffs": handoffs}
    })
}

fn ends(class: &str, config: &serde_json::Value) -> serde_json::Value {
    json!({"provider": format!("autogen_agentchat.conditions.{class}"), "component_type": "termination", "config": config})
}

#[test]
fn people_to_whom_a_handoff_ends_the_run_are_drawn_in_every_team() {
    for class in ["RoundRobinGroupChat", "SelectorGroupChat"] {
        let team = autogen(
            class,
            &json!([
                assistant("lazy", &["user", "nobody"]),
                assistant("other", &[])
            ]),
            &json!([
                ends("HandoffTermination", &json!({"target": "user"})),
                ends("HandoffTermination", &json!({"target": "boss"})),
                ends(
                    "TextMentionTermination",
                    &json!({"text": "DONE", "sources": ["other"]})
                )
            ]),
        );
        let (document, imported) = made("team.json", &team);
        assert_eq!(kind(&document, "user"), AgentKind::Human, "{class}");
        let drawn = handoffs(&document);
        assert!(
            drawn.iter().any(|line| line.starts_with("lazy -> user")),
            "{class}: {drawn:?}"
        );
        for words in [
            "the handoff to \"nobody\" was not carried",
            "a handoff to \"boss\" would end",
        ] {
            assert!(warned(&imported, words), "{class}: {}", notes(&imported));
        }
        if class == "RoundRobinGroupChat" {
            let ending: Vec<_> = document
                .handoffs()
                .filter(|handoff| handoff.to.agent().is_none())
                .map(|handoff| handoff.from.as_str())
                .collect();
            assert_eq!(
                ending,
                ["other"],
                "only who is a source ends it by the word"
            );
        }
    }
}

#[test]
fn what_repeats_until_runs_first_and_a_named_reviewer_is_no_person() {
    let flow = "kind: Workflow\ntrigger:\n  kind: OnConversationStart\n  id: w\n  actions:\n    - kind: InvokeAzureAgent\n      id: draft\n      agent: {name: Drafter}\n    - kind: RepeatUntil\n      id: loop\n      condition: =Local.Approved\n      maxIterations: 4\n      actions:\n        - kind: InvokeAzureAgent\n          id: review\n          agent: {name: Reviewer}\n        - kind: InvokeAzureAgent\n          id: mend\n          agent: {name: Mender}\n    - kind: InvokeAzureAgent\n      id: pub\n      agent: {name: Publisher}\n";
    let (document, _) = made("w.workflow.yaml", flow);
    assert_eq!(kind(&document, "reviewer"), AgentKind::Ai);
    let way = |from: &str, to: &str| {
        document
            .handoffs()
            .find(|handoff| {
                handoff.from.as_str() == from
                    && handoff.to.agent().is_some_and(|agent| agent.as_str() == to)
            })
            .cloned()
    };
    assert!(
        way("drafter", "publisher").is_none(),
        "the body runs at least once"
    );
    assert!(
        way("drafter", "reviewer")
            .unwrap()
            .trigger
            .condition
            .is_none()
    );
    let done = way("mender", "publisher").unwrap();
    assert_eq!(done.trigger.condition.as_deref(), Some("=Local.Approved"));
    let again = way("mender", "reviewer").unwrap();
    assert!(again.trigger.otherwise);
    assert_eq!(again.policy.loop_limit, Some(4));
}

#[test]
fn what_is_said_on_some_ways_only_is_told() {
    let flow = "kind: Workflow\ntrigger:\n  kind: OnConversationStart\n  id: w\n  actions:\n    - kind: SendActivity\n      id: hello\n      activity: {text: Welcome.}\n    - kind: InvokeAzureAgent\n      id: t\n      agent: {name: Triage}\n    - kind: If\n      id: i1\n      condition: =Local.a || Local.b\n      then:\n        - kind: If\n          id: i2\n          condition: =Local.c\n          then:\n            - kind: InvokeAzureAgent\n              id: x\n              agent: {name: X}\n      else:\n        - kind: SendActivity\n          id: bye\n          activity: {text: Sorry.}\n";
    let (document, imported) = made("w.workflow.yaml", flow);
    assert!(warned(&imported, "users are told \"Welcome.\""));
    assert!(warned(&imported, "users are told \"Sorry.\""));
    let condition = document
        .handoffs()
        .find(|handoff| handoff.to.agent().is_some_and(|to| to.as_str() == "x"))
        .and_then(|handoff| handoff.trigger.condition.clone());
    assert_eq!(
        condition.as_deref(),
        Some("(=Local.a || Local.b) and =Local.c")
    );
}

#[test]
fn agents_that_ask_a_model_are_no_people_whatever_their_name() {
    let source = "from agents import Agent\na = Agent(name=\"Code Reviewer\", model=\"gpt-4o\")\nb = Agent(name=\"Writer\", instructions=\"w\", handoffs=[a])\n";
    let (document, _) = made("desk.py", source);
    assert_eq!(kind(&document, "code-reviewer"), AgentKind::Ai);
}

#[test]
fn an_approval_stays_a_gate_where_both_answers_end() {
    let source = r#"import { Agent, Runner, hostedMcpTool } from "@openai/agents";
const tool = hostedMcpTool({ serverLabel: "books", serverUrl: "https://books.example/mcp", allowedTools: ["find", "lend"], authorization: "hunter2secret" });
const a = new Agent({ name: "A", instructions: "x", model: "m", tools: [tool] });
const approvalRequest = (message: string) => { return true; }
export const runWorkflow = async (w: any) => {
  const runner = new Runner();
  const r = await runner.run(a, []);
  if (approvalRequest("OK?")) { return { m: "yes" }; } else { return { m: "no" }; }
}
"#;
    let (document, imported) = made("ap.ts", source);
    let drawn = handoffs(&document);
    assert!(
        drawn
            .iter()
            .any(|line| line.contains("gated") && line.contains('(')),
        "{drawn:?}\n{}",
        notes(&imported)
    );
    let books = document.find::<Agent>("books").unwrap();
    assert_eq!(
        books.links.mcp.as_deref(),
        Some("https://books.example/mcp")
    );
    assert_eq!(books.tools.len(), 2);
    assert!(warned(&imported, "authorization of the server"));
    assert!(!format!("{imported:?}").contains("hunter2secret"));
}

#[test]
fn adk_agents_elsewhere_long_tools_and_confirmations_are_drawn() {
    let config = "name: root\nmodel: m\nagent_class: LlmAgent\ntools:\n  - name: LongRunningFunctionTool\n    args: {func: my_tools.ask_for_approval}\n  - name: my_tools.pay\n    args: {require_confirmation: true}\nsub_agents:\n  - agent_class: RemoteA2aAgent\n    name: remote\n    agent_card: https://a.example/.well-known/agent.json\n";
    let (document, _) = made("root_agent.yaml", config);
    let root = document.find::<Agent>("root").unwrap();
    assert_eq!(root.tools[0].name, "ask_for_approval");
    assert_eq!(kind(&document, "remote"), AgentKind::External);
    let remote = document.find::<Agent>("remote").unwrap();
    assert_eq!(
        remote.links.a2a.as_deref(),
        Some("https://a.example/.well-known/agent.json")
    );
    let drawn = handoffs(&document);
    assert!(
        drawn
            .iter()
            .any(|line| line.starts_with("root => pay") && line.ends_with("gated")),
        "{drawn:?}"
    );
}

#[test]
fn every_note_of_something_not_carried_is_a_warning() {
    let walk = json!({"entry": "A", "agents": [{"name": "A", "instructions": "x", "handoffs": [],
        "tools": [{"name": "t", "params_json_schema": {"type": "object", "properties": {"x": {"type": "string"}}}}]}]});
    let (_, imported) = made("desk.agents.json", &walk.to_string());
    for note in &imported.notes {
        let lost = ["not carried", "left out", "not read"];
        assert!(
            note.level == Level::Warning || !lost.iter().any(|words| note.message.contains(words)),
            "{}",
            note.message
        );
    }
    assert!(
        warned(&imported, "were not carried"),
        "{}",
        notes(&imported)
    );
}

#[test]
fn refusals_say_what_is_wrong_in_words_and_what_to_do() {
    let cases: [(&str, &[u8], &str, &str); 4] = [
        (
            "a.yaml",
            b"a: 1\na: 2\n",
            "\"a\" stands there twice",
            "keep one",
        ),
        ("a.yaml", b"a: &a\n  b: *a\n", "leads back", "write out"),
        (
            "a.json",
            b"PK\x03\x04\x14\x00\x00\xff",
            "zip archive",
            "unpack",
        ),
        ("a.gz", b"\x1f\x8b\x08\x00\xff", "gzip", "unpack"),
    ];
    for (name, bytes, message, hint) in cases {
        let file = [baton_import::InputFile { name, bytes }];
        let error = baton_import::import(
            None,
            &file,
            &Document::new(),
            &baton_import::ImportOptions::default(),
        )
        .unwrap_err();
        assert!(
            error.message.contains(message) && error.hint.contains(hint),
            "{name}: {error} | {}",
            error.hint
        );
    }
}
