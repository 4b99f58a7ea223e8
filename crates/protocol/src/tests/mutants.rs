//! Breaks one step of the protocol at a time: the property that the step is there for has to notice.

use super::{but, clean, names, violated};
use crate::Property::{AlwaysAnEnd, NeverTwoOwners, NoEffectTwice, OwnerNeverLost};
use crate::verify::judge;
use crate::{
    BUDGET, Configuration, Hold, Letter, Letters, Machine, Phase, Proof, Property, State, Step,
    Trace,
};
use stateright::Model;

/// A step that is done wrong.
#[derive(Clone, Copy, Debug)]
enum Fault {
    /// A receiver acknowledges before it has stored the task.
    AcknowledgesUnstored,
    /// A sender does not write down that it lets go.
    ForgetsDecision,
    /// A receiver starts before it is told to.
    StartsUntold,
    /// A receiver forgets what it has done.
    ForgetsRepeats,
    /// A receiver that has not heard whether it may start does not ask.
    NeverAsks,
    /// A sender sends what was rejected to the same receiver again.
    SendsRejectedAgain,
    /// A sender that gives up keeps no record of it, and lets go when the acknowledgement comes after all.
    ReleasesWhatItTookBack,
}

#[derive(Clone)]
struct Mutant {
    machine: Machine,
    fault: Fault,
}

impl Mutant {
    fn altered(&self, before: &State, step: Step, mut after: State) -> Option<State> {
        match (self.fault, step) {
            (Fault::AcknowledgesUnstored, Step::ReceiverCrashes { lane })
                if after.lanes[lane].hold == Hold::Stored =>
            {
                after.lanes[lane].hold = Hold::Nothing;
            }
            (Fault::ForgetsDecision, Step::SenderReturns) => {
                if let Phase::Released { lane } = after.phase {
                    after.phase = Phase::Waiting { lane, attempt: 1 };
                }
            }
            (
                Fault::StartsUntold,
                Step::Arrive {
                    lane,
                    letter: Letter::Task,
                },
            ) if after.lanes[lane].hold == Hold::Stored => {
                after.lanes[lane].hold = Hold::Owned;
            }
            (
                Fault::ForgetsRepeats,
                Step::Arrive {
                    lane,
                    letter: Letter::Task,
                },
            ) if before.lanes[lane].hold == Hold::Owned => after.lanes[lane].busy = true,
            (Fault::ForgetsRepeats, Step::Act { .. }) => {
                after.effects = (before.effects + 1).min(2);
            }
            (Fault::NeverAsks, Step::Ask { .. })
            | (Fault::SendsRejectedAgain, Step::Lose { .. } | Step::ReceiverCrashes { .. }) => {
                return None;
            }
            (
                Fault::SendsRejectedAgain,
                Step::Arrive {
                    lane,
                    letter: Letter::Reject,
                },
            ) => {
                after = before.clone();
                after.phase = Phase::Holding;
                after.lanes[lane].wire = Letters::default();
            }
            (
                Fault::ReleasesWhatItTookBack,
                Step::Arrive {
                    lane,
                    letter: Letter::Acknowledgement,
                },
            ) if before.current() != Some(lane) => {
                after.lanes[lane].wire.add(Letter::Release);
            }
            _ => {}
        }
        (after != *before).then_some(after)
    }
}

impl Model for Mutant {
    type State = State;
    type Action = Step;

    fn init_states(&self) -> Vec<State> {
        self.machine.init_states()
    }

    fn actions(&self, state: &State, steps: &mut Vec<Step>) {
        self.machine.actions(state, steps);
    }

    fn next_state(&self, last: &State, step: Step) -> Option<State> {
        let after = self.machine.next_state(last, step);
        self.altered(last, step, after.unwrap_or_else(|| last.clone()))
    }

    fn properties(&self) -> Vec<stateright::Property<Self>> {
        vec![
            stateright::Property::always("owner_never_lost", |it: &Self, state: &State| {
                state.is_held(it.machine.forgets())
            }),
            stateright::Property::always("never_two_owners", |_: &Self, state: &State| {
                state.owners() <= 1
            }),
            stateright::Property::always("no_effect_twice", |_: &Self, state: &State| {
                state.effects <= 1
            }),
        ]
    }
}

/// What a fault violates, and the shortest run that shows the first of it.
fn check(config: &Configuration, fault: Fault, expected: &[Property], told: &[&str]) {
    let machine = Machine::in_full(config.clone().canonical());
    let sound = judge(&machine, BUDGET);
    assert_eq!(violated(&sound), [], "sound without the fault: {config:?}");
    let verdict = judge(&Mutant { machine, fault }, BUDGET);
    assert_eq!(violated(&verdict), expected, "{fault:?}");
    let Proof::Violated(run) = verdict.of(expected[0]) else {
        panic!("{fault:?} shows nothing");
    };
    let trace = Trace::of(config, &names(), expected[0], run);
    assert_eq!(trace.plain(), told, "{fault:?}");
}

#[test]
fn an_acknowledgement_before_the_task_is_stored_loses_it_in_a_crash() {
    check(
        &clean(),
        Fault::AcknowledgesUnstored,
        &[OwnerNeverLost, AlwaysAnEnd],
        &[
            "1. Triage pauses the task and sends it to Billing.",
            "2. Billing stores the task, acknowledges, and waits until it may start.",
            "3. Triage writes down that it lets go, and tells Billing to start.",
            "4. Billing crashes.",
            "Now nobody has the task: Triage has let go of it, and nobody has stored it.",
        ],
    );
}

#[test]
fn a_decision_that_is_not_written_down_makes_two_owners() {
    check(
        &but(|it| {
            it.retries = 0;
            it.fallbacks = 0;
        }),
        Fault::ForgetsDecision,
        &[NeverTwoOwners],
        &[
            "1. Triage pauses the task and sends it to Billing.",
            "2. Billing stores the task, acknowledges, and waits until it may start.",
            "3. Triage writes down that it lets go, and tells Billing to start.",
            "4. Billing is told to start, and takes over.",
            "5. Triage crashes.",
            "6. Triage is back, with what it had stored.",
            "7. Triage hears nothing in time, gives up on Billing, takes the task back, and puts the task into support.dead-letter.",
            "Now Billing and support.dead-letter both go on with the task.",
        ],
    );
}

#[test]
fn a_receiver_that_starts_untold_is_a_second_owner() {
    check(
        &but(|it| {
            it.retries = 0;
            it.fallbacks = 0;
        }),
        Fault::StartsUntold,
        &[NeverTwoOwners],
        &[
            "1. Triage pauses the task and sends it to Billing.",
            "2. Billing stores the task, acknowledges, and waits until it may start.",
            "3. Triage hears nothing in time, gives up on Billing, takes the task back, and puts the task into support.dead-letter.",
            "Now Billing and support.dead-letter both go on with the task.",
        ],
    );
}

#[test]
fn a_release_after_the_task_was_taken_back_is_a_second_owner() {
    let config = but(|it| {
        it.retries = 0;
        it.fallbacks = 0;
    });
    let machine = Machine::in_full(config);
    let fault = Fault::ReleasesWhatItTookBack;
    let verdict = judge(&Mutant { machine, fault }, BUDGET);
    assert_eq!(violated(&verdict), [NeverTwoOwners]);
}

#[test]
fn what_was_done_has_to_be_remembered() {
    let config = but(|it| {
        it.rejection = None;
        it.fallbacks = 0;
    });
    check(
        &config,
        Fault::ForgetsRepeats,
        &[NoEffectTwice],
        &[
            "1. Triage pauses the task and sends it to Billing.",
            "2. Billing stores the task, acknowledges, and waits until it may start.",
            "3. Triage writes down that it lets go, and tells Billing to start.",
            "4. Billing is told to start, and takes over.",
            "5. Billing does what the task asks for.",
            "6. The same message arrives a second time; Billing cannot tell that it is a repeat and stores it as a second task.",
            "7. Billing does what the task asks for, though it was done before.",
            "What the task asks for was done twice.",
        ],
    );
}

#[test]
fn a_receiver_in_doubt_has_to_ask() {
    check(
        &clean(),
        Fault::NeverAsks,
        &[AlwaysAnEnd],
        &[
            "1. Triage pauses the task and sends it to Billing.",
            "2. Billing stores the task, acknowledges, and waits until it may start.",
            "3. Triage writes down that it lets go, and tells Billing to start.",
            "4. The task from Triage to Billing is lost.",
            "5. The acknowledgement from Billing to Triage is lost.",
            "6. The release from Triage to Billing is lost.",
            "Nothing that happens from here on brings the transfer to an end.",
        ],
    );
}

/// Nothing is lost and nobody crashes here, so something happens for ever, and no state is without a way on.
#[test]
fn going_round_for_ever_is_no_end() {
    let config = but(|it| it.gives_up = false);
    let machine = Machine::in_full(config.clone().canonical());
    let fault = Fault::SendsRejectedAgain;
    let verdict = judge(&Mutant { machine, fault }, BUDGET);
    assert_eq!(violated(&verdict), [AlwaysAnEnd]);
    let Proof::Violated(run) = verdict.of(AlwaysAnEnd) else {
        panic!("no circle was found");
    };
    assert_eq!(run.repeats_from, Some(0));
    assert_eq!(run.steps.last().map(|(_, state)| state), Some(&run.start));
    let trace = Trace::of(&config, &names(), AlwaysAnEnd, run);
    assert_eq!(
        trace.plain(),
        [
            "From here on it goes round for ever:",
            "1. Triage pauses the task and sends it to Billing.",
            "2. Billing rejects the payload and sends the task back.",
            "3. Triage hears that the payload was rejected.",
            "It goes round like this for ever, and nobody ends it.",
        ]
    );
    assert!(trace.mermaid.contains("    loop for ever\n"));
}
