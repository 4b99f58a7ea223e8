//! A gate as complete as the records allow.

use super::card::{placeholder, review_fields};
use super::need::{At, Consequence, irreversible_actions};
use baton_graph::TopologyGraph;
use baton_model::{
    Agent, AgentKind, Document, EditCommand, Gate, GateBranch, Handoff, Outcome, Record, Responder,
    Target,
};

/// More fields than that are no summary.
const MOST_FIELDS: usize = 4;

/// A gate, and what it lacks, a sentence each.
pub(super) struct Drafted {
    pub gate: Gate,
    pub notes: Vec<String>,
}

/// The acting agent's team reviews, else the sender's, else the owners; the summary names required, single, insensitive fields; declined
/// requests go to a person of the topology, else back to the sender.
pub(super) fn gate(
    document: &Document,
    graph: &TopologyGraph<'_>,
    handoff: &Handoff,
    why: &Consequence<'_>,
) -> Drafted {
    let mut notes = Vec::new();
    let receiver = graph.receivers(handoff).into_iter().next();
    let acting = match why.at {
        At::Agent(agent) => Some(agent),
        At::Handoff(_) => receiver,
    };
    let mut gate = Gate::new();
    let sender = graph.member(&handoff.from);
    let teams = acting.and_then(|agent| agent.team.as_ref());
    let teams = teams.or_else(|| sender.and_then(|agent| agent.team.as_ref()));
    match teams.or_else(|| handoff.owners.first()) {
        Some(team) => gate.reviewers = vec![Responder::Team(team.clone())],
        None => notes.push("Nobody is known who could review: name the reviewers.".to_owned()),
    }
    gate.summary = summary(document, handoff);
    if gate.summary.is_empty() {
        notes
            .push("No contract says what travels: write what the reviewer has to know.".to_owned());
    }
    gate.proposed_action = proposed_action(document, handoff, acting);
    gate.question = acting.map_or_else(
        || "Shall this go on?".to_owned(),
        |agent| format!("Shall {} go on?", agent.name),
    );
    let mut declined = GateBranch::new("Decline".to_owned());
    declined.goes_to = Some(Target::Agent(match who_takes_over(graph, handoff) {
        Some(person) => person.id.clone(),
        None => handoff.from.clone(),
    }));
    gate.branches = vec![GateBranch::new("Approve".to_owned()), declined];
    Drafted { gate, notes }
}

fn summary(document: &Document, handoff: &Handoff) -> String {
    let mut fields = review_fields(document, handoff);
    fields.retain(|field| field.single && !field.sensitive && !field.placeholder.is_empty());
    // Required ones first, those of the payload itself before those within.
    fields.sort_by_key(|field| (!field.required, field.pointer.matches('/').count()));
    let parts = fields.iter().take(MOST_FIELDS).map(|field| {
        let words = field.name.replace(['_', '-'], " ");
        let mut letters = words.chars();
        let first = letters.next().map(char::to_uppercase);
        let name: String = first.into_iter().flatten().chain(letters).collect();
        format!("{name}: {}", placeholder(&field.pointer))
    });
    parts.collect::<Vec<_>>().join("\n")
}

fn proposed_action(document: &Document, handoff: &Handoff, acting: Option<&Agent>) -> String {
    let Some(agent) = acting else {
        return format!("{} takes over.", leads_to(document, &handoff.to));
    };
    let actions = irreversible_actions(agent);
    if actions.is_empty() {
        return format!("{} takes over.", agent.name);
    }
    format!("{} may go on to: {}", agent.name, actions.join(", "))
}

/// A person who is a fallback of the handoff, else one whom the sender hands over to, else the first of the topology.
fn who_takes_over<'a>(graph: &TopologyGraph<'a>, handoff: &Handoff) -> Option<&'a Agent> {
    let is_person = |agent: &&Agent| {
        agent.kind == AgentKind::Human
            && agent.id != handoff.from
            && handoff.to.agent() != Some(&agent.id)
    };
    let fallbacks = handoff.fallbacks.iter().filter_map(|id| graph.member(id));
    let beside = graph.transfers_out(&handoff.from).into_iter();
    let beside = beside
        .filter_map(|id| graph.handoff(id)?.to.agent())
        .filter_map(|id| graph.member(id));
    fallbacks
        .chain(beside)
        .chain(graph.members())
        .find(is_person)
}

/// Whom a target names, for people.
pub(super) fn leads_to(document: &Document, target: &Target) -> String {
    match target {
        Target::Agent(id) => {
            let agent: Option<&Agent> = document.find(id);
            agent.map_or_else(|| id.as_str().to_owned(), |agent| agent.name.clone())
        }
        Target::Outcome(end) => {
            let outcome: Option<&Outcome> = document.find(&end.outcome);
            outcome.map_or_else(|| end.outcome.as_str().to_owned(), |end| end.name.clone())
        }
        Target::Query(query) => format!("whoever offers {}", query.capabilities.join(", ")),
    }
}

/// The edit that gives a handoff a gate, or takes it away.
pub(super) fn edit(document: &Document, handoff: &Handoff, gate: Option<Gate>) -> EditCommand {
    let mut changed = handoff.clone();
    changed.gate = gate;
    let record: Record = changed.into();
    let entry = document.get(&record.key());
    let revision = entry.map_or(0, |entry| entry.revision);
    EditCommand::put(record).on(revision)
}
