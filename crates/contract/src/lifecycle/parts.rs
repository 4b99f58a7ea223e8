//! What a version says beside its schema and its invariants: task states, transitions, required tags, sensitive fields.
//!
//! An empty list of task states or transitions is one that nobody has written yet: all of them are allowed.

use super::versions::{Part, VersionDirection};
use crate::compat::{Change, Way};
use baton_model::{ContractVersion, MaskingRule, SensitiveField, TaskState, Transition};
use serde::Serialize;
use serde_json::{Value, json};

/// The first task state that `sender` may send and `receiver` refuses. `way` says which of the two is the new one.
pub(super) fn states_gone(
    sender: &ContractVersion,
    receiver: &ContractVersion,
    way: Way,
) -> Option<VersionDirection> {
    let state = *missing_states(sender, receiver).first()?;
    let reason = match way {
        Way::Backward => format!(
            "{} may carry the task state {}, which {} refuses",
            sender.id,
            word(&state),
            receiver.id
        ),
        Way::Forward => format!(
            "{} may carry the task state {}, which {} does not know",
            sender.id,
            word(&state),
            receiver.id
        ),
    };
    Some(VersionDirection::breaking(
        Part::TaskStates,
        json!({"task_state": state}),
        reason,
        "/task_states".to_owned(),
    ))
}

/// The first transition that `sender` may make and `receiver` does not allow.
pub(super) fn transitions_gone(
    sender: &ContractVersion,
    receiver: &ContractVersion,
    way: Way,
) -> Option<VersionDirection> {
    let transition = missing_transitions(sender, receiver).into_iter().next()?;
    let verb = match way {
        Way::Backward => "no longer allows",
        Way::Forward => "does not allow",
    };
    let reason = format!(
        "{} lets a task go from {} to {}, which {} {verb}",
        sender.id,
        word(&transition.from),
        word(&transition.to),
        receiver.id
    );
    Some(VersionDirection::breaking(
        Part::Transitions,
        json!({"from": transition.from, "to": transition.to}),
        reason,
        "/transitions".to_owned(),
    ))
}

/// What changed in these parts, for people.
pub(super) fn changes(old: &ContractVersion, new: &ContractVersion) -> Vec<Change> {
    let mut out = Vec::new();
    for state in missing_states(old, new) {
        let word = word(&state);
        let message = format!("The task state {word} is no longer carried.");
        out.push(change(
            "/task_states",
            "task_state_removed",
            Some(Way::Backward),
            message,
        ));
    }
    for state in missing_states(new, old) {
        let word = word(&state);
        let message = format!("The task state {word} may be carried now.");
        out.push(change(
            "/task_states",
            "task_state_added",
            Some(Way::Forward),
            message,
        ));
    }
    for gone in missing_transitions(old, new) {
        let message = format!(
            "A task may no longer go from {} to {}.",
            word(&gone.from),
            word(&gone.to)
        );
        out.push(change(
            "/transitions",
            "transition_removed",
            Some(Way::Backward),
            message,
        ));
    }
    for come in missing_transitions(new, old) {
        let message = format!(
            "A task may go from {} to {} now.",
            word(&come.from),
            word(&come.to)
        );
        out.push(change(
            "/transitions",
            "transition_added",
            Some(Way::Forward),
            message,
        ));
    }
    tags(old, new, &mut out);
    sensitive(old, new, &mut out);
    out
}

fn tags(old: &ContractVersion, new: &ContractVersion, out: &mut Vec<Change>) {
    let missing = |from: &ContractVersion, within: &ContractVersion| -> Vec<String> {
        let tags = from.required_capabilities.iter();
        tags.filter(|tag| !within.required_capabilities.contains(tag))
            .cloned()
            .collect()
    };
    for tag in missing(new, old) {
        let message = format!("Receivers need the capability {tag} now.");
        out.push(change(
            "/required_capabilities",
            "required_tag_added",
            None,
            message,
        ));
    }
    for tag in missing(old, new) {
        let message = format!("Receivers no longer need the capability {tag}.");
        out.push(change(
            "/required_capabilities",
            "required_tag_removed",
            None,
            message,
        ));
    }
}

fn sensitive(old: &ContractVersion, new: &ContractVersion, out: &mut Vec<Change>) {
    let rule_of = |version: &ContractVersion, field: &SensitiveField| -> Option<MaskingRule> {
        let found = version
            .sensitive
            .iter()
            .find(|other| other.pointer == field.pointer);
        found.map(|found| found.rule)
    };
    for field in &new.sensitive {
        let (kind, message) = match rule_of(old, field) {
            None => (
                "sensitive_added",
                format!(
                    "{} is sensitive now and must not leave a trust domain unmasked.",
                    field.pointer
                ),
            ),
            Some(rule) if rule != field.rule => (
                "masking_changed",
                format!(
                    "{} is masked by {} instead of {}.",
                    field.pointer,
                    word(&field.rule),
                    word(&rule)
                ),
            ),
            Some(_) => continue,
        };
        out.push(change("/sensitive", kind, None, message));
    }
    for field in &old.sensitive {
        if rule_of(new, field).is_none() {
            let message = format!("{} is no longer sensitive.", field.pointer);
            out.push(change("/sensitive", "sensitive_removed", None, message));
        }
    }
}

fn missing_states(from: &ContractVersion, within: &ContractVersion) -> Vec<TaskState> {
    if within.task_states.is_empty() {
        return Vec::new();
    }
    let from = if from.task_states.is_empty() {
        TaskState::ALL
    } else {
        &from.task_states
    };
    let mut missing: Vec<TaskState> = from
        .iter()
        .copied()
        .filter(|state| !within.task_states.contains(state))
        .collect();
    missing.sort_unstable();
    missing.dedup();
    missing
}

/// Transitions that one side allows and the other does not. Those of states that one side does not carry at all are told as states.
fn missing_transitions(from: &ContractVersion, within: &ContractVersion) -> Vec<Transition> {
    if within.transitions.is_empty() {
        return Vec::new();
    }
    let gone = missing_states(from, within);
    let allowed = if from.transitions.is_empty() {
        all_transitions(from)
    } else {
        from.transitions.clone()
    };
    let mut missing: Vec<Transition> = Vec::new();
    for transition in allowed {
        let told = gone.contains(&transition.from) || gone.contains(&transition.to);
        if !told && !within.transitions.contains(&transition) && !missing.contains(&transition) {
            missing.push(transition);
        }
    }
    missing
}

/// Every transition between two different states that a version carries.
fn all_transitions(version: &ContractVersion) -> Vec<Transition> {
    let states = if version.task_states.is_empty() {
        TaskState::ALL
    } else {
        &version.task_states
    };
    states
        .iter()
        .flat_map(|from| states.iter().map(|to| Transition::new(*from, *to)))
        .filter(|transition| transition.from != transition.to)
        .collect()
}

fn change(pointer: &str, kind: &str, breaks: Option<Way>, message: String) -> Change {
    Change {
        pointer: pointer.to_owned(),
        kind: kind.to_owned(),
        breaks: breaks.into_iter().collect(),
        message,
    }
}

/// The word that stands for it in files.
pub(super) fn word(value: &impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(Value::String(word)) => word,
        _ => String::new(),
    }
}
