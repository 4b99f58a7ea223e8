//! Derivatives are those that whole solutions have, and steps are ranked by what they are worth.

use super::{Parameter, Sensitivity, Subject};
use crate::sample::tests::network as drawn_network;
use crate::testing::{Drawing, assert_near, none};
use crate::{ExactOptions, Network, Setup, exact};
use serde_json::json;

/// Every parameter of a network: whose, which, and where it stands.
fn parameters(network: &Network) -> Vec<(Subject, Parameter, usize)> {
    let mut all = vec![(Subject::Scenario, Parameter::AbandonOnRepeat, 0)];
    for (at, agent) in network.agents.iter().enumerate() {
        let of = [
            Parameter::Recovery,
            Parameter::Hallucination,
            Parameter::ToolFailure,
            Parameter::Silent,
            Parameter::Resolves,
        ];
        all.extend(of.map(|parameter| (Subject::Agent(agent.id.clone()), parameter, at)));
    }
    for (at, handoff) in network.handoffs.iter().enumerate() {
        let of = [
            Parameter::Share,
            Parameter::Unavailable,
            Parameter::Malformed,
            Parameter::ContextLoss,
        ];
        all.extend(of.map(|parameter| (Subject::Handoff(handoff.id.clone()), parameter, at)));
        let gate = handoff.gate.map(|_| Parameter::Catches);
        all.extend(gate.map(|parameter| (Subject::Handoff(handoff.id.clone()), parameter, at)));
    }
    all
}

fn field(network: &mut Network, parameter: Parameter, at: usize) -> &mut f64 {
    match parameter {
        Parameter::Recovery => &mut network.agents[at].recovery,
        Parameter::Hallucination => &mut network.agents[at].hallucination,
        Parameter::ToolFailure => &mut network.agents[at].tool_failure,
        Parameter::Silent => &mut network.agents[at].silent,
        Parameter::Resolves => &mut network.agents[at].resolves,
        Parameter::Share => &mut network.handoffs[at].share,
        Parameter::Unavailable => &mut network.handoffs[at].unavailable,
        Parameter::Malformed => &mut network.handoffs[at].malformed,
        Parameter::ContextLoss => &mut network.handoffs[at].context_loss,
        Parameter::Catches => &mut network.handoffs[at].gate.as_mut().unwrap().catches,
        Parameter::AbandonOnRepeat => &mut network.abandon,
    }
}

/// The derivative from five whole solutions, all on one side where the parameter stands at an end of its range.
fn slope(network: &Network, parameter: Parameter, at: usize) -> f64 {
    const STEP: f64 = 1e-3;
    let mut network = network.clone();
    let value = *field(&mut network, parameter, at);
    let mut bad = |steps: f64| {
        *field(&mut network, parameter, at) = value + steps * STEP;
        exact(&network, &ExactOptions::default())
            .unwrap()
            .outcomes
            .bad()
    };
    let side = if value < 2.0 * STEP {
        1.0
    } else if (1.0 - 2.0 * STEP..=1.0).contains(&value) {
        -1.0
    } else {
        let near = bad(1.0) - bad(-1.0);
        return (8.0 * near - (bad(2.0) - bad(-2.0))) / (12.0 * STEP);
    };
    let ahead = 48.0 * bad(side) - 36.0 * bad(2.0 * side) + 16.0 * bad(3.0 * side)
        - 3.0 * bad(4.0 * side)
        - 25.0 * bad(0.0);
    side * ahead / (12.0 * STEP)
}

/// Compares every parameter of a network; gives how many were found to matter.
fn check(name: &str, network: &Network) -> usize {
    let found = exact(network, &ExactOptions::default())
        .unwrap()
        .sensitivities;
    for (subject, parameter, at) in parameters(network) {
        let value = *field(&mut network.clone(), parameter, at);
        let is_delegation =
            matches!(subject, Subject::Handoff(_)) && network.handoffs[at].is_delegation;
        let listed = found
            .iter()
            .find(|one| (&one.subject, one.parameter) == (&subject, parameter));
        if let Some(listed) = listed {
            assert_near(listed.value, value);
            let effect = listed.derivative * (listed.improved - listed.value);
            assert!(
                listed.effect < 0.0 && (listed.effect - effect).abs() < 1e-15,
                "{listed:?}"
            );
        }
        if parameter.step(value) == 0.0 {
            assert_eq!(listed, None, "{name}: no step is no effect");
            continue;
        }
        let slope = slope(network, parameter, at);
        // What is best at an end of its range has no step; a share of 1 is one for delegations alone.
        let ends_at_one = parameter != Parameter::Share || is_delegation;
        let known = listed.map_or(0.0, |listed| listed.derivative);
        let wanted = match value {
            0.0 => slope.min(0.0),
            _ if value >= 1.0 && ends_at_one => slope.max(0.0),
            _ => slope,
        };
        assert!(
            (known - wanted).abs() < 1e-7 * wanted.abs().max(1.0),
            "{name}: {subject:?} {parameter:?} at {value}: {known} instead of {wanted}"
        );
    }
    found.len()
}

#[test]
fn derivatives_are_those_of_whole_solutions() {
    let found: usize = (0..4)
        .map(|seed| check(&format!("network {seed}"), &drawn_network(seed)))
        .sum();
    assert!(found > 4 * 20, "{found}");
}

#[test]
fn derivatives_hold_at_the_ends_of_ranges() {
    let tools = |failure: f64, silent: f64| json!({ "recovery": 0.0, "hallucination": 0.2, "resolves": 0.3, "tool_calls": 2, "tool_failure": failure, "tool_limit": 2, "silent": silent });
    let with = |behaviour, more| {
        Drawing::new()
            .agent("a", json!({ "hallucination": 1.0, "resolves": 0.1 }))
            .agent("b", tools(0.5, 1.0))
            .agent("c", tools(1.0, 0.4))
            .agent("d", json!({ "resolves": 0.5 }))
            .human("h")
            .transfer("a", "b", behaviour, more)
            .transfer("b", "c", none(), none())
            .transfer("c", "d", json!({ "malformed": 0.1 }), none())
            .handoff(
                "c-error",
                "c",
                "d",
                none(),
                json!({ "trigger": { "on": "error" }, "gate": { "catches": 0.0 } }),
            )
            .transfer(
                "d",
                "h",
                json!({ "context_loss": 0.3 }),
                json!({ "gate": {} }),
            )
            .transfer(
                "d",
                "a",
                json!({ "context_loss": 1.0 }),
                json!({ "policy": { "loop_limit": 2 } }),
            )
            .network(&Setup {
                abandon_on_repeat: 1.0,
                ..Setup::default()
            })
            .unwrap()
    };
    for (name, behaviour, more) in [
        ("plain", none(), none()),
        (
            "never there",
            json!({ "unavailable": 1.0 }),
            json!({ "fallbacks": ["c", "h"] }),
        ),
        ("never well-formed", json!({ "malformed": 1.0 }), none()),
        (
            "always rejected",
            json!({ "malformed": 1.0, "unavailable": 0.2 }),
            json!({ "policy": { "boundary_validation": true, "retries": 2 }, "fallbacks": ["d"] }),
        ),
        (
            "a blind gate",
            none(),
            json!({ "gate": { "catches": 0.0 } }),
        ),
        (
            "context always lost",
            json!({ "context_loss": 1.0 }),
            none(),
        ),
    ] {
        assert!(check(name, &with(behaviour, more)) > 0, "{name}");
    }
}

#[test]
fn delegations_that_always_clean_may_be_called_less_often() {
    let network = |share: f64| {
        Drawing::new()
            .agent("a", json!({ "resolves": 0.6, "hallucination": 0.3 }))
            .agent("w", json!({ "recovery": 0.0, "hallucination": 1.0, "tool_calls": 1, "tool_failure": 0.5, "tool_limit": 1, "silent": 1.0 }))
            .human("h")
            .transfer("a", "w", json!({ "share": share, "context_loss": 0.1 }), json!({ "mode": "delegate", "fallbacks": ["h"] }))
            .handoff("x", "a", "h", json!({ "unavailable": 0.1 }), json!({ "mode": "delegate" }))
            .transfer("a", "h", none(), none())
            .network(&Setup::default())
            .unwrap()
    };
    for share in [0.4, 1.0, 1.5] {
        check(&format!("share {share}"), &network(share));
    }
}

#[test]
fn steps_are_ranked_and_stay_in_their_range() {
    // Bad is 1 - r with r = 0.8 (0.9 + 0.1 * 0.5): of three requests in ten, as of one in ten.
    let found = Drawing::new()
        .agent("a", json!({ "resolves": 0.8, "hallucination": 0.1 }))
        .exact();
    let named: Vec<(&Subject, Parameter)> = found
        .sensitivities
        .iter()
        .map(|one| (&one.subject, one.parameter))
        .collect();
    let a = Subject::Agent("a".into());
    assert_eq!(
        named,
        [(&a, Parameter::Resolves), (&a, Parameter::Hallucination)]
    );
    let [resolves, hallucination] = &found.sensitivities[..] else {
        panic!("{:?}", found.sensitivities)
    };
    // Bad is 1 - 0.8 * 0.9.
    assert_near(resolves.derivative, -0.9);
    assert_near(resolves.improved, 0.82);
    assert_near(resolves.effect, -0.018);
    assert_near(hallucination.derivative, 0.8);
    assert_near(hallucination.improved, 0.09);
    assert_near(hallucination.effect, -0.008);
}

#[test]
fn a_floor_of_the_profile_is_the_value_as_used() {
    let network = Drawing::new()
        .agent("a", json!({ "resolves": 1.0, "hallucination": 0.01 }))
        .network(&Setup::of_profile("request-10001").unwrap())
        .unwrap();
    let found = exact(&network, &ExactOptions::default()).unwrap();
    let Sensitivity {
        parameter,
        value,
        improved,
        ..
    } = found.sensitivities[0];
    assert_eq!(parameter, Parameter::Hallucination);
    assert_near(value, 0.10);
    assert_near(improved, 0.09);
}

#[test]
fn names_are_those_of_the_fields() {
    for parameter in [
        Parameter::ToolFailure,
        Parameter::Catches,
        Parameter::AbandonOnRepeat,
    ] {
        assert_eq!(json!(parameter), json!(parameter.name()));
    }
    assert_eq!(
        json!(Subject::Agent("a".into())),
        json!({ "kind": "agent", "id": "a" })
    );
    assert_eq!(json!(Subject::Scenario), json!({ "kind": "scenario" }));
}
