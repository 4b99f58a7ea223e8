//! How a version compares to the one before it, in words: what `baton contract compare` says, with the payloads that prove it.

use baton_contract::{
    Bump, Effort, Part, Verdict, VersionDirection, Way, canonical_json, compare_versions,
    directions,
};
use baton_model::{Contract, ContractVersion};
use serde::Serialize;

/// Two versions compared.
#[derive(Serialize)]
pub(super) struct VerdictView {
    old: String,
    bump: &'static str,
    ways: Vec<WayView>,
    changes: Vec<ChangeView>,
    /// Why they could not be compared.
    problem: Option<String>,
}

/// One side moves first.
#[derive(Serialize)]
struct WayView {
    first: &'static str,
    verdict: &'static str,
    /// The version that sends the proof, and the one that refuses it.
    sender: String,
    receiver: String,
    counterexample: Option<String>,
    /// What the counterexample is.
    sends: &'static str,
    reason: Option<String>,
    pointer: Option<String>,
}

#[derive(Serialize)]
struct ChangeView {
    pointer: String,
    message: String,
    breaks: Option<&'static str>,
}

/// Compares a version with the one before it. The effort has no time limit, so the answer follows from the records alone.
pub(super) fn verdict(
    contract: &Contract,
    old: &ContractVersion,
    new: &ContractVersion,
) -> VerdictView {
    let (mode, _) = directions(contract.compatibility);
    let (older, newer) = (old.version.to_string(), new.version.to_string());
    match compare_versions(old, new, mode, contract.writers, Effort::default()) {
        Ok(comparison) => VerdictView {
            bump: match comparison.bump {
                Bump::Patch => "patch",
                Bump::Minor => "minor",
                Bump::Major => "major",
            },
            ways: vec![
                way("Receivers", &older, &newer, comparison.backward),
                way("Senders", &newer, &older, comparison.forward),
            ],
            changes: comparison
                .changes
                .into_iter()
                .map(|change| ChangeView {
                    breaks: broken(&change.breaks),
                    pointer: change.pointer,
                    message: change.message,
                })
                .collect(),
            problem: None,
            old: older,
        },
        Err(problem) => VerdictView {
            bump: "major",
            ways: Vec::new(),
            changes: Vec::new(),
            problem: Some(problem.to_string()),
            old: older,
        },
    }
}

fn way(first: &'static str, sender: &str, receiver: &str, answer: VersionDirection) -> WayView {
    WayView {
        first,
        verdict: match answer.verdict {
            Verdict::Safe => "safe",
            Verdict::Breaking => "breaking",
            Verdict::Undecided => "undecided",
        },
        sender: sender.to_owned(),
        receiver: receiver.to_owned(),
        counterexample: answer
            .counterexample
            .as_ref()
            .map(|example| canonical_json(&example.0)),
        sends: match answer.part {
            Some(Part::TaskStates | Part::Transitions) => "send",
            _ => "write",
        },
        reason: answer.reason,
        pointer: answer.pointer.filter(|pointer| !pointer.is_empty()),
    }
}

fn broken(ways: &[Way]) -> Option<&'static str> {
    match (ways.contains(&Way::Backward), ways.contains(&Way::Forward)) {
        (true, true) => Some("breaks receivers and senders"),
        (true, false) => Some("breaks receivers that move first"),
        (false, true) => Some("breaks senders that move first"),
        (false, false) => None,
    }
}
