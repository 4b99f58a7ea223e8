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
