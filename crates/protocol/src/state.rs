//! Where a transfer stands: what each side has stored, and what is on its way.

/// Where a transfer stands.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct State {
    /// Whether the sender runs.
    pub sender_up: bool,
    /// What the sender has stored.
    pub phase: Phase,
    /// The receiver, then the fallbacks in order.
    pub lanes: Vec<Lane>,
    /// Whether the receiver will reject the payload. Fallbacks take it.
    pub malformed: bool,
    /// How often the task had its effect; counted up to 2.
    pub effects: u8,
}

/// What the sender has stored. It survives crashes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Phase {
    /// It has the task and has not sent it.
    Holding,
    /// It has paused and waits for an answer.
    Waiting {
        /// Whose answer.
        lane: usize,
        /// The attempt, from 1.
        attempt: u32,
    },
    /// It has let go.
    Released {
        /// To whom.
        lane: usize,
    },
    /// It has the task back and goes on with it.
    Resumed,
    /// Nobody took the task, nobody is left to ask, and it was not told to take the task back.
    GaveUp,
    /// The dead letter keeps the task.
    DeadLetter,
    /// The fallback owner has the task.
    Person,
    /// The call was answered.
    Returned,
    /// The call failed; the caller goes on without an answer.
    Missing,
}

/// A receiver, and what is on its way between it and the sender.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Lane {
    /// Whether it runs.
    pub up: bool,
    /// What it has stored. It survives crashes.
    pub hold: Hold,
    /// Whether it has begun and not finished what the task asks for.
    pub busy: bool,
    /// Whether it took a repeat for a second task, and waits until it may start that one too.
    pub second: bool,
    /// What may still arrive. A message stays until it is lost, so it can arrive again.
    pub wire: Letters,
}

/// What a receiver has stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Hold {
    /// Nothing.
    Nothing,
    /// The task; it does not own it.
    Stored,
    /// The task, and it acts on it as its owner.
    Owned,
}

/// A kind of message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Letter {
    /// The task.
    Task,
    /// The receiver has stored the task.
    Acknowledgement,
    /// The receiver may start: control is its.
    Release,
    /// The receiver has to drop what it stored.
    Rollback,
    /// The receiver does not take the payload; the task comes back with it.
    Reject,
    /// The answer of a call.
    Answer,
}

impl Letter {
    /// Every kind.
    pub const ALL: [Self; 6] = [
        Self::Task,
        Self::Acknowledgement,
        Self::Release,
        Self::Rollback,
        Self::Reject,
        Self::Answer,
    ];

    /// Whether it goes to the receiver.
    pub fn goes_out(self) -> bool {
        matches!(self, Self::Task | Self::Release | Self::Rollback)
    }
}

/// A set of messages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Letters(u8);

impl Letters {
    /// Whether it is in.
    pub fn has(self, letter: Letter) -> bool {
        self.0 & (1 << letter as u8) != 0
    }

    /// Puts it in.
    pub fn add(&mut self, letter: Letter) {
        self.0 |= 1 << letter as u8;
    }

    /// Takes it out.
    pub fn remove(&mut self, letter: Letter) {
        self.0 &= !(1 << letter as u8);
    }

    /// Those that are in.
    pub fn each(self) -> impl Iterator<Item = Letter> {
        Letter::ALL
            .into_iter()
            .filter(move |letter| self.has(*letter))
    }
}

/// What can happen next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Step {
    /// The sender pauses and sends the task.
    Transmit,
    /// A message arrives.
    Arrive {
        /// Between the sender and whom.
        lane: usize,
        /// What.
        letter: Letter,
    },
    /// The receiver finishes what the task asks for: the effect.
    Act {
        /// Who.
        lane: usize,
    },
    /// A receiver that stored the task and has not heard whether it may start acknowledges again.
    Ask {
        /// Who.
        lane: usize,
    },
    /// A message is lost.
    Lose {
        /// Between the sender and whom.
        lane: usize,
        /// What.
        letter: Letter,
    },
    /// The sender gives up an attempt.
    TimeOut,
    /// The sender finds the breaker open, and does not try the receiver any more.
    BreakerOpens,
    /// The receiver crashes.
    ReceiverCrashes {
        /// Who.
        lane: usize,
    },
    /// The receiver is back, with what it had stored.
    ReceiverReturns {
        /// Who.
        lane: usize,
    },
    /// The sender crashes.
    SenderCrashes,
    /// The sender is back, with what it had stored.
    SenderReturns,
}

impl State {
    /// Whoever the sender deals with now.
    pub fn current(&self) -> Option<usize> {
        match self.phase {
            Phase::Waiting { lane, .. } | Phase::Released { lane } => Some(lane),
            _ => None,
        }
    }

    /// Whether anybody has the task: the sender until it lets go, then whoever stored it. A sender that lets go as it sends leaves the task to the
    /// channel, and there it is as long as it can still arrive.
    pub fn is_held(&self, forgets: bool) -> bool {
        let Phase::Released { lane } = self.phase else {
            return true;
        };
        let stored = self.lanes.iter().any(|lane| lane.hold != Hold::Nothing);
        let wire = self.lanes[lane].wire;
        stored || forgets && (wire.has(Letter::Task) || wire.has(Letter::Reject))
    }

    /// How many go on with the task as theirs: a sender that does not wait, a receiver that took over, the dead letter, from which it is
    /// replayed, and the fallback owner.
    pub fn owners(&self) -> usize {
        let sender = matches!(
            self.phase,
            Phase::Holding | Phase::Resumed | Phase::DeadLetter | Phase::Person
        );
        let receivers = self.lanes.iter().filter(|lane| lane.hold == Hold::Owned);
        usize::from(sender) + receivers.count()
    }

    /// Whether the transfer has come to an end that its sender can rely on.
    pub fn has_ended(&self) -> bool {
        match self.phase {
            Phase::Holding | Phase::Waiting { .. } | Phase::GaveUp => false,
            Phase::Released { lane } => self.lanes[lane].hold == Hold::Owned,
            Phase::Resumed
            | Phase::DeadLetter
            | Phase::Person
            | Phase::Returned
            | Phase::Missing => true,
        }
    }

    /// Whether a step is sure to come some time, if it stays possible: whoever runs goes on, what is on its way arrives unless it is lost, attempts are
    /// given up, and whoever has stored the task comes back after a crash. A loss, an open breaker, a crash, and the return of a receiver that
    /// has nothing are possible and no more.
    pub fn is_sure(&self, step: &Step) -> bool {
        match step {
            Step::Transmit
            | Step::Arrive { .. }
            | Step::Act { .. }
            | Step::Ask { .. }
            | Step::TimeOut
            | Step::SenderReturns => true,
            Step::ReceiverReturns { lane } => self.lanes[*lane].hold != Hold::Nothing,
            Step::Lose { .. }
            | Step::BreakerOpens
            | Step::ReceiverCrashes { .. }
            | Step::SenderCrashes => false,
        }
    }

    pub(crate) fn start(receivers: usize, malformed: bool) -> Self {
        Self {
            sender_up: true,
            phase: Phase::Holding,
            lanes: vec![Lane::start(); receivers],
            malformed,
            effects: 0,
        }
    }
}

impl Lane {
    /// It runs, and has heard of nothing.
    pub(crate) fn start() -> Self {
        Self {
            up: true,
            hold: Hold::Nothing,
            busy: false,
            second: false,
            wire: Letters::default(),
        }
    }
}
