//! What is advised helps.

use super::{but, clean, small, violated};
use crate::{BUDGET, Change, Proofs, Property, remedy};
use baton_model::HandoffMode;

fn check(config: &crate::Configuration, property: Property, expected: &[Change]) {
    let found = remedy(config, &[property], &mut Proofs::default());
    assert_eq!(found.as_deref(), Some(expected));
}

#[test]
fn the_fewest_changes_are_advised() {
    check(
        &but(|it| it.recognises_repeats = false),
        Property::NoEffectTwice,
        &[Change::RecogniseRepeats],
    );
    check(
        &but(|it| it.rollback = false),
        Property::NeverTwoOwners,
        &[Change::RollBack],
    );
    check(
        &but(|it| it.gives_up = false),
        Property::AlwaysAnEnd,
        &[Change::GiveUp],
    );
    check(
        &but(|it| it.acknowledge = false),
        Property::OwnerNeverLost,
        &[Change::Acknowledge],
    );
    // Waiting for an answer alone would bring two owners, and no end without a timeout.
    let bare = but(|it| {
        it.acknowledge = false;
        it.rollback = false;
        it.gives_up = false;
    });
    check(
        &bare,
        Property::AlwaysAnEnd,
        &[Change::Acknowledge, Change::RollBack, Change::GiveUp],
    );
}

#[test]
fn every_violation_has_a_remedy_that_holds() {
    let mut proofs = Proofs::new(BUDGET, usize::MAX);
    for config in small() {
        let broken = violated(&proofs.verdict(&config));
        let all = remedy(&config, &broken, &mut proofs);
        assert!(broken.is_empty() || all.is_some(), "{config:?}");
        for property in broken {
            let changes = remedy(&config, &[property], &mut proofs);
            assert!(changes.is_some(), "{property:?} of {config:?}");
        }
    }
}

#[test]
fn equal_configurations_are_explored_once() {
    let mut proofs = Proofs::default();
    for retries in 0..50 {
        let call = but(|it| {
            it.mode = HandoffMode::Delegate;
            it.gives_up = false;
            it.retries = retries;
            it.dead_letter = retries % 2 == 0;
        });
        proofs.verdict(&call);
        proofs.verdict(&clean());
    }
    assert_eq!(proofs.explored(), 2);
}

#[test]
fn what_all_handoffs_together_may_cost_is_bounded() {
    let mut proofs = Proofs::new(BUDGET, 1_000);
    let mut proven = 0;
    for retries in 0..200 {
        let verdict = proofs.verdict(&but(|it| it.retries = retries));
        proven += usize::from(verdict.is_complete);
        assert_eq!(verdict.is_complete, verdict.holds(Property::NeverTwoOwners));
    }
    assert!(proven > 0 && proven < 20, "{proven}");
    let crowd = but(|it| it.fallbacks = 1_000_000);
    let verdict = Proofs::default().verdict(&crowd);
    assert!(!verdict.is_complete);
}
