//! The protocol against what its clauses say, against breaking them, and against searches that share nothing with it.

mod clauses;
mod mutants;
mod remedies;
mod searches;
mod telling;

use crate::{BUDGET, Configuration, Names, Proof, Property, Rejection, Run, Verdict, verify};
use baton_model::HandoffMode;

/// A transfer as it should be: to one receiver with one fallback, then the dead letter.
fn clean() -> Configuration {
    Configuration {
        mode: HandoffMode::Transfer,
        acknowledge: true,
        rollback: true,
        recognises_repeats: true,
        gives_up: true,
        retries: 2,
        fallbacks: 1,
        dead_letter: true,
        fallback_owner: false,
        rejection: Some(Rejection::GoesOn),
        breaker: false,
    }
}

/// The same with something changed.
fn but(change: impl FnOnce(&mut Configuration)) -> Configuration {
    let mut config = clean();
    change(&mut config);
    config
}

fn names() -> Names {
    Names {
        sender: "Triage".to_owned(),
        receivers: ["Billing", "Desk", "Lead"].map(str::to_owned).to_vec(),
        dead_letter: "support.dead-letter".to_owned(),
        person: "Ana".to_owned(),
    }
}

/// Which properties are violated.
fn violated(verdict: &Verdict) -> Vec<Property> {
    let broken = verdict
        .properties
        .iter()
        .filter(|(_, proof)| matches!(proof, Proof::Violated(_)));
    broken.map(|(property, _)| *property).collect()
}

/// The run by which a property is violated.
fn run(config: &Configuration, property: Property) -> Option<Run> {
    match verify(config, BUDGET).of(property) {
        Proof::Violated(run) => Some(run.clone()),
        _ => None,
    }
}

/// Every configuration without a breaker and with at most one retry and one fallback.
fn small() -> Vec<Configuration> {
    let rejections = [None, Some(Rejection::GoesOn), Some(Rejection::Returns)];
    let mut all = std::collections::BTreeSet::new();
    for bits in 0_u32..1 << 7 {
        for rejection in rejections {
            let is = |bit: u32| bits & (1 << bit) != 0;
            let mode = if is(0) {
                HandoffMode::Delegate
            } else {
                HandoffMode::Transfer
            };
            let config = Configuration {
                mode,
                acknowledge: is(1),
                rollback: is(2),
                recognises_repeats: is(3),
                gives_up: is(4),
                retries: u32::from(is(5)),
                fallbacks: u32::from(is(5)),
                dead_letter: is(6),
                fallback_owner: false,
                rejection,
                breaker: false,
            };
            all.insert(config.canonical());
        }
    }
    all.into_iter().collect()
}
