//! Which handoff an agent makes: its transfers in the order in which they are asked, and the first one that is set off.

use baton_contract::{Invariants, condition_tree};
use baton_graph::TopologyGraph;
use baton_model::{Handoff, HandoffMode, Invariant, TriggerOn};
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// One transfer of an agent.
#[derive(Serialize)]
pub(crate) struct Route<'a> {
    pub handoff: &'a str,
    pub on: &'a TriggerOn,
    pub value: Option<&'a Value>,
    /// Whether it is the default route.
    pub otherwise: bool,
    /// A further condition over the payload, in the Common Expression Language.
    pub condition: Option<&'a str>,
    /// The same as a tree; null where there is none, or no tree says it.
    pub tree: Option<Value>,
    #[serde(skip)]
    pub record: &'a Handoff,
}

/// The transfers of a topology by sender: smallest priority first, default routes last, then by id.
pub(super) fn routes<'a>(graph: &TopologyGraph<'a>) -> BTreeMap<&'a str, Vec<Route<'a>>> {
    let mut transfers: Vec<&'a Handoff> = graph.handoffs().to_vec();
    transfers.retain(|handoff| handoff.mode == HandoffMode::Transfer);
    transfers.sort_by_key(|one| (one.trigger.otherwise, one.trigger.priority, one.id.as_str()));
    let mut out: BTreeMap<&str, Vec<Route<'a>>> = BTreeMap::new();
    for handoff in transfers {
        let trigger = &handoff.trigger;
        let condition = trigger.condition.as_deref();
        out.entry(handoff.from.as_str()).or_default().push(Route {
            handoff: handoff.id.as_str(),
            on: &trigger.on,
            value: trigger.value.as_ref().map(|value| &value.0),
            otherwise: trigger.otherwise,
            condition,
            tree: condition.and_then(|condition| condition_tree(&named(condition)).ok()),
            record: handoff,
        });
    }
    out
}

fn named(condition: &str) -> Invariant {
    Invariant::new("condition".to_owned(), condition.to_owned())
}

/// The handoff that is made once something has happened: a trigger's word with what was measured, `true` where nothing is measured.
pub(crate) fn chosen<'a>(
    routes: &[Route<'a>],
    happened: &Value,
    payload: &Value,
) -> Option<&'a str> {
    let is_set_off = |route: &&Route<'a>| {
        (route.otherwise || holds(route.on, route.value, happened))
            && route.condition.is_none_or(|condition| {
                Invariants::compile(&[named(condition)]).is_ok_and(|one| one.hold(payload))
            })
    };
    routes.iter().find(is_set_off).map(|route| route.handoff)
}

/// What would set off a trigger, and what comes nearest to it without doing so.
pub(crate) fn examples(on: &TriggerOn, value: Option<&Value>) -> Vec<Value> {
    if let TriggerOn::All(clauses) | TriggerOn::Any(clauses) = on {
        let mut each: Vec<Vec<Value>> = clauses
            .iter()
            .map(|clause| examples(&clause.on, clause.value.as_ref().map(|value| &value.0)))
            .collect();
        let mut all = json!({});
        for happened in each.iter().filter_map(|examples| examples.first()) {
            if let (Value::Object(all), Value::Object(one)) = (&mut all, happened) {
                all.extend(one.clone());
            }
        }
        let mut out = vec![all];
        out.extend(each.iter_mut().flat_map(std::mem::take));
        return out;
    }
    let word = word(on);
    let measured: Vec<Value> = match value {
        None | Some(Value::Null) => vec![json!(true), json!(false)],
        Some(Value::Array(words)) => words
            .iter()
            .cloned()
            .chain([json!("no word of it")])
            .collect(),
        Some(Value::Number(bound)) => {
            let bound = bound.as_f64().unwrap_or(0.0);
            vec![json!(bound - 0.25), json!(bound), json!(bound + 0.25)]
        }
        Some(value) => vec![value.clone(), json!("another")],
    };
    measured
        .into_iter()
        .map(|measured| json!({ word.as_str(): measured }))
        .collect()
}

fn word(on: &TriggerOn) -> String {
    serde_json::to_value(on)
        .ok()
        .and_then(|word| word.as_str().map(str::to_owned))
        .unwrap_or_default()
}

fn holds(on: &TriggerOn, value: Option<&Value>, happened: &Value) -> bool {
    let of = |clause: &baton_model::TriggerClause| {
        holds(
            &clause.on,
            clause.value.as_ref().map(|value| &value.0),
            happened,
        )
    };
    match on {
        TriggerOn::All(clauses) => return clauses.iter().all(of),
        TriggerOn::Any(clauses) => return clauses.iter().any(of),
        _ => {}
    }
    let Some(measured) = happened.get(word(on)) else {
        return false;
    };
    let numbers = || Some((measured.as_f64()?, value?.as_f64()?));
    match (on, value) {
        (_, None | Some(Value::Null)) => *measured == Value::Bool(true),
        (TriggerOn::ConfidenceBelow | TriggerOn::Sentiment, _) => {
            numbers().is_some_and(|(is, bound)| is < bound)
        }
        (TriggerOn::Load | TriggerOn::AuthorityLimit, _) => {
            numbers().is_some_and(|(is, bound)| is > bound)
        }
        (TriggerOn::Elapsed | TriggerOn::RepeatedClarification, _) => {
            numbers().is_some_and(|(is, bound)| is >= bound)
        }
        (_, Some(Value::Array(words))) => words.contains(measured),
        (_, Some(value)) => value == measured,
    }
}
