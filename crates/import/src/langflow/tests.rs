//! Flows, and what they become.

use super::read;
use crate::told_tests::told;

const FLOW: &str = r#"{"name":"Desk","id":"f1","data":{"nodes":[
 {"id":"ChatInput-1","type":"genericNode","position":{"x":0,"y":0},"data":{"type":"ChatInput","node":{"display_name":"Chat Input","template":{}}}},
 {"id":"Prompt-1","type":"genericNode","position":{"x":50,"y":0},"data":{"type":"Prompt","node":{"display_name":"Prompt","template":{"template":{"value":"x"}}}}},
 {"id":"SmartRouter-1","type":"genericNode","position":{"x":100,"y":0},"data":{"type":"SmartRouter","node":{"display_name":"Smart Router","template":{"model":{"_input_type":"ModelInput","value":[{"name":"small-model"}]},"routes":{"value":[{"route_category":"refund"},{"route_category":"other"}]},"api_key":{"password":true,"value":"sk-proj-aaaaaaaaaaaaaaaaaaaa"}}}}},
 {"id":"Agent-1","type":"genericNode","position":{"x":200,"y":0},"data":{"type":"Agent","node":{"display_name":"Refund agent","template":{"system_prompt":{"value":"Pay back."},"tools":{},"output_schema":{"value":[{"name":"approved","type":"bool","description":"said yes","multiple":"False"},{"name":"notes","type":"str","multiple":true}]}}}}},
 {"id":"MCP-1","type":"genericNode","position":{"x":200,"y":90},"data":{"type":"MCPTools","node":{"display_name":"Orders","template":{}}}},
 {"id":"Calc-1","type":"genericNode","position":{"x":210,"y":90},"data":{"type":"CalculatorComponent","node":{"display_name":"Calculator","template":{}}}},
 {"id":"Human-1","type":"genericNode","position":{"x":300,"y":0},"data":{"type":"HumanInput","node":{"display_name":"Clerk","template":{"prompt":{"value":"Pay?"}}}}},
 {"id":"ChatOutput-1","type":"genericNode","position":{"x":400,"y":0},"data":{"type":"ChatOutput","node":{"display_name":"Chat Output","template":{}}}},
 {"id":"note-1","type":"noteNode","position":{"x":0,"y":90},"data":{"type":"note","node":{"description":"Mind the limit."}}}],
 "edges":[
 {"source":"ChatInput-1","target":"Prompt-1","data":{"sourceHandle":{"name":"message"},"targetHandle":{"fieldName":"question"}}},
 {"source":"Prompt-1","target":"SmartRouter-1","data":{"sourceHandle":{"name":"prompt"},"targetHandle":{"fieldName":"input_text"}}},
 {"source":"SmartRouter-1","target":"Agent-1","data":{"sourceHandle":{"name":"category_1_result"},"targetHandle":{"fieldName":"input_value"}}},
 {"source":"SmartRouter-1","target":"ChatOutput-1","data":{"sourceHandle":{"name":"default_result"},"targetHandle":{"fieldName":"input_value"}}},
 {"source":"MCP-1","target":"Agent-1","data":{"sourceHandle":{"name":"component_as_tool"},"targetHandle":{"fieldName":"tools"}}},
 {"source":"Calc-1","target":"Agent-1","data":{"sourceHandle":{"name":"component_as_tool"},"targetHandle":{"fieldName":"tools"}}},
 {"source":"Agent-1","target":"Human-1","data":{"sourceHandle":{"name":"response"},"targetHandle":{"fieldName":"input_value"}}},
 {"source":"Human-1","target":"ChatOutput-1","data":{"sourceHandle":{"name":"branch_approve"},"targetHandle":{"fieldName":"input_value"}}},
 {"source":"Human-1","target":"gone","data":{}}]}}"#;

#[test]
fn a_flow_is_carried() {
    let expected = r#"topology "Desk"
agent SmartRouter-1 "Smart Router" ai/router {"type":"SmartRouter"}
version of SmartRouter-1 model small-model
place SmartRouter-1 at 100,0
agent Agent-1 "Refund agent" ai/worker tools Calculator "Pay back." {"type":"Agent"}
version of Agent-1 puts out {"type":"object","required":["approved","notes"],"properties":{"approved":{"type":"boolean","description":"said yes"},"notes":{"type":"array","items":{"type":"string"}}}}
place Agent-1 at 200,0
agent MCP-1 "Orders" tool {"type":"MCPTools"}
place MCP-1 at 200,90
agent Human-1 "Clerk" human "Pay?" {"type":"HumanInput"}
place Human-1 at 300,0
outcome ChatOutput-1 "Chat Output" good
place ChatOutput-1 at 400,0
contract Agent-1#output "Refund agent output"
schema 0.1.0 {"type":"object","required":["approved","notes"],"properties":{"approved":{"type":"boolean","description":"said yes"},"notes":{"type":"array","items":{"type":"string"}}}}
handoff SmartRouter-1 -> Agent-1 on intent "refund" by model
handoff SmartRouter-1 -> (ChatOutput-1) by model otherwise
handoff Agent-1 => MCP-1 by model
handoff Agent-1 -> Human-1 carries Agent-1#output
handoff Human-1 -> (ChatOutput-1) on intent "approve"
entry SmartRouter-1
note "Mind the limit."
place note-1 at 0,90
"#;
    let out = told(read, "desk.json", FLOW);
    assert!(out.starts_with(expected), "{out}");
    assert!(!out.contains("sk-proj"), "{out}");
    assert!(
        out.contains("#/data/edges/8: the edge leads from or to a node that is not there"),
        "{out}"
    );
}

#[test]
fn several_flows_are_several_drawings() {
    let text = format!(
        "{{\"flows\":[{FLOW},{{\"name\":\"x\"}},{}]}}",
        FLOW.replace("\"f1\"", "\"f2\"")
    );
    let out = told(read, "all.json", &text);
    assert_eq!(out.matches("topology \"Desk\"").count(), 2, "{out}");
    assert!(out.contains("#/flows/1: no flow stands here"), "{out}");
}

/// A node whose template is `template`.
fn node(id: &str, kind: &str, template: &str) -> String {
    format!(
        r#"{{"id":"{id}","type":"genericNode","position":{{"x":0,"y":0}},"data":{{"type":"{kind}","node":{{"display_name":"{kind}","template":{template}}}}}}}"#
    )
}

fn edge(from: &str, output: &str, to: &str, field: &str) -> String {
    format!(
        r#"{{"source":"{from}","target":"{to}","data":{{"sourceHandle":{{"name":"{output}"}},"targetHandle":{{"fieldName":"{field}"}}}}}}"#
    )
}

fn flow(nodes: &[String], edges: &[String]) -> String {
    let (nodes, edges) = (nodes.join(","), edges.join(","));
    format!(r#"{{"name":"F","data":{{"nodes":[{nodes}],"edges":[{edges}]}}}}"#)
}

#[test]
fn a_step_that_waits_for_another_is_no_entry() {
    let nodes = [
        node("in", "ChatInput", "{}"),
        node("plan", "Agent", r#"{"system_prompt":{"value":"Plan."}}"#),
        node("both", "Prompt", "{}"),
        node("write", "Agent", r#"{"system_prompt":{"value":"Write."}}"#),
        node(
            "store",
            "AstraDB",
            r#"{"embedding_model":{"_input_type":"ModelInput"}}"#,
        ),
        node("out", "ChatOutput", "{}"),
    ];
    let waiting = [
        edge("in", "message", "plan", "input_value"),
        edge("in", "message", "both", "question"),
        edge("plan", "response", "both", "findings"),
        edge("both", "prompt", "write", "input_value"),
        edge("write", "response", "store", "lexical_terms"),
        edge("in", "message", "store", "search_query"),
        edge("store", "dataframe", "out", "input_value"),
    ];
    let out = told(read, "f.json", &flow(&nodes, &waiting));
    for line in [
        "entry plan\n",
        "handoff plan -> write\n",
        "handoff write -> (out)\n",
        "#/data/edges/3: \"Agent\" reads the request too, but waits for the work of others",
    ] {
        assert!(out.contains(line), "missing: {line}\n{out}");
    }
    assert_eq!(out.matches("\nentry ").count(), 1, "{out}");
    assert!(!out.contains("agent store"), "{out}");
    // What comes back to a step is no reason for it to wait.
    let mut looped = waiting[..4].to_vec();
    looped.push(edge("write", "response", "plan", "previous"));
    let out = told(read, "f.json", &flow(&nodes, &looped));
    assert!(out.contains("entry plan\n"), "{out}");
}

#[test]
fn a_flow_without_an_input_begins_with_what_it_reads() {
    let nodes = [
        node("file", "File", "{}"),
        node("fixed", "Prompt", "{}"),
        node("sum", "Agent", r#"{"system_prompt":{"value":"Sum up."}}"#),
        node("rate", "Agent", r#"{"system_prompt":{"value":"Rate."}}"#),
        node("out", "ChatOutput", "{}"),
    ];
    let edges = [
        edge("file", "message", "sum", "input_value"),
        edge("sum", "response", "fixed", "summary"),
        edge("fixed", "prompt", "rate", "input_value"),
        edge("rate", "response", "out", "input_value"),
    ];
    let out = told(read, "f.json", &flow(&nodes, &edges));
    assert!(out.contains("entry sum\n"), "{out}");
    assert!(
        out.contains("info #/data/nodes/0: the flow has no input, and it begins with \"File\": taken as where requests come in (a guess)"),
        "{out}"
    );
    assert!(
        !out.contains("does not say where requests come in"),
        "{out}"
    );
    // An agent that nothing leads to begins by itself.
    let out = told(read, "f.json", &flow(&nodes[1..], &edges[1..]));
    assert!(out.contains("entry sum\n"), "{out}");
    assert_eq!(out.matches("\nentry ").count(), 1, "{out}");
}

#[test]
fn an_input_that_nobody_works_on_is_told() {
    let nodes = [
        node("in", "ChatInput", "{}"),
        node("shelf", "Knowledge", "{}"),
        node("out", "ChatOutput", "{}"),
    ];
    let edges = [
        edge("in", "message", "shelf", "search_query"),
        edge("shelf", "data", "out", "input_value"),
    ];
    let out = told(read, "f.json", &flow(&nodes, &edges));
    assert!(
        out.contains("requests come in at \"ChatInput\", but nobody works on them in this file"),
        "{out}"
    );
}

#[test]
fn a_crew_stands_where_its_tasks_lead() {
    let agent = |id: &str, role: &str| {
        node(
            id,
            "CrewAIAgentComponent",
            &format!(r#"{{"llm":{{}},"role":{{"value":"{role}"}},"goal":{{"value":"Work."}}}}"#),
        )
    };
    let task = |id: &str| node(id, "SequentialTaskComponent", r#"{"agent":{},"task":{}}"#);
    let nodes = [
        node("topic", "TextInput", "{}"),
        agent("a1", "Researcher"),
        agent("a2", "Editor"),
        task("t1"),
        task("t2"),
        node("crew", "SequentialCrewComponent", "{}"),
        node("out", "ChatOutput", "{}"),
    ];
    let edges = [
        edge("topic", "text", "t1", "task_description"),
        edge("topic", "text", "t2", "task_description"),
        edge("a1", "output", "t1", "agent"),
        edge("a2", "output", "t2", "agent"),
        edge("t1", "task_output", "t2", "task"),
        edge("t2", "task_output", "crew", "tasks"),
        edge("crew", "output", "out", "input_value"),
    ];
    let out = told(read, "f.json", &flow(&nodes, &edges));
    for line in [
        "agent a1 \"Researcher\" ai/worker \"Work.\"",
        "entry a1\n",
        "handoff a1 -> a2\n",
        "handoff a2 -> (out)\n",
    ] {
        assert!(out.contains(line), "missing: {line}\n{out}");
    }
    assert_eq!(out.matches("\nentry ").count(), 1, "{out}");
    assert_eq!(out.matches("\nhandoff ").count(), 2, "{out}");
}

#[test]
fn the_manager_of_a_crew_delegates() {
    let agent = |id: &str, role: &str| {
        node(
            id,
            "CrewAIAgentComponent",
            &format!(r#"{{"llm":{{}},"role":{{"value":"{role}"}}}}"#),
        )
    };
    let nodes = [
        node("in", "ChatInput", "{}"),
        node("task", "HierarchicalTaskComponent", "{}"),
        node("crew", "HierarchicalCrewComponent", "{}"),
        agent("a", "Writer"),
        node("out", "ChatOutput", "{}"),
        agent("m", "Lead"),
        node(
            "model",
            "OpenAIModel",
            r#"{"model_name":{"value":"gpt-small"}}"#,
        ),
    ];
    let mut edges = vec![
        edge("in", "message", "task", "task_description"),
        edge("task", "task_output", "crew", "tasks"),
        edge("a", "output", "crew", "agents"),
        edge("crew", "output", "out", "input_value"),
        edge("m", "output", "crew", "manager_agent"),
    ];
    let out = told(read, "f.json", &flow(&nodes[..6], &edges));
    for line in [
        "agent m \"Lead\" supervisor/supervisor",
        "agent a \"Writer\" ai/worker",
        "entry m\n",
        "handoff m => a by model\n",
        "handoff m -> (out)\n",
    ] {
        assert!(out.contains(line), "missing: {line}\n{out}");
    }
    // Without an agent at its head, a model manages the crew under its name.
    edges[4] = edge("model", "model_output", "crew", "manager_llm");
    let out = told(read, "f.json", &flow(&nodes, &edges));
    for line in [
        "agent crew \"HierarchicalCrewComponent\" supervisor/supervisor",
        "version of crew model gpt-small",
        "entry crew\n",
        "handoff crew => a by model\n",
        "handoff crew -> (out)\n",
    ] {
        assert!(out.contains(line), "missing: {line}\n{out}");
    }
}
