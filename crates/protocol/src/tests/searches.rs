//! Searches that share nothing with the checker, and what a budget does.

use super::{but, clean, small, violated};
use crate::explore::{Graph, violated as checked};
use crate::verify::judge;
use crate::{BUDGET, Machine, Proof, Property, State, verify};
use stateright::Model;

/// The length of the shortest run to a state that is wanted, by walking every run, longer and longer ones. None up to `most` steps.
fn shortest(machine: &Machine, most: usize, wanted: &dyn Fn(&State) -> bool) -> Option<usize> {
    fn walk(
        machine: &Machine,
        state: &State,
        left: usize,
        wanted: &dyn Fn(&State) -> bool,
    ) -> bool {
        if left == 0 {
            return wanted(state);
        }
        let next = machine.next_states(state);
        next.iter()
            .any(|next| walk(machine, next, left - 1, wanted))
    }
    let starts = machine.init_states();
    (0..=most).find(|depth| {
        starts
            .iter()
            .any(|start| walk(machine, start, *depth, wanted))
    })
}

fn is_still(machine: &Machine, state: &State) -> bool {
    let mut steps = Vec::new();
    machine.actions(state, &mut steps);
    let goes_on = |step| state.is_sure(&step) && machine.next_state(state, step).is_some();
    !state.has_ended() && !steps.into_iter().any(goes_on)
}

#[test]
fn no_run_is_shorter_than_the_one_that_is_told() {
    const MOST: usize = 5;
    let mut told = 0;
    for config in small() {
        let machine = Machine::in_full(config.clone());
        let verdict = judge(&machine, BUDGET);
        for property in Property::ALL {
            let wanted = |state: &State| match property {
                Property::OwnerNeverLost => !state.is_held(machine.forgets()),
                Property::NeverTwoOwners => state.owners() > 1,
                Property::NoEffectTwice => state.effects > 1,
                Property::AlwaysAnEnd => is_still(&machine, state),
            };
            let found = match verdict.of(property) {
                Proof::Violated(run) => Some(run.steps.len()),
                _ => None,
            };
            let is_near = found.is_none_or(|length| length <= MOST);
            if is_near {
                told += usize::from(found.is_some());
                assert_eq!(
                    shortest(&machine, found.unwrap_or(4), &wanted),
                    found,
                    "{property:?} of {config:?}"
                );
            }
        }
    }
    assert!(told > 100, "{told} runs were compared");
}

#[test]
fn every_run_can_be_walked() {
    for config in small() {
        let machine = Machine::new(config.clone());
        for (_, proof) in verify(&config, BUDGET).properties {
            let Proof::Violated(run) = proof else {
                continue;
            };
            let mut state = run.start.clone();
            for (step, after) in &run.steps {
                let mut steps = Vec::new();
                machine.actions(&state, &mut steps);
                assert!(steps.contains(step), "{step:?} is no step of {state:?}");
                state = machine.next_state(&state, *step).unwrap();
                assert_eq!(state, *after);
            }
        }
    }
}

#[test]
fn forgetting_whom_the_sender_has_left_changes_no_verdict() {
    for config in small() {
        let full = judge(&Machine::in_full(config.clone()), BUDGET);
        let short = judge(&Machine::new(config.clone()), BUDGET);
        assert!(full.is_complete && short.states <= full.states);
        let lengths = |verdict: &crate::Verdict| -> Vec<Option<usize>> {
            let of = |(_, proof): &(Property, Proof)| match proof {
                Proof::Violated(run) => Some(run.steps.len()),
                _ => None,
            };
            verdict.properties.iter().map(of).collect()
        };
        assert_eq!(lengths(&full), lengths(&short), "{config:?}");
    }
}

#[test]
fn both_searches_find_as_many_states() {
    for config in [
        clean(),
        but(|it| it.fallbacks = 2),
        but(|it| it.breaker = true),
    ] {
        let machine = Machine::new(config);
        let (broken, states) = checked(&machine, None);
        assert_eq!(broken, Vec::<&str>::new());
        assert_eq!(states, Graph::of(&machine, BUDGET).len());
    }
}

#[test]
fn a_budget_that_runs_out_proves_nothing_and_hides_nothing() {
    let verdict = verify(&clean(), 40);
    assert!(!verdict.is_complete && verdict.states == 40);
    for (property, proof) in verdict.properties {
        assert_eq!(proof, Proof::NotProven, "{property:?}");
    }
    let careless = but(|it| it.acknowledge = false);
    let verdict = verify(&careless, 40);
    assert!(!verdict.is_complete);
    assert_eq!(violated(&verdict)[0], Property::OwnerNeverLost);
    assert_eq!(*verdict.of(Property::NeverTwoOwners), Proof::NotProven);
}
