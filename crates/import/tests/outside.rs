//! Files of editors, catalogues and drawings that somebody changed at will: never a panic, never long, and what is read applies
//! and is found again.

use baton_import::{Format, ImportOptions, InputFile, import};
use baton_model::{Document, apply};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::time::{Duration, Instant};

/// Reads a file twice; what was made applies, and the second time nothing is new.
fn read_twice(format: &str, name: &str, text: &str) {
    let format = Format::parse(format).unwrap();
    let files = [InputFile {
        name,
        bytes: text.as_bytes(),
    }];
    let start = Instant::now();
    let mut document = Document::new();
    let Ok(first) = import(format, &files, &document, &ImportOptions::default()) else {
        return;
    };
    let diff = apply(&document, &first.edits).unwrap();
    document.commit(&diff, 1);
    let again = import(format, &files, &document, &ImportOptions::default()).unwrap();
    assert_eq!(again.edits, vec![], "{text}");
    assert!(
        start.elapsed() < Duration::from_secs(20),
        "took {:?}",
        start.elapsed()
    );
}

const MERMAID: &str = "---\ntitle: Desk\n---\nflowchart LR\n u([User]) --> t{Triage}\n t -- yes --> a[Refund agent] & b((fan-in))\n t -. no .-> c[(Store)]\n subgraph s [Money]\n a\n end\n b ==> d(((Done)))\n c -->|x| u\n";
const DOT: &str = "digraph G { node [shape=box]; \"__start__\" -> \"a b\" -> {c; d} [label=<x <b>y</b>>]; subgraph cluster_x { label=\"X\"; c } d [fillcolor=lightgreen, shape=ellipse]; d -> __end__ }";
const PYTHON: &str = "from agents import Agent, Runner, handoff\nfrom pydantic import BaseModel\nclass R(BaseModel):\n    a: int\n    b: list[str] | None = None\nx = Agent(name='X', instructions=f'do {1}', output_type=R)\ny = x.clone(name='Y', tools=[x.as_tool(tool_name='t')])\nz = Agent(name='Z', handoffs=[x, handoff(y, input_type=R)])\nx.handoffs.append(z)\nRunner.run_sync(z, 'hello')\n";
const TYPESCRIPT: &str = "import { Agent, Runner, handoff } from '@openai/agents';\nconst R = z.object({ a: z.number(), b: z.array(z.string()).nullable() });\nconst x = new Agent({ name: 'X', instructions: `do ${1}`, outputType: R });\nconst y = x.clone({ name: 'Y', tools: [x.asTool({ toolName: 't' })] });\nconst z1 = new Agent({ name: 'Z', handoffs: [x, handoff(y, { inputType: R })] });\nconst runner = new Runner();\nasync function main() {\n  const r = await runner.run(z1, 'a');\n  if (r.finalOutput.a == 'n') { if (approvalRequest('ok?')) { await runner.run(x, 'b'); } else { return r; } }\n  while (more) { await runner.run(y, history); }\n}\n";
const OWNERS: &str = "* @a/b\n/agents/x/ @a/c d@e.f # g\n[S] @h\n/agents/y.json\n";

fn n8n() -> Value {
    json!({"name": "W", "nodes": [
        {"id": "1", "name": "T", "type": "n8n-nodes-base.webhook", "position": [0, 0], "parameters": {}},
        {"id": "2", "name": "A", "type": "@n8n/n8n-nodes-langchain.agent", "typeVersion": 3, "position": [1, 0], "retryOnFail": true, "parameters": {"options": {"systemMessage": "x"}}},
        {"id": "3", "name": "S", "type": "n8n-nodes-base.switch", "position": [2, 0], "parameters": {"rules": {"values": [{"outputKey": "k"}]}}},
        {"id": "4", "name": "P", "type": "@n8n/n8n-nodes-langchain.outputParserStructured", "position": [2, 1], "parameters": {"jsonSchemaExample": "{\"a\":[1]}"}}],
        "connections": {"T": {"main": [[{"node": "A"}]]}, "A": {"main": [[{"node": "S"}]]}, "S": {"main": [[{"node": "A"}], [{"node": "T"}]]}, "P": {"ai_outputParser": [[{"node": "A"}]]}}})
}

fn flowise() -> Value {
    json!({"nodes": [
        {"id": "s", "position": {"x": 0, "y": 0}, "data": {"name": "startAgentflow", "label": "Start", "inputs": {}}},
        {"id": "a", "position": {"x": 1, "y": 0}, "parentNode": "i", "data": {"name": "agentAgentflow", "label": "A", "inputs": {"agentTools": [{"agentSelectedTool": "t", "agentSelectedToolRequiresHumanInput": true}], "agentStructuredOutput": [{"key": "k", "type": "enum", "enumValues": "a,b"}]}}},
        {"id": "i", "position": {"x": 1, "y": 0}, "data": {"name": "iterationAgentflow", "label": "I", "inputs": {}}},
        {"id": "l", "position": {"x": 2, "y": 0}, "data": {"name": "loopAgentflow", "label": "L", "inputs": {"loopBackToNode": "a-A", "maxLoopCount": 2}}}],
        "edges": [{"source": "s", "target": "i"}, {"source": "i", "target": "l"}]})
}

fn langflow() -> Value {
    json!({"name": "F", "data": {"nodes": [
        {"id": "i", "type": "genericNode", "position": {"x": 0, "y": 0}, "data": {"type": "ChatInput", "node": {"display_name": "In", "template": {}}}},
        {"id": "a", "type": "genericNode", "position": {"x": 1, "y": 0}, "data": {"type": "Agent", "node": {"display_name": "A", "template": {"system_prompt": {"value": "x"}, "output_schema": {"value": [{"name": "n", "type": "int"}]}}}}},
        {"id": "o", "type": "genericNode", "position": {"x": 2, "y": 0}, "data": {"type": "ChatOutput", "node": {"display_name": "Out", "template": {}}}}],
        "edges": [{"source": "i", "target": "a", "data": {"targetHandle": {"fieldName": "input_value"}}}, {"source": "a", "target": "o", "data": {"targetHandle": {"fieldName": "input_value"}}}]}})
}

fn pagerduty() -> Value {
    json!({"users": [{"id": "U", "type": "user", "name": "Mia", "teams": [{"id": "T", "summary": "Care"}]}],
        "schedules": [{"id": "S", "type": "schedule", "name": "On call", "final_schedule": {"rendered_schedule_entries": [{"start": "2026-11-01T00:00:00Z", "end": "2026-11-02T00:00:00Z", "user": {"id": "U"}}]}}],
        "escalation_policies": [{"id": "P", "name": "Path", "num_loops": 1, "teams": [{"id": "T"}], "escalation_rules": [{"escalation_delay_in_minutes": 5, "targets": [{"id": "S", "type": "schedule_reference"}, {"id": "U", "type": "user_reference"}]}]}]})
}

fn asyncapi() -> Value {
    json!({"asyncapi": "3.0.0", "info": {"title": "D"}, "channels": {"c": {"address": "x", "messages": {"m": {"$ref": "#/components/messages/m"}}}},
        "operations": {"o": {"action": "send", "channel": {"$ref": "#/channels/c"}}},
        "components": {"messages": {"m": {"payload": {"type": "object", "properties": {"a": {"$ref": "#/components/schemas/s"}}}}}, "schemas": {"s": {"type": "string"}}}})
}

fn backstage() -> Value {
    json!([{"apiVersion": "backstage.io/v1alpha1", "kind": "Group", "metadata": {"name": "care"}, "spec": {"children": ["x"], "members": ["mia"], "parent": "x"}},
        {"apiVersion": "backstage.io/v1alpha1", "kind": "Group", "metadata": {"name": "x"}, "spec": {"parent": "care"}},
        {"apiVersion": "backstage.io/v1alpha1", "kind": "Component", "metadata": {"name": "a", "tags": ["t"]}, "spec": {"type": "ai-agent", "owner": "care", "lifecycle": "production"}},
        {"apiVersion": "backstage.io/v1alpha1", "kind": "API", "metadata": {"name": "p"}, "spec": {"type": "jsonschema", "owner": "care", "definition": "{\"type\":\"object\"}"}}])
}

fn schema() -> Value {
    json!({"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "T", "type": "object", "properties": {"a": {"$ref": "#/$defs/b"}}, "$defs": {"b": {"$ref": "file:///x"}}})
}

/// Every place of a value, as paths.
fn places(value: &Value, here: &str, out: &mut Vec<String>) {
    out.push(here.to_owned());
    match value {
        Value::Object(fields) => fields.iter().for_each(|(name, value)| {
            places(
                value,
                &format!("{here}/{}", name.replace('~', "~0").replace('/', "~1")),
                out,
            );
        }),
        Value::Array(items) => items
            .iter()
            .enumerate()
            .for_each(|(index, value)| places(value, &format!("{here}/{index}"), out)),
        _ => {}
    }
}

fn odd() -> impl Strategy<Value = Value> {
    prop::sample::select(vec![
        Value::Null,
        json!(true),
        json!(-1),
        json!(1e300),
        json!(u64::MAX),
        json!(""),
        json!("A"),
        json!("T"),
        json!("\u{202e}\u{0}"),
        json!("x".repeat(9000)),
        json!([]),
        json!({}),
        json!([[], null, {"node": "A"}]),
        json!({"$ref": "#/components/messages/m"}),
        json!({"$ref": "#"}),
        json!("group:default/care"),
        json!("<b>&#x1F600;</b>"),
    ])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn changed_values_are_read_or_refused(which in 0_usize..7, changes in prop::collection::vec((any::<prop::sample::Index>(), odd()), 1..4)) {
        let (format, name, mut value) = match which {
            0 => ("n8n", "w.json", n8n()),
            1 => ("flowise", "w.json", flowise()),
            2 => ("langflow", "w.json", langflow()),
            3 => ("pagerduty", "w.json", pagerduty()),
            4 => ("asyncapi", "w.json", asyncapi()),
            5 => ("backstage", "w.json", backstage()),
            _ => ("json-schema", "w.json", schema()),
        };
        read_twice(format, name, &value.to_string());
        for (at, odd) in changes {
            let mut all = Vec::new();
            places(&value, "", &mut all);
            let place: &String = at.get(&all);
            if let Some(slot) = value.pointer_mut(place) {
                *slot = odd;
            }
        }
        read_twice(format, name, &value.to_string());
    }

    #[test]
    fn changed_texts_are_read_or_refused(which in 0_usize..5, cuts in prop::collection::vec((any::<prop::sample::Index>(), 0_usize..12, prop::sample::select(vec!["", "\n", "[", "(((", "\"", "-->", "&", "{", "}", ";", "(", ")", "é", "\u{0}", "end\n", "subgraph x\n", "#", "@", " -- ", "<", "\\3a"])), 1..5)) {
        let (format, name, text) = match which {
            0 => ("mermaid", "w.mmd", MERMAID),
            1 => ("dot", "w.dot", DOT),
            2 => ("openai-agents", "w.py", PYTHON),
            3 => ("openai-agents", "w.ts", TYPESCRIPT),
            _ => ("codeowners", "CODEOWNERS", OWNERS),
        };
        read_twice(format, name, text);
        let mut chars: Vec<char> = text.chars().collect();
        for (at, length, put) in cuts {
            let from = at.index(chars.len() + 1);
            let to = (from + length).min(chars.len());
            chars.splice(from..to, put.chars());
        }
        read_twice(format, name, &chars.into_iter().collect::<String>());
    }
}
