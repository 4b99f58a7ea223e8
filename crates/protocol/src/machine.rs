//! The protocol, step by step, as a record asks for it.
//!
//! There are three ways to transfer. Without `acknowledge` the sender lets go as it sends. With it the receiver takes over as it stores the task, and the
//! sender lets go when it hears so. With `rollback` too, the sender's record alone decides: the receiver stores the task, acknowledges and
//! waits; the sender writes down that it lets go, and only then tells the receiver to start. Until then it can take the task back whatever the receiver has
//! heard. A call leaves control where it is.

use crate::configuration::{Configuration, Rejection};
use crate::state::{Hold, Lane, Letter, Phase, State, Step};
use stateright::{Model, Property};

/// The protocol of one configuration.
#[derive(Clone, Debug)]
pub struct Machine {
    config: Configuration,
    forgets_left: bool,
}

impl Machine {
    /// The protocol that a configuration asks for.
    pub fn new(config: Configuration) -> Self {
        Self {
            config,
            forgets_left: true,
        }
    }

    /// The same with everything told that becomes of receivers that the sender has left, needed or not.
    #[cfg(test)]
    pub(crate) fn in_full(config: Configuration) -> Self {
        Self {
            config,
            forgets_left: false,
        }
    }

    /// Whether the sender lets go as it sends.
    pub fn forgets(&self) -> bool {
        self.config.forgets()
    }

    fn receivers(&self) -> usize {
        1 + self.config.fallbacks as usize
    }

    fn send(&self, state: &mut State, lane: usize) {
        state.phase = if self.config.forgets() {
            Phase::Released { lane }
        } else {
            Phase::Waiting { lane, attempt: 1 }
        };
        state.lanes[lane].wire.add(Letter::Task);
    }

    /// Whoever comes after a receiver that did not take the task: fallbacks, dead letter, fallback owner, the sender itself.
    fn go_on(&self, state: &mut State, after: usize) {
        let next = after + 1;
        if next < self.receivers() {
            self.send(state, next);
        } else {
            state.phase = self.last_resort();
        }
    }

    fn last_resort(&self) -> Phase {
        let config = &self.config;
        if config.calls() {
            Phase::Missing
        } else if config.dead_letter {
            Phase::DeadLetter
        } else if config.fallback_owner {
            Phase::Person
        } else if config.rollback {
            Phase::Resumed
        } else {
            Phase::GaveUp
        }
    }

    fn give_up(&self, state: &mut State, lane: usize) {
        if self.config.confirms() {
            state.lanes[lane].wire.add(Letter::Rollback);
        }
        self.go_on(state, lane);
    }

    fn task_arrives(&self, state: &mut State, at: usize) {
        let config = &self.config;
        let rejects = at == 0 && state.malformed;
        let lane = &mut state.lanes[at];
        if rejects {
            lane.wire.add(Letter::Reject);
            return;
        }
        let is_repeat = lane.hold != Hold::Nothing;
        let is_second = is_repeat && !config.recognises_repeats;
        if config.calls() {
            lane.hold = Hold::Stored;
            if !is_repeat || is_second {
                lane.busy = true;
            } else if !lane.busy {
                lane.wire.add(Letter::Answer);
            }
        } else if config.confirms() {
            if !is_repeat {
                lane.hold = Hold::Stored;
            }
            lane.second |= is_second;
            if lane.hold == Hold::Stored || is_second {
                lane.wire.add(Letter::Acknowledgement);
            }
        } else {
            lane.hold = Hold::Owned;
            lane.busy |= !is_repeat || is_second;
            if config.acknowledge {
                lane.wire.add(Letter::Acknowledgement);
            }
        }
    }

    fn release_arrives(state: &mut State, at: usize) {
        let lane = &mut state.lanes[at];
        match lane.hold {
            Hold::Stored => {
                lane.hold = Hold::Owned;
                lane.busy = true;
            }
            Hold::Owned if lane.second => {
                lane.second = false;
                lane.busy = true;
            }
            _ => {}
        }
    }

    fn acknowledgement_arrives(&self, state: &mut State, from: usize) {
        let confirms = self.config.confirms();
        let told = match state.phase {
            Phase::Waiting { lane, .. } if lane == from => {
                state.phase = Phase::Released { lane };
                Letter::Release
            }
            Phase::Released { lane } if lane == from => Letter::Release,
            _ => Letter::Rollback,
        };
        if confirms {
            state.lanes[from].wire.add(told);
        }
    }

    fn rejection_arrives(&self, state: &mut State, from: usize) {
        if state.current() != Some(from) {
            return;
        }
        match self.config.rejection {
            Some(Rejection::Returns) if self.config.calls() => state.phase = Phase::Missing,
            Some(Rejection::Returns) => state.phase = Phase::Resumed,
            Some(Rejection::DeadLetter) if self.config.dead_letter => {
                state.phase = Phase::DeadLetter;
            }
            Some(Rejection::FallbackOwner) if self.config.fallback_owner => {
                state.phase = Phase::Person;
            }
            _ => self.go_on(state, from),
        }
    }

    fn arrive(&self, state: &mut State, at: usize, letter: Letter) {
        match letter {
            Letter::Task => self.task_arrives(state, at),
            Letter::Release => Self::release_arrives(state, at),
            Letter::Rollback => {
                let lane = &mut state.lanes[at];
                if lane.hold == Hold::Stored {
                    lane.hold = Hold::Nothing;
                    lane.second = false;
                }
            }
            Letter::Acknowledgement => self.acknowledgement_arrives(state, at),
            Letter::Reject => self.rejection_arrives(state, at),
            Letter::Answer => {
                if state.current() == Some(at) {
                    state.phase = Phase::Returned;
                }
            }
        }
    }

    fn act(&self, state: &mut State, at: usize) {
        state.lanes[at].busy = false;
        let is_known = self.config.recognises_repeats && state.effects > 0;
        if !is_known {
            state.effects = (state.effects + 1).min(2);
        }
        if self.config.calls() {
            state.lanes[at].wire.add(Letter::Answer);
        }
    }

    fn time_out(&self, state: &mut State) {
        let Phase::Waiting { lane, attempt } = state.phase else {
            return;
        };
        if lane == 0 && attempt <= self.config.retries {
            state.phase = Phase::Waiting {
                lane,
                attempt: attempt + 1,
            };
            state.lanes[lane].wire.add(Letter::Task);
        } else {
            self.give_up(state, lane);
        }
    }

    fn sender_steps(&self, state: &State, steps: &mut Vec<Step>) {
        if !state.sender_up {
            steps.push(Step::SenderReturns);
            return;
        }
        let waits_for_first = matches!(state.phase, Phase::Waiting { lane: 0, attempt } if attempt <= self.config.retries);
        match state.phase {
            Phase::Holding => steps.push(Step::Transmit),
            Phase::Waiting { .. } if self.config.gives_up => steps.push(Step::TimeOut),
            _ => {}
        }
        if self.config.breaker && (state.phase == Phase::Holding || waits_for_first) {
            steps.push(Step::BreakerOpens);
        }
        if state.current().is_some() || state.phase == Phase::Holding {
            steps.push(Step::SenderCrashes);
        }
    }
}

impl Model for Machine {
    type State = State;
    type Action = Step;

    fn init_states(&self) -> Vec<State> {
        let malformed: &[bool] = match self.config.rejection {
            Some(_) => &[false, true],
            None => &[false],
        };
        let start = |malformed: &bool| State::start(self.receivers(), *malformed);
        malformed.iter().map(start).collect()
    }

    /// In the order in which a run of several equally short ones is told: what goes well first, then crashes, then what is lost. Losses and crashes of a
    /// receiver that the sender has left are no steps: a message that never arrives and a receiver that is slow are the same to everybody.
    fn actions(&self, state: &State, steps: &mut Vec<Step>) {
        for (at, lane) in state.lanes.iter().enumerate() {
            for letter in lane.wire.each() {
                let reads = if letter.goes_out() {
                    lane.up
                } else {
                    state.sender_up
                };
                if reads {
                    steps.push(Step::Arrive { lane: at, letter });
                }
            }
            if lane.up && lane.busy {
                steps.push(Step::Act { lane: at });
            }
            let asked = lane.wire.has(Letter::Acknowledgement);
            if self.config.confirms() && lane.up && lane.hold == Hold::Stored && !asked {
                steps.push(Step::Ask { lane: at });
            }
            if !lane.up {
                steps.push(Step::ReceiverReturns { lane: at });
            }
        }
        self.sender_steps(state, steps);
        if let Some(at) = state.current() {
            let lane = &state.lanes[at];
            if lane.up {
                steps.push(Step::ReceiverCrashes { lane: at });
            }
            let lost = |letter| Step::Lose { lane: at, letter };
            steps.extend(lane.wire.each().map(lost));
        }
    }

    fn next_state(&self, last: &State, step: Step) -> Option<State> {
        let mut state = last.clone();
        match step {
            Step::Transmit => self.send(&mut state, 0),
            Step::Arrive { lane, letter } => self.arrive(&mut state, lane, letter),
            Step::Act { lane } => self.act(&mut state, lane),
            Step::Ask { lane } => state.lanes[lane].wire.add(Letter::Acknowledgement),
            Step::Lose { lane, letter } => state.lanes[lane].wire.remove(letter),
            Step::TimeOut => self.time_out(&mut state),
            Step::BreakerOpens => match state.phase {
                Phase::Waiting { lane, .. } => self.give_up(&mut state, lane),
                _ => self.go_on(&mut state, 0),
            },
            Step::ReceiverCrashes { lane } => state.lanes[lane].up = false,
            Step::ReceiverReturns { lane } => state.lanes[lane].up = true,
            Step::SenderCrashes => state.sender_up = false,
            Step::SenderReturns => state.sender_up = true,
        }
        if self.forgets_left && self.config.confirms() {
            forget_left(&mut state);
        }
        (state != *last).then_some(state)
    }

    fn properties(&self) -> Vec<Property<Self>> {
        vec![
            Property::always("owner_never_lost", |machine: &Self, state: &State| {
                state.is_held(machine.forgets())
            }),
            Property::always("never_two_owners", |_: &Self, state: &State| {
                state.owners() <= 1
            }),
            Property::always("no_effect_twice", |_: &Self, state: &State| {
                state.effects <= 1
            }),
        ]
    }
}

/// Takes everything back to the beginning at receivers that the sender has left without having released control to them.
///
/// They wait for a release, it is sent only to whom the sender deals with, and it never returns to them. So whatever they store, are sent and
/// drop from now on, they never own the task and never act, and nothing that they say moves the sender: runs that differ in that alone are one.
fn forget_left(state: &mut State) {
    let current = state.current();
    let begun = state.phase != Phase::Holding;
    for (at, lane) in state.lanes.iter_mut().enumerate() {
        let is_left = begun && current != Some(at);
        let may_start = lane.hold == Hold::Owned || lane.wire.has(Letter::Release);
        if is_left && !may_start {
            *lane = Lane::start();
        }
    }
}
