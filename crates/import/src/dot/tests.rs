//! Graphs, and what they become.

use super::read;
use crate::told_tests::{sample, told};

#[test]
fn a_graph_of_people_is_read() {
    let text = "// by hand\ndigraph \"Desk\" { rankdir=LR; node [shape=box]\n start -> triage [label=in]; triage -> {refund; \"human desk\"} ; refund:p1 -> done [style=dashed, label=<paid <b>now</b>>]\n subgraph cluster_a { label=\"Money\"; refund [label=\"Refund\\nagent\"] }\n done [shape=doublecircle] }";
    let expected = r#"topology "Desk"
group cluster_a "Money"
agent triage "triage" ai/router
agent refund "Refund agent" ai/worker
agent human desk "human desk" human
outcome done "done" good
entry triage
handoff triage -> refund
handoff triage -> human desk
handoff refund -> (done) on intent "paid now"
"#;
    let out = told(read, "desk.dot", text);
    assert!(out.starts_with(expected), "{out}");
}

#[test]
fn what_is_no_graph_is_refused_with_its_line() {
    for (text, expected) in [
        ("digraph {", "refused: x.dot: line 1: the graph has no end"),
        (
            "digraph {\n a -> \"b }",
            "refused: x.dot: line 2: a text in quotes has no end",
        ),
        ("digraph { a -> ; }", "an edge leads nowhere"),
        ("digraph { a [x=] }", "an attribute has no value"),
        ("digraph { }", "there is no node"),
        ("hello", "no graph begins here"),
    ] {
        let out = told(read, "x.dot", text);
        assert!(out.contains(expected), "{text}: {out}");
    }
    let deep = format!("digraph {{ {} a", "{".repeat(100_000));
    assert!(told(read, "x.dot", &deep).contains("nested too deep"));
}

#[test]
fn the_sample_of_the_visualiser_is_read() {
    if let Some(text) = sample("openai-agents/claims.dot") {
        let expected = r#"topology "claims"
outcome __end__ "Completed" good
agent Triage agent "Triage agent" ai/router
agent Billing agent "Billing agent" ai/worker
agent refund "refund" tool
agent Fraud agent "Fraud agent" ai/worker
agent Human adjuster desk "Human adjuster desk" human
entry Triage agent
handoff Triage agent -> Billing agent by model
handoff Billing agent => refund by model
handoff Billing agent -> Triage agent by model
handoff Triage agent -> Fraud agent by model
handoff Fraud agent -> Human adjuster desk by model
handoff Human adjuster desk -> (__end__) by model
"#;
        let out = told(read, "claims.dot", &text);
        assert!(out.starts_with(expected), "{out}");
        assert!(!out.contains("warning"), "{out}");
    }
}

#[test]
fn what_baton_draws_comes_back_as_what_it_is() {
    let text = r##"digraph topology {
  n1 [label="Care team\nHuman, Care", color="#a21caf", penwidth=2];
  n2 [label="Refunds\nAI agent, Payments"];
  n3 [label="chat", shape=oval];
  n4 [label="Abandoned", shape=doublecircle, color="#b03a2e"];
  n5 [label="Why a person looks.", shape=note];
  n3 -> n2;
  g7 [label="Is it fair?", shape=diamond, color="#b45309"];
  n2 -> g7 [label="refund@1.0.0"];
  g7 -> n1 [label="refund@1.0.0"];
  n1 -> n4;
}"##;
    let out = told(read, "d.dot", text);
    for expected in [
        "agent n1 \"Care team\" human",
        "agent n2 \"Refunds\" ai",
        "outcome n4 \"Abandoned\" bad",
        "entry n2",
        "\"Why a person looks.\"",
        "Is it fair?",
    ] {
        assert!(out.contains(expected), "{expected} in {out}");
    }
    for wrong in ["agent n3", "agent n5", "agent g7"] {
        assert!(!out.contains(wrong), "{wrong} in {out}");
    }
}
