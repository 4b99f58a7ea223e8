//! How a request ends.

use serde::Serialize;
use std::ops::{Index, IndexMut};

/// How a request ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum Fate {
    /// Done, and right.
    Resolved,
    /// Done, and wrong: nobody noticed.
    Wrong,
    /// With a person who knows what has happened so far.
    Human,
    /// With a person who has to ask for everything again.
    HumanRepeat,
    /// The user gave up.
    Abandoned,
    /// Lost on the way or at a tool.
    Dropped,
    /// Ended by a loop limit.
    Killed,
    /// Goes on for ever, or cannot go on.
    Stuck,
}

impl Fate {
    /// All of them, in the order in which results list them.
    pub const ALL: [Fate; 8] = [
        Fate::Resolved,
        Fate::Wrong,
        Fate::Human,
        Fate::HumanRepeat,
        Fate::Abandoned,
        Fate::Dropped,
        Fate::Killed,
        Fate::Stuck,
    ];

    /// The name in files, output and columns.
    pub fn name(self) -> &'static str {
        match self {
            Fate::Resolved => "resolved",
            Fate::Wrong => "wrong",
            Fate::Human => "human",
            Fate::HumanRepeat => "human_repeat",
            Fate::Abandoned => "abandoned",
            Fate::Dropped => "dropped",
            Fate::Killed => "killed",
            Fate::Stuck => "stuck",
        }
    }

    /// Whether the user was let down: everything but resolved and with a person.
    pub fn is_bad(self) -> bool {
        !matches!(self, Fate::Resolved | Fate::Human | Fate::HumanRepeat)
    }
}

/// The probability of each fate. They sum to 1 within the bound that the solver reports; nothing normalises them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, specta::Type)]
pub struct Fates {
    /// Done, and right.
    pub resolved: f64,
    /// Done, and wrong: nobody noticed.
    pub wrong: f64,
    /// With a person who knows what has happened so far.
    pub human: f64,
    /// With a person who has to ask for everything again.
    pub human_repeat: f64,
    /// The user gave up.
    pub abandoned: f64,
    /// Lost on the way or at a tool.
    pub dropped: f64,
    /// Ended by a loop limit.
    pub killed: f64,
    /// Goes on for ever, or cannot go on.
    pub stuck: f64,
}

impl Fates {
    /// The sum of all.
    pub fn sum(&self) -> f64 {
        Fate::ALL.iter().map(|fate| self[*fate]).sum()
    }

    /// The probability that the user was let down.
    pub fn bad(&self) -> f64 {
        self.wrong + self.abandoned + self.dropped + self.killed + self.stuck
    }

    /// Adds others with a weight.
    pub(crate) fn add(&mut self, weight: f64, others: &Fates) {
        self.resolved += weight * others.resolved;
        self.wrong += weight * others.wrong;
        self.human += weight * others.human;
        self.human_repeat += weight * others.human_repeat;
        self.abandoned += weight * others.abandoned;
        self.dropped += weight * others.dropped;
        self.killed += weight * others.killed;
        self.stuck += weight * others.stuck;
    }
}

impl Index<Fate> for Fates {
    type Output = f64;

    fn index(&self, fate: Fate) -> &f64 {
        match fate {
            Fate::Resolved => &self.resolved,
            Fate::Wrong => &self.wrong,
            Fate::Human => &self.human,
            Fate::HumanRepeat => &self.human_repeat,
            Fate::Abandoned => &self.abandoned,
            Fate::Dropped => &self.dropped,
            Fate::Killed => &self.killed,
            Fate::Stuck => &self.stuck,
        }
    }
}

impl IndexMut<Fate> for Fates {
    fn index_mut(&mut self, fate: Fate) -> &mut f64 {
        match fate {
            Fate::Resolved => &mut self.resolved,
            Fate::Wrong => &mut self.wrong,
            Fate::Human => &mut self.human,
            Fate::HumanRepeat => &mut self.human_repeat,
            Fate::Abandoned => &mut self.abandoned,
            Fate::Dropped => &mut self.dropped,
            Fate::Killed => &mut self.killed,
            Fate::Stuck => &mut self.stuck,
        }
    }
}
