mod turned;

use super::*;
use baton_model::{Handoff, HandoffMode, apply, parse_edits};
use serde_json::{Value, json};

/// A topology `t` from agents (`name`, or `name:kind`) and handoffs (`from>to`, then fields).
fn drawing(nature: &Value, agents: &[&str], handoffs: &[(&str, Value)]) -> Document {
    let put = |kind: &str, id: &str, record: Value| json!({"op": "put", "kind": kind, "id": id, "record": record});
    let mut edits = vec![
        put("topology", "t", json!({"name": "T", "nature": nature})),
        put(
            "outcome",
            "end",
            json!({"topology": "t", "name": "End", "good": true}),
        ),
        put("memory", "board", json!({"kind": "structured"})),
        put("contract", "c", json!({"name": "C"})),
    ];
    for agent in agents {
        let (name, kind) = agent.split_once(':').unwrap_or((agent, "ai"));
        edits.push(put(
            "agent",
            name,
            json!({"name": name.to_uppercase(), "kind": kind, "capabilities": [name]}),
        ));
    }
    for (ends, fields) in handoffs {
        let (from, to) = ends.split_once('>').unwrap();
        let to = if to == "end" {
            json!({"outcome": "end"})
        } else {
            json!(to)
        };
        let mut record = json!({"topology": "t", "from": from, "to": to});
        for (name, value) in fields.as_object().unwrap() {
            record[name] = value.clone();
        }
        edits.push(put("handoff", &ends.replace('>', "-"), record));
    }
    let mut document = Document::new();
    let edits = parse_edits(&Value::from(edits).to_string(), &document).unwrap();
    document.commit(&apply(&document, &edits).unwrap(), 1);
    document
}

fn topology() -> TopologyId {
    TopologyId::new("t").unwrap()
}

fn found(document: &Document) -> Vec<(Pattern, String)> {
    advise(document, &topology(), None)
        .recognised
        .into_iter()
        .map(|one| (one.pattern, one.agents.join(" ")))
        .collect()
}

fn call() -> Value {
    json!({"mode": "delegate", "parallel_group": "g"})
}

/// Agents, handoffs, and the patterns with their agents.
type Case<'c> = (
    &'c [&'c str],
    &'c [(&'c str, Value)],
    &'c [(Pattern, &'c str)],
);

#[test]
fn each_pattern_is_recognised_by_its_shape() {
    let plain = || json!({});
    let asked = |what: &str| json!({"trigger": {"on": what}});
    let cases: [Case<'_>; 10] = [
        (
            &["s", "a", "b"],
            &[("s>a", call()), ("s>b", call())],
            &[(Pattern::Supervisor, "s a b")],
        ),
        (&["s", "a"], &[("s>a", call())], &[]),
        (
            &["a", "b", "c"],
            &[("a>b", plain()), ("b>c", plain())],
            &[(Pattern::Pipeline, "a b c")],
        ),
        (
            &["a", "b", "c"],
            &[("a>b", asked("intent")), ("b>c", plain())],
            &[(Pattern::Chain, "a b c")],
        ),
        (
            &["a", "b", "c"],
            &[
                ("a>b", asked("domain_boundary")),
                ("b>c", asked("authority_limit")),
            ],
            &[(Pattern::ChainOfResponsibility, "a b c")],
        ),
        (&["a", "b"], &[("a>b", plain()), ("b>a", plain())], &[]),
        (
            &["a", "b", "c"],
            &[
                ("a>b", plain()),
                ("b>a", plain()),
                ("b>c", plain()),
                ("c>b", plain()),
                ("a>c", plain()),
                ("c>a", plain()),
            ],
            &[(Pattern::PeerToPeer, "a b c")],
        ),
        (
            &["r", "a", "b", "c"],
            &[
                ("r>a", asked("intent")),
                ("r>b", asked("intent")),
                ("r>c", asked("language")),
            ],
            &[(Pattern::DynamicRouting, "r a b c")],
        ),
        (
            &["a", "p:human", "q:human"],
            &[("a>p", plain()), ("p>q", plain())],
            &[(Pattern::Escalation, "a p q")],
        ),
        (
            &["a", "b", "c"],
            &[
                (
                    "a>c",
                    json!({"memory_writes": [{"memory": "board", "key": "k"}], "memory_reads": [{"memory": "board", "key": "k"}]}),
                ),
                (
                    "b>c",
                    json!({"memory_writes": [{"memory": "board", "key": "k"}]}),
                ),
                (
                    "c>a",
                    json!({"trigger": {"on": "error"}, "memory_writes": [{"memory": "board", "key": "k"}], "memory_reads": [{"memory": "board", "key": "k"}]}),
                ),
            ],
            &[(Pattern::Blackboard, "a b c")],
        ),
    ];
    recognises(&cases);
}

#[test]
fn controllers_short_cuts_and_shared_memories_are_told_apart() {
    let plain = || json!({});
    let asked = |what: &str| json!({"trigger": {"on": what}});
    let cases: [Case<'_>; 8] = [
        // Two ways are a choice where one chooses, gets control back and none goes past it.
        (
            &["t", "a", "b"],
            &[
                ("t>a", asked("intent")),
                ("t>b", asked("intent")),
                ("a>t", asked("intent")),
            ],
            &[(Pattern::DynamicRouting, "t a b")],
        ),
        (
            &["t", "a", "b"],
            &[("t>a", asked("intent")), ("t>b", asked("intent"))],
            &[],
        ),
        // What two leave for a third is handed over, and nobody meets there.
        (
            &["a", "b", "c"],
            &[
                (
                    "a>c",
                    json!({"memory_writes": [{"memory": "board", "key": "k"}], "memory_reads": [{"memory": "board", "key": "k"}]}),
                ),
                (
                    "b>c",
                    json!({"memory_writes": [{"memory": "board", "key": "k"}]}),
                ),
            ],
            &[],
        ),
        // What a controller hands on is a choice and no step.
        (
            &["a", "s:supervisor", "b", "c"],
            &[("a>s", plain()), ("s>b", asked("intent")), ("b>c", plain())],
            &[],
        ),
        // A short cut leaves the long way a chain; a person is a choice where the intent decides.
        (
            &["t", "f", "p", "h:human"],
            &[
                ("t>f", asked("intent")),
                ("t>p", asked("intent")),
                ("t>h", asked("intent")),
                ("f>p", asked("intent")),
            ],
            &[
                (Pattern::Chain, "t f p"),
                (Pattern::DynamicRouting, "t f h p"),
                (Pattern::Escalation, "t h"),
            ],
        ),
        (
            &["s", "x:tool", "y:tool"],
            &[("s>x", call()), ("s>y", call())],
            &[],
        ),
        (
            &["s", "x", "y", "z"],
            &[("s>x", call()), ("s>y", call()), ("s>z", plain())],
            &[(Pattern::Supervisor, "s x y"), (Pattern::Hybrid, "s x y z")],
        ),
        (
            &["a", "b", "c", "x", "y"],
            &[
                ("a>b", plain()),
                ("b>c", plain()),
                ("b>x", call()),
                ("b>y", call()),
            ],
            &[
                (Pattern::Supervisor, "b x y"),
                (Pattern::Hybrid, "a b c x y"),
                (Pattern::Pipeline, "a b c"),
            ],
        ),
    ];
    recognises(&cases);
}

fn recognises(cases: &[Case<'_>]) {
    for (agents, handoffs, expected) in cases {
        let mut expected: Vec<(Pattern, String)> = expected
            .iter()
            .map(|(pattern, agents)| (*pattern, (*agents).to_owned()))
            .collect();
        expected.sort();
        assert_eq!(
            found(&drawing(&json!({}), agents, handoffs)),
            expected,
            "{handoffs:?}"
        );
    }
}

#[test]
fn handoffs_say_themselves_how_sure_a_pattern_is() {
    let marked = |pattern: &str| json!({"pattern": pattern});
    for (first, second, sure) in [
        (marked("pipeline"), json!({}), PatternConfidence::High),
        (json!({}), json!({}), PatternConfidence::Medium),
        (
            marked("hybrid"),
            marked("hybrid"),
            PatternConfidence::Medium,
        ),
        (
            marked("escalation"),
            marked("escalation"),
            PatternConfidence::Low,
        ),
    ] {
        let document = drawing(
            &json!({}),
            &["a", "b", "c"],
            &[("a>b", first), ("b>c", second)],
        );
        let advice = advise(&document, &topology(), None);
        let pipeline = advice
            .recognised
            .iter()
            .find(|one| one.pattern == Pattern::Pipeline);
        assert_eq!(pipeline.unwrap().confidence, sure);
    }
}

#[test]
fn of_equal_chains_the_one_that_more_requests_take_is_told() {
    let document = drawing(
        &json!({}),
        &["a", "b", "c", "d"],
        &[
            ("a>b", json!({})),
            ("b>c", json!({"behaviour": {"share": 0.2}})),
            ("b>d", json!({"behaviour": {"share": 0.8}})),
        ],
    );
    assert_eq!(found(&document), [(Pattern::Chain, "a b d".to_owned())]);
    // It branches, and what is no step of it is where the controller hands control on.
    let turns = |document: &Document| advise(document, &topology(), None).recognised[0].turns_into;
    assert_eq!(turns(&document), Some(Pattern::Supervisor));
    let straight = [("a>b", json!({})), ("b>c", json!({}))];
    let straight = drawing(&json!({}), &["a", "b", "c"], &straight);
    assert_eq!(turns(&straight), Some(Pattern::Supervisor));
}

#[test]
fn a_part_is_looked_at_alone() {
    let document = drawing(
        &json!({}),
        &["a", "b", "c", "d"],
        &[("a>b", json!({})), ("b>c", json!({})), ("c>d", json!({}))],
    );
    let part = ["a", "b", "c"]
        .map(|id| AgentId::new(id).unwrap())
        .into_iter()
        .collect();
    let advice = advise(&document, &topology(), Some(&part));
    assert_eq!(advice.recognised[0].agents, ["a", "b", "c"]);
}

#[test]
fn the_nature_is_declared_or_inferred_and_says_which() {
    let chain = &[("a>b", json!({})), ("b>c", json!({}))];
    let inferred = advise(
        &drawing(&json!({}), &["a", "b", "c"], chain),
        &topology(),
        None,
    )
    .nature;
    assert_eq!(
        (inferred.coupling.value, inferred.coupling.declared),
        (Coupled::Sequential, false)
    );
    assert_eq!(
        (inferred.specialists.value, inferred.specialists.declared),
        (3, false)
    );
    assert!(!inferred.coupling.because.is_empty());
    let said = json!({"coupling": "independent", "parallel_flows": 5, "regulated": true});
    let declared = advise(&drawing(&said, &["a", "b", "c"], chain), &topology(), None).nature;
    assert_eq!(
        (declared.coupling.value, declared.coupling.declared),
        (Coupled::Independent, true)
    );
    assert_eq!(
        (declared.parallel_flows.value, declared.regulated.declared),
        (5, true)
    );
}

#[test]
fn choices_and_rows_tell_the_nature_where_nothing_else_does() {
    let asked = || json!({"trigger": {"on": "intent"}});
    let read = |handoffs: &[(&str, Value)]| {
        let agents = ["t:supervisor", "a", "b", "c"];
        let nature = advise(&drawing(&json!({}), &agents, handoffs), &topology(), None).nature;
        (nature.coupling.value, nature.coupling.because)
    };
    let (coupling, because) = read(&[("t>a", asked()), ("t>b", asked()), ("t>c", asked())]);
    assert_eq!(coupling, Coupled::Independent);
    assert_eq!(
        because,
        "one agent chooses among 3 ways, which do not lead on to each other"
    );
    let (coupling, because) = read(&[("t>a", asked()), ("t>b", asked()), ("a>b", asked())]);
    assert_eq!(coupling, Coupled::Sequential);
    assert_eq!(
        because,
        "a request can pass 3 agents at work one after the other"
    );
    assert_eq!(read(&[]).0, Coupled::Unknown);
}

#[test]
fn one_is_no_plural() {
    let document = drawing(
        &json!({"specialists": 1}),
        &["a", "b", "p:human"],
        &[
            ("a>p", json!({})),
            ("a>b", json!({"context_mode": "full_history"})),
        ],
    );
    let advice = advise(&document, &topology(), None);
    assert_eq!(advice.recognised[0].because, "1 of 3 agents hands up to P");
    assert_eq!(
        advice.nature.stateful.because,
        "1 handoff reads or writes a memory or carries the whole history"
    );
    let told = serde_json::to_string(&advice).unwrap();
    assert!(
        told.contains("1 field can be drawn") && !told.contains("1 fields"),
        "{told}"
    );
}

#[test]
fn the_recommended_pattern_follows_from_the_nature() {
    for (nature, first) in [
        (
            json!({"coupling": "independent", "parallel_flows": 4, "specialists": 3}),
            Pattern::Supervisor,
        ),
        (
            json!({"coupling": "independent", "parallel_flows": 4, "specialists": 3, "regulated": true}),
            Pattern::Supervisor,
        ),
        (
            json!({"coupling": "sequential", "stateful": true, "parallel_flows": 1, "latency_ms": 1500, "specialists": 3}),
            Pattern::Chain,
        ),
        (
            json!({"coupling": "sequential", "parallel_flows": 12, "specialists": 9}),
            Pattern::Hybrid,
        ),
        (
            json!({"coupling": "sequential", "parallel_flows": 1, "specialists": 3, "regulated": true}),
            Pattern::Pipeline,
        ),
        (
            json!({"coupling": "independent", "parallel_flows": 1, "specialists": 12}),
            Pattern::DynamicRouting,
        ),
        (
            json!({"coupling": "independent", "stateful": true, "parallel_flows": 9, "specialists": 3}),
            Pattern::Blackboard,
        ),
    ] {
        let fits = advise(&drawing(&nature, &["a"], &[]), &topology(), None).fits;
        assert_eq!(fits[0].pattern, first, "{nature}: {fits:#?}");
        assert!(!fits[0].reasons_for.is_empty());
        assert_eq!(fits.len(), 7);
    }
}

fn handoffs(document: &Document) -> Vec<&Handoff> {
    document.handoffs().collect()
}
