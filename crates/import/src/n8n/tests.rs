//! Workflows, and what they become.

use super::read;
use crate::told_tests::{sample, told};
use std::collections::BTreeMap;

const DESK: &str = r#"{"name":"Desk","nodes":[
 {"id":"t","name":"Chat","type":"@n8n/n8n-nodes-langchain.chatTrigger","typeVersion":1,"position":[0,0],"parameters":{}},
 {"id":"c","name":"Classify","type":"@n8n/n8n-nodes-langchain.textClassifier","typeVersion":1,"position":[100,0],"parameters":{"categories":{"categories":[{"category":"refund"},{"category":"question"}]},"options":{"fallback":"other"}}},
 {"id":"a","name":"Code Reviewer","type":"@n8n/n8n-nodes-langchain.agent","typeVersion":3,"position":[200,0],"retryOnFail":true,"maxTries":4,"onError":"continueErrorOutput","parameters":{"options":{"systemMessage":"Pay.","maxIterations":5}},"credentials":{"openAiApi":{"id":"9","name":"main"}}},
 {"id":"m","name":"Model","type":"@n8n/n8n-nodes-langchain.lmChatOpenAi","position":[200,90],"parameters":{"model":{"__rl":true,"mode":"list","value":"gpt-small"}}},
 {"id":"p","name":"Parser","type":"@n8n/n8n-nodes-langchain.outputParserStructured","position":[220,90],"parameters":{"jsonSchemaExample":"{\"paid\":true,\"cents\":5}"}},
 {"id":"x","name":"Calculator","type":"@n8n/n8n-nodes-langchain.toolCalculator","position":[240,90],"parameters":{}},
 {"id":"mcp","name":"Orders","type":"@n8n/n8n-nodes-langchain.mcpClientTool","position":[260,90],"parameters":{"endpointUrl":"https://mcp.example/x?key=abc"}},
 {"id":"h","name":"Ask first","type":"n8n-nodes-base.slackHitlTool","position":[280,90],"parameters":{"message":"May I?"}},
 {"id":"g","name":"Send contract","type":"n8n-nodes-base.gmailTool","position":[280,190],"parameters":{}},
 {"id":"i","name":"Big?","type":"n8n-nodes-base.if","typeVersion":2,"position":[300,0],"parameters":{}},
 {"id":"w","name":"Clerk","type":"n8n-nodes-base.slack","position":[400,0],"parameters":{"operation":"sendAndWait","message":"Pay it?"}},
 {"id":"o","name":"Old","type":"n8n-nodes-base.httpRequest","position":[450,0],"disabled":true,"parameters":{}},
 {"id":"s","name":"Store","type":"n8n-nodes-base.postgres","position":[500,0],"parameters":{}},
 {"id":"f","name":"Give up","type":"n8n-nodes-base.stopAndError","position":[300,200],"parameters":{}},
 {"id":"n","name":"Sticky","type":"n8n-nodes-base.stickyNote","position":[0,200],"parameters":{"content":"Mind the limit."}},
 {"name":"Store","type":"n8n-nodes-base.postgres","position":[600,0],"parameters":{}}],
 "connections":{
 "Chat":{"main":[[{"node":"Classify","type":"main","index":0}]]},
 "Classify":{"main":[[{"node":"Code Reviewer","type":"main","index":0}],null,[{"node":"Clerk","type":"main","index":0}]]},
 "Code Reviewer":{"main":[[{"node":"Big?","type":"main","index":0}],[{"node":"Give up","type":"main","index":0}]]},
 "Big?":{"main":[[{"node":"Clerk","type":"main","index":0}],[{"node":"Old","type":"main","index":0}]]},
 "Clerk":{"main":[[{"node":"Store","type":"main","index":0}]]},
 "Old":{"main":[[{"node":"Store","type":"main","index":0}]]},
 "Model":{"ai_languageModel":[[{"node":"Code Reviewer","type":"ai_languageModel","index":0}]]},
 "Parser":{"ai_outputParser":[[{"node":"Code Reviewer","type":"ai_outputParser","index":0}]]},
 "Calculator":{"ai_tool":[[{"node":"Code Reviewer","type":"ai_tool","index":0}]]},
 "Orders":{"ai_tool":[[{"node":"Code Reviewer","type":"ai_tool","index":0}]]},
 "Ask first":{"ai_tool":[[{"node":"Code Reviewer","type":"ai_tool","index":0}]]},
 "Send contract":{"ai_tool":[[{"node":"Ask first","type":"ai_tool","index":0}]]},
 "Gone":{"main":[[{"node":"Store","type":"main","index":0}]]}},
 "pinData":{"Chat":[{"json":{}}]}}"#;

#[test]
fn a_workflow_is_carried() {
    let out = told(read, "desk.json", DESK);
    for line in [
        "topology \"Desk\"",
        "agent c \"Classify\" ai/router",
        "agent a \"Code Reviewer\" ai/worker tools Calculator \"Pay.\" {\"type\":\"@n8n/n8n-nodes-langchain.agent\",\"maxIterations\":5}",
        "version of a model gpt-small puts out {\"type\":\"object\",\"required\":[\"paid\",\"cents\"]",
        "agent mcp \"Orders\" tool",
        "\"mcp\":\"https://mcp.example/x\"",
        "agent w \"Clerk\" human \"Pay it?\"",
        "agent s \"Store\" tool",
        "agent Store \"Store\" tool",
        "outcome f \"Give up\" bad",
        "entry c",
        "handoff c -> a on intent \"refund\" by model retries 3",
        "handoff c -> w by model otherwise",
        "handoff a -> w on intent \"Big?: true\" carries a#output",
        "handoff a -> s on intent \"Big?: false\" otherwise carries a#output",
        "handoff a -> (f) on error",
        "handoff w -> s",
        "handoff a => mcp by model loop 5\n",
        "handoff a => g by model gate \"May I?\" loop 5\n",
        "handoff s -> ((end))",
        "note \"Mind the limit.\"",
        "#/nodes/11: \"Old\" is switched off",
        "#/nodes/15: \"Store\" is the name of the node at /nodes/12 too; they stay two",
        "#/connections/Gone: no node is called \"Gone\"",
        "#/nodes: 1 nodes name credentials; they were neither read nor stored",
        "#/pinData: pinned data was neither read nor stored",
    ] {
        assert!(out.contains(line), "missing: {line}\n{out}");
    }
    assert!(
        !out.contains("key=abc") && !out.contains("openAiApi"),
        "{out}"
    );
}

#[test]
fn wrapped_and_several_workflows_are_read() {
    let one = r#"{"id":7,"name":"W","nodes":[{"name":"A","type":"n8n-nodes-base.manualTrigger","position":[0,0],"parameters":{}},{"name":"B","type":"custom.strangeThing","position":[1,0]}],"connections":{"A":{"main":[[{"node":"B","type":"main","index":0}]]}}}"#;
    let wrapped = told(
        read,
        "w.json",
        &format!("{{\"workflow\":{{\"name\":\"G\",\"workflow\":{one}}}}}"),
    );
    assert!(
        wrapped.contains("topology \"W\"") && wrapped.contains("agent B \"B\" tool"),
        "{wrapped}"
    );
    let several = told(read, "w.json", &format!("[{one},{{}},{one}]"));
    assert_eq!(several.matches("topology \"W\"").count(), 2, "{several}");
    assert!(
        several.contains("#/1: no workflow stands here"),
        "{several}"
    );
    assert!(told(read, "w.json", "{}").starts_with("refused: w.json: no workflow stands here"));
}

#[test]
fn prompts_limits_and_error_outputs_are_carried_or_told() {
    let text = r#"{"name":"Errors","nodes":[
 {"id":"t","name":"Start","type":"n8n-nodes-base.manualTrigger","position":[0,0],"parameters":{}},
 {"id":"a","name":"Writer","type":"@n8n/n8n-nodes-langchain.agent","position":[1,0],"onError":"continueErrorOutput","parameters":{"promptType":"define","text":"=Write about {{ $json.topic }}.","needsFallback":true,"options":{"systemMessage":"You write.","maxIterations":3}}},
 {"id":"b","name":"Sort","type":"@n8n/n8n-nodes-langchain.textClassifier","position":[2,0],"onError":"continueErrorOutput","parameters":{"categories":{"categories":[{"category":"x"}]}}},
 {"id":"c","name":"Ask","type":"@n8n/n8n-nodes-langchain.openAi","position":[3,0],"onError":"continueRegularOutput","parameters":{"messages":{"values":[{"content":"Be kind."},{"content":"={{ $json.chat }}"}]}}},
 {"id":"d","name":"Save","type":"n8n-nodes-base.postgres","position":[4,0],"parameters":{}}],
 "connections":{
 "Start":{"main":[[{"node":"Writer","type":"main","index":0}]]},
 "Writer":{"main":[[{"node":"Sort","type":"main","index":0}],[{"node":"Save","type":"main","index":0}]]},
 "Sort":{"main":[[{"node":"Ask","type":"main","index":0}],[{"node":"Save","type":"main","index":0}]]},
 "Ask":{"main":[[{"node":"Save","type":"main","index":0}]]}}}"#;
    let out = told(read, "e.json", text);
    for line in [
        "agent a \"Writer\" ai/worker \"You write.\\n\\nWrite about {{ $json.topic }}.\"",
        "agent c \"Ask\" ai/worker \"Be kind.\" ",
        "handoff a -> b\n",
        "handoff a -> d on error",
        "handoff b -> c on intent \"x\" by model\n",
        "handoff b -> d on error",
        "#/nodes/1/parameters/options/maxIterations: \"Writer\" asks its model at most 3 times",
        "#/nodes/1: \"Writer\" asks a second model where the first fails",
        "#/nodes/3: \"Ask\" goes on as if nothing had happened where it fails",
    ] {
        assert!(out.contains(line), "missing: {line}\n{out}");
    }
    assert!(!out.contains("$json.chat"), "{out}");
}

#[test]
fn the_sample_is_read() {
    if let Some(text) = sample("n8n/handmade_multi_agent.json") {
        let expected = r#"topology "Claims orchestrator"
agent n2 "Orchestrator" supervisor/supervisor "Route the claim." {"type":"@n8n/n8n-nodes-langchain.agent"}
version of n2 model llama3.2:latest
place n2 at 220,0
agent n3 "Fraud Agent" ai/worker "Reviews suspicious claims" {"type":"@n8n/n8n-nodes-langchain.agentTool"}
version of n3 model llama3.2:latest puts out {"type":"object","required":["approved"],"properties":{"approved":{"type":"boolean"}}}
place n3 at 200,240
agent n6 "Payout workflow" tool {"type":"n8n-nodes-base.executeWorkflow"}
place n6 at 460,0
entry n2
handoff n2 -> n6
handoff n2 => n3 by model
outcome (end) "Completed" good
handoff n6 -> ((end))
"#;
        let out = told(read, "flow.json", &text);
        assert!(out.starts_with(expected), "{out}");
    }
}

#[test]
fn what_a_node_starts_at_once_and_a_merge_joins_is_one_parallel_group() {
    let agent = |name: &str| {
        format!(
            r#"{{"id":"{name}","name":"{name}","type":"@n8n/n8n-nodes-langchain.agent","position":[0,0],"parameters":{{}}}}"#
        )
    };
    let to = |names: &[&str]| {
        let all: Vec<_> = names
            .iter()
            .enumerate()
            .map(|(index, name)| format!(r#"{{"node":"{name}","type":"main","index":{index}}}"#))
            .collect();
        format!(r#"{{"main":[[{}]]}}"#, all.join(","))
    };
    let workflow = |after: &str| {
        format!(
            r#"{{"nodes":[{{"id":"t","name":"T","type":"@n8n/n8n-nodes-langchain.chatTrigger","position":[0,0],"parameters":{{}}}},
             {},{},{},{},{{"id":"m","name":"M","type":"n8n-nodes-base.merge","position":[0,0],"parameters":{{}}}}],
             "connections":{{"T":{},"A":{},"B":{},"C":{},"M":{}}}}}"#,
            agent("A"),
            agent("B"),
            agent("C"),
            agent("D"),
            to(&["A"]),
            to(&["B", "C"]),
            to(&["M"]),
            after,
            to(&["D"]),
        )
    };
    let out = told(read, "w.json", &workflow(&to(&["M"])));
    for line in [
        "handoff A => B",
        "handoff A => C",
        "handoff A -> D",
        "\"A\" starts 2 at once and goes on when they are done",
    ] {
        assert!(out.contains(line), "missing: {line}\n{out}");
    }
    // One branch that ends by itself does not meet the other.
    let out = told(read, "w.json", &workflow(r#"{"main":[[]]}"#));
    for line in [
        "handoff A -> B",
        "handoff A -> C",
        "do not meet again in one step",
    ] {
        assert!(out.contains(line), "missing: {line}\n{out}");
    }
}

/// A workflow of nodes (name, type, parameters) and of connections (from, output, to).
fn workflow(nodes: &[(&str, &str, &str)], connections: &[(&str, usize, &str)]) -> String {
    let nodes: Vec<String> = nodes
        .iter()
        .map(|(name, kind, parameters)| {
            format!(
                r#"{{"id":"{name}","name":"{name}","type":"{kind}","position":[0,0],"parameters":{parameters}}}"#
            )
        })
        .collect();
    let mut outputs: BTreeMap<&str, Vec<Vec<String>>> = BTreeMap::new();
    for (from, output, to) in connections {
        let outputs = outputs.entry(from).or_default();
        outputs.resize(outputs.len().max(output + 1), Vec::new());
        outputs[*output].push(format!(r#"{{"node":"{to}","type":"main","index":0}}"#));
    }
    let connections: Vec<String> = outputs
        .iter()
        .map(|(from, outputs)| {
            let outputs: Vec<String> = outputs
                .iter()
                .map(|ends| format!("[{}]", ends.join(",")))
                .collect();
            format!(r#""{from}":{{"main":[{}]}}"#, outputs.join(","))
        })
        .collect();
    format!(
        r#"{{"nodes":[{}],"connections":{{{}}}}}"#,
        nodes.join(","),
        connections.join(",")
    )
}

#[test]
fn a_way_that_ends_where_nobody_works_ends_the_request() {
    let text = workflow(
        &[
            ("hook", "n8n-nodes-base.webhook", "{}"),
            (
                "ask",
                "n8n-nodes-base.slack",
                r#"{"operation":"sendAndWait"}"#,
            ),
            ("Yes?", "n8n-nodes-base.if", "{}"),
            ("go", "n8n-nodes-base.noOp", "{}"),
            ("Big?", "n8n-nodes-base.if", "{}"),
            ("answer", "n8n-nodes-base.respondToWebhook", "{}"),
            ("log", "n8n-nodes-base.googleSheets", "{}"),
            ("tidy", "n8n-nodes-base.set", "{}"),
        ],
        &[
            ("hook", 0, "ask"),
            ("ask", 0, "Yes?"),
            ("Yes?", 0, "go"),
            ("Yes?", 1, "Big?"),
            ("Big?", 0, "answer"),
            ("Big?", 1, "log"),
            ("log", 0, "tidy"),
        ],
    );
    let out = told(read, "gate.json", &text);
    for line in [
        "outcome (end) \"Completed\" good\n",
        "handoff ask -> ((end)) on intent \"Yes?: true\"\n",
        "handoff ask -> ((end)) on intent \"Yes?: false: Big?: true\"\n",
        "handoff ask -> log on intent \"Yes?: false: Big?: false\" otherwise\n",
        "handoff log -> ((end))\n",
        "where nothing follows, requests end",
    ] {
        assert!(out.contains(line), "missing: {line}\n{out}");
    }
    assert_eq!(out.matches("\noutcome ").count(), 1, "{out}");
    // Of two ways that are taken at once, the one without work ends nothing.
    let text = workflow(
        &[
            ("hook", "n8n-nodes-base.webhook", "{}"),
            ("a", "@n8n/n8n-nodes-langchain.agent", "{}"),
            ("answer", "n8n-nodes-base.respondToWebhook", "{}"),
            ("b", "@n8n/n8n-nodes-langchain.agent", "{}"),
        ],
        &[("hook", 0, "a"), ("a", 0, "answer"), ("a", 0, "b")],
    );
    let out = told(read, "both.json", &text);
    assert!(!out.contains("handoff a -> ((end))"), "{out}");
    assert!(
        out.contains("one of the ways that \"a\" starts at once ends without work"),
        "{out}"
    );
}

#[test]
fn requests_that_nobody_works_on_are_told_from_unknown_starts() {
    let text = workflow(
        &[
            ("hook", "n8n-nodes-base.webhook", "{}"),
            ("Known?", "n8n-nodes-base.if", "{}"),
            ("answer", "n8n-nodes-base.respondToWebhook", "{}"),
        ],
        &[("hook", 0, "Known?"), ("Known?", 0, "answer")],
    );
    let out = told(read, "empty.json", &text);
    assert!(
        out.contains("requests come in at \"hook\", but nobody works on them in this file"),
        "{out}"
    );
    assert!(
        !out.contains("does not say where requests come in"),
        "{out}"
    );
    assert!(!out.contains("\noutcome"), "{out}");
}

#[test]
fn the_older_node_of_a_vendor_thinks_where_it_is_asked() {
    let text = workflow(
        &[
            ("hook", "n8n-nodes-base.webhook", "{}"),
            (
                "write",
                "n8n-nodes-base.openAi",
                r#"{"model":"gpt-small","prompt":"Write it."}"#,
            ),
            (
                "draw",
                "n8n-nodes-base.openAi",
                r#"{"resource":"image","prompt":"A cat."}"#,
            ),
        ],
        &[("hook", 0, "write"), ("write", 0, "draw")],
    );
    let out = told(read, "old.json", &text);
    for line in [
        "agent write \"write\" ai/worker \"Write it.\"",
        "version of write model gpt-small",
        "agent draw \"draw\" tool",
    ] {
        assert!(out.contains(line), "missing: {line}\n{out}");
    }
}
