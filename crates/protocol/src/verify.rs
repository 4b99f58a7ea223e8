//! Which properties hold, are violated, or were not proven.

use crate::configuration::Configuration;
use crate::explore::{Graph, Protocol, violated, violation};
use crate::machine::Machine;
use crate::run::Run;
use serde::Serialize;
use std::collections::HashMap;
use std::sync::Arc;

/// States that are explored of one configuration at most.
pub const BUDGET: usize = 300_000;
/// States that are explored of all handoffs that are asked about together.
pub const TOTAL: usize = 3_000_000;
/// Receivers of a handoff, fallbacks counted, up to which it is explored.
const RECEIVERS: u32 = 200;
/// Receivers that are stored at most, over all states.
const LANES: usize = 6_000_000;

/// What is asked of a handoff.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum Property {
    /// At any time somebody has the task: the sender, a receiver, the dead letter, a person; or it is still on its way.
    OwnerNeverLost,
    /// At no time two go on with the task as theirs.
    NeverTwoOwners,
    /// What the task asks for is done once at most.
    NoEffectTwice,
    /// Whatever is lost and whoever crashes, the transfer comes to an end: taken over, kept by the dead letter or a person, or back with its sender.
    AlwaysAnEnd,
}

impl Property {
    /// All, in the order in which they are told.
    pub const ALL: [Self; 4] = [
        Self::OwnerNeverLost,
        Self::NeverTwoOwners,
        Self::NoEffectTwice,
        Self::AlwaysAnEnd,
    ];

    /// What is asked, in a few words.
    pub fn title(self) -> &'static str {
        match self {
            Self::OwnerNeverLost => "The task is never lost",
            Self::NeverTwoOwners => "Never two owners",
            Self::NoEffectTwice => "Nothing is done twice",
            Self::AlwaysAnEnd => "It always comes to an end",
        }
    }

    /// What is asked, as a sentence.
    pub fn meaning(self) -> &'static str {
        match self {
            Self::OwnerNeverLost => {
                "At any time somebody has the task: the sender, a receiver, the dead letter or a person; or it is still on its way."
            }
            Self::NeverTwoOwners => "At no time two go on with the task as theirs.",
            Self::NoEffectTwice => {
                "What the task asks for is done once at most, however often its message arrives. With `idempotent_by` this takes for granted that all who receive it, fallbacks too, look the handoff's id up in one place; receivers that keep to themselves what they have done would each do it."
            }
            Self::AlwaysAnEnd => {
                "Whatever is lost and whoever crashes, the task ends with a receiver, the dead letter, a person, or back with its sender."
            }
        }
    }

    /// The word in files and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::OwnerNeverLost => "owner_never_lost",
            Self::NeverTwoOwners => "never_two_owners",
            Self::NoEffectTwice => "no_effect_twice",
            Self::AlwaysAnEnd => "always_an_end",
        }
    }
}

/// What was found of one property.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Proof {
    /// It holds in every run.
    Holds,
    /// It does not: the shortest run that shows it.
    Violated(Run),
    /// Not every state was explored, and no run that was shows a violation.
    NotProven,
}

/// What was found of a configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// Each property, in the order of [`Property::ALL`].
    pub properties: Vec<(Property, Proof)>,
    /// States that were explored.
    pub states: usize,
    /// Whether these are all.
    pub is_complete: bool,
}

impl Verdict {
    /// What was found of a property.
    pub fn of(&self, property: Property) -> &Proof {
        self.properties
            .iter()
            .find_map(|(of, proof)| (*of == property).then_some(proof))
            .unwrap_or(&Proof::NotProven)
    }

    /// Whether a property holds for sure.
    pub fn holds(&self, property: Property) -> bool {
        *self.of(property) == Proof::Holds
    }
}

/// Explores the protocol of a configuration, at most `budget` states of it.
///
/// The shortest run is one in which the breaker stays closed, where there is such a run: what others did to a breaker explains little.
pub fn verify(config: &Configuration, budget: usize) -> Verdict {
    let config = config.clone().canonical();
    if budget == 0 || config.fallbacks >= RECEIVERS {
        return Verdict {
            properties: Property::ALL.map(|of| (of, Proof::NotProven)).to_vec(),
            states: 0,
            is_complete: false,
        };
    }
    let mut verdict = judge(&Machine::new(config.clone()), budget);
    let is_broken = |(_, proof): &(Property, Proof)| matches!(proof, Proof::Violated(_));
    if config.breaker && verdict.properties.iter().any(is_broken) {
        let closed = Configuration {
            breaker: false,
            ..config
        };
        let plain = judge(&Machine::new(closed), budget);
        let pairs = verdict.properties.iter_mut().zip(plain.properties);
        for (found, plain) in pairs.filter(|(_, plain)| is_broken(plain)) {
            *found = plain;
        }
    }
    verdict
}

/// Explores a protocol.
pub(crate) fn judge<M: Protocol + Clone>(machine: &M, budget: usize) -> Verdict {
    let starts = machine.init_states();
    let lanes = starts.first().map_or(1, |start| start.lanes.len());
    let budget = budget.min(LANES / lanes.max(1));
    let graph = Graph::of(machine, budget);
    let most = (!graph.is_complete).then_some(budget);
    let (broken, _) = violated(machine, most);
    let otherwise = || {
        if graph.is_complete {
            Proof::Holds
        } else {
            Proof::NotProven
        }
    };
    let asked = machine.properties();
    let prove = |property: Property| {
        let run = match asked.iter().find(|one| one.name == property.name()) {
            Some(one) if broken.contains(&one.name) => violation(machine, one.clone(), most),
            Some(_) => None,
            None => graph.endless(machine),
        };
        (property, run.map_or_else(otherwise, Proof::Violated))
    };
    Verdict {
        properties: Property::ALL.into_iter().map(prove).collect(),
        states: graph.len(),
        is_complete: graph.is_complete,
    }
}

/// What was explored, by configuration: thousands of handoffs have few different ones.
#[derive(Debug)]
pub struct Proofs {
    budget: usize,
    left: usize,
    known: HashMap<Configuration, Arc<Verdict>>,
}

impl Default for Proofs {
    fn default() -> Self {
        Self::new(BUDGET, TOTAL)
    }
}

impl Proofs {
    /// Knows nothing yet. Each configuration is explored up to `budget` states, and all together up to `total`; what is left then is not proven.
    pub fn new(budget: usize, total: usize) -> Self {
        Self {
            budget,
            left: total,
            known: HashMap::new(),
        }
    }

    /// What was found of a configuration; it is explored the first time.
    pub fn verdict(&mut self, config: &Configuration) -> Arc<Verdict> {
        let config = config.clone().canonical();
        if let Some(known) = self.known.get(&config) {
            return Arc::clone(known);
        }
        let verdict = Arc::new(verify(&config, self.budget.min(self.left)));
        self.left = self.left.saturating_sub(verdict.states);
        self.known.insert(config, Arc::clone(&verdict));
        verdict
    }

    /// How many different configurations were explored.
    pub fn explored(&self) -> usize {
        self.known.len()
    }
}
