//! What happens in a run, in sentences.

use crate::configuration::Configuration;
use crate::run::Run;
use crate::state::{Hold, Letter, Phase, State, Step};
use crate::trace::{Names, word};
use crate::verify::Property;

pub(crate) struct Teller<'a> {
    pub config: &'a Configuration,
    pub names: &'a Names,
}

impl Teller<'_> {
    /// The name of a receiver.
    pub(crate) fn receiver(&self, lane: usize) -> &str {
        self.names
            .receivers
            .get(lane)
            .map_or("a fallback", String::as_str)
    }

    /// A step as a sentence, and in a few words. `again` tells that the message that arrives has arrived before.
    pub(crate) fn tell(
        &self,
        before: &State,
        step: Step,
        after: &State,
        again: bool,
    ) -> (String, String) {
        let sender = &self.names.sender;
        match step {
            Step::Transmit => self.transmits(),
            Step::Arrive { lane, letter } => self.arrives(before, after, lane, letter, again),
            Step::Act { lane } => self.acts(before, after, lane),
            Step::Ask { lane } => (
                format!(
                    "{} has not heard whether it may start, and acknowledges again.",
                    self.receiver(lane)
                ),
                "asks again".to_owned(),
            ),
            Step::Lose { lane, letter } => {
                let (word, receiver) = (word(letter), self.receiver(lane));
                let (from, to) = if letter.goes_out() {
                    (sender.as_str(), receiver)
                } else {
                    (receiver, sender.as_str())
                };
                (
                    format!("The {word} from {from} to {to} is lost."),
                    format!("{word} lost"),
                )
            }
            Step::TimeOut => self.times_out(before, after),
            Step::BreakerOpens => (
                format!(
                    "The breaker before {} is open, so {sender} does not try it{}.",
                    self.receiver(0),
                    self.goes_on(after)
                ),
                "breaker open".to_owned(),
            ),
            Step::ReceiverCrashes { lane } => crashes(self.receiver(lane)),
            Step::SenderCrashes => crashes(sender),
            Step::ReceiverReturns { lane } => returns(self.receiver(lane)),
            Step::SenderReturns => returns(sender),
        }
    }

    fn transmits(&self) -> (String, String) {
        let (sender, receiver) = (&self.names.sender, self.receiver(0));
        if self.config.calls() {
            pair(
                format!("{sender} calls {receiver} and keeps control."),
                "calls",
            )
        } else if self.config.forgets() {
            let text = format!("{sender} sends the task to {receiver} and lets go of it at once.");
            pair(text, "sends, lets go")
        } else {
            let text = format!("{sender} pauses the task and sends it to {receiver}.");
            pair(text, "pauses, sends")
        }
    }

    fn arrives(
        &self,
        before: &State,
        after: &State,
        lane: usize,
        letter: Letter,
        again: bool,
    ) -> (String, String) {
        let (sender, receiver) = (&self.names.sender, self.receiver(lane));
        match letter {
            Letter::Task => self.task_arrives(before, after, lane, again),
            Letter::Acknowledgement => self.acknowledgement_arrives(before, after, lane),
            Letter::Release if before.lanes[lane].hold == Hold::Owned => pair(
                format!("{receiver} is told again to start, and starts its second task too."),
                "starts again",
            ),
            Letter::Release => pair(
                format!("{receiver} is told to start, and takes over."),
                "takes over",
            ),
            Letter::Rollback => pair(format!("{receiver} drops the task."), "drops the task"),
            Letter::Reject => pair(
                format!(
                    "{sender} hears that the payload was rejected{}.",
                    self.goes_on(after)
                ),
                "hears of the rejection",
            ),
            Letter::Answer => pair(format!("{sender} has the answer."), "has the answer"),
        }
    }

    fn task_arrives(
        &self,
        before: &State,
        after: &State,
        lane: usize,
        again: bool,
    ) -> (String, String) {
        let receiver = self.receiver(lane);
        let (was, is) = (&before.lanes[lane], &after.lanes[lane]);
        if lane == 0 && after.malformed {
            let text = format!("{receiver} rejects the payload and sends the task back.");
            return pair(text, "rejects");
        }
        if was.hold == Hold::Nothing {
            return if self.config.calls() {
                pair(format!("{receiver} takes the call."), "takes the call")
            } else if self.config.confirms() {
                let text = format!(
                    "{receiver} stores the task, acknowledges, and waits until it may start."
                );
                pair(text, "stores, acknowledges")
            } else if self.config.forgets() {
                pair(format!("{receiver} takes over."), "takes over")
            } else {
                let text = format!("{receiver} stores the task, takes over, and acknowledges.");
                pair(text, "takes over, acknowledges")
            };
        }
        let how = if again {
            "The same message arrives a second time"
        } else {
            "The repeated task arrives"
        };
        let is_second = is.second && !was.second || is.busy && !was.busy;
        if is_second {
            let does = if self.config.confirms() {
                "stores it as a second task"
            } else {
                "starts it as a second task"
            };
            let text = format!("{how}; {receiver} cannot tell that it is a repeat and {does}.");
            return pair(text, "does not recognise it");
        }
        let text = format!("{how}; {receiver} recognises it and answers as before.");
        pair(text, "recognises it")
    }

    fn acknowledgement_arrives(
        &self,
        before: &State,
        after: &State,
        lane: usize,
    ) -> (String, String) {
        let (sender, receiver) = (&self.names.sender, self.receiver(lane));
        let confirms = self.config.confirms();
        if after.phase == (Phase::Released { lane }) {
            let text = match (confirms, before.phase == after.phase) {
                (true, false) => {
                    format!("{sender} writes down that it lets go, and tells {receiver} to start.")
                }
                (true, true) => format!("{sender} tells {receiver} again to start."),
                (false, _) => format!("{sender} hears that {receiver} has it, and lets go."),
            };
            return pair(text, "lets go");
        }
        if confirms {
            let text = format!("{sender} has gone on, and tells {receiver} to drop the task.");
            return pair(text, "rolls back");
        }
        let text = format!("{sender} has gone on, and the acknowledgement changes nothing.");
        pair(text, "too late")
    }

    fn acts(&self, before: &State, after: &State, lane: usize) -> (String, String) {
        let receiver = self.receiver(lane);
        if before.effects == after.effects && after.effects < 2 {
            let text = format!(
                "{receiver} finds under the handoff's id that it was done already, and leaves it."
            );
            return pair(text, "finds it done");
        }
        if after.effects < 2 {
            return pair(
                format!("{receiver} does what the task asks for."),
                "does it",
            );
        }
        let text = format!("{receiver} does what the task asks for, though it was done before.");
        pair(text, "does it again")
    }

    fn times_out(&self, before: &State, after: &State) -> (String, String) {
        let sender = &self.names.sender;
        let Phase::Waiting { lane, attempt } = before.phase else {
            return pair(format!("{sender} waits."), "waits");
        };
        let receiver = self.receiver(lane);
        if after.current() == Some(lane) {
            let of = self.config.retries + 1;
            let next = attempt + 1;
            let text = format!(
                "{sender} hears nothing in time and sends the task again: attempt {next} of {of}."
            );
            return (text, format!("attempt {next} of {of}"));
        }
        let back = if self.config.confirms() {
            ", takes the task back"
        } else {
            ""
        };
        let text = format!(
            "{sender} hears nothing in time, gives up on {receiver}{back}{}.",
            self.goes_on(after)
        );
        pair(text, "gives up")
    }

    /// What the sender does with a task that a receiver did not take.
    fn goes_on(&self, after: &State) -> String {
        let names = self.names;
        match after.phase {
            Phase::Waiting { lane, .. } if self.config.calls() => {
                format!(", and calls {}", self.receiver(lane))
            }
            Phase::Waiting { lane, .. } | Phase::Released { lane } => {
                format!(", and sends the task to {}", self.receiver(lane))
            }
            Phase::DeadLetter => format!(", and puts the task into {}", names.dead_letter),
            Phase::Person => format!(", and leaves the task to {}", names.person),
            Phase::Resumed => ", and goes on with the task itself".to_owned(),
            Phase::Missing => ", and goes on without an answer".to_owned(),
            Phase::GaveUp => ", and has nobody left to send the task to".to_owned(),
            Phase::Holding | Phase::Returned => String::new(),
        }
    }

    /// What is wrong after the last step of a run that violates a property.
    pub(crate) fn conclusion(&self, property: Property, run: &Run) -> String {
        let sender = &self.names.sender;
        let last = run.before(run.steps.len());
        match property {
            Property::OwnerNeverLost => {
                format!(
                    "Now nobody has the task: {sender} has let go of it, and nobody has stored it."
                )
            }
            Property::NeverTwoOwners => {
                format!("Now {} both go on with the task.", self.owners(last))
            }
            Property::NoEffectTwice => "What the task asks for was done twice.".to_owned(),
            Property::AlwaysAnEnd if run.repeats_from.is_some() => {
                "It goes round like this for ever, and nobody ends it.".to_owned()
            }
            Property::AlwaysAnEnd => match last.phase {
                Phase::Released { lane } if last.lanes[lane].hold == Hold::Nothing => format!(
                    "The task never gets to {}, and {sender}, which has let go of it, never hears so.",
                    self.receiver(lane)
                ),
                Phase::Waiting { .. } => {
                    format!("{sender} waits for ever: nothing tells it to give the attempt up.")
                }
                Phase::GaveUp => format!(
                    "{sender} still has the task, paused: it was not told to take it back, and nobody else gets it."
                ),
                _ => "Nothing that happens from here on brings the transfer to an end.".to_owned(),
            },
        }
    }

    fn owners(&self, state: &State) -> String {
        let names = self.names;
        let first = match state.phase {
            Phase::Holding | Phase::Resumed => Some(names.sender.as_str()),
            Phase::DeadLetter => Some(names.dead_letter.as_str()),
            Phase::Person => Some(names.person.as_str()),
            _ => None,
        };
        let lanes = state.lanes.iter().enumerate();
        let owners = lanes.filter(|(_, lane)| lane.hold == Hold::Owned);
        let owners = owners.map(|(lane, _)| self.receiver(lane));
        owners.chain(first).collect::<Vec<_>>().join(" and ")
    }
}

fn pair(text: String, short: &str) -> (String, String) {
    (text, short.to_owned())
}

fn crashes(name: &str) -> (String, String) {
    pair(format!("{name} crashes."), "crashes")
}

fn returns(name: &str) -> (String, String) {
    pair(
        format!("{name} is back, with what it had stored."),
        "is back",
    )
}
