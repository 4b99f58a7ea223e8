//! A run, told with the names of a record: who did what, which message arrived where, and which did not.

use crate::configuration::Configuration;
use crate::mermaid::mermaid;
use crate::run::Run;
use crate::state::{Letter, Phase, State, Step};
use crate::tell::Teller;
use crate::verify::Property;
use serde::Serialize;

/// The names of a handoff's parties.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Names {
    /// The sender.
    pub sender: String,
    /// The receiver, then the fallbacks in order.
    pub receivers: Vec<String>,
    /// The dead letter.
    pub dead_letter: String,
    /// The fallback owner.
    pub person: String,
}

/// A run for people, and for drawing as a sequence diagram. Parties, steps and messages are named by their place in their lists.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, specta::Type)]
pub struct Trace {
    /// Who takes part, in the order in which they stand beside each other.
    pub parties: Vec<Party>,
    /// What happens, one after the other.
    pub steps: Vec<TraceStep>,
    /// What was sent, in the order of sending.
    pub messages: Vec<TraceMessage>,
    /// The step from which on it goes round for ever, if it does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repeats_from: Option<u32>,
    /// What is wrong after the last step, as a sentence.
    pub conclusion: String,
    /// The run as the source of a Mermaid sequence diagram.
    pub mermaid: String,
}

/// Who takes part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, specta::Type)]
pub struct Party {
    /// What it does here.
    pub kind: PartyKind,
    /// Its name.
    pub name: String,
}

/// What a party does in a transfer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum PartyKind {
    /// Hands over.
    Sender,
    /// Is handed over to.
    Receiver,
    /// Takes over when the receiver does not.
    Fallback,
    /// Keeps what nobody took.
    DeadLetter,
    /// Has what nobody took.
    FallbackOwner,
}

/// What happens at one party.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, specta::Type)]
pub struct TraceStep {
    /// At whom; for a message that is lost, who would have read it.
    pub party: u32,
    /// What kind of thing.
    pub kind: TraceKind,
    /// As a sentence.
    pub text: String,
    /// In a few words.
    pub short: String,
}

/// A kind of step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum TraceKind {
    /// The sender sends the task.
    Transmit,
    /// A message arrives.
    Arrive,
    /// The task has its effect.
    Act,
    /// A receiver asks what became of the task.
    Ask,
    /// A message is lost.
    Lose,
    /// An attempt is given up.
    TimeOut,
    /// The breaker is open.
    BreakerOpens,
    /// Somebody crashes.
    Crash,
    /// Somebody is back.
    Return,
}

/// A message between two parties.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, specta::Type)]
pub struct TraceMessage {
    /// Who sent it.
    pub from: u32,
    /// To whom.
    pub to: u32,
    /// What it says, in a word or two.
    pub label: String,
    /// The step in which it was sent.
    pub sent: u32,
    /// The step in which it arrived; none where it is lost or still on its way.
    pub arrives: Option<u32>,
    /// The step in which it was lost.
    pub lost: Option<u32>,
    /// Whether it is a message that arrived before, arriving again.
    pub repeat: bool,
}

impl Trace {
    /// Tells a run of a configuration that violates a property.
    pub fn of(config: &Configuration, names: &Names, property: Property, run: &Run) -> Self {
        let config = config.clone().canonical();
        let mut telling = Telling::new(&config, names, run);
        for number in 0..run.steps.len() {
            telling.step(number);
        }
        let conclusion = telling.teller.conclusion(property, run);
        let mut trace = Self {
            parties: telling.parties,
            steps: telling.steps,
            messages: telling.messages,
            repeats_from: run.repeats_from.map(count),
            conclusion,
            mermaid: String::new(),
        };
        trace.mermaid = mermaid(&trace);
        trace
    }

    /// One line a step, numbered, and what is wrong in the end.
    pub fn plain(&self) -> Vec<String> {
        let mut lines = Vec::new();
        for (number, step) in (0_u32..).zip(&self.steps) {
            if self.repeats_from == Some(number) {
                lines.push("From here on it goes round for ever:".to_owned());
            }
            lines.push(format!("{}. {}", number + 1, step.text));
        }
        lines.push(self.conclusion.clone());
        lines
    }
}

struct Telling<'a> {
    run: &'a Run,
    teller: Teller<'a>,
    parties: Vec<Party>,
    /// Where each receiver stands among the parties, if it takes part.
    lanes: Vec<Option<u32>>,
    steps: Vec<TraceStep>,
    messages: Vec<TraceMessage>,
    /// Which lane and kind each message is of.
    of: Vec<(usize, Letter)>,
}

impl<'a> Telling<'a> {
    fn new(config: &'a Configuration, names: &'a Names, run: &'a Run) -> Self {
        let teller = Teller { config, names };
        let mut parties = vec![Party {
            kind: PartyKind::Sender,
            name: names.sender.clone(),
        }];
        let states = || std::iter::once(&run.start).chain(run.steps.iter().map(|(_, state)| state));
        let takes_part =
            |lane: usize| lane == 0 || states().any(|state| state.current() == Some(lane));
        let lanes = (0..run.start.lanes.len()).map(|lane| {
            takes_part(lane).then(|| {
                let kind = if lane == 0 {
                    PartyKind::Receiver
                } else {
                    PartyKind::Fallback
                };
                let name = teller.receiver(lane).to_owned();
                parties.push(Party { kind, name });
                count(parties.len() - 1)
            })
        });
        let lanes = lanes.collect();
        let ends = |phase: Phase| states().any(|state| state.phase == phase);
        for (phase, kind, name) in [
            (Phase::DeadLetter, PartyKind::DeadLetter, &names.dead_letter),
            (Phase::Person, PartyKind::FallbackOwner, &names.person),
        ] {
            if ends(phase) {
                let name = name.clone();
                parties.push(Party { kind, name });
            }
        }
        Self {
            run,
            teller,
            parties,
            lanes,
            steps: Vec::new(),
            messages: Vec::new(),
            of: Vec::new(),
        }
    }

    fn step(&mut self, number: usize) {
        let (step, after) = &self.run.steps[number];
        let before = self.run.before(number);
        let at = count(number);
        let again = match *step {
            Step::Arrive { lane, letter } => self.arrives(at, lane, letter),
            Step::Lose { lane, letter } => {
                self.is_lost(at, lane, letter);
                false
            }
            _ => false,
        };
        self.sends(at, *step, before, after);
        let (text, short) = self.teller.tell(before, *step, after, again);
        let party = self.party_of(*step);
        let kind = kind_of(*step);
        self.steps.push(TraceStep {
            party,
            kind,
            text,
            short,
        });
    }

    fn lane(&self, lane: usize) -> u32 {
        self.lanes[lane].unwrap_or(0)
    }

    fn party_of(&self, step: Step) -> u32 {
        match step {
            Step::Arrive { lane, letter } | Step::Lose { lane, letter } if letter.goes_out() => {
                self.lane(lane)
            }
            Step::Act { lane }
            | Step::Ask { lane }
            | Step::ReceiverCrashes { lane }
            | Step::ReceiverReturns { lane } => self.lane(lane),
            _ => 0,
        }
    }

    /// Whether it arrived before: then it was repeated on its way.
    fn arrives(&mut self, at: u32, lane: usize, letter: Letter) -> bool {
        let same = |(_, of): &(usize, &(usize, Letter))| **of == (lane, letter);
        let numbers = self.of.iter().enumerate().filter(same);
        let numbers: Vec<usize> = numbers.map(|(number, _)| number).collect();
        let open = numbers.iter().copied().find(|number| {
            let message = &self.messages[*number];
            message.arrives.is_none() && message.lost.is_none()
        });
        if let Some(open) = open {
            self.messages[open].arrives = Some(at);
            return false;
        }
        if let Some(last) = numbers.last() {
            let mut copy = self.messages[*last].clone();
            copy.arrives = Some(at);
            copy.lost = None;
            copy.repeat = true;
            self.messages.push(copy);
            self.of.push((lane, letter));
        }
        true
    }

    fn is_lost(&mut self, at: u32, lane: usize, letter: Letter) {
        for (message, of) in self.messages.iter_mut().zip(&self.of) {
            if *of == (lane, letter) && message.arrives.is_none() && message.lost.is_none() {
                message.lost = Some(at);
            }
        }
    }

    fn sends(&mut self, at: u32, step: Step, before: &State, after: &State) {
        let retried = match (step, before.phase, after.phase) {
            (
                Step::TimeOut,
                Phase::Waiting { lane, .. },
                Phase::Waiting {
                    lane: next,
                    attempt,
                },
            ) if lane == next => Some((lane, attempt)),
            _ => None,
        };
        if let Some((lane, attempt)) = retried {
            let label = format!("attempt {attempt}");
            self.add(at, lane, Letter::Task, label);
        }
        let lanes = before.lanes.iter().zip(&after.lanes).enumerate();
        for (lane, (before, after)) in lanes {
            for letter in after.wire.each() {
                let is_told = letter == Letter::Task && retried.is_some();
                if !before.wire.has(letter) && !is_told {
                    self.add(at, lane, letter, word(letter).to_owned());
                }
            }
        }
        // A roll-back to a receiver that is no longer followed is sent nevertheless.
        let left = before
            .current()
            .filter(|_| after.current() != before.current());
        if let (true, Some(lane), Step::TimeOut | Step::BreakerOpens) =
            (self.teller.config.confirms(), left, step)
        {
            let label = word(Letter::Rollback).to_owned();
            self.add(at, lane, Letter::Rollback, label);
        }
        self.ends(at, before, after);
    }

    /// What goes to the dead letter or to the fallback owner.
    fn ends(&mut self, at: u32, before: &State, after: &State) {
        let kind = match after.phase {
            Phase::DeadLetter => PartyKind::DeadLetter,
            Phase::Person => PartyKind::FallbackOwner,
            _ => return,
        };
        let to = self.parties.iter().position(|party| party.kind == kind);
        if let (Some(to), true) = (to, before.phase != after.phase) {
            self.of.push((usize::MAX, Letter::Task));
            self.messages.push(TraceMessage {
                from: 0,
                to: count(to),
                label: word(Letter::Task).to_owned(),
                sent: at,
                arrives: Some(at),
                lost: None,
                repeat: false,
            });
        }
    }

    fn add(&mut self, at: u32, lane: usize, letter: Letter, label: String) {
        let receiver = self.lane(lane);
        let (from, to) = if letter.goes_out() {
            (0, receiver)
        } else {
            (receiver, 0)
        };
        self.of.push((lane, letter));
        self.messages.push(TraceMessage {
            from,
            to,
            label,
            sent: at,
            arrives: None,
            lost: None,
            repeat: false,
        });
    }
}

fn kind_of(step: Step) -> TraceKind {
    match step {
        Step::Transmit => TraceKind::Transmit,
        Step::Arrive { .. } => TraceKind::Arrive,
        Step::Act { .. } => TraceKind::Act,
        Step::Ask { .. } => TraceKind::Ask,
        Step::Lose { .. } => TraceKind::Lose,
        Step::TimeOut => TraceKind::TimeOut,
        Step::BreakerOpens => TraceKind::BreakerOpens,
        Step::ReceiverCrashes { .. } | Step::SenderCrashes => TraceKind::Crash,
        Step::ReceiverReturns { .. } | Step::SenderReturns => TraceKind::Return,
    }
}

/// What a message says.
pub(crate) fn word(letter: Letter) -> &'static str {
    match letter {
        Letter::Task => "task",
        Letter::Acknowledgement => "acknowledgement",
        Letter::Release => "release",
        Letter::Rollback => "roll back",
        Letter::Reject => "rejected task",
        Letter::Answer => "answer",
    }
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
