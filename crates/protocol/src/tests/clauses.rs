//! What each field of a record does to the protocol, by hand.

use super::{but, clean, names, run, violated};
use crate::Property::{AlwaysAnEnd, NeverTwoOwners, NoEffectTwice, OwnerNeverLost};
use crate::{BUDGET, Configuration, Property, Rejection, Trace, verify};
use baton_model::{Handoff, HandoffMode};

/// Which properties a configuration violates.
fn check(config: &Configuration, expected: &[Property]) {
    let verdict = verify(config, BUDGET);
    assert!(verdict.is_complete);
    assert_eq!(violated(&verdict), expected, "{config:?}");
}

/// The shortest run that violates a property, in words.
fn check_run(config: &Configuration, property: Property, expected: &[&str]) {
    let run = run(config, property).unwrap();
    let told = Trace::of(config, &names(), property, &run);
    assert_eq!(told.plain(), expected);
}

#[test]
fn a_clean_transfer_holds_whoever_takes_over() {
    check(&clean(), &[]);
    check(&but(|it| it.fallbacks = 0), &[]);
    check(&but(|it| it.fallbacks = 5), &[]);
    check(&but(|it| it.retries = 0), &[]);
    check(&but(|it| it.retries = 20), &[]);
    check(&but(|it| it.breaker = true), &[]);
    check(&but(|it| it.rejection = None), &[]);
    check(&but(|it| it.dead_letter = false), &[]);
    let to_a_person = |it: &mut Configuration| {
        it.dead_letter = false;
        it.fallback_owner = true;
    };
    check(&but(to_a_person), &[]);
    for rejection in [
        Rejection::Returns,
        Rejection::DeadLetter,
        Rejection::FallbackOwner,
    ] {
        check(&but(|it| it.rejection = Some(rejection)), &[]);
    }
}

#[test]
fn a_failed_transfer_ends_with_its_sender_where_nobody_else_is_named() {
    let alone = but(|it| {
        it.fallbacks = 0;
        it.dead_letter = false;
    });
    check(&alone, &[]);
    let stuck = Configuration {
        rollback: false,
        rejection: None,
        retries: 0,
        ..alone
    };
    check(&stuck, &[AlwaysAnEnd]);
    check_run(
        &stuck,
        AlwaysAnEnd,
        &[
            "1. Triage pauses the task and sends it to Billing.",
            "2. Billing crashes.",
            "3. Triage hears nothing in time, gives up on Billing, and has nobody left to send the task to.",
            "Triage still has the task, paused: it was not told to take it back, and nobody else gets it.",
        ],
    );
}

#[test]
fn what_is_let_go_as_it_is_sent_can_be_lost() {
    let careless = but(|it| it.acknowledge = false);
    check(&careless, &[OwnerNeverLost, AlwaysAnEnd]);
    check_run(
        &careless,
        OwnerNeverLost,
        &[
            "1. Triage sends the task to Billing and lets go of it at once.",
            "2. The task from Triage to Billing is lost.",
            "Now nobody has the task: Triage has let go of it, and nobody has stored it.",
        ],
    );
    check_run(
        &careless,
        AlwaysAnEnd,
        &[
            "1. Triage sends the task to Billing and lets go of it at once.",
            "2. Billing crashes.",
            "The task never gets to Billing, and Triage, which has let go of it, never hears so.",
        ],
    );
}

#[test]
fn without_roll_back_the_receiver_and_whoever_is_next_both_own_it() {
    let config = but(|it| {
        it.rollback = false;
        it.rejection = None;
        it.retries = 1;
    });
    check(&config, &[NeverTwoOwners]);
    check_run(
        &config,
        NeverTwoOwners,
        &[
            "1. Triage pauses the task and sends it to Billing.",
            "2. Billing stores the task, takes over, and acknowledges.",
            "3. Triage hears nothing in time and sends the task again: attempt 2 of 2.",
            "4. Triage hears nothing in time, gives up on Billing, and sends the task to Desk.",
            "5. Desk stores the task, takes over, and acknowledges.",
            "Now Billing and Desk both go on with the task.",
        ],
    );
    let to_a_person = Configuration {
        fallbacks: 0,
        dead_letter: false,
        fallback_owner: true,
        retries: 0,
        ..config
    };
    check_run(
        &to_a_person,
        NeverTwoOwners,
        &[
            "1. Triage pauses the task and sends it to Billing.",
            "2. Billing stores the task, takes over, and acknowledges.",
            "3. Triage hears nothing in time, gives up on Billing, and leaves the task to Ana.",
            "Now Billing and Ana both go on with the task.",
        ],
    );
}

#[test]
fn a_repeat_that_is_not_recognised_is_done_twice() {
    let retried = but(|it| {
        it.recognises_repeats = false;
        it.rollback = false;
        it.fallbacks = 0;
        it.dead_letter = false;
        it.rejection = None;
    });
    check(&retried, &[NoEffectTwice, AlwaysAnEnd]);
    let config = but(|it| it.recognises_repeats = false);
    check(&config, &[NoEffectTwice]);
    check_run(
        &config,
        NoEffectTwice,
        &[
            "1. Triage pauses the task and sends it to Billing.",
            "2. Billing stores the task, acknowledges, and waits until it may start.",
            "3. The same message arrives a second time; Billing cannot tell that it is a repeat and stores it as a second task.",
            "4. Triage writes down that it lets go, and tells Billing to start.",
            "5. Billing is told to start, and takes over.",
            "6. Billing does what the task asks for.",
            "7. Billing is told again to start, and starts its second task too.",
            "8. Billing does what the task asks for, though it was done before.",
            "What the task asks for was done twice.",
        ],
    );
}

#[test]
fn an_attempt_that_nobody_gives_up_never_ends() {
    let config = but(|it| it.gives_up = false);
    check(&config, &[AlwaysAnEnd]);
    check_run(
        &config,
        AlwaysAnEnd,
        &[
            "1. Triage pauses the task and sends it to Billing.",
            "2. Billing crashes.",
            "Triage waits for ever: nothing tells it to give the attempt up.",
        ],
    );
}

#[test]
fn a_call_keeps_its_owner_and_may_go_unanswered() {
    let call = but(|it| it.mode = HandoffMode::Delegate);
    check(&call, &[]);
    let bare = Configuration {
        acknowledge: false,
        rollback: false,
        dead_letter: false,
        fallbacks: 0,
        rejection: Some(Rejection::Returns),
        ..call.clone()
    };
    check(&bare, &[]);
    let hanging = Configuration {
        gives_up: false,
        ..call.clone()
    };
    check(&hanging, &[AlwaysAnEnd]);
    let repeated = Configuration {
        recognises_repeats: false,
        ..call
    };
    check(&repeated, &[NoEffectTwice]);
    check_run(
        &repeated,
        NoEffectTwice,
        &[
            "1. Triage calls Billing and keeps control.",
            "2. Billing takes the call.",
            "3. Billing does what the task asks for.",
            "4. The same message arrives a second time; Billing cannot tell that it is a repeat and starts it as a second task.",
            "5. Billing does what the task asks for, though it was done before.",
            "What the task asks for was done twice.",
        ],
    );
}

#[test]
fn a_rejected_payload_goes_where_the_record_says() {
    // Nobody is left to take what the receiver rejects, and the sender was not told to take it back.
    let config = but(|it| {
        it.rollback = false;
        it.fallbacks = 0;
        it.dead_letter = false;
        it.gives_up = true;
        it.retries = 5;
    });
    check_run(
        &config,
        AlwaysAnEnd,
        &[
            "1. Triage pauses the task and sends it to Billing.",
            "2. Billing rejects the payload and sends the task back.",
            "3. Triage hears that the payload was rejected, and has nobody left to send the task to.",
            "Triage still has the task, paused: it was not told to take it back, and nobody else gets it.",
        ],
    );
    let returned = Configuration {
        rejection: Some(Rejection::Returns),
        ..config
    };
    let trace = run(&returned, AlwaysAnEnd).unwrap();
    assert!(!trace.start.malformed, "a returned payload is an end");
}

#[test]
fn an_open_breaker_is_told_only_where_nothing_else_shows_it() {
    let config = but(|it| {
        it.breaker = true;
        it.rollback = false;
        it.gives_up = false;
        it.fallbacks = 0;
        it.dead_letter = false;
        it.rejection = None;
    });
    let run = run(&config, AlwaysAnEnd).unwrap();
    let told = Trace::of(&config, &names(), AlwaysAnEnd, &run);
    assert!(!told.plain().join("\n").contains("breaker"), "{told:?}");
    // Without waiting for an answer nothing fails but by the breaker.
    let config = but(|it| {
        it.breaker = true;
        it.rollback = false;
        it.fallbacks = 1;
        it.rejection = None;
        it.retries = 3;
    });
    assert_eq!(violated(&verify(&config, BUDGET)), [NeverTwoOwners]);
}

#[test]
fn what_matters_is_read_from_the_record() {
    let handoff = |fields: &str| -> Handoff {
        let text = format!(r#"{{"id": "h", "topology": "t", "from": "a"{fields}}}"#);
        serde_json::from_str(&text).unwrap()
    };
    assert_eq!(
        Configuration::of(&handoff(
            r#", "to": {"outcome": "done"}, "mode": "transfer""#
        )),
        None
    );
    let bare = Configuration::of(&handoff(r#", "to": "b", "mode": "delegate""#)).unwrap();
    assert_eq!((bare.mode, bare.gives_up), (HandoffMode::Delegate, false));
    let full = Configuration::of(&handoff(
        r#", "to": "b", "mode": "transfer", "fallbacks": ["c"], "fallback_owner": {"kind": "team", "id": "t"},
        "policy": {"timeout_ms": 3000, "retries": 2, "acknowledge": true, "rollback": true, "idempotent_by": "handoff_id",
        "boundary_validation": true, "dead_letter": "d", "breaker": {"threshold": 2, "window_seconds": 1, "reset_seconds": 1}}"#,
    ));
    let expected = but(|it| {
        it.fallback_owner = true;
        it.breaker = true;
    });
    assert_eq!(full, Some(expected));
    let never = handoff(
        r#", "to": "b", "mode": "transfer", "policy": {"timeout_ms": 0, "on_reject": "dead_letter"}"#,
    );
    let never = Configuration::of(&never).unwrap();
    assert_eq!((never.gives_up, never.rejection), (false, None));
}
