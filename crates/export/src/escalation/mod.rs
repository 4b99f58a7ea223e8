//! `escalation/<team>.pagerduty.json`: the escalation paths of a team as `PagerDuty` policies, each in the form that `POST /escalation_policies` takes.
//!
//! `PagerDuty` gives ids of its own to users and schedules, which no registry knows. Targets carry the name and, of people, the address by
//! which they are found there; the id is theirs in Baton, to be replaced when a policy is created.

use crate::file_set::{ExportFile, FileSet, Source};
use crate::kind::ExportKind;
use crate::scope::Scope;
use crate::{escape::visible_line, json};
use baton_model::{
    Diagnostic, Document, EscalationPath, EscalationPathId, EscalationStep, Kind, Level, Person,
    RecordKey, Responder, Rotation, Team, TeamId,
};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// `PagerDuty` walks a policy again at most so often.
const MOST_LOOPS: u32 = 9;
/// It takes at most so many targets in a rule.
const MOST_TARGETS: usize = 10;
/// Minutes after the last step until the policy is walked again; a path names none.
const LAST_DELAY: u32 = 30;

pub(crate) fn run(scope: &Scope<'_>, files: &mut FileSet) {
    let wanted: BTreeSet<&EscalationPathId> = scope
        .topologies()
        .flat_map(|topology| scope.handoffs(&topology.id))
        .flat_map(|handoff| {
            let decides = handoff.disagreement.as_ref();
            let second = decides.and_then(|rule| rule.escalation_path.as_ref());
            handoff.escalation_path.iter().chain(second)
        })
        .collect();
    let mut teams: BTreeMap<&TeamId, Vec<&EscalationPath>> = BTreeMap::new();
    for path in scope.document.escalation_paths() {
        if !scope.is_whole() && !wanted.contains(&path.id) {
            continue;
        }
        teams.entry(&path.team).or_default().push(path);
    }
    for (team, paths) in teams {
        let mut note = |path: &EscalationPath, message: String| {
            files.note(Diagnostic {
                level: Level::Warning,
                path: format!("escalation/{team}.pagerduty.json"),
                message,
                subject: Some(RecordKey::new(Kind::EscalationPath, path.id.as_str())),
            });
        };
        let mut policies = Vec::new();
        for path in paths {
            if path.steps.is_empty() {
                note(path, "not exported: the path has no steps".to_owned());
                continue;
            }
            if path.repeat > MOST_LOOPS {
                note(
                    path,
                    format!(
                        "PagerDuty repeats a policy {MOST_LOOPS} times at most, not {}",
                        path.repeat
                    ),
                );
            }
            policies.push(policy(scope.document, path));
        }
        if !policies.is_empty() {
            files.add(ExportFile::new(
                format!("escalation/{team}.pagerduty.json"),
                ExportKind::Escalation,
                json::bytes(&json!({"escalation_policies": policies})),
                Some(Source::new(Kind::Team, team.as_str())),
            ));
        }
    }
}

fn policy(document: &Document, path: &EscalationPath) -> Value {
    let mut steps: Vec<&EscalationStep> = path.steps.iter().collect();
    steps.sort_by_key(|step| step.after_minutes);
    // Steps of the same minute are one rule with several targets.
    let mut rules: Vec<(u32, Vec<Value>)> = Vec::new();
    for step in steps {
        let target = target(document, &step.notify);
        match rules.last_mut() {
            Some((minute, targets))
                if *minute == step.after_minutes && targets.len() < MOST_TARGETS =>
            {
                if !targets.contains(&target) {
                    targets.push(target);
                }
            }
            _ => rules.push((step.after_minutes, vec![target])),
        }
    }
    let delays: Vec<u32> = rules
        .iter()
        .zip(rules.iter().skip(1).map(Some).chain([None]))
        .map(|(rule, next)| next.map_or(LAST_DELAY, |next| (next.0 - rule.0).max(1)))
        .collect();
    let first = rules.first().map_or(0, |rule| rule.0);
    let late = if first > 0 {
        format!(" The first step is due {first} min after the start; PagerDuty begins at once.")
    } else {
        String::new()
    };
    let rules: Vec<Value> = rules
        .into_iter()
        .zip(delays)
        .map(|((_, targets), delay)| {
            json!({"escalation_delay_in_minutes": delay, "targets": targets})
        })
        .collect();
    let team = document.find::<Team>(&path.team);
    json!({
        "type": "escalation_policy",
        "name": visible_line(&path.name),
        "description": format!("Escalation path {} of Baton.{late}", path.id),
        "num_loops": path.repeat.min(MOST_LOOPS),
        "on_call_handoff_notifications": "if_has_services",
        "escalation_rules": rules,
        "teams": [{
            "id": path.team,
            "type": "team_reference",
            "summary": team.map_or_else(|| path.team.to_string(), |team| visible_line(&team.name)),
        }],
    })
}

/// Whom a rule calls: a person, a schedule, or of a team the schedule that it has.
fn target(document: &Document, responder: &Responder) -> Value {
    match responder {
        Responder::Person(id) => {
            let person = document.find::<Person>(id);
            let name = person.map_or_else(|| id.to_string(), |person| visible_line(&person.name));
            let mut target = json!({"id": id, "type": "user_reference", "summary": name});
            if let Some(email) = person.and_then(|person| person.email.as_deref()) {
                target["email"] = visible_line(email).into();
            }
            target
        }
        Responder::Rotation(id) => schedule(document, id.as_str()),
        Responder::Team(id) => {
            let team = document.find::<Team>(id);
            match team.and_then(|team| team.rotation.as_ref()) {
                Some(rotation) => schedule(document, rotation.as_str()),
                None => json!({
                    "id": id,
                    "type": "schedule_reference",
                    "summary": team.map_or_else(|| id.to_string(), |team| visible_line(&team.name)),
                }),
            }
        }
    }
}

fn schedule(document: &Document, id: &str) -> Value {
    let rotation = document.find::<Rotation>(id);
    let mut target = json!({
        "id": id,
        "type": "schedule_reference",
        "summary": rotation.map_or_else(|| id.to_owned(), |rotation| visible_line(&rotation.name)),
    });
    let link = rotation.and_then(|rotation| rotation.link.as_deref());
    if let Some(link) = link.filter(|link| crate::people::is_page(link)) {
        target["html_url"] = link.into();
    }
    target
}
