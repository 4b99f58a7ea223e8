//! What to change in a record so that a violated property holds.

use crate::configuration::Configuration;
use crate::verify::{Proofs, Property};
use serde::Serialize;

/// One thing that can be changed in a handoff's policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// `policy.idempotent_by`: `handoff_id`.
    RecogniseRepeats,
    /// `policy.acknowledge`.
    Acknowledge,
    /// `policy.rollback`.
    RollBack,
    /// `policy.timeout_ms`.
    GiveUp,
    /// `policy.dead_letter`.
    DeadLetter,
}

impl Change {
    /// All, what costs least first.
    pub const ALL: [Self; 5] = [
        Self::RecogniseRepeats,
        Self::Acknowledge,
        Self::RollBack,
        Self::GiveUp,
        Self::DeadLetter,
    ];

    fn is_made(self, config: &Configuration) -> bool {
        match self {
            Self::RecogniseRepeats => config.recognises_repeats,
            Self::Acknowledge => config.acknowledge,
            Self::RollBack => config.rollback,
            Self::GiveUp => config.gives_up,
            Self::DeadLetter => config.dead_letter,
        }
    }

    fn make(self, config: &mut Configuration) {
        match self {
            Self::RecogniseRepeats => config.recognises_repeats = true,
            Self::Acknowledge => config.acknowledge = true,
            Self::RollBack => config.rollback = true,
            Self::GiveUp => config.gives_up = true,
            Self::DeadLetter => config.dead_letter = true,
        }
    }
}

/// The fewest changes after which these properties hold, tried out one after the other on the protocol; every property that held before holds then too.
/// None where no such changes are known.
pub fn remedy(
    config: &Configuration,
    properties: &[Property],
    proofs: &mut Proofs,
) -> Option<Vec<Change>> {
    let before = proofs.verdict(config);
    let open: Vec<Change> = Change::ALL
        .into_iter()
        .filter(|change| !change.is_made(config))
        .collect();
    let mut choices: Vec<Vec<Change>> = (1_u32..1 << open.len())
        .map(|bits| {
            let chosen = open
                .iter()
                .enumerate()
                .filter(|(at, _)| bits & (1 << at) != 0);
            chosen.map(|(_, change)| *change).collect()
        })
        .collect();
    choices.sort_by_key(Vec::len);
    choices.into_iter().find(|choice| {
        let mut changed = config.clone();
        for change in choice {
            change.make(&mut changed);
        }
        if changed.clone().canonical() == config.clone().canonical() {
            return false;
        }
        let after = proofs.verdict(&changed);
        let keeps = |of: &Property| !before.holds(*of) || after.holds(*of);
        let mends = |of: &Property| after.holds(*of);
        properties.iter().all(mends) && Property::ALL.iter().all(keeps)
    })
}
