//! Flows of all generations, and what they become.

use super::read;
use crate::told_tests::{sample, told};

fn node(id: &str, name: &str, label: &str, category: &str, inputs: &str) -> String {
    format!(
        r#"{{"id":"{id}","position":{{"x":1,"y":2}},"data":{{"id":"{id}","name":"{name}","label":"{label}","category":"{category}","inputs":{inputs}}}}}"#
    )
}

fn edge(from: &str, to: &str, output: &str) -> String {
    format!(r#"{{"source":"{from}","target":"{to}","sourceHandle":"{from}-output-{output}"}}"#)
}

#[test]
fn the_second_generation() {
    let v2 = |id: &str, name: &str, label: &str, inputs: &str| {
        node(id, name, label, "Agent Flows", inputs)
    };
    let nodes = [
        v2("start_0", "startAgentflow", "Start", "{}"),
        v2(
            "cond_0",
            "conditionAgentflow",
            "Big?",
            r#"{"conditions":[{"value1":"<p>{{ cents }}</p>","operation":"larger","value2":"100"}]}"#,
        ),
        v2(
            "agent_0",
            "agentAgentflow",
            "Code Reviewer",
            r#"{"agentModel":"chatX","agentTools":[{"agentSelectedTool":"calc"},{"agentSelectedTool":"gmail","agentSelectedToolRequiresHumanInput":true}],"agentMessages":[{"role":"system","content":"<p>Be short.</p>"}]}"#,
        ),
        v2(
            "human_0",
            "humanInputAgentflow",
            "Clerk",
            r#"{"humanInputDescription":"Pay?"}"#,
        ),
        v2(
            "loop_0",
            "loopAgentflow",
            "Back",
            r#"{"loopBackToNode":"agent_0-Code Reviewer","maxLoopCount":"3"}"#,
        ),
        v2("reply_0", "directReplyAgentflow", "Paid", "{}"),
        v2("odd_0", "neverHeardOfAgentflow", "Odd", "{}"),
    ];
    let edges = [
        edge("start_0", "cond_0", "start"),
        edge("cond_0", "agent_0", "0"),
        edge("cond_0", "odd_0", "1"),
        edge("agent_0", "human_0", "agent"),
        edge("human_0", "reply_0", "0"),
        edge("human_0", "loop_0", "1"),
        edge("human_0", "gone", "1"),
    ];
    let text = format!(
        r#"{{"nodes":[{}],"edges":[{}]}}"#,
        nodes.join(","),
        edges.join(",")
    );
    let out = told(read, "desk.json", &text);
    for line in [
        "agent agent_0 \"Code Reviewer\" ai/worker tools calc \"Be short.\"",
        "version of agent_0 model chatX",
        "agent human_0 \"Clerk\" human \"Pay?\"",
        "agent odd_0 \"Odd\" tool",
        "outcome reply_0 \"Paid\" good",
        "entry agent_0",
        "entry odd_0",
        "handoff human_0 -> (reply_0) on intent \"proceed\"",
        "handoff human_0 -> agent_0 on intent \"reject\" loop 3",
        "handoff agent_0 => agent_0/gmail by model gate \"\"",
        "#/edges/6: the edge leads from or to a node that is not there",
    ] {
        assert!(out.contains(line), "missing: {line}\n{out}");
    }
}

#[test]
fn supervisors_and_chatflows_and_exports_of_everything() {
    let nodes = [
        node(
            "s",
            "supervisor",
            "Supervisor",
            "Multi Agents",
            r#"{"supervisorName":"Lead","recursionLimit":100}"#,
        ),
        node(
            "w",
            "worker",
            "Worker",
            "Multi Agents",
            r#"{"workerName":"Coder"}"#,
        ),
        node(
            "m",
            "chatOpenAI",
            "ChatOpenAI",
            "Chat Models",
            r#"{"modelName":"gpt-small","openAIApiKey":"sk-proj-aaaaaaaaaaaaaaaaaaaa"}"#,
        ),
    ];
    let flow = format!(
        r#"{{"nodes":[{}],"edges":[{},{}]}}"#,
        nodes.join(","),
        edge("s", "w", "supervisor"),
        edge("m", "s", "model")
    );
    let chat = format!(
        r#"{{"nodes":[{},{},{}],"edges":[{},{}]}}"#,
        node(
            "a",
            "toolAgent",
            "Tool Agent",
            "Agents",
            r#"{"systemMessage":"Help."}"#
        ),
        node(
            "t",
            "chainTool",
            "Chain Tool",
            "Tools",
            r#"{"name":"ask_chain"}"#
        ),
        node("c", "llmChain", "LLM Chain", "Chains", "{}"),
        edge("c", "t", "llmChain"),
        edge("t", "a", "chainTool")
    );
    let quoted = |flow: &str| serde_json::to_string(flow).unwrap();
    let all = format!(
        r#"{{"AgentFlow":[{{"id":"1","name":"Team","flowData":{}}}],"ChatFlow":[{{"id":"2","name":"Chat","flowData":{}}},{{"id":"3","name":"Broken","flowData":"{{"}}],"Tool":[]}}"#,
        quoted(&flow),
        quoted(&chat)
    );
    let out = told(read, "all.json", &all);
    for line in [
        "topology \"Team\"",
        "agent s \"Lead\" supervisor/supervisor",
        "version of s model gpt-small",
        "handoff s => w by model",
        "entry s",
        "topology \"Chat\"",
        "agent a \"Tool Agent\" ai/worker tools ask_chain \"Help.\"",
        "handoff a => c by model",
        "entry a",
        "#/ChatFlow/1/flowData: the flow could not be read",
    ] {
        assert!(out.contains(line), "missing: {line}\n{out}");
    }
    assert!(!out.contains("sk-proj"), "{out}");
}

#[test]
fn the_sample_is_read() {
    if let Some(text) = sample("flowise/Human_In_The_Loop.json") {
        let out = told(read, "flow.json", &text);
        for line in [
            "agent humanInputAgentflow_0 \"Human Input 0\" human \"Are you sure you want to proceed?\"",
            "entry agentAgentflow_0",
            "handoff humanInputAgentflow_0 -> llmAgentflow_0 on intent \"proceed\"",
            "handoff humanInputAgentflow_0 -> agentAgentflow_0 on intent \"reject\" loop 5",
            "handoff llmAgentflow_0 -> toolAgentflow_0 carries llmAgentflow_0#output",
            "handoff toolAgentflow_0 -> ((end))",
        ] {
            assert!(out.contains(line), "missing: {line}\n{out}");
        }
    }
}
