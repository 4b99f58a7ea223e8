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

#[test]
fn an_answer_that_fills_a_prompt_leads_to_the_next_chain() {
    let chain = |id: &str, name: &str| {
        node(
            id,
            "llmChain",
            "LLM Chain",
            "Chains",
            &format!(r#"{{"chainName":"{name}"}}"#),
        )
    };
    let prompt = |id: &str| node(id, "promptTemplate", "Prompt Template", "Prompts", "{}");
    let flow = |nodes: &[String], edges: &[String]| {
        format!(
            r#"{{"nodes":[{}],"edges":[{}]}}"#,
            nodes.join(","),
            edges.join(",")
        )
    };
    let chained = flow(
        &[
            chain("c1", "First"),
            prompt("p"),
            chain("c2", "Last"),
            chain("c3", "Used"),
            node("t", "chainTool", "Chain Tool", "Tools", "{}"),
            node("a", "toolAgent", "Tool Agent", "Agents", "{}"),
        ],
        &[
            edge("c1", "p", "outputPrediction-string|json"),
            edge("p", "c2", "promptTemplate-PromptTemplate"),
            edge("c3", "t", "llmChain-LLMChain"),
            edge("t", "a", "chainTool"),
        ],
    );
    let out = told(read, "chained.json", &chained);
    for line in [
        "handoff c1 -> c2\n",
        "entry c1\n",
        "handoff a => c3 by model\n",
    ] {
        assert!(out.contains(line), "missing: {line}\n{out}");
    }
    assert!(
        !out.contains("entry c2") && !out.contains("entry c3"),
        "{out}"
    );

    let branched = flow(
        &[
            chain("c1", "First"),
            node("i", "ifElseFunction", "Is it SQL?", "Utilities", "{}"),
            prompt("p2"),
            chain("c2", "Success"),
            prompt("p3"),
            chain("c3", "Fallback"),
        ],
        &[
            edge("c1", "i", "outputPrediction-string|json"),
            edge("i", "p2", "returnTrue-string"),
            edge("i", "p3", "returnFalse-string"),
            edge("p2", "c2", "promptTemplate"),
            edge("p3", "c3", "promptTemplate"),
        ],
    );
    let out = told(read, "branched.json", &branched);
    for line in [
        "entry c1\n",
        "handoff c1 -> c2 on intent \"Is it SQL?: true\"\n",
        "handoff c1 -> c3 on intent \"Is it SQL?: false\" otherwise\n",
    ] {
        assert!(out.contains(line), "missing: {line}\n{out}");
    }
    assert!(!out.contains("by model"), "{out}");
    assert_eq!(out.matches("\nentry ").count(), 1, "{out}");
}

#[test]
fn an_approval_gates_the_tools_of_an_agent_and_not_the_agent() {
    let nodes = [
        node("s", "seqStart", "Start", "Sequential Agents", "{}"),
        node(
            "a",
            "seqAgent",
            "Agent",
            "Sequential Agents",
            r#"{"agentName":"Analyst","interrupt":true,"approvalPrompt":"Run {tools}?"}"#,
        ),
        node(
            "t",
            "customTool",
            "Custom Tool",
            "Tools",
            r#"{"name":"search"}"#,
        ),
        node(
            "n",
            "seqToolNode",
            "Tool Node",
            "Sequential Agents",
            r#"{"interrupt":true}"#,
        ),
        node("e", "seqEnd", "End", "Sequential Agents", "{}"),
    ];
    let flow = |edges: &[String]| {
        format!(
            r#"{{"nodes":[{}],"edges":[{}]}}"#,
            nodes.join(","),
            edges.join(",")
        )
    };
    let out = told(
        read,
        "approval.json",
        &flow(&[
            edge("s", "a", "seqStart"),
            edge("t", "a", "customTool"),
            edge("a", "n", "seqAgent"),
            edge("n", "e", "seqToolNode"),
        ]),
    );
    for line in [
        "agent a \"Analyst\" ai/worker {",
        "agent a/t \"search\" tool",
        "entry a\n",
        "handoff a => a/t by model gate \"Run {tools}?\"\n",
        "handoff a -> n gate \"\"\n",
    ] {
        assert!(out.contains(line), "missing: {line}\n{out}");
    }
    assert!(!out.contains("an entry can bear no gate"), "{out}");
    // Where the tools themselves come first, no handoff leads there that could bear the gate.
    let out = told(
        read,
        "first.json",
        &flow(&[edge("s", "n", "seqStart"), edge("n", "e", "seqToolNode")]),
    );
    let line = "warning #/nodes/3: the tool pauses for a person before \"Tool Node\", where requests come in; an entry can bear no gate";
    assert!(out.contains(line), "{out}");
    assert!(
        out.contains(
            "\"Analyst\" asks for an approval before it runs tools, but no tool hangs on it"
        ),
        "{out}"
    );
}

#[test]
fn what_is_taken_where_nothing_else_is_needs_no_intent() {
    let v2 = |id: &str, name: &str, inputs: &str| node(id, name, id, "Agent Flows", inputs);
    let nodes = [
        v2("start", "startAgentflow", "{}"),
        v2(
            "lead",
            "conditionAgentAgentflow",
            r#"{"conditionAgentScenarios":[{"scenario":"code"}]}"#,
        ),
        v2("coder", "agentAgentflow", "{}"),
        v2("rest", "agentAgentflow", "{}"),
    ];
    let edges = [
        edge("start", "lead", "start"),
        edge("lead", "coder", "0"),
        edge("lead", "rest", "1"),
    ];
    let text = format!(
        r#"{{"nodes":[{}],"edges":[{}]}}"#,
        nodes.join(","),
        edges.join(",")
    );
    let out = told(read, "otherwise.json", &text);
    assert!(
        out.contains("handoff lead -> rest by model otherwise\n"),
        "{out}"
    );
    assert!(!out.contains("the target's name was taken"), "{out}");
}

#[test]
fn a_worker_by_its_type_is_none_who_leads_by_its_name() {
    let nodes = [
        node("s", "supervisor", "Supervisor", "Multi Agents", "{}"),
        node(
            "w",
            "worker",
            "Worker",
            "Multi Agents",
            r#"{"workerName":"Risk Manager"}"#,
        ),
    ];
    let text = format!(
        r#"{{"nodes":[{}],"edges":[{}]}}"#,
        nodes.join(","),
        edge("s", "w", "supervisor")
    );
    let out = told(read, "team.json", &text);
    assert!(out.contains("agent w \"Risk Manager\" ai/worker"), "{out}");
}
