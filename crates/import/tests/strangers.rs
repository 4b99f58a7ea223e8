//! Shapes met in files that nobody had prepared, each reduced to what went wrong with it.

use crate::support::{committed, handoffs, read};
use baton_import::Imported;
use baton_model::Document;
use serde_json::{Value, json};

/// What becomes of a file: entries, handoffs and contracts, a line each, then the notes.
fn told(name: &str, text: &str) -> String {
    let made = read(name, text.as_bytes(), &Document::new());
    let document = committed(&Document::new(), &made);
    let entries = document
        .entries()
        .map(|entry| format!("entry {}", entry.agent));
    let contracts = document
        .contracts()
        .map(|contract| format!("contract {}", contract.id));
    let ids = document
        .handoffs()
        .map(|handoff| format!("id {}", handoff.id));
    let lines: Vec<String> = entries
        .chain(handoffs(&document))
        .chain(contracts)
        .chain(ids)
        .collect();
    format!("{}\n{}", lines.join("\n"), notes(&made))
}

fn notes(made: &Imported) -> String {
    let notes = made
        .notes
        .iter()
        .map(|note| format!("{} {}", note.path, note.message));
    notes.collect::<Vec<_>>().join("\n")
}

#[track_caller]
fn has(out: &str, lines: &[&str]) {
    for line in lines {
        assert!(out.contains(line), "missing: {line}\n{out}");
    }
}

#[track_caller]
fn has_not(out: &str, lines: &[&str]) {
    for line in lines {
        assert!(!out.contains(line), "there: {line}\n{out}");
    }
}

#[test]
fn a_server_of_tools_hands_nothing_over() {
    let out = told(
        "agents.dot",
        r#"digraph G { "__start__" [label="__start__", shape=ellipse]; "__end__" [label="__end__", shape=ellipse];
"Billing" [label="Billing", shape=box, style=filled, fillcolor=lightyellow, width=1.5, height=0.8];
"crm" [label="crm", shape=box, style=filled, fillcolor=lightgrey, width=1, height=0.5];
"__start__" -> "Billing";
"Billing" -> "crm" [style=dashed, penwidth=1.5];
"crm" -> "Billing" [style=dashed, penwidth=1.5];
"Billing" -> "__end__"; }"#,
    );
    has(
        &out,
        &[
            "entry billing",
            "billing => crm",
            "billing -> (agents-completed)",
        ],
    );
    has_not(&out, &["crm ->"]);
}

const SDK: &str = "from agents import Agent, Runner\n";

#[test]
fn whoever_is_only_called_as_a_tool_ends_no_run() {
    let out = told(
        "team.py",
        &format!(
            "{SDK}french = Agent(name='French')\nhelper = Agent(name='Helper')\nfrench.handoffs = [helper]\nlead = Agent(name='Lead', tools=[french.as_tool('f', 'd')])\nRunner.run_sync(lead, 'x')\n"
        ),
    );
    has(
        &out,
        &["entry lead", "lead => french", "lead -> (team-completed)"],
    );
    has_not(&out, &["french -> (", "helper -> ("]);
}

#[test]
fn where_all_hand_back_the_one_that_hands_to_most_is_the_entry() {
    let out = told(
        "team.py",
        &format!(
            "{SDK}faq = Agent(name='Faq')\nseats = Agent(name='Seats')\ntriage = Agent(name='Triage', handoffs=[faq, seats])\nfaq.handoffs = [triage]\nseats.handoffs = [triage]\n"
        ),
    );
    has(&out, &["entry triage", "faq -> triage", "seats -> triage"]);
    has_not(&out, &["entry faq"]);
}

#[test]
fn what_fails_ends_in_no_good_outcome() {
    let out = told(
        "flow.py",
        &format!(
            "{SDK}a = Agent(name='A')\nb = Agent(name='B')\nasync def main(x):\n    try:\n        await Runner.run(a, x)\n        await Runner.run(b, x)\n    except Exception:\n        return 'sorry'\n"
        ),
    );
    has(
        &out,
        &[
            "a -> b",
            "a -> (flow-failed)",
            "b -> (flow-completed)",
            "the request ends in the outcome Failed (a guess",
        ],
    );
    has_not(&out, &["a -> (flow-completed)"]);
}

fn node(id: &str, name: &str) -> Value {
    json!({"id": id, "type": "runnable", "data": {"id": ["langgraph", name], "name": id}})
}

#[test]
fn a_tool_node_returns_also_on_a_condition() {
    let graph = json!({
        "nodes": [node("__start__", "R"), node("model", "R"), node("tools", "ToolNode"), {"id": "__end__"}],
        "edges": [
            {"source": "__start__", "target": "model"},
            {"source": "model", "target": "__end__", "conditional": true},
            {"source": "model", "target": "tools", "conditional": true},
            {"source": "tools", "target": "model", "conditional": true},
        ],
    });
    let out = told("graph.json", &graph.to_string());
    has(
        &out,
        &[
            "model => tools on tools",
            "taken as the return of the delegation",
        ],
    );
    has_not(&out, &["tools ->"]);
}

#[test]
fn a_pause_before_the_first_step_is_told() {
    let mut first = node("classify", "R");
    first["metadata"] = json!({"__interrupt": "before"});
    let graph = json!({
        "nodes": [node("__start__", "R"), first, {"id": "__end__"}],
        "edges": [
            {"source": "__start__", "target": "classify"},
            {"source": "classify", "target": "__end__"},
        ],
    });
    has(
        &told("graph.json", &graph.to_string()),
        &["LangGraph pauses before \"classify\", where requests start"],
    );
}

#[test]
fn a_condition_on_the_first_agent_is_told() {
    let out = told(
        "router.yaml",
        "kind: Workflow
trigger:
  kind: OnConversationStart
  id: router
  actions:
    - kind: ConditionGroup
      id: route
      conditions:
        - condition: =Local.category = \"billing\"
          id: billing
          actions:
            - kind: InvokeAzureAgent
              id: billing_agent
              agent: {name: BillingAgent}
      elseActions:
        - kind: InvokeAzureAgent
          id: general_agent
          agent: {name: GeneralAgent}
        - kind: SendMessage
          id: bye
          message: Good bye
",
    );
    has(
        &out,
        &[
            "entry billingagent",
            "\"billing_agent\" is where requests start only if \"=Local.category",
            "\"general_agent\" is where requests start only if \"nothing else applies\"",
        ],
    );
    has_not(&out, &["is not known"]);
}

const WORK: &str = "7c19e489-c718-44bf-a934-865fb28f9f6b";

fn flow(from_branch: Option<&str>) -> String {
    let id = |n: u8| format!("{}{n:02}", &WORK[..34]);
    let agent = |n: u8, name: &str| {
        json!({"component_type": "AgentNode", "id": id(n), "name": format!("{name} node"), "inputs": [], "outputs": [],
            "agent": {"component_type": "Agent", "id": id(n + 1), "name": name, "system_prompt": "Work.", "tools": [],
                "inputs": [{"title": "query", "type": "string"}], "outputs": [{"title": "reply", "type": "string"}]}})
    };
    let edge = |n: u8, from: u8, branch: Option<&str>, to: u8| {
        json!({"component_type": "ControlFlowEdge", "id": id(n), "name": "edge", "from_node": {"$component_ref": id(from)},
            "from_branch": branch, "to_node": {"$component_ref": id(to)}})
    };
    let start = |n: u8| json!({"component_type": "StartNode", "id": id(n), "name": "start"});
    let end = |n: u8, branch: &str| json!({"component_type": "EndNode", "id": id(n), "name": branch, "branch_name": branch});
    let inner = json!({"component_type": "Flow", "id": id(20), "name": "inner", "start_node": start(21),
        "nodes": [start(21), agent(22, "worker"), end(24, "next"), end(25, "rejected")],
        "control_flow_connections": [edge(26, 21, None, 22), edge(27, 22, None, 24), edge(28, 22, Some("no"), 25)]});
    let guard = json!({"component_type": "CatchExceptionNode", "id": id(30), "name": "guard", "subflow": inner});
    json!({"component_type": "Flow", "agentspec_version": "26.1.0", "id": id(40), "name": "desk", "start_node": start(41),
        "nodes": [start(41), guard, agent(42, "publisher"), agent(44, "handler"), end(46, "next"), end(47, "turned down")],
        "control_flow_connections": [edge(50, 41, None, 30), edge(51, 30, from_branch, 42), edge(52, 30, Some("rejected"), 47),
            edge(53, 30, Some("caught_exception_branch"), 44), edge(54, 42, None, 46), edge(55, 44, None, 46)]})
    .to_string()
}

#[test]
fn who_works_where_failures_are_caught_hands_them_over() {
    for branch in [None, Some("next")] {
        let out = told("desk.json", &flow(branch));
        has(
            &out,
            &[
                "entry worker",
                "worker -> handler",
                "worker -> publisher",
                "contract desk-worker-input",
            ],
        );
        // The inner flow's other end alone is turned down, and nobody else starts.
        assert_eq!(out.matches("(desk-turned-down)").count(), 1, "{out}");
        has_not(&out, &["entry handler", WORK]);
    }
}

/// A secret in what an agent is told does not make the same file another one.
#[test]
fn a_file_with_a_secret_is_known_again() {
    let text = "look:\n  description: Look -----BEGIN KEY-----\n  expected_output: A list\n";
    let made = read("agents.yaml", text.as_bytes(), &Document::new());
    let document = committed(&Document::new(), &made);
    let again = read("agents.yaml", text.as_bytes(), &document);
    assert_eq!(again.edits, [], "{}", notes(&again));
    assert!(
        notes(&made).contains("what looks like a secret was not stored"),
        "{}",
        notes(&made)
    );
}
