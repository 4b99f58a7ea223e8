//! Charts of every shape, and what they become.

use super::read;
use crate::told_tests::{sample, told};

fn of(text: &str) -> String {
    told(read, "flow.mmd", text)
}

#[test]
fn nodes_links_and_groups_of_every_kind() {
    let text = r#"%%{init: {"theme": "dark"}}%%
flowchart LR
  accTitle: Service desk
  %% a comment
  user([Customer]) --> triage{"Triage <b>router</b> #quot;A#quot;"}
  triage -- "refund --> money" --> refund[[Refund agent]] & clerk(Human clerk)
  triage -->|question| faq[(FAQ store)]
  triage -. other .-> a1@{ shape: diam, label: "Any other, thing" }
  refund ==> paid(((Paid)))
  clerk -->|no| declined([Declined]):::bad
  e1@--> ~~~ faq
  faq --> user
  subgraph money [Money team]
    direction TB
    refund
    subgraph inner
      clerk
    end
  end
  a1 --- b1; b1 <--> c1
  c1 --x d1
  classDef bad fill:#f00
  class paid,declined bad
  style a1 fill:#fff
  linkStyle 0 stroke:red
  click a1 "https://example.com" "x"
  this is (not a statement
"#;
    let expected = r#"topology "Service desk"
group money "Money team"
group inner "inner" in money
agent triage "Triage router \"A\"" ai/router
agent refund "Refund agent" ai/worker
place refund in money
agent clerk "Human clerk" human
place clerk in inner
agent faq "FAQ store" tool
agent a1 "Any other, thing" ai/router
outcome paid "Paid" good
outcome declined "Declined" bad
"#;
    let out = of(text);
    assert!(out.starts_with(expected), "{out}");
    for line in [
        "entry triage",
        "handoff triage -> refund on intent \"refund --> money\"",
        "handoff triage -> clerk on intent \"refund --> money\"",
        "handoff triage -> faq on intent \"question\"",
        "handoff triage -> a1 on intent \"other\"",
        "handoff refund -> (paid)",
        "handoff clerk -> (declined) on intent \"no\"",
        "handoff faq -> (user#answered)",
        "handoff a1 -> b1",
        "handoff c1 -> d1",
        "#line 26: what a click does was left out",
        "#line 27: this statement could not be read",
        "links without an arrow head were taken from left to right",
    ] {
        assert!(out.contains(line), "missing: {line}\n{out}");
    }
    assert!(!out.contains("classDef") && !out.contains("style"), "{out}");
}

#[test]
fn hostile_labels_stay_words() {
    let out = of(
        "graph TD\n a[\"<img src=x onerror=alert(1)>\"] --> b[\"javascript:alert(1) <script>x</script>\"]\n",
    );
    assert!(
        out.contains(r#"agent a "<img src=x onerror=alert(1)>""#),
        "{out}"
    );
    assert!(
        out.contains(r#"agent b "javascript:alert(1) <script>x</script>""#),
        "{out}"
    );
}

#[test]
fn expanded_subgraphs_of_langgraph_are_bridged() {
    let text = "graph TD;\n\t__start__([<p>__start__</p>]):::first\n\t__end__([<p>__end__</p>]):::last\n\t__start__ --> desk\\3a__start__;\n\tdesk\\3a__end__ --> __end__;\n\tsubgraph desk\n\tdesk\\3a__start__(<p>__start__</p>)\n\tdesk\\3aclerk(clerk<hr/><small><em>__interrupt = before\nowner = care\npace = slow</em></small>)\n\tdesk\\3a__end__(<p>__end__</p>)\n\tdesk\\3a__start__ --> desk\\3aagent;\n\tdesk\\3aagent -.-> desk\\3aclerk;\n\tdesk\\3aclerk --> desk\\3a__end__;\n\tend\n";
    let expected = r#"topology "flow"
group desk "desk"
outcome __end__ "Completed" good
agent desk:clerk "desk: clerk" ai/worker of care {"pace":"slow"}
team care "care"
place desk:clerk in desk
agent desk:agent "desk: agent" ai/worker
place desk:agent in desk
"#;
    let out = of(text);
    assert!(out.starts_with(expected), "{out}");
    for line in [
        "entry desk:agent",
        "handoff desk:clerk -> (__end__)",
        "handoff desk:agent -> desk:clerk on intent \"desk: clerk\" gate \"\"",
    ] {
        assert!(out.contains(line), "missing: {line}\n{out}");
    }
}

#[test]
fn inner_steps_of_one_name_are_told_apart_by_their_path() {
    let inner = |name: &str| {
        format!(
            "subgraph {name}\n{name}\\3a__start__(<p>__start__</p>)\n{name}\\3aagent(agent)\n{name}\\3a__start__ --> {name}\\3aagent;\nend\n"
        )
    };
    let text = format!(
        "graph TD;\n__start__([<p>__start__</p>]):::first\n__start__ --> maths\\3a__start__;\nmaths\\3aagent --> law\\3a__start__;\n{}{}",
        inner("maths"),
        inner("law")
    );
    let out = of(&text);
    for line in [
        "agent maths:agent \"maths: agent\" ai/worker",
        "agent law:agent \"law: agent\" ai/worker",
        "entry maths:agent",
        "handoff maths:agent -> law:agent",
    ] {
        assert!(out.contains(line), "missing: {line}\n{out}");
    }
}

#[test]
fn a_pause_that_no_handoff_can_bear_is_told() {
    let step = |name: &str, when: &str| {
        format!("{name}({name}<hr/><small><em>__interrupt = {when}</em></small>)\n")
    };
    let text = format!(
        "graph TD;\n{}{}{}start --> desk;\ndesk --> clerk;\nclerk --> desk;\ndesk --> last;\n",
        step("desk", "before"),
        step("clerk", "after"),
        step("last", "before, after")
    );
    let out = of(&text);
    for line in [
        "handoff desk -> last gate \"\"\n",
        "warning #line 2: the tool pauses for a person before \"desk\", where requests come in; an entry can bear no gate",
        "warning #line 3: the tool pauses for a person after \"clerk\", and no handoff leaves there",
        "warning #line 4: the tool pauses for a person after \"last\", and no handoff leaves there",
    ] {
        assert!(out.contains(line), "missing: {line}\n{out}");
    }
    assert_eq!(
        out.matches("the tool pauses for a person").count(),
        3,
        "{out}"
    );
}

#[test]
fn how_a_link_is_drawn_is_no_node() {
    let out = of(
        "flowchart LR\n a@{ shape: rounded } e1@--> b\n e1@{ animate: true }\n b e2@==> c@{ shape: diam }; e2@{ curve: \"linear\" }\n f1@{ label: \"Fine\" } --> c",
    );
    for line in [
        "handoff a -> b",
        "handoff b -> c",
        "agent f1 \"Fine\"",
        "handoff f1 -> c",
    ] {
        assert!(out.contains(line), "missing: {line}\n{out}");
    }
    assert!(
        !out.contains("agent e") && !out.contains("no line touches"),
        "{out}"
    );
}

#[test]
fn what_users_send_is_where_requests_come_in() {
    for (start, id) in [
        ("q[User Query]", "q"),
        ("m(\"User's message\")", "m"),
        ("c[New customer request]", "c"),
        ("user((😀))", "user"),
        ("client_input{{\"💬\"}}", "client_input"),
    ] {
        let out = of(&format!(
            "flowchart TD\n {start} --> desk[Desk]\n desk --> r[User Receives Response]"
        ));
        for line in [
            "entry desk",
            "was taken as where requests come in (a guess)",
            "outcome r \"User Receives Response\" good",
        ] {
            assert!(out.contains(line), "{start}: missing: {line}\n{out}");
        }
        assert!(!out.contains(&format!("agent {id} ")), "{out}");
    }
    // Who works for users, and what is led to, is somebody.
    let out =
        of("flowchart TD\n a[User Profile Agent] --> b[User Input]\n b --> c[Client Manager]");
    for line in ["agent a ", "agent b ", "agent c "] {
        assert!(out.contains(line), "missing: {line}\n{out}");
    }
}

#[test]
fn sub_workflows_of_agent_framework_are_joined_at_their_ends() {
    let text = "flowchart TD\n  writer[\"writer (Start)\"];\n  sub[\"sub\"];\n  fan_in__x((fan-in))\n  writer --> fan_in__x;\n  fan_in__x --> sub;\n  sub -. conditional .-> editor;\n  subgraph sub\n    sub__a[\"a (Start)\"];\n    sub__b[\"b\"];\n    sub__a --> sub__b;\n  end";
    let out = of(text);
    for line in [
        "entry writer",
        "handoff writer -> sub__a",
        "handoff sub__a -> sub__b",
        "handoff sub__b -> editor on intent \"editor\"",
    ] {
        assert!(out.contains(line), "missing: {line}\n{out}");
    }
    assert!(!out.contains("agent sub "), "{out}");
}

#[test]
fn what_is_no_flowchart_is_refused() {
    for (text, expected) in [
        (
            "sequenceDiagram\n a->>b: x",
            "line 1: this is a sequenceDiagram of Mermaid",
        ),
        (
            "---\ntitle: x\n---\n\nhello",
            "line 5: no flowchart begins here",
        ),
        (
            "flowchart LR\n %% nothing",
            "there is no node in this chart",
        ),
    ] {
        let out = of(text);
        assert!(
            out.starts_with("refused: flow.mmd: ") && out.contains(expected),
            "{text}: {out}"
        );
    }
    assert!(
        of(&format!("graph TD\n{}", "a[(\n".repeat(10_000)))
            .contains("more than 200 statements that cannot be read")
    );
    assert!(
        of(&format!(
            "graph TD\n{} --> {}",
            "a & ".repeat(2000) + "a",
            "b & ".repeat(2000) + "b"
        ))
        .contains("more than 2000000 links")
    );
}

#[test]
fn the_samples_are_read() {
    if let Some(text) = sample("langgraph/claims_stategraph.mmd") {
        let expected = r#"topology "flow"
agent triage "triage" ai/router
agent fraud_review "fraud_review" ai/worker
agent payout "payout" ai/worker
agent human_adjuster "human_adjuster" human of claims-oncall
team claims-oncall "claims-oncall"
outcome __end__ "Completed" good
entry triage
handoff fraud_review -> human_adjuster on intent "suspicious"
handoff fraud_review -> payout on intent "ok"
handoff triage -> fraud_review on intent "fraud_review"
handoff triage -> human_adjuster on intent "human_adjuster"
handoff triage -> payout on intent "payout"
handoff human_adjuster -> (__end__)
handoff payout -> (__end__)
"#;
        let out = of(&text);
        assert!(out.starts_with(expected), "{out}");
        assert!(!out.contains("warning"), "{out}");
    }
    if let Some(text) = sample("langgraph/supervisor.mmd") {
        let out = of(&text);
        assert!(
            out.contains("handoff supervisor => billing on intent \"billing\""),
            "{out}"
        );
    }
    if let Some(text) = sample("ms-agent-framework/claims_handoff.mmd") {
        let out = of(&text);
        assert!(
            out.contains("entry triage") && out.contains("agent human_desk \"human-desk\" human"),
            "{out}"
        );
    }
}
