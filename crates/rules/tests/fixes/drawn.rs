//! Fields of generated registries that say how handoffs are carried out, watched and told to people.

use super::{one_of, put, some_of};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use serde_json::{Value, json};

type Fields = Vec<(&'static str, BoxedStrategy<Value>)>;

fn just(value: Value) -> BoxedStrategy<Value> {
    Just(value).boxed()
}

fn record(fields: Fields) -> BoxedStrategy<Value> {
    some_of(fields).prop_map(Value::Object).boxed()
}

fn some(words: &'static [&'static str]) -> BoxedStrategy<Value> {
    subsequence(words.to_vec(), 0..=words.len())
        .prop_map(Value::from)
        .boxed()
}

/// What agents say about themselves beside what they are.
pub fn agent_fields() -> Fields {
    vec![
        ("lifecycle", just(json!("production"))),
        ("languages", some(&["en", "de", "fr"])),
        ("channels", some(&["voice", "chat", "email"])),
        ("systems", some(&["crm", "billing"])),
        (
            "behaviour",
            record(vec![
                ("resolves", just(json!(0.5))),
                ("tool_calls", just(json!(2))),
                ("tool_limit", just(json!(7))),
            ]),
        ),
    ]
}

/// What handoffs say beside who, what and whose.
pub fn handoff_fields(agents: usize) -> Fields {
    let names: Vec<String> = (0..agents).map(|at| format!("a{at}")).collect();
    let fallbacks = subsequence(names.clone(), 1..=agents).prop_shuffle();
    vec![
        ("trigger", trigger()),
        ("policy", policy()),
        ("gate", gate()),
        ("fallbacks", fallbacks.prop_map(Value::from).boxed()),
        ("required_systems", some(&["crm", "billing"])),
        (
            "context_mode",
            one_of(vec![json!("summary"), json!("full_history")]),
        ),
        ("snapshot", some(&["intent", "verified_data"])),
        (
            "continuity",
            just(json!([{"language": "en", "text": "Somebody else goes on."}])),
        ),
        ("discloses", just(json!(true))),
        ("user_can_escalate", just(json!(true))),
        ("disagreement", just(json!({"rule": "Care decides."}))),
        ("runbook", just(json!({"replay": "Publish again."}))),
        (
            "alerts",
            just(json!([{"name": "failing", "condition": "failed > 1"}])),
        ),
        ("observability", just(json!({"span": true}))),
    ]
}

fn trigger() -> BoxedStrategy<Value> {
    let causes = [
        json!("error"),
        json!("user_asks"),
        json!("sentiment"),
        json!("domain_boundary"),
        json!("intent"),
        json!("authority_limit"),
        json!({"any": [{"on": "user_asks"}, {"on": "confidence_below", "value": 0.8}]}),
    ];
    record(vec![
        ("on", one_of(causes.to_vec())),
        ("otherwise", just(json!(true))),
        ("debounce_seconds", just(json!(5))),
        ("decided_by", just(json!("model"))),
        ("priority", just(json!(1))),
    ])
}

fn policy() -> BoxedStrategy<Value> {
    record(vec![
        ("timeout_ms", just(json!(3000))),
        ("retries", just(json!(2))),
        ("loop_limit", one_of(vec![json!(1), json!(5)])),
        (
            "breaker",
            just(json!({"threshold": 5, "window_seconds": 60, "reset_seconds": 60})),
        ),
        ("acknowledge", just(json!(true))),
        ("idempotent_by", just(json!("handoff_id"))),
        ("boundary_validation", just(json!(true))),
        (
            "on_reject",
            one_of(vec![json!("fallback"), json!("dead_letter")]),
        ),
        ("dead_letter", just(json!("letters"))),
        ("resync", just(json!(true))),
    ])
}

fn gate() -> BoxedStrategy<Value> {
    record(vec![
        (
            "summary",
            one_of(vec![
                json!("{{ payload }}"),
                json!("Order {{ payload.order }}"),
            ]),
        ),
        ("proposed_action", just(json!("It goes on."))),
        ("question", just(json!("Shall it?"))),
        (
            "branches",
            one_of(vec![
                json!([{"answer": "Yes"}]),
                json!([{"answer": "no", "goes_to": "a0"}]),
            ]),
        ),
        ("minutes", just(json!(5))),
    ])
}

/// What is known of the handoffs from outside: the vocabulary, what runs where, what traces show.
pub fn surroundings() -> BoxedStrategy<Vec<Value>> {
    let seen = (select(vec!["a0", "a1", "Agent 1", "stranger"]), 0..3_u32).prop_map(|(to, at)| {
        let record = json!({"from": "a0", "to": to, "seen": 400 * at, "inferred": at == 1});
        put("observed_handoff", format!("o{at}"), record)
    });
    let vocabulary = put(
        "capability",
        "x",
        json!({"tag": "x", "meaning": "Does x.", "synonyms": ["w"]}),
    );
    let staging = put("environment", "staging", json!({"name": "Staging"}));
    prop::option::of(seen)
        .prop_map(move |seen| {
            let mut edits = vec![vocabulary.clone(), staging.clone()];
            edits.extend(seen);
            edits
        })
        .boxed()
}

/// Says that a version of an agent runs somewhere.
pub fn deployment(agent: &str) -> Value {
    let record = json!({"agent": agent, "version": "1.0.0", "environment": "staging"});
    put("deployment", format!("{agent}@staging"), record)
}
